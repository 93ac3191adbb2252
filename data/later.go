package data

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// The version before kept exports as differences: stretches of a file such as
// snapshots/2022-04-04/archive.later, each of which gives a snapshot out of the one before it in the
// file, the first out of the whole one beside it. They are read, and Migrate packs them again; none is
// written.

// laterFile is a file of differences that was read up to an offset, and the export there.
type laterFile struct {
	in    string
	end   int64
	bytes []byte
}

// readDifference reads a snapshot that is stored as a difference.
func (r *Reader) readDifference(ctx context.Context, line manifestLine, held *base) ([]byte, error) {
	if r.later.in != line.Stored.In || r.later.end > line.Stored.offset {
		r.later = laterFile{in: line.Stored.In, bytes: held.bytes}
	}
	for r.later.end <= line.Stored.offset {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		index := slices.IndexFunc(r.store.snapshots, func(l manifestLine) bool {
			return l.Stored.In == r.later.in && l.Stored.offset == r.later.end
		})
		if index < 0 {
			return nil, fmt.Errorf("%s: want the differences before that of %s in %s, got none at %d",
				r.store.Path(line.Stored.In), line.File(), r.store.manifestPath(), r.later.end)
		}
		next := r.store.snapshots[index]
		stored, err := r.store.readStored(next)
		if err != nil {
			return nil, err
		}
		plain, err := held.unpack(stored, nil)
		if err == nil {
			r.later.bytes, err = applyDifference(r.later.bytes, plain, next.Bytes)
		}
		if err != nil {
			r.later = laterFile{}
			return nil, fmt.Errorf("%s: %s: %w", r.store.Path(next.Stored.In), next.File(), err)
		}
		r.later.end += next.Stored.Bytes
	}
	return r.later.bytes, nil
}

var errNotADifference = errors.New("want a difference, got something else")

// applyDifference gives the export of size bytes that a difference makes of the one before. A
// difference is the number of its parts; for each its length, shifted by a bit that says whether it is
// new, and where it is copied the signed way from the end of the last copied part to its beginning;
// then the bytes of the new parts. Numbers are varints.
func applyDifference(before, difference []byte, size int64) ([]byte, error) {
	isCut := false
	number := func() uint64 {
		n, taken := binary.Uvarint(difference)
		if isCut = isCut || taken <= 0; isCut {
			return 0
		}
		difference = difference[taken:]
		return n
	}
	type part struct{ from, length int64 } // from is below 0 for a new one
	var parts []part
	var follows, total int64
	for count := number(); count > 0 && !isCut; count-- {
		n := number()
		next := part{from: -1, length: int64(n >> 1)}
		if n&1 == 0 {
			way := number()
			next.from = follows + (int64(way>>1) ^ -int64(way&1))
			follows = next.from + next.length
			if next.from < 0 || next.from > int64(len(before)) || next.length > int64(len(before))-next.from {
				return nil, errNotADifference
			}
		}
		if next.length <= 0 || next.length > size-total {
			return nil, errNotADifference
		}
		total += next.length
		parts = append(parts, next)
	}
	if isCut || total != size {
		return nil, errNotADifference
	}
	export := make([]byte, 0, size)
	for _, part := range parts {
		from := before
		if part.from < 0 {
			if part.length > int64(len(difference)) {
				return nil, errNotADifference
			}
			from, difference = difference, difference[part.length:]
			part.from = 0
		}
		export = append(export, from[part.from:part.from+part.length]...)
	}
	if len(difference) > 0 {
		return nil, errNotADifference
	}
	return export, nil
}

// Migrate packs again what the version before stored as differences, whole or against a base as Batch
// stores exports now, and removes its files. The error names what cannot be read; nothing is changed
// then. Callers hold the lock.
func (s *Store) Migrate(ctx context.Context) (migrated int, err error) {
	batch, from := s.NewBatch(), s.Reader()
	defer batch.Discard()
	defer from.Close()
	for _, line := range s.snapshots {
		if !line.isDifference() {
			continue
		}
		if err := batch.move(ctx, from, line); err != nil {
			return 0, fmt.Errorf("%w; the version before can withdraw it", err)
		}
		migrated++
	}
	if migrated == 0 {
		return 0, nil
	}
	return migrated, batch.Commit()
}
