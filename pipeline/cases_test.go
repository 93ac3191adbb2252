package pipeline

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/torture/tier"
)

// caseTruth is what a list saved every 14 days shows of a case: the days on which each view has it.
// A case that both views have is open.
type caseTruth struct{ open, archived []string }

// sampleTruth reads the sample's list of every 14th day. Reports are identified by name and day of
// submission; those that share both with another report are left out.
func sampleTruth(t *testing.T, from, to string) (map[string]*caseTruth, []string) {
	t.Helper()
	truth, isShared := map[string]*caseTruth{}, map[string]bool{}
	first, _ := time.Parse(time.DateOnly, from)
	last, _ := time.Parse(time.DateOnly, to)
	var days []string
	for ; !first.After(last); first = first.AddDate(0, 0, 14) {
		listedOn := first.Format(time.DateOnly)
		days = append(days, listedOn)
		for _, view := range []data.View{data.UnderInvestigation, data.Archive} {
			inView := map[string]bool{}
			for _, r := range listedReports(t, sampleExport(t, listedOn, view, false)) {
				key := r.name + "|" + r.on.Format(time.DateOnly)
				isShared[key] = isShared[key] || inView[key]
				inView[key] = true
				if truth[key] == nil {
					truth[key] = &caseTruth{}
				}
				if view == data.UnderInvestigation {
					truth[key].open = append(truth[key].open, listedOn)
				} else {
					truth[key].archived = append(truth[key].archived, listedOn)
				}
			}
		}
	}
	for key := range isShared {
		if isShared[key] {
			delete(truth, key)
		}
	}
	return truth, days
}

// Half captures of the sample are compared with its list of every 14 days. No open case is counted
// as closed and no closed case as open, and each closing is between the days in marts.cases.
func TestCasesHoldTheTruthOfTheSample(t *testing.T) {
	tier.Long(t, "the sample's list of every other week for a year")
	t.Parallel()
	truth, days := sampleTruth(t, "2024-10-17", "2025-10-16")
	newest := days[len(days)-1]
	o, _ := buildAll(t,
		sampleExport(t, days[0], data.Archive, false), sampleExport(t, days[0], data.UnderInvestigation, false),
		sampleExport(t, days[4], data.UnderInvestigation, false), sampleExport(t, days[9], data.Archive, false),
		sampleExport(t, days[14], data.Archive, false), sampleExport(t, days[14], data.UnderInvestigation, false),
		sampleExport(t, days[19], data.UnderInvestigation, false), sampleExport(t, newest, data.UnderInvestigation, false))
	states := map[string]int{}
	for _, line := range ask(t, o, `
		select entity_name, cases.submitted_on, case_state, coalesce(last_open_on, ''), coalesce(left_open_on, ''), coalesce(first_archived_on, ''),
			coalesce(closed_by_on, '')
		from (select * replace (cast(last_open_on as varchar) as last_open_on, cast(left_open_on as varchar) as left_open_on,
			cast(first_archived_on as varchar) as first_archived_on, cast(closed_by_on as varchar) as closed_by_on) from marts.cases) as cases
		join marts.breaches using (breach_id)
		join (select breach_id from marts.breach_versions group by all having count(distinct (entity_name, submitted_on)) = 1) using (breach_id)
		where vanished_on is null`) {
		cells := strings.Split(line, "|")
		known := truth[cells[0]+"|"+cells[1]]
		if known == nil {
			continue // its name and day are not its own
		}
		state, lastOpen, left, archived, closedBy := cells[2], cells[3], cells[4], cells[5], cells[6]
		states[state]++
		isOpenNow := slices.Contains(known.open, newest)
		switch {
		case lastOpen != "" && !slices.Contains(known.open, lastOpen):
			t.Errorf("%s: want it open on %s", line, lastOpen)
		case isOpenNow != (state == "open"):
			t.Errorf("%s: want it open %v on %s", line, isOpenNow, newest)
		case left != "" && slices.Contains(known.open, left):
			t.Errorf("%s: want it open no more on %s", line, left)
		case archived != "" && !slices.Contains(known.archived, archived):
			t.Errorf("%s: want it archived on %s", line, archived)
		case closedBy != "" && len(known.open) > 0 && known.open[len(known.open)-1] >= closedBy:
			t.Errorf("%s: want it closed by %s, but it is open on %s", line, closedBy, known.open[len(known.open)-1])
		}
	}
	for _, state := range []string{"open", "closed", "left"} {
		if states[state] < 5 {
			t.Errorf("want cases of every state, got %v", states)
		}
	}
}

// Each line is the history of one report: which captures list it in which view, and the row of
// marts.cases.
func TestCasesOfHistories(t *testing.T) {
	t.Parallel()
	const first, second, third = "2023-06-01", "2023-12-01", "2024-10-17"
	other := plain("Another")
	archive := func(on string, reports ...report) Export {
		return textExport(on, data.Archive, exportText(append(reports, other)...))
	}
	open := func(on string, reports ...report) Export {
		return textExport(on, data.UnderInvestigation, exportText(append(reports, plain("Open"))...))
	}
	all := func(on string, reports ...report) Export {
		return textExport(on, data.All, exportText(append(reports, other, plain("Open"))...))
	}
	one := plain("One") // submitted on 2023-03-14
	cases := []struct {
		name    string
		exports []Export
		want    string
	}{
		{"closed when first seen", []Export{archive(third, one), open(third)}, "closed|null|null|null|2024-10-17|2023-03-14|2024-10-17|0|583"},
		{"open", []Export{archive(third), open(third, one)}, "open|2024-10-17|2024-10-17|null|null|2024-10-17|null|583|null"},
		{"open, then archived", []Export{archive(first), open(first, one), archive(third, one), open(third)},
			"closed|2023-06-01|2023-06-01|2024-10-17|2024-10-17|2023-06-01|2024-10-17|79|583"},
		{"open, left in a half capture, then archived", []Export{archive(first), open(first, one), open(second), archive(third, one), open(third)},
			"closed|2023-06-01|2023-06-01|2023-12-01|2024-10-17|2023-06-01|2023-12-01|79|262"},
		{"open, then open in a half capture, then archived", []Export{archive(first), open(first, one), open(second, one), archive(third, one), open(third)},
			"closed|2023-06-01|2023-12-01|2024-10-17|2024-10-17|2023-12-01|2024-10-17|262|583"},
		{"open, then left", []Export{archive(first), open(first, one), open(third)},
			"left|2023-06-01|2023-06-01|2024-10-17|null|2023-06-01|null|79|null"},
		{"open, then an archive alone has it", []Export{archive(first), open(first, one), archive(third, one)},
			"closed|2023-06-01|2023-06-01|2024-10-17|2024-10-17|2023-06-01|2024-10-17|79|583"},
		{"open, an archive alone has it, then it is open no more", []Export{archive(first), open(first, one), archive(second, one), archive(third, one), open(third)},
			"closed|2023-06-01|2023-06-01|2024-10-17|2023-12-01|2023-06-01|2024-10-17|79|583"},
		{"archived, then open again", []Export{archive(first, one), open(first), archive(third), open(third, one)},
			"open|2024-10-17|2024-10-17|null|null|2024-10-17|null|583|null"},
		{"open, then removed", []Export{archive(first), open(first, one), archive(third), open(third)},
			"removed|2023-06-01|2023-06-01|2024-10-17|null|2023-06-01|null|79|null"},
		{"in the one list of all", []Export{all(first, one)}, "unknown|null|null|null|null|2023-03-14|null|0|null"},
		{"in the one list of all, then archived", []Export{all(first, one), archive(third, one), open(third)},
			"closed|null|null|null|2024-10-17|2023-03-14|2024-10-17|0|583"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o, _ := buildAll(t, c.exports...)
			wantLines(t, o, `
				select case_state, first_open_on, last_open_on, left_open_on, first_archived_on, closed_after_on, closed_by_on, open_days_least, open_days_most
				from marts.cases join marts.breaches using (breach_id) where entity_name = 'One'`, []string{c.want})
		})
	}
}

// As of a day, later captures have no effect on a case.
func TestCasesAsOfADay(t *testing.T) {
	t.Parallel()
	one := plain("One")
	o, _ := buildAll(t, textExport("2023-06-01", data.Archive, exportText(plain("Another"))), textExport("2023-06-01", data.UnderInvestigation, exportText(one)),
		textExport(day, data.Archive, exportText(plain("Another"), one)), textExport(day, data.UnderInvestigation, exportText(plain("Open"))))
	o.AsOf = "2023-07-01"
	if _, err := Build(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	wantLines(t, o, "select case_state, last_open_on, closed_by_on from marts.cases join marts.breaches using (breach_id) where entity_name = 'One'",
		[]string{"open|2023-06-01|null"})
}

// From the half capture of 3 May 2026: 702 cases are open, and 782 left the open list since 17
// October 2024.
func TestRealCasesHoldTheHalfCapture(t *testing.T) {
	tier.Long(t, "a build of all real captures")
	t.Parallel()
	o, _ := buildOnce(t, allRealExports(t)...)
	wantLines(t, o, `
		select case_state, count(*), max(last_open_on), min(left_open_on)
		from marts.cases join marts.breaches using (breach_id)
		where vanished_on is null and last_open_on >= date '2024-10-17' group by all order by all`,
		[]string{"left|782|2024-10-17|2026-05-03", "open|70|2026-05-03|null"})
	for _, capturedOn := range []string{"2020-08-29", "2022-04-04", "2024-10-17"} {
		var open int
		for _, export := range realExports(t, capturedOn) {
			if export.View == data.UnderInvestigation {
				open = len(listedReports(t, export))
			}
		}
		got := ask(t, o, fmt.Sprintf(`
			select count(*) from marts.cases
			where date '%[1]s' between first_open_on and last_open_on and closed_by_on is distinct from date '%[1]s'`, capturedOn))
		if got[0] != strconv.Itoa(open) {
			t.Errorf("%s: want %d cases open, got %s", capturedOn, open, got[0])
		}
	}
}

// The Kaplan-Meier curve of six cases, computed by hand, for a year whose cases have nearly exact
// days.
func TestCaseDurationsByHand(t *testing.T) {
	t.Parallel()
	at := func(name, submitted string) report {
		return plain(name).with(func(r *report) { r.submitted = submitted })
	}
	one, two, three, four := at("One", "01/02/2022"), at("Two", "01/02/2022"), at("Three", "01/02/2022"), at("Four", "01/02/2022")
	var exports []Export
	list := func(on string, archived, open []report) {
		exports = append(exports, textExport(on, data.Archive, exportText(append(archived, at("Old", "01/02/2020"))...)),
			textExport(on, data.UnderInvestigation, exportText(append(open, at("New", "01/02/2021"))...)))
	}
	list("2022-03-01", nil, []report{one, two, three, four})
	list("2022-03-03", []report{one}, []report{two, three, four})                    // One within 58 to 60 days
	list("2022-09-01", []report{one}, []report{two, three, four})                    //
	list("2022-09-03", []report{one, two}, []report{three, four})                    // Two within 242 to 244
	list("2023-01-20", []report{one, two}, []report{three, four})                    //
	list("2023-01-22", []report{one, two}, []report{four})                           // Three is removed: censored after 383 days
	list("2023-06-20", []report{one, two}, []report{four})                           //
	list("2023-06-22", []report{one, two, four}, []report{at("Last", "06/01/2023")}) // Four within 534 to 536
	o, _ := buildAll(t, exports...)
	wantLines(t, o, `
		select age_months, cases, known_open, known_closed, round(open_share, 6), open_share_least, open_share_most,
			round(open_share_low, 4), round(open_share_high, 4)
		from figures.case_durations where year = 2022 order by age_months`, []string{
		"6|4|3|1|0.75|0.75|0.75|0.1279|0.9605",
		"12|4|2|2|0.5|0.5|0.5|0.0578|0.8449",
	})
}

// Replaced numbers, by age and first number, counted by hand.
func TestRevisionSizesByHand(t *testing.T) {
	t.Parallel()
	of := func(name, individuals string) report {
		return plain(name).with(func(r *report) { r.individuals = individuals }) // submitted on 2023-03-14
	}
	o, _ := buildAll(t,
		textExport("2023-04-14", data.All, exportText(of("Placeholder", "500"), of("Other placeholder", "501"), of("Kept", "500"), of("Raised", "1000"), of("Blank", ""))),
		textExport("2023-06-14", data.All, exportText(of("Placeholder", "500"), of("Other placeholder", "501"), of("Kept", "500"), of("Raised", "1500"), of("Blank", ""),
			of("Seen late", "800"))),
		textExport("2024-03-14", data.All, exportText(of("Placeholder", "50000"), of("Other placeholder", "1002"), of("Kept", "500"), of("Raised", "3000"), of("Blank", "700"),
			of("Seen late", "600"), of("Seen later", "900"))))
	got := ask(t, o, `
		select first_count, seen_at, breaches, replaced, raised, median_days, factor_lower_quartile, factor_median, factor_largest, individuals_first, individuals_newest
		from figures.revision_sizes order by all`)
	want := []string{
		"500 or 501|within 90 days|3|2|2|366|26.5|51|100|1001|51002",
		"none|within 90 days|1|1|1|366|null|null|null|null|700",
		"other|within 90 days|1|1|1|92|3|3|3|1000|3000",
		"other|within a year|1|1|0|366|0.75|0.75|0.75|800|600",
		"other|later|1|0|0|null|null|null|null|null|null",
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}
