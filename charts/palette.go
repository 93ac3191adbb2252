package charts

import (
	"cmp"
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
	var last color.RGBA
	var place uint8
	for i := range reduced.Pix {
		if here := pixel(full, i); here != last {
			last, place = here, places[here]
		}
		reduced.Pix[i] = place
	}
	return reduced
}

// pixel is the colour of the i-th pixel, counted along the rows.
func pixel(of *image.RGBA, i int) color.RGBA {
	channels := of.Pix[4*i : 4*i+4 : 4*i+4]
	return color.RGBA{R: channels[0], G: channels[1], B: channels[2], A: channels[3]}
}

// paletteOf is a palette and the place in it of each colour of a picture. It
// holds all colours or, if they are too many, the most frequent ones that are
// just so far apart that every other is near one of them.
func paletteOf(full *image.RGBA) (color.Palette, map[color.RGBA]uint8) {
	const farther = 4
	pixels := make(map[color.RGBA]int)
	last, run := color.RGBA{}, 0
	for i := range len(full.Pix) / 4 {
		here := pixel(full, i)
		if here != last && run > 0 {
			pixels[last] += run
			run = 0
		}
		last = here
		run++
	}
	pixels[last] += run
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
