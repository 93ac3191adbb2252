package data

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// Batch gathers snapshots that become part of a store together, on Commit: all of them or none.
// Until then they lie in the staging area. Callers hold the lock, and have asked Check about each.
type Batch struct {
	store  *Store
	reader *Reader
	added  []manifestLine
	gone   []manifestLine // what leaves the store, or its place there
	files  []stagedFile
}

// stagedFile is a snapshot's file, and where it lies until the batch is committed.
type stagedFile struct{ from, file string }

// NewBatch begins a batch without snapshots.
func (s *Store) NewBatch() *Batch { return &Batch{store: s, reader: s.Reader()} }

// A frame against a base is kept where it has at most this part of the bytes of the base's own frame,
// or no more than a file costs anyway.
const smallPart, smallBytes = 8, 1 << 10

// Add stages a snapshot: against its base where that makes a small frame, or whole, and proves that what
// was packed unpacks to the same bytes. Its base is the newest whole snapshot of its view and year
// that is no newer, or else the oldest that is; an export of more than 64 MB has none and is none.
// unread says why a base could not be read; the snapshot is stored whole then.
func (b *Batch) Add(ctx context.Context, snapshot Snapshot, export *Staged) (unread, err error) {
	snapshot.Stored = Stored{}
	if export.held == nil {
		return nil, b.addWhole(ctx, snapshot, export)
	}
	line, found := b.baseOf(snapshot)
	if found {
		held, err := b.reader.base(ctx, line)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil:
			unread = err
		default:
			isAdded, err := b.addAgainst(held, line, snapshot, export.held)
			if err != nil || isAdded {
				return nil, err
			}
		}
	}
	if err := b.addWhole(ctx, snapshot, export); err != nil {
		return nil, err
	}
	return unread, nil
}

// baseOf finds the base of a snapshot.
func (b *Batch) baseOf(snapshot Snapshot) (base manifestLine, found bool) {
	for _, list := range [][]manifestLine{b.store.snapshots, b.added} {
		for _, line := range list {
			if !line.IsWhole() || line.View != snapshot.View || line.Capture.Day[:4] != snapshot.Capture.Day[:4] ||
				!line.IsHeld() || b.isGone(line) {
				continue
			}
			isBefore, bestIsBefore := line.Capture.Compare(snapshot.Capture) < 0, base.Capture.Compare(snapshot.Capture) < 0
			isNearer := isBefore == bestIsBefore && (line.Capture.Compare(base.Capture) > 0) == isBefore
			if !found || isBefore && !bestIsBefore || isNearer {
				base, found = line, true
			}
		}
	}
	return base, found
}

func (b *Batch) isGone(line manifestLine) bool {
	return slices.ContainsFunc(b.gone, func(gone manifestLine) bool { return gone.is(line.Snapshot) && gone.Stored == line.Stored })
}

// addAgainst stages an export as a frame against a base, if that is small.
func (b *Batch) addAgainst(held *base, line manifestLine, snapshot Snapshot, export []byte) (isAdded bool, err error) {
	frame, err := held.pack(export)
	if err != nil {
		return false, err
	}
	if int64(len(frame)) > max(line.Stored.Bytes/smallPart, smallBytes) {
		return false, nil
	}
	unpacked, err := held.unpack(frame, nil)
	if err != nil || !bytes.Equal(unpacked, export) {
		return false, errors.Join(fmt.Errorf("%s: %w", snapshot.Source, errNotPacked), err)
	}
	sum := sha256.Sum256(frame)
	snapshot.Stored = Stored{In: snapshot.fileFrom(held.capture), Base: held.capture, Bytes: int64(len(frame)), SHA256: hex.EncodeToString(sum[:])}
	file, err := b.store.stagingFile("*.zst")
	if err != nil {
		return false, err
	}
	if _, err := file.Write(frame); err != nil {
		return false, errors.Join(err, file.Close(), os.Remove(file.Name()))
	}
	return true, b.take(snapshot, file)
}

// addWhole stages an export as a frame of its own.
func (b *Batch) addWhole(ctx context.Context, snapshot Snapshot, export *Staged) error {
	export.Pack()
	if <-export.packing; export.err != nil {
		return export.err
	}
	file := export.area
	export.area = nil
	snapshot.Stored = export.stored
	snapshot.Stored.In = snapshot.wholeFile()
	if err := b.take(snapshot, file); err != nil {
		return err
	}
	if export.held != nil {
		b.reader.hold(snapshot, export.held)
	}
	return wantSame(ctx, file.Name(), export)
}

// take takes over a snapshot's frame from the staging area, on disk when it returns.
func (b *Batch) take(snapshot Snapshot, file *os.File) error {
	b.files = append(b.files, stagedFile{from: file.Name(), file: snapshot.Stored.In})
	b.reader.places[snapshot.Stored.In] = file.Name()
	b.added = append(b.added, manifestLine{Snapshot: snapshot})
	if err := file.Chmod(0o444); err != nil {
		return errors.Join(err, file.Close())
	}
	return syncAndClose(file)
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

// Commit makes the batch part of the store. Files are put in their places and brought to disk
// first, and the manifest is replaced once, last: a Commit that is interrupted leaves at most
// files that no manifest names, and a note of them, by which the next change removes them.
func (b *Batch) Commit() error {
	var unsettled []string
	for _, staged := range b.files {
		unsettled = append(unsettled, staged.file)
	}
	for _, line := range b.gone {
		unsettled = append(unsettled, line.Stored.In)
	}
	if err := b.store.note(unsettled); err != nil {
		return err
	}
	folders := map[string]bool{}
	for _, staged := range b.files {
		path := b.store.Path(staged.file)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.Rename(staged.from, path); err != nil {
			return err
		}
		folders[filepath.Dir(path)] = true
	}
	for folder := range folders {
		if err := syncFolder(folder); err != nil {
			return err
		}
	}
	b.files = nil
	var list []Snapshot
	for _, line := range slices.Concat(slices.DeleteFunc(slices.Clone(b.store.snapshots), b.isGone), b.added) {
		list = append(list, line.Snapshot)
	}
	if err := b.store.replaceManifest(list); err != nil {
		return err
	}
	return b.store.settle()
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
	b.reader.Close()
	for _, staged := range b.files {
		_ = os.Remove(staged.from)
	}
	if b.store.settle() == nil {
		_ = os.Remove(b.store.notePath())
	}
	_ = os.Remove(b.store.staging()) // only when it is empty
}

// move stores a snapshot of the store another time. from reads it where it lies.
func (b *Batch) move(ctx context.Context, from *Reader, line manifestLine) error {
	export, err := from.Read(ctx, line.Snapshot, nil)
	if err == nil {
		err = b.store.prove(line, export)
	}
	if err != nil {
		return err
	}
	b.gone = append(b.gone, line)
	unread, err := b.Add(ctx, line.Snapshot, &Staged{SHA256: line.SHA256, Bytes: line.Bytes, held: export, store: b.store})
	return errors.Join(unread, err)
}

// Forget withdraws a snapshot. Those that are stored against it are stored another time first; then its
// line leaves the manifest, and last its file is removed.
func (s *Store) Forget(ctx context.Context, snapshot Snapshot) error {
	line, found := s.find(snapshot)
	if !found {
		return fmt.Errorf("%s: not in %s", s.Path(snapshot.File()), s.manifestPath())
	}
	batch := s.NewBatch()
	defer batch.Discard()
	from := s.Reader()
	defer from.Close()
	batch.gone = []manifestLine{line}
	for _, other := range s.snapshots {
		if !line.IsWhole() || other.Stored.Base != line.Capture || other.View != line.View {
			continue
		}
		if err := batch.move(ctx, from, other); err != nil {
			return fmt.Errorf("%w; those that are stored against %s can be withdrawn before it", err, line.File())
		}
	}
	return batch.Commit()
}
