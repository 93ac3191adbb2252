package data

import (
	"bytes"
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

// Staged is an export that was copied and is not part of the store yet. One of up to 64 MB is
// held in memory, a larger one lies in the staging area.
type Staged struct {
	// SHA256 is the hex digest of the bytes, Bytes their number.
	SHA256 string
	Bytes  int64
	held   []byte
	path   string
}

// Stage copies an export and hashes it. Nothing is part of the store until a batch is committed;
// Discard removes the copy.
func (s *Store) Stage(export io.Reader) (*Staged, error) {
	var held bytes.Buffer
	hash := sha256.New()
	size, err := io.Copy(io.MultiWriter(&held, hash), io.LimitReader(export, largestChained+1))
	if err != nil {
		return nil, err
	}
	if size <= largestChained {
		return &Staged{SHA256: hex.EncodeToString(hash.Sum(nil)), Bytes: size, held: held.Bytes()}, nil
	}
	file, err := s.stagingFile("*.csv")
	if err != nil {
		return nil, err
	}
	_, err = file.Write(held.Bytes())
	if err == nil {
		var more int64
		more, err = io.Copy(io.MultiWriter(file, hash), export)
		size += more
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, errors.Join(err, os.Remove(file.Name()))
	}
	return &Staged{SHA256: hex.EncodeToString(hash.Sum(nil)), Bytes: size, path: file.Name()}, nil
}

func (s *Store) staging() string { return filepath.Join(s.dir, ".staging") }

func (s *Store) stagingFile(pattern string) (*os.File, error) {
	if err := os.MkdirAll(s.staging(), 0o755); err != nil {
		return nil, err
	}
	return os.CreateTemp(s.staging(), pattern)
}

// Open opens the copy.
func (s *Staged) Open() (io.ReadSeekCloser, error) {
	if s.path != "" {
		return os.Open(s.path)
	}
	return inMemory{bytes.NewReader(s.held)}, nil
}

// Held gives the bytes, nil where they are too many to be held.
func (s *Staged) Held() []byte { return s.held }

// Discard removes the copy, and the staging area when it was the last in it.
func (s *Staged) Discard() {
	s.held = nil
	if s.path != "" {
		_ = os.Remove(s.path)
		_ = os.Remove(filepath.Dir(s.path))
	}
}

// DiscardStaged removes what an interrupted change left: the staging area, and files of snapshots
// that it had put in their places, or not yet removed, and that the manifest does not name. Callers
// hold the lock.
func (s *Store) DiscardStaged() error {
	if err := s.settle(); err != nil {
		return err
	}
	return os.RemoveAll(s.staging())
}

// notePath is a file that names, a line each, the files which a change is about to put in their
// places or to remove.
func (s *Store) notePath() string { return filepath.Join(s.staging(), "unsettled") }

// note writes those files down, on disk when it returns.
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

// settle removes those of the noted files that the manifest does not name, as it is on disk now. No
// other file is ever removed: without a manifest, bytes that it once named are all there is.
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
		file, isWhole := strings.CutSuffix(line, "\n") // or the note was cut short, and nothing done yet
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

// Replace writes a file of a data folder, other than a snapshot, in one step: it is the old one or
// the new one, whole. What an interruption leaves of it lies in the staging area. Callers hold the
// lock.
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
