package charts

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/torture/must"
)

// listRecord returns a list of three breaches. In the last, everything is null but the day.
func listRecord(t *testing.T) arrow.RecordBatch {
	t.Helper()
	var fields []arrow.Field
	for _, column := range ListColumns() {
		fields = append(fields, arrow.Field{Name: column.Name, Type: column.Type, Nullable: true})
	}
	rows := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	for i, field := range fields {
		switch column := rows.Field(i).(type) {
		case *array.StringBuilder:
			column.AppendValues([]string{field.Name, "</script>", ""}, []bool{true, true, false})
		case *array.Int64Builder:
			column.AppendValues([]int64{192_700_000, 0, 0}, []bool{true, true, false})
		case *array.BooleanBuilder:
			column.AppendValues([]bool{true, false, false}, []bool{true, true, false})
		case *array.Date32Builder:
			column.AppendValues([]arrow.Date32{20_000, 19_000, 14_500}, nil)
		default:
			t.Fatalf("%s: no builder for %s", field.Name, field.Type)
		}
	}
	return rows.NewRecordBatch()
}

func TestListUnpacksToItsRows(t *testing.T) {
	list := must.Get(packedListOf(listRecord(t)))(t)
	packed := must.Get(PackList(listRecord(t)))(t)
	bytesOf := must.Get(base64.StdEncoding.DecodeString(packed.base64))(t)
	from := must.Get(gzip.NewReader(bytes.NewReader(bytesOf)))(t)
	if !from.ModTime.IsZero() {
		t.Errorf("want no time in the packed list, got %s", from.ModTime)
	}
	var got packedList
	must.Do(t, json.NewDecoder(from).Decode(&got))
	if diff := cmp.Diff(list, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	if got.Rows != 3 || len(got.Columns) != len(ListColumns()) {
		t.Fatalf("want 3 rows of every column, got %d rows, %d columns", got.Rows, len(got.Columns))
	}
	whole := func(value int64) *int64 { return &value }
	want := []packedColumn{
		{Name: "entity_name", IsDownloaded: true, Kind: "text", Words: []string{"entity_name", "</script>"}, At: []int{0, 1, -1}},
		{Name: "individuals", IsDownloaded: true, Kind: "number", Values: []*int64{whole(192_700_000), whole(0), nil}},
		{Name: "submitted_on", IsDownloaded: true, Kind: "day", Values: []*int64{whole(20_000), whole(-1000), whole(-4500)}},
		{Name: "has_business_associate", IsDownloaded: true, Kind: "truth", Values: []*int64{whole(1), whole(0), nil}},
	}
	for _, column := range want {
		for _, found := range got.Columns {
			if found.Name == column.Name {
				if diff := cmp.Diff(column, found); diff != "" {
					t.Errorf("want -, got +:\n%s", diff)
				}
			}
		}
	}
}

func TestListWantsItsColumns(t *testing.T) {
	rows := listRecord(t)
	one := array.NewRecordBatch(arrow.NewSchema([]arrow.Field{{Name: "entity_name", Type: arrow.PrimitiveTypes.Int64}}, nil),
		[]arrow.Array{rows.Column(rows.Schema().FieldIndices("individuals")[0])}, rows.NumRows())
	_, err := PackList(one)
	if err == nil || !strings.Contains(err.Error(), "page: list of breaches: ") ||
		!strings.Contains(err.Error(), "column breach_id: want one, got 0") ||
		!strings.Contains(err.Error(), "column entity_name: want utf8, got int64") {
		t.Errorf("want every bad column named, got %v", err)
	}
}

func TestPageTextIsEscapedAndItsPolicyAllowsNoMore(t *testing.T) {
	hostile := `<script>alert(1)</script>" onload="alert(2)`
	table := PageTable{Columns: []string{hostile}, Kinds: []string{""}, Rows: [][]string{{hostile}}}
	list := must.Get(PackList(listRecord(t)))(t)
	page := Page{
		Version: hostile, Capture: hostile, AsOf: hostile, Notices: []string{hostile}, List: list,
		Numbers: []PageNumber{{hostile, hostile}}, Warnings: table, Checks: table, Snapshots: table,
		Provenance: []PageIdentity{{hostile, hostile, true}}, Files: []PageFile{{"javascript:alert(1)", hostile}},
		Changes: &PageChanges{Old: hostile, New: hostile, Kinds: table, Parts: []PagePart{{"part", hostile, hostile, table}}},
		Studies: []PageStudy{{"study", hostile, "javascript:alert(3)", hostile, hostile, table}}, Citation: hostile,
		Dataset: map[string]string{"name": hostile + "</script>"},
		Figures: []PageFigure{{Name: "one", Title: hostile, Subtitle: hostile, Row: hostile, Data: table,
			Columns: []PageColumn{{hostile, hostile}}, Path: hostile, SQL: hostile, Citation: hostile}},
	}
	for name, render := range map[string]func() ([]byte, error){"page": page.Render, "studies": page.RenderStudies} {
		html := must.Get(render())(t)
		t.Run(name, func(t *testing.T) { wantEscaped(t, html) })
	}
}

// wantEscaped checks that no text of a page became markup, and that its policy allows only its own
// style, its own script and what that loads.
func wantEscaped(t *testing.T, html []byte) {
	t.Helper()
	for _, forbidden := range []string{"<script>alert", `" onload="`, `href="javascript:`, " style="} {
		if bytes.Contains(html, []byte(forbidden)) {
			t.Errorf("want no %s in the page", forbidden)
		}
	}
	policy := regexp.MustCompile(`Content-Security-Policy" content="([^"]*)"`).FindSubmatch(html)
	if policy == nil {
		t.Fatal("want a policy")
	}
	stated := strings.NewReplacer("&#39;", "'", "&#43;", "+").Replace(string(policy[1]))
	for _, element := range []string{"style", "script"} {
		text := regexp.MustCompile(`(?s)<` + element + `>(.*?)</` + element + `>`).FindSubmatch(html)
		if text == nil || !strings.Contains(stated, element+"-src "+cspHash(string(text[1]))) {
			t.Errorf("want the hash of the %s in %q", element, stated)
		}
	}
	if !strings.HasPrefix(stated, "default-src 'none';") || strings.Contains(stated, "unsafe") || strings.Contains(stated, "self") || strings.Contains(stated, "http") {
		t.Errorf("want nothing else allowed, got %q", stated)
	}
}

func TestDarkColours(t *testing.T) {
	for _, c := range []struct {
		name        string
		light, want colour
	}{
		{"paper", paper, darkPaper},
		{"ink", ink, darkInk},
		{"black becomes ink", black, darkInk},
		{"a strong colour is kept", orange, orange},
		{"a pale colour fades into the background", blue.pale(), 0x0F3144},
	} {
		if got := c.light.onDark(markContrast); got != c.want {
			t.Errorf("%s: want %s, got %s", c.name, c.want.hex(), got.hex())
		}
	}
	for _, strong := range []colour{ink, muted, orange, skyBlue, green, blue, vermillion, purple, accentInk} {
		for _, contrast := range []float64{markContrast, textContrast} {
			if got := strong.onDark(contrast).contrastWith(darkPaper); got < contrast {
				t.Errorf("%s: want a contrast of %v on the dark background, got %.2f", strong.hex(), contrast, got)
			}
		}
	}
	rules := darkRules([][]byte{[]byte(`<rect fill="#FFFFFF"/><polyline fill="none" stroke="#0072B2"/>`)})
	want := `.chart [fill="#FFFFFF"]{fill:light-dark(#FFFFFF,#15181B)}` + "\n" +
		`.chart text[fill="#FFFFFF"]{fill:light-dark(#FFFFFF,#15181B)}` + "\n" +
		`.chart [stroke="#0072B2"]{stroke:light-dark(#0072B2,#0072B2)}` + "\n"
	if diff := cmp.Diff(want, rules); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

func TestPageCells(t *testing.T) {
	for value, want := range map[int64]string{0: "0", -15662: "−15,662", 626634835: "626,634,835", 999: "999"} {
		if got := grouped(value); got != want {
			t.Errorf("%d: want %s, got %s", value, want, got)
		}
	}
	for value, want := range map[float64]string{0: "0", 0.18434: "0.1843", -0.00001: "0", -0.5: "−0.5", 84175.6: "84,176", 100: "100"} {
		if got := fraction(value); got != want {
			t.Errorf("%v: want %s, got %s", value, want, got)
		}
	}
	if !isOrdinal("year") || isOrdinal("years") || !isOrdinal("capture_no") {
		t.Error("want years and counters without groups")
	}
}
