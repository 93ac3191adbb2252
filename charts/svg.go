package charts

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"
)

// svgWriter writes marks as SVG elements.
type svgWriter struct{ bytes.Buffer }

// encodeSVG writes a drawing as SVG, width points wide: text as text, one element on each line.
// style, if not empty, comes first.
func encodeSVG(drawn *drawing, width float64, style string) []byte {
	to := openSVG(drawn, box{right: drawn.across, bottom: drawn.down}, width/drawn.across)
	if style != "" {
		to.WriteString("<style>" + escape(style) + "</style>\n")
	}
	return to.closeSVG(drawn, drawn.marks)
}

// encodeInline writes a drawing for a page that has the font and writes title, subtitle and caption
// itself. The SVG shows the area between these texts, with as little margin as possible.
func encodeInline(drawn *drawing) []byte {
	const kept = 4 // of the margin, for marks at the edge
	side := drawn.margin - kept
	to := openSVG(drawn, box{left: side, top: math.Ceil(drawn.headBottom), right: drawn.across - side, bottom: math.Ceil(drawn.footTop)}, 1)
	return to.closeSVG(drawn, slices.Concat(drawn.marks[:drawn.frame[0]], drawn.marks[drawn.frame[1]:]))
}

// openSVG writes everything before the marks; view is the visible part of the drawing.
func openSVG(drawn *drawing, view box, scale float64) *svgWriter {
	var to svgWriter
	id := drawn.prefix + escape(drawn.name)
	to.element("svg",
		"xmlns", "http://www.w3.org/2000/svg",
		"width", decimal(view.width()*scale), "height", decimal(view.height()*scale),
		"viewBox", decimal(view.left)+" "+decimal(view.top)+" "+decimal(view.width())+" "+decimal(view.height()),
		"role", "img", "aria-labelledby", id+"-title "+id+"-description",
		"font-family", fontFamilies, "font-size", decimal(labelSize), "fill", ink.hex())
	to.WriteString(">\n")
	to.WriteString(`<title id="` + id + `-title">` + escape(drawn.title) + "</title>\n")
	to.WriteString(`<desc id="` + id + `-description">` + escape(drawn.description) + "</desc>\n")
	return &to
}

// closeSVG writes the background and the marks.
func (to *svgWriter) closeSVG(drawn *drawing, marks []mark) []byte {
	to.element("rect", "width", decimal(drawn.across), "height", decimal(drawn.down), "fill", paper.hex())
	to.close("rect", "")
	for _, one := range marks {
		one.writeSVG(to)
	}
	to.WriteString("</svg>\n")
	return to.Bytes()
}

// element opens an element. pairs are attributes and values; a pair with an empty value is left
// out.
func (to *svgWriter) element(name string, pairs ...string) {
	to.WriteString("<" + name)
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			to.WriteString(" " + pairs[i] + `="` + pairs[i+1] + `"`)
		}
	}
}

// close ends an element whose only content may be a tooltip.
func (to *svgWriter) close(name, tip string) {
	if tip == "" {
		to.WriteString("/>\n")
		return
	}
	to.WriteString("><title>" + escape(tip) + "</title></" + name + ">\n")
}

func (b *bar) writeSVG(to *svgWriter) {
	to.element("rect", "x", decimal(b.left), "y", decimal(b.top),
		"width", decimal(b.width()), "height", decimal(b.height()), "fill", b.fill.hex())
	to.close("rect", b.tip)
}

func (l *stroke) writeSVG(to *svgWriter) {
	dashes, joins := "", ""
	if l.isDashed {
		dashes = decimal(dashOn) + " " + decimal(dashOff)
	}
	if l.width >= seriesStroke {
		joins = "round"
	}
	to.element("polyline", "points", coordinates(l.points), "fill", "none", "stroke", l.colour.hex(),
		"stroke-width", decimal(l.width), "stroke-linejoin", joins, "stroke-dasharray", dashes)
	to.close("polyline", "")
}

func (m *symbol) writeSVG(to *svgWriter) {
	fill, outline, width := m.look()
	painted := []string{"fill", fill.hex(), "stroke", outline.hex(), "stroke-width", decimal(width)}
	if m.style.shape == circle {
		to.element("circle", append([]string{
			"cx", decimal(m.at.x), "cy", decimal(m.at.y), "r", decimal(markRadius),
		}, painted...)...)
		to.close("circle", m.tip)
		return
	}
	to.element("polygon", append([]string{"points", coordinates(m.corners()), "stroke-linejoin", "round"}, painted...)...)
	to.close("polygon", m.tip)
}

func (l *label) writeSVG(to *svgWriter) {
	size, weight, fill, opacity, place := "", "", "", "", ""
	if l.size != labelSize {
		size = decimal(l.size)
	}
	if l.weight == bold {
		weight = "bold"
	}
	if l.colour != ink {
		fill = l.colour.hex()
	}
	if l.opacity != 0 {
		opacity = strconv.FormatFloat(l.opacity, 'f', -1, 64)
	}
	switch l.anchor {
	case atMiddle:
		place = "middle"
	case atEnd:
		place = "end"
	case atStart:
	}
	to.element("text", "x", decimal(l.at.x), "y", decimal(l.at.y), "font-size", size, "font-weight", weight,
		"fill", fill, "fill-opacity", opacity, "text-anchor", place)
	to.WriteString(">")
	if l.full != "" && l.full != l.text {
		to.WriteString("<title>" + escape(l.full) + "</title>")
	}
	to.WriteString(escape(l.text) + "</text>\n")
}

// coordinates writes points in the form of SVG.
func coordinates(points []point) string {
	listed := make([]string, len(points))
	for i, at := range points {
		listed[i] = decimal(at.x) + "," + decimal(at.y)
	}
	return strings.Join(listed, " ")
}

// decimal writes a coordinate with at most two digits after the point.
func decimal(value float64) string {
	return strconv.FormatFloat(hundredths(value), 'f', -1, 64)
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// escape makes text safe inside an element or a quoted attribute.
func escape(text string) string { return escaper.Replace(text) }
