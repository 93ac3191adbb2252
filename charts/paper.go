package charts

import (
	"fmt"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"golang.org/x/image/font/sfnt"
)

// Paper is the form in which a figure is made for a paper. Its text is paperText points high in
// print.
type Paper struct {
	// WidthMM is the width in print, in millimetres.
	WidthMM float64
	// IsUntitled leaves out title and subtitle, which a paper puts into its own caption.
	IsUntitled bool
	// IsGrey replaces colours by greys that can be distinguished.
	IsGrey bool
	// DPI is the resolution of a PNG in dots per inch; zero means [UsualDPI]. Other formats ignore
	// it.
	DPI int
}

// Limits of the width in millimetres and of a PNG's resolution in dots per inch.
const (
	LeastMM  = 70
	MostMM   = 300
	LeastDPI = 72
	MostDPI  = 1200
	UsualDPI = 600
)

// The size of text in print and the margin, in points; journals ask for 7 or more.
const (
	paperText   = 8.0
	paperMargin = 4.0 // units
	perInch     = 72.0
	mmPerInch   = 25.4
	// widestTall is the width, in units, up to which the narrow layout is used.
	widestTall = 880
)

// PaperFormats lists the formats that [Chart.ForPaper] can write.
func PaperFormats() []string { return []string{"eps", "pdf", "png", "svg"} }

// Check returns an error, with the valid range, if width or resolution is out of range.
func (p Paper) Check() error {
	if !(p.WidthMM >= LeastMM && p.WidthMM <= MostMM) {
		return fmt.Errorf("width: want %d to %d mm, got %g", LeastMM, MostMM, p.WidthMM)
	}
	if p.DPI != 0 && (p.DPI < LeastDPI || p.DPI > MostDPI) {
		return fmt.Errorf("dpi: want %d to %d dots per inch, got %d", LeastDPI, MostDPI, p.DPI)
	}
	return nil
}

// perUnit is the number of points in a unit of the drawing.
func (p Paper) perUnit() float64 { return paperText / labelSize }

// layout returns the layout for the paper.
func (p Paper) layout() layout {
	across := p.WidthMM * perInch / mmPerInch / p.perUnit()
	made := narrowLayout(across, paperMargin)
	if across > widestTall {
		made = wideLayout()
		made.across, made.down, made.margin = across, max(pageHeight, across*pageHeight/pageWidth), paperMargin
		made.left, made.right = paperMargin, across-paperMargin
	}
	made.isUntitled = p.IsUntitled
	return made
}

// ForPaper draws the chart in one of [PaperFormats]. Text is 8 points high in print at every width.
// PDF embeds its fonts; EPS and PNG draw letters as outlines. The same rows give the same bytes.
func (c Chart) ForPaper(rows arrow.RecordBatch, note Note, paper Paper, format string) ([]byte, error) {
	if err := paper.Check(); err != nil {
		return nil, fmt.Errorf("charts: %s: %w", c.Name, err)
	}
	drawn, err := c.layOut(rows, note, paper.layout())
	if err != nil {
		return nil, err
	}
	if paper.IsGrey {
		drawn.toGrey()
	}
	var written []byte
	switch format {
	case "pdf":
		written, err = encodePDF(drawn, paper.perUnit())
	case "eps":
		written, err = encodeEPS(drawn, paper.perUnit())
	case "png":
		dpi := paper.DPI
		if dpi == 0 {
			dpi = UsualDPI
		}
		written, err = encodePrint(drawn, paper.perUnit(), dpi)
	case "svg":
		var fonts Fonts
		if fonts, err = fontsOf(drawn); err == nil {
			const pixelsPerInch = 96 // of CSS
			written = encodeSVG(drawn, drawn.across*paper.perUnit()*pixelsPerInch/perInch, fonts.CSS())
		}
	default:
		err = fmt.Errorf("want one of %s, got %q", strings.Join(PaperFormats(), ", "), format)
	}
	if err != nil {
		return nil, fmt.Errorf("charts: %s: %w", c.Name, err)
	}
	return written, nil
}

// start returns the start of a text on its baseline, and the text with characters that the font
// lacks replaced.
func (l *label) start(fonts *[2]typeface) (at point, text string) {
	const missing = '□'
	text = fonts[l.weight].replaceMissing(l.text, missing)
	width := fonts[l.weight].width(text, l.size)
	at = l.at
	switch l.anchor {
	case atMiddle:
		at.x -= width / 2
	case atEnd:
		at.x -= width
	case atStart:
	}
	return at, text
}

// piece is a segment of the outline of a letter: a move, a straight line, or a curve with one or
// two control points.
type piece struct {
	op  sfnt.SegmentOp
	via [3]point // as many as op needs; the last is the end
}

// outlines returns the outlines of the letters of a text, in units of the drawing.
func (l *label) outlines(fonts *[2]typeface) ([]piece, error) {
	at, text := l.start(fonts)
	face := &fonts[l.weight]
	perEm := l.size / float64(face.em())
	var room sfnt.Buffer
	var drawn []piece
	x, before := 0.0, sfnt.GlyphIndex(0)
	for i, r := range text {
		one := face.glyph(r)
		if i > 0 {
			if kern, err := face.parsed.Kern(&room, before, one.index, face.em(), noHinting); err == nil {
				x += float64(kern) * perEm
			}
		}
		segments, err := face.parsed.LoadGlyph(&room, one.index, face.em(), nil)
		if err != nil {
			return nil, fmt.Errorf("liberation sans: %w", err)
		}
		for _, segment := range segments {
			made := piece{op: segment.Op}
			for j, place := range segment.Args {
				made.via[j] = point{at.x + x + float64(place.X)*perEm, at.y + float64(place.Y)*perEm}
			}
			drawn = append(drawn, made)
		}
		x, before = x+float64(one.advance)*perEm, one.index
	}
	return drawn, nil
}

// outlineOf returns the outline of a symbol. A circle becomes a polygon with enough corners to look
// round.
func outlineOf(m *symbol) []point {
	if m.style.shape != circle {
		return slices.Clone(m.corners())
	}
	return circleAround(m.at, markRadius)
}
