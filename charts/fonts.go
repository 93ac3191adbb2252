package charts

import (
	"fmt"
	"sort"
	"strings"
	"sync"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"gonum.org/v1/plot/font"
)

// weight picks one of the two fonts.
type weight int

const (
	regular weight = iota
	bold
)

// typeface is one parsed font of no size; safe for concurrent use.
type typeface struct {
	parsed *opentype.Font
}

// ellipsis ends a text that was shortened.
const ellipsis = "…"

// liberation parses the fonts once; they are part of the program.
var liberation = sync.OnceValues(func() (*[2]typeface, error) {
	var faces [2]typeface
	for i, bytes := range [][]byte{regular: liberationsansregular.TTF, bold: liberationsansbold.TTF} {
		parsed, err := opentype.Parse(bytes)
		if err != nil {
			return nil, fmt.Errorf("liberation sans: %w", err)
		}
		faces[i] = typeface{parsed: parsed}
	}
	return &faces, nil
})

// sized is the font in a size, in points.
func (t *typeface) sized(size float64) font.Face {
	return font.Face{Font: font.Font{Size: font.Length(size)}, Face: t.parsed}
}

// width is the length of text in points. A rune that the font lacks counts one
// em, the widest that a viewer's replacement is likely to be.
func (t *typeface) width(text string, size float64) float64 {
	const oneEm = '—'
	face := t.sized(size)
	return face.Width(t.replaceMissing(text, oneEm)).Points()
}

// replaceMissing puts another rune for each that the font lacks.
func (t *typeface) replaceMissing(text string, other rune) string {
	var buffer sfnt.Buffer
	return strings.Map(func(r rune) rune {
		if glyph, err := t.parsed.GlyphIndex(&buffer, r); err != nil || glyph == 0 {
			return other
		}
		return r
	}, text)
}

// shorten cuts text to fit in width points, ending it with an ellipsis.
func (t *typeface) shorten(text string, size, width float64) string {
	if t.width(text, size) <= width {
		return text
	}
	runes := []rune(text)
	fits := sort.Search(len(runes), func(end int) bool {
		return t.width(string(runes[:end+1])+ellipsis, size) > width
	})
	return strings.TrimRight(string(runes[:fits]), " ,.;:–-(") + ellipsis
}

// wrap breaks text between words into lines of width points, and at most as
// many. What is left over is cut with an ellipsis.
func (t *typeface) wrap(text string, size, width float64, lines int) []string {
	words := strings.Fields(text)
	var wrapped []string
	for len(words) > 0 {
		if len(wrapped) == lines-1 {
			return append(wrapped, t.shorten(strings.Join(words, " "), size, width))
		}
		taken := 1
		for taken < len(words) && t.width(strings.Join(words[:taken+1], " "), size) <= width {
			taken++
		}
		wrapped = append(wrapped, t.shorten(strings.Join(words[:taken], " "), size, width))
		words = words[taken:]
	}
	return wrapped
}

// wrapEvenly wraps text in narrower lines, but no more of them, where the last
// line would hold a word or two.
func (t *typeface) wrapEvenly(text string, size, width float64, lines int) []string {
	const shortLine, narrower, narrowest = 0.25, 0.02, 0.6
	wrapped := t.wrap(text, size, width, lines)
	for share := 1.0; share > narrowest; share -= narrower {
		tried := t.wrap(text, size, width*share, lines)
		if len(tried) != len(wrapped) || len(tried) < 2 || strings.HasSuffix(tried[len(tried)-1], ellipsis) {
			break
		}
		wrapped = tried
		if t.width(tried[len(tried)-1], size) >= shortLine*width {
			break
		}
	}
	return wrapped
}
