package data

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"sort"
	"strconv"
)

// Difference tells the bytes of a snapshot by those of another: Parts, one after the other.
type Difference struct {
	Parts []Part
	// New holds the bytes of the new parts.
	New []byte
}

// Part is a stretch of bytes: copied from the other snapshot, or the next ones of New.
type Part struct {
	IsNew bool
	// From is where a copied part begins in the other snapshot; 0 for a new one.
	From int64
	// Length counts its bytes.
	Length int64
}

// Diff tells next by base. Both come in pieces, such as records; a piece is copied or new as
// one. The pieces of next may stand anywhere in base, in whatever order.
func Diff(base, next [][]byte) Difference {
	var d Difference
	starts := make([]int64, len(base)+1)
	first := make(map[string]int, len(base))
	for i, piece := range base {
		starts[i+1] = starts[i] + int64(len(piece))
		if _, isKnown := first[string(piece)]; !isKnown {
			first[string(piece)] = i
		}
	}
	follows := 0 // the piece of base after the one copied last
	for _, piece := range next {
		at, isThere := follows, follows < len(base) && string(base[follows]) == string(piece)
		if !isThere {
			at, isThere = first[string(piece)]
		}
		length := int64(len(piece))
		if !isThere {
			d.New = append(d.New, piece...)
			d.add(Part{IsNew: true, Length: length})
			continue
		}
		d.add(Part{From: starts[at], Length: length})
		follows = at + 1
	}
	return d
}

// size counts the bytes that the parts tell; isCounted is false where they are more than any
// number can say.
func (d Difference) size() (size int64, isCounted bool) {
	for _, part := range d.Parts {
		if part.Length < 0 || part.Length > math.MaxInt64-size {
			return 0, false
		}
		size += part.Length
	}
	return size, true
}

// sizeSaid shows a size in a message.
func sizeSaid(size int64, isCounted bool) string {
	if !isCounted {
		return "more than can be counted"
	}
	return strconv.FormatInt(size, 10)
}

// add appends a part, to the last one where both are one stretch.
func (d *Difference) add(part Part) {
	if part.Length == 0 {
		return
	}
	if len(d.Parts) > 0 {
		last := &d.Parts[len(d.Parts)-1]
		if last.IsNew && part.IsNew || !last.IsNew && !part.IsNew && last.From+last.Length == part.From {
			last.Length += part.Length
			return
		}
	}
	d.Parts = append(d.Parts, part)
}

// encode writes the parts, then the new bytes. A part is its length and, in the lowest bit,
// whether it is new; a copied one is followed by the way from the end of the one copied before.
func (d Difference) encode() []byte {
	out := binary.AppendUvarint(nil, uint64(len(d.Parts)))
	follows := int64(0)
	for _, part := range d.Parts {
		if part.IsNew {
			out = binary.AppendUvarint(out, uint64(part.Length)<<1|1)
			continue
		}
		out = binary.AppendUvarint(out, uint64(part.Length)<<1)
		out = binary.AppendVarint(out, part.From-follows)
		follows = part.From + part.Length
	}
	return append(out, d.New...)
}

var errNotADifference = errors.New("want a difference, got something else")

func decodeDifference(in []byte) (Difference, error) {
	var d Difference
	isCut := false
	number := func() uint64 {
		n, size := binary.Uvarint(in)
		if isCut = isCut || size <= 0; isCut {
			return 0
		}
		in = in[size:]
		return n
	}
	var fresh, follows int64
	for parts := number(); parts > 0 && !isCut; parts-- {
		n := number()
		part := Part{IsNew: n&1 == 1, Length: int64(n >> 1)}
		if part.IsNew {
			fresh += part.Length
		} else {
			way := number()
			part.From = follows + (int64(way>>1) ^ -int64(way&1))
			follows = part.From + part.Length
		}
		if part.Length <= 0 || fresh < 0 || fresh > int64(len(in)) {
			return Difference{}, errNotADifference
		}
		d.Parts = append(d.Parts, part)
	}
	if isCut || fresh != int64(len(in)) {
		return Difference{}, errNotADifference
	}
	d.New = in
	return d, nil
}

// text is a snapshot's bytes as stretches of those that were read from disk, so that a step from
// one snapshot to the next copies no bytes.
type text struct {
	parts [][]byte
	ends  []int64
}

func (t text) size() int64 {
	if len(t.ends) == 0 {
		return 0
	}
	return t.ends[len(t.ends)-1]
}

func (t *text) add(part []byte) {
	t.parts = append(t.parts, part)
	t.ends = append(t.ends, t.size()+int64(len(part)))
}

// apply gives the bytes that a difference tells by these.
func (t text) apply(d Difference) (text, error) {
	most := len(t.parts) + 2*len(d.Parts)
	next := text{parts: make([][]byte, 0, most), ends: make([]int64, 0, most)}
	fresh := d.New
	for _, part := range d.Parts {
		if part.IsNew {
			if part.Length > int64(len(fresh)) {
				return text{}, errNotADifference
			}
			next.add(fresh[:part.Length:part.Length])
			fresh = fresh[part.Length:]
			continue
		}
		from, to := part.From, part.From+part.Length
		if from < 0 || to < from || to > t.size() {
			return text{}, fmt.Errorf("%w: bytes %d to %d of %d", errNotADifference, from, to, t.size())
		}
		i := sort.Search(len(t.ends), func(i int) bool { return t.ends[i] > from })
		for ; from < to; i++ {
			begin := t.ends[i] - int64(len(t.parts[i]))
			end := min(to, t.ends[i])
			next.add(t.parts[i][from-begin : end-begin])
			from = end
		}
	}
	return next, nil
}

// WriteTo writes the bytes.
func (t text) WriteTo(w io.Writer) (int64, error) {
	var written int64
	for _, part := range t.parts {
		n, err := w.Write(part)
		written += int64(n)
		if err != nil {
			return written, err
		}
	}
	return written, nil
}

// bytes gives them in one.
func (t text) bytes() []byte {
	if len(t.parts) == 1 {
		return t.parts[0]
	}
	all := make([]byte, 0, t.size())
	for _, part := range t.parts {
		all = append(all, part...)
	}
	return all
}
