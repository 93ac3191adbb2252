package charts

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"image"
	"image/color"
	"maps"
	"slices"
)

// paletteSize is how many colours a PNG with a palette has at most.
const paletteSize = 256

// run is so many pixels of one colour in a row.
type run struct {
	pixel  uint32 // red in its lowest byte
	pixels int
}

// band is so many rows of a picture one below the other, alike.
type band struct {
	runs []run
	rows int
}

// paletted gives a painted picture a palette, which makes its PNG less than
// half as large as full colour, and sooner written. Where edges are smoothed
// by more mixtures than a palette holds, mixtures near one another become one.
// Its places are written into pix, which has room for all.
func paletted(full *image.RGBA, pix []uint8) *image.Paletted {
	width := full.Rect.Dx()
	reduced := &image.Paletted{Pix: pix[:width*full.Rect.Dy()], Stride: width, Rect: full.Rect}
	painted := bandsOf(full)
	palette, places := paletteOf(painted)
	reduced.Palette = palette
	rest := reduced.Pix
	for _, alike := range painted {
		first := rest[:width]
		at := 0
		for _, one := range alike.runs {
			place := places[one.pixel]
			for x := range first[at : at+one.pixels] {
				first[at+x] = place
			}
			at += one.pixels
		}
		for row := 1; row < alike.rows; row++ {
			copy(rest[row*width:], first)
		}
		rest = rest[alike.rows*width:]
	}
	return reduced
}

// bandsOf tells a picture by its runs. Of rows like the one above them a chart
// has many, and long runs too.
func bandsOf(full *image.RGBA) []band {
	var painted []band
	height := full.Rect.Dy()
	for y := 0; y < height; {
		row, alike := rowOf(full, y), band{rows: 1}
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
			alike.runs = append(alike.runs, run{here, (end - x) / 4})
			x = end
		}
		painted = append(painted, alike)
		y += alike.rows
	}
	return painted
}

// rowOf is the pixels of a row, four bytes each.
func rowOf(of *image.RGBA, y int) []byte { return of.Pix[y*of.Stride:][:4*of.Rect.Dx()] }

// pixel is the first pixel of a row as one number, red in its lowest byte.
func pixel(row []byte) uint32 { return binary.LittleEndian.Uint32(row) }

func colourOf(pixel uint32) color.RGBA {
	return color.RGBA{R: uint8(pixel), G: uint8(pixel >> 8), B: uint8(pixel >> 16), A: uint8(pixel >> 24)}
}

// paletteOf is a palette and the place in it of each colour of a picture. It
// holds all colours or, if they are too many, the most frequent ones that are
// just so far apart that every other is near one of them.
func paletteOf(painted []band) (color.Palette, map[uint32]uint8) {
	const farther = 4
	pixels := make(map[uint32]int)
	for _, alike := range painted {
		for _, one := range alike.runs {
			pixels[one.pixel] += alike.rows * one.pixels
		}
	}
	frequent := slices.SortedFunc(maps.Keys(pixels), func(one, other uint32) int {
		a, b := colourOf(one), colourOf(other)
		return cmp.Or(cmp.Compare(pixels[other], pixels[one]),
			cmp.Compare(a.R, b.R), cmp.Compare(a.G, b.G), cmp.Compare(a.B, b.B))
	})
	for apart := 0; ; apart += farther {
		if palette, places, ok := paletteApart(frequent, apart); ok {
			return palette, places
		}
	}
}

// paletteApart takes colours in order, each unless one taken before is within
// a distance and stands for it; not ok if a palette cannot hold them.
func paletteApart(pixels []uint32, apart int) (taken color.Palette, places map[uint32]uint8, ok bool) {
	var kept []color.RGBA
	places = make(map[uint32]uint8, len(pixels))
	for _, one := range pixels {
		wanted := colourOf(one)
		place, nearest := len(kept), apart+1
		for i, other := range kept {
			if away := distance(wanted, other); away < nearest {
				place, nearest = i, away
			}
		}
		if place == paletteSize {
			return nil, nil, false
		}
		if place == len(kept) {
			kept, taken = append(kept, wanted), append(taken, wanted)
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
