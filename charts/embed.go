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

// FontFamily names the font that is embedded in drawings and pages. No installed font has this
// name, so none can replace it.
const FontFamily = "breachstats-sans"

// everyText has the characters that every embedded font contains, besides those that a drawing
// uses: titles, captions, numbers and most names need no others. Drawings that need no others share
// one font, which is made once.
const everyText = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~" +
	"\u00A0©«·»×éñ–—‘’“”…→−□"

// fontTables are the tables that a viewer needs to draw, hint and kern the kept glyphs.
var fontTables = []string{
	"OS/2", "cmap", "cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "kern", "loca", "maxp", "name", "post", "prep",
}

// Fonts are two weights of Liberation Sans as WOFF2 files, reduced to the characters needed.
type Fonts struct {
	Regular []byte
	Bold    []byte
}

// PageFonts returns the fonts for a page that contains Inline drawings and the given text. They
// always have the ASCII characters and the signs that charts use. A character that Liberation Sans
// lacks is left out; a viewer takes it from another font. The same set of characters gives the same
// bytes.
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

// CSS returns an @font-face rule for each weight, under [FontFamily], with the font in a data: URI.
// A content security policy must allow font-src data:.
func (f Fonts) CSS() string { return fontFace(f.Regular, "normal") + fontFace(f.Bold, "bold") }

// fontFace returns the rule for one font; empty without a font.
func fontFace(woff2 []byte, weight string) string {
	if len(woff2) == 0 {
		return ""
	}
	return "@font-face{font-family:" + FontFamily + ";font-weight:" + weight +
		";src:url(data:font/woff2;base64," + base64.StdEncoding.EncodeToString(woff2) + `) format("woff2")}`
}

// fontsOf returns the fonts for the texts of a drawing. Bold is included only if it is used.
func fontsOf(drawn *drawing) (Fonts, error) {
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

// sharedFonts are the two weights with everyText and no other characters.
var sharedFonts = [2]func() ([]byte, error){
	regular: sync.OnceValues(func() ([]byte, error) { return makeSubset(liberationsansregular.TTF, nil) }),
	bold:    sync.OnceValues(func() ([]byte, error) { return makeSubset(liberationsansbold.TTF, nil) }),
}

// subset returns a weight with everyText and the characters of a text.
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

// makeSubset reduces a TrueType font to everyText and more, which is ascending. It parses the font
// again each time, because the library changes the font that it reduces.
func makeSubset(source []byte, more []rune) ([]byte, error) {
	whole, err := font.ParseSFNT(source, 0)
	if err != nil {
		return nil, fmt.Errorf("liberation sans: %w", err)
	}
	glyphs := []uint16{0} // the glyph for missing characters
	for _, r := range slices.Concat([]rune(everyText), more) {
		// Several characters may share a glyph, which must be listed only once.
		if glyph := whole.GlyphIndex(r); !slices.Contains(glyphs, glyph) {
			glyphs = append(glyphs, glyph)
		}
	}
	cut, err := whole.Subset(glyphs, font.SubsetOptions{Tables: slices.Clone(fontTables)})
	if err != nil {
		return nil, fmt.Errorf("liberation sans: %w", err)
	}
	// The library writes composite glyphs, such as accented letters, wrongly when it rearranges
	// outlines for WOFF2, and browsers reject the font. If it cannot read a glyph it keeps all
	// outlines as they are; asking for one glyph more than there are makes it do so.
	cut.Maxp.NumGlyphs++
	woff2, err := cut.WriteWOFF2()
	if err != nil {
		return nil, fmt.Errorf("liberation sans: %w", err)
	}
	return woff2, nil
}
