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

// Reader reads snapshots one after the other. Of each view it holds the whole one that the last was
// stored against, so that the next costs its own frame. It is to be closed, and is for one goroutine.
type Reader struct {
	store *Store
	bases map[View]*base
	// places are where files lie that are staged and not yet in theirs.
	places map[string]string
	later  laterFile
}

// Reader begins to read.
func (s *Store) Reader() *Reader {
	return &Reader{store: s, bases: map[View]*base{}, places: map[string]string{}}
}

// Close lets go of what is held; what was read stays good.
func (r *Reader) Close() {
	for _, held := range r.bases {
		held.close()
	}
}

// IsHeld reports whether Read reads the snapshot; a larger one is for Store.Open.
func (s Snapshot) IsHeld() bool { return s.Bytes <= largestHeld }

// Read gives the bytes of a snapshot that IsHeld, in the room of a slice that the caller has for them, after
// checking what is stored of it against the manifest; a whole one, and so every base, is compared
// with its checksum too. The error names the file and the manifest's line.
func (r *Reader) Read(ctx context.Context, snapshot Snapshot, room []byte) ([]byte, error) {
	line, found := r.store.find(snapshot)
	switch {
	case !found:
		return nil, fmt.Errorf("%s: not in %s", r.store.Path(snapshot.File()), r.store.manifestPath())
	case line.IsWhole():
		held, err := r.base(ctx, line)
		if err != nil {
			return nil, err
		}
		return append(room[:0], held.bytes...), nil
	}
	path := r.store.Path(line.Stored.In)
	export, err := r.readLater(ctx, line, room)
	if err == nil && int64(len(export)) != line.Bytes {
		err = fmt.Errorf("%s: %s: want %d bytes as %s says, got %d", path, line.File(), line.Bytes, r.store.said(line), len(export))
	}
	return export, err
}

// readLater reads a snapshot that is stored against another.
func (r *Reader) readLater(ctx context.Context, line manifestLine, room []byte) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	against, _ := r.store.find(Snapshot{Capture: line.Stored.Base, View: line.View}) // readManifest saw to it
	held, err := r.base(ctx, against)
	if err != nil {
		return nil, fmt.Errorf("%w; %s is stored against it", err, line.File())
	}
	if line.isDifference() {
		export, err := r.readDifference(ctx, line, held)
		return append(room[:0], export...), err
	}
	frame, err := r.store.readStored(line)
	if err != nil {
		return nil, err
	}
	if int64(cap(room)) < line.Bytes {
		room = make([]byte, 0, line.Bytes+line.Bytes/8) // the next may be a little larger
	}
	export, err := held.unpack(frame, room)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.store.Path(line.Stored.In), err)
	}
	return export, nil
}

// base gives a whole snapshot as one that others are stored against.
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
		return nil, fmt.Errorf("%s: %s: want at most %d bytes to be held, got %d as %s says",
			r.store.Path(line.Stored.In), line.File(), int64(largestHeld), line.Bytes, r.store.said(line))
	}
	return r.hold(line.Snapshot, read.bytes), nil
}

// hold keeps an export as the base of its view.
func (r *Reader) hold(snapshot Snapshot, export []byte) *base {
	if held := r.bases[snapshot.View]; held != nil {
		held.close()
	}
	r.bases[snapshot.View] = &base{capture: snapshot.Capture, bytes: export}
	return r.bases[snapshot.View]
}

// readStored reads what is stored of a snapshot and compares it with the manifest.
func (s *Store) readStored(line manifestLine) ([]byte, error) {
	path := s.Path(line.Stored.In)
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	// What the manifest says is compared with the file before memory is taken for it.
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	there := max(info.Size()-line.Stored.offset, 0)
	if there < line.Stored.Bytes || there > line.Stored.Bytes && !line.isDifference() {
		return nil, fmt.Errorf("%s: want %d bytes of %s as %s says, got %d", path, line.Stored.Bytes, line.File(), s.said(line), there)
	}
	if line.Bytes > largestHeld {
		return nil, fmt.Errorf("%s: %s: want at most %d bytes stored against others, got %d as %s says", path,
			line.File(), int64(largestHeld), line.Bytes, s.said(line))
	}
	stored := make([]byte, line.Stored.Bytes)
	if _, err := file.ReadAt(stored, line.Stored.offset); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if sum := sha256.Sum256(stored); hex.EncodeToString(sum[:]) != line.Stored.SHA256 {
		return nil, fmt.Errorf("%s: sha256 of what is stored of %s differs from %s", path, line.File(), s.said(line))
	}
	return stored, nil
}

// prove compares the digest of an export with the manifest's.
func (s *Store) prove(line manifestLine, export []byte) error {
	if sum := sha256.Sum256(export); hex.EncodeToString(sum[:]) != line.SHA256 {
		return fmt.Errorf("%s: sha256 of %s differs from %s", s.Path(line.Stored.In), line.File(), s.said(line))
	}
	return nil
}

// openWhole opens a snapshot that is stored whole, in place of its file at another path unless that is
// empty, after checking the stored bytes and those of the export against the manifest. Those who watch
// get the bytes of the export meanwhile. Both the checking and the reading end when the context does.
func (s *Store) openWhole(ctx context.Context, line manifestLine, place string, watching ...io.Writer) (io.ReadSeekCloser, error) {
	path := cmp.Or(place, s.Path(line.Stored.In))
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	digest, size, err := hashOf(heeding{ctx, file})
	err = errors.Join(err, file.Close())
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", path, err)
	case size != line.Stored.Bytes:
		return nil, fmt.Errorf("%s: want %d bytes as %s says, got %d", path, line.Stored.Bytes, s.said(line), size)
	case digest != line.Stored.SHA256:
		return nil, fmt.Errorf("%s: sha256 differs from %s", path, s.said(line))
	}
	export, err := openPacked(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	opened, err := s.provenWhole(line, export, watching)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), export.Close())
	}
	return opened, nil
}

// provenWhole gives an export whose bytes are those of the manifest: from memory, and the file
// closed, where it is no larger than largestHeld.
func (s *Store) provenWhole(line manifestLine, export *packedFile, watching []io.Writer) (io.ReadSeekCloser, error) {
	var held bytes.Buffer
	hash := sha256.New()
	out := append([]io.Writer{hash}, watching...)
	if line.IsHeld() {
		held.Grow(int(line.Bytes) + bytes.MinRead)
		out = append(out, &held)
	}
	// One byte more shows that there is too much.
	most := io.LimitReader(export, min(line.Bytes, math.MaxInt64-1)+1)
	size, err := io.CopyBuffer(io.MultiWriter(out...), most, make([]byte, 256<<10))
	switch {
	case err != nil:
		return nil, fmt.Errorf("want %d bytes of %s as %s says, got %d: %w", line.Bytes, line.File(), s.said(line), size, err)
	case size > line.Bytes:
		return nil, fmt.Errorf("want %d bytes of %s as %s says, got more", line.Bytes, line.File(), s.said(line))
	case size < line.Bytes:
		return nil, fmt.Errorf("want %d bytes of %s as %s says, got %d", line.Bytes, line.File(), s.said(line), size)
	case hex.EncodeToString(hash.Sum(nil)) != line.SHA256:
		return nil, fmt.Errorf("sha256 of %s differs from %s", line.File(), s.said(line))
	case line.IsHeld():
		return newInMemory(held.Bytes()), export.Close()
	}
	_, err = export.Seek(0, io.SeekStart)
	return export, err
}

// inMemory is an export that was read.
type inMemory struct {
	*bytes.Reader
	bytes []byte
}

func newInMemory(export []byte) inMemory { return inMemory{bytes.NewReader(export), export} }

// Close does nothing.
func (inMemory) Close() error { return nil }
