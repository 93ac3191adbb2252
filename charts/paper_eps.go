package charts

import (
	"bytes"
	"fmt"
	"math"
	"strings"

	"golang.org/x/image/font/sfnt"
)

// encodeEPS writes a drawing as Encapsulated PostScript, level 2. Letters are outlines, so no font
// is needed. A unit has perUnit points. The file contains no date.
func encodeEPS(drawn *drawing, perUnit float64) ([]byte, error) {
	wide, high := drawn.across*perUnit, drawn.down*perUnit
	to := epsWriter{high: drawn.down}
	fmt.Fprintf(&to, "%%!PS-Adobe-3.0 EPSF-3.0\n%%%%BoundingBox: 0 0 %.0f %.0f\n%%%%HiResBoundingBox: 0 0 %s %s\n",
		math.Ceil(wide), math.Ceil(high), decimal(wide), decimal(high))
	fmt.Fprintf(&to, "%%%%Creator: breachstats\n%%%%Title: %s\n%%%%LanguageLevel: 2\n%%%%Pages: 1\n%%%%EndComments\n", ascii(drawn.title))
	to.WriteString("/m{moveto}bind def/l{lineto}bind def/c{curveto}bind def/h{closepath}bind def/f{fill}bind def\n")
	to.WriteString("/s{stroke}bind def/w{setlinewidth}bind def/k{setrgbcolor}bind def/b{rectfill}bind def\n")
	fmt.Fprintf(&to, "gsave %s dup scale 1 setlinejoin\n", decimalFine(perUnit))
	for _, one := range drawn.marks {
		if err := to.mark(one, drawn.fonts); err != nil {
			return nil, fmt.Errorf("eps: %w", err)
		}
	}
	to.WriteString("grestore\nshowpage\n%%EOF\n")
	return to.Bytes(), nil
}

// epsWriter writes marks as PostScript, in which y grows upwards.
type epsWriter struct {
	bytes.Buffer
	high float64
}

func (to *epsWriter) mark(one mark, fonts *[2]typeface) error {
	switch one := one.(type) {
	case *bar:
		to.colour(one.fill)
		fmt.Fprintf(to, "%s %s %s %s b\n", decimal(one.left), decimal(to.high-one.bottom), decimal(one.width()), decimal(one.height()))
	case *stroke:
		to.colour(one.colour)
		if one.isDashed {
			fmt.Fprintf(to, "[%s %s] 0 setdash ", decimal(dashOn), decimal(dashOff))
		}
		to.path(one.points)
		fmt.Fprintf(to, "%s w s\n", decimal(one.width))
		if one.isDashed {
			to.WriteString("[] 0 setdash\n")
		}
	case *symbol:
		fill, outline, width := one.look()
		edge := outlineOf(one)
		to.colour(fill)
		to.path(edge)
		to.WriteString("h f\n")
		to.colour(outline)
		to.path(edge)
		fmt.Fprintf(to, "h %s w s\n", decimal(width))
	case *label:
		return to.label(one, fonts)
	}
	return nil
}

func (to *epsWriter) colour(with colour) {
	red, green, blue := with.channels()
	fmt.Fprintf(to, "%s %s %s k ", decimalFine(red/255), decimalFine(green/255), decimalFine(blue/255))
}

func (to *epsWriter) at(place point) {
	fmt.Fprintf(to, "%s %s ", decimal(place.x), decimal(to.high-place.y))
}

func (to *epsWriter) path(points []point) {
	for i, at := range points {
		to.at(at)
		if i == 0 {
			to.WriteString("m ")
		} else {
			to.WriteString("l ")
		}
	}
}

// label fills the outlines of a text. PostScript has no opacity: a transparent text is drawn as an
// outline only, in a paler colour.
func (to *epsWriter) label(l *label, fonts *[2]typeface) error {
	pieces, err := l.outlines(fonts)
	if err != nil {
		return err
	}
	to.colour(l.colour.mix(paper, opaqueShare(l)))
	before := point{}
	for i, one := range pieces {
		switch one.op {
		case sfnt.SegmentOpMoveTo:
			if i > 0 {
				to.WriteString("h ")
			}
			to.at(one.via[0])
			to.WriteString("m ")
			before = one.via[0]
		case sfnt.SegmentOpLineTo:
			to.at(one.via[0])
			to.WriteString("l ")
			before = one.via[0]
		case sfnt.SegmentOpQuadTo:
			first, second := cubic(before, one.via[0], one.via[1])
			to.at(first)
			to.at(second)
			to.at(one.via[1])
			to.WriteString("c ")
			before = one.via[1]
		case sfnt.SegmentOpCubeTo:
			for _, via := range one.via {
				to.at(via)
			}
			to.WriteString("c ")
			before = one.via[2]
		}
	}
	if l.opacity != 0 {
		to.WriteString("h 1 w s\n")
		return nil
	}
	to.WriteString("h f\n")
	return nil
}

// opaqueShare is the share of the background colour that replaces a label's transparency.
func opaqueShare(l *label) float64 {
	if l.opacity == 0 {
		return 0
	}
	return 1 - l.opacity
}

// cubic returns the two control points of the cubic curve that equals a quadratic one.
func cubic(from, via, to point) (first, second point) {
	const share = 2.0 / 3
	return point{from.x + float64((via.x-from.x)*share), from.y + float64((via.y-from.y)*share)},
		point{to.x + float64((via.x-to.x)*share), to.y + float64((via.y-to.y)*share)}
}

// decimalFine writes a number with at most four digits after the point.
func decimalFine(value float64) string {
	return strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.4f", value), "0"), ".")
}

// ascii replaces characters that are not ASCII, for a comment in the file.
func ascii(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u00A0':
			return ' '
		case r == '’':
			return '\''
		case r < ' ' || r > '~':
			return '?'
		}
		return r
	}, text)
}
