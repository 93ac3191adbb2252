package pipeline

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"

	"github.com/breachstats/breachstats/data"

	"github.com/breachstats/breachstats/pipeline/check"
	"github.com/breachstats/breachstats/pipeline/fetch"
	"github.com/breachstats/breachstats/pipeline/fetch/portaltest"
	"github.com/breachstats/breachstats/torture/tier"
)

// portalDay is a few days after the newest submission in the lists of the stand-in portal.
var portalDay = time.Date(2026, 8, 20, 6, 17, 0, 0, time.UTC)

func fromPortal(portal *portaltest.Portal, now time.Time) FetchOptions {
	return FetchOptions{
		Portal: fetch.Options{Base: portal.URL(), Now: func() time.Time { return now },
			Backoff: func(int, time.Duration) time.Duration { return 0 }},
		Limits: fetch.DefaultLimits(), Now: now,
	}
}

// tree returns the modification time and the content of every file under a folder.
func tree(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || entry.Name() == ".lock" {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		content, err := os.ReadFile(path)
		files[path] = info.ModTime().String() + string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func silent([]check.Result) {}

func TestRunPortalS3FromNothingToFiguresAndThenOnlyWhenItMoves(t *testing.T) {
	tier.Long(t, "a portal asked again and again")
	t.Parallel()
	portal := portaltest.New(t, portaltest.Options{})
	o := options(t)
	run := func(now time.Time) FetchReport {
		t.Helper()
		var reported []string
		report, err := RunPortal(t.Context(), o, fromPortal(portal, now), func(results []check.Result) { reported = failing(results) })
		if err != nil {
			t.Fatalf("%v\n%s", err, strings.Join(reported, "\n"))
		}
		return report
	}
	first := run(portalDay)
	if first.Outcome != Captured || first.Capture != "2026-08-20" || len(first.Views) != 3 {
		t.Fatalf("want a capture of three views, got %+v", first)
	}
	got := ask(t, o, `select view, rows, has_repaired_header, final_url is not null, retrieved_at from marts.snapshots order by view desc`)
	var want []string
	for _, view := range []int{0, 2, 1} { // under investigation, Part 2, archive
		want = append(want, fmt.Sprintf("%s|%d|true|true|2026-08-20T06:17:00Z", first.Views[view].View, first.Views[view].Rows))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("snapshots: want -, got +:\n%s", diff)
	}

	before := tree(t, filepath.Dir(o.Data))
	if again := run(portalDay.Add(time.Hour)); again.Outcome != Unchanged || again.Capture != "2026-08-20" {
		t.Errorf("want nothing new, got %+v", again)
	}
	if diff := cmp.Diff(before, tree(t, filepath.Dir(o.Data))); diff != "" {
		t.Error("want no byte rewritten when nothing changed")
	}

	archive, open, part2 := portaltest.Samples(t, 8100, 41, 1, portalDay)
	portal.Move(archive, open, part2)
	moved := run(portalDay.Add(2 * time.Hour))
	if moved.Outcome != Captured || moved.Capture != "2026-08-20.2" {
		t.Errorf("want a second capture of the day, got %+v", moved)
	}
	if got := ask(t, o, "select captured_on, capture_no, is_current from marts.captures"); len(got) != 2 || got[1] != "2026-08-20|2|true" {
		t.Errorf("want the second capture current, got %v", got)
	}
	status, err := Inspect(t.Context(), o)
	if err != nil || status.BuiltFrom != "2026-08-20.2" || status.PublishedFrom != "2026-08-20.2" || len(status.Faults) > 0 {
		t.Errorf("want database and figures of the second capture, got %+v, %v", status, err)
	}
}

// The portal in August 2026: a Part 2 list without reports.
func TestRunPortalB8AnEmptyPart2ListIsAList(t *testing.T) {
	tier.Long(t, "a portal asked twice")
	t.Parallel()
	portal := portaltest.New(t, portaltest.Options{Part2: portaltest.HeaderOnly(data.Part2)})
	o := options(t)
	report, err := RunPortal(t.Context(), o, fromPortal(portal, portalDay), silent)
	if err != nil || report.Outcome != Captured || report.Views[2].View != data.Part2 || report.Views[2].Rows != 0 {
		t.Fatalf("want a capture with an empty list, got %+v, %v", report, err)
	}
	if got := ask(t, o, "select (select count(*) from marts.part2_breaches), (select rows from marts.snapshots where view = 'part2')"); got[0] != "0|0" {
		t.Errorf("want no Part 2 breach, got %v", got)
	}
	if report, err = RunPortal(t.Context(), o, fromPortal(portal, portalDay.Add(time.Hour)), silent); err != nil || report.Outcome != Unchanged {
		t.Errorf("want nothing new, got %+v, %v", report, err)
	}
}

// If a run is killed after storing its capture, the next run, which finds nothing new, completes
// it.
func TestRunPortalFinishesWhatAnotherBegan(t *testing.T) {
	tier.Long(t, "a run after each thing that stopped another")
	t.Parallel()
	portal := portaltest.New(t, portaltest.Options{})
	o := options(t)
	if _, err := Fetch(t.Context(), o, fromPortal(portal, portalDay)); err != nil {
		t.Fatal(err)
	}
	report, err := RunPortal(t.Context(), o, fromPortal(portal, portalDay.Add(time.Hour)), silent)
	if err != nil || report.Outcome != Unchanged {
		t.Fatalf("want nothing new, got %+v, %v", report, err)
	}
	if status, err := Inspect(t.Context(), o); err != nil || status.PublishedFrom != "2026-08-20" {
		t.Errorf("want the figures published all the same, got %+v, %v", status, err)
	}
}

func TestFetchLeavesThePortalAloneWhileTheCaptureIsYoung(t *testing.T) {
	t.Parallel()
	portal := portaltest.New(t, portaltest.Options{})
	o := options(t)
	f := fromPortal(portal, portalDay)
	f.IfOlderThan = 20 * time.Hour
	if _, err := Fetch(t.Context(), o, f); err != nil {
		t.Fatal(err)
	}
	asked := len(portal.Requests())
	f.Now = portalDay.Add(19 * time.Hour)
	report, err := Fetch(t.Context(), o, f)
	if err != nil || report.Outcome != Young || len(portal.Requests()) != asked {
		t.Errorf("want the portal left alone, got %+v, %v, %d requests more", report, err, len(portal.Requests())-asked)
	}
	f.Now = portalDay.Add(21 * time.Hour)
	if report, err = Fetch(t.Context(), o, f); err != nil || report.Outcome != Unchanged {
		t.Errorf("want the portal asked again, got %+v, %v", report, err)
	}
}

// A typing error such as 2034 for 2024, or a clock that ran ahead, is reported. It does not keep
// the portal from being asked.
func TestFetchH15ReportsACaptureInTheFuture(t *testing.T) {
	t.Parallel()
	portal := portaltest.New(t, portaltest.Options{})
	ahead := func(days int) Options {
		o := options(t)
		capturedOn := portalDay.AddDate(0, 0, days).Format(time.DateOnly)
		importAll(t, o, textExport(capturedOn, data.Archive, exportText(plain("One (synthetic)"))),
			textExport(capturedOn, data.UnderInvestigation, exportText(plain("Two (synthetic)"))))
		return o
	}
	far := ahead(365)
	_, err := Fetch(t.Context(), far, fromPortal(portal, portalDay))
	if err == nil || !strings.HasPrefix(err.Error(), "capture 2027-08-20 is in the future, it is 2026-08-20 06:17 UTC here") {
		t.Errorf("want the capture reported, got %v", err)
	}
	// Where it was imported it is already the next day.
	near := ahead(1)
	f := fromPortal(portal, portalDay)
	f.IfOlderThan = 20 * time.Hour
	f.Limits = fetch.Limits{MaxGrowth: 1e9}
	if report, err := Fetch(t.Context(), near, f); err != nil || report.Outcome != Captured {
		t.Errorf("want the portal asked, got %+v, %v", report, err)
	}
}

// What is unlike the last good capture is not stored, and the message names the way out.
func TestFetchH1AndH2GuardsAgainstTheLastCapture(t *testing.T) {
	t.Parallel()
	archive, open, part2 := portaltest.Samples(t, 8009, 40, 1, portalDay)
	fewer := func(export []byte, rows int) []byte {
		lines := strings.SplitAfter(string(export), "\n\"")
		return []byte(strings.TrimSuffix(strings.Join(lines[:rows], ""), "\""))
	}
	cases := []struct {
		name          string
		archive, open []byte
		now           time.Time
		want          string
	}{
		{"H1 the open list shrank", archive, fewer(open, 500), portalDay, "--allow-shrinkage"},
		{"H1 the archive shrank", fewer(archive, 6900), open, portalDay, "--allow-shrinkage"},
		{"too few rows", archive, fewer(open, 300), portalDay, "--allow-few-rows"},
		{"stale", archive, fewer(open, 915), portalDay.AddDate(0, 1, 0), "--allow-stale"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			portal := portaltest.New(t, portaltest.Options{})
			o := options(t)
			if _, err := Fetch(t.Context(), o, fromPortal(portal, portalDay)); err != nil {
				t.Fatal(err)
			}
			portal.Move(c.archive, c.open, part2)
			before := tree(t, o.Data)
			_, err := Fetch(t.Context(), o, fromPortal(portal, c.now))
			if !errors.Is(err, fetch.ErrUntrusted) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("want ErrUntrusted that names %s, got %v", c.want, err)
			}
			if diff := cmp.Diff(before, tree(t, o.Data)); diff != "" {
				t.Error("want nothing stored or changed")
			}
		})
	}
}

var (
	fetchFaults = flag.Uint64("fetch-faults", 60, "how many runs with a random fault to try")
	fetchSeed   = flag.Uint64("fetch-seed", 1, "number that chooses the faults")
)

// Runs, each with a random fault at a random request, either store a verified capture or store
// nothing. For many more runs: go test ./pipeline -run RandomFaults -fetch-faults 2000
func TestFetchRandomFaults(t *testing.T) {
	t.Parallel()
	tier.Long(t, "faults of a portal")
	archive, open, part2 := portaltest.Samples(t, 700, 3, 1, portalDay)
	var captured atomic.Int64
	var runs errgroup.Group
	runs.SetLimit(16) // most of them only wait
	for i := range *fetchFaults {
		seed := (*fetchSeed-1)<<32 + i
		runs.Go(func() error {
			portal := portaltest.New(t, portaltest.Options{Archive: archive, UnderInvestigation: open, Part2: part2,
				Seed: seed, Faults: []portaltest.Strike{portaltest.RandomFault(seed)}})
			defer portal.Close()
			isCaptured, err := fetchOnce(t.Context(), options(t), fromPortal(portal, portalDay))
			if err != nil {
				t.Errorf("seed %d: %v", seed, err)
			}
			if isCaptured {
				captured.Add(1)
			}
			return nil
		})
	}
	if err := runs.Wait(); err != nil {
		t.Error(err)
	}
	n := captured.Load()
	if n == 0 || n == int64(*fetchFaults) {
		t.Errorf("want some runs to outlive their fault and some not, got %d of %d", n, *fetchFaults)
	}
	t.Logf("tried %d faults of the portal of seed %d: captured all the same %d, nothing stored %d",
		*fetchFaults, *fetchSeed, n, int64(*fetchFaults)-n)
}

// fetchOnce makes one run with a fault. The error states what is wrong with its result.
func fetchOnce(ctx context.Context, o Options, f FetchOptions) (isCaptured bool, err error) {
	f.Limits = fetch.Limits{}
	f.Portal.Timeout, f.Portal.Idle, f.Portal.MaxBody = 2*time.Second, 300*time.Millisecond, 20e6
	report, fetchErr := Fetch(ctx, o, f)
	store, err := data.OpenStore(o.Data)
	if err != nil {
		return false, err
	}
	held := len(store.Snapshots())
	if held > 0 {
		if err := store.Verify(ctx); err != nil {
			return false, fmt.Errorf("want a store that verifies, got %w", err)
		}
	}
	switch {
	case fetchErr == nil && report.Outcome == Captured && held == 3:
		return true, nil
	case fetchErr != nil && held == 0 && (errors.Is(fetchErr, fetch.ErrUntrusted) || errors.Is(fetchErr, fetch.ErrUnreachable)):
		return false, nil
	default:
		return false, fmt.Errorf("want three views or none, got %d, %+v, %w", held, report, fetchErr)
	}
}
