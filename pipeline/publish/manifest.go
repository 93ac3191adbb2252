package publish

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow/array"

	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// manifest is out/manifest.json: everything needed to trace where a figure came from and to detect whether a byte of it
// has changed since.
type manifest struct {
	Program string `json:"program"`
	Version string `json:"version"`
	// ModelsSHA is the digest of the models that the database was built with; see models.Digest.
	ModelsSHA string `json:"models_sha256"`
	// RulesSHA is the sha256 of the origin rules that the database was built with, as `breachstats rules --used`
	// prints them.
	RulesSHA string `json:"rules_sha256"`
	// Capture identifies the list that is shown: a capture, or a capture "as of" a later day.
	Capture string `json:"capture"`
	// HistorySHA is the digest of all snapshots that the database was built from; see HistoryDigest.
	HistorySHA string `json:"history_sha256"`
	CapturedOn string `json:"captured_on"` // of the current capture
	// NewestCapturedOn is the day of the newest of Snapshots.
	NewestCapturedOn string `json:"newest_captured_on"`
	// IsComplete is false if a view is missing: MissingView, last saved on MissingSince, which is nil if it was never
	// saved.
	IsComplete   bool    `json:"is_complete"`
	MissingView  *string `json:"missing_view"`
	MissingSince *string `json:"missing_since"`
	// UnderInvestigation counts the breaches listed as under investigation. LeftInvestigation counts those that have
	// left that list while no archive was saved since.
	UnderInvestigation int64            `json:"under_investigation"`
	LeftInvestigation  int64            `json:"left_investigation"`
	LeftArchive        int64            `json:"left_archive"` // have left the archive while no open list was saved since
	IsSynthetic        bool             `json:"is_synthetic"`
	Waiting            *manifestWaiting `json:"waiting"` // nil if nothing waits
	Notices            []string         `json:"notices"`
	// Snapshots are those that a row of marts.breaches comes from, oldest first; without --as-of also those of the
	// current capture. SnapshotsSHA is their digest, as HistorySHA is that of all.
	Snapshots    []manifestSnapshot `json:"snapshots"`
	SnapshotsSHA string             `json:"snapshots_sha256"`
	Files        []manifestFile     `json:"files"`
}

// manifestWaiting describes what newer captures list and the list does not show.
type manifestWaiting struct {
	Captures         int64          `json:"captures"`
	NewestCapturedOn string         `json:"newest_captured_on"`
	MissingView      string         `json:"missing_view"` // from the newest of them
	Breaches         int64          `json:"breaches"`     // breaches that are not shown
	Revisions        int64          `json:"revisions"`    // newer values of breaches that are shown
	Largest          *waitingBreach `json:"largest"`
	AsOf             string         `json:"as_of"` // the value of --as-of that shows them
}

type manifestSnapshot struct {
	Capture    string `json:"capture"`
	CapturedOn string `json:"captured_on"`
	View       string `json:"view"`
	File       string `json:"file"`
	SHA256     string `json:"sha256"`
	Rows       int64  `json:"rows"`
	// RowsShown is the number of rows of marts.breaches that come from it.
	RowsShown int64 `json:"rows_shown"`
	isNewer   bool  // newer than the current capture
}

type manifestFile struct {
	Name   string `json:"name"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Published describes what a folder publishes.
type Published struct {
	// Capture identifies the list that the figures show: a capture, or a capture "as of" a day. Version is the version of
	// the program that made them, History the digest of the snapshots that they were built from.
	Capture, Version, History string
	// Rules is the sha256 of the origin rules, Models the digest of the models.
	Rules, Models string
	// Files counts the files, including the manifest.
	Files int
}

// Inspect reads what a folder publishes. The error names a file that differs from the manifest; fs.ErrNotExist means
// that nothing is published.
func Inspect(out string) (Published, error) {
	path := filepath.Join(out, manifestName)
	text, err := readRegular(path)
	if err != nil {
		return Published{}, err
	}
	var m manifest
	if err := json.Unmarshal(text, &m); err != nil {
		return Published{}, fmt.Errorf("%s: %w", path, err)
	}
	published := Published{Capture: m.Capture, Version: m.Version, History: m.HistorySHA, Rules: m.RulesSHA, Models: m.ModelsSHA, Files: len(m.Files) + 1}
	for _, file := range m.Files {
		if err := file.inspect(out); err != nil {
			return published, err
		}
	}
	return published, nil
}

// inspect returns an error unless the file in out matches the manifest. It reads only a regular file of the right size.
func (f manifestFile) inspect(out string) error {
	list, path := filepath.Join(out, manifestName), filepath.Join(out, f.Name)
	if !isFileName(f.Name) {
		return fmt.Errorf("%s names %q: want a file beside it; `breachstats publish` writes it again", list, f.Name)
	}
	size, err := regularSize(path)
	if err != nil {
		// Not fs.ErrNotExist: something is published, but this file is missing.
		return fmt.Errorf("%s names %s: %s", list, f.Name, err.Error())
	}
	if size != f.Bytes {
		return fmt.Errorf("%s: want %d bytes as %s lists it, got %d", path, f.Bytes, list, size)
	}
	_, sha, err := digestOf(path)
	switch {
	case err != nil:
		return fmt.Errorf("%s names %s: %s", list, f.Name, err.Error())
	case sha != f.SHA256:
		return fmt.Errorf("%s: sha256 differs from %s", path, list)
	}
	return nil
}

// isFileName reports whether a name is that of a file in the folder, and does not lead to another folder.
func isFileName(name string) bool {
	return filepath.IsLocal(name) && name == filepath.Base(name) && name != "."
}

const manifestName = "manifest.json"

func manifestOf(ctx context.Context, in *warehouse.Warehouse, c capture, list []models.Model, o Options) (manifest, error) {
	m := manifest{
		Program: "breachstats", Version: o.Version, ModelsSHA: models.Digest(list), RulesSHA: o.RulesSHA, Capture: c.shown(), CapturedOn: c.CapturedOn,
		NewestCapturedOn: c.NewestCapturedOn, IsComplete: c.MissingView == "", MissingView: orNull(c.MissingView), MissingSince: orNull(c.MissingSince),
		UnderInvestigation: c.Open, LeftInvestigation: c.Left, LeftArchive: c.LeftArchive, IsSynthetic: c.IsSynthetic, Notices: append([]string{}, c.notices()...),
		Snapshots: c.snapshots, SnapshotsSHA: c.digest,
	}
	if c.MissingView == "" {
		m.MissingSince = nil
	}
	if w := c.waiting; w.Captures > 0 {
		m.Waiting = &manifestWaiting{
			Captures: w.Captures, NewestCapturedOn: w.CapturedOn, MissingView: w.MissingView, Breaches: w.Breaches, Revisions: w.Revisions,
			Largest: w.Largest, AsOf: "newest",
		}
	}
	var err error
	m.HistorySHA, err = HistoryDigest(ctx, in)
	return m, err
}

// orNull returns nil for an empty text.
func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// snapshotsShown reads the snapshots of which a row is shown, oldest first.
func snapshotsShown(ctx context.Context, w *warehouse.Warehouse) ([]manifestSnapshot, error) {
	rows, err := w.Query(ctx, `
		select
			marts.captures.capture, cast(captured_on as varchar), view, source_file, sha256, rows, breaches_shown,
			(captured_on, capture_no) > (
				select (current.captured_on, current.capture_no) from marts.captures as current where current.is_current
			)
		from marts.snapshots
		join marts.captures using (captured_on, capture_no)
		where is_shown
		order by captured_on, capture_no, view`)
	if err != nil {
		return nil, err
	}
	snapshots := make([]manifestSnapshot, rows.NumRows())
	for row := range snapshots {
		text := func(column int) string { return rows.Column(column).(*array.String).Value(row) }
		snapshots[row] = manifestSnapshot{
			Capture: text(0), CapturedOn: text(1), View: text(2), File: text(3), SHA256: text(4),
			Rows: rows.Column(5).(*array.Int64).Value(row), RowsShown: rows.Column(6).(*array.Int64).Value(row),
			isNewer: rows.Column(7).(*array.Boolean).Value(row),
		}
	}
	return snapshots, nil
}

// of makes the manifest of files, sorted by name.
func (m manifest) of(files []File) (File, error) {
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	for _, file := range files {
		size, sha := file.facts()
		m.Files = append(m.Files, manifestFile{Name: file.Name, Bytes: size, SHA256: sha})
	}
	text, err := json.MarshalIndent(m, "", "  ")
	return File{Name: manifestName, Bytes: append(text, '\n')}, err
}

// HistoryDigest is the digest of everything that a database was built from: one line
// "FILE SHA256" per snapshot, sorted by name.
func HistoryDigest(ctx context.Context, w *warehouse.Warehouse) (string, error) {
	rows, err := w.Query(ctx, "select source_file, sha256 from marts.snapshots")
	if err != nil {
		return "", err
	}
	snapshots := make([]manifestSnapshot, rows.NumRows())
	for row := range snapshots {
		snapshots[row] = manifestSnapshot{File: rows.Column(0).(*array.String).Value(row), SHA256: rows.Column(1).(*array.String).Value(row)}
	}
	return digestOfSnapshots(snapshots), nil
}

// digestOfSnapshots is the sha256 of one line "FILE SHA256" per snapshot, sorted by name.
func digestOfSnapshots(snapshots []manifestSnapshot) string {
	lines := make([]string, len(snapshots))
	for i, snapshot := range snapshots {
		lines[i] = snapshot.File + " " + snapshot.SHA256 + "\n"
	}
	slices.Sort(lines)
	return digest([]byte(strings.Join(lines, "")))
}
