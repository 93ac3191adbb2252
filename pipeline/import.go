package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"

	"github.com/breachstats/breachstats/data"

	"github.com/breachstats/breachstats/pipeline/export"
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
// such as 2024-10-17_archive.csv; the error says which of them is neither given nor there,
// or is an fs.ErrNotExist where there is no file to ask it of.
func FileExport(path, capturedOn, view string) (Export, error) {
	name := filepath.Base(path)
	match := namedExport.FindStringSubmatch(name)
	if match != nil && capturedOn == "" {
		capturedOn = match[1]
	}
	if match != nil && view == "" {
		view = match[2]
	}
	if capturedOn == "" || view == "" {
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return Export{}, fmt.Errorf("%s: %w", path, syscall.ENOENT)
		}
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
		Open: func() (io.ReadCloser, error) { return openFile(path) },
	}, nil
}

// openFile opens a file that has an end.
func openFile(path string) (io.ReadCloser, error) {
	if info, err := os.Stat(path); err == nil {
		switch kind := data.KindOf(info.Mode()); {
		case info.IsDir():
			return nil, fmt.Errorf("%s: want a file, got %s; name the files in it", path, kind)
		case kind != "":
			return nil, fmt.Errorf("%s: want a file, got %s; write it into a file first", path, kind)
		}
	}
	return os.Open(path) // which also says best why there is none
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
	store, err := storeToChange(ctx, o)
	if err != nil {
		return err
	}
	if err := wantOneEach(exports); err != nil {
		return err
	}
	defer o.trace("import")()
	return takeIn(ctx, o, store, exports)
}

// storeToChange opens the store for callers that hold the lock, clears away what an interrupted change
// left in it, and packs again what the version before stored in another form.
func storeToChange(ctx context.Context, o Options) (*data.Store, error) {
	store, err := data.OpenStore(o.Data)
	if err != nil {
		return nil, err
	}
	if err := store.DiscardStaged(); err != nil {
		return nil, err
	}
	migrated, err := store.Migrate(ctx)
	if migrated > 0 && err == nil {
		o.Say("packed again: %d exports in %s that the version before stored", migrated, o.Data)
	}
	return store, err
}

// takeIn stores exports that are new.
func takeIn(ctx context.Context, o Options, store *data.Store, exports []Export) error {
	in := newIntake(o, store)
	defer in.discard()
	var bad, conflicts []error
	for examined := range examineAll(ctx, store, exports, isAlone(store, exports)) {
		err := examined.err
		if err != nil {
			bad = append(bad, err)
			continue
		}
		if err = in.check(examined.snapshot); err != nil {
			conflicts = append(conflicts, err)
		}
		if len(bad)+len(conflicts) == 0 {
			err = in.add(ctx, examined)
		}
		examined.staged.Discard()
		if err != nil && len(conflicts) == 0 {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if len(bad) > 0 {
		return errors.Join(bad...)
	}
	if len(conflicts) > 0 {
		return errors.Join(conflicts...)
	}
	return in.commit()
}

// newestSubmission finds the newest day of submission among the rows of a view, and its line; 0
// where no row has one.
type newestSubmission struct {
	view data.View
	day  time.Time
	line int
	last string // the value that was seen last
}

// see looks at one row. A day that does not read is the build's to refuse, with its line.
func (n *newestSubmission) see(row export.Row) error {
	column := 4
	if n.view == data.Part2 {
		column = 3
	}
	if row.Values[column] == n.last {
		return nil // as most are, in a list by days
	}
	n.last = row.Values[column]
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
	for _, e := range exports {
		file := data.Snapshot{Capture: e.Capture, View: e.View}.File()
		if first, isSeen := seen[file]; isSeen {
			return fmt.Errorf("%s: want one export of a capture and view, got %s for %s %s as well",
				e.Path, first, e.Capture, e.View)
		}
		seen[file] = e.Path
	}
	return nil
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
func Forget(ctx context.Context, o Options, capture data.Capture, view data.View) error {
	release, err := data.Lock(o.Data, holder("changing "+o.Data))
	if err != nil {
		return err
	}
	defer release()
	store, err := storeToChange(ctx, o)
	if err != nil {
		return err
	}
	snapshot := data.Snapshot{Capture: capture, View: view}
	if err := store.Forget(ctx, snapshot); err != nil {
		return err
	}
	o.Say("withdrew %s; `breachstats build` makes a database without it", store.Path(snapshot.File()))
	return nil
}
