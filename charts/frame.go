package charts

import "strings"

const (
	warningLines  = 2 // of a caption
	nothingToDraw = "No breaches in this capture"
)

// drawFrame writes title, subtitle and caption, aligned at the left, and draws the figure between
// them. A nil figure has nothing to draw.
func drawFrame(on *drawing, chart Chart, note Note, drawn figure) {
	plot := box{left: on.left, right: on.right}
	if stated, ok := drawn.(finder); ok {
		if finding := stated.finding(); finding != "" {
			on.title = finding
		}
	}
	y := on.margin
	if !on.isUntitled {
		y = on.drawHead(chart.Subtitle)
	}
	on.headBottom = y + on.subtitleSize*descent
	plot.top = y + 2*gap
	if on.isUntitled {
		on.headBottom, plot.top = y, y
	}
	caption := on.caption(note, drawn)
	if on.isNarrow {
		height := defaultPlotHeight + 0.0
		if known, ok := drawn.(sized); ok {
			height = known.plotHeight(on, plot.width())
		}
		on.down = plot.top + height + gap + caption.height() + on.margin - labelSize*descent
	}
	on.footTop = on.drawCaption(caption)
	on.framed, plot.bottom = len(on.texts), on.footTop-gap

	if drawn == nil {
		at := point{on.left, (plot.top + plot.bottom) / 2}
		on.label(label{at: at, text: nothingToDraw, size: on.subtitleSize, colour: ink})
	} else {
		drawn.draw(on, plot)
	}
	if note.IsSynthetic {
		size := stampSize * min(1, on.across/pageWidth)
		at := point{on.across / 2, (plot.top+plot.bottom)/2 + size*ascent/2}
		on.stamp(label{at: at, text: stampText, size: size, weight: bold, colour: black, anchor: atMiddle, opacity: stampOpacity})
	}
	on.finish()
}

// drawHead writes title and subtitle and returns the baseline of the last line.
func (s *drawing) drawHead(subtitle string) float64 {
	y := s.margin + s.titleSize*(ascent-lineSpacing)
	for _, line := range s.fonts[bold].wrapEvenly(s.title, s.titleSize, s.right-s.left, s.titleLines) {
		y += s.titleSize * lineSpacing
		s.label(label{at: point{s.left, y}, text: line, size: s.titleSize, weight: bold, colour: ink, full: fullText(line, s.title)})
	}
	y += gap / 2
	for _, line := range s.fonts[regular].wrap(subtitle, s.subtitleSize, s.right-s.left, s.subtitleLines) {
		y += s.subtitleSize * lineSpacing
		s.label(label{at: point{s.left, y}, text: line, size: s.subtitleSize, colour: muted, full: fullText(line, subtitle)})
	}
	return y
}

// caption is the text below a plot, in lines.
type caption struct {
	warning, text   string
	warnings, lines []string
}

func (c caption) height() float64 {
	return float64(len(c.warnings)+len(c.lines)) * labelSize * lineSpacing
}

// caption wraps the sentences below a plot. The first caveat of the note is set apart, before the
// others, so that readers notice it.
func (s *drawing) caption(note Note, drawn figure) caption {
	var more []string
	made := caption{}
	if len(note.Caveats) > 0 {
		made.warning, more = oneLine(note.Caveats[0]), note.Caveats[1:]
	}
	made.text = captionOf(note.Captured, note.IsSynthetic, drawn, more)
	most := warningLines
	if s.isNarrow {
		most = s.captionLines / 2
	}
	made.warnings = s.fonts[bold].wrapEvenly(made.warning, labelSize, s.right-s.left, most)
	made.lines = s.fonts[regular].wrapEvenly(made.text, labelSize, s.right-s.left, s.captionLines-len(made.warnings))
	return made
}

// drawCaption writes the caption at the foot of the drawing and returns its top.
func (s *drawing) drawCaption(made caption) float64 {
	top := s.down - s.margin + labelSize*descent - made.height()
	y := top
	for _, text := range made.warnings {
		y += line
		s.label(label{
			at: point{s.left, y - labelSize*descent}, text: text, size: labelSize, weight: bold, colour: ink,
			full: fullText(text, made.warning),
		})
	}
	for _, text := range made.lines {
		y += line
		s.label(label{
			at: point{s.left, y - labelSize*descent}, text: text, size: labelSize, colour: muted,
			full: fullText(text, made.text),
		})
	}
	return top
}

// fullText returns the whole text if line is its shortened end, and else nothing.
func fullText(line, text string) string {
	if strings.HasSuffix(line, ellipsis) {
		return text
	}
	return ""
}

// captionOf states the source of the rows, then the caveats of the figure, then more.
func captionOf(captured string, isSynthetic bool, drawn figure, more []string) string {
	var caption strings.Builder
	own, isDated := drawn.(dated)
	switch {
	case isSynthetic:
		caption.WriteString("Synthetic sample, not real breaches")
	case isDated:
		caption.WriteString(own.source())
	default:
		caption.WriteString("Source: HHS OCR breach portal")
	}
	if captured := oneLine(captured); captured != "" && (isSynthetic || !isDated) {
		caption.WriteString(", captured " + captured)
	}
	caption.WriteString(".")
	var caveats []string
	if drawn != nil {
		caveats = drawn.caveats()
	}
	for _, caveat := range append(caveats, more...) {
		caption.WriteString(" " + oneLine(caveat))
	}
	return caption.String()
}

// key is a colour swatch and its meaning.
type key struct {
	colour colour
	text   string
}

// swatch draws the colour of a key, centred on the lower-case letters of a label with its baseline
// at y.
func (s *drawing) swatch(left, y float64, fill colour) {
	middle := y - labelSize*ascent/2
	s.bar(box{left, middle - swatchSize/2.0, left + swatchSize, middle + swatchSize/2.0}, fill, "")
}

// keys writes a row of keys from x, with its baseline at y.
func (s *drawing) keys(x, y float64, row []key) {
	for _, one := range row {
		s.swatch(x, y, one.colour)
		x += swatchSize + gap*3/4
		s.label(label{at: point{x, y}, text: one.text, size: labelSize, colour: ink})
		x += s.width(one.text) + 2*gap
	}
}
