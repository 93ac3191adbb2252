package pipeline

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/pipeline/fetch/portaltest"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// In late 2025 the portal posted hardly any report for weeks: a list of 22 December had three
// reports of October, and a later one fifty. The late reports are additions. No breach is revised
// by them, and the first list calls October partial.
func TestHistoryH18LateReportsAreNoRevision(t *testing.T) {
	t.Parallel()
	of := func(name, day string) report {
		return plain(name).with(func(r *report) { r.submitted = day })
	}
	old := []report{of("Old", "03/14/2024"), of("September", "09/20/2025")}
	for i := range 3 {
		old = append(old, of(fmt.Sprintf("Early %d", i), fmt.Sprintf("10/%02d/2025", i+1)))
	}
	later := append([]report{}, old...)
	for i := range 47 {
		later = append(later, of(fmt.Sprintf("Late %d", i), fmt.Sprintf("10/%02d/2025", i%31+1)))
	}
	later = append(later, of("December", "12/30/2025"), of("January", "01/20/2026"))
	before := textExport("2025-12-22", data.All, exportText(old...))
	frozen, _ := buildAll(t, before)
	if got := ask(t, frozen, "select breaches, is_partial_month from figures.breaches_by_month where year = 2025 and month = 10"); got[0] != "3|true" {
		t.Errorf("want an October of three reports, in part, got %v", got)
	}
	o, _ := buildAll(t, before, textExport("2026-02-02", data.All, exportText(later...)))
	wantLines(t, o, "select kind, count(*), count(distinct changed_column) from marts.changes('2025-12-22', '2026-02-02') group by all", []string{"added|49|1"})
	wantLines(t, o, "select count(*), max(version) from marts.breach_versions", []string{"54|1"})
	wantLines(t, o, "select breaches, is_partial_month from figures.breaches_by_month where year = 2025 and month = 10", []string{"50|false"})
	// The year ended after the first list, so its total is no revision of a closed year.
	wantLines(t, o, "select capture, breaches, coalesce(was_closed, false) from figures.totals_by_capture where year = 2025 order by capture",
		[]string{"2025-12-22|4|false", "2026-02-02|52|false"})
}

// A machine that slept for weeks takes one capture when it wakes, although it asks only for lists
// that are older than 20 hours. The history then has a gap: what changed meanwhile is dated by the
// new capture, and the run after it leaves the portal alone.
func TestRunPortalS2AfterWeeksOfSleep(t *testing.T) {
	tier.Long(t, "a portal before and after a long sleep")
	t.Parallel()
	portal := portaltest.New(t, portaltest.Options{})
	o := options(t)
	run := func(now time.Time) FetchReport {
		t.Helper()
		f := fromPortal(portal, now)
		f.IfOlderThan = 20 * time.Hour
		report := must.Get(RunPortal(t.Context(), o, f, silent))(t)
		return report
	}
	first := run(portalDay)
	woke := portalDay.AddDate(0, 0, 45)
	archive, open, part2 := portaltest.Samples(t, 8200, 60, 1, woke)
	portal.Move(archive, open, part2)
	second := run(woke)
	if first.Outcome != Captured || second.Outcome != Captured || second.Capture != woke.Format(time.DateOnly) {
		t.Fatalf("want a capture before and one after the sleep, got %+v and %+v", first, second)
	}
	wantLines(t, o, "select capture from marts.captures order by capture", []string{first.Capture, second.Capture})
	wantLines(t, o, "select distinct valid_from from marts.breach_versions order by 1", []string{first.Capture, second.Capture})
	before := tree(t, filepath.Dir(o.Data))
	if again := run(woke.Add(time.Hour)); again.Outcome != Young {
		t.Errorf("want the portal left alone an hour later, got %+v", again)
	}
	if diff := cmp.Diff(before, tree(t, filepath.Dir(o.Data))); diff != "" {
		t.Error("want no byte rewritten an hour later")
	}
}
