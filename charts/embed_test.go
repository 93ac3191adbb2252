package charts

import (
	"bytes"
	"encoding/base64"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/tdewolff/font"

	"github.com/breachstats/breachstats/torture/must"
)

// fontsIn returns the embedded fonts of an SVG, by weight, decoded from WOFF2.
func fontsIn(t *testing.T, svg []byte) map[string]*font.SFNT {
	t.Helper()
	found := make(map[string]*font.SFNT)
	rule := regexp.MustCompile(`font-weight:(\w+);src:url\(data:font/woff2;base64,([^)]*)\)`)
	for _, part := range rule.FindAllSubmatch(svg, -1) {
		woff2 := must.Get(base64.StdEncoding.DecodeString(string(part[2])))(t)
		found[string(part[1])] = parseWOFF2(t, woff2)
	}
	return found
}

func parseWOFF2(t *testing.T, woff2 []byte) *font.SFNT {
	t.Helper()
	unpacked := must.Get(font.ParseWOFF2(woff2))(t)
	parsed := must.Get(font.ParseSFNT(unpacked, 0))(t)
	return parsed
}

// TestSVGEmbedsEveryCharacter checks that a drawing needs no installed font: every character of its
// texts that Liberation Sans has is embedded, with the width that was measured.
func TestSVGEmbedsEveryCharacter(t *testing.T) {
	faces := must.Get(liberation())(t)
	for _, chart := range All() {
		rows := typical(t, chart)
		for _, row := range rows {
			for i, column := range chart.Columns {
				if column.Name == "entity_name" {
					row[i] = "Hôpital Žofín Ωmega №1 病院"
				}
			}
		}
		drawn := must.Get(chart.layOut(record(t, chart, rows), captured(), wideLayout()))(t)
		embedded := fontsIn(t, render(t, chart, rows, captured()).SVG)
		for _, one := range drawn.marks {
			written, ok := one.(*label)
			if !ok {
				continue
			}
			name := map[weight]string{regular: "normal", bold: "bold"}[written.weight]
			if embedded[name] == nil {
				t.Fatalf("%s: want a font of weight %s", chart.Name, name)
			}
			face := &faces[written.weight]
			for _, r := range written.text {
				if face.replaceMissing(string(r), -1) == "" {
					continue // Liberation Sans lacks it
				}
				glyph := embedded[name].GlyphIndex(r)
				if glyph == 0 {
					t.Errorf("%s: %q of %q is not embedded", chart.Name, r, written.text)
				}
				want := face.width(string(r), 2048)
				if got := float64(embedded[name].GlyphAdvance(glyph)); got != want {
					t.Errorf("%s: %q is %v wide, want %v", chart.Name, r, got, want)
				}
			}
		}
	}
}

func TestInlineIsTheSVGWithoutFontsHeadingAndCaption(t *testing.T) {
	left := regexp.MustCompile(`<style>[^<]*</style>\n|<text [^>]*font-size="(24|16)"[^>]*>[^<]*</text>\n|^<svg [^>]*>`)
	view := regexp.MustCompile(`viewBox="20 ([0-9]+) 920 ([0-9]+)"`)
	for _, chart := range All() {
		image := render(t, chart, typical(t, chart), captured())
		if bytes.Contains(image.Inline, []byte("<style>")) || bytes.Contains(image.Inline, []byte(`font-size="24"`)) {
			t.Errorf("%s: want neither style nor title in the inline drawing", chart.Name)
		}
		want, got := left.ReplaceAll(image.SVG, nil), left.ReplaceAll(image.Inline, nil)
		drawn := must.Get(chart.layOut(record(t, chart, typical(t, chart)), captured(), wideLayout()))(t)
		said := ""
		for _, one := range drawn.marks[drawn.frame[0]:drawn.frame[1]] {
			written := one.(*label)
			said += " " + written.text
			if written.size == labelSize {
				var line svgWriter
				written.writeSVG(&line)
				want = bytes.Replace(want, line.Bytes(), nil, 1)
			}
		}
		if !bytes.Equal(want, got) {
			t.Errorf("%s: want the inline drawing to differ from the file only in font, heading and caption", chart.Name)
		}
		if !strings.HasPrefix(said, " "+drawn.title) || !strings.Contains(said, " "+captionBegins(image.Caption)) {
			t.Errorf("%s: want heading and caption left out, got %q", chart.Name, said)
		}
		seen := view.FindSubmatch(image.Inline)
		if seen == nil {
			t.Errorf("%s: want a view that begins below the heading, got %.300s", chart.Name, image.Inline)
			continue
		}
		top, _ := strconv.Atoi(string(seen[1]))
		height, _ := strconv.Atoi(string(seen[2]))
		if top < 60 || top > 130 || top+height < pageHeight*3/4 || top+height > pageHeight-pageMargin {
			t.Errorf("%s: want the view from below the heading to the caption, got %s", chart.Name, seen[0])
		}
	}
}

// captionBegins returns the first words of a caption, which both captions of a drawing share.
func captionBegins(caption string) string {
	words := strings.Fields(caption)
	return strings.Join(words[:min(2, len(words))], " ")
}

// The caption in a file has all caveats. The caption on the page has only those of its figure.
func TestPageCaptionIsShortAndKeepsWhatIsOfTheFigure(t *testing.T) {
	note := Note{
		Captured: "17 October 2024 (sha256: archive 8f0702df)", Brief: "17 October 2024",
		Caveats: []string{"Only of this figure.", "Not the newest: of all figures."}, PageCaveats: []string{"Only of this figure."},
	}
	chart := chartNamed(t, "breaches_by_year")
	image := render(t, chart, typical(t, chart), note)
	const source = "Source: HHS OCR breach portal, captured 17 October 2024. Hatched: "
	if !strings.HasPrefix(image.Caption, source) || !strings.HasSuffix(image.Caption, " Only of this figure.") {
		t.Errorf("want source, day and caveats of the figure, got %q", image.Caption)
	}
	for _, gone := range []string{"Not the newest", "8f0702df"} {
		if strings.Contains(image.Caption, gone) || bytes.Contains(image.Inline, []byte(gone)) || bytes.Contains(image.Phone, []byte(gone)) {
			t.Errorf("want no %q in the caption on the page", gone)
		}
		if !bytes.Contains(image.SVG, []byte(gone)) {
			t.Errorf("want %q in the caption of the file", gone)
		}
	}
}

// TestPageFontsHoldWhatIsAsked makes fonts for texts of many scripts. Every character that
// Liberation Sans has is there once; the others cause no error.
func TestPageFontsHoldWhatIsAsked(t *testing.T) {
	faces := must.Get(liberation())(t)
	var everything strings.Builder
	for r := rune(' '); r < 0xFFFE; r++ {
		if r < 0xD800 || r > 0xDFFF {
			everything.WriteRune(r)
		}
	}
	for _, text := range []string{"", "ASCII", "Ελλάδα Україна Žofín", "東京大学病院 مستشفى 🏥\x00", everything.String()} {
		fonts := must.Get(PageFonts(text))(t)
		again, err := PageFonts(text)
		if err != nil || !bytes.Equal(fonts.Regular, again.Regular) || !bytes.Equal(fonts.Bold, again.Bold) {
			t.Errorf("%.20q: want the same bytes again, got error %v", text, err)
		}
		if len(text) > 1000 {
			continue // several characters may share a glyph
		}
		for i, woff2 := range [][]byte{regular: fonts.Regular, bold: fonts.Bold} {
			parsed := parseWOFF2(t, woff2)
			for _, r := range everyText + text {
				if has := faces[i].replaceMissing(string(r), -1) != ""; has != (parsed.GlyphIndex(r) != 0) {
					t.Errorf("weight %d: %q: want it in the font: %v", i, r, has)
				}
			}
		}
	}
}

func TestFontFacesNameTheFamilyOfTheDrawings(t *testing.T) {
	fonts := must.Get(PageFonts(""))(t)
	if css := fonts.CSS(); strings.Count(css, "@font-face{font-family:"+FontFamily+";") != 2 {
		t.Errorf("want two weights of %s, got %.80s", FontFamily, css)
	}
	image := render(t, chartNamed(t, "breaches_by_year"), typicalYears(), captured())
	if !bytes.Contains(image.Inline, []byte(`font-family="`+FontFamily+",")) {
		t.Error("want the drawing to ask for the embedded family first")
	}
}
