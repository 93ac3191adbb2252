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

// paletted gives a painted picture a palette, which makes its PNG less than
// half as large as full colour, and sooner written. Where edges are smoothed
// by more mixtures than a palette holds, mixtures near one another become one.
func paletted(full *image.RGBA) *image.Paletted {
	palette, places := paletteOf(full)
	reduced := image.NewPaletted(full.Rect, palette)
	var above []byte
	for y := range full.Rect.Dy() {
		row, into := rowOf(full, y), reduced.Pix[y*reduced.Stride:][:full.Rect.Dx()]
		if bytes.Equal(row, above) {
			copy(into, reduced.Pix[(y-1)*reduced.Stride:])
			continue
		}
		above = row
		last, place := pixel(row), places[colourOf(pixel(row))]
		for x := range into {
			if here := pixel(row[4*x:]); here != last {
				last, place = here, places[colourOf(here)]
			}
			into[x] = place
		}
	}
	return reduced
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
func paletteOf(full *image.RGBA) (color.Palette, map[color.RGBA]uint8) {
	const farther = 4
	pixels := countPixels(full)
	frequent := slices.SortedFunc(maps.Keys(pixels), func(a, b color.RGBA) int {
		return cmp.Or(cmp.Compare(pixels[b], pixels[a]),
			cmp.Compare(a.R, b.R), cmp.Compare(a.G, b.G), cmp.Compare(a.B, b.B))
	})
	for apart := 0; ; apart += farther {
		if palette, places, ok := paletteApart(frequent, apart); ok {
			return palette, places
		}
	}
}

// countPixels tells how often each colour is there. Rows like the one above
// them, of which a chart has many, are counted together.
func countPixels(full *image.RGBA) map[color.RGBA]int {
	pixels := make(map[color.RGBA]int)
	height := full.Rect.Dy()
	for y := 0; y < height; {
		row, times := rowOf(full, y), 1
		for y+times < height && bytes.Equal(row, rowOf(full, y+times)) {
			times++
		}
		for x := 0; x < len(row); {
			here, end := pixel(row[x:]), x+4
			for end < len(row) && pixel(row[end:]) == here {
				end += 4
			}
			pixels[colourOf(here)] += times * (end - x) / 4
			x = end
		}
		y += times
	}
	return pixels
}

// paletteApart takes colours in order, each unless one taken before is within
// a distance and stands for it; not ok if a palette cannot hold them.
func paletteApart(colours []color.RGBA, apart int) (taken color.Palette, places map[color.RGBA]uint8, ok bool) {
	var kept []color.RGBA
	places = make(map[color.RGBA]uint8, len(colours))
	for _, wanted := range colours {
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
		places[wanted] = uint8(place)
	}
	return taken, places, true
}

// distance is how much the channel differs that differs most, of 255.
func distance(a, b color.RGBA) int {
	return max(difference(a.R, b.R), difference(a.G, b.G), difference(a.B, b.B))
}

func difference(a, b uint8) int { return max(int(a)-int(b), int(b)-int(a)) }
