package charts

import "strings"

const (
	leftEdge  = pageMargin
	rightEdge = pageWidth - pageMargin

	subtitleLines = 2
	captionLines  = 5
	warningLines  = 2 // of them
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
	on.headed, on.headBottom = len(on.texts), y+subtitleSize*descent
	plot.top = y + 2*gap

	plot.bottom = drawCaption(on, note, drawn) - gap

	if drawn == nil {
		at := point{leftEdge, (plot.top + plot.bottom) / 2}
		on.label(label{at: at, text: nothingToDraw, size: subtitleSize, colour: ink})
	} else {
		drawn.draw(on, plot)
	}
	if note.IsSynthetic {
		at := point{pageWidth / 2, (plot.top+plot.bottom)/2 + stampSize*ascent/2}
		on.stamp(label{at: at, text: stampText, size: stampSize, weight: bold, colour: black, anchor: atMiddle, opacity: stampOpacity})
	}
	on.finish()
}

// drawCaption writes the caption up from the foot of the page and gives its
// top. The first caveat of the note stands before it, where it is not missed.
func drawCaption(on *sheet, note Note, drawn figure) float64 {
	const line = labelSize * lineSpacing
	warning := ""
	if len(note.Caveats) > 0 {
		warning = oneLine(note.Caveats[0])
	}
	warnings := on.fonts[bold].wrapEvenly(warning, labelSize, rightEdge-leftEdge, warningLines)
	caption := captionOf(note, drawn)
	lines := on.fonts[regular].wrapEvenly(caption, labelSize, rightEdge-leftEdge, captionLines-len(warnings))
	top := pageHeight - pageMargin + labelSize*descent - float64(len(warnings)+len(lines))*line
	y := top
	for _, text := range warnings {
		y += line
		on.label(label{
			at: point{leftEdge, y - labelSize*descent}, text: text, size: labelSize, weight: bold, colour: ink,
			full: fullText(text, warning),
		})
	}
	for _, text := range lines {
		y += line
		on.label(label{
			at: point{leftEdge, y - labelSize*descent}, text: text, size: labelSize, colour: muted,
			full: fullText(text, caption),
		})
	}
	return top
}

// fullText is a wrapped text for the line that was cut, and empty for others.
func fullText(line, text string) string {
	if strings.HasSuffix(line, ellipsis) {
		return text
	}
	return ""
}

// captionOf says where the rows come from and what a reader must know of them,
// but for the first caveat of the note.
func captionOf(note Note, drawn figure) string {
	var caption strings.Builder
	own, isDated := drawn.(dated)
	switch {
	case note.IsSynthetic:
		caption.WriteString("Synthetic sample, not real breaches")
	case isDated:
		caption.WriteString(own.source())
	default:
		caption.WriteString("Source: HHS OCR breach portal")
	}
	if captured := oneLine(note.Captured); captured != "" && (note.IsSynthetic || !isDated) {
		caption.WriteString(", captured " + captured)
	}
	caption.WriteString(".")
	var caveats []string
	if drawn != nil {
		caveats = drawn.caveats()
	}
	if len(note.Caveats) > 1 {
		caveats = append(caveats, note.Caveats[1:]...)
	}
	for _, caveat := range caveats {
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
