package main

import (
	"bytes"
	"encoding/csv"
	"math"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// portalFolder holds real exports, which are never part of the project.
const portalFolder = "../../../shared/data/portal"

// printed runs one command line and gives what it prints.
func printed(t *testing.T, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if status := run(args, strings.NewReader(""), &stdout, &stderr); status != exitDone {
		t.Fatalf("%q: want exit status 0, got %d: %s", args, status, stderr.String())
	}
	return stdout.String()
}

// records reads CSV with a header.
func records(t *testing.T, text string) []map[string]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) == 0 {
		t.Fatalf("want rows, got %v, %v", rows, err)
	}
	var found []map[string]string
	for _, row := range rows[1:] {
		record := map[string]string{}
		for i, cell := range row {
			record[rows[0][i]] = cell
		}
		found = append(found, record)
	}
	return found
}

func number(t *testing.T, cell string) float64 {
	t.Helper()
	value, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		t.Fatalf("want a number, got %q", cell)
	}
	return value
}

// realData builds a database of every real export, or skips the test where there is none.
func realData(t *testing.T) string {
	t.Helper()
	exports, err := filepath.Abs(portalFolder)
	if err != nil {
		t.Fatal(err)
	}
	paths, err := filepath.Glob(filepath.Join(exports, "*.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) < 10 {
		t.Skipf("no real exports in %s", portalFolder)
	}
	folder := t.TempDir()
	ofRealData.into(t, folder, func() {
		printed(t, append([]string{"import", "--quiet", "--data", "data"}, paths...)...)
		printed(t, "build", "--quiet", "--data", "data")
	})
	return filepath.Join(folder, "data")
}

var ofRealData start

// McCoy and Perlis from the captures around the day they read the list, and every study's
// explanation, which adds up to the difference it explains.
func TestRealStudies(t *testing.T) {
	folder := realData(t)
	figures := records(t, printed(t, "reproduce", "mccoy-perlis-2018", "--format", "csv", "--data", folder))
	byNo := map[string]map[string]string{}
	for _, figure := range figures {
		byNo[figure["no"]] = figure
	}
	near := []struct {
		name, no string
		share    float64
	}{
		{"breaches", "1", 0.005}, {"people", "2", 0.002}, {"median", "5", 0}, {"mean over those that state a count", "6", 0.005},
		{"breaches of 2010", "7", 0},
	}
	for _, c := range near {
		t.Run(c.name, func(t *testing.T) {
			want, ours := number(t, byNo[c.no]["printed"]), number(t, byNo[c.no]["reproduced"])
			if math.Abs(ours-want) > c.share*want {
				t.Errorf("want within %v of %v, got %v", c.share, want, ours)
			}
		})
	}
	if got := byNo["14"]["verdict"]; got != "same" {
		t.Errorf("people of health plans: want same, got %s", got)
	}
	for _, study := range records(t, printed(t, "reproduce", "--format", "csv", "--data", folder)) {
		if isMonth := strings.HasPrefix(study["study"], "hipaa-journal-month-"); study["is_reproducible"] == "true" && (!isMonth || study["study"] == "hipaa-journal-month-2020-07") {
			t.Run(study["study"], func(t *testing.T) { wantExplained(t, folder, study["study"]) })
		}
	}
}

// wantExplained wants the rows of each explanation to add up.
func wantExplained(t *testing.T, folder, study string) {
	t.Helper()
	changed, unexplained := map[string]float64{}, map[string]float64{}
	for _, row := range records(t, printed(t, "reproduce", study, "--explain", "--format", "csv", "--data", folder)) {
		switch difference := number(t, row["difference"]); row["part"] {
		case "changed since":
			changed[row["no"]] += difference
		case "unexplained":
			unexplained[row["no"]] = difference
		}
	}
	for _, figure := range records(t, printed(t, "reproduce", study, "--format", "csv", "--data", folder)) {
		switch figure["metric"] {
		case "breaches", "individuals", "cumulative_individuals":
		default:
			continue
		}
		if figure["verdict"] == "not computed" {
			continue
		}
		no, ours := figure["no"], number(t, figure["reproduced"])
		if figure["newest"] != "" && number(t, figure["newest"])-ours != changed[no] {
			t.Errorf("%s: want changes that add up to %v, got %v", no, number(t, figure["newest"])-ours, changed[no])
		}
		if number(t, figure["printed"])-ours != unexplained[no] {
			t.Errorf("%s: want %v unexplained, got %v", no, number(t, figure["printed"])-ours, unexplained[no])
		}
	}
}

// The Community Health Systems row is the paper's best known blank.
func TestRealBlankThatWasFilled(t *testing.T) {
	folder := realData(t)
	for _, row := range records(t, printed(t, "reproduce", "mccoy-perlis-2018", "--explain", "--format", "csv", "--data", folder)) {
		if row["no"] == "2" && row["change"] == "blank filled" && strings.HasPrefix(row["entity_name"], "Community Health Systems") {
			if row["value_before"] != "0" || row["value_after"] != "6121158" {
				t.Errorf("want from blank to 6,121,158, got %v", row)
			}
			return
		}
	}
	t.Error("want Community Health Systems among the blanks that were filled")
}

func TestSpokenNumbers(t *testing.T) {
	cases := []struct{ cell, unit, want, wantSigned string }{
		{"", "count", "", ""},
		{"0", "count", "0", "0"},
		{"999", "count", "999", "+999"},
		{"-1203", "count", "−1,203", "−1,203"},
		{"84175.27", "records", "84,175", "+84,175"},
		{"176515555", "records", "176,515,555", "+176,515,555"},
		{"-59.259", "percent", "−59.3 %", "−59.3 points"},
		{"1.72", "count", "1.7", "+1.7"},
	}
	for _, c := range cases {
		if got := spoken(c.cell, c.unit); got != c.want {
			t.Errorf("%s: want %q, got %q", c.cell, c.want, got)
		}
		if got := signedIn(c.cell, c.unit); got != c.wantSigned {
			t.Errorf("%s: want %q, got %q", c.cell, c.wantSigned, got)
		}
	}
}
