package charts

import (
	"bytes"
	"fmt"
	"image"
	"math"

	"github.com/golang/freetype/raster"
	"github.com/klauspost/compress/flate"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

const (
	// paletteSize is the largest number of colours in a PNG with a palette.
	paletteSize = 256
	// pureColours is the number of entries of the palette that only colours of marks may use, not
	// mixtures.
	pureColours = 32
)

// canvas is an image in memory with a palette: one byte for each pixel, the index of its colour. If
// an edge covers part of a pixel, the two colours are mixed in one of a few steps. The buffers are
// reused for the next image.
type canvas struct {
	width, height int
	perPoint      float64 // pixels
	fonts         *[2]typeface
	rows          []byte // top to bottom, each a 0 (the PNG filter type) and then its pixels
	palette       []colour
	places        map[colour]uint8 // index in the palette
	err           error            // the last error of a font
	tints         map[tint]*mixtures
	unused        []*mixtures
	outline       raster.Path
	edges         *raster.Rasterizer
	faces         map[faceOf]font.Face // cache of opened fonts
	letters       map[letterOf]*letter
	packed        bytes.Buffer
	packer        *flate.Writer // nil before the first picture
}

// tint is a colour and its opacity, with which a mark is painted.
type tint struct {
	colour  colour
	opacity float64 // from 0 to 1
}

// mixtures caches, for one tint, its mixture with each colour of the palette at each step, as an
// index in the palette plus one. 0 means not mixed yet.
type mixtures struct {
	tint  tint
	mixed [paletteSize][steps + 1]uint16
}

// steps is the number of steps in which the covered share of a pixel is rounded. With 15, the error
// of a channel is at most 9 of 255.
const steps = 15

// stepOf rounds a share, in 255ths, to a step.
func stepOf(share uint8) uint8 { return uint8((int(share) + 255/steps/2) / (255 / steps)) }

// newCanvas returns a canvas of the given size in pixels; perPoint is the number of pixels in a
// point.
func newCanvas(width, height int, perPoint float64) *canvas {
	return &canvas{
		width: width, height: height, perPoint: perPoint,
		rows:  make([]byte, (width+1)*height),
		edges: raster.NewRasterizer(width, height),
		faces: make(map[faceOf]font.Face), letters: make(map[letterOf]*letter),
	}
}

// clear starts a new, white image.
func (c *canvas) clear() {
	clear(c.rows)
	c.palette, c.places, c.err = append(c.palette[:0], paper), map[colour]uint8{paper: 0}, nil
	for _, used := range c.tints {
		c.unused = append(c.unused, used)
	}
	c.tints = make(map[tint]*mixtures)
}

// row returns the pixels of a row.
func (c *canvas) row(y int) []byte { return c.rows[y*(c.width+1)+1:][:c.width] }

// tint returns the mixtures of a tint.
func (c *canvas) tint(of tint) *mixtures {
	known, isKnown := c.tints[of]
	if isKnown {
		return known
	}
	if last := len(c.unused) - 1; last >= 0 {
		known, c.unused = c.unused[last], c.unused[:last]
		*known = mixtures{}
	} else {
		known = new(mixtures)
	}
	known.tint, c.tints[of] = of, known
	if of.opacity == 1 {
		c.place(of.colour, false)
	}
	return known
}

// mix returns the palette index of the mixture of a tint, at a step, with the colour below it.
func (c *canvas) mix(with *mixtures, below, step uint8) uint8 {
	known := &with.mixed[below][step]
	if *known == 0 {
		share := with.tint.opacity * float64(step) / steps
		*known = uint16(c.place(c.palette[below].mix(with.tint.colour, share), share < 1)) + 1
	}
	return uint8(*known - 1)
}

// place returns the palette index of a colour. A mixture may be replaced by a colour that is near
// enough. The fewer entries are free, the larger the distance that is accepted; if none is free for
// mixtures, the nearest colour is used.
func (c *canvas) place(of colour, isMixture bool) uint8 {
	place, isKnown := c.places[of]
	if isKnown {
		return place
	}
	room, enough := paletteSize, 0
	if isMixture {
		room -= pureColours
		// At least 3: a symbol's white outline over a line gives the colours of the line's edge
		// over white, up to rounding, and these must not take entries of their own.
		enough = 3 + max(0, len(c.palette)-room/2)/8
	}
	nearest := math.MaxInt
	if isMixture || len(c.palette) >= room {
		for i, other := range c.palette {
			if away := of.distance(other); away < nearest {
				place, nearest = uint8(i), away
			}
		}
	}
	if nearest > enough && len(c.palette) < room {
		place = uint8(len(c.palette))
		c.palette = append(c.palette, of)
	}
	c.places[of] = place
	return place
}

// distance is the largest difference of a channel, of 255.
func (c colour) distance(other colour) int {
	most := 0
	for shift := 0; shift < 24; shift += 8 {
		one, two := int(c>>shift&0xFF), int(other>>shift&0xFF)
		most = max(most, one-two, two-one)
	}
	return most
}

// fillWhole fills a box whose edges lie between pixels, as those of most bars and rules do. No edge
// needs smoothing then. It reports whether the box is such a box.
func (c *canvas) fillWhole(area box, fill colour) bool {
	var edges [4]int
	for i, edge := range [...]float64{area.left, area.top, area.right, area.bottom} {
		pixels := edge * c.perPoint
		if pixels != math.Trunc(pixels) {
			return false
		}
		edges[i] = int(max(0, min(pixels, float64([...]int{c.width, c.height}[i%2]))))
	}
	place := c.mix(c.tint(tint{fill, 1}), 0, steps)
	for y := edges[1]; y < edges[3] && edges[0] < edges[2]; y++ {
		filled := c.row(y)[edges[0]:edges[2]]
		for x := range filled {
			filled[x] = place
		}
	}
	return true
}

// fixedPoint is 1 in the fixed-point numbers of the coordinates of outlines and letters.
const fixedPoint = 1 << 6

// pixels converts a length from points to pixels.
func (c *canvas) pixels(points float64) fixed.Int26_6 {
	return fixed.Int26_6(math.Round(points * c.perPoint * fixedPoint))
}

// addToOutline adds a polyline to the outline. Points closer than 1/16 of a pixel are merged: a
// stroke between them would have no direction.
func (c *canvas) addToOutline(points []point) {
	const near = 4
	var last fixed.Point26_6
	for i, at := range points {
		next := fixed.Point26_6{X: c.pixels(at.x), Y: c.pixels(at.y)}
		switch {
		case i == 0:
			c.outline.Start(next)
		case max(next.X-last.X, last.X-next.X)+max(next.Y-last.Y, last.Y-next.Y) <= near:
			continue
		default:
			c.outline.Add1(next)
		}
		last = next
	}
}

func (c *canvas) fill(corners []point, with tint) {
	c.outline.Clear()
	c.addToOutline(append(corners[:len(corners):len(corners)], corners[0]))
	c.edges.Clear()
	c.edges.AddPath(c.outline)
	c.paintEdges(with)
}

// stroke draws polylines of a width in points.
func (c *canvas) stroke(lines [][]point, width float64, with tint) {
	c.outline.Clear()
	for _, points := range lines {
		c.addToOutline(points)
	}
	c.edges.Clear()
	c.edges.AddStroke(c.outline, c.pixels(width), raster.ButtCapper, raster.RoundJoiner)
	c.paintEdges(with)
}

// paintEdges paints the area inside the outline.
func (c *canvas) paintEdges(with tint) {
	mixed := c.tint(with)
	c.edges.UseNonZeroWinding = true
	c.edges.Rasterize(raster.PainterFunc(func(spans []raster.Span, _ bool) {
		for _, span := range spans {
			if step := stepOf(uint8(span.Alpha >> 8)); step != 0 {
				covered := c.row(span.Y)[span.X0:span.X1]
				for x, below := range covered {
					covered[x] = c.mix(mixed, below, step)
				}
			}
		}
	}))
}

// faceOf is a font at a size.
type faceOf struct {
	weight weight
	size   float64
}

// letterOf is a letter at an offset within a pixel.
type letterOf struct {
	face   faceOf
	letter rune
	at     fixed.Point26_6
}

// letter is how much of each pixel a letter covers, in 255ths, and the distance to the next letter.
type letter struct {
	left, top, width int // in pixels, from the pixel of the letter's origin
	shares           []uint8
	advance          fixed.Int26_6
}

// mostLetters limits the cache of letters, which take a few hundred bytes each.
const mostLetters = 1 << 14

// write writes a text from a point on its baseline.
func (c *canvas) write(text string, in faceOf, at fixed.Point26_6, with tint) {
	face := c.face(in)
	if face == nil {
		return
	}
	x, y := at.X, at.Y
	mixed, before := c.tint(with), rune(-1)
	for _, r := range text {
		if before >= 0 {
			x += face.Kern(before, r)
		}
		drawn := c.letter(letterOf{in, r, fixed.Point26_6{X: x & (fixedPoint - 1), Y: y & (fixedPoint - 1)}}, face)
		c.stamp(drawn, x.Floor(), y.Floor(), mixed)
		x, before = x+drawn.advance, r
	}
}

// stamp paints a letter with its origin in a pixel.
func (c *canvas) stamp(drawn *letter, x, y int, with *mixtures) {
	left, top := x+drawn.left, y+drawn.top
	first, end := max(0, -left), min(drawn.width, c.width-left)
	if first >= end {
		return
	}
	for i := 0; i*drawn.width < len(drawn.shares); i++ {
		if top+i < 0 || top+i >= c.height {
			continue
		}
		below := c.row(top + i)[left+first:]
		for i, share := range drawn.shares[i*drawn.width:][first:end] {
			if step := stepOf(share); step != 0 {
				below[i] = c.mix(with, below[i], step)
			}
		}
	}
}

// letter returns a letter from the cache, or draws it.
func (c *canvas) letter(of letterOf, face font.Face) *letter {
	if known, isKnown := c.letters[of]; isKnown {
		return known
	}
	if len(c.letters) == mostLetters {
		clear(c.letters)
	}
	area, mask, from, advance, _ := face.Glyph(of.at, of.letter)
	drawn := &letter{left: area.Min.X, top: area.Min.Y, width: area.Dx(), advance: advance}
	if shares, isAlpha := mask.(*image.Alpha); isAlpha {
		for y := range area.Dy() {
			drawn.shares = append(drawn.shares, shares.Pix[shares.PixOffset(from.X, from.Y+y):][:area.Dx()]...)
		}
	} else if !area.Empty() {
		c.err = fmt.Errorf("letter %q: want a mask of shares, got %T", of.letter, mask)
	}
	c.letters[of] = drawn
	return drawn
}

// face returns a font at a size and the resolution of the image. On failure it is nil, and c.err is
// set.
func (c *canvas) face(of faceOf) font.Face {
	opened, isOpen := c.faces[of]
	if !isOpen {
		const pointsPerInch = 72
		sized, err := opentype.NewFace(c.fonts[of.weight].parsed, &opentype.FaceOptions{Size: of.size, DPI: pointsPerInch * c.perPoint})
		if err != nil {
			c.err = err
			return nil
		}
		opened, c.faces[of] = sized, sized
	}
	return opened
}
