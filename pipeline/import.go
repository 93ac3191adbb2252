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

// Export is an export of the portal to be added to the store.
type Export struct {
	// Name is the name of the file, without folders, or a URL. The manifest keeps it.
	Name string
	// Path names the export in messages.
	Path string
	// Capture is the capture that the export belongs to, View the list that it shows.
	Capture data.Capture
	View    data.View
	// Answer is the portal's HTTP response if the export was fetched.
	Answer data.Answer
	// IsEmptyList: the portal states that the list has no reports, so an export without rows is
	// valid.
	IsEmptyList bool
	Open        func() (io.ReadCloser, error)
}

var namedExport = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})_([a-z0-9-]+)\.csv$`)

// FileExport describes a file on disk. An empty capturedOn or view is read from the file's name,
// such as 2024-10-17_archive.csv. The error states what is missing, and is an fs.ErrNotExist if
// something is missing and the file does not exist.
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

// openFile opens a regular file. Folders, pipes and devices are refused.
func openFile(path string) (io.ReadCloser, error) {
	if info, err := os.Stat(path); err == nil {
		switch kind := data.KindOf(info.Mode()); {
		case info.IsDir():
			return nil, fmt.Errorf("%s: want a file, got %s; name the files in it", path, kind)
		case kind != "":
			return nil, fmt.Errorf("%s: want a file, got %s; write it into a file first", path, kind)
		}
	}
	return os.Open(path) // its error is the best one if the file does not exist
}

// Import adds exports to the store, all of them or none. Each must first pass the strict reader;
// the errors of all exports are reported together. An export that is in the store already, with the
// same bytes, capture and view, changes nothing.
func Import(ctx context.Context, o Options, exports []Export) error {
	release, err := data.Lock(o.Data, holder("importing into "+o.Data))
	if err != nil {
		return err
	}
	defer release()
	return importInto(ctx, o, exports)
}

// importInto does the work of Import. The caller holds the lock.
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

// storeToChange opens the store for a change. It removes what an interrupted change left and
// migrates snapshots from the form of an earlier version. The caller holds the lock.
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
		o.Say("migrated %d exports in %s from the form of an earlier version", migrated, o.Data)
	}
	return store, err
}

// takeIn stores the exports that are new.
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

// newestSubmission finds the newest day of submission among the rows of a view, and its line. The
// line is 0 if no row has a day.
type newestSubmission struct {
	view data.View
	day  time.Time
	line int
	last string // the last value seen
}

// see looks at one row. It ignores a day that cannot be parsed: the build reports it with its line.
func (n *newestSubmission) see(row export.Row) error {
	column := 4
	if n.view == data.Part2 {
		column = 3
	}
	if row.Values[column] == n.last {
		return nil // the usual case: the list is sorted by day
	}
	n.last = row.Values[column]
	for _, layout := range []string{"1/2/2006", "1/2/06"} { // the form of the portal, and one that copies of it have
		day, err := time.Parse(layout, strings.TrimSpace(row.Values[column]))
		if err == nil && day.After(n.day) {
			n.day, n.line = day, row.Line
		}
	}
	return nil
}

// wantOneEach returns an error if two exports have the same capture and view.
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

// describe describes a snapshot in one line, with everything that was repaired or lost.
func describe(store *data.Store, s data.Snapshot) string {
	return describeAs(store.Path(s.File()), s)
}

// describeAs is like describe, with a given name.
func describeAs(name string, s data.Snapshot) string {
	text := fmt.Sprintf("%s: %d reports, encoding: %s", name, s.Rows, s.Encoding)
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

// Forget removes a snapshot from the store. The database keeps its reports until the next build.
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
	o.Say("removed %s; `breachstats build` makes a database without it", store.Path(snapshot.File()))
	return nil
}
