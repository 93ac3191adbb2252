package pipeline

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/breachstats/breachstats/data"

	"github.com/breachstats/breachstats/pipeline/check"
	"github.com/breachstats/breachstats/pipeline/export"
	"github.com/breachstats/breachstats/pipeline/fetch"
	"github.com/breachstats/breachstats/pipeline/publish"
)

// FetchOptions control what a fetch asks the portal for and which answers it accepts.
type FetchOptions struct {
	// Portal is passed to the client. Fetch sets its fields Read and Say.
	Portal fetch.Options
	// Limits apply to the difference from the last good capture.
	Limits fetch.Limits
	// IfOlderThan: if the newest capture is younger than this, the portal is not asked. 0 always
	// asks.
	IfOlderThan time.Duration
	// Now is the time of the run.
	Now time.Time
}

// Outcomes of a fetch.
const (
	// Captured: a new capture was stored.
	Captured = "captured"
	// Unchanged: the portal shows the same rows as the newest capture.
	Unchanged = "unchanged"
	// Young: the newest capture is younger than IfOlderThan, so the portal was not asked.
	Young = "young"
)

// MostAhead is how far in the future a capture may seem to be. Its day is compared in UTC, but may
// be the local day of the person who imported it.
const MostAhead = 24 * time.Hour

// FetchReport is the result of a fetch.
type FetchReport struct {
	// Outcome is Captured, Unchanged or Young; empty after an error.
	Outcome string `json:"outcome"`
	// Capture names the newest capture in the store; empty without one.
	Capture string `json:"capture"`
	// Views are the exports that the portal returned; empty if it was not asked.
	Views []FetchedView `json:"views"`
}

// FetchedView is one export that the portal returned.
type FetchedView struct {
	View        data.View `json:"view"`
	Rows        int64     `json:"rows"`
	Bytes       int       `json:"bytes"`
	RowsSHA256  string    `json:"rows_sha256"`
	URL         string    `json:"url"`
	RetrievedAt string    `json:"retrieved_at"`
}

// Fetch stores the portal's exports as a new capture: all views or none.
func Fetch(ctx context.Context, o Options, f FetchOptions) (FetchReport, error) {
	release, err := data.Lock(o.Data, holder("fetching into "+o.Data))
	if err != nil {
		return FetchReport{}, err
	}
	defer release()
	return fetchInto(ctx, o, f)
}

// RunPortal fetches, builds and publishes under one lock. If the portal has nothing new and the
// figures show the newest capture, it writes nothing.
func RunPortal(ctx context.Context, o Options, f FetchOptions, report func([]check.Result)) (FetchReport, error) {
	if _, err := o.reference(); err != nil {
		return FetchReport{}, err
	}
	release, err := data.Lock(o.Data, holder("running from the portal to "+o.Out))
	if err != nil {
		return FetchReport{}, err
	}
	defer release()
	if err := publish.Ready(o.Out); err != nil {
		return FetchReport{}, err
	}
	fetched, err := fetchInto(ctx, o, f)
	if err != nil {
		return fetched, err
	}
	if fetched.Outcome != Captured && !o.IsFresh && isPublished(ctx, o) {
		o.Say("%s shows the newest capture already", o.Out)
		removeLeft(o)
		return fetched, nil
	}
	return fetched, rebuildAndPublish(ctx, o, report)
}

// fetchInto does the work of Fetch. The caller holds the lock.
func fetchInto(ctx context.Context, o Options, f FetchOptions) (FetchReport, error) {
	store, err := storeToChange(ctx, o)
	if err != nil {
		return FetchReport{}, err
	}
	report := FetchReport{Views: []FetchedView{}}
	snapshots := store.Snapshots()
	newest := newestCapture(snapshots)
	if len(newest) > 0 {
		report.Capture = newest[0].Capture.String()
	}
	age := f.Now.Sub(newestAt(newest))
	if len(newest) > 0 && age < -MostAhead {
		return report, fmt.Errorf("capture %s is in the future, it is %s UTC here, so every fetch would seem older; set this machine's clock, or remove the capture with `breachstats snapshots forget`",
			report.Capture, f.Now.UTC().Format("2006-01-02 15:04"))
	}
	if len(newest) > 0 && age >= 0 && age < f.IfOlderThan {
		o.Say("nothing to do: capture %s is %s old, younger than %s", report.Capture, age.Round(time.Minute), f.IfOlderThan)
		report.Outcome = Young
		return report, nil
	}
	f.Portal.Say = o.Say
	f.Portal.Read = readDownload
	downloads, err := fetch.Portal(ctx, f.Portal)
	if err != nil {
		return report, err
	}
	for _, d := range downloads {
		report.Views = append(report.Views, FetchedView{
			View: d.View, Rows: d.Rows, Bytes: len(d.Body), RowsSHA256: d.RowsSHA256,
			URL: d.URL, RetrievedAt: d.Answer.RetrievedAt,
		})
	}
	if isSameRows(downloads, newest) {
		o.Say("unchanged: the portal shows the rows of capture %s", report.Capture)
		report.Outcome = Unchanged
		return report, nil
	}
	if err := fetch.Judge(downloads, lastRows(newest), f.Now, f.Limits); err != nil {
		return report, err
	}
	capture := nextCapture(snapshots, f.Now)
	if err := importInto(ctx, o, downloadExports(downloads, capture)); err != nil {
		return report, err
	}
	report.Outcome, report.Capture = Captured, capture.String()
	return report, nil
}

// newestCapture returns the snapshots of the newest capture that has both views of the HIPAA list.
func newestCapture(snapshots []data.Snapshot) []data.Snapshot {
	var newest []data.Snapshot
	for start := 0; start < len(snapshots); {
		end := start
		views := map[data.View]bool{}
		for end < len(snapshots) && snapshots[end].Capture == snapshots[start].Capture {
			views[snapshots[end].View] = true
			end++
		}
		if views[data.Archive] && views[data.UnderInvestigation] {
			newest = snapshots[start:end]
		}
		start = end
	}
	return newest
}

// isSameRows reports whether every fetched view has the same rows as in the newest capture.
func isSameRows(downloads []fetch.Download, newest []data.Snapshot) bool {
	held := map[data.View]string{}
	for _, snapshot := range newest {
		held[snapshot.View] = snapshot.RowsSHA256
	}
	for _, d := range downloads {
		if held[d.View] != d.RowsSHA256 {
			return false
		}
	}
	return len(downloads) > 0
}

func lastRows(newest []data.Snapshot) []fetch.Last {
	var last []fetch.Last
	for _, snapshot := range newest {
		last = append(last, fetch.Last{View: snapshot.View, Rows: snapshot.Rows})
	}
	return last
}

// nextCapture returns the first capture of the day, or the one after the day's last.
func nextCapture(snapshots []data.Snapshot, now time.Time) data.Capture {
	next := data.Capture{Day: now.UTC().Format(time.DateOnly), No: 1}
	for _, snapshot := range snapshots {
		if snapshot.Capture.Day == next.Day && snapshot.Capture.No >= next.No {
			next.No = snapshot.Capture.No + 1
		}
	}
	return next
}

func downloadExports(downloads []fetch.Download, capture data.Capture) []Export {
	exports := make([]Export, len(downloads))
	for i, d := range downloads {
		exports[i] = Export{
			Name: d.URL, Path: d.URL, Capture: capture, View: d.View, Answer: d.Answer,
			IsEmptyList: d.IsEmptyList,
			Open:        func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(d.Body)), nil },
		}
	}
	return exports
}

// readDownload checks an answer of the portal with the strict reader.
func readDownload(name string, answer io.ReadSeeker, view data.View) (fetch.Facts, error) {
	newest := newestSubmission{view: view}
	summary, err := export.Read(name, answer, view, newest.see)
	isEmpty := errors.Is(err, export.ErrNoRows)
	if err != nil && !isEmpty {
		return fetch.Facts{}, err
	}
	return fetch.Facts{
		Rows: int64(summary.Rows), RowsSHA256: summary.RowsSHA256, Newest: newest.day, IsEmptyList: isEmpty,
	}, nil
}

// isPublished reports whether database and figures show the list that the options ask for, from
// every snapshot in the store, and were made by this version of the program with the rules and
// models of the options. With a folder of models they never do: one of its checks may have been edited since.
func isPublished(ctx context.Context, o Options) bool {
	if o.SQL != "" {
		return false
	}
	status, err := Inspect(ctx, o)
	if err != nil || len(status.Faults) > 0 || status.BuiltFrom == "" || status.PublishedFiles == 0 {
		return false
	}
	store, err := data.OpenStore(o.Data)
	if err != nil {
		return false
	}
	day, err := dayShown(store, o.AsOf)
	if err != nil {
		return false
	}
	_, asOf, _ := strings.Cut(status.BuiltFrom, " as of ")
	return status.IsBuiltFromAll && asOf == day && status.PublishedFrom == status.BuiltFrom && status.PublishedBy == o.Version &&
		isBuiltByRules(ctx, o, status.publishedRules) && isBuiltByModels(ctx, o, status.publishedModels)
}
