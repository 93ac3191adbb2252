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

// typeface is a parsed font without a size, safe for concurrent use.
type typeface struct {
	parsed *opentype.Font
	common [0x180]glyph // Latin letters, in which nearly all texts are written
}

// glyph is the glyph of a character, with index 0 if the font lacks it, and its advance width in
// units of the font.
type glyph struct {
	index   sfnt.GlyphIndex
	advance fixed.Int26_6
}

// ellipsis ends a text that was shortened.
const ellipsis = "…"

// liberation parses the two embedded fonts once.
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

// glyph returns the glyph of a rune.
func (t *typeface) glyph(of rune) glyph {
	if of >= 0 && int(of) < len(t.common) {
		return t.common[of]
	}
	return t.find(of)
}

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

// em is the size at which one unit of the font has length 1.
func (t *typeface) em() fixed.Int26_6 { return fixed.Int26_6(t.parsed.UnitsPerEm()) }

// width is the length of a text in points. A rune that the font lacks counts as one em, which is
// probably at least the width of a viewer's replacement.
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
				units += kern // most pairs have none
			}
		}
		units, before = units+one.advance, one.index
	}
	return float64(units) * (size / float64(t.em()))
}

// replaceMissing replaces each rune that the font lacks.
func (t *typeface) replaceMissing(text string, other rune) string {
	return strings.Map(func(r rune) rune {
		if t.glyph(r).index == 0 {
			return other
		}
		return r
	}, text)
}

// shorten cuts a text to a width in points and ends it with an ellipsis.
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

// wrap breaks a text into at most the given number of lines, of at most the given width in points.
// It never breaks at a no-break space. Text beyond the last line is replaced by an ellipsis.
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

// wrapEvenly is like wrap, but if the last line would have only a word or two it uses a smaller
// width, with the same number of lines.
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
