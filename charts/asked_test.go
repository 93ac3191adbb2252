package charts

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/breachstats/breachstats/torture/must"
)

// answered builds the answer of a query. The first row decides the types of the columns.
func answered(t *testing.T, columns string, rows ...[]any) arrow.RecordBatch {
	t.Helper()
	var fields []arrow.Field
	for i, name := range strings.Fields(columns) {
		name, kind, _ := strings.Cut(name, ":")
		of := arrow.PrimitiveTypes.Int64
		switch {
		case kind == "float":
			of = arrow.PrimitiveTypes.Float64
		case kind == "text" || i == 0 && kind == "":
			of = arrow.BinaryTypes.String
		}
		fields = append(fields, arrow.Field{Name: name, Type: of, Nullable: true})
	}
	builder := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	defer builder.Release()
	for _, row := range rows {
		for i, value := range row {
			appendValue(t, builder.Field(i), value)
		}
	}
	return builder.NewRecordBatch()
}

func TestAskedRefusals(t *testing.T) {
	many := func(names int) (rows [][]any) {
		for i := range names {
			rows = append(rows, []any{strings.Repeat("x", i+1), i})
		}
		return rows
	}
	for _, test := range []struct {
		name  string
		rows  arrow.RecordBatch
		shape Shape
		want  string
	}{
		{"one column", answered(t, "state", []any{"CA"}), Bars, "chart: want a first column that names the rows and a column of numbers, got 1 column"},
		{"no rows", answered(t, "state n"), Bars, "chart: the answer has no rows"},
		{"no numbers", answered(t, "state n:text", []any{"CA", "many"}), Bars, `chart: column n, row 1: want a number, got utf8 "many"`},
		{"null", answered(t, "state n", []any{"CA", nil}), Bars, "chart: column n, row 1: want a number, got null; leave the row out, or coalesce it"},
		{"null name", answered(t, "state n", []any{nil, 1}), Bars, "chart: column state, row 1: want a name, got null"},
		{"not finite", answered(t, "state n:float", []any{"CA", math.Inf(1)}), Dots, "chart: column n, row 1: want a finite number, got +Inf"},
		{"not a number", answered(t, "state n:float", []any{"CA", math.NaN()}), Dots, "chart: column n, row 1: want a finite number, got NaN"},
		{"a name twice", answered(t, "state n", []any{"CA", 1}, []any{"CA", 2}), Bars, `chart: column state, row 2: "CA" occurs twice; group by it`},
		{"too many rows", answered(t, "state n", many(41)...), Bars, "chart: want at most 40 rows, got 41; add an order and a limit"},
		{"two series of bars", answered(t, "state n m", []any{"CA", 1, 2}), Bars, "chart: want at most 1 column of numbers for bars, got 2"},
		{"nine series", answered(t, "s a b c d e f g h i", []any{"CA", 1, 2, 3, 4, 5, 6, 7, 8, 9}), Dots, "chart: want at most 8 columns of numbers for dots, got 9"},
		{"lines of names", answered(t, "state n", []any{"CA", 1}), Lines, `chart: column state: lines go over whole years, got "CA"; --shape bars or dots names any rows`},
		{"negative bars", answered(t, "state n", []any{"CA", -1}), Bars, "chart: column n, row 1: bars begin at zero, got −1; --shape dots draws it"},
		{"no such shape", answered(t, "state n", []any{"CA", 1}), "pie", `chart: want a shape of bars, lines, dots, got "pie"`},
	} {
		if _, err := Asked(test.rows, test.shape, "", ""); err == nil || err.Error() != test.want {
			t.Errorf("%s: want %s, got %v", test.name, test.want, err)
		}
	}
}

func TestAskedDraws(t *testing.T) {
	long := strings.Repeat("Saint <b>Mary</b> ", 20)
	for _, test := range []struct {
		name  string
		rows  arrow.RecordBatch
		shape Shape
	}{
		{"bars of years", answered(t, "year:int n", []any{2012, 3}, []any{2010, 5}, []any{2015, 900}), Bars},
		{"bars of names", answered(t, "state n", []any{"CA", 5}, []any{long, 3}), Bars},
		{"bars of shares", answered(t, "state n:float", []any{"CA", 0.25}, []any{"TX", 0.031}), Bars},
		{"all zero", answered(t, "state n", []any{"CA", 0}), Bars},
		{"lines", answered(t, "year:int a b:float", []any{2010, 5, 1.5}, []any{2011, 7, -2.5}, []any{2014, 7, 3.5}), Lines},
		{"one point", answered(t, "year:int a", []any{2010, 5}), Lines},
		{"dots", answered(t, "state a b", []any{"CA", -5, 3}, []any{"TX", 192_700_000, 500}), Dots},
		{"dots of years", answered(t, "year:int a", []any{2010, 5}, []any{2011, 6}), Dots},
		{"largest numbers", answered(t, "state a", []any{"CA", int64(math.MaxInt64)}, []any{"TX", 1}), Dots},
	} {
		chart, err := Asked(test.rows, test.shape, "", "")
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		for _, made := range append(layouts(), column().layout()) {
			drawn := must.Get(chart.layOut(test.rows, captured(), made))(t)
			svg := encodeSVG(drawn, drawn.across, "")
			checkXML(t, test.name, svg)
			if bytes.Contains(svg, []byte("NaN")) || bytes.Contains(svg, []byte("Inf")) {
				t.Errorf("%s: want no NaN", test.name)
			}
			checkTexts(t, drawn)
		}
	}
}

func TestAskedYearsAreInOrder(t *testing.T) {
	rows := answered(t, "year:int n", []any{2012, 3}, []any{2010, 5})
	chart := must.Get(Asked(rows, Bars, "Mine", "What I asked"))(t)
	svg := string(render2(t, chart, rows).SVG)
	if first, second := strings.Index(svg, "<title>2010, n: 5</title>"), strings.Index(svg, "<title>2012, n: 3</title>"); first < 0 || second < first {
		t.Error("want 2010 before 2012")
	}
	for _, want := range []string{">Mine</text>", ">What I asked</text>", "Source: HHS OCR breach portal"} {
		if !strings.Contains(svg, want) {
			t.Errorf("want %s", want)
		}
	}
}

func render2(t *testing.T, chart Chart, rows arrow.RecordBatch) Image {
	t.Helper()
	image := must.Get(chart.Render(rows, captured()))(t)
	return image
}
