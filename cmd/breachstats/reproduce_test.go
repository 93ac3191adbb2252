package main

import (
	"bytes"
	"encoding/csv"
	"math"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/breachstats/breachstats/torture/saved"
	"github.com/breachstats/breachstats/torture/tier"
)

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
	paths := saved.Exports(t, "*.csv")
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
	tier.Long(t, "each study over all real exports")
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
		{"breaches", "1", 0.0015}, {"people", "2", 0.0015}, {"median", "5", 0}, {"mean over those that state a count", "6", 0.005},
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
		if isMonth := strings.HasPrefix(study["study"], "hipaa-journal-month-"); study["is_reproducible"] == "TRUE" && (!isMonth || study["study"] == "hipaa-journal-month-2020-07") {
			t.Run(study["study"], func(t *testing.T) { wantExplained(t, folder, study["study"]) })
		}
	}
}

// What the captures give exactly as it was printed, and two totals that the posting lag decides.
func TestRealMonthsAndLags(t *testing.T) {
	tier.Long(t, "studies of real captures")
	folder := realData(t)
	figures := func(study string) []map[string]string {
		return records(t, printed(t, "reproduce", study, "--format", "csv", "--data", folder))
	}
	for _, figure := range figures("hipaa-journal-month-2020-07") {
		if figure["verdict"] != "same" {
			t.Errorf("July 2020: want every number as printed, got %v", figure)
		}
	}
	for _, c := range []struct{ study, printed string }{
		{"hipaa-journal-q3-2017", "31"}, {"hipaa-journal-q3-2017", "29"}, {"hipaa-journal-q3-2017", "695,228"},
		{"hipaa-journal-month-2022-02", "22"}, {"hipaa-journal-month-2024-08", "8"}, {"hipaa-journal-month-2024-10", "112,466,720"},
		{"yaraghi-gopal-2018", "4.2M"}, {"yaraghi-gopal-2018", "8.9M"}, {"yaraghi-gopal-2018", "109M"}, {"yaraghi-gopal-2018", "13.1M"}, {"ronquillo-2018", "1512"},
	} {
		found := false
		for _, figure := range figures(c.study) {
			found = found || figure["as_printed"] == c.printed && figure["verdict"] == "same"
		}
		if !found {
			t.Errorf("%s: want %s as printed", c.study, c.printed)
		}
	}
	for _, study := range []string{"melamedia-2017-12", "melamedia-2017-07"} {
		for _, figure := range figures(study)[:2] {
			want, ours := number(t, figure["printed"]), number(t, figure["reproduced"])
			if math.Abs(ours-want) > 0.0015*want {
				t.Errorf("%s: want within 0.15 %% of %v, got %v", study, want, ours)
			}
		}
	}
	summary := strings.Split(strings.TrimSpace(printed(t, "reproduce", "jiang-bai-2019", "--data", folder)), "\n")
	if len(summary) != 10 || !strings.Contains(summary[2], "53.0 % internal") {
		t.Errorf("want a summary of ten lines, got %d: %q", len(summary), summary)
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
	tier.Long(t, "a build of all real captures")
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
