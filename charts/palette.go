package charts

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"image"
	"image/color"
	"slices"
)

// paletteSize is how many colours a PNG with a palette has at most.
const paletteSize = 256

// run is so many pixels of one colour in a row.
type run struct{ colour, pixels int32 }

// band is so many rows of a picture one below the other, alike, and from and to which run they are described.
type band struct{ from, to, rows int }

// picture is what was painted, described by its runs, with its colours in the order in which they are
// met. Its room serves for the next one.
type picture struct {
	runs   []run
	bands  []band
	pixels []uint32 // of each colour, red in its lowest byte
	counts []int    // of pixels that have it
	places map[uint32]int32
	recent [1 << 12]struct {
		pixel uint32
		after int32 // its place and one
	}
}

// read tells a painted picture by its runs. Of rows like the one above them a chart has many, and
// long runs too.
func (p *picture) read(full *image.RGBA) {
	p.runs, p.bands, p.pixels, p.counts = p.runs[:0], p.bands[:0], p.pixels[:0], p.counts[:0]
	p.places = make(map[uint32]int32)
	clear(p.recent[:])
	height := full.Rect.Dy()
	for y := 0; y < height; {
		row, alike := rowOf(full, y), band{from: len(p.runs), rows: 1}
		for y+alike.rows < height && bytes.Equal(row, rowOf(full, y+alike.rows)) {
			alike.rows++
		}
		for x := 0; x < len(row); {
			here, end := pixel(row[x:]), x+4
			for two := uint64(here) | uint64(here)<<32; end+8 <= len(row) && binary.LittleEndian.Uint64(row[end:]) == two; {
				end += 8
			}
			for end < len(row) && pixel(row[end:]) == here {
				end += 4
			}
			one := run{p.place(here), int32(end-x) / 4}
			p.runs = append(p.runs, one)
			p.counts[one.colour] += alike.rows * int(one.pixels)
			x = end
		}
		alike.to = len(p.runs)
		p.bands = append(p.bands, alike)
		y += alike.rows
	}
}

// place is the place of a colour among those that were met.
func (p *picture) place(of uint32) int32 {
	const spread = 0x9E3779B1
	met := &p.recent[of*spread>>(32-12)]
	if met.pixel == of && met.after != 0 {
		return met.after - 1
	}
	place, isKnown := p.places[of]
	if !isKnown {
		place = int32(len(p.pixels))
		p.places[of] = place
		p.pixels, p.counts = append(p.pixels, of), append(p.counts, 0)
	}
	met.pixel, met.after = of, place+1
	return place
}

// rowOf is the pixels of a row, four bytes each.
func rowOf(of *image.RGBA, y int) []byte { return of.Pix[y*of.Stride:][:4*of.Rect.Dx()] }

// pixel is the first pixel of a row as one number, red in its lowest byte.
func pixel(row []byte) uint32 { return binary.LittleEndian.Uint32(row) }

func colourOf(pixel uint32) color.RGBA {
	return color.RGBA{R: uint8(pixel), G: uint8(pixel >> 8), B: uint8(pixel >> 16), A: uint8(pixel >> 24)}
}

// palette is a palette for a picture, which makes its PNG less than half as large as full colour,
// and sooner written; and the place in it of each of its colours. It holds all colours or, if they
// are too many, the most frequent ones that are just so far apart that every other is near one of them.
func (p *picture) palette() ([]color.RGBA, []uint8) {
	const farther = 4
	frequent := make([]int32, len(p.pixels))
	for i := range frequent {
		frequent[i] = int32(i)
	}
	slices.SortFunc(frequent, func(one, other int32) int {
		a, b := colourOf(p.pixels[one]), colourOf(p.pixels[other])
		return cmp.Or(cmp.Compare(p.counts[other], p.counts[one]),
			cmp.Compare(a.R, b.R), cmp.Compare(a.G, b.G), cmp.Compare(a.B, b.B))
	})
	for apart := 0; ; apart += farther {
		if palette, places, ok := p.paletteApart(frequent, apart); ok {
			return palette, places
		}
	}
}

// paletteApart takes colours in order, each unless one taken before is within
// a distance and stands for it; not ok if a palette cannot hold them.
func (p *picture) paletteApart(order []int32, apart int) (taken []color.RGBA, places []uint8, ok bool) {
	places = make([]uint8, len(order))
	for _, one := range order {
		wanted := colourOf(p.pixels[one])
		place, nearest := len(taken), apart+1
		for i, other := range taken {
			if away := distance(wanted, other); away < nearest {
				place, nearest = i, away
			}
		}
		if place == paletteSize {
			return nil, nil, false
		}
		if place == len(taken) {
			taken = append(taken, wanted)
		}
		places[one] = uint8(place)
	}
	return taken, places, true
}

// distance is how much the channel differs that differs most, of 255.
func distance(a, b color.RGBA) int {
	return max(difference(a.R, b.R), difference(a.G, b.G), difference(a.B, b.B))
}

func difference(a, b uint8) int { return max(int(a)-int(b), int(b)-int(a)) }
