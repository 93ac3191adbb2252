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

	"github.com/google/renameio/v2"
)

// Store is a data folder: snapshots/DAY/VIEW.csv, each written once with mode 0444, and
// manifest.csv, which names each with its checksums. What the manifest does not
// name is not part of the store.
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
	for _, line := range s.snapshots {
		if line.Capture == capture && line.View == view {
			return line.Snapshot, true
		}
	}
	return Snapshot{}, false
}

// Open opens a snapshot's bytes after checking all of them against the manifest. The error
// names the file and the manifest's line.
func (s *Store) Open(snapshot Snapshot) (io.ReadSeekCloser, error) {
	index := slices.IndexFunc(s.snapshots, func(l manifestLine) bool { return l.File() == snapshot.File() })
	if index < 0 {
		return nil, fmt.Errorf("%s: not in %s", s.Path(snapshot.File()), s.manifestPath())
	}
	line := s.snapshots[index]
	path := s.Path(line.File())
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	digest, size, err := hashOf(file)
	switch {
	case err != nil:
		err = fmt.Errorf("%s: %w", path, err)
	case size != line.Bytes:
		err = fmt.Errorf("%s: want %d bytes as %s:%d says, got %d", path, line.Bytes, s.manifestPath(), line.line, size)
	case digest != line.SHA256:
		err = fmt.Errorf("%s: sha256 differs from %s:%d", path, s.manifestPath(), line.line)
	default:
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// Verify re-reads every byte of the store against the manifest, and looks for files under
// snapshots/ that the manifest does not name. It returns one error a fault.
func (s *Store) Verify(ctx context.Context) error {
	var faults []error
	if _, err := os.Stat(s.manifestPath()); err != nil {
		return err // nothing was ever stored here
	}
	named := map[string]bool{}
	for _, snapshot := range s.Snapshots() {
		if err := ctx.Err(); err != nil {
			return err
		}
		named[s.Path(snapshot.File())] = true
		file, err := s.Open(snapshot)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		faults = append(faults, file.Close())
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

// Staged is an export that was copied beside the store and is not part of it yet.
type Staged struct {
	// SHA256 is the hex digest of the bytes, Bytes their number.
	SHA256 string
	Bytes  int64
	path   string
}

// Stage copies an export into the data folder's staging area and hashes it on the way.
// Nothing is part of the store until Add; Discard removes the copy.
func (s *Store) Stage(export io.Reader) (*Staged, error) {
	area := filepath.Join(s.dir, ".staging")
	if err := os.MkdirAll(area, 0o755); err != nil {
		return nil, err
	}
	file, err := os.CreateTemp(area, "*.csv")
	if err != nil {
		return nil, err
	}
	hash := sha256.New()
	size, err := io.Copy(io.MultiWriter(file, hash), export)
	err = errors.Join(err, file.Chmod(0o444), file.Sync(), file.Close())
	if err != nil {
		return nil, errors.Join(err, os.Remove(file.Name()))
	}
	return &Staged{SHA256: hex.EncodeToString(hash.Sum(nil)), Bytes: size, path: file.Name()}, nil
}

// Open opens the staged copy.
func (s *Staged) Open() (io.ReadSeekCloser, error) { return os.Open(s.path) }

// Discard removes the staged copy, and the staging area when it is the last one.
func (s *Staged) Discard() {
	_ = os.Remove(s.path)
	_ = os.Remove(filepath.Dir(s.path))
}

// DiscardStaged removes what interrupted imports left in the staging area. Callers hold the lock.
func (s *Store) DiscardStaged() error { return os.RemoveAll(filepath.Join(s.dir, ".staging")) }

// ErrConflict tells that the store holds something else where a snapshot would go.
var ErrConflict = errors.New("conflicts with the store")

// Check tells whether a snapshot may stand beside those held: it returns true when the very
// same bytes stand there already, and an ErrConflict when the capture holds other bytes for the
// view, or the one list of all reports beside a part of it, or when real and synthetic
// exports would mix.
func Check(store *Store, held []Snapshot, snapshot Snapshot) (present bool, err error) {
	for _, other := range held {
		path := store.Path(other.File())
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
				path, other.SHA256, snapshot.SHA256, other.Capture, other.View))
		case isSameCapture && isHIPAA && (other.View == All || snapshot.View == All):
			return false, conflict(path + " is there, and a list of all reports cannot stand beside a part of it")
		case isSameCapture && other.SHA256 == snapshot.SHA256:
			return false, conflict("the same bytes are there as " + path + "; one of the views is wrong")
		case other.Rows > 0 && snapshot.Rows > 0 && other.IsSynthetic != snapshot.IsSynthetic:
			return false, conflict(path + " is there, and synthetic and real exports do not mix; use another --data folder")
		}
	}
	return false, nil
}

// Addition is a staged export and what its manifest line will say.
type Addition struct {
	Staged   *Staged
	Snapshot Snapshot
}

// Add makes staged exports part of the store, all of them or none. The files are put in
// place first and the manifest is replaced once, last; an interrupted Add leaves at most
// files that no manifest names, and the next Add of those views replaces them.
// Callers have asked Check about each.
func (s *Store) Add(additions []Addition) error {
	snapshots := s.Snapshots()
	for _, addition := range additions {
		path := s.Path(addition.Snapshot.File())
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.Rename(addition.Staged.path, path); err != nil {
			return err
		}
		if err := syncFolder(filepath.Dir(path)); err != nil {
			return err
		}
		snapshots = append(snapshots, addition.Snapshot)
	}
	return s.replaceManifest(snapshots)
}

// Forget withdraws a snapshot: its line leaves the manifest first, then the file is removed.
func (s *Store) Forget(snapshot Snapshot) error {
	if _, found := s.Find(snapshot.Capture, snapshot.View); !found {
		return fmt.Errorf("%s: not in %s", s.Path(snapshot.File()), s.manifestPath())
	}
	rest := slices.DeleteFunc(s.Snapshots(), func(other Snapshot) bool { return other.File() == snapshot.File() })
	if err := s.replaceManifest(rest); err != nil {
		return err
	}
	path := s.Path(snapshot.File())
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	_ = os.Remove(filepath.Dir(path)) // only when it is empty
	return nil
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
	if err := renameio.WriteFile(s.manifestPath(), text.Bytes(), 0o644); err != nil {
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
