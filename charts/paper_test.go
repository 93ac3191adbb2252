package charts

import (
	"bytes"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/breachstats/breachstats/torture/must"
)

// column is the form for one column of a journal.
func column() Paper { return Paper{WidthMM: 85, IsUntitled: true} }

func TestPapersOfAnyWidthHoldTheirTexts(t *testing.T) {
	for _, chart := range All() {
		rows := record(t, chart, typical(t, chart))
		for _, width := range []float64{70, 85, 114, 150, 174, 180, 300} {
			for _, isUntitled := range []bool{true, false} {
				drawn := must.Get(chart.layOut(rows, captured(), Paper{WidthMM: width, IsUntitled: isUntitled}.layout()))(t)
				checkTexts(t, drawn)
				checkMarks(t, drawn)
			}
		}
	}
}

func TestPaperSameBytes(t *testing.T) {
	for _, name := range []string{"breaches_by_year", "causes", "breaches_by_year_and_type"} {
		chart := chartNamed(t, name)
		rows := record(t, chart, typical(t, chart))
		for _, format := range PaperFormats() {
			var first []byte
			for range 3 {
				made := must.Get(chart.ForPaper(rows, captured(), column(), format))(t)
				if first == nil {
					first = made
				}
				if !bytes.Equal(first, made) {
					t.Errorf("%s.%s: want the same bytes", name, format)
				}
			}
		}
	}
}

func TestPaperChecks(t *testing.T) {
	chart := chartNamed(t, "breaches_by_year")
	rows := record(t, chart, typicalYears())
	for _, test := range []struct {
		paper        Paper
		format, want string
	}{
		{Paper{WidthMM: 60}, "pdf", "charts: breaches_by_year: width: want 70 to 300 mm, got 60"},
		{Paper{WidthMM: 301}, "pdf", "charts: breaches_by_year: width: want 70 to 300 mm, got 301"},
		{Paper{WidthMM: 85, DPI: 12}, "png", "charts: breaches_by_year: dpi: want 72 to 1200 dots per inch, got 12"},
		{Paper{WidthMM: 85}, "tiff", `charts: breaches_by_year: want one of eps, pdf, png, svg, got "tiff"`},
	} {
		if _, err := chart.ForPaper(rows, captured(), test.paper, test.format); err == nil || err.Error() != test.want {
			t.Errorf("want %s, got %v", test.want, err)
		}
	}
}

func TestPaperPNGHasItsWidthAndResolution(t *testing.T) {
	chart := chartNamed(t, "breaches_by_year")
	paper := column()
	paper.DPI = 300
	made := must.Get(chart.ForPaper(record(t, chart, typicalYears()), captured(), paper, "png"))(t)
	size := must.Get(png.DecodeConfig(bytes.NewReader(made)))(t)
	if want := 1004; size.Width != want { // 85 mm at 300 dots per inch
		t.Errorf("want %d pixels, got %d", want, size.Width)
	}
	if at := bytes.Index(made, []byte("pHYs")); at < 0 || !bytes.Equal(made[at+4:at+13], []byte{0, 0, 0x2E, 0x23, 0, 0, 0x2E, 0x23, 1}) {
		t.Error("want 11,811 dots a metre")
	}
}

func TestPaperUntitled(t *testing.T) {
	chart := chartNamed(t, "breaches_by_year")
	for _, isUntitled := range []bool{true, false} {
		drawn := must.Get(chart.layOut(record(t, chart, typicalYears()), captured(), Paper{WidthMM: 85, IsUntitled: isUntitled}.layout()))(t)
		hasTitle := false
		for _, one := range labelsOf(drawn) {
			hasTitle = hasTitle || strings.HasPrefix(one.text, "Breaches a year") || strings.HasPrefix(one.text, "Breaches of 500")
		}
		if hasTitle == isUntitled {
			t.Errorf("untitled: %v, but has a title: %v", isUntitled, hasTitle)
		}
	}
}

// TestPaperInPDF reads the PDFs of all charts with other programs: fonts are embedded, text is 7
// points high or more, and the page has the requested width.
func TestPaperInPDF(t *testing.T) {
	for _, tool := range []string{"pdffonts", "pdftotext", "pdfinfo", "pdftoppm"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed", tool)
		}
	}
	const heightOfPoint = 1.117 // height of a text's box as a multiple of its size, from the font's ascent and descent
	word := regexp.MustCompile(`yMin="([0-9.]+)"[^>]*yMax="([0-9.]+)">([^<]*)<`)
	run := func(name string, arguments ...string) string {
		out, err := exec.Command(name, arguments...).CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v: %s", name, err, out)
		}
		return string(out)
	}
	for _, chart := range All() {
		made := must.Get(chart.ForPaper(record(t, chart, typical(t, chart)), captured(), column(), "pdf"))(t)
		path := filepath.Join(t.TempDir(), chart.Name+".pdf")
		must.Do(t, os.WriteFile(path, made, 0o600))
		fonts := strings.Split(strings.TrimSpace(run("pdffonts", path)), "\n")
		if len(fonts) < 3 {
			t.Errorf("%s: want fonts, got %q", chart.Name, fonts)
		}
		for _, font := range fonts[2:] {
			if fields := strings.Fields(font); !strings.Contains(font, "liberationsans") || fields[len(fields)-5] != "yes" {
				t.Errorf("%s: want Liberation Sans embedded, got %q", chart.Name, font)
			}
		}
		if info := run("pdfinfo", path); !strings.Contains(info, "Page size:       240.94") {
			t.Errorf("%s: want a page of 85 mm, got %s", chart.Name, info)
		}
		words := word.FindAllStringSubmatch(run("pdftotext", "-bbox", path, "-"), -1)
		if len(words) < 10 {
			t.Errorf("%s: want words, got %d", chart.Name, len(words))
		}
		for _, found := range words {
			top, _ := strconv.ParseFloat(found[1], 64)
			foot, _ := strconv.ParseFloat(found[2], 64)
			if size := (foot - top) / heightOfPoint; size < 7 {
				t.Errorf("%s: %q is %.1f points high, want 7", chart.Name, found[3], size)
			}
		}
		run("pdftoppm", "-r", "72", "-png", path, strings.TrimSuffix(path, ".pdf"))
	}
}

// TestPaperInEPS draws an EPS with Ghostscript if that is installed.
func TestPaperInEPS(t *testing.T) {
	chart := chartNamed(t, "origin_by_year")
	made := must.Get(chart.ForPaper(record(t, chart, typical(t, chart)), captured(), column(), "eps"))(t)
	if !bytes.HasPrefix(made, []byte("%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 241 ")) || bytes.Contains(made, []byte("CreationDate")) || bytes.Contains(made, []byte("findfont")) {
		t.Errorf("want the bounding box, no date and no font: %.200s", made)
	}
	if _, err := exec.LookPath("gs"); err != nil {
		t.Skip("gs is not installed, so the EPS cannot be drawn")
	}
	path := filepath.Join(t.TempDir(), "figure.eps")
	must.Do(t, os.WriteFile(path, made, 0o600))
	out, err := exec.Command("gs", "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-dEPSCrop", "-sDEVICE=png16m", "-r144", "-sOutputFile="+path+".png", path).CombinedOutput()
	if err != nil || len(out) > 0 {
		t.Fatalf("gs: %v: %s", err, out)
	}
	drawn := must.Get(os.Open(path + ".png"))(t)
	defer drawn.Close()
	if size, err := png.DecodeConfig(drawn); err != nil || size.Width != 482 {
		t.Errorf("want 482 pixels, got %v, %v", size.Width, err)
	}
}

// TestGreysStayApart checks that categories can be distinguished without colour.
func TestGreysStayApart(t *testing.T) {
	const alike, neighbours = 4, 14
	order := []colour{blue, vermillion, orange, green, skyBlue, purple, black, greyOther, greyUnknown, greyNotStated}
	for i, one := range order {
		for j, other := range order[:i] {
			apart := lightness(greys()[one]) - lightness(greys()[other])
			if apart < 0 {
				apart = -apart
			}
			if apart < alike || i-j == 1 && apart < neighbours {
				t.Errorf("%s and %s are %.0f apart in lightness", one.hex(), other.hex(), apart)
			}
		}
	}
	for _, two := range [][2]colour{{internalColour, undeterminedColour}, {externalColour, internalColour}, {accentColour, restColour}} {
		if apart := lightness(greys()[two[0]]) - lightness(greys()[two[1]]); apart < neighbours && apart > -neighbours {
			t.Errorf("%s and %s are %.0f apart in lightness", two[0].hex(), two[1].hex(), apart)
		}
	}
}

func TestGreyDrawingHasNoColour(t *testing.T) {
	painted := regexp.MustCompile(`(?:fill|stroke)="#(..)(..)(..)"`)
	for _, chart := range All() {
		paper := column()
		paper.IsGrey = true
		svg := must.Get(chart.ForPaper(record(t, chart, typical(t, chart)), captured(), paper, "svg"))(t)
		for _, found := range painted.FindAllSubmatch(svg, -1) {
			if !bytes.Equal(found[1], found[2]) || !bytes.Equal(found[2], found[3]) {
				t.Errorf("%s: %s is not grey", chart.Name, found[0])
				break
			}
		}
	}
}
