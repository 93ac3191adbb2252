package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/breachstats/breachstats/data"

	"github.com/breachstats/breachstats/pipeline/load"
)

// Export is an export of the portal that is to be added to the store.
type Export struct {
	// Name is the file's name, without folders, or a URL; it is kept in the manifest.
	Name string
	// Path is how messages call it.
	Path string
	// Capture is the state of the list that it belongs to, and View the list it shows.
	Capture data.Capture
	View    data.View
	// Answer is the portal's, for an export that was fetched.
	Answer data.Answer
	// IsEmptyList tells that the portal itself says the list has no report, so a header alone
	// is a whole export.
	IsEmptyList bool
	// Open opens its bytes.
	Open func() (io.ReadCloser, error)
}

var namedExport = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})_([a-z0-9-]+)\.csv$`)

// FileExport describes a file on disk. An empty capturedOn or view is read from a file name
// such as 2024-10-17_archive.csv; the error says which of them is neither given nor there.
func FileExport(path, capturedOn, view string) (Export, error) {
	name := filepath.Base(path)
	match := namedExport.FindStringSubmatch(name)
	if match != nil && capturedOn == "" {
		capturedOn = match[1]
	}
	if match != nil && view == "" {
		view = match[2]
	}
	if capturedOn == "" {
		return Export{}, fmt.Errorf("%s: want --captured YYYY-MM-DD, or a name like 2024-10-17_archive.csv", path)
	}
	if view == "" {
		return Export{}, fmt.Errorf("%s: want --view, or a name like 2024-10-17_archive.csv", path)
	}
	capture, err := data.ParseCapture(capturedOn)
	if err != nil {
		return Export{}, fmt.Errorf("%s: --captured: %w", path, err)
	}
	parsed, err := data.ParseView(view)
	if err != nil {
		return Export{}, fmt.Errorf("%s: --view: %w", path, err)
	}
	return Export{
		Name: name, Path: path, Capture: capture, View: parsed,
		Open: func() (io.ReadCloser, error) { return os.Open(path) },
	}, nil
}

// Import adds exports to the store, all of them or none. Each passes the strict reader first;
// the errors of every export come together. Bytes that stand in the store already as that
// capture and view are left as they are.
func Import(ctx context.Context, o Options, exports []Export) error {
	release, err := data.Lock(o.Data, holder("importing into "+o.Data))
	if err != nil {
		return err
	}
	defer release()
	return importInto(ctx, o, exports)
}

// importInto is Import for callers that hold the lock.
func importInto(ctx context.Context, o Options, exports []Export) error {
	store, err := data.OpenStore(o.Data)
	if err != nil {
		return err
	}
	if err := store.DiscardStaged(); err != nil {
		return err
	}
	if err := wantOneEach(exports); err != nil {
		return err
	}
	var additions []data.Addition
	defer func() {
		for _, addition := range additions {
			addition.Staged.Discard()
		}
	}()
	var bad []error
	for _, export := range exports {
		if err := ctx.Err(); err != nil {
			return err
		}
		staged, snapshot, err := examine(store, export)
		if err != nil {
			bad = append(bad, err)
			continue
		}
		additions = append(additions, data.Addition{Staged: staged, Snapshot: snapshot})
	}
	if err := errors.Join(bad...); err != nil {
		return err
	}
	fresh, err := onlyNew(o, store, additions)
	if err != nil || len(fresh) == 0 {
		return err
	}
	if err := store.Add(fresh); err != nil {
		return err
	}
	for _, addition := range fresh {
		o.Say("imported %s", describe(store, addition.Snapshot))
	}
	return nil
}

// examine copies an export beside the store and reads every row of the copy.
func examine(store *data.Store, export Export) (*data.Staged, data.Snapshot, error) {
	staged, err := stage(store, export)
	if err != nil {
		return nil, data.Snapshot{}, err
	}
	snapshot, err := readStaged(staged, export)
	if err != nil {
		staged.Discard()
		return nil, data.Snapshot{}, err
	}
	return staged, snapshot, nil
}

func stage(store *data.Store, export Export) (*data.Staged, error) {
	bytes, err := export.Open()
	if err != nil {
		return nil, err
	}
	staged, err := store.Stage(bytes)
	if err := errors.Join(err, bytes.Close()); err != nil {
		return nil, fmt.Errorf("%s: %w", export.Path, err)
	}
	return staged, nil
}

func readStaged(staged *data.Staged, export Export) (data.Snapshot, error) {
	copied, err := staged.Open()
	if err != nil {
		return data.Snapshot{}, err
	}
	newest := newestSubmission{view: export.View}
	summary, err := load.Read(export.Path, copied, export.View, newest.see)
	if export.IsEmptyList && errors.Is(err, load.ErrNoRows) {
		err = nil
	}
	if err := errors.Join(err, copied.Close()); err != nil {
		return data.Snapshot{}, err
	}
	if day := newest.day.Format(time.DateOnly); newest.line > 0 && day > export.Capture.Day {
		return data.Snapshot{}, fmt.Errorf("%s:%d: want submissions up to the capture of %s, got %s; is --captured right?",
			export.Path, newest.line, export.Capture.Day, day)
	}
	return data.Snapshot{
		Capture: export.Capture, View: export.View, Source: export.Name, Answer: export.Answer,
		SHA256: staged.SHA256, RowsSHA256: summary.RowsSHA256, Bytes: staged.Bytes, Rows: int64(summary.Rows),
		Encoding: summary.Encoding, DamagedCharacters: summary.DamagedCharacters,
		RepairedCharacters: summary.RepairedCharacters, HasRepairedHeader: summary.RepairedHeader,
		IsSynthetic: summary.IsSynthetic,
	}, nil
}

// newestSubmission finds the newest day of submission among the rows of a view, and its line; 0
// where no row has one.
type newestSubmission struct {
	view data.View
	day  time.Time
	line int
}

// see looks at one row. A day that does not read is the build's to refuse, with its line.
func (n *newestSubmission) see(row load.Row) error {
	column := 4
	if n.view == data.Part2 {
		column = 3
	}
	for _, layout := range []string{"1/2/2006", "1/2/06"} { // as the portal writes it, and copies of it
		day, err := time.Parse(layout, strings.TrimSpace(row.Values[column]))
		if err == nil && day.After(n.day) {
			n.day, n.line = day, row.Line
		}
	}
	return nil
}

// wantOneEach refuses two exports of one capture and view in one go.
func wantOneEach(exports []Export) error {
	seen := map[string]string{}
	for _, export := range exports {
		file := data.Snapshot{Capture: export.Capture, View: export.View}.File()
		if first, isSeen := seen[file]; isSeen {
			return fmt.Errorf("%s: want one export of a capture and view, got %s for %s %s as well",
				export.Path, first, export.Capture, export.View)
		}
		seen[file] = export.Path
	}
	return nil
}

// onlyNew leaves out what the store holds, and refuses what cannot stand in it.
func onlyNew(o Options, store *data.Store, additions []data.Addition) ([]data.Addition, error) {
	var fresh []data.Addition
	var bad []error
	held := store.Snapshots()
	for _, addition := range additions {
		snapshot := addition.Snapshot
		present, err := data.Check(store, held, snapshot)
		switch {
		case err != nil:
			bad = append(bad, err)
		case present:
			o.Say("unchanged: %s holds these bytes already", store.Path(snapshot.File()))
		default:
			fresh = append(fresh, addition)
			held = append(held, snapshot)
		}
	}
	return fresh, errors.Join(bad...)
}

// describe says what a snapshot is, and never keeps quiet of what was repaired or lost.
func describe(store *data.Store, s data.Snapshot) string {
	text := fmt.Sprintf("%s: %d reports, encoding: %s", store.Path(s.File()), s.Rows, s.Encoding)
	if s.RepairedCharacters > 0 {
		text += fmt.Sprintf(", %d characters repaired", s.RepairedCharacters)
	}
	if s.DamagedCharacters > 0 {
		text += fmt.Sprintf(", %d characters damaged beyond repair", s.DamagedCharacters)
	}
	if s.HasRepairedHeader {
		text += ", header repaired"
	}
	if s.IsSynthetic {
		text += ", SYNTHETIC"
	}
	return text
}

// Forget withdraws a snapshot from the store; a database built from it stays until the next build.
func Forget(o Options, capture data.Capture, view data.View) error {
	release, err := data.Lock(o.Data, holder("changing "+o.Data))
	if err != nil {
		return err
	}
	defer release()
	store, err := data.OpenStore(o.Data)
	if err != nil {
		return err
	}
	snapshot := data.Snapshot{Capture: capture, View: view}
	if err := store.Forget(snapshot); err != nil {
		return err
	}
	o.Say("withdrew %s; `breachstats build` makes a database without it", store.Path(snapshot.File()))
	return nil
}
