package charts

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"sync"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"github.com/tdewolff/font"
	"golang.org/x/sync/errgroup"
)

// FontFamily is the name of the font that drawings and page carry with them.
// No installed font has it, so none can take its place.
const FontFamily = "breachstats-sans"

// everyText are the characters that every embedded font has, beside those that
// a drawing uses: what titles, captions, numbers and most names are made of.
// Drawings that need no others share one font, which is made once.
const everyText = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~" +
	"\u00A0©«·»×éñ–—‘’“”…→−□"

// fontTables are what a viewer needs to draw, hint and kern the glyphs kept.
var fontTables = []string{
	"OS/2", "cmap", "cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "kern", "loca", "maxp", "name", "post", "prep",
}

// Fonts are Liberation Sans in two weights, as WOFF2 files that hold no more
// than the characters asked for.
type Fonts struct {
	Regular []byte
	Bold    []byte
}

// PageFonts gives the fonts for a page that holds Inline drawings and a text of
// its own. The characters of ASCII and the signs that charts write are always
// in them; text adds its own. A character that Liberation Sans lacks is left
// out, and a viewer takes it from another font. The same characters give the
// same bytes.
func PageFonts(text string) (Fonts, error) {
	var fonts Fonts
	var making errgroup.Group
	making.Go(func() (err error) {
		fonts.Regular, err = subset(regular, text)
		return err
	})
	making.Go(func() (err error) {
		fonts.Bold, err = subset(bold, text)
		return err
	})
	if err := making.Wait(); err != nil {
		return Fonts{}, fmt.Errorf("charts: %w", err)
	}
	return fonts, nil
}

// CSS is a rule of @font-face for each weight, under FontFamily and with the
// font in a data: URI. A content security policy must allow font-src data:.
func (f Fonts) CSS() string { return fontFace(f.Regular, "normal") + fontFace(f.Bold, "bold") }

// fontFace is the rule for one font; none without bytes.
func fontFace(woff2 []byte, weight string) string {
	if len(woff2) == 0 {
		return ""
	}
	return "@font-face{font-family:" + FontFamily + ";font-weight:" + weight +
		";src:url(data:font/woff2;base64," + base64.StdEncoding.EncodeToString(woff2) + `) format("woff2")}`
}

// fontsOf are the fonts for the texts of a drawing, bold only where it is used.
func fontsOf(drawn *sheet) (Fonts, error) {
	var texts [2]strings.Builder
	for _, one := range drawn.marks {
		if written, ok := one.(*label); ok {
			texts[written.weight].WriteString(written.text)
		}
	}
	var fonts Fonts
	for _, each := range []struct {
		of   weight
		into *[]byte
	}{{regular, &fonts.Regular}, {bold, &fonts.Bold}} {
		text := texts[each.of].String()
		if text == "" {
			continue
		}
		var err error
		if *each.into, err = subset(each.of, text); err != nil {
			return Fonts{}, err
		}
	}
	return fonts, nil
}

// sharedFonts are the two weights with everyText and nothing else.
var sharedFonts = [2]func() ([]byte, error){
	regular: sync.OnceValues(func() ([]byte, error) { return makeSubset(liberationsansregular.TTF, nil) }),
	bold:    sync.OnceValues(func() ([]byte, error) { return makeSubset(liberationsansbold.TTF, nil) }),
}

// subset is a weight with everyText and the characters of a text.
func subset(of weight, text string) ([]byte, error) {
	var more []rune
	for _, r := range text {
		if !strings.ContainsRune(everyText, r) {
			more = append(more, r)
		}
	}
	if len(more) == 0 {
		return sharedFonts[of]()
	}
	slices.Sort(more)
	source := liberationsansregular.TTF
	if of == bold {
		source = liberationsansbold.TTF
	}
	return makeSubset(source, slices.Compact(more))
}

// makeSubset keeps everyText and more, ascending, of a TrueType font. It parses
// the font anew, since the library writes into what it cuts.
func makeSubset(source []byte, more []rune) ([]byte, error) {
	whole, err := font.ParseSFNT(source, 0)
	if err != nil {
		return nil, fmt.Errorf("liberation sans: %w", err)
	}
	glyphs := []uint16{0} // what a viewer draws for a character it has not
	for _, r := range slices.Concat([]rune(everyText), more) {
		// Characters that look alike share a glyph, and it may be listed once only.
		if glyph := whole.GlyphIndex(r); !slices.Contains(glyphs, glyph) {
			glyphs = append(glyphs, glyph)
		}
	}
	cut, err := whole.Subset(glyphs, font.SubsetOptions{Tables: slices.Clone(fontTables)})
	if err != nil {
		return nil, fmt.Errorf("liberation sans: %w", err)
	}
	// The library writes accented letters, which are put together of two glyphs,
	// wrongly into the form in which WOFF2 rearranges outlines, and browsers
	// refuse the font. Where it cannot read a glyph it leaves all outlines as
	// they are; so it is asked for one more than there are.
	cut.Maxp.NumGlyphs++
	woff2, err := cut.WriteWOFF2()
	if err != nil {
		return nil, fmt.Errorf("liberation sans: %w", err)
	}
	return woff2, nil
}
