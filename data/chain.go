package data

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"os"
	"slices"
)

// Chain is a snapshot that is stored whole and those that go back to it, in the order in which
// they were added. It stands at one of them, before the first at none; Next goes on.
type Chain struct {
	store  *Store
	list   []manifestLine
	at     int // how many were read
	codec  codec
	text   text
	later  *os.File
	staged *stagedLater // what a batch adds; nil without one
}

// Snapshots lists the chain, the whole one first.
func (c *Chain) Snapshots() []Snapshot {
	list := make([]Snapshot, len(c.list))
	for i, line := range c.list {
		list[i] = line.Snapshot
	}
	return list
}

// View is the one view of its snapshots.
func (c *Chain) View() View { return c.list[0].View }

// Captures goes through the captures of the chain.
func (c *Chain) Captures() iter.Seq[Capture] {
	return func(yield func(Capture) bool) {
		for i := range c.list {
			if !yield(c.list[i].Capture) {
				return
			}
		}
	}
}

// Chains gives a chain for every snapshot that is stored whole, in the order of Snapshots. Each
// is to be closed when it was read.
func (s *Store) Chains() []*Chain {
	later := map[string][]manifestLine{}
	for _, line := range s.snapshots {
		if !line.isWhole() {
			later[line.Stored.In] = append(later[line.Stored.In], line)
		}
	}
	var chains []*Chain
	for _, line := range s.snapshots { // the manifest is in the order of Snapshots
		if line.isWhole() {
			list := append([]manifestLine{line}, later[line.laterFile()]...)
			slices.SortFunc(list[1:], func(a, b manifestLine) int { return int(a.Stored.Offset - b.Stored.Offset) })
			chains = append(chains, &Chain{store: s, list: list})
		}
	}
	return chains
}

// Next reads the next snapshot after checking what is stored of it against the manifest, and
// tells it by the one before; the first, which goes back to none, is all new. The error is
// io.EOF after the last, that of a context that ended, and otherwise names the file and the manifest's line.
func (c *Chain) Next(ctx context.Context) (Difference, error) {
	if c.at == len(c.list) {
		return Difference{}, io.EOF
	}
	if err := ctx.Err(); err != nil {
		return Difference{}, err
	}
	line := c.list[c.at]
	var d Difference
	var err error
	if c.at == 0 {
		d, err = c.nextWhole(ctx, line)
	} else {
		d, err = c.nextLater(line)
	}
	if err != nil {
		return Difference{}, err
	}
	// The size first: a difference of a few bytes can tell one of any length.
	size, isCounted := d.size()
	var next text
	if !isCounted || size != line.Bytes {
		err = fmt.Errorf("want %d bytes as %s says, got %s", line.Bytes, c.store.said(line), sizeSaid(size, isCounted))
	} else {
		next, err = c.text.apply(d)
	}
	if err != nil {
		return Difference{}, fmt.Errorf("%s: %s: %w", c.store.Path(line.Stored.In), line.File(), err)
	}
	c.text = next
	c.at++
	return d, nil
}

func (c *Chain) nextWhole(ctx context.Context, line manifestLine) (Difference, error) {
	export, err := c.store.openWhole(ctx, line)
	if err != nil {
		return Difference{}, err
	}
	if held, isHeld := export.(inMemory); isHeld {
		c.codec.whole = held.bytes
	} else if c.codec.whole, err = io.ReadAll(export); err != nil {
		err = fmt.Errorf("%s: %w", c.store.Path(line.Stored.In), err)
	}
	if err := errors.Join(err, export.Close()); err != nil {
		return Difference{}, err
	}
	return Difference{Parts: []Part{{IsNew: true, Length: line.Bytes}}, New: c.codec.whole}, nil
}

func (c *Chain) nextLater(line manifestLine) (Difference, error) {
	path := c.store.Path(line.Stored.In)
	if c.later == nil {
		file, err := os.Open(path)
		if err != nil {
			return Difference{}, err
		}
		c.later = file
	}
	// What the manifest says is compared with the file before memory is taken for it.
	info, err := c.later.Stat()
	if err != nil {
		return Difference{}, err
	}
	switch there := max(info.Size()-line.Stored.Offset, 0); {
	case there < line.Stored.Bytes:
		return Difference{}, fmt.Errorf("%s: want %d bytes at %d for %s as %s says, got %d", path,
			line.Stored.Bytes, line.Stored.Offset, line.File(), c.store.said(line), there)
	case line.Bytes > largestChained:
		return Difference{}, fmt.Errorf("%s: %s: want at most %d bytes told by others, got %d as %s says", path,
			line.File(), int64(largestChained), line.Bytes, c.store.said(line))
	}
	packed := make([]byte, line.Stored.Bytes)
	_, err = c.later.ReadAt(packed, line.Stored.Offset)
	switch sum := sha256.Sum256(packed); {
	case err != nil && !errors.Is(err, io.EOF):
		return Difference{}, err
	case hex.EncodeToString(sum[:]) != line.Stored.SHA256:
		return Difference{}, fmt.Errorf("%s: sha256 of what is stored of %s differs from %s", path, line.File(), c.store.said(line))
	}
	plain, err := c.codec.unpack(packed)
	if err != nil {
		return Difference{}, fmt.Errorf("%s: %s: %w", path, line.File(), err)
	}
	d, err := decodeDifference(plain)
	if err != nil {
		return Difference{}, fmt.Errorf("%s: %s: %w", path, line.File(), err)
	}
	return d, nil
}

// Bytes gives the bytes of the snapshot that the chain stands at. They are not to be changed.
func (c *Chain) Bytes() []byte { return c.text.bytes() }

// prove compares the digest of those bytes with the manifest's.
func (c *Chain) prove() error {
	line := c.list[c.at-1]
	if c.text.sha256() != line.SHA256 {
		return fmt.Errorf("%s: sha256 of %s differs from %s", c.store.Path(line.Stored.In), line.File(), c.store.said(line))
	}
	return nil
}

func (t text) sha256() string {
	hash := sha256.New()
	_, _ = t.WriteTo(hash)
	return hex.EncodeToString(hash.Sum(nil))
}

// Close ends the reading; what was read stays good.
func (c *Chain) Close() {
	c.codec.close()
	if c.later != nil {
		c.later.Close()
		c.later = nil
	}
}

// openWhole opens a snapshot that is stored whole, after checking the stored bytes and those of
// the export against the manifest. Those who watch get the bytes of the export meanwhile. Both the
// checking and the reading end when the context does.
func (s *Store) openWhole(ctx context.Context, line manifestLine, watching ...io.Writer) (io.ReadSeekCloser, error) {
	path := s.Path(line.Stored.In)
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
// closed, where it is no larger than largestChained.
func (s *Store) provenWhole(line manifestLine, export *packedFile, watching []io.Writer) (io.ReadSeekCloser, error) {
	isHeld := line.Bytes <= largestChained
	var held bytes.Buffer
	hash := sha256.New()
	out := append([]io.Writer{hash}, watching...)
	var size int64
	var err error
	// One byte more tells that there is too much, however much it is.
	if most := min(line.Bytes, math.MaxInt64-1) + 1; isHeld {
		held.Grow(int(line.Bytes) + bytes.MinRead)
		size, err = io.CopyN(&held, export, most)
		if errors.Is(err, io.EOF) {
			err = nil
		}
		for _, writer := range out {
			_, failed := writer.Write(held.Bytes())
			err = errors.Join(err, failed)
		}
	} else {
		size, err = io.CopyBuffer(io.MultiWriter(out...), io.LimitReader(export, most), make([]byte, 256<<10))
	}
	switch {
	case err != nil:
		return nil, fmt.Errorf("want %d bytes of %s as %s says, got %d: %w", line.Bytes, line.File(), s.said(line), size, err)
	case size > line.Bytes:
		return nil, fmt.Errorf("want %d bytes of %s as %s says, got more", line.Bytes, line.File(), s.said(line))
	case size < line.Bytes:
		return nil, fmt.Errorf("want %d bytes of %s as %s says, got %d", line.Bytes, line.File(), s.said(line), size)
	case hex.EncodeToString(hash.Sum(nil)) != line.SHA256:
		return nil, fmt.Errorf("sha256 of %s differs from %s", line.File(), s.said(line))
	case isHeld:
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
