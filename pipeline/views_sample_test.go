package pipeline

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"

	"github.com/breachstats/breachstats/pipeline/sample"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// sampleExport returns a view of the sample's list on a day. isOverlapping puts the open cases into
// the archive too.
func sampleExport(t *testing.T, day string, view data.View, isOverlapping bool) Export {
	t.Helper()
	totals := must.Get(os.Open("../data/reference/published_yearly_totals.csv"))(t)
	defer totals.Close()
	published := must.Get(sample.ReadTotals(totals))(t)
	listed := must.Get(time.Parse(time.DateOnly, day))(t)
	var text bytes.Buffer
	must.Do(t, sample.Write(&text, sample.Options{Rows: 2000, Seed: 16, View: view, Totals: published, OpenInArchive: isOverlapping,
		CapturedOn: time.Date(2025, time.October, 17, 0, 0, 0, 0, time.UTC), ListedOn: listed}))
	return textExport(day, view, text.String())
}

// wantOpenLists requires, as of the day of each open list, as many breaches under investigation as
// it has.
func wantOpenLists(t *testing.T, o Options) {
	t.Helper()
	for _, line := range ask(t, o, "select captured_on, rows from marts.snapshots where view = 'under-investigation' order by 1") {
		day, rows, _ := strings.Cut(line, "|")
		got := ask(t, o, "select count(*) from marts.breaches_as_of(date '"+day+"') where view = 'under-investigation'")
		if got[0] != rows {
			t.Errorf("%s: want %s under investigation, got %v", day, rows, got)
		}
	}
}

// Half captures of the sample: an open list, an archive, and two more open lists after a complete
// capture.
func TestViewsH11ToH17OfTheSample(t *testing.T) {
	tier.Long(t, "builds of half captures of the sample")
	t.Parallel()
	const complete, half, archive, later, last = "2024-10-17", "2024-12-02", "2025-02-03", "2025-05-05", "2025-10-17"
	o, _ := buildAll(t, sampleExport(t, complete, data.Archive, false), sampleExport(t, complete, data.UnderInvestigation, false),
		sampleExport(t, half, data.UnderInvestigation, false), sampleExport(t, archive, data.Archive, false),
		sampleExport(t, later, data.UnderInvestigation, false), sampleExport(t, last, data.UnderInvestigation, false))
	wantOpenLists(t, o)
	// Breaches in the archive between the open lists are archived. Those that left the open lists
	// and are not in it are unknown.
	got := ask(t, o, `
		select view, view_unknown_since, count(*) > 5
		from marts.breaches_as_of(date '`+last+`') where view is distinct from 'archive' group by all order by all`)
	want := []string{"under-investigation|null|true", "null|" + later + "|true", "null|" + last + "|true"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	diff, err := Diff(t.Context(), o, archive, last)
	if notices := strings.Join(diff.Notices, "\n"); err != nil || !strings.Contains(notices, "breaches left their view by "+last+", and no capture by then shows where they are") {
		t.Errorf("want to read of the breaches that left, got %q, %v", notices, err)
	}
	rows := ask(t, o, "select count(*) from marts.breaches_as_of(date '"+archive+"') where view = 'archive'")
	listed := ask(t, o, "select rows from marts.snapshots where view = 'archive' and captured_on = date '"+archive+"'")
	if few := number(t, listed[0]) - number(t, rows[0]); few < 0 || few > 5 { // those that stood in both views before
		t.Errorf("want the %s reports of the archive archived, got %s", listed[0], rows[0])
	}
	o.AsOf = last
	if _, err := Build(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	got = ask(t, o, `
		select sum(breaches) = (select count(*) from marts.breaches where vanished_on is null),
			min(breaches) filter (where place = 'unknown') = (select count(*) from marts.breaches where view_unknown_since is not null),
			min(last_listed_on) = date '`+half+`'
		from marts.views`)
	if got[0] != "true|true|true" {
		t.Errorf("want the views to hold every listed breach, got %v", got)
	}
}

// An archive of the sample that has the open cases too, with and without the open list.
func TestViewsH12OfTheSample(t *testing.T) {
	tier.Long(t, "archives of the sample that hold the open cases")
	t.Parallel()
	const before, both, after = "2024-10-17", "2024-12-02", "2025-02-03"
	o, results := buildAll(t, sampleExport(t, before, data.Archive, false), sampleExport(t, before, data.UnderInvestigation, false),
		sampleExport(t, both, data.Archive, true), sampleExport(t, both, data.UnderInvestigation, false), sampleExport(t, after, data.Archive, true))
	wantOpenLists(t, o)
	if words := strings.Join(failing(results), "\n"); !strings.Contains(words, "an archive export holds closed cases only") || !strings.Contains(words, "captured_on "+both) {
		t.Errorf("want a warning that names the capture, got %q", words)
	}
	got := ask(t, o, `
		select archived + under_investigation = breaches, archived < (select rows from marts.snapshots where view = 'archive' and captured_on = date '`+both+`'),
			breaches = (select rows from marts.snapshots where view = 'archive' and captured_on = date '`+both+`')
		from figures.listed_by_capture where capture = '`+both+`'`)
	if got[0] != "true|true|true" {
		t.Errorf("want each report counted once, got %v", got)
	}
	// An archive alone that has everything closes no case that an earlier archive had.
	got = ask(t, o, `
		select count(*) > 20 from marts.breaches_as_of(date '`+both+`') as earlier
		join marts.breaches_as_of(date '`+after+`') as later using (breach_id)
		where earlier.view = 'under-investigation' and later.view = 'under-investigation'`)
	if got[0] != "true" {
		t.Errorf("want them under investigation still, got %v", got)
	}
}

// joined is the archive followed by the rows of the open list, as in the portal's export of March
// 2021.
func joined(t *testing.T, exports []Export) (both []Export) {
	t.Helper()
	text := map[data.View]string{}
	for _, export := range exports {
		content := must.Get(os.ReadFile(export.Path))(t)
		text[export.View] = string(content)
	}
	_, rows, _ := strings.Cut(text[data.UnderInvestigation], "\n")
	for _, export := range exports {
		if export.View == data.Archive {
			export = textExport(export.Capture.Day, data.Archive, text[data.Archive]+rows)
		}
		both = append(both, export)
	}
	return both
}

// The counts are those of the rows of the files.
func TestRealViewsH12AnArchiveThatHoldsTheOpenCases(t *testing.T) {
	tier.Long(t, "builds of real captures")
	t.Parallel()
	before, both, after := realExports(t, "2020-08-29"), joined(t, realExports(t, "2022-04-04")), realExports(t, "2024-10-17")
	for name, exports := range map[string][]Export{"alone": both, "between": append(append(before, both...), after...)} {
		o, results := buildAll(t, exports...)
		wantOpenLists(t, o)
		if words := strings.Join(failing(results), "\n"); !strings.Contains(words,
			"captured_on 2022-04-04, capture_no 1, open_cases_in_the_archive_export 871, reports_in_the_archive_export 4570, reports_under_investigation 871") {
			t.Errorf("%s: want a warning, got %q", name, words)
		}
		got := ask(t, o, `
			select view, count(*), (select breaches from marts.captures where capture = '2022-04-04')
			from marts.breaches_as_of(date '2022-04-04') where not is_reconstructed group by all order by all`)
		if diff := cmp.Diff([]string{"archive|3699|4570", "under-investigation|871|4570"}, got); diff != "" {
			t.Errorf("%s: want -, got +:\n%s", name, diff)
		}
	}
}

func TestRealViewsH13OfAllCaptures(t *testing.T) {
	tier.Long(t, "a build of all real captures")
	t.Parallel()
	o, _ := buildOnce(t, allRealExports(t)...)
	wantOpenLists(t, o)
	got := ask(t, o, "select view, view_unknown_since, count(*) from marts.breaches_as_of(date '2026-05-03') group by all order by all")
	if diff := cmp.Diff([]string{"archive|null|5590", "under-investigation|null|702", "null|2026-05-03|782"}, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	o.AsOf = "2026-05-03"
	if _, err := Build(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	got = ask(t, o, "select place, breaches, last_saved_on, last_listed_on, left_archive from marts.views order by place")
	want := []string{"all|0|2017-09-13|null|0", "archive|5590|2024-10-17|null|0", "not yet captured|0|null|null|0",
		"under-investigation|702|2026-05-03|null|0", "unknown|782|null|2024-10-17|0"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// Halves of the real captures, as if only one view of each had been saved.
func TestRealViewsH17OfHalves(t *testing.T) {
	tier.Long(t, "builds of real half captures")
	t.Parallel()
	only := func(day string, view data.View) (exports []Export) {
		for _, export := range realExports(t, day) {
			if filepath.Base(export.Path) == day+"_"+string(view)+".csv" {
				exports = append(exports, export)
			}
		}
		return exports
	}
	cases := map[string][][]Export{
		"open lists in a row":            {realExports(t, "2020-08-29"), only("2022-04-04", data.UnderInvestigation), only("2024-10-17", data.UnderInvestigation), realExports(t, "2026-05-03")},
		"an archive between open lists":  {realExports(t, "2020-08-29"), only("2022-04-04", data.UnderInvestigation), only("2024-10-17", data.Archive), realExports(t, "2026-05-03")},
		"the archive first, then an end": {only("2020-08-29", data.Archive), only("2022-04-04", data.UnderInvestigation), realExports(t, "2024-10-17"), realExports(t, "2026-05-03")},
	}
	for name, halves := range cases {
		t.Run(name, func(t *testing.T) {
			var exports []Export
			for _, half := range halves {
				exports = append(exports, half...)
			}
			o, _ := buildAll(t, exports...)
			wantOpenLists(t, o)
			for _, line := range ask(t, o, "select captured_on, rows from marts.snapshots where view = 'archive'") {
				day, rows, _ := strings.Cut(line, "|")
				got := ask(t, o, "select count(*) from marts.breaches_as_of(date '"+day+"') where view = 'archive'")
				if got[0] != rows {
					t.Errorf("%s: want %s archived, got %v", day, rows, got)
				}
			}
		})
	}
}
