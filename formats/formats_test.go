package formats

import (
	"bytes"
	"encoding/csv"
	"errors"
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/torture/must"
)

// record returns an ordinary row, an odd row and a row of nulls.
func record() arrow.RecordBatch {
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "name", Type: arrow.BinaryTypes.String, Nullable: true},
		{Name: "n", Type: arrow.PrimitiveTypes.Int64, Nullable: true},
		{Name: "share", Type: arrow.PrimitiveTypes.Float64, Nullable: true},
		{Name: "total", Type: &arrow.Decimal128Type{Precision: 38}, Nullable: true},
		{Name: "on", Type: arrow.FixedWidthTypes.Date32, Nullable: true},
		{Name: "is", Type: arrow.FixedWidthTypes.Boolean, Nullable: true},
		{Name: "types", Type: arrow.ListOf(arrow.BinaryTypes.String), Nullable: true},
	}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	b.Field(0).(*array.StringBuilder).AppendValues([]string{"Clinic", "=cmd()|'\"\n\x1b[31m", ""}, []bool{true, true, false})
	b.Field(1).(*array.Int64Builder).AppendValues([]int64{1200, -5, 0}, []bool{true, true, false})
	b.Field(2).(*array.Float64Builder).AppendValues([]float64{0.1, math.NaN(), 0}, []bool{true, true, false})
	totals := b.Field(3).(*array.Decimal128Builder)
	totals.Append(decimal128.FromI64(9007199254740993))
	totals.Append(decimal128.FromI64(0))
	totals.AppendNull()
	b.Field(4).(*array.Date32Builder).AppendValues([]arrow.Date32{20013, 0, 0}, []bool{true, true, false})
	b.Field(5).(*array.BooleanBuilder).AppendValues([]bool{true, false, false}, []bool{true, true, false})
	types := b.Field(6).(*array.ListBuilder)
	values := types.ValueBuilder().(*array.StringBuilder)
	types.Append(true)
	values.AppendValues([]string{"Loss", "Theft"}, nil)
	types.Append(true)
	types.AppendNull()
	return b.NewRecordBatch()
}

func write(t *testing.T, format string, rows ...arrow.RecordBatch) string {
	t.Helper()
	var text bytes.Buffer
	w := must.Get(New(format, &text, record().Schema(), Options{}))(t)
	for _, batch := range rows {
		must.Do(t, w.Write(batch))
	}
	must.Do(t, w.Close())
	return text.String()
}

func TestFormats(t *testing.T) {
	cases := []struct{ name, format, want string }{
		{"V16 csv makes formulas inert", "csv", `name,n,share,total,on,is,types
Clinic,1200,0.1,9007199254740993,2024-10-17,TRUE,"Loss, Theft"
"'=cmd()|'""` + "\n\x1b[31m" + `",-5,NaN,0,1970-01-01,FALSE,
,,,,,,
`},
		{"json keeps large numbers and the column order", "json", `[
{"name":"Clinic","n":1200,"share":0.1,"total":9007199254740993,"on":"2024-10-17","is":true,"types":["Loss","Theft"]},
{"name":"=cmd()|'\"\n\u001b[31m","n":-5,"share":null,"total":0,"on":"1970-01-01","is":false,"types":[]},
{"name":null,"n":null,"share":null,"total":null,"on":null,"is":null,"types":null}
]
`},
		{"jsonl", "jsonl", `{"name":"Clinic","n":1200,"share":0.1,"total":9007199254740993,"on":"2024-10-17","is":true,"types":["Loss","Theft"]}
{"name":"=cmd()|'\"\n\u001b[31m","n":-5,"share":null,"total":0,"on":"1970-01-01","is":false,"types":[]}
{"name":null,"n":null,"share":null,"total":null,"on":null,"is":null,"types":null}
`},
		{"markdown escapes bars", "markdown", `| name | n | share | total | on | is | types |
| --- | ---:| ---:| ---:| --- | --- | --- |
| Clinic | 1200 | 0.1 | 9007199254740993 | 2024-10-17 | true | Loss, Theft |
| =cmd()\|'" <U+001B>[31m | -5 | NaN | 0 | 1970-01-01 | false |  |
|  |  |  |  |  |  |  |
`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, write(t, c.format, record())); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

// Every text format shows a value as DuckDB does.
func TestCell(t *testing.T) {
	floats := array.NewFloat32Builder(memory.DefaultAllocator)
	floats.AppendValues([]float32{0.1, math.MaxFloat32, float32(math.Inf(-1))}, nil)
	days := array.NewDate32Builder(memory.DefaultAllocator)
	days.AppendValues([]arrow.Date32{-735160, -719163, -719162, 2932897, math.MaxInt32 - 1, -math.MaxInt32 + 1}, nil)
	micros := array.NewTimestampBuilder(memory.DefaultAllocator, &arrow.TimestampType{Unit: arrow.Microsecond})
	micros.AppendValues([]arrow.Timestamp{0, -1, -9223372022400000000, math.MaxInt64 - 1}, nil)
	nanos := array.NewTimestampBuilder(memory.DefaultAllocator, &arrow.TimestampType{Unit: arrow.Nanosecond})
	nanos.AppendValues([]arrow.Timestamp{123456789, -1}, nil)
	blobs := array.NewBinaryBuilder(memory.DefaultAllocator, arrow.BinaryTypes.Binary)
	blobs.AppendValues([][]byte{[]byte("abc ~"), {0, '\'', '"', '\\', 0x7f, 0xff}, {}}, nil)
	nested := array.NewListBuilder(memory.DefaultAllocator, arrow.ListOf(arrow.PrimitiveTypes.Int64))
	inner := nested.ValueBuilder().(*array.ListBuilder)
	nested.Append(true)
	for _, part := range [][]int64{{1, 2}, {}, {3}} {
		inner.Append(true)
		inner.ValueBuilder().(*array.Int64Builder).AppendValues(part, nil)
	}
	inner.AppendNull()
	most := strings.Repeat("9", 38)
	decimals := array.NewDecimal128Builder(memory.DefaultAllocator, &arrow.Decimal128Type{Precision: 38, Scale: 10})
	for _, text := range []string{most, "-" + most, "-1", "0"} {
		n, _ := new(big.Int).SetString(text, 10)
		decimals.Append(decimal128.FromBigInt(n))
	}
	for _, c := range []struct {
		column     arrow.Array
		want, json []string
	}{
		{floats.NewArray(), []string{"0.1", "340282350000000000000000000000000000000", "-Inf"},
			[]string{"0.1", "340282350000000000000000000000000000000", "null"}},
		{days.NewArray(), []string{"0044-03-15 (BC)", "0001-12-31 (BC)", "0001-01-01", "10000-01-01", "5881580-07-10", "5877642-06-25 (BC)"}, nil},
		{micros.NewArray(), []string{"1970-01-01T00:00:00Z", "1969-12-31T23:59:59.999999Z", "290309-12-22T00:00:00Z (BC)", "294247-01-10T04:00:54.775806Z"}, nil},
		{nanos.NewArray(), []string{"1970-01-01T00:00:00.123456789Z", "1969-12-31T23:59:59.999999999Z"}, nil},
		{blobs.NewArray(), []string{"abc ~", `\x00\x27\x22\x5C\x7F\xFF`, ""}, []string{`"abc ~"`, `"\\x00\\x27\\x22\\x5C\\x7F\\xFF"`, `""`}},
		{nested.NewArray(), []string{"[1, 2], [], [3], "}, []string{"[[1,2],[],[3],null]"}},
		{decimals.NewArray(), []string{most[:28] + "." + most[28:], "-" + most[:28] + "." + most[28:], "-0.0000000001", "0.0000000000"},
			[]string{most[:28] + "." + most[28:], "-" + most[:28] + "." + most[28:], "-0.0000000001", "0.0000000000"}},
	} {
		for row, want := range c.want {
			if got := Cell(c.column, row); got != want {
				t.Errorf("%s: want %s, got %s", c.column.DataType(), want, got)
			}
			wantJSON := `"` + want + `"`
			if c.json != nil {
				wantJSON = c.json[row]
			}
			if got, err := jsonValue(c.column, row); err != nil || string(got) != wantJSON {
				t.Errorf("%s as JSON: want %s, got %s, %v", c.column.DataType(), wantJSON, got, err)
			}
		}
	}
}

// A reader of CSV finds every row of a single column, even empty ones.
func TestCSVOfOneColumnKeepsEmptyRows(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{{Name: "state", Type: arrow.BinaryTypes.String}}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	states := b.Field(0).(*array.StringBuilder)
	states.Append("CA")
	states.AppendNull()
	states.Append("NY, really")
	states.Append("")
	states.Append("TX")
	var text bytes.Buffer
	w := must.Get(New("csv", &text, schema, Options{}))(t)
	must.Do(t, errors.Join(w.Write(b.NewRecordBatch()), w.Close()))
	if want := "state\nCA\n\"\"\n\"NY, really\"\n\"\"\nTX\n"; text.String() != want {
		t.Errorf("want %q, got %q", want, text.String())
	}
	read := must.Get(csv.NewReader(&text).ReadAll())(t)
	if diff := cmp.Diff([][]string{{"state"}, {"CA"}, {""}, {"NY, really"}, {""}, {"TX"}}, read); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

func TestFormatsWithoutARow(t *testing.T) {
	for format, want := range map[string]string{
		"csv": "name,n,share,total,on,is,types\n", "json": "[]\n", "jsonl": "",
	} {
		if got := write(t, format); got != want {
			t.Errorf("%s: want %q, got %q", format, want, got)
		}
	}
	if got := write(t, "table"); !strings.Contains(got, "name") || !strings.Contains(got, "(0 rows)") {
		t.Errorf("want a header and no rows, got %q", got)
	}
}

func TestTableIsCutToTheTerminal(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{{Name: "a", Type: arrow.BinaryTypes.String}, {Name: "b", Type: arrow.BinaryTypes.String}}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	b.Field(0).(*array.StringBuilder).Append(strings.Repeat("病院", 200))
	b.Field(1).(*array.StringBuilder).Append("tail")
	var text bytes.Buffer
	w := must.Get(New("table", &text, schema, Options{Width: 40}))(t)
	must.Do(t, errors.Join(w.Write(b.NewRecordBatch()), w.Close()))
	if !strings.Contains(text.String(), "…") || !strings.Contains(text.String(), "tail") {
		t.Errorf("want the long cell cut and the next still seen, got\n%s", text.String())
	}
	for line := range strings.Lines(text.String()) {
		if cells := 2*strings.Count(line, "病") + 2*strings.Count(line, "院"); cells > 40 {
			t.Errorf("want at most 40 cells, got %q", line)
		}
	}
}

func TestTableSaysWhichColumnsDoNotFit(t *testing.T) {
	const (
		three = " name    individuals  state\n────────────────────────────\n Clinic      1234567  NY\n"
		two   = " name    individuals\n─────────────────────\n Clinic      1234567\n"
		one   = " name\n────────\n Clinic\n"
	)
	cases := []struct {
		name        string
		width       int
		isUncounted bool
		want        string
	}{
		{"any width", 0, false, three + "(1 row)\n"},
		{"just wide enough", 28, false, three + "(1 row)\n"},
		{"a cell too narrow: no half column", 27, false, two + "(1 row)\n(2 of 3 columns fit; left out: state)\n"},
		{"a number is not cut in two", 20, false, one + "(1 row)\n(1 of 3 columns fit; left out: individuals to state)\n"},
		{"uncounted rows, with the columns left out", 20, true, one + "(1 of 3 columns fit; left out: individuals to state)\n"},
	}
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "name", Type: arrow.BinaryTypes.String},
		{Name: "individuals", Type: arrow.PrimitiveTypes.Int64},
		{Name: "state", Type: arrow.BinaryTypes.String},
	}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	b.Field(0).(*array.StringBuilder).Append("Clinic")
	b.Field(1).(*array.Int64Builder).Append(1234567)
	b.Field(2).(*array.StringBuilder).Append("NY")
	rows := b.NewRecordBatch()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var text bytes.Buffer
			w := must.Get(New("table", &text, schema, Options{Width: c.width, IsUncounted: c.isUncounted}))(t)
			must.Do(t, errors.Join(w.Write(rows), w.Close()))
			if diff := cmp.Diff(c.want, text.String()); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

func TestTableCutsTextsBeforeItLeavesColumnsOut(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "name", Type: arrow.BinaryTypes.String},
		{Name: "change", Type: arrow.BinaryTypes.String, Metadata: AlignRight()},
		{Name: "n", Type: arrow.PrimitiveTypes.Int64},
	}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	b.Field(0).(*array.StringBuilder).Append("Hospital of the University")
	b.Field(1).(*array.StringBuilder).Append("142,381,464 → 142,570,417")
	b.Field(2).(*array.Int64Builder).Append(1234567)
	rows := b.NewRecordBatch()
	for _, c := range []struct {
		name  string
		width int
		want  string
	}{
		{"all of it", 64, " Hospital of the University  142,381,464 → 142,570,417  1234567\n(1 row)\n"},
		{"the text is cut, but no number", 54, " Hospital of the…  142,381,464 → 142,570,417  1234567\n(1 row)\n"},
		{"a text is not cut to nothing", 53, " Hospital of the Univers…  142,381,464 → 142,570,417\n" +
			"(1 row)\n(2 of 3 columns fit; left out: n)\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var text bytes.Buffer
			w := must.Get(New("table", &text, schema, Options{Width: c.width}))(t)
			must.Do(t, errors.Join(w.Write(rows), w.Close()))
			_, body, _ := strings.Cut(text.String(), "─\n")
			if diff := cmp.Diff(c.want, body); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

func TestParquetReadsBack(t *testing.T) {
	text := write(t, "parquet", record(), record())
	reader := must.Get(file.NewParquetReader(bytes.NewReader([]byte(text))))(t)
	defer reader.Close()
	if reader.NumRows() != 6 || reader.MetaData().Schema.NumColumns() != 7 {
		t.Errorf("want 6 rows of 7 columns, got %d of %d", reader.NumRows(), reader.MetaData().Schema.NumColumns())
	}
}

func TestNewNamesTheFormats(t *testing.T) {
	_, err := New("xml", nil, record().Schema(), Options{})
	if want := "want one of " + strings.Join(Names(), ", ") + `, got "xml"`; err == nil || err.Error() != want {
		t.Errorf("want the formats named, got %v", err)
	}
}
