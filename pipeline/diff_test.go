package pipeline

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// changed lists the changes between two captures as
// "kind|entity|column|old|new|individuals_change|matched_by".
func changed(t *testing.T, o Options, from, to string) []string {
	t.Helper()
	return ask(t, o, `
		select kind, entity_name, changed_column, old_value, new_value, individuals_change, matched_by
		from marts.changes('`+from+`', '`+to+`') order by entity_name, changed_column`)
}

// whole returns a capture as one list of all reports.
func whole(day string, reports ...report) Export {
	return textExport(day, data.All, exportText(reports...))
}

// halves returns the two views of a capture.
func halves(day string, archived, open []report) []Export {
	return []Export{
		textExport(day, data.Archive, exportText(archived...)),
		textExport(day, data.UnderInvestigation, exportText(open...)),
	}
}

func wantRows(t *testing.T, got []string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(append([]string{}, want...), got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

func TestDiffOfTwoCaptures(t *testing.T) {
	t.Parallel()
	stays := plain("Stays")
	cases := []struct {
		name          string
		before, after []report
		want          []string
	}{
		{"H4 a count is revised", []report{stays, plain("Clinic")}, []report{stays, plain("Clinic").with(func(r *report) { r.individuals = "117905" })},
			[]string{"revised|Clinic|individuals|1200|117905|116705|same name and day"}},
		{"H4 a blank count is filled in", []report{stays, plain("Clinic").with(func(r *report) { r.individuals = "" })}, []report{stays, plain("Clinic")},
			[]string{"revised|Clinic|individuals|null|1200|1200|same name and day"}},
		{"H4 a count is taken back", []report{stays, plain("Clinic")}, []report{stays, plain("Clinic").with(func(r *report) { r.individuals = "" })},
			[]string{"revised|Clinic|individuals|1200|null|-1200|same name and day"}},
		{"H5 a name is edited", []report{stays, plain("Saint Mary Clinic")}, []report{stays, plain("Saint Mary Clinic of Dallas")},
			[]string{"revised|Saint Mary Clinic of Dallas|entity_name|Saint Mary Clinic|Saint Mary Clinic of Dallas|0|same count, day and state"}},
		{"H5 state and type are edited", []report{stays, plain("Clinic")},
			[]report{stays, plain("Clinic").with(func(r *report) { r.state, r.breachType = "", "Theft, Loss" })},
			[]string{
				"revised|Clinic|breach_types|Theft|Loss, Theft|0|same name and day",
				"revised|Clinic|state|TX|null|0|same name and day",
			}},
		{"H5 only white space is edited", []report{stays, plain("Saint  Mary")}, []report{stays, plain("Saint Mary")}, nil},
		{"H6 a breach vanishes", []report{stays, plain("Clinic")}, []report{stays},
			[]string{"vanished|Clinic|view|all|null|-1200|null"}},
		{"H6 a breach is added", []report{stays}, []report{stays, plain("Clinic").with(func(r *report) { r.individuals = "" })},
			[]string{"added|Clinic|view|null|all|0|null"}},
		{"a description is published", []report{stays, plain("Clinic")}, []report{stays, plain("Clinic").with(func(r *report) { r.description = "A laptop was stolen." })},
			[]string{"described|Clinic|description|null|A laptop was stolen.|0|null"}},
		{"a description is edited", []report{stays, plain("Clinic").with(func(r *report) { r.description = "A laptop." })},
			[]report{stays, plain("Clinic").with(func(r *report) { r.description = "A laptop was stolen." })},
			[]string{"revised|Clinic|description|A laptop.|A laptop was stolen.|0|null"}},
		{"nothing changes", []report{stays}, []report{stays}, nil},
	}
	// All cases are in the same two captures, each with its own day and its own word after its
	// names.
	mark := func(i int) string { return " " + strings.Repeat(string(rune('a'+i)), 3) }
	on := func(i int) string { return fmt.Sprintf("05/%02d/2023", i+1) }
	var before, after []report
	for i, c := range cases {
		own := func(reports []report) (marked []report) {
			for _, r := range reports {
				r.name, r.submitted = r.name+mark(i), on(i)
				marked = append(marked, r)
			}
			return marked
		}
		before, after = append(before, own(c.before)...), append(after, own(c.after)...)
	}
	o, _ := buildAll(t, whole("2023-06-01", before...), whole("2023-07-01", after...))
	rows := 0
	for i, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			of := func(table string) (rows []string) {
				for _, row := range ask(t, o, "select kind, entity_name, changed_column, old_value, new_value, individuals_change, matched_by from "+table+
					" where submitted_on = date '"+isoDay(t, on(i))+"' order by entity_name, changed_column") {
					rows = append(rows, strings.ReplaceAll(row, mark(i), ""))
				}
				return append([]string{}, rows...)
			}
			wantRows(t, of("marts.changes('2023-06-01', '2023-07-01')"), c.want...)
			wantRows(t, of("marts.changes('2023-07-01', '2023-06-01')"), c.want...)
			wantRows(t, of("figures.revisions"), c.want...)
			rows += len(c.want)
		})
	}
	wantRows(t, ask(t, o, "select count(*), (select count(*) from marts.changes('2023-06-01', '2023-07-01')) from figures.revisions"), fmt.Sprintf("%d|%d", rows, rows))
}

// A change that was undone between two captures does not count, and neither does a breach that came
// back.
func TestDiffH6TheWayBackIsNoChange(t *testing.T) {
	t.Parallel()
	stays, odd := plain("Stays"), plain("Clinic").with(func(r *report) { r.individuals = "9000" })
	o, _ := buildAll(t,
		whole("2023-06-01", stays, plain("Clinic"), plain("Returns").with(func(r *report) { r.individuals = "700" })),
		whole("2023-07-01", stays, odd),
		whole("2023-08-01", stays, plain("Clinic"), plain("Returns").with(func(r *report) { r.individuals = "700" })),
	)
	wantRows(t, changed(t, o, "2023-06-01", "2023-07-01"),
		"revised|Clinic|individuals|1200|9000|7800|same name and day", "vanished|Returns|view|all|null|-700|null")
	wantRows(t, changed(t, o, "2023-07-01", "2023-08-01"),
		"revised|Clinic|individuals|9000|1200|-7800|same name and day", "added|Returns|view|null|all|700|null")
	wantRows(t, changed(t, o, "2023-06-01", "2023-08-01"))
	wantRows(t, changed(t, o, "2023-06-01", "2023-06-01"))
	wantRows(t, changed(t, o, "2023-06-01", "2019-01-01"))
}

func TestDiffOfViews(t *testing.T) {
	t.Parallel()
	moves := plain("Moves").with(func(r *report) { r.submitted = "05/05/2023" })
	open := plain("Open").with(func(r *report) { r.submitted = "05/06/2023" })
	late := plain("Late").with(func(r *report) { r.submitted = "06/20/2023" })
	hidden := plain("Hidden").with(func(r *report) { r.submitted = "04/04/2023" })
	onlyArchive := textExport("2023-06-15", data.Archive, exportText(plain("Closed")))
	exports := append(halves("2023-06-01", []report{plain("Closed")}, []report{moves, open}), onlyArchive)
	exports = append(exports, halves("2023-07-01", []report{plain("Closed"), moves}, []report{late, hidden})...)
	o, _ := buildAll(t, exports...)

	// A breach that closes has moved; it is not revised.
	wantRows(t, changed(t, o, "2023-06-01", "2023-07-01"),
		"added|Hidden|view|null|under-investigation|1200|null",
		"added|Late|view|null|under-investigation|1200|null",
		"moved|Moves|view|under-investigation|archive|0|null",
		"vanished|Open|view|under-investigation|null|-1200|null")
	// The view of open cases was not saved, so none of them counts as vanished.
	wantRows(t, changed(t, o, "2023-06-01", "2023-06-15"))
	// Late was submitted after that capture and is new. Hidden may have been in the view that was
	// not saved.
	wantRows(t, changed(t, o, "2023-06-15", "2023-07-01"),
		"unknown|Hidden|view|null|under-investigation|null|null",
		"added|Late|view|null|under-investigation|1200|null",
		"moved|Moves|view|under-investigation|archive|0|null",
		"vanished|Open|view|under-investigation|null|-1200|null")

	diff := must.Get(Diff(t.Context(), o, "2023-06-15", "2023-07-01"))(t)
	reported := strings.Join(diff.Notices, "\n")
	for _, want := range []string{
		"the under-investigation view of 2023-06-15 was not saved",
		"Unknown: 1 breach of one capture may have been in the view that the other lacks: it is counted neither as added nor as vanished.",
	} {
		if !strings.Contains(reported, want) {
			t.Errorf("want %q, got %q", want, reported)
		}
	}
}

// No breach moves out of the one list of all, which the portal had until 2017.
func TestDiffFromTheOneListIsNoMove(t *testing.T) {
	t.Parallel()
	exports := append(halves("2023-07-01", []report{plain("Closed")}, []report{plain("Open").with(func(r *report) { r.individuals = "777" })}),
		whole("2023-06-01", plain("Closed"), plain("Open").with(func(r *report) { r.individuals = "777" })))
	o, _ := buildAll(t, exports...)
	wantRows(t, changed(t, o, "2023-06-01", "2023-07-01"))
}

func TestDiffByYear(t *testing.T) {
	t.Parallel()
	of := func(name, submitted, individuals string) report {
		return plain(name).with(func(r *report) { r.submitted, r.individuals = submitted, individuals })
	}
	o, _ := buildAll(t,
		whole("2023-06-01", of("A", "03/01/2021", "600"), of("B", "12/20/2021", ""), of("C", "05/30/2023", "700")),
		whole("2023-08-01", of("A", "03/01/2021", "900"), of("B", "12/20/2021", ""), of("D", "07/30/2023", "800")))
	wantRows(t, ask(t, o, "from marts.changes_by_year('2023-06-01', '2023-08-01')"),
		"2021|true|2|2|0|0|1|0|0|0|600|900",
		"2023|false|1|1|1|1|0|0|0|0|700|800")
}

func TestDiffChoosesCaptures(t *testing.T) {
	tier.Long(t, "differences of several captures")
	t.Parallel()
	o, _ := buildAll(t, whole("2023-06-01", plain("A")), whole("2023-07-01", plain("A")),
		textExport("2023-08-01", data.Archive, exportText(plain("A"))))
	cases := []struct {
		names []string
		want  string
	}{
		{nil, "2023-06-01 to 2023-07-01"},
		{[]string{"2023-08-01"}, "2023-07-01 to 2023-08-01"},
		{[]string{"2023-07-01"}, "2023-06-01 to 2023-07-01"},
		{[]string{"2023-07-01", "2023-06-01"}, "2023-06-01 to 2023-07-01"},
		{[]string{"2023-06-01", "2023-08-01"}, "2023-06-01 to 2023-08-01"},
		{[]string{"2023-06-02"}, `no such capture as "2023-06-02"; there are 2023-06-01, 2023-07-01, 2023-08-01`},
		{[]string{"2023-06-01", "2023-06-01"}, "no such capture: want two different captures, got 2023-06-01 twice; there are 2023-06-01, 2023-07-01, 2023-08-01"},
	}
	for _, c := range cases {
		diff, err := Diff(t.Context(), o, c.names...)
		got := diff.Old + " to " + diff.New
		if err != nil {
			got = err.Error()
			if !errors.Is(err, ErrNoSuchCapture) {
				t.Errorf("%v: want %v, got %v", c.names, ErrNoSuchCapture, err)
			}
		}
		if got != c.want {
			t.Errorf("%v: want %q, got %q", c.names, c.want, got)
		}
	}
	alone, _ := buildAll(t, whole("2023-06-01", plain("A")))
	halves, _ := buildAll(t, whole("2023-06-01", plain("A")), textExport("2023-08-01", data.Archive, exportText(plain("A"))))
	for want, o := range map[string]Options{
		"no such capture: want two captures to compare, got only 2023-06-01":                                 alone,
		"no such capture: want two complete captures, or the names of two; there are 2023-06-01, 2023-08-01": halves,
	} {
		if _, err := Diff(t.Context(), o); !errors.Is(err, ErrNoSuchCapture) || err.Error() != want {
			t.Errorf("want %q, got %v", want, err)
		}
	}
	if _, err := Diff(t.Context(), options(t)); err == nil || !strings.Contains(err.Error(), "no database yet") {
		t.Errorf("want the missing database reported, got %v", err)
	}
}

// If there are many captures, the message names only the first and the newest.
func TestDiffListsFewOfManyCaptures(t *testing.T) {
	t.Parallel()
	var captures []diffable
	for range 30 {
		captures = append(captures, diffable{name: "x"})
	}
	captures[0].name, captures[29].name = "first", "newest"
	got := listed(captures)
	if !strings.HasPrefix(got, "first, "+strings.Repeat("x, ", 2)+"6 more, x") || !strings.HasSuffix(got, ", newest") || strings.Count(got, ",") != 24 {
		t.Errorf("want the first three, how many more, and the newest, got %q", got)
	}
}
