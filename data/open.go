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
	"math"
	"os"
)

// Reader reads snapshots one after another. It keeps the last base of each view in memory, so that
// the next delta from that base is the only thing it reads. Callers must close it. It is not safe
// for concurrent use.
type Reader struct {
	store *Store
	bases map[View]*base
	// places maps files of the store to their place in the staging area until the batch is
	// committed.
	places map[string]string
	later  laterFile
}

// Reader returns a reader of the store's snapshots.
func (s *Store) Reader() *Reader {
	return &Reader{store: s, bases: map[View]*base{}, places: map[string]string{}}
}

// Close frees the bases. Exports that were read stay valid.
func (r *Reader) Close() {
	for _, held := range r.bases {
		held.close()
	}
}

// IsHeld reports whether [Reader.Read] can read the snapshot. A larger one needs [Store.Open].
func (s Snapshot) IsHeld() bool { return s.Bytes <= largestHeld }

// Read returns the bytes of a snapshot for which [Snapshot.IsHeld] is true. It reuses the memory of
// buf if that is large enough.
//
// The stored bytes are compared with the manifest; for a whole snapshot, and so for every base, the
// unpacked bytes are too. Errors name the file and the manifest's line.
func (r *Reader) Read(ctx context.Context, snapshot Snapshot, buf []byte) ([]byte, error) {
	line, found := r.store.find(snapshot)
	switch {
	case !found:
		return nil, fmt.Errorf("%s: not in %s", r.store.Path(snapshot.File()), r.store.manifestPath())
	case line.IsWhole():
		held, err := r.base(ctx, line)
		if err != nil {
			return nil, err
		}
		return append(buf[:0], held.bytes...), nil
	}
	path := r.store.Path(line.Stored.In)
	export, err := r.readDelta(ctx, line, buf)
	if err == nil && int64(len(export)) != line.Bytes {
		err = fmt.Errorf("%s: %s: want %d bytes as %s says, got %d", path, line.File(), line.Bytes, r.store.manifestRef(line), len(export))
	}
	return export, err
}

// readDelta reads a snapshot that is stored as a delta or as a difference.
func (r *Reader) readDelta(ctx context.Context, line manifestLine, buf []byte) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	against, _ := r.store.find(Snapshot{Capture: line.Stored.Base, View: line.View}) // findBases has checked that it exists
	held, err := r.base(ctx, against)
	if err != nil {
		return nil, fmt.Errorf("%w; %s needs it as its base", err, line.File())
	}
	if line.isDifference() {
		export, err := r.readDifference(ctx, line, held)
		return append(buf[:0], export...), err
	}
	frame, err := r.store.readStored(line)
	if err != nil {
		return nil, err
	}
	if int64(cap(buf)) < line.Bytes {
		buf = make([]byte, 0, line.Bytes+line.Bytes/8) // some to spare: the next export may be a little larger
	}
	export, err := held.unpack(frame, buf)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.store.Path(line.Stored.In), err)
	}
	return export, nil
}

// base returns a whole snapshot as the base of others.
func (r *Reader) base(ctx context.Context, line manifestLine) (*base, error) {
	held := r.bases[line.View]
	if held != nil && held.capture == line.Capture {
		return held, nil
	}
	export, err := r.store.openWhole(ctx, line, r.places[line.Stored.In])
	if err != nil {
		return nil, err
	}
	read, isHeld := export.(inMemory)
	if err := export.Close(); err != nil {
		return nil, err
	}
	if !isHeld {
		return nil, fmt.Errorf("%s: %s: want a base of at most %d bytes, got %d, the size in %s",
			r.store.Path(line.Stored.In), line.File(), int64(largestHeld), line.Bytes, r.store.manifestRef(line))
	}
	return r.hold(line.Snapshot, read.bytes), nil
}

// hold keeps an export in memory as the base of its view.
func (r *Reader) hold(snapshot Snapshot, export []byte) *base {
	if held := r.bases[snapshot.View]; held != nil {
		held.close()
	}
	r.bases[snapshot.View] = &base{capture: snapshot.Capture, bytes: export}
	return r.bases[snapshot.View]
}

// readStored returns the stored bytes of a delta, after comparing them with the manifest.
func (s *Store) readStored(line manifestLine) ([]byte, error) {
	path := s.Path(line.Stored.In)
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	// Compare the sizes before allocating: the manifest may be wrong.
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	there := max(info.Size()-line.Stored.offset, 0)
	if there < line.Stored.Bytes || there > line.Stored.Bytes && !line.isDifference() {
		return nil, fmt.Errorf("%s: want %d bytes of %s as %s says, got %d", path, line.Stored.Bytes, line.File(), s.manifestRef(line), there)
	}
	if line.Bytes > largestHeld {
		return nil, fmt.Errorf("%s: %s: want a delta for at most %d bytes, got %d, the size in %s", path,
			line.File(), int64(largestHeld), line.Bytes, s.manifestRef(line))
	}
	stored := make([]byte, line.Stored.Bytes)
	if _, err := file.ReadAt(stored, line.Stored.offset); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if sum := sha256.Sum256(stored); hex.EncodeToString(sum[:]) != line.Stored.SHA256 {
		return nil, fmt.Errorf("%s: sha256 of the stored bytes of %s differs from %s", path, line.File(), s.manifestRef(line))
	}
	return stored, nil
}

// checkDigest compares the digest of an export with the manifest's.
func (s *Store) checkDigest(line manifestLine, export []byte) error {
	if sum := sha256.Sum256(export); hex.EncodeToString(sum[:]) != line.SHA256 {
		return fmt.Errorf("%s: sha256 of %s differs from %s", s.Path(line.Stored.In), line.File(), s.manifestRef(line))
	}
	return nil
}

// openWhole opens a whole snapshot, after comparing the stored and the unpacked bytes with the
// manifest. It reads the file at place, or the snapshot's file in the store if place is empty.
// watching receive the unpacked bytes during the comparison. Comparing and reading end when the
// context does.
func (s *Store) openWhole(ctx context.Context, line manifestLine, place string, watching ...io.Writer) (io.ReadSeekCloser, error) {
	path := cmp.Or(place, s.Path(line.Stored.In))
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	digest, size, err := hashOf(ctxReader{ctx, file})
	err = errors.Join(err, file.Close())
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", path, err)
	case size != line.Stored.Bytes:
		return nil, fmt.Errorf("%s: want %d bytes as %s says, got %d", path, line.Stored.Bytes, s.manifestRef(line), size)
	case digest != line.Stored.SHA256:
		return nil, fmt.Errorf("%s: sha256 differs from %s", path, s.manifestRef(line))
	}
	export, err := openPacked(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	opened, err := s.checkWhole(line, export, watching)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), export.Close())
	}
	return opened, nil
}

// checkWhole unpacks an export and compares it with the manifest. If the export is at most
// largestHeld bytes it is returned in memory, and the file is closed.
func (s *Store) checkWhole(line manifestLine, export *packedFile, watching []io.Writer) (io.ReadSeekCloser, error) {
	var held bytes.Buffer
	hash := sha256.New()
	out := append([]io.Writer{hash}, watching...)
	if line.IsHeld() {
		held.Grow(int(line.Bytes) + bytes.MinRead)
		out = append(out, &held)
	}
	// Reading one byte more than expected is enough to find that there are too many.
	most := io.LimitReader(export, min(line.Bytes, math.MaxInt64-1)+1)
	size, err := io.CopyBuffer(io.MultiWriter(out...), most, make([]byte, 256<<10))
	switch {
	case err != nil:
		return nil, fmt.Errorf("want %d bytes of %s as %s says, got %d: %w", line.Bytes, line.File(), s.manifestRef(line), size, err)
	case size > line.Bytes:
		return nil, fmt.Errorf("want %d bytes of %s as %s says, got more", line.Bytes, line.File(), s.manifestRef(line))
	case size < line.Bytes:
		return nil, fmt.Errorf("want %d bytes of %s as %s says, got %d", line.Bytes, line.File(), s.manifestRef(line), size)
	case hex.EncodeToString(hash.Sum(nil)) != line.SHA256:
		return nil, fmt.Errorf("sha256 of %s differs from %s", line.File(), s.manifestRef(line))
	case line.IsHeld():
		return newInMemory(held.Bytes()), export.Close()
	}
	_, err = export.Seek(0, io.SeekStart)
	return export, err
}

// inMemory is an export that is held in memory.
type inMemory struct {
	*bytes.Reader
	bytes []byte
}

func newInMemory(export []byte) inMemory { return inMemory{bytes.NewReader(export), export} }

func (inMemory) Close() error { return nil }
