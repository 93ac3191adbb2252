package charts

import "strings"

const (
	leftEdge  = pageMargin
	rightEdge = pageWidth - pageMargin

	subtitleLines = 2
	captionLines  = 5
	nothingToDraw = "No breaches in this capture"
)

// drawFrame writes the title, the subtitle and the caption on one left edge
// and has the figure drawn in between; a nil figure has nothing to draw.
func drawFrame(on *sheet, chart Chart, note Note, drawn figure) {
	plot := box{left: leftEdge, right: rightEdge}

	y := float64(pageMargin) + titleSize*ascent
	on.label(label{at: point{leftEdge, y}, text: chart.Title, size: titleSize, weight: bold, colour: ink})
	y += gap / 2
	for _, line := range on.fonts[regular].wrap(chart.Subtitle, subtitleSize, plot.width(), subtitleLines) {
		y += subtitleSize * lineSpacing
		on.label(label{at: point{leftEdge, y}, text: line, size: subtitleSize, colour: muted})
	}
	plot.top = y + 2*gap

	caption := captionOf(note, drawn)
	lines := on.fonts[regular].wrapEvenly(caption, labelSize, plot.width(), captionLines)
	y = pageHeight - pageMargin + labelSize*descent - float64(len(lines))*labelSize*lineSpacing
	plot.bottom = y - gap
	for i, line := range lines {
		y += labelSize * lineSpacing
		written := label{at: point{leftEdge, y - labelSize*descent}, text: line, size: labelSize, colour: muted}
		if i == len(lines)-1 && strings.HasSuffix(line, ellipsis) {
			written.full = caption
		}
		on.label(written)
	}

	if drawn == nil {
		at := point{leftEdge, (plot.top + plot.bottom) / 2}
		on.label(label{at: at, text: nothingToDraw, size: subtitleSize, colour: ink})
	} else {
		drawn.draw(on, plot)
	}
	if note.IsSynthetic {
		at := point{pageWidth / 2, (plot.top+plot.bottom)/2 + stampSize*ascent/2}
		on.label(label{at: at, text: stampText, size: stampSize, weight: bold, colour: black, anchor: atMiddle, opacity: stampOpacity})
	}
}

// captionOf says where the rows come from and what a reader must know of them.
func captionOf(note Note, drawn figure) string {
	var caption strings.Builder
	if note.IsSynthetic {
		caption.WriteString("Synthetic sample, not real breaches")
	} else {
		caption.WriteString("Source: HHS OCR breach portal")
		if note.CapturedOn != "" {
			caption.WriteString(", captured " + fullDay(note.CapturedOn))
		}
	}
	if hash := oneLine(note.Hash); hash != "" {
		caption.WriteString(" (" + hash + ")")
	}
	caption.WriteString(".")
	var caveats []string
	if drawn != nil {
		caveats = drawn.caveats()
	}
	for _, caveat := range append(caveats, note.Caveats...) {
		caption.WriteString(" " + oneLine(caveat))
	}
	return caption.String()
}

// key is a swatch and what it stands for.
type key struct {
	colour colour
	text   string
}

// swatch draws the colour of a key, centred on the small letters of a label
// whose baseline is at y.
func (s *sheet) swatch(left, y float64, fill colour) {
	middle := y - labelSize*ascent/2
	s.bar(box{left, middle - swatchSize/2.0, left + swatchSize, middle + swatchSize/2.0}, fill, "")
}

// keys writes a row of keys from x, with its baseline at y.
func (s *sheet) keys(x, y float64, row []key) {
	for _, one := range row {
		s.swatch(x, y, one.colour)
		x += swatchSize + gap*3/4
		s.label(label{at: point{x, y}, text: one.text, size: labelSize, colour: ink})
		x += s.width(one.text) + 2*gap
	}
}
