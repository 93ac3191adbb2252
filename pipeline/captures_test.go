package pipeline

import (
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/saved"
	"github.com/breachstats/breachstats/torture/tier"
)

// realExports returns the exports of one capture, or skips the test if they are absent.
func realExports(t testing.TB, capturedOn string) []Export {
	t.Helper()
	var exports []Export
	for _, path := range saved.Exports(t, capturedOn+"_*.csv") {
		export := must.Get(FileExport(path, "", ""))(t)
		exports = append(exports, export)
	}
	return exports
}

// Breaches by year, counted by a separate script over the raw rows of each capture.
func TestRealCapturesByYear(t *testing.T) {
	t.Parallel()
	tier.Long(t, "each real capture")
	cases := []struct {
		capturedOn string
		firstYear  int
		breaches   []int
		notice     string
	}{
		{"2016-04-27", 2009, []int{18, 198, 195, 208, 274, 294, 268, 63}, ""},
		{"2017-09-13", 2009, []int{18, 199, 200, 218, 277, 313, 269, 327, 225}, ""},
		{"2020-08-29", 2009, []int{18, 199, 200, 218, 277, 314, 270, 329, 358, 368, 505, 309}, ""},
		{"2022-04-04", 2009, []int{18, 199, 200, 218, 277, 314, 270, 329, 358, 369, 512, 663, 714, 129}, ""},
		{"2024-10-17", 2009, []int{18, 199, 200, 218, 277, 314, 270, 328, 358, 369, 511, 663, 715, 720, 745, 537}, ""},
	}
	for _, c := range cases {
		t.Run(c.capturedOn, func(t *testing.T) {
			o, _ := buildOnce(t, realExports(t, c.capturedOn)...)
			var want []string
			for i, breaches := range c.breaches {
				year := c.firstYear + i
				isPartial := i == 0 || i == len(c.breaches)-1
				want = append(want, fmt.Sprintf("%d|%d|%v", year, breaches, isPartial))
			}
			got := ask(t, o, "select year, breaches, is_partial_year from figures.breaches_by_year order by year")
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

func TestRealCapturesOfOneViewSayWhatIsMissing(t *testing.T) {
	tier.Long(t, "builds of real captures")
	t.Parallel()
	cases := []struct {
		capturedOn, missing, rows string
	}{
		{"2019-03-01", "under-investigation", "2139"},
		{"2026-05-03", "archive", "702"},
	}
	for _, c := range cases {
		t.Run(c.capturedOn, func(t *testing.T) {
			o, results := buildOnce(t, realExports(t, c.capturedOn)...)
			if _, err := Publish(t.Context(), o); err != nil {
				t.Fatal(err)
			}
			if got := ask(t, o, "select count(*) from marts.breaches"); got[0] != c.rows {
				t.Errorf("want %s breaches, got %v", c.rows, got)
			}
			if reported := strings.Join(failing(results), "\n"); !strings.Contains(reported, "both views of the current capture were saved") {
				t.Errorf("want a warning, got %q", reported)
			}
			notice := "the " + c.missing + " view of this capture was not saved"
			for _, name := range []string{"index.html", "manifest.json", "breaches_by_year.svg", "largest_breaches.svg"} {
				content, err := os.ReadFile(filepath.Join(o.Out, name))
				// The lines of a caption are joined.
				text := strings.Join(strings.Fields(strings.NewReplacer("</text>", " ", "</tspan>", " ").Replace(string(content))), " ")
				if err != nil || !strings.Contains(withoutTags(text), notice) {
					t.Errorf("%s: want %q, got %v", name, notice, err)
				}
			}
		})
	}
}

// The day of a capture is the latest possible one. The newest submission shows how far the list
// itself goes: 2018-11-13 and 2022-03-30.
func TestRealR7NewestYearOfAnOldListIsPartial(t *testing.T) {
	t.Parallel()
	cases := []struct{ exportsOf, capturedOn, newestYear, newestSubmission string }{
		{"2019-03-01", "2019-03-01", "2018", "2018-11-13"},
		{"2022-04-04", "2032-04-04", "2022", "2022-03-30"},
	}
	for _, c := range cases {
		t.Run(c.exportsOf+" as "+c.capturedOn, func(t *testing.T) {
			exports := realExports(t, c.exportsOf)
			for i := range exports {
				exports[i].Capture.Day = c.capturedOn
			}
			o, results := buildOnce(t, exports...)
			got := ask(t, o, "select year from figures.breaches_by_year where is_partial_year order by year")
			if diff := cmp.Diff([]string{"2009", c.newestYear}, got); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
			want := "captured_on " + c.capturedOn + ", newest_submitted_on " + c.newestSubmission
			if reported := strings.Join(failing(results), "\n"); !strings.Contains(reported, want) {
				t.Errorf("want a warning with %q, got %q", want, reported)
			}
		})
	}
}

// The archive of a later day with the list under investigation of an earlier one.
func TestRealViewsOfDifferentDaysStopTheBuild(t *testing.T) {
	t.Parallel()
	tier.Long(t, "real views of different days")
	o := options(t)
	var mixed []Export
	for day, view := range map[string]data.View{"2022-04-04": data.UnderInvestigation, "2024-10-17": data.Archive} {
		for _, export := range realExports(t, day) {
			if export.View == view {
				export.Capture.Day = "2024-10-17"
				mixed = append(mixed, export)
			}
		}
	}
	importAll(t, o, mixed...)
	wantError(t, o, "newest_under_investigation 2022-03-30")
}

// Every row of a real list, with two columns swapped.
func TestRealV7SwappedColumnsStopTheBuild(t *testing.T) {
	t.Parallel()
	tier.Long(t, "each real export with columns swapped")
	cases := []struct {
		name        string
		left, right int
		want        string
	}{
		{"type and location", 5, 6, "name an unknown location"},
		{"state and entity type", 1, 2, "name an unknown state"},
		{"state and type", 1, 5, "name an unknown breach_type"},
		{"entity and state", 0, 1, "names the entity that submitted it"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			export := realExports(t, "2026-05-03")[0]
			file := must.Get(export.Open())(t)
			reader := csv.NewReader(file)
			rows, err := reader.ReadAll()
			must.Do(t, errors.Join(err, file.Close()))
			for _, row := range rows[1:] {
				row[c.left], row[c.right] = row[c.right], row[c.left]
			}
			var text strings.Builder
			must.Do(t, csv.NewWriter(&text).WriteAll(rows))
			o := options(t)
			importAll(t, o, textExport("2026-05-03", data.UnderInvestigation, text.String()))
			wantError(t, o, c.want)
		})
	}
}

// Seven captures in one store. The one of 2024 is the newest complete one.
func TestRealCapturesTogether(t *testing.T) {
	t.Parallel()
	tier.Long(t, "all real exports")
	o, _ := buildOnce(t, allRealExports(t)...)
	if got := ask(t, o, "select last_captured_on, count(*) from marts.breaches where vanished_on is null group by all"); got[0] != "2024-10-17|6442" {
		t.Errorf("want 6442 breaches of 2024-10-17, got %v", got)
	}
}

// withoutTags removes HTML tags and folds blanks.
func withoutTags(text string) string {
	var plain strings.Builder
	isTag := false
	for _, r := range text {
		switch {
		case r == '<':
			isTag = true
		case r == '>':
			isTag = false
		case !isTag:
			plain.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(plain.String()), " ")
}

func TestTheNewestCompleteCaptureIsCurrent(t *testing.T) {
	t.Parallel()
	o, results := buildAll(t, append(append(realExports(t, "2022-04-04"), realExports(t, "2019-03-01")...), realExports(t, "2026-05-03")...)...)
	got := ask(t, o, "select captured_on, is_complete, is_current, breaches from marts.captures order by captured_on")
	want := []string{"2019-03-01|false|false|2139", "2022-04-04|true|true|4570", "2026-05-03|false|false|702"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	if reported := strings.Join(failing(results), "\n"); !strings.Contains(reported, "no capture newer than the current one waits for its other view: captured_on 2026-05-03") {
		t.Errorf("want the newer, incomplete capture reported, got %q", reported)
	}
}

func TestImportIsAllOrNothing(t *testing.T) {
	t.Parallel()
	o := options(t)
	good := textExport(day, "archive", exportText(plain("Plain")))
	bad := textExport(day, "under-investigation", header+"\nPlain,TX\n")
	worse := textExport("2022-04-04", "all", "<html>")
	err := Import(t.Context(), o, []Export{good, bad, worse})
	for _, want := range []string{day + "_under-investigation.csv:2: want 9 fields, got 2", "2022-04-04_all.csv:1: want"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
	entries, err := os.ReadDir(o.Data)
	if err != nil || len(entries) != 1 || entries[0].Name() != ".lock" {
		t.Errorf("want nothing stored, got %v, %v", entries, err)
	}
	if _, err := os.Stat(filepath.Join(o.Data, ".staging")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("want no staging area left, got %v", err)
	}
}

func TestBuildRefusesASnapshotThatWasEdited(t *testing.T) {
	t.Parallel()
	o, _ := buildAll(t, textExport(day, "all", exportText(plain("Plain"))))
	path := filepath.Join(o.Data, "snapshots", day, "all.csv.zst")
	edited, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	edited[len(edited)/2] ^= 1
	must.Do(t, errors.Join(os.Remove(path), os.WriteFile(path, edited, 0o644)))
	_, err = Build(t.Context(), o)
	want := path + ": sha256 differs from " + filepath.Join(o.Data, "manifest.csv") + ":2"
	if err == nil || err.Error() != want {
		t.Errorf("want %q, got %v", want, err)
	}
	if got := ask(t, o, "select individuals from marts.breaches"); got[0] != "1200" {
		t.Errorf("want the previous database untouched, got %v", got)
	}
}
