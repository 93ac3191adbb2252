package warehouse

import (
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

func TestQueryTypes(t *testing.T) {
	w, err := Memory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	cases := []struct{ value, wantType, want string }{
		{"true", "bool", "true"},
		{"cast(7 as tinyint)", "int64", "7"},
		{"cast(7 as bigint)", "int64", "7"},
		{"cast(18446744073709551615 as ubigint)", "uint64", "18446744073709551615"},
		{"sum(9000000000000000000)", "decimal(38, 0)", "9000000000000000000"},
		{"cast(1.25 as decimal(10, 2))", "decimal(10, 2)", "1.25"},
		{"cast(1.5 as float)", "float64", "1.5"},
		{"0.1 + 0.2e0", "float64", "0.30000000000000004"},
		{"'text'", "utf8", "text"},
		{"date '2024-10-17'", "date32", "2024-10-17"},
		{"timestamp '2024-10-17 01:02:03'", "timestamp[us, tz=UTC]", "2024-10-17T01:02:03Z"},
		{"['a', null]", "list<item: utf8, nullable>", `["a",null]`},
		{"{'b': 1, 'a': 'x'}", "utf8", `{"a":"x","b":1}`},
		{"interval 3 day", "utf8", "0 months 3 days 0 microseconds"},
		{"cast('6d3d6b5e-9b1c-4b6c-8f0e-1a2b3c4d5e6f' as uuid)", "utf8", "6d3d6b5e-9b1c-4b6c-8f0e-1a2b3c4d5e6f"},
		{"cast(null as bigint)", "int64", "(null)"},
	}
	for _, c := range cases {
		rows, err := w.Query(t.Context(), "select "+c.value+" as v")
		if err != nil {
			t.Errorf("%s: %v", c.value, err)
			continue
		}
		if got := rows.Schema().Field(0).Type.String(); got != c.wantType {
			t.Errorf("%s: want type %s, got %s", c.value, c.wantType, got)
		}
		if got := rows.Column(0).ValueStr(0); got != c.want {
			t.Errorf("%s: want %s, got %s", c.value, c.want, got)
		}
	}
}

func TestQueryJoinsBatchesInOrder(t *testing.T) {
	w, err := Memory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	rows, err := w.Query(t.Context(), "select i from range(20000) t(i) order by i")
	if err != nil {
		t.Fatal(err)
	}
	if rows.NumRows() != 20000 || rows.Column(0).ValueStr(19999) != "19999" {
		t.Errorf("want 20,000 rows in order, got %d ending in %s", rows.NumRows(), rows.Column(0).ValueStr(int(rows.NumRows())-1))
	}
	batches := 0
	schema, err := w.Stream(t.Context(), "select i from range(20000) t(i)", func(arrow.RecordBatch) error {
		batches++
		return nil
	})
	if err != nil || batches != 3 || schema.NumFields() != 1 {
		t.Errorf("want 3 batches of one column, got %d, %v, %v", batches, schema, err)
	}
}

// A whole number is exact, or the error names its column and says what to do: HUGEINT has room for
// some that no decimal of a record has.
func TestQueryOfNumbersThatAreTooLong(t *testing.T) {
	w, err := Memory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	const most = "99999999999999999999999999999999999999"
	for _, value := range []string{most, "-" + most} {
		for _, kind := range []string{"hugeint", "decimal(38, 0)"} {
			rows, err := w.Query(t.Context(), "select cast('"+value+"' as "+kind+") as v")
			if err != nil {
				t.Errorf("%s as %s: %v", value, kind, err)
			} else if got := rows.Column(0).ValueStr(0); got != value {
				t.Errorf("%s as %s: got %s", value, kind, got)
			}
		}
	}
	for value, want := range map[string]string{
		"~170141183460469231731687303715884105727":                  "-170141183460469231731687303715884105728",
		"170141183460469231731687303715884105727":                   "170141183460469231731687303715884105727",
		"cast('1" + strings.Repeat("0", 38) + "' as hugeint)":       "1" + strings.Repeat("0", 38),
		"[1, -cast('1" + strings.Repeat("0", 38) + "' as hugeint)]": "-1" + strings.Repeat("0", 38),
	} {
		want = "column v: want a number of at most 38 digits, got " + want + "; cast it to varchar"
		if _, err := w.Query(t.Context(), "select "+value+" as v"); err == nil || err.Error() != want {
			t.Errorf("%s: want %s, got %v", value, want, err)
		}
	}
}

// What the driver gives for a column is taken for no other type, and never for 0.
func TestAppendValueRefusesWhatItDoesNotKnow(t *testing.T) {
	for _, kind := range []arrow.DataType{
		arrow.FixedWidthTypes.Boolean, arrow.PrimitiveTypes.Int64, arrow.PrimitiveTypes.Uint64, arrow.PrimitiveTypes.Float64,
		&arrow.Decimal128Type{Precision: 38}, arrow.FixedWidthTypes.Date32, &arrow.TimestampType{Unit: arrow.Microsecond},
		arrow.BinaryTypes.Binary, arrow.ListOf(arrow.PrimitiveTypes.Int64),
	} {
		err := appendValue(array.NewBuilder(memory.DefaultAllocator, kind), struct{}{})
		if err == nil || !strings.Contains(err.Error(), "cast it to varchar") {
			t.Errorf("%s: want it refused, got %v", kind, err)
		}
	}
}
