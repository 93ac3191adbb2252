package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/breachstats/breachstats/data"

	"github.com/breachstats/breachstats/pipeline/publish"
	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// Status describes the content of the data folder and what was published from it.
type Status struct {
	// Captures are sorted, oldest first.
	Captures []CaptureStatus `json:"captures"`
	// NewestAt is the time of the newest capture: the time of its last answer or, if it was
	// imported, the start of its day in UTC; zero without a capture.
	NewestAt time.Time `json:"newest_at,omitzero"`
	// LastRun is nil before the first run.
	LastRun *LastRun `json:"last_run"`
	// BuiltFrom is the list that the database shows: a capture, or one "as of" a later day; empty
	// without a database.
	BuiltFrom string `json:"built_from"`
	// IsBuiltFromAll reports whether database and figures were made from every snapshot in the
	// store.
	IsBuiltFromAll bool `json:"is_built_from_all"`
	// PublishedFrom is the capture that the figures show, PublishedBy the version of the program
	// that made them, PublishedFiles the number of files. They are empty and 0 if nothing is
	// published.
	PublishedFrom  string `json:"published_from"`
	PublishedBy    string `json:"published_by"`
	PublishedFiles int    `json:"published_files"`
	// publishedRules is the sha256 of the origin rules that made the figures, publishedModels the
	// digest of their models.
	publishedRules, publishedModels string
	// Faults lists what could not be read or differs from what was written; empty if there is none.
	Faults []string `json:"faults"`
}

// CaptureStatus is one capture in the store.
type CaptureStatus struct {
	Capture string      `json:"capture"`
	Views   []data.View `json:"views"`
	// Reports counts the reports of the HIPAA list, over all views.
	Reports int64 `json:"reports"`
}

// IsComplete reports whether a capture has the whole HIPAA list.
func (c CaptureStatus) IsComplete() bool {
	return slices.Contains(c.Views, data.All) || slices.Contains(c.Views, data.Archive) && slices.Contains(c.Views, data.UnderInvestigation)
}

// Newest returns the newest capture of the HIPAA list.
func (s Status) Newest() (newest CaptureStatus, isThere bool) {
	for _, capture := range slices.Backward(s.Captures) {
		if slices.ContainsFunc(capture.Views, func(v data.View) bool { return v != data.Part2 }) {
			return capture, true
		}
	}
	return CaptureStatus{}, false
}

// LastRun is the end of the last scheduled run.
type LastRun struct {
	StartedAt  time.Time `json:"started_at"`
	EndedAt    time.Time `json:"ended_at"`
	ExitStatus int       `json:"exit_status"`
	// Outcome describes the result of the run on one line.
	Outcome string `json:"outcome"`
}

func lastRunPath(o Options) string { return filepath.Join(o.Data, "last-run.json") }

// KeepLastRun records how a run ended, for [Status]. If another run has started, it writes nothing:
// that run will record its own end.
func KeepLastRun(o Options, run LastRun) error {
	text, err := json.MarshalIndent(run, "", "  ")
	if err != nil {
		return err
	}
	release, err := data.Lock(o.Data, holder("noting how a run ended in "+o.Data))
	if errors.Is(err, data.ErrLocked) {
		return nil
	}
	if err != nil {
		return err
	}
	defer release()
	return data.Replace(o.Data, filepath.Base(lastRunPath(o)), append(text, '\n'))
}

// Inspect reads the status. It changes nothing and takes no lock. If there is no data folder, the
// error is an fs.ErrNotExist.
func Inspect(ctx context.Context, o Options) (Status, error) {
	if err := WantFolder(o.Data); err != nil {
		return Status{}, err
	}
	store, err := data.OpenStore(o.Data)
	if err != nil {
		return Status{}, err
	}
	status := Status{Captures: captureStatus(store.Snapshots()), NewestAt: newestAt(store.Snapshots()), Faults: []string{}}
	fault := func(err error) { status.Faults = append(status.Faults, err.Error()) }
	text, err := os.ReadFile(lastRunPath(o))
	if err == nil {
		status.LastRun = new(LastRun)
		err = json.Unmarshal(text, status.LastRun)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		fault(fmt.Errorf("%s: %w", lastRunPath(o), err))
		status.LastRun = nil
	}
	built, err := builtFrom(ctx, o)
	if err != nil && !errors.Is(err, warehouse.ErrMissing) {
		fault(err)
	}
	published, err := publish.Inspect(o.Out)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		fault(err)
	}
	status.BuiltFrom = built.shown
	status.IsBuiltFromAll = built.isOf(store.Snapshots()) && built.history == published.History
	status.publishedRules, status.publishedModels = published.Rules, published.Models
	status.PublishedFrom, status.PublishedBy, status.PublishedFiles = published.Capture, published.Version, published.Files
	return status, nil
}

// WantFolder returns an fs.ErrNotExist, with advice, if the data folder does not exist.
func WantFolder(folder string) error {
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		return noFolder{folder}
	}
	return nil // opening it gives a better error
}

// noFolder is the error for a data folder that does not exist.
type noFolder struct{ path string }

func (e noFolder) Error() string {
	return e.path + ": no such folder; `breachstats run` or `breachstats import` makes it, --data names another"
}

func (noFolder) Is(target error) bool { return target == fs.ErrNotExist }

func captureStatus(snapshots []data.Snapshot) []CaptureStatus {
	list := []CaptureStatus{}
	for _, snapshot := range snapshots {
		name := snapshot.Capture.String()
		if len(list) == 0 || list[len(list)-1].Capture != name {
			list = append(list, CaptureStatus{Capture: name})
		}
		last := &list[len(list)-1]
		last.Views = append(last.Views, snapshot.View)
		if snapshot.View != data.Part2 {
			last.Reports += snapshot.Rows
		}
	}
	return list
}

// newestAt returns the time of the newest capture of the HIPAA list.
func newestAt(snapshots []data.Snapshot) time.Time {
	for _, snapshot := range slices.Backward(snapshots) {
		if snapshot.View == data.Part2 {
			continue
		}
		if at, err := time.Parse(time.RFC3339, snapshot.Answer.RetrievedAt); err == nil {
			return at
		}
		day, err := time.Parse(time.DateOnly, snapshot.Capture.Day)
		if err == nil {
			return day
		}
	}
	return time.Time{}
}

// buildSource identifies what a database was built from.
type buildSource struct {
	shown   string            // the list that it shows
	history string            // digest of all snapshots, as in the manifest of the figures
	sha256  map[string]string // digest of each snapshot, by file
}

// isOf reports whether a database was built from exactly these snapshots.
func (o buildSource) isOf(snapshots []data.Snapshot) bool {
	return o.shown != "" && len(o.sha256) == len(snapshots) &&
		!slices.ContainsFunc(snapshots, func(s data.Snapshot) bool { return o.sha256[s.File()] != s.SHA256 })
}

func builtFrom(ctx context.Context, o Options) (built buildSource, err error) {
	w, err := warehouse.Open(ctx, o.Database())
	if err != nil {
		return buildSource{}, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	rows, err := w.Query(ctx, `
		select capture || case when is_as_of then ' as of ' || cast(as_of_on as varchar) else '' end
		from marts.captures where is_current`)
	if err != nil {
		return buildSource{}, err
	}
	if rows.NumRows() != 1 {
		return buildSource{}, fmt.Errorf("%s: want one current capture, got %d", o.Database(), rows.NumRows())
	}
	built = buildSource{shown: rows.Column(0).ValueStr(0), sha256: map[string]string{}}
	if built.history, err = publish.HistoryDigest(ctx, w); err != nil {
		return buildSource{}, err
	}
	if rows, err = w.Query(ctx, "select source_file, sha256 from marts.snapshots"); err != nil {
		return buildSource{}, err
	}
	for row := range int(rows.NumRows()) {
		built.sha256[rows.Column(0).ValueStr(row)] = rows.Column(1).ValueStr(row)
	}
	return built, nil
}
