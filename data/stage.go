package data

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/renameio/v2"
)

// Staged is an export that was copied and is not part of the store yet. One of up to 64 MB is
// held in memory, a larger one lies packed in the staging area.
type Staged struct {
	// SHA256 is the hex digest of the bytes, Bytes their number.
	SHA256 string
	Bytes  int64
	held   []byte
	// packing is closed when the held bytes were packed; nil where Pack was not called.
	packing chan struct{}
	packed  packed
	// area is where a larger one lies, nil once it is part of a batch; isProved tells that all of it
	// was read again and is the same.
	area     *os.File
	isProved bool
}

// packed is an export as a frame, or where that lies in a file: how long it is, and its digest.
type packed struct {
	frame  []byte
	bytes  int64
	sha256 string
	err    error
}

// Stage copies an export and hashes it; those who watch get its bytes meanwhile. Nothing is part of
// the store until a batch is committed; Discard removes the copy. When the context ends, so does the
// copying, and nothing of it is left.
func (s *Store) Stage(ctx context.Context, export io.Reader, watching ...io.Writer) (*Staged, error) {
	source := heeding{ctx, export}
	var held bytes.Buffer
	if file, isFile := export.(interface{ Stat() (fs.FileInfo, error) }); isFile {
		info, err := file.Stat()
		switch {
		case err != nil || !info.Mode().IsRegular():
		case info.Size() > largestChained:
			return s.stageLarge(source, watching)
		default:
			held.Grow(int(info.Size()) + bytes.MinRead)
		}
	}
	if _, err := held.ReadFrom(io.LimitReader(source, largestChained+1)); err != nil {
		return nil, err
	}
	if held.Len() > largestChained {
		return s.stageLarge(io.MultiReader(&held, source), watching)
	}
	sum := sha256.Sum256(held.Bytes())
	for _, writer := range watching {
		if _, err := writer.Write(held.Bytes()); err != nil {
			return nil, err
		}
	}
	return &Staged{SHA256: hex.EncodeToString(sum[:]), Bytes: int64(held.Len()), held: held.Bytes()}, nil
}

// stageLarge packs an export on the way.
func (s *Store) stageLarge(export io.Reader, watching []io.Writer) (staged *Staged, err error) {
	area, err := s.stagingFile("*.zst")
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, area.Close(), os.Remove(area.Name()))
		}
	}()
	hash, stored := sha256.New(), sha256.New()
	out := &counting{to: io.MultiWriter(area, stored)}
	packer, err := newPacker(out)
	if err != nil {
		return nil, err
	}
	size, err := spread(export, packer, io.MultiWriter(append([]io.Writer{hash}, watching...)...))
	if err != nil {
		_ = packer.Close() // what it says was said, or is of no account
		return nil, err
	}
	if err := packer.Close(); err != nil {
		return nil, err
	}
	return &Staged{
		SHA256: hex.EncodeToString(hash.Sum(nil)), Bytes: size, area: area,
		packed: packed{bytes: out.total, sha256: hex.EncodeToString(stored.Sum(nil))},
	}, nil
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

// Pack begins to pack an export that is held, for a batch that will take it whole, while a caller
// reads it. It does nothing for a larger one, which is packed.
func (s *Staged) Pack() {
	if s.held == nil {
		return
	}
	s.packing = make(chan struct{})
	held := s.held
	go func() {
		defer close(s.packing)
		s.packed = packHeld(held)
	}()
}

func packHeld(held []byte) packed {
	var frame bytes.Buffer
	frame.Grow(len(held)/4 + bytes.MinRead)
	if err := packWhole(&frame, bytes.NewReader(held)); err != nil {
		return packed{err: err}
	}
	sum := sha256.Sum256(frame.Bytes())
	return packed{frame: frame.Bytes(), bytes: int64(frame.Len()), sha256: hex.EncodeToString(sum[:])}
}

func (s *Store) staging() string { return filepath.Join(s.dir, ".staging") }

func (s *Store) stagingFile(pattern string) (*os.File, error) {
	if err := os.MkdirAll(s.staging(), 0o755); err != nil {
		return nil, err
	}
	return os.CreateTemp(s.staging(), pattern)
}

// Open opens the copy. Reading a large one to its end proves it, and ends when the context does.
func (s *Staged) Open(ctx context.Context) (io.ReadSeekCloser, error) {
	if s.area == nil {
		return newInMemory(s.held), nil
	}
	unpacked, err := openPacked(ctx, s.area.Name())
	if err != nil {
		return nil, err
	}
	return &proving{packedFile: unpacked, of: s, hash: sha256.New()}, nil
}

// proving reads a large export that was staged, and compares what was read when all of it was.
type proving struct {
	*packedFile
	of   *Staged
	hash hash.Hash
}

// Read reads on; at the end the error says whether the bytes are those that were packed.
func (p *proving) Read(b []byte) (int, error) {
	n, err := p.packedFile.Read(b)
	p.hash.Write(b[:n])
	if errors.Is(err, io.EOF) {
		if hex.EncodeToString(p.hash.Sum(nil)) != p.of.SHA256 {
			return n, errNotPacked
		}
		p.of.isProved = true
	}
	return n, err
}

// Seek goes to an offset from the start, which reads again what stands before it.
func (p *proving) Seek(offset int64, whence int) (int64, error) {
	if _, err := p.packedFile.Seek(0, whence); err != nil {
		return 0, err
	}
	p.hash.Reset()
	return io.CopyN(io.Discard, p, offset)
}

var errNotPacked = errors.New("want what was packed, got other bytes")

// Held gives the bytes, nil where they are too many to be held.
func (s *Staged) Held() []byte { return s.held }

// Discard removes the copy, and the staging area when it was the last in it.
func (s *Staged) Discard() {
	if s.packing != nil {
		<-s.packing
	}
	s.held = nil
	if s.area != nil {
		_ = s.area.Close()
		_ = os.Remove(s.area.Name())
		_ = os.Remove(filepath.Dir(s.area.Name()))
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
