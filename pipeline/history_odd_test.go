package pipeline

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/torture/tier"
)

// vendors returns reports of one entity on one day, one for each count.
func vendors(name string, counts ...int) string {
	reports := make([]report, len(counts))
	for i, count := range counts {
		reports[i] = plain(name).with(func(r *report) { r.individuals = strconv.Itoa(count) })
	}
	return exportText(reports...)
}

// When all of many reports of one entity and day are revised at once, each is followed, in order of
// count.
func TestHistoryFollowsAllOfOneNameAndDay(t *testing.T) {
	tier.Long(t, "histories of one name")
	t.Parallel()
	from := func(first, n int) (counts []int) {
		for i := range n {
			counts = append(counts, first+i)
		}
		return counts
	}
	for _, c := range []struct{ name, before, after string }{
		{"placeholders", vendors("Vendor", 501, 501, 501), vendors("Vendor", 1001, 2002, 3003)},
		{"counts", vendors("Vendor", from(600, 4)...), vendors("Vendor", from(7000, 4)...)},
		{"twins with their name corrected", vendors("Vendor", 501, 501, 501, 501), vendors("Vendor Inc", 501, 501, 501, 501)},
		// Comparing every pair would be millions of pairs: it took a minute and gigabytes.
		{"a thousand", vendors("Vendor", from(600, 1000)...), vendors("Vendor", from(90000, 1000)...)},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.name == "a thousand" {
				tier.Long(t, "a thousand reports that are alike")
			}
			o, _ := buildAll(t, textExport("2023-04-01", "all", c.before), textExport("2023-05-01", "all", c.after))
			n := strings.Count(c.before, "\n") - 1
			want := []string{fmt.Sprintf("%d|2|2|0|%d", n, n)}
			got := ask(t, o, `select count(*), min(versions), max(versions), count(vanished_on),
				count(*) filter (where old.nth = new.nth or old.individuals = 501)
				from (select *, rank() over (order by individuals) as nth from marts.breaches) as new
				join (select breach_id, individuals, rank() over (order by individuals) as nth from marts.breach_versions where version = 1) as old using (breach_id)`)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("breaches, versions, vanished, in order: want -, got +:\n%s", diff)
			}
		})
	}
}

// As of a day after a capture of the archive alone, breaches that the archive no longer lists are
// gone. Breaches that it cannot list keep the values that were last seen.
func TestHistoryAsOfADayAfterAHalfCapture(t *testing.T) {
	t.Parallel()
	stays, gone := plain("Stays"), plain("Gone")
	open := plain("Open").with(func(r *report) { r.submitted = "03/20/2023" })
	added := plain("New").with(func(r *report) { r.submitted = "12/20/2023" })
	o := options(t)
	importAll(t, o,
		textExport("2023-04-01", "archive", exportText(stays, gone)), textExport("2023-04-01", "under-investigation", exportText(open)),
		textExport("2023-07-01", "archive", exportText(stays)),
		textExport("2024-01-01", "archive", exportText(stays)), textExport("2024-01-01", "under-investigation", exportText(open, added)))
	o.AsOf = "2023-08-01"
	results, err := Build(t.Context(), o)
	if err != nil {
		t.Fatalf("%v\n%v", err, failing(results))
	}
	for _, reported := range failing(results) {
		if strings.Contains(reported, "2024") {
			t.Errorf("want no capture named that is whole, got %s", reported)
		}
	}
	want := []string{"Gone|2023-04-01|2023-07-01", "Open|2023-04-01|null", "Stays|2023-07-01|null"}
	got := ask(t, o, "select entity_name, last_captured_on, vanished_on from marts.breaches order by 1")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// Years and months that only a half capture has seen are not called complete.
func TestYearsThatNoWholeCaptureSawAreInPart(t *testing.T) {
	tier.Long(t, "builds of histories with gaps")
	t.Parallel()
	submitted := func(name, day string) report {
		return plain(name).with(func(r *report) { r.submitted = day })
	}
	o := options(t)
	importAll(t, o,
		textExport("2024-10-17", "archive", exportText(submitted("Old", "03/14/2023"))),
		textExport("2024-10-17", "under-investigation", exportText(submitted("Open", "10/10/2024"))),
		textExport("2026-05-03", "under-investigation", exportText(submitted("P", "11/20/2024"), submitted("Q", "06/20/2025"), submitted("S", "04/20/2026"))))
	o.AsOf = "2026-06-01"
	if results, err := Build(t.Context(), o); err != nil {
		t.Fatalf("%v\n%v", err, failing(results))
	}
	want := []string{"2023|false|false", "2024|true|true", "2025|true|true", "2026|true|true"}
	got := ask(t, o, `select year, years.is_partial_year, bool_or(is_partial_month) filter (where month > 9)
		from figures.breaches_by_year as years join figures.breaches_by_month using (year) group by all order by year`)
	got[3] = strings.Replace(got[3], "null", "true", 1) // the list ends before October
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	if _, err := Publish(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	manifest, err := os.ReadFile(filepath.Join(o.Out, "manifest.json"))
	for _, notice := range []string{"Incomplete: ", "As of 1 June 2026: 2 of 5 breaches as captured on 17 October 2024, and 3 as the capture of 3 May 2026 shows them."} {
		if err != nil || !strings.Contains(string(manifest), notice) {
			t.Errorf("want %q, got %s, %v", notice, manifest, err)
		}
	}
}

// Blanks and invisible letters do not make a state, type or place of their own.
func TestInvisibleLettersAroundATextAreCut(t *testing.T) {
	t.Parallel()
	plainly := plain("Seen")
	var odd []report
	for i, edge := range []string{"\u200b", "\t", "\u00a0", "\ufeff", " \u2003\u00ad"} {
		odd = append(odd, plain(fmt.Sprintf("Odd %d%s", i, edge)).with(func(r *report) {
			r.state, r.entityType, r.breachType, r.location = edge+r.state, r.entityType+edge, r.breachType+edge, edge+r.location
		}))
	}
	o, results := buildAll(t, textExport("2023-04-01", "all", exportText(append(odd, plainly)...)))
	if reported := failing(results); len(reported) > 0 {
		t.Errorf("want every check to hold, got %v", reported)
	}
	want := []string{"TX|Healthcare Provider|1200|2023-03-14|[Theft]|[Laptop]|false|6"}
	got := ask(t, o, `select state, entity_type, individuals, submitted_on, cast(breach_types as varchar), cast(locations as varchar),
		has_business_associate, count(*) from marts.breaches group by all`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// A share of nothing is null, and so are the ends of its interval.
func TestAShareOfNothingHasNoInterval(t *testing.T) {
	t.Parallel()
	o, _ := buildAll(t, textExport("2018-06-01", "all", exportText(plain("Other").with(func(r *report) {
		r.breachType, r.submitted = "Other", "05/14/2018"
	}))))
	for _, share := range []string{
		"internal_share, internal_share_low, internal_share_high from figures.origin_by_year",
		"internal_share, internal_share_low, internal_share_high from figures.origin_sensitivity",
		"described_share, described_share_low, described_share_high from figures.oaic_comparison",
		"both_share, both_share_low, both_share_high from figures.oaic_comparison",
	} {
		got := ask(t, o, "select distinct "+share)
		if diff := cmp.Diff([]string{"null|null|null"}, got); diff != "" {
			t.Errorf("%s: want -, got +:\n%s", share, diff)
		}
	}
}
