package data

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Store is a data folder: manifest.csv, which names every snapshot with its checksums, and
// snapshots/, where their bytes lie, a file each, written once and mode 0444: of each view and year
// the first whole, the others against it. What the manifest does not name is not part of the store.
type Store struct {
	dir       string
	snapshots []manifestLine
}

// OpenStore reads the manifest of a data folder. A folder without one, or one that does
// not exist yet, is an empty store. Bytes are verified when they are opened.
func OpenStore(dir string) (*Store, error) {
	store := &Store{dir: dir}
	path := store.manifestPath()
	manifest, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return store, nil
	}
	if err != nil {
		return nil, err
	}
	defer manifest.Close()
	store.snapshots, err = readManifest(path, manifest)
	return store, err
}

func (s *Store) manifestPath() string { return filepath.Join(s.dir, "manifest.csv") }

// Path is where a file of the store, named by its path inside it, lies.
func (s *Store) Path(file string) string { return filepath.Join(s.dir, filepath.FromSlash(file)) }

// Snapshots lists the store's snapshots, oldest capture first, views in their usual order.
func (s *Store) Snapshots() []Snapshot {
	list := make([]Snapshot, len(s.snapshots))
	for i, line := range s.snapshots {
		list[i] = line.Snapshot
	}
	slices.SortFunc(list, func(a, b Snapshot) int {
		return cmp.Or(
			a.Capture.Compare(b.Capture),
			cmp.Compare(slices.Index(Views(), a.View), slices.Index(Views(), b.View)),
		)
	})
	return list
}

// Find returns the snapshot of that capture and view.
func (s *Store) Find(capture Capture, view View) (Snapshot, bool) {
	line, found := s.find(Snapshot{Capture: capture, View: view})
	return line.Snapshot, found
}

func (s *Store) find(snapshot Snapshot) (manifestLine, bool) {
	index := slices.IndexFunc(s.snapshots, func(l manifestLine) bool { return l.is(snapshot) })
	if index < 0 {
		return manifestLine{}, false
	}
	return s.snapshots[index], true
}

// said names the manifest's line of a snapshot.
func (s *Store) said(line manifestLine) string {
	return fmt.Sprintf("%s:%d", s.manifestPath(), line.line)
}

// Open opens a snapshot's bytes after checking all of them, and all that is stored of them,
// against the manifest. The error names the file and the manifest's line. Those who watch get every
// byte, in order, while they are checked, and so before they are known to be right. When the context
// ends, so do the checking and the reading.
func (s *Store) Open(ctx context.Context, snapshot Snapshot, watching ...io.Writer) (io.ReadSeekCloser, error) {
	line, found := s.find(snapshot)
	if !found {
		return nil, fmt.Errorf("%s: not in %s", s.Path(snapshot.File()), s.manifestPath())
	}
	if line.IsWhole() {
		return s.openWhole(ctx, line, "", watching...)
	}
	reader := s.Reader()
	defer reader.Close()
	export, err := reader.Read(ctx, snapshot, nil)
	if err != nil {
		return nil, err
	}
	for _, writer := range watching {
		if _, err := writer.Write(export); err != nil {
			return nil, err
		}
	}
	return newInMemory(export), s.prove(line, export)
}

// Verify re-reads every byte of the store against the manifest, and looks for files under
// snapshots/ that the manifest does not name. It returns one error a fault.
func (s *Store) Verify(ctx context.Context) error {
	var faults []error
	if _, err := os.Stat(s.manifestPath()); err != nil {
		return err // nothing was ever stored here
	}
	named := map[string]bool{}
	for _, line := range s.snapshots {
		named[s.Path(line.Stored.In)] = true
	}
	reader := s.Reader()
	defer reader.Close()
	for _, line := range s.snapshots {
		if line.IsWhole() {
			faults = append(faults, s.verify(ctx, reader, line)...)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	root := filepath.Join(s.dir, "snapshots")
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist) && path == root:
			return nil
		case err != nil:
			return err
		case !entry.IsDir() && !named[path]:
			faults = append(faults, fmt.Errorf("%s: not in %s", path, s.manifestPath()))
		}
		return nil
	})
	return errors.Join(append(faults, err)...)
}

// verify reads a whole snapshot and those that are stored against it, and returns an error a fault. None of
// those can be read without it.
func (s *Store) verify(ctx context.Context, reader *Reader, whole manifestLine) (faults []error) {
	var against []manifestLine
	for _, line := range s.snapshots {
		if line.Stored.Base == whole.Capture && line.View == whole.View {
			against = append(against, line)
		}
	}
	export, err := s.openWhole(ctx, whole, "")
	if err == nil {
		if held, isHeld := export.(inMemory); isHeld {
			reader.hold(whole.Snapshot, held.bytes)
		}
		err = export.Close()
	}
	if err != nil && len(against) > 0 {
		err = fmt.Errorf("%w; and with it the %d snapshots that are stored against it", err, len(against))
	}
	if err != nil {
		return []error{err}
	}
	slices.SortStableFunc(against, func(a, b manifestLine) int { return cmp.Compare(a.Stored.offset, b.Stored.offset) })
	var room []byte
	for i, line := range against {
		read, err := reader.Read(ctx, line.Snapshot, room)
		if err == nil {
			err = s.prove(line, read)
		}
		if err != nil && line.isDifference() { // in which the later ones depend on the earlier
			rest := len(against) - i - 1
			return append(faults, fmt.Errorf("%w; and with it the %d snapshots that were added after it", err, rest))
		}
		if err != nil {
			faults = append(faults, err)
		} else if !line.isDifference() {
			room = read
		}
	}
	return faults
}

// ErrConflict tells that the store holds something else where a snapshot would go.
var ErrConflict = errors.New("conflicts with the store")

// Check tells whether a snapshot may stand beside those held: it returns true when the very
// same bytes stand there already, and an ErrConflict when the capture holds other bytes for the
// view, or the one list of all reports beside a part of it, or when real and synthetic
// exports would mix.
func Check(store *Store, held []Snapshot, snapshot Snapshot) (present bool, err error) {
	for _, other := range held {
		path := func() string { return store.Path(other.File()) }
		conflict := func(why string) error {
			return fmt.Errorf("%s: %w: %s", snapshot.Source, ErrConflict, why)
		}
		isSameCapture := other.Capture == snapshot.Capture
		isHIPAA := other.View != Part2 && snapshot.View != Part2
		switch {
		case isSameCapture && other.View == snapshot.View && other.SHA256 == snapshot.SHA256:
			return true, nil
		case isSameCapture && other.View == snapshot.View:
			return false, conflict(fmt.Sprintf("%s holds other bytes of this capture and view (sha256 %.8s, not %.8s); \"breachstats snapshots forget %s %s\" withdraws it",
				path(), other.SHA256, snapshot.SHA256, other.Capture, other.View))
		case isSameCapture && isHIPAA && (other.View == All || snapshot.View == All):
			return false, conflict(path() + " is there, and a list of all reports cannot stand beside a part of it")
		case isSameCapture && other.SHA256 == snapshot.SHA256:
			return false, conflict("the same bytes are there as " + path() + "; one of the views is wrong")
		case other.Rows > 0 && snapshot.Rows > 0 && other.IsSynthetic != snapshot.IsSynthetic:
			return false, conflict(path() + " is there, and synthetic and real exports do not mix; use another --data folder")
		}
	}
	return false, nil
}

func (s *Store) replaceManifest(snapshots []Snapshot) error {
	sorted := &Store{dir: s.dir}
	for _, snapshot := range snapshots {
		sorted.snapshots = append(sorted.snapshots, manifestLine{Snapshot: snapshot})
	}
	var text bytes.Buffer
	if err := writeManifest(&text, sorted.Snapshots()); err != nil {
		return err
	}
	if err := Replace(s.dir, filepath.Base(s.manifestPath()), text.Bytes()); err != nil {
		return err
	}
	lines, err := readManifest(s.manifestPath(), bytes.NewReader(text.Bytes()))
	s.snapshots = lines
	return err
}

func hashOf(r io.Reader) (digest string, size int64, err error) {
	hash := sha256.New()
	size, err = io.Copy(hash, r)
	return hex.EncodeToString(hash.Sum(nil)), size, err
}

func syncFolder(dir string) error {
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
