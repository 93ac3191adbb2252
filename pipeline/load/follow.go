package load

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/pipeline/export"
)

// Follower goes along a chain of the store and knows the reports of the snapshot at which it
// stands, having read only those that were new. What it takes for the values of a report that was
// copied from the snapshot before are those that were read there; Propose proves that before a
// snapshot is stored as a difference.
type Follower struct {
	texts  *texts
	pieces []entry // every record of the chain, as it was met
	now    []int32 // the records of this snapshot, in their order, the header first
	ends   []int64 // where each of them ends; a buffer

	view     data.View
	proposed []int32
}

// entry is one record of an export: the header or a report with its line end.
type entry struct {
	text  int32  // the number of its text; header for a header
	lines int32  // from where it begins to where the next one does
	bytes []byte // nil where the export is not separable
}

// header stands in place of the number of a text.
const header int32 = -1

// errNotSeparable tells that a difference is not cut between records.
var errNotSeparable = errors.New("want a difference that is cut between records")

// Follow begins a chain with an export that was read whole. The follower of an export that is not
// separable cannot go on.
func Follow(reading Reading, view data.View, text []byte) *Follower {
	return follow(newTexts(), reading, view, text)
}

// OpenFollower reads a chain of the store to its end.
func OpenFollower(ctx context.Context, store *data.Store, chain *data.Chain) (*Follower, error) {
	var f *Follower
	for _, snapshot := range chain.Snapshots() {
		d, err := chain.Next(ctx)
		if err != nil {
			return nil, err
		}
		if f != nil {
			err = f.step(d, nil)
		} else {
			var reading Reading
			reading, err = readWhole(store.Path(snapshot.File()), bytes.NewReader(d.New), snapshot.View, func(export.Row, digest) error { return nil })
			f = Follow(reading, snapshot.View, d.New)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", store.Path(snapshot.File()), err)
		}
	}
	return f, nil
}

func follow(texts *texts, reading Reading, view data.View, export []byte) *Follower {
	f := &Follower{texts: texts, view: view}
	f.start(reading, export)
	return f
}

// start stands the follower at an export that was read whole.
func (f *Follower) start(reading Reading, export []byte) {
	f.now = nil
	fresh := f.take(reading, export, reading.Summary.HeaderEnd)
	for i := range fresh {
		f.now = append(f.now, int32(len(f.pieces)+i))
	}
	f.pieces = append(f.pieces, fresh...)
}

// take gives the records of a reading; the bytes of export are theirs where they are separable.
func (f *Follower) take(reading Reading, export []byte, headerEnd int64) []entry {
	isSeparable := reading.Summary.IsSeparable && export != nil
	cut := func(from, to int64) []byte {
		if !isSeparable {
			return nil
		}
		return export[from:to:to]
	}
	fresh := make([]entry, 0, 1+len(reading.rows))
	fresh = append(fresh, entry{text: header, lines: 1, bytes: cut(0, headerEnd)})
	line, end := 1, headerEnd
	for _, row := range reading.rows {
		fresh[len(fresh)-1].lines = int32(row.line - line) // blank lines belong to what is before them
		number := f.texts.number(row.text)
		fresh = append(fresh, entry{text: number, lines: 1 + row.breaks, bytes: cut(end, row.end)})
		line, end = row.line, row.end
	}
	return fresh
}

// step goes to the next snapshot, told by the one at which the follower stands. each, which may
// be nil, gets the reports that were read.
func (f *Follower) step(d data.Difference, each func(export.Row, digest) error) error {
	now, fresh, err := f.apply(d, each)
	if err != nil {
		return err
	}
	f.now, f.pieces = now, append(f.pieces, fresh...)
	return nil
}

// apply gives the records of the next snapshot; those that are new are numbered on from the
// pieces there are.
func (f *Follower) apply(d data.Difference, each func(export.Row, digest) error) (now []int32, fresh []entry, err error) {
	if len(f.now) == 0 || f.pieces[f.now[0]].bytes == nil || len(d.Parts) == 0 {
		return nil, nil, errNotSeparable
	}
	if fresh, err = f.readNew(d, each); err != nil {
		return nil, nil, err
	}
	f.ends = f.ends[:0]
	end := int64(0)
	for _, at := range f.now {
		end += int64(len(f.pieces[at].bytes))
		f.ends = append(f.ends, end)
	}
	now = make([]int32, 0, len(f.now)+len(fresh))
	next := 0 // of fresh
	for _, part := range d.Parts {
		if part.IsNew {
			left := part.Length
			for ; left > 0 && next < len(fresh); next++ {
				left -= int64(len(fresh[next].bytes))
				now = append(now, int32(len(f.pieces)+next))
			}
			if left != 0 {
				return nil, nil, errNotSeparable
			}
			continue
		}
		from, isFrom := f.recordAt(part.From)
		to, isTo := f.recordAt(part.From + part.Length)
		if !isFrom || !isTo {
			return nil, nil, errNotSeparable
		}
		now = append(now, f.now[from:to]...)
	}
	isHeader := func(at int32) bool {
		if i := int(at) - len(f.pieces); i >= 0 {
			return fresh[i].text == header
		}
		return f.pieces[at].text == header
	}
	if next != len(fresh) || !isHeader(now[0]) {
		return nil, nil, errNotSeparable
	}
	return now, fresh, nil
}

// recordAt is the index in now of the record that begins at an offset; their number for the end.
func (f *Follower) recordAt(offset int64) (index int, isThere bool) {
	if offset == 0 {
		return 0, true
	}
	index, isThere = slices.BinarySearch(f.ends, offset)
	return index + 1, isThere
}

// readNew reads the new records of a difference alone, under the header that they stand under.
func (f *Follower) readNew(d data.Difference, each func(export.Row, digest) error) ([]entry, error) {
	if len(d.New) == 0 {
		return nil, nil
	}
	if each == nil {
		each = func(export.Row, digest) error { return nil }
	}
	alone, before := d.New, []byte(nil)
	if !d.Parts[0].IsNew {
		before = f.pieces[f.now[0]].bytes
		alone = append(bytes.Clone(before), d.New...)
	}
	reading, err := readWhole("new reports", bytes.NewReader(alone), f.view, each)
	if err != nil {
		return nil, err
	}
	if !reading.Summary.IsSeparable || before != nil && reading.Summary.HeaderEnd != int64(len(before)) {
		return nil, errNotSeparable
	}
	fresh := f.take(reading, alone, reading.Summary.HeaderEnd)
	if before != nil {
		fresh = fresh[1:]
	}
	return fresh, nil
}

// Propose tells an export that was read whole by the snapshot at which the follower stands, if
// following that gives the very reports of the reading, each in its line; otherwise isProved is
// false. Accept then goes to it.
func (f *Follower) Propose(reading Reading, export []byte) (d data.Difference, isProved bool) {
	f.proposed = nil
	if !reading.Summary.IsSeparable || export == nil || f.pieces[f.now[0]].bytes == nil {
		return data.Difference{}, false
	}
	base := make([][]byte, len(f.now))
	for i, at := range f.now {
		base[i] = f.pieces[at].bytes
	}
	next := make([][]byte, 1, 1+len(reading.rows))
	end := reading.Summary.HeaderEnd
	next[0] = export[:end]
	for _, row := range reading.rows {
		next = append(next, export[end:row.end])
		end = row.end
	}
	if end != int64(len(export)) {
		return data.Difference{}, false
	}
	d = data.Diff(base, next)
	now, fresh, err := f.apply(d, nil)
	if err != nil || len(now) != len(next) {
		return data.Difference{}, false
	}
	known := len(f.pieces)
	f.pieces = append(f.pieces, fresh...)
	line := int(f.pieces[now[0]].lines) + 1
	for i, row := range reading.rows {
		p := f.pieces[now[i+1]]
		if number, isKnown := f.texts.numbers[row.text]; !isKnown || p.text != number || line != row.line {
			f.pieces = f.pieces[:known]
			return data.Difference{}, false
		}
		line += int(p.lines)
	}
	f.proposed = now
	return d, true
}

// Accept goes to the snapshot that was proposed last.
func (f *Follower) Accept() { f.now = f.proposed }
