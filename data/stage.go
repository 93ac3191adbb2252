package data

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/renameio/v2"
)

// Staged is a copy of an export that is not yet part of the store. An export of up to 64 MB is held
// in memory; a larger one lies packed in the staging area.
type Staged struct {
	// SHA256 is the hex digest of the export, Bytes its size.
	SHA256 string
	Bytes  int64
	held   []byte
	store  *Store
	// packing is nil until packing starts and is closed when it ends. area is the packed file from
	// then on, and nil again once it belongs to a batch.
	packing chan struct{}
	area    *os.File
	stored  Stored // size and digest of the frame
	err     error
}

// Stage copies an export and hashes it. watching receive its bytes during the copy. The store is
// unchanged until a [Batch] with the copy is committed. If the context ends, copying stops and
// nothing is left; otherwise the caller must call [Staged.Discard].
func (s *Store) Stage(ctx context.Context, export io.Reader, watching ...io.Writer) (*Staged, error) {
	source := ctxReader{ctx, export}
	var held bytes.Buffer
	if file, isFile := export.(interface{ Stat() (fs.FileInfo, error) }); isFile {
		if info, err := file.Stat(); err == nil && info.Mode().IsRegular() {
			held.Grow(int(min(info.Size(), largestHeld)) + bytes.MinRead)
		}
	}
	if _, err := held.ReadFrom(io.LimitReader(source, largestHeld+1)); err != nil {
		return nil, err
	}
	hash, staged := sha256.New(), &Staged{store: s}
	out := io.MultiWriter(append([]io.Writer{hash}, watching...)...)
	if held.Len() <= largestHeld {
		staged.held = held.Bytes()
		if _, err := out.Write(staged.held); err != nil {
			return nil, err
		}
		staged.Bytes = int64(len(staged.held))
	} else {
		staged.packing = make(chan struct{})
		close(staged.packing)
		counted := &counting{to: out}
		if staged.pack(io.TeeReader(io.MultiReader(&held, source), counted)); staged.err != nil {
			return nil, staged.err
		}
		staged.Bytes = counted.total
	}
	staged.SHA256 = hex.EncodeToString(hash.Sum(nil))
	return staged, nil
}

type counting struct {
	to    io.Writer
	total int64
}

func (c *counting) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.total += int64(n)
	return n, err
}

// Pack starts to pack an export that is held in memory, so that it is ready when a batch stores it
// whole. The caller can read the export meanwhile. Further calls do nothing.
func (s *Staged) Pack() {
	if s.packing == nil {
		s.packing = make(chan struct{})
		go func() {
			defer close(s.packing)
			s.pack(bytes.NewReader(s.held))
		}()
	}
}

// pack writes an export into the staging area as one frame.
func (s *Staged) pack(export io.Reader) {
	if s.area, s.err = s.store.stagingFile("*.zst"); s.err != nil {
		return
	}
	hash := sha256.New()
	out := &counting{to: io.MultiWriter(s.area, hash)}
	if s.err = packWhole(out, export); s.err != nil {
		s.discardArea()
		return
	}
	s.stored = Stored{Bytes: out.total, SHA256: hex.EncodeToString(hash.Sum(nil))}
}

func (s *Store) staging() string { return filepath.Join(s.dir, ".staging") }

func (s *Store) stagingFile(pattern string) (*os.File, error) {
	if err := os.MkdirAll(s.staging(), 0o755); err != nil {
		return nil, err
	}
	return os.CreateTemp(s.staging(), pattern)
}

// Open returns the copied export. Reading a large one ends when the context does.
func (s *Staged) Open(ctx context.Context) (io.ReadSeekCloser, error) {
	if s.held != nil {
		return newInMemory(s.held), nil
	}
	return openPacked(ctx, s.area.Name())
}

var errNotPacked = errors.New("want what was packed, got other bytes")

// Discard removes the copy, and the staging area if it is then empty.
func (s *Staged) Discard() {
	if s.packing != nil {
		<-s.packing
	}
	s.held = nil
	s.discardArea()
}

func (s *Staged) discardArea() {
	if s.area != nil {
		_ = s.area.Close()
		_ = os.Remove(s.area.Name())
		_ = os.Remove(filepath.Dir(s.area.Name()))
		s.area = nil
	}
}

// DiscardStaged removes what an interrupted change left behind: the staging area, and the noted
// files that the manifest does not name. Callers hold the lock.
func (s *Store) DiscardStaged() error {
	if err := s.settle(); err != nil {
		return err
	}
	return os.RemoveAll(s.staging())
}

// notePath is a file that lists, one on each line, the files that a change is about to place or
// remove.
func (s *Store) notePath() string { return filepath.Join(s.staging(), "unsettled") }

// note writes that list and syncs it to disk.
func (s *Store) note(files []string) error {
	if err := os.MkdirAll(s.staging(), 0o755); err != nil {
		return err
	}
	note, err := os.Create(s.notePath())
	if err != nil {
		return err
	}
	for _, file := range files {
		if _, err := note.WriteString(file + "\n"); err != nil {
			return errors.Join(err, note.Close())
		}
	}
	if err := syncAndClose(note); err != nil {
		return err
	}
	return syncFolder(s.staging())
}

// settle removes the noted files that the manifest on disk does not name. It removes no other file:
// if the manifest is lost, the files of the snapshots are all that is left.
func (s *Store) settle() error {
	note, err := os.ReadFile(s.notePath())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	now, err := OpenStore(s.dir)
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(note)) {
		file, isWhole := strings.CutSuffix(line, "\n") // false if writing the note was interrupted: then no file was moved yet
		if !isWhole || !filepath.IsLocal(file) || !strings.HasPrefix(file, "snapshots/") {
			continue
		}
		if slices.ContainsFunc(now.snapshots, func(l manifestLine) bool { return l.Stored.In == file }) {
			continue
		}
		if err := os.Remove(s.Path(file)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		_ = os.Remove(filepath.Dir(s.Path(file))) // only when it is empty
	}
	return nil
}

// Replace writes a file of a data folder, but not a snapshot, in one step: readers see the old file
// or the new one. An interrupted Replace leaves a file in the staging area. Callers hold the lock.
func Replace(dir, name string, content []byte) error {
	s := &Store{dir: dir}
	if err := os.MkdirAll(s.staging(), 0o755); err != nil {
		return err
	}
	err := renameio.WriteFile(filepath.Join(dir, name), content, 0o644, renameio.WithTempDir(s.staging()))
	if err == nil {
		err = syncFolder(dir)
	}
	_ = os.Remove(s.staging()) // only when it is empty
	return err
}
