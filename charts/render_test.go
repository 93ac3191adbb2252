package charts

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"image/png"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/torture/must"
)

var update = flag.Bool("update", false, "write the golden drawings in testdata again")

func render(t *testing.T, chart Chart, rows [][]any, note Note) Image {
	t.Helper()
	image := must.Get(chart.Render(record(t, chart, rows), note))(t)
	return image
}

func TestRenderGolden(t *testing.T) {
	for _, chart := range All() {
		t.Run(chart.Name, func(t *testing.T) {
			note := captured()
			note.Caveats = []string{"The under-investigation view of this capture was not saved."}
			image := render(t, chart, typical(t, chart), note)
			drawing := regexp.MustCompile(`<style>[^<]*</style>\n`).ReplaceAll(image.SVG, nil) // the font has tests of its own
			path := filepath.Join("testdata", chart.Name+".svg")
			if *update {
				must.Do(t, os.WriteFile(path, drawing, 0o644))
			}
			want := must.Get(os.ReadFile(path))(t)
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(drawing), "\n")); diff != "" {
				t.Errorf("drawing differs from %s (-want +got):\n%s", path, diff)
			}
			size := must.Get(png.DecodeConfig(bytes.NewReader(image.PNG)))(t)
			if size.Width != 1920 || size.Height != 1200 {
				t.Errorf("want an image of 1920 × 1200, got %d × %d", size.Width, size.Height)
			}
		})
	}
}

func TestRenderR6SameBytesOnAnyThreads(t *testing.T) {
	note := captured()
	first := make(map[string]Image)
	for _, chart := range All() {
		first[chart.Name] = render(t, chart, typical(t, chart), note)
	}
	for _, threads := range []int{1, 8} {
		before := runtime.GOMAXPROCS(threads)
		var all sync.WaitGroup
		for _, chart := range All() {
			rows := record(t, chart, typical(t, chart))
			all.Go(func() {
				image, err := chart.Render(rows, note)
				if err != nil {
					t.Error(err)
				}
				if !bytes.Equal(image.SVG, first[chart.Name].SVG) || !bytes.Equal(image.PNG, first[chart.Name].PNG) {
					t.Errorf("%s: different bytes with %d threads", chart.Name, threads)
				}
			})
		}
		all.Wait()
		runtime.GOMAXPROCS(before)
	}
}

func TestRenderR1EmptyTable(t *testing.T) {
	for _, chart := range All() {
		image := render(t, chart, nil, captured())
		if !strings.Contains(string(image.SVG), nothingToDraw) {
			t.Errorf("%s: want %q", chart.Name, nothingToDraw)
		}
	}
}

// TestRenderOddRows draws rows that the portal may hold one day. It checks that the SVG can be
// parsed and that no text touches another or leaves the drawing.
func TestRenderOddRows(t *testing.T) {
	for _, odd := range oddities() {
		t.Run(odd.name, func(t *testing.T) {
			t.Parallel()
			for _, chart := range All() {
				for _, made := range layouts() {
					drawn := must.Get(chart.layOut(record(t, chart, odd.rows(t, chart)), odd.note(), made))(t)
					checkXML(t, chart.Name, encodeSVG(drawn, drawn.across, ""))
					checkTexts(t, drawn)
					checkMarks(t, drawn)
				}
			}
		})
	}
}

// layouts returns the layouts of drawings.
func layouts() []layout {
	return []layout{wideLayout(), phoneLayout(), narrowLayout(420, 4)}
}

func checkXML(t *testing.T, name string, svg []byte) {
	t.Helper()
	decoder := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if element, ok := token.(xml.StartElement); ok && element.Name.Local == "script" {
			t.Errorf("%s: a name became an element", name)
		}
	}
}

func TestRenderR2HostileNames(t *testing.T) {
	chart := chartNamed(t, "largest_breaches")
	rows := typicalLargest()
	rows[0][1] = `<script>alert("R&D")</script>` + "\u202E\x00\xFF\uFFFE"
	svg := string(render(t, chart, rows, captured()).SVG)
	if want := `&lt;script&gt;alert(&quot;R&amp;D&quot;)&lt;/script&gt;`; !strings.Contains(svg, want) {
		t.Errorf("want %s", want)
	}
	if strings.ContainsAny(svg, "\u202E\x00\uFFFE") {
		t.Error("want no control characters and none that reverse text")
	}
}

func TestRenderR2LongNameInFullInTitle(t *testing.T) {
	chart := chartNamed(t, "largest_breaches")
	rows := typicalLargest()
	long := strings.Repeat("University Hospital ", 15) + "End"
	rows[0][1] = long
	svg := string(render(t, chart, rows, captured()).SVG)
	if !strings.Contains(svg, "<title>"+long+"</title>University Hospital") || !strings.Contains(svg, "…</text>") {
		t.Error("want the name shortened, and in full in a title")
	}
}

func TestRenderR7PartialYears(t *testing.T) {
	svg := string(render(t, chartNamed(t, "breaches_by_year"), typicalYears(), captured()).SVG)
	for _, want := range []string{
		">from 21 Oct</text>", ">to 8 Oct</text>",
		"Hatched: partial years 2009 (from 21 October), 2024 (to 8 October).",
		barColour.pale().hex(),
	} {
		if !strings.Contains(svg, want) {
			t.Errorf("want %s", want)
		}
	}
	threats := chartNamed(t, "hicp_threats_by_year")
	svg = string(render(t, threats, typical(t, threats), captured()).SVG)
	if !strings.Contains(svg, "Hatched, and open") || !strings.Contains(svg, ">part year</text>") {
		t.Error("want open marks in a partial year")
	}
}

func TestRenderR3GiantsAreNamed(t *testing.T) {
	svg := string(render(t, chartNamed(t, "individuals_by_year"), typicalSums(), captured()).SVG)
	for _, want := range []string{">Anthem Inc.</text>", ">78.8 million</text>", ">Change Healthcare, Inc.</text>", ">192.7 million</text>"} {
		if !strings.Contains(svg, want) {
			t.Errorf("want %s", want)
		}
	}
	if strings.Contains(svg, ">A Hospital</text>") {
		t.Error("want no name for a small part of a year")
	}
}

func TestRenderR8AlternativeText(t *testing.T) {
	for _, chart := range All() {
		image := render(t, chart, typical(t, chart), captured())
		svg := string(image.SVG)
		for _, want := range []string{
			`role="img"`, ">" + escape(image.Title) + "</title>", ">" + escape(chart.Description) + "</desc>",
			`aria-labelledby="chart-` + chart.Name + "-title chart-" + chart.Name + `-description"`,
		} {
			if !strings.Contains(svg, want) {
				t.Errorf("%s: want %s", chart.Name, want)
			}
		}
	}
}

func TestRenderSyntheticSampleNamesNoSource(t *testing.T) {
	note := captured()
	note.IsSynthetic = true
	for _, chart := range All() {
		svg := string(render(t, chart, typical(t, chart), note).SVG)
		if !strings.Contains(svg, ">SYNTHETIC</text>") || !strings.Contains(svg, "Synthetic sample, not real breaches") {
			t.Errorf("%s: want the stamp and the caption", chart.Name)
		}
		if strings.Contains(svg, "Source:") {
			t.Errorf("%s: want no source", chart.Name)
		}
	}
}

// TestRenderStampIsBehindTexts checks that the stamp lies over bars and lines, and under every text
// and its background.
func TestRenderStampIsBehindTexts(t *testing.T) {
	note := captured()
	note.IsSynthetic = true
	for _, chart := range All() {
		drawn := must.Get(chart.layOut(record(t, chart, typical(t, chart)), note, wideLayout()))(t)
		isStamped := false
		for _, one := range drawn.marks {
			switch one := one.(type) {
			case *label:
				if one.text == stampText {
					isStamped = true
				} else if !isStamped {
					t.Errorf("%s: %q is under the stamp", chart.Name, one.text)
				}
			case *stroke, *symbol:
				if isStamped {
					t.Errorf("%s: %v is over the stamp", chart.Name, one)
				}
			}
		}
	}
}

func TestRenderFirstCaveatIsBold(t *testing.T) {
	note := captured()
	note.Caveats = []string{"The archive view is missing.", "The header was repaired."}
	for _, chart := range All() {
		svg := string(render(t, chart, typical(t, chart), note).SVG)
		if !strings.Contains(svg, ` font-weight="bold">The archive view is missing.</text>`) {
			t.Errorf("%s: want the first caveat in bold, on its own line", chart.Name)
		}
		if strings.Count(svg, note.Caveats[0]) != 1 {
			t.Errorf("%s: want the first caveat once", chart.Name)
		}
	}
}

func TestRenderR9ColumnsAreChecked(t *testing.T) {
	chart := chartNamed(t, "breaches_by_year")
	fields := []arrow.Field{{Name: "extra", Type: arrow.BinaryTypes.String}, {Name: "breaches", Type: arrow.BinaryTypes.String}}
	for _, column := range chart.Columns {
		if column.Name != "breaches" && column.Name != "year" {
			fields = append(fields, arrow.Field{Name: column.Name, Type: column.Type})
		}
	}
	builder := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	defer builder.Release()
	_, err := chart.Render(builder.NewRecordBatch(), captured())
	want := "charts: breaches_by_year: column year: want int64, got no such column\n" +
		"charts: breaches_by_year: column breaches: want int64, got utf8"
	if err == nil || err.Error() != want {
		t.Errorf("want %s, got %v", want, err)
	}
	if _, err := chart.Render(nil, captured()); err == nil || err.Error() != "charts: breaches_by_year: want a record, got none" {
		t.Errorf("want an error without a record, got %v", err)
	}
}

func TestRenderR9ColumnOrderIsFree(t *testing.T) {
	chart := chartNamed(t, "breaches_by_year")
	whole := record(t, chart, typicalYears())
	var fields []arrow.Field
	var columns []arrow.Array
	for i := len(chart.Columns) - 1; i >= 0; i-- {
		fields = append(fields, whole.Schema().Field(i))
		columns = append(columns, whole.Column(i))
	}
	turned := array.NewRecordBatch(arrow.NewSchema(fields, nil), columns, whole.NumRows())
	got := must.Get(chart.Render(turned, captured()))(t)
	want := render(t, chart, typicalYears(), captured())
	if !bytes.Equal(got.SVG, want.SVG) {
		t.Error("want the same drawing")
	}
}

func TestRenderR4NoNumberBreaksAScale(t *testing.T) {
	chart := chartNamed(t, "sizes_by_year")
	for _, value := range []float64{0, -1, math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64} {
		row := []any{2023, 7, 0, value, value, value, false, "2023-01-01", "2023-12-31"}
		image := render(t, chart, [][]any{row, {2024, 0, 0, 500.0, nil, nil, nil, nil, nil}}, captured())
		checkXML(t, chart.Name, image.SVG)
		if strings.Contains(string(image.SVG), "NaN") || strings.Contains(string(image.SVG), "Inf") {
			t.Errorf("%v: want no NaN in the drawing", value)
		}
	}
}

func BenchmarkRenderAll(b *testing.B) {
	note := captured()
	var records []arrow.RecordBatch
	for _, chart := range All() {
		records = append(records, record(b, chart, typical(b, chart)))
	}
	for b.Loop() {
		for i, chart := range All() {
			if _, err := chart.Render(records[i], note); err != nil {
				b.Fatal(err)
			}
		}
	}
}
