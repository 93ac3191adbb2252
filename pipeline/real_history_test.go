package pipeline

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// realDays are the days of the real captures.
func realDays() []string {
	return []string{"2016-04-27", "2017-09-13", "2019-03-01", "2020-08-29", "2022-04-04", "2024-10-17", "2026-05-03"}
}

func allRealExports(t *testing.T) (exports []Export) {
	t.Helper()
	for _, capturedOn := range realDays() {
		exports = append(exports, realExports(t, capturedOn)...)
	}
	return exports
}

// The list as McCoy & Perlis read it on 4 January 2018 (JAMA 2018;320(12):1282-1284): 2,149
// breaches, 176.4 million records, median 2,300, mean 84,456, 110.4 million of health plans, 199 in
// 2010.
func TestRealHistoryAsOfThePaper(t *testing.T) {
	tier.Long(t, "a build of real captures")
	t.Parallel()
	o, _ := buildOnce(t, allRealExports(t)...)
	got := ask(t, o, `
		select count(*) between 2149 * 0.995 and 2149 * 1.005,
			sum(individuals) between 176.4e6 * 0.998 and 176.4e6 * 1.002,
			median(individuals),
			avg(individuals) between 84456 * 0.995 and 84456 * 1.005,
			round(sum(individuals) filter (where entity_type = 'Health Plan') / 1e6, 1),
			count(*) filter (where year = 2010)
		from marts.breaches_as_of(date '2018-01-04') where year between 2010 and 2017`)
	if diff := cmp.Diff([]string{"true|true|2300|true|110.4|199"}, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	// Without AsOf, the newest complete capture as it is.
	got = ask(t, o, "select count(*), count(*) filter (where year = 2016) from marts.breaches where vanished_on is null")
	if diff := cmp.Diff([]string{"6442|328"}, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	// The count of Community Health Systems was null when the paper was written, and was filled in
	// later, twice.
	got = ask(t, o, `
		select version, valid_from, individuals from marts.breach_versions
		where entity_name like 'Community Health Systems Prof%' and submitted_on = date '2014-08-21' order by version`)
	if diff := cmp.Diff([]string{"1|2017-09-13|null", "2|2019-03-01|4500000", "3|2020-08-29|6121158", "4|2022-04-04|6121158"}, got); diff != "" {
		t.Errorf("Community Health Systems: want -, got +:\n%s", diff)
	}
	got = ask(t, o, `
		with before as (
			select breach_id from marts.breaches_as_of(date '2020-08-29')
			where not is_reconstructed and submitted_on < date '2020-08-01'
		), after as (select breach_id from marts.breaches_as_of(date '2022-04-04') where not is_reconstructed)
		select count(*) > 3000, count(after.breach_id) >= 0.997 * count(*) from before left join after using (breach_id)`)
	if diff := cmp.Diff([]string{"true|true"}, got); diff != "" {
		t.Errorf("of the reports before August 2020: want -, got +:\n%s", diff)
	}
}

func TestRealHistoryInAnyOrder(t *testing.T) {
	t.Parallel()
	tier.Long(t, "real exports in several orders")
	exports := allRealExports(t)
	o, _ := buildOnce(t, exports...)
	want := dump(t, o)
	newestFirst, shuffled := slices.Clone(exports), slices.Clone(exports)
	slices.Reverse(newestFirst)
	random := rand.New(rand.NewPCG(3, 1))
	random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	for _, order := range [][]Export{newestFirst, shuffled} {
		o, _ := buildAll(t, order...)
		if got := dump(t, o); got != want {
			t.Error("want the same tables in every order of import")
		}
	}
}

// The ids published for the capture of 2022 do not change when all others are imported.
func TestRealHistoryKeepsPublishedIds(t *testing.T) {
	t.Parallel()
	tier.Long(t, "real exports, one after the other")
	o, _ := buildOnce(t, realExports(t, "2022-04-04")...)
	forms := "select report_key, place, breach_id from intermediate.identities order by all"
	published := ask(t, o, forms)
	importAll(t, o, allRealExports(t)...)
	if _, err := Build(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	now := map[string]bool{}
	for _, form := range ask(t, o, forms) {
		now[form] = true
	}
	changed := 0
	for _, form := range published {
		if !now[form] {
			changed++
		}
	}
	if changed > 0 {
		t.Errorf("want every id as published, got %d of %d changed", changed, len(published))
	}
}

// Every output of a build as of a day states the day, and the next build shows the newest capture
// again.
func TestHistoryPublishedAsOfADay(t *testing.T) {
	tier.Long(t, "publications as of three days")
	t.Parallel()
	late := recent("Late").with(func(r *report) { r.submitted = "04/20/2023" })
	o, _ := buildAll(t, list("2023-04-01", plain("Old")), list("2024-10-17", plain("Old"), late, recent("New")))
	o.AsOf = "2023-05-01"
	if _, err := Build(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if _, err := Publish(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	notice := "As of 1 May 2023: 1 of 2 breaches as captured on 1 April 2023, and 1, submitted later, as the captures that first list them show them."
	for _, file := range []string{"breaches_by_year.svg", "largest_breaches.svg", "index.html", "manifest.json"} {
		text := must.Get(os.ReadFile(filepath.Join(o.Out, file)))(t)
		if !strings.Contains(strings.Join(strings.Fields(withoutTags(string(text))), " "), notice) {
			t.Errorf("%s: want %q", file, notice)
		}
	}
	status, err := Inspect(t.Context(), o)
	if want := "2023-04-01 as of 2023-05-01"; err != nil || status.BuiltFrom != want || status.PublishedFrom != want || !status.IsBuiltFromAll {
		t.Errorf("want %q, got %+v, %v", want, status, err)
	}
	o.AsOf = ""
	if _, err := Build(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, o, "select sum(breaches) from figures.breaches_by_year"); got[0] != "3" {
		t.Errorf("want the newest capture again, got %v", got)
	}
	o.AsOf = "2023-03-31"
	if _, err := Build(t.Context(), o); err == nil || !strings.Contains(err.Error(), "as of 2023-03-31: want a day on or after the oldest capture, 2023-04-01") {
		t.Errorf("want a day before the first capture refused, got %v", err)
	}
}
