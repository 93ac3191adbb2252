package warehouse

import (
	"math"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
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
		{"cast(0.1 as float)", "float32", "0.1"},
		{"0.1 + 0.2e0", "float64", "0.30000000000000004"},
		{"'text'", "utf8", "text"},
		{"date '2024-10-17'", "date32", "2024-10-17"},
		{"timestamp '2024-10-17 01:02:03'", "timestamp[us]", "2024-10-17T01:02:03"},
		{"timestamp_s '2024-10-17 01:02:03'", "timestamp[us]", "2024-10-17T01:02:03"},
		{"timestamp_ms '2024-10-17 01:02:03.004'", "timestamp[us]", "2024-10-17T01:02:03.004"},
		{"timestamp_ns '2024-10-17 01:02:03.123456789'", "timestamp[ns]", "2024-10-17T01:02:03.123456789"},
		{"timestamptz '2024-10-17 01:02:03+05:30'", "timestamp[us, tz=UTC]", "2024-10-16T19:32:03Z"},
		{"['a', null]", "list<item: utf8, nullable>", `["a",null]`},
		{"{'b': 1, 'a': 'x'}", "utf8", "{'b': 1, 'a': x}"},
		{"interval 3 day", "utf8", "3 days"},
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

// What has no form of its own is the text that DuckDB casts it to, wherever it stands.
func TestQueryGivesTheTextOfDuckDB(t *testing.T) {
	w, err := Memory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for _, c := range []struct{ value, want string }{
		{"to_json(9007199254740993)", "9007199254740993"},
		{"to_json(142381464)", "142381464"},
		{"json('[1,2]')", "[1,2]"},
		{`json('{"b": 1e2, "a": "<&>"}')`, `{"b":100.0,"a":"<&>"}`},
		{`'{"b":  1.10,"b":2}'::json`, `{"b":  1.10,"b":2}`},
		{`'"text"'::json`, `"text"`},
		{"'null'::json", "null"},
		{"null::json", "(null)"},
		{"{'j': to_json(9007199254740993)}", "{'j': 9007199254740993}"},
		{"map {'j': to_json(9007199254740993)}", "{j=9007199254740993}"},
		{"uhugeint '340282366920938463463374607431768211455'", "340282366920938463463374607431768211455"},
		{"('1' || repeat('0', 60))::bignum", "1" + strings.Repeat("0", 60)},
		{"('-1' || repeat('0', 60))::bignum", "-1" + strings.Repeat("0", 60)},
		{"time '24:00:00'", "24:00:00"},
		{"time '01:02:03.000004'", "01:02:03.000004"},
		{"timetz '01:02:03+05:30'", "01:02:03+05:30"},
		{"interval '1 year 2 months -3 days 04:05:06.000007'", "1 year 2 months -3 days 04:05:06.000007"},
		{"'0101'::bit", "0101"},
		{"uuid '6d3d6b5e-9b1c-4b6c-8f0e-1a2b3c4d5e6f'", "6d3d6b5e-9b1c-4b6c-8f0e-1a2b3c4d5e6f"},
		{"'b'::enum('a', 'b')", "b"},
		{"union_value(n := 7)", "7"},
		{"row(1, 'x')", "(1, x)"},
		{"{'a': null, 'b': {'c': [1, null]}}", "{'a': NULL, 'b': {'c': [1, NULL]}}"},
		{"map {[1]: 'a', [2, 3]: null}", "{[1]=a, [2, 3]=NULL}"},
		{"map {'a'::blob: 1}", "{a=1}"},
		{"{'x': 1}::variant", "{'x': 1}"},
	} {
		rows, err := w.Query(t.Context(), "select "+c.value+" as v")
		if err != nil {
			t.Errorf("%s: %v", c.value, err)
			continue
		}
		if got := rows.Column(0).ValueStr(0); got != c.want {
			t.Errorf("%s: want %s, got %s", c.value, c.want, got)
		}
		cast, err := w.Query(t.Context(), "select cast("+c.value+" as varchar) as v")
		if err != nil {
			t.Errorf("%s: %v", c.value, err)
		} else if told := cast.Column(0).ValueStr(0); told != c.want {
			t.Errorf("%s: DuckDB casts it to %s", c.value, told)
		}
	}
}

// A list stays one, and what it holds is as exact as it would be alone.
func TestQueryGivesListsOfExactValues(t *testing.T) {
	w, err := Memory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for _, c := range []struct{ value, wantType, want string }{
		{"[to_json('a'), to_json(9007199254740993), null]", "utf8", `["\"a\"","9007199254740993",null]`},
		{"[[to_json(1.10)]]", "list<item: utf8, nullable>", `[["1.1"]]`},
		{"['a', null]", "utf8", `["a",null]`},
		{"[time '24:00:00']", "utf8", `["24:00:00"]`},
		{"[{'a': 1, 'b': null}, null]", "utf8", `["{'a': 1, 'b': NULL}",null]`},
		{"[]", "int64", "[]"},
		{"[null]", "int64", "[null]"},
		{"array_value(1, 2, null)", "int64", "[1,2,null]"},
		{"array_value({'a': 1}, null)", "utf8", `["{'a': 1}",null]`},
		{"[1.10::decimal(4, 2)]", "decimal(4, 2)", `["1.1"]`},
		{"['b'::enum('a', 'b')]", "utf8", `["b"]`},
	} {
		rows, err := w.Query(t.Context(), "select "+c.value+" as v")
		if err != nil {
			t.Errorf("%s: %v", c.value, err)
			continue
		}
		wantType := "list<item: " + c.wantType + ", nullable>"
		if got := rows.Schema().Field(0).Type.String(); got != wantType {
			t.Errorf("%s: want type %s, got %s", c.value, wantType, got)
		}
		if got := rows.Column(0).ValueStr(0); got != c.want {
			t.Errorf("%s: want %s, got %s", c.value, c.want, got)
		}
	}
}

// However a query is written, casting its columns changes neither their names, nor the order of its
// rows, nor the lines of its errors.
func TestQueryWithACastIsTheSameQuery(t *testing.T) {
	w, err := Memory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for _, query := range []string{
		"select {'a': 1} as v", "select {'a': 1} as v;", "select {'a': 1} as v -- a;", "select {'a': 1} as v; -- done",
		"select {'a': 1} as v /* ; */ ;\n/* done; */ -- is it?", "from (select {'a': 1} as v)", "(select {'a': 1} as v)",
		"with one as (select {'a': 1} as v) select * from one", "select {'a': 1} as v where ';--' <> ''", "values ({'a': 1})",
	} {
		rows, err := w.Query(t.Context(), query)
		if err != nil {
			t.Errorf("%s: %v", query, err)
		} else if got := rows.Column(0).ValueStr(0); got != "{'a': 1}" {
			t.Errorf("%s: got %s", query, got)
		}
	}
	if err := w.Exec(t.Context(), "create table t (v struct(a integer))"); err != nil {
		t.Fatal(err)
	}
	_, err = w.Query(t.Context(), "insert into t values ({'a': 1}) returning v")
	if n, counted := w.Number(t.Context(), "select count(*) from t"); err == nil || !strings.HasPrefix(err.Error(), "column v: no exact form") || counted != nil || n != 0 {
		t.Errorf("want what is no query refused before it runs, got %v with %d rows, %v", err, n, counted)
	}
	rows, err := w.Query(t.Context(), `select 1 as "a""b", interval 1 day as "a""b", cast(? as varchar) as c, time '01:00' as "c d"`, "given")
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{`a"b`, `a"b`, "c", "c d"} {
		if got := rows.ColumnName(i); got != want {
			t.Errorf("want column %s, got %s", want, got)
		}
	}
	if got := rows.Column(2).ValueStr(0); got != "given" {
		t.Errorf("want the argument, got %s", got)
	}
	rows, err = w.Query(t.Context(), "select i, to_json(i) as j from range(100000) t(i) order by hash(i)")
	if err != nil {
		t.Fatal(err)
	}
	sorted, err := w.Query(t.Context(), "select i from range(100000) t(i) order by hash(i)")
	if err != nil {
		t.Fatal(err)
	}
	for i := range int(rows.NumRows()) {
		if want := sorted.Column(0).ValueStr(i); rows.Column(0).ValueStr(i) != want || rows.Column(1).ValueStr(i) != want {
			t.Fatalf("row %d: want %s, got %s and %s", i, want, rows.Column(0).ValueStr(i), rows.Column(1).ValueStr(i))
		}
	}
	for _, query := range []string{"select {'a': 1} as v,\nbogus", "select {'a': i} as v,\ncast('x' || i as integer) as w from range(2) t(i)"} {
		if _, err = w.Query(t.Context(), query); err == nil || !strings.HasPrefix(AtLine("q", 1, err).Error(), "q:2: ") {
			t.Errorf("%s: want its line, got %v", query, err)
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

// Infinite days and times are refused; the first and the last that DuckDB has are returned.
func TestQueryOfDaysAndTimesAtTheirBounds(t *testing.T) {
	w, err := Memory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for _, kind := range []string{"date", "timestamp", "timestamptz", "timestamp_s", "timestamp_ms", "timestamp_ns"} {
		for _, value := range []string{"infinity", "-infinity"} {
			_, err := w.Query(t.Context(), "select '"+value+"'::"+kind+" as v")
			if want := "column v: " + errInfinite.Error(); err == nil || err.Error() != want {
				t.Errorf("%s %s: want %s, got %v", kind, value, want, err)
			}
		}
	}
	for value, want := range map[string]int64{
		"date '5881580-07-10'":                         math.MaxInt32 - 1,
		"date '5877642-06-25 (BC)'":                    -math.MaxInt32 + 1,
		"timestamp '294247-01-10 04:00:54.775806'":     math.MaxInt64 - 1,
		"timestamp '290309-12-22 (BC) 00:00:00'":       -9223372022400000000,
		"timestamp_ns '2262-04-11 23:47:16.854775806'": math.MaxInt64 - 1,
		"timestamp_ns '1677-09-22 00:00:00'":           -9223286400000000000,
		"timestamp_s '294247-01-10 04:00:54'":          9223372036854000000,
	} {
		rows, err := w.Query(t.Context(), "select "+value+" as v")
		if err != nil {
			t.Errorf("%s: %v", value, err)
			continue
		}
		var got int64
		switch column := rows.Column(0).(type) {
		case *array.Date32:
			got = int64(column.Value(0))
		case *array.Timestamp:
			got = int64(column.Value(0))
		}
		if got != want {
			t.Errorf("%s: want %d, got %d", value, want, got)
		}
	}
}
