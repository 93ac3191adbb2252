package data

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// Batch gathers snapshots that become part of a store together, on Commit: all of them or none.
// Until then they lie in the staging area. Callers hold the lock, and have asked Check about each.
type Batch struct {
	store  *Store
	added  []Snapshot
	gone   []Snapshot // what leaves the store
	wholes []stagedWhole
	laters []*stagedLater
	// leaving are files whose bytes the store no longer needs once the batch is committed.
	leaving []string
}

// stagedWhole is a packed snapshot that gets a file of its own.
type stagedWhole struct{ from, file string }

// stagedLater holds the differences that a batch adds to a chain.
type stagedLater struct {
	file string // where they are to be appended
	from int64  // at this offset
	end  int64
	area *os.File
}

// NewBatch begins a batch without snapshots.
func (s *Store) NewBatch() *Batch { return &Batch{store: s} }

const (
	// A difference is small when it has at most this part of the bytes of the whole one, packed,
	// or no more than a file costs anyway.
	smallPart, smallBytes = 4, 1 << 10
	// A chain is full when its differences have as many bytes as the whole one, and so much that
	// it matters, or when they are so many that going through them takes a moment.
	fullBytes, fullCount = 512 << 10, 2000
)

// IsFull tells that the chain takes no more snapshots: another whole one is to be stored.
func (c *Chain) IsFull() bool {
	whole, last := c.list[0], c.list[len(c.list)-1]
	return whole.Bytes > largestChained || len(c.list) > fullCount ||
		len(c.list) > 1 && last.Stored.End() > max(whole.Stored.Bytes, fullBytes)
}

// AddWhole gives an export a file of its own, in which it is packed, and proves that it unpacks to
// the same bytes. The chain that begins with it stands at it; it is nil for an export that is too
// large for others to go back to.
func (b *Batch) AddWhole(ctx context.Context, snapshot Snapshot, export *Staged) (*Chain, error) {
	place := b.placeHeld
	if export.area != nil {
		place = b.placeLarge
	}
	if err := place(ctx, snapshot, export); err != nil {
		return nil, err
	}
	snapshot.Stored = Stored{In: snapshot.wholeFile(), Bytes: export.packed.bytes, SHA256: export.packed.sha256}
	b.added = append(b.added, snapshot)
	if export.held == nil {
		return nil, nil
	}
	chain := &Chain{store: b.store, list: []manifestLine{{Snapshot: snapshot}}, at: 1, codec: codec{whole: export.held}}
	chain.text.add(export.held)
	return chain, nil
}

// placeHeld writes an export that is held.
func (b *Batch) placeHeld(ctx context.Context, snapshot Snapshot, export *Staged) error {
	file, err := b.store.stagingFile("*.zst")
	if err != nil {
		return err
	}
	b.wholes = append(b.wholes, stagedWhole{from: file.Name(), file: snapshot.wholeFile()})
	if export.packing == nil {
		export.Pack()
	}
	<-export.packing
	err = export.packed.err
	if err == nil {
		_, err = file.Write(export.packed.frame)
	}
	if err := errors.Join(err, file.Chmod(0o444)); err != nil {
		return errors.Join(err, file.Close())
	}
	export.packed.frame = nil
	if err := syncAndClose(file); err != nil {
		return err
	}
	return wantSame(ctx, file.Name(), export)
}

// placeLarge takes over the copy of an export, which is packed.
func (b *Batch) placeLarge(ctx context.Context, snapshot Snapshot, export *Staged) error {
	file := export.area
	export.area = nil
	b.wholes = append(b.wholes, stagedWhole{from: file.Name(), file: snapshot.wholeFile()})
	if err := file.Chmod(0o444); err != nil {
		return errors.Join(err, file.Close())
	}
	if err := syncAndClose(file); err != nil {
		return err
	}
	if export.isProved {
		return nil
	}
	return wantSame(ctx, file.Name(), export)
}

// wantSame wants a packed file to unpack to an export.
func wantSame(ctx context.Context, path string, export *Staged) error {
	unpacked, err := openPacked(ctx, path)
	if err != nil {
		return err
	}
	digest, size, err := hashOf(unpacked)
	if err := errors.Join(err, unpacked.Close()); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if digest != export.SHA256 || size != export.Bytes {
		return fmt.Errorf("%s: %w", path, errNotPacked)
	}
	return nil
}

// Append adds a snapshot to a chain, which stands at its end, as its difference from the
// last one there, and proves that it tells the same bytes. The chain then stands at it.
// Where the difference is not small, nothing is done and isAdded is false.
func (b *Batch) Append(c *Chain, snapshot Snapshot, d Difference) (isAdded bool, err error) {
	plain := d.encode()
	packed, err := c.codec.pack(plain)
	if err != nil {
		return false, err
	}
	whole := c.list[0]
	if int64(len(packed)) > max(whole.Stored.Bytes/smallPart, smallBytes) {
		return false, nil
	}
	unpacked, err := c.codec.unpack(packed)
	if err != nil || !bytes.Equal(unpacked, plain) {
		return false, errors.Join(fmt.Errorf("%s: want what was packed, got other bytes", snapshot.Source), err)
	}
	next, err := c.text.apply(d)
	if err != nil {
		return false, fmt.Errorf("%s: %w", snapshot.Source, err)
	}
	if next.size() != snapshot.Bytes || next.sha256() != snapshot.SHA256 {
		return false, fmt.Errorf("%s: want a difference that tells it, got one of other bytes", snapshot.Source)
	}
	if c.staged == nil {
		from := int64(0)
		if last := c.list[len(c.list)-1]; len(c.list) > 1 {
			from = last.Stored.End()
		}
		area, err := b.store.stagingFile("*.later")
		if err != nil {
			return false, err
		}
		c.staged = &stagedLater{file: whole.laterFile(), from: from, end: from, area: area}
		b.laters = append(b.laters, c.staged)
	}
	if _, err := c.staged.area.Write(packed); err != nil {
		return false, err
	}
	sum := sha256.Sum256(packed)
	snapshot.Stored = Stored{In: c.staged.file, Offset: c.staged.end, Bytes: int64(len(packed)), SHA256: hex.EncodeToString(sum[:])}
	c.staged.end += int64(len(packed))
	c.list = append(c.list, manifestLine{Snapshot: snapshot})
	c.text, c.at = next, len(c.list)
	b.added = append(b.added, snapshot)
	return true, nil
}

// Commit makes the batch part of the store. Files are put in their places and brought to disk
// first, and the manifest is replaced once, last: a Commit that is interrupted leaves at most
// bytes that no manifest names, and a note of them, by which the next change removes them.
func (b *Batch) Commit() error {
	unsettled := slices.Clone(b.leaving)
	for _, whole := range b.wholes {
		unsettled = append(unsettled, whole.file)
	}
	for _, later := range b.laters {
		unsettled = append(unsettled, later.file)
	}
	if err := b.store.note(unsettled); err != nil {
		return err
	}
	for _, whole := range b.wholes {
		path := b.store.Path(whole.file)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.Rename(whole.from, path); err != nil {
			return err
		}
		if err := syncFolder(filepath.Dir(path)); err != nil {
			return err
		}
	}
	b.wholes = nil
	for _, later := range b.laters {
		if err := b.store.appendLater(later); err != nil {
			return err
		}
	}
	isOut := func(held Snapshot) bool {
		return slices.ContainsFunc(b.gone, held.is)
	}
	return b.store.replaceManifest(append(slices.DeleteFunc(b.store.Snapshots(), isOut), b.added...))
}

// appendLater appends staged differences behind those that the manifest names.
func (s *Store) appendLater(later *stagedLater) error {
	path := s.Path(later.file)
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	err = file.Truncate(later.from)
	if err == nil {
		_, err = io.Copy(io.NewOffsetWriter(file, later.from), io.NewSectionReader(later.area, 0, later.end-later.from))
	}
	if err != nil {
		return errors.Join(err, file.Close())
	}
	if err := syncAndClose(file); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// syncAndClose brings a file to disk and closes it.
func syncAndClose(file *os.File) error {
	if err := file.Sync(); err != nil {
		return errors.Join(err, file.Close())
	}
	return file.Close()
}

// Discard removes what the batch staged; after Commit, what is left of it.
func (b *Batch) Discard() {
	for _, whole := range b.wholes {
		_ = os.Remove(whole.from)
	}
	for _, later := range b.laters {
		_ = later.area.Close()
		_ = os.Remove(later.area.Name())
	}
	if b.store.settle() == nil {
		_ = os.Remove(b.store.notePath())
	}
	_ = os.Remove(b.store.staging()) // only when it is empty
}

// Forget withdraws a snapshot. Those that go back to it are stored anew first; then its line
// leaves the manifest, and last its bytes are removed.
func (s *Store) Forget(ctx context.Context, snapshot Snapshot) error {
	line, found := s.find(snapshot)
	if !found {
		return fmt.Errorf("%s: not in %s", s.Path(snapshot.File()), s.manifestPath())
	}
	batch := s.NewBatch()
	defer batch.Discard()
	batch.gone = []Snapshot{line.Snapshot}
	for _, chain := range s.Chains() {
		at := slices.IndexFunc(chain.list, func(l manifestLine) bool { return l.is(snapshot) })
		if at < 0 || at == len(chain.list)-1 {
			continue
		}
		err := batch.moveAfter(ctx, chain, at)
		chain.Close()
		if err != nil {
			return err
		}
	}
	isCut := !line.isWhole() && line.Stored.Offset > 0
	if !isCut {
		batch.leaving = []string{line.Stored.In}
	}
	if line.isWhole() {
		batch.leaving = append(batch.leaving, line.laterFile())
	}
	if err := batch.Commit(); err != nil {
		return err
	}
	if isCut {
		return os.Truncate(s.Path(line.Stored.In), line.Stored.Offset)
	}
	return s.settle()
}

// moveAfter stores the snapshots of a chain behind one of it anew: the first of them whole, the
// others as they were, going back to that. Where they cannot be read, the error says what can be done.
func (b *Batch) moveAfter(ctx context.Context, chain *Chain, at int) error {
	var moved *Chain
	for {
		d, err := chain.Next(ctx)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil && chain.at-1 <= at {
			continue
		}
		if err == nil {
			err = chain.prove()
		}
		if err != nil {
			return fmt.Errorf("%w; those that go back to %s can be withdrawn before it, the last added first", err, chain.list[at].File())
		}
		snapshot := chain.list[chain.at-1].Snapshot
		b.gone = append(b.gone, snapshot)
		isAdded := false
		if moved != nil {
			if isAdded, err = b.Append(moved, snapshot, d); err != nil {
				return err
			}
		}
		if isAdded {
			continue
		}
		export := chain.Bytes()
		if moved, err = b.AddWhole(ctx, snapshot, &Staged{SHA256: snapshot.SHA256, Bytes: snapshot.Bytes, held: export}); err != nil {
			return err
		}
	}
}
