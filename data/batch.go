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

// Batch gathers changes to a store that take effect together, on [Batch.Commit]: all of them or
// none. Until then the new files lie in the staging area. Callers hold the lock and have called
// [Check] for each snapshot.
type Batch struct {
	store   *Store
	reader  *Reader
	added   []manifestLine
	removed []manifestLine // snapshots that leave the store, or that are stored in another file
	files   []stagedFile
}

// stagedFile is a file in the staging area, from, and its path in the store after the commit, file.
type stagedFile struct{ from, file string }

// NewBatch returns an empty batch.
func (s *Store) NewBatch() *Batch { return &Batch{store: s, reader: s.Reader()} }

// A delta is kept if its size is at most 1/smallPart of its base's frame, or at most smallBytes: a
// file takes up that much on disk anyway.
const smallPart, smallBytes = 8, 1 << 10

// Add stages a snapshot, as a delta if that is small, or else whole. It then unpacks what it packed
// and compares the bytes with the export.
//
// The base of a delta is the newest whole snapshot of the same view and year that is older than the
// snapshot; if none is older, the oldest one. An export of more than 64 MB is always stored whole
// and is never a base. If the base cannot be read, the snapshot is stored whole, and unread is the
// reason.
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
			isAdded, err := b.addDelta(held, line, snapshot, export.held)
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

// baseOf finds the base for a snapshot by the rule of [Batch.Add].
func (b *Batch) baseOf(snapshot Snapshot) (base manifestLine, found bool) {
	for _, list := range [][]manifestLine{b.store.snapshots, b.added} {
		for _, line := range list {
			if !line.IsWhole() || line.View != snapshot.View || line.Capture.Day[:4] != snapshot.Capture.Day[:4] ||
				!line.IsHeld() || b.isRemoved(line) {
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

func (b *Batch) isRemoved(line manifestLine) bool {
	return slices.ContainsFunc(b.removed, func(gone manifestLine) bool { return gone.is(line.Snapshot) && gone.Stored == line.Stored })
}

// addDelta stages an export as a delta from a base. It does nothing if the delta is not small.
func (b *Batch) addDelta(held *base, line manifestLine, snapshot Snapshot, export []byte) (isAdded bool, err error) {
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
	snapshot.Stored = Stored{In: snapshot.deltaFile(held.capture), Base: held.capture, Bytes: int64(len(frame)), SHA256: hex.EncodeToString(sum[:])}
	file, err := b.store.stagingFile("*.zst")
	if err != nil {
		return false, err
	}
	if _, err := file.Write(frame); err != nil {
		return false, errors.Join(err, file.Close(), os.Remove(file.Name()))
	}
	return true, b.take(snapshot, file)
}

// addWhole stages an export as a whole frame, which needs no base.
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
	return checkPacked(ctx, file.Name(), export)
}

// take adds a staged file to the batch and syncs it to disk.
func (b *Batch) take(snapshot Snapshot, file *os.File) error {
	b.files = append(b.files, stagedFile{from: file.Name(), file: snapshot.Stored.In})
	b.reader.places[snapshot.Stored.In] = file.Name()
	b.added = append(b.added, manifestLine{Snapshot: snapshot})
	if err := file.Chmod(0o444); err != nil {
		return errors.Join(err, file.Close())
	}
	return syncAndClose(file)
}

// checkPacked unpacks a file and compares the result with the export that was packed.
func checkPacked(ctx context.Context, path string, export *Staged) error {
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

// Commit makes the batch part of the store. It moves the files into place and syncs them first, and
// replaces the manifest last, in one step. An interrupted Commit leaves at most files that the
// manifest does not name. They are listed in a note, and the next change removes them.
func (b *Batch) Commit() error {
	var unsettled []string
	for _, staged := range b.files {
		unsettled = append(unsettled, staged.file)
	}
	for _, line := range b.removed {
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
	for _, line := range slices.Concat(slices.DeleteFunc(slices.Clone(b.store.snapshots), b.isRemoved), b.added) {
		list = append(list, line.Snapshot)
	}
	if err := b.store.replaceManifest(list); err != nil {
		return err
	}
	return b.store.settle()
}

func syncAndClose(file *os.File) error {
	if err := file.Sync(); err != nil {
		return errors.Join(err, file.Close())
	}
	return file.Close()
}

// Discard removes staged files that were not committed. It is safe to call after Commit.
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

// move stores a snapshot of the store again, in another file. It reads the snapshot through from.
func (b *Batch) move(ctx context.Context, from *Reader, line manifestLine) error {
	export, err := from.Read(ctx, line.Snapshot, nil)
	if err == nil {
		err = b.store.checkDigest(line, export)
	}
	if err != nil {
		return err
	}
	b.removed = append(b.removed, line)
	unread, err := b.Add(ctx, line.Snapshot, &Staged{SHA256: line.SHA256, Bytes: line.Bytes, held: export, store: b.store})
	return errors.Join(unread, err)
}

// Forget removes a snapshot from the store. Snapshots that have it as their base are first stored
// again without it. Then the manifest is replaced, and the file is removed last.
func (s *Store) Forget(ctx context.Context, snapshot Snapshot) error {
	line, found := s.find(snapshot)
	if !found {
		return fmt.Errorf("%s: not in %s", s.Path(snapshot.File()), s.manifestPath())
	}
	batch := s.NewBatch()
	defer batch.Discard()
	from := s.Reader()
	defer from.Close()
	batch.removed = []manifestLine{line}
	for _, other := range s.snapshots {
		if !line.IsWhole() || other.Stored.Base != line.Capture || other.View != line.View {
			continue
		}
		if err := batch.move(ctx, from, other); err != nil {
			return fmt.Errorf("%w; forget the snapshots that have %s as their base first", err, line.File())
		}
	}
	return batch.Commit()
}
