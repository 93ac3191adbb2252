package data

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// An earlier version of the store kept exports as differences. A file such as
// snapshots/2022-04-04/archive.later held a sequence of them: the first gave a snapshot from the
// whole snapshot of that capture, each later one from the snapshot before it in the file.
// Differences are still read, and [Store.Migrate] replaces them; they are no longer written.

// laterFile is a file of differences that was read up to the offset end; bytes is the export there.
type laterFile struct {
	in    string
	end   int64
	bytes []byte
}

// readDifference returns the export of a snapshot that is stored as a difference. held is its base.
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

// applyDifference returns the export, of size bytes, that a difference makes from the export before
// it.
//
// A difference is a list of parts: their number, one header for each part, then the bytes of all
// new parts. A part's header is its length, shifted left by one bit; the lowest bit is 1 for a new
// part and 0 for a part that is copied from the export before. The header of a copied part also has
// the signed distance from the end of the last copied part to its start. Numbers are varints.
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
	type part struct{ from, length int64 } // from is negative for a new part
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

// Migrate stores every snapshot that is stored as a difference again, in the present form, and
// removes the files of differences. It returns how many snapshots it moved. If one cannot be read,
// the error names it and the store is unchanged. Callers hold the lock.
func (s *Store) Migrate(ctx context.Context) (migrated int, err error) {
	batch, from := s.NewBatch(), s.Reader()
	defer batch.Discard()
	defer from.Close()
	for _, line := range s.snapshots {
		if !line.isDifference() {
			continue
		}
		if err := batch.move(ctx, from, line); err != nil {
			return 0, fmt.Errorf("%w; the earlier version of breachstats can remove it with \"snapshots forget\"", err)
		}
		migrated++
	}
	if migrated == 0 {
		return 0, nil
	}
	return migrated, batch.Commit()
}
