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

// Store is a data folder. Its manifest.csv names every snapshot with its checksums. Below
// snapshots/, each snapshot is one file, written once, with mode 0444: the first of each view and
// year whole, most others as a delta from it. A file that the manifest does not name is not part of
// the store.
type Store struct {
	dir       string
	snapshots []manifestLine
}

// OpenStore reads the manifest of a data folder. A folder that does not exist or has no manifest is
// an empty store. Snapshots are verified when they are opened.
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

// Path returns the path of a file that is given by its path inside the data folder.
func (s *Store) Path(file string) string { return filepath.Join(s.dir, filepath.FromSlash(file)) }

// Snapshots lists the store's snapshots, oldest capture first, views in the order of [Views].
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

// manifestRef is the place of a snapshot in the manifest, as path:line, for errors.
func (s *Store) manifestRef(line manifestLine) string {
	return fmt.Sprintf("%s:%d", s.manifestPath(), line.line)
}

// Open returns the bytes of a snapshot, after comparing all of them and the stored bytes with the
// manifest. Errors name the file and the manifest's line. watching receive every byte in order
// during the comparison, before it is known whether the bytes are right. Comparing and reading end
// when the context does.
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
	return newInMemory(export), s.checkDigest(line, export)
}

// Verify compares every byte of the store with the manifest and looks for files under snapshots/
// that the manifest does not name. Every fault is reported, one per line, in one joined error.
func (s *Store) Verify(ctx context.Context) error {
	var faults []error
	if _, err := os.Stat(s.manifestPath()); err != nil {
		return err // there is no store here
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

// verify reads a whole snapshot and all that have it as their base. It returns one error for each
// fault, and only one if the base itself is bad, since the others cannot be read then.
func (s *Store) verify(ctx context.Context, reader *Reader, whole manifestLine) (faults []error) {
	var deltas []manifestLine
	for _, line := range s.snapshots {
		if line.Stored.Base == whole.Capture && line.View == whole.View {
			deltas = append(deltas, line)
		}
	}
	export, err := s.openWhole(ctx, whole, "")
	if err == nil {
		if held, isHeld := export.(inMemory); isHeld {
			reader.hold(whole.Snapshot, held.bytes)
		}
		err = export.Close()
	}
	if err != nil && len(deltas) > 0 {
		err = fmt.Errorf("%w; snapshots that cannot be read without it as their base: %d", err, len(deltas))
	}
	if err != nil {
		return []error{err}
	}
	slices.SortStableFunc(deltas, func(a, b manifestLine) int { return cmp.Compare(a.Stored.offset, b.Stored.offset) })
	var buf []byte
	for i, line := range deltas {
		read, err := reader.Read(ctx, line.Snapshot, buf)
		if err == nil {
			err = s.checkDigest(line, read)
		}
		if err != nil && line.isDifference() { // later differences need the earlier ones
			rest := len(deltas) - i - 1
			return append(faults, fmt.Errorf("%w; snapshots after it in the file that cannot be read either: %d", err, rest))
		}
		if err != nil {
			faults = append(faults, err)
		} else if !line.isDifference() {
			buf = read
		}
	}
	return faults
}

// ErrConflict reports that a snapshot contradicts one that is in the store.
var ErrConflict = errors.New("conflicts with the store")

// Check reports whether a snapshot can join the held ones. present is true if the same bytes are
// there already, under the same capture and view. The error wraps [ErrConflict] if
//   - the capture and view hold other bytes,
//   - the capture has the same bytes under another view,
//   - a list of all reports ([All]) and one of its parts would share a capture, or
//   - real and synthetic exports would mix.
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
			return false, conflict(fmt.Sprintf("%s holds other bytes of this capture and view (sha256 %.8s, not %.8s); \"breachstats snapshots forget %s %s\" removes it",
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
