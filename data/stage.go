package data

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
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

// DiscardStaged removes what interrupted imports left in the staging area. Callers hold the lock.
func (s *Store) DiscardStaged() error { return os.RemoveAll(s.staging()) }
