package pipeline

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// versionsOf returns a breach's history, one line for each version.
const versionsOf = `
	select entity_name, version, valid_from, valid_to, individuals, array_to_string(changed_columns, '+'), matched_by
	from marts.breach_versions order by breach_id, version`

// list returns a whole capture as one list of all reports.
func list(day string, reports ...report) Export {
	return textExport(day, data.All, exportText(reports...))
}

func TestHistoryH4ARevisedCount(t *testing.T) {
	t.Parallel()
	o, _ := buildAll(t,
		list("2023-04-01", plain("Clinic").with(func(r *report) { r.individuals = "599" })),
		list("2024-05-01", plain("Clinic").with(func(r *report) { r.individuals = "117905" })),
		list("2025-06-01", plain("Clinic").with(func(r *report) { r.individuals = "117905" })))
	want := []string{
		"Clinic|1|2023-04-01|2024-05-01|599|null|null",
		"Clinic|2|2024-05-01|null|117905|individuals|same name and day",
	}
	if diff := cmp.Diff(want, ask(t, o, versionsOf)); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	want = []string{"117905|2|2023-04-01|2025-06-01|null"}
	got := ask(t, o, "select individuals, versions, first_captured_on, last_captured_on, vanished_on from marts.breaches")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// A null count that is filled in later, as that of Community Health Systems was.
func TestHistoryH4ABlankCountFilledIn(t *testing.T) {
	t.Parallel()
	o, _ := buildAll(t,
		list("2023-04-01", plain("Systems").with(func(r *report) { r.individuals = "" })),
		list("2024-05-01", plain("Systems").with(func(r *report) { r.individuals = "6121158" })))
	want := []string{
		"Systems|1|2023-04-01|2024-05-01|null|null|null",
		"Systems|2|2024-05-01|null|6121158|individuals|same name and day",
	}
	if diff := cmp.Diff(want, ask(t, o, versionsOf)); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// Each case is what the portal showed first and later; the rung states whether and why they are one
// breach. All cases are in the same two captures, each with its own name and days.
func TestHistoryH5EditedReports(t *testing.T) {
	tier.Long(t, "builds one after the other")
	t.Parallel()
	cases := []struct {
		name          string
		before, after func(*report)
		rung          string // empty for two breaches
		changed       string
	}{
		{"nothing but the description", func(*report) {}, func(r *report) { r.description = "A laptop was stolen." }, "exact", "description"},
		{"punctuation and case", func(r *report) { r.name = "MERCY CLINIC,INC." }, func(r *report) { r.name = "Mercy Clinic, Inc." }, "same name and day", "entity_name"},
		{"a state filled in", func(r *report) { r.state = "" }, func(r *report) { r.state = "PR" }, "same name and day", "state"},
		{"type and location", func(*report) {}, func(r *report) { r.breachType, r.location = "Loss", "Email" }, "same name and day", "breach_types+locations"},
		{"another name, the same count", func(r *report) { r.name, r.individuals = "UF", "9182" }, func(r *report) { r.name, r.individuals = "University of Florida", "9182" }, "same count, day and state", "entity_name"},
		{"a longer name and another count", func(r *report) { r.name, r.individuals = "Anne Arundel Center", "500" },
			func(r *report) { r.name, r.individuals = "Luminis Anne Arundel Center", "824450" }, "similar name and day", "entity_name+individuals"},
		{"no name and no state, the same count", func(r *report) { r.name, r.state, r.individuals = "N/A", "", "10190" },
			func(r *report) { r.name, r.state, r.individuals = "Yanez Dental", "CA", "10190" }, "same count and day", "entity_name+state"},
		{"the day itself", func(r *report) { r.submitted, r.individuals = "02/22/2023", "4321" }, func(r *report) { r.individuals = "4321" }, "same name, count and state", "submitted_on"},
		{"another name, a placeholder for a count", func(r *report) { r.name, r.individuals = "Alpha Dental", "501" }, func(r *report) { r.name, r.individuals = "Zebra Hospital", "501" }, "", ""},
		{"another name and count", func(r *report) { r.name = "Alpha Dental" }, func(r *report) { r.name, r.individuals = "Zebra Hospital", "77777" }, "", ""},
		{"the same name a year later", func(r *report) { r.submitted = "03/11/2022" }, func(*report) {}, "", ""},
	}
	var before, after []report
	for i, c := range cases {
		r := plain("Clinic " + strings.Repeat(string(rune('A'+i)), 3)).with(func(r *report) { r.submitted = fmt.Sprintf("03/%02d/2023", i+1) })
		before, after = append(before, r.with(c.before)), append(after, r.with(c.after))
	}
	o, _ := buildAll(t, list("2023-04-01", before...), list("2024-05-01", after...))
	rungs := 0
	for i, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := ask(t, o, fmt.Sprintf("select matched_by, array_to_string(changed_columns, '+') from marts.breach_versions "+
				"where version = 2 and submitted_on in (date '%s', date '%s')", isoDay(t, before[i].submitted), isoDay(t, after[i].submitted)))
			want := []string{c.rung + "|" + c.changed}
			if c.rung == "" {
				want = []string{}
			}
			rungs += len(want)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
	// No report is matched with one of another case.
	if got := ask(t, o, "select count(distinct breach_id), count(*) filter (where version = 2), max(version) from marts.breach_versions"); got[0] != fmt.Sprintf("%d|%d|2", 2*len(cases)-rungs, rungs) {
		t.Errorf("want %d breaches, %d of them followed once, got %v", 2*len(cases)-rungs, rungs, got)
	}
}

// isoDay turns a day in the portal's form into YYYY-MM-DD.
func isoDay(t *testing.T, text string) string {
	t.Helper()
	day := must.Get(time.Parse("01/02/2006", text))(t)
	return day.Format(time.DateOnly)
}

// Damage in a copy is not a revision, and the undamaged text is shown.
func TestHistoryH5LostCharactersAreNoRevision(t *testing.T) {
	t.Parallel()
	o, _ := buildAll(t,
		list("2023-04-01", plain("Children\ufffds Caf\ufffd").with(func(r *report) { r.description = "It\ufffds  gone." })),
		list("2024-05-01", plain("Children’s Café").with(func(r *report) { r.description = "It’s gone." })))
	want := []string{"Children’s Café|1|2023-04-01|null|1200|null|null"}
	if diff := cmp.Diff(want, ask(t, o, versionsOf)); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// Reports of one entity, day and count that are listed together are followed one by one.
func TestHistoryNeverMergesWhatStandsSideBySide(t *testing.T) {
	tier.Long(t, "histories of twins")
	t.Parallel()
	small := plain("Clinic").with(func(r *report) { r.individuals = "600" })
	large := plain("Clinic").with(func(r *report) { r.individuals, r.location = "9000", "Network Server" })
	o, _ := buildAll(t,
		list("2023-04-01", small, large, plain("Twin"), plain("Twin")),
		list("2024-05-01", small.with(func(r *report) { r.individuals = "601" }), large.with(func(r *report) { r.individuals = "9100" }), plain("Twin"), plain("Twin")),
		list("2025-06-01", small.with(func(r *report) { r.individuals = "601" }), large, plain("Twin")))
	got := ask(t, o, `
		select string_agg(individuals, ' ' order by version) from marts.breach_versions
		group by breach_id order by all`)
	// Of two equal reports the second vanishes. The large count returns to its old value, on the
	// same rung.
	if diff := cmp.Diff([]string{"1200", "1200", "600 601", "9000 9100 9000"}, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	if got := ask(t, o, "select count(*) from marts.breach_versions where version > 1 and matched_by = 'same name and day' and name_similarity = 1"); got[0] != "3" {
		t.Errorf("want three steps of the same name and day, got %v", got)
	}
	if got := ask(t, o, "select count(*), count(vanished_on) from marts.breaches"); got[0] != "4|1" {
		t.Errorf("want 4 breaches, one of them gone, got %v", got)
	}
}

// If a report appears while another of its name and day is still listed, it is not a revision of
// that one, even if that one vanishes later.
func TestHistoryNeverMergesWhatOverlaps(t *testing.T) {
	t.Parallel()
	first := plain("Clinic")
	second := plain("Clinic").with(func(r *report) { r.individuals = "1300" })
	o, _ := buildAll(t, list("2023-04-01", first), list("2024-05-01", first, second), list("2025-06-01", second))
	got := ask(t, o, "select individuals, versions, vanished_on from marts.breaches order by all")
	if diff := cmp.Diff([]string{"1200|1|2025-06-01", "1300|1|null"}, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

func TestHistoryH6VanishesAndComesBack(t *testing.T) {
	tier.Long(t, "builds one after the other")
	t.Parallel()
	stays, goes := plain("Stays"), plain("Goes").with(func(r *report) { r.submitted = "03/15/2023" })
	o, _ := buildAll(t,
		list("2023-04-01", stays, goes), list("2023-07-01", stays), list("2023-10-01", stays), list("2024-01-01", stays, goes), list("2024-04-01", stays))
	want := []string{
		"1|2023-04-01|2023-07-01|true|false",
		"2|2024-01-01|2024-04-01|true|true",
	}
	got := ask(t, o, "select version, valid_from, valid_to, is_vanished, is_return from marts.breach_versions where entity_name = 'Goes' order by version")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	got = ask(t, o, "select entity_name, vanished_on, last_captured_on from marts.breaches order by all")
	if diff := cmp.Diff([]string{"Goes|2024-04-01|2024-01-01", "Stays|null|2024-04-01"}, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	for day, count := range map[string]string{"2023-03-31": "2", "2023-04-01": "2", "2023-06-30": "2", "2023-07-01": "1", "2024-01-01": "2", "2024-04-01": "1", "2030-01-01": "1"} {
		if got := ask(t, o, "select count(*) from marts.breaches_as_of(date '"+day+"')"); got[0] != count {
			t.Errorf("%s: want %s breaches, got %v", day, count, got)
		}
	}
	if got := ask(t, o, "select sum(breaches) from figures.breaches_by_year"); got[0] != "1" {
		t.Errorf("want figures of what is listed, got %v", got)
	}
}

// If a view was not saved, nothing is known about its rows.
func TestHistoryH6AMissingViewMakesNothingVanish(t *testing.T) {
	tier.Long(t, "histories with gaps")
	t.Parallel()
	archived, open := plain("Archived"), plain("Open")
	resolved := open.with(func(r *report) { r.description = "Resolved." })
	view := func(day string, view data.View, reports ...report) Export {
		return textExport(day, view, exportText(reports...))
	}
	cases := []struct {
		name    string
		exports []Export
		want    []string // entity, vanished_on
	}{
		{"only the archive was saved", []Export{
			view("2023-04-01", data.Archive, archived), view("2023-04-01", data.UnderInvestigation, open),
			view("2023-07-01", data.Archive, archived)}, []string{"Archived|1|false", "Open|1|false"}},
		{"only the open list was saved", []Export{
			view("2023-04-01", data.Archive, archived), view("2023-04-01", data.UnderInvestigation, open),
			view("2023-07-01", data.UnderInvestigation, open)}, []string{"Archived|1|false", "Open|1|false"}},
		{"resolved while only the open list was saved", []Export{
			view("2023-04-01", data.Archive, archived), view("2023-04-01", data.UnderInvestigation, open, plain("Other")),
			view("2023-07-01", data.UnderInvestigation, plain("Other")),
			view("2023-10-01", data.Archive, archived, resolved), view("2023-10-01", data.UnderInvestigation, plain("Other"))},
			[]string{"Archived|1|false", "Open|1|false", "Open|2|false", "Other|1|false"}},
		{"gone from an archive that was saved alone", []Export{
			view("2023-04-01", data.Archive, archived, plain("Gone")), view("2023-04-01", data.UnderInvestigation, open),
			view("2023-07-01", data.Archive, archived)}, []string{"Archived|1|false", "Gone|1|true", "Open|1|false"}},
		{"the list of all, then an archive alone", []Export{
			list("2017-04-01", plain("Clinic").with(func(r *report) { r.submitted = "03/14/2017" })),
			view("2019-03-01", data.Archive, plain("Other").with(func(r *report) { r.submitted = "03/14/2016" }))}, []string{"Clinic|1|false", "Other|1|false"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			o, _ := buildAll(t, c.exports...)
			got := ask(t, o, "select entity_name, version, is_vanished from marts.breach_versions order by all")
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

func TestHistoryH7TheFirstCaptureHasNone(t *testing.T) {
	t.Parallel()
	o, results := buildAll(t, list("2023-04-01", plain("Clinic")))
	got := ask(t, o, "select version, valid_from, valid_to, changed_columns, matched_by, is_return, is_vanished from marts.breach_versions")
	if diff := cmp.Diff([]string{"1|2023-04-01|null|null|null|false|false"}, got); diff != "" || len(failing(results)) > 0 {
		t.Errorf("want -, got +:\n%s%v", diff, failing(results))
	}
}

// dump returns every row of the public tables, in order.
func dump(t *testing.T, o Options) string {
	t.Helper()
	var text strings.Builder
	for _, table := range []string{"marts.breach_versions", "marts.breaches", "marts.captures", "marts.snapshots", "marts.years",
		"figures.breaches_by_year", "figures.largest_breaches", "intermediate.identities", "intermediate.matches"} {
		text.WriteString(table + "\n" + strings.Join(ask(t, o, "select * from "+table+" order by all"), "\n") + "\n")
	}
	return text.String()
}

func TestHistoryH8TheSameFileTwiceChangesNothing(t *testing.T) {
	tier.Long(t, "builds one after the other")
	t.Parallel()
	exports := []Export{list("2023-04-01", plain("Clinic")), list("2024-05-01", plain("Clinic"), recent("New").with(func(r *report) { r.submitted = "04/30/2024" }))}
	o, _ := buildAll(t, exports...)
	before := dump(t, o)
	importAll(t, o, exports...)
	importAll(t, o, exports[0])
	if _, err := Build(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, dump(t, o)); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// An older capture that is imported later takes its place in time, and no published id changes.
func TestHistoryH9AnOlderCaptureAfterANewerOne(t *testing.T) {
	tier.Long(t, "builds one after the other")
	t.Parallel()
	old := list("2023-04-01", plain("N/A").with(func(r *report) { r.state, r.individuals = "", "4321" }), plain("Aardvark").with(func(r *report) { r.individuals = "900" }))
	newer := list("2024-05-01", plain("Clinic").with(func(r *report) { r.individuals = "4321" }), plain("Aardvark").with(func(r *report) { r.individuals = "950" }))
	o, _ := buildAll(t, newer)
	published := ask(t, o, "select entity_name, breach_id from marts.breaches order by all")
	importAll(t, o, old)
	if _, err := Build(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(published, ask(t, o, "select entity_name, breach_id from marts.breaches order by all")); diff != "" {
		t.Errorf("want the ids as published, -, got +:\n%s", diff)
	}
	want := []string{"Aardvark|1|900", "Aardvark|2|950", "Clinic|2|4321", "N/A|1|4321"}
	if diff := cmp.Diff(want, ask(t, o, "select entity_name, version, individuals from marts.breach_versions order by all")); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// A capture's day is the day in UTC, in any time zone, even when midnight falls between two of
// them.
func TestHistoryH10ACaptureIsNamedByItsDayInUTC(t *testing.T) {
	t.Parallel()
	eastern := time.FixedZone("EST", -5*60*60)
	held := []data.Snapshot{{Capture: data.Capture{Day: "2026-03-08", No: 1}, View: data.Archive}}
	cases := []struct {
		name string
		now  time.Time
		want string
	}{
		{"before midnight there, after it in UTC", time.Date(2026, 3, 8, 23, 30, 0, 0, eastern), "2026-03-09"},
		{"a second before midnight in UTC", time.Date(2026, 3, 7, 23, 59, 59, 0, time.UTC), "2026-03-07"},
		{"a second capture of the day", time.Date(2026, 3, 8, 12, 0, 0, 0, eastern), "2026-03-08.2"},
	}
	for _, c := range cases {
		if got := nextCapture(held, c.now).String(); got != c.want {
			t.Errorf("%s: want %s, got %s", c.name, c.want, got)
		}
	}
}

var histories = flag.Uint64("histories", 3, "how many random histories to follow")

// Random histories whose truth is known: every breach is followed through all its revisions, in
// whichever order the captures are imported, and published ids do not change.
func TestHistoryOfRandomEdits(t *testing.T) {
	tier.Long(t, "random histories")
	t.Parallel()
	edited, listed := 0, 0
	for seed := range *histories {
		random := rand.New(rand.NewPCG(seed, 4))
		captures, breaches := randomHistory(random)
		edited, listed = edited+len(captures), listed+breaches
		o, _ := buildAll(t, captures...)
		got := ask(t, o, "select breach_id, count(distinct regexp_extract(description, 'case [0-9]+')) from marts.breach_versions group by all having count(distinct regexp_extract(description, 'case [0-9]+')) > 1")
		if len(got) > 0 {
			t.Errorf("seed %d: want no two breaches merged, got %v", seed, got)
		}
		if got := ask(t, o, "select count(*) from (select distinct breach_id from marts.breach_versions)"); got[0] != strconv.Itoa(breaches) {
			t.Errorf("seed %d: want %d breaches, got %v", seed, breaches, got)
		}
		shuffled := slices.Clone(captures)
		random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		other := options(t)
		for _, capture := range shuffled {
			importAll(t, other, capture)
		}
		if _, err := Build(t.Context(), other); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(dump(t, o), dump(t, other)); diff != "" {
			t.Errorf("seed %d: want the same tables in any order, -, got +:\n%s", seed, diff)
		}
	}
	t.Logf("followed %d histories, %d breaches through %d captures", *histories, listed, edited)
}

// randomHistory returns captures of a list that is revised between them. The description identifies
// the case of a report; no rule reads it.
func randomHistory(random *rand.Rand) (captures []Export, breaches int) {
	var cases []report
	for no := range 6 {
		for range 1 + random.IntN(8) {
			r := plain(fmt.Sprintf("%c%c Clinic %d", 'A'+random.IntN(26), 'a'+random.IntN(26), 100+len(cases))).with(func(r *report) {
				r.individuals = strconv.Itoa(1000 + 7*len(cases))
				r.submitted = fmt.Sprintf("0%d/0%d/2023", 1+random.IntN(3), 1+random.IntN(5))
				r.description = fmt.Sprintf("case %d", len(cases))
			})
			cases = append(cases, r)
		}
		for i := range cases {
			switch random.IntN(12) {
			case 0:
				cases[i].individuals = strconv.Itoa(1_000_000 + random.IntN(1_000_000))
			case 1:
				cases[i].name += ", Inc."
			case 2:
				cases[i].location, cases[i].state = "Email", "NY"
			}
		}
		captures = append(captures, list(fmt.Sprintf("202%d-04-01", 3+no), cases...))
	}
	return captures, len(cases)
}
