package charts

import (
	"fmt"
	"sort"
	"strings"
	"sync"
	"unicode"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	imagefont "golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
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
	common [0x180]glyph // of Latin letters, which nearly all texts are of
}

// glyph is the picture of a character, of index 0 where the font lacks it, and
// how far the next one is from it, in units of the font.
type glyph struct {
	index   sfnt.GlyphIndex
	advance fixed.Int26_6
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
		faces[i].parsed = parsed
		for r := range faces[i].common {
			faces[i].common[r] = faces[i].find(rune(r))
		}
	}
	return &faces, nil
})

// glyph is that of a rune.
func (t *typeface) glyph(of rune) glyph {
	if of >= 0 && int(of) < len(t.common) {
		return t.common[of]
	}
	return t.find(of)
}

// find looks a glyph up in the font.
func (t *typeface) find(of rune) glyph {
	index, err := t.parsed.GlyphIndex(nil, of)
	if err != nil {
		return glyph{}
	}
	advance, err := t.parsed.GlyphAdvance(nil, index, t.em(), noHinting)
	if err != nil {
		return glyph{}
	}
	return glyph{index, advance}
}

const noHinting = imagefont.HintingNone

// em is the size at which a unit of the font is one.
func (t *typeface) em() fixed.Int26_6 { return fixed.Int26_6(t.parsed.UnitsPerEm()) }

// width is the length of text in points. A rune that the font lacks counts one
// em, the widest that a viewer's replacement is likely to be.
func (t *typeface) width(text string, size float64) float64 {
	const oneEm = '—'
	var room sfnt.Buffer
	units, before := fixed.Int26_6(0), sfnt.GlyphIndex(0)
	for i, r := range text {
		one := t.glyph(r)
		if one.index == 0 {
			one = t.glyph(oneEm)
		}
		if i > 0 {
			if kern, err := t.parsed.Kern(&room, before, one.index, t.em(), noHinting); err == nil {
				units += kern // there is none between most
			}
		}
		units, before = units+one.advance, one.index
	}
	return float64(units) * (size / float64(t.em()))
}

// replaceMissing puts another rune for each that the font lacks.
func (t *typeface) replaceMissing(text string, other rune) string {
	return strings.Map(func(r rune) rune {
		if t.glyph(r).index == 0 {
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
// many, and never at a space that does not break. What is left over is cut with an ellipsis.
func (t *typeface) wrap(text string, size, width float64, lines int) []string {
	const unbroken = '\u00A0'
	words := strings.FieldsFunc(text, func(r rune) bool { return r != unbroken && unicode.IsSpace(r) })
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
