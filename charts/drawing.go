package charts

import "math"

// point is a position in a drawing, in units from its top left corner.
type point struct{ x, y float64 }

// box is a rectangle in a drawing.
type box struct{ left, top, right, bottom float64 }

func (b box) width() float64  { return b.right - b.left }
func (b box) height() float64 { return b.bottom - b.top }

// around returns the smallest box that holds both.
func (b box) around(other box) box {
	return box{min(b.left, other.left), min(b.top, other.top), max(b.right, other.right), max(b.bottom, other.bottom)}
}

// wider returns the box, extended by room on all sides.
func (b box) wider(room float64) box {
	return box{b.left - room, b.top - room, b.right + room, b.bottom + room}
}

// overlaps reports whether the boxes share more than an edge.
func (b box) overlaps(other box) bool {
	return b.left < other.right && other.left < b.right && b.top < other.bottom && other.top < b.bottom
}

// crisp returns the box with its edges moved to edges of pixels, at least one pixel wide and high.
// Its edges are not blurred then, and adjacent boxes have no gap.
func (b box) crisp() box {
	const pixel = 1.0 / pixelsPerPoint
	left, bottom := crisp(b.left), crisp(b.bottom)
	return box{left, min(bottom-pixel, crisp(b.top)), max(left+pixel, crisp(b.right)), bottom}
}

// anchor is the end of a text that is placed at its point.
type anchor int

const (
	atStart anchor = iota
	atMiddle
	atEnd
)

// mark is one element of a drawing. Marks are painted in order, each over the ones before.
type mark interface {
	writeSVG(to *svgWriter)
	paint(on *canvas)
}

// bar is a filled rectangle.
type bar struct {
	box
	fill colour
	tip  string // tooltip
}

// stroke is a line through points.
type stroke struct {
	points   []point
	colour   colour
	width    float64
	isDashed bool
}

// symbol is the mark of a point on a line: filled with its colour, or open.
type symbol struct {
	at     point
	style  style
	isOpen bool
	tip    string
}

// label is one line of text on its baseline.
type label struct {
	at      point
	text    string
	size    float64
	weight  weight
	colour  colour
	anchor  anchor
	opacity float64 // zero is opaque
	full    string  // the full text if it was shortened, else empty
}

// drawing is a chart's marks in order, before they are encoded.
type drawing struct {
	layout
	name        string
	title       string // the finding, or the chart's title if there is none
	description string
	fonts       *[2]typeface
	marks       []mark
	texts       []mark  // drawn over all marks; moved there by finish
	framed      int     // the first so many texts are title, subtitle and caption
	headBottom  float64 // where title and subtitle end
	footTop     float64 // where the caption begins
	frame       [2]int  // range of the marks that are framed texts; set by finish
	pageCaption string  // the text for the HTML page below the drawing
	taken       []box   // areas where no further text may be
	events      []Event // drawn as lines
	known       []Event // all events
}

func newSheet(chart Chart, fonts *[2]typeface, made layout) *drawing {
	return &drawing{layout: made, name: chart.Name, title: chart.Title, description: chart.Description, fonts: fonts}
}

// finish appends the texts to the marks.
func (s *drawing) finish() {
	s.frame = [2]int{len(s.marks), len(s.marks) + s.framed}
	s.marks, s.texts = append(s.marks, s.texts...), nil
}

// draw adds a mark.
func (s *drawing) draw(added mark) { s.marks = append(s.marks, added) }

// bar fills a rectangle. An empty rectangle is not drawn.
func (s *drawing) bar(area box, fill colour, tip string) {
	if hundredths(area.width()) > 0 && hundredths(area.height()) > 0 {
		s.draw(&bar{box: area.crisp(), fill: fill, tip: tip})
	}
}

// hatchedBar draws a bar for something incomplete: pale, with slanted lines.
func (s *drawing) hatchedBar(area box, fill colour, tip string) {
	s.bar(area, fill.pale(), tip)
	area = area.crisp()
	// Lines are drawn where x + y is a multiple of the spacing, so that they continue from one part
	// of a bar to the next.
	for sum := math.Ceil((area.left+area.top)/hatchSpacing) * hatchSpacing; sum < area.right+area.bottom; sum += hatchSpacing {
		from := max(area.left, sum-area.bottom)
		to := min(area.right, sum-area.top)
		if to-from > 0.5 {
			s.line(stroke{points: []point{{from, sum - from}, {to, sum - to}}, colour: fill, width: hatchStroke})
		}
	}
}

// fillBar draws a whole or a hatched bar.
func (s *drawing) fillBar(area box, fill colour, isPartial bool, tip string) {
	if isPartial {
		s.hatchedBar(area, fill, tip)
		return
	}
	s.bar(area, fill, tip)
}

// line draws a polyline.
func (s *drawing) line(drawn stroke) {
	for i, at := range drawn.points {
		drawn.points[i] = point{hundredths(at.x), hundredths(at.y)}
	}
	s.draw(&drawn)
}

// rule draws a horizontal or vertical line, one point wide, on whole points.
func (s *drawing) rule(from, to point, drawn colour) {
	if from.y == to.y {
		from.y = math.Floor(from.y) + gridStroke/2.0
		to.y = from.y
	} else {
		from.x = math.Floor(from.x) + gridStroke/2.0
		to.x = from.x
	}
	s.line(stroke{points: []point{from, to}, colour: drawn, width: gridStroke})
}

// symbol draws the mark of a point on a line.
func (s *drawing) symbol(at point, look style, isOpen bool, tip string) {
	s.draw(&symbol{at: point{hundredths(at.x), hundredths(at.y)}, style: look, isOpen: isOpen, tip: tip})
}

// label writes a text and reserves its area.
func (s *drawing) label(written label) {
	written.at = point{hundredths(written.at.x), crisp(written.at.y)}
	if written.text == "" {
		return
	}
	s.texts = append(s.texts, &written)
	s.take(s.extent(written))
}

// halo clears the marks behind a text that is about to be written in an area.
func (s *drawing) halo(area box) {
	s.texts = append(s.texts, &bar{box: area.crisp(), fill: paper})
}

// stamp writes a text over all marks so far and under all other texts.
func (s *drawing) stamp(written label) {
	written.at = point{hundredths(written.at.x), crisp(written.at.y)}
	s.draw(&written)
}

// labelIfFree writes a text unless it would touch another text or a margin.
func (s *drawing) labelIfFree(written label) {
	if s.isFree(s.extent(written)) {
		s.label(written)
	}
}

// take reserves an area: no later text is placed in it.
func (s *drawing) take(area box) { s.taken = append(s.taken, area) }

// isFree reports whether a text may be placed in an area: it lies between the margins and touches
// no reserved area.
func (s *drawing) isFree(area box) bool {
	const slack = 0.01
	if area.left < s.left-slack || area.right > s.right+slack {
		return false
	}
	for _, other := range s.taken {
		if area.overlaps(other) {
			return false
		}
	}
	return true
}

// width is the length of a text, regular weight, at label size.
func (s *drawing) width(text string) float64 { return s.fonts[regular].width(text, labelSize) }

// extent is the area of a text.
func (s *drawing) extent(written label) box {
	width := s.fonts[written.weight].width(written.text, written.size)
	left := written.at.x
	switch written.anchor {
	case atMiddle:
		left -= width / 2
	case atEnd:
		left -= width
	case atStart:
	}
	y := crisp(written.at.y)
	return box{left, y - ascent*written.size, left + width, y + descent*written.size}
}

// crisp moves a coordinate to the nearest edge of a pixel.
func crisp(coordinate float64) float64 {
	return math.Round(hundredths(coordinate)*pixelsPerPoint) / pixelsPerPoint
}

// hundredths rounds a coordinate to the precision of the encoders.
func hundredths(coordinate float64) float64 {
	if math.IsNaN(coordinate) {
		return 0
	}
	return math.Round(coordinate*100) / 100
}
