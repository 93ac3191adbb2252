package charts

import "math"

// point is a place on the page in points, from its top left corner.
type point struct{ x, y float64 }

// box is an area of the page.
type box struct{ left, top, right, bottom float64 }

func (b box) width() float64  { return b.right - b.left }
func (b box) height() float64 { return b.bottom - b.top }

// around is the smallest box around two.
func (b box) around(other box) box {
	return box{min(b.left, other.left), min(b.top, other.top), max(b.right, other.right), max(b.bottom, other.bottom)}
}

// wider is the box with more room on all sides.
func (b box) wider(room float64) box {
	return box{b.left - room, b.top - room, b.right + room, b.bottom + room}
}

// overlaps tells whether the boxes share more than an edge.
func (b box) overlaps(other box) bool {
	return b.left < other.right && other.left < b.right && b.top < other.bottom && other.top < b.bottom
}

// crisp is the box with its edges on edges of pixels, at least a pixel wide and
// high: no edge is blurred, and boxes that touch leave no gap.
func (b box) crisp() box {
	const pixel = 1.0 / pixelsPerPoint
	left, bottom := crisp(b.left), crisp(b.bottom)
	return box{left, min(bottom-pixel, crisp(b.top)), max(left+pixel, crisp(b.right)), bottom}
}

// anchor is the part of a text that stands at its place.
type anchor int

const (
	atStart anchor = iota
	atMiddle
	atEnd
)

// mark is one thing drawn. Marks are drawn in order, each over the last.
type mark interface {
	writeSVG(to *svgWriter)
	paint(on *canvas)
}

// bar is a filled rectangle.
type bar struct {
	box
	fill colour
	tip  string // shown by a viewer that points at it
}

// stroke is a line through points.
type stroke struct {
	points   []point
	colour   colour
	width    float64
	isDashed bool
}

// symbol is the mark of a line's point: filled with its colour, or open.
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
	full    string  // the text before it was shortened, if it was
}

// sheet is a drawing: what was drawn, in order, for both encoders.
type sheet struct {
	layout
	name        string
	title       string // the finding, or what is seen where there is none
	description string
	fonts       *[2]typeface
	marks       []mark
	texts       []mark  // over all marks, once the sheet is finished
	framed      int     // how many texts, the first ones, are title, subtitle and caption
	headBottom  float64 // where title and subtitle end
	footTop     float64 // where the caption begins
	frame       [2]int  // from and to which mark the framed texts are, once the sheet is finished
	pageCaption string  // what the page says below the drawing
	taken       []box   // where a further text may not stand
	events      []Event // that are drawn as lines
	known       []Event // all, also those that are breaches
}

func newSheet(chart Chart, fonts *[2]typeface, made layout) *sheet {
	return &sheet{layout: made, name: chart.Name, title: chart.Title, description: chart.Description, fonts: fonts}
}

// finish puts the texts over the marks.
func (s *sheet) finish() {
	s.frame = [2]int{len(s.marks), len(s.marks) + s.framed}
	s.marks, s.texts = append(s.marks, s.texts...), nil
}

// draw adds a mark.
func (s *sheet) draw(added mark) { s.marks = append(s.marks, added) }

// bar fills a rectangle. Nothing is drawn of an area without extent.
func (s *sheet) bar(area box, fill colour, tip string) {
	if hundredths(area.width()) > 0 && hundredths(area.height()) > 0 {
		s.draw(&bar{box: area.crisp(), fill: fill, tip: tip})
	}
}

// hatchedBar is a bar of something incomplete: pale, with slanted lines.
func (s *sheet) hatchedBar(area box, fill colour, tip string) {
	s.bar(area, fill.pale(), tip)
	area = area.crisp()
	// The lines are where x + y is a multiple of the spacing, so that they run
	// on from one part of a bar to the next.
	for sum := math.Ceil((area.left+area.top)/hatchSpacing) * hatchSpacing; sum < area.right+area.bottom; sum += hatchSpacing {
		from := max(area.left, sum-area.bottom)
		to := min(area.right, sum-area.top)
		if to-from > 0.5 {
			s.line(stroke{points: []point{{from, sum - from}, {to, sum - to}}, colour: fill, width: hatchStroke})
		}
	}
}

// fillBar draws a whole or a hatched bar.
func (s *sheet) fillBar(area box, fill colour, isPartial bool, tip string) {
	if isPartial {
		s.hatchedBar(area, fill, tip)
		return
	}
	s.bar(area, fill, tip)
}

// line draws a line through points.
func (s *sheet) line(drawn stroke) {
	for i, at := range drawn.points {
		drawn.points[i] = point{hundredths(at.x), hundredths(at.y)}
	}
	s.draw(&drawn)
}

// rule draws a level or upright line of one point, which fills whole points.
func (s *sheet) rule(from, to point, drawn colour) {
	if from.y == to.y {
		from.y = math.Floor(from.y) + gridStroke/2.0
		to.y = from.y
	} else {
		from.x = math.Floor(from.x) + gridStroke/2.0
		to.x = from.x
	}
	s.line(stroke{points: []point{from, to}, colour: drawn, width: gridStroke})
}

// symbol draws the mark of a line's point.
func (s *sheet) symbol(at point, look style, isOpen bool, tip string) {
	s.draw(&symbol{at: point{hundredths(at.x), hundredths(at.y)}, style: look, isOpen: isOpen, tip: tip})
}

// label writes a text and takes its place.
func (s *sheet) label(written label) {
	written.at = point{hundredths(written.at.x), crisp(written.at.y)}
	if written.text == "" {
		return
	}
	s.texts = append(s.texts, &written)
	s.take(s.extent(written))
}

// halo keeps the marks off the text that is written on an area next.
func (s *sheet) halo(area box) {
	s.texts = append(s.texts, &bar{box: area.crisp(), fill: paper})
}

// stamp writes a text across all marks so far, under every other text.
func (s *sheet) stamp(written label) {
	written.at = point{hundredths(written.at.x), crisp(written.at.y)}
	s.draw(&written)
}

// labelIfFree writes a text unless it would touch one or a margin.
func (s *sheet) labelIfFree(written label) {
	if s.isFree(s.extent(written)) {
		s.label(written)
	}
}

// take keeps texts placed later off an area.
func (s *sheet) take(area box) { s.taken = append(s.taken, area) }

// isFree tells whether a text may stand in an area: between the margins, and
// off all that is taken.
func (s *sheet) isFree(area box) bool {
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

// width is the length of a text in the regular weight at label size.
func (s *sheet) width(text string) float64 { return s.fonts[regular].width(text, labelSize) }

// extent is the area of a text.
func (s *sheet) extent(written label) box {
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

// hundredths rounds a coordinate to what both encoders draw.
func hundredths(coordinate float64) float64 {
	if math.IsNaN(coordinate) {
		return 0
	}
	return math.Round(coordinate*100) / 100
}
