package warehouse

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// Rows come in records of one size, whatever the sizes in which DuckDB computes, and in their order.
func TestStreamRecordsOfOneSize(t *testing.T) {
	w := inMemory(t)
	for _, query := range []string{
		"select i from range(20000) t(i)",
		"select i from range(60000) t(i) where i % 3 = 0", // chunks that are not full
		"select i from range(20000) t(i) order by i",
	} {
		var sizes []int64
		next := int64(-1)
		step := int64(1)
		if strings.Contains(query, "% 3") {
			step = 3
		}
		_, err := w.Stream(t.Context(), query, func(rows arrow.RecordBatch) error {
			sizes = append(sizes, rows.NumRows())
			for _, i := range rows.Column(0).(*array.Int64).Int64Values() {
				if next >= 0 && i != next+step {
					t.Fatalf("%s: %d follows %d", query, i, next)
				}
				next = i
			}
			return nil
		})
		if err != nil || len(sizes) != 3 || sizes[0] != batchRows || sizes[1] != batchRows || sizes[2] != 20000-2*batchRows {
			t.Errorf("%s: got %v, %v", query, sizes, err)
		}
	}
}

// A value that fails late is an error after the rows before it, and the connection goes on.
func TestStreamErrorAfterRows(t *testing.T) {
	w := inMemory(t)
	rows := int64(0)
	_, err := w.Stream(t.Context(), "select cast(case when i = 999999 then 'x' else '1' end as integer) as v from range(1000000) t(i)", func(batch arrow.RecordBatch) error {
		rows += batch.NumRows()
		return nil
	})
	if err == nil || !strings.Contains(err.Error(), "Could not convert string 'x'") {
		t.Errorf("want a conversion error, got %v after %d rows", err, rows)
	}
	if n, err := w.Number(t.Context(), "select 42"); n != 42 || err != nil {
		t.Errorf("want 42 afterwards, got %d, %v", n, err)
	}
}

// An endless result ends with the context, and what the reader returns ends it too.
func TestStreamEndsWhenItsReaderDoes(t *testing.T) {
	w := inMemory(t)
	const endless = "select i from range(9000000000000000) t(i)"
	ctx, stop := context.WithCancel(t.Context())
	_, err := w.Stream(ctx, endless, func(arrow.RecordBatch) error {
		stop()
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("want context canceled, got %v", err)
	}
	enough := errors.New("enough")
	if _, err := w.Stream(t.Context(), endless, func(arrow.RecordBatch) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("want the reader's error, got %v", err)
	}
	if n, err := w.Number(t.Context(), "select 42"); n != 42 || err != nil {
		t.Errorf("want 42 afterwards, got %d, %v", n, err)
	}
}

// What is streamed is not kept: 160 MB of rows pass through a few.
func TestStreamStaysFlat(t *testing.T) {
	w := inMemory(t)
	rows, most := int64(0), uint64(0)
	_, err := w.Stream(t.Context(), "select i, i as j from range(10000000) t(i)", func(batch arrow.RecordBatch) error {
		rows += batch.NumRows()
		if rows%(1<<20) < batchRows {
			var now runtime.MemStats
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapInuse)
		}
		return nil
	})
	if err != nil || rows != 10000000 {
		t.Fatalf("want 10,000,000 rows, got %d, %v", rows, err)
	}
	if most > 64<<20 {
		t.Errorf("want at most 64 MB in use, got %d", most>>20)
	}
}

// Nulls have no value of their own: bytes that are left over from another row never leave.
func TestStreamNullsAreZero(t *testing.T) {
	w := inMemory(t)
	rows, err := w.Query(t.Context(), `select case when i % 2 = 0 then i end as n, case when i % 2 = 0 then date '2020-01-01' + cast(i as integer) end as d,
		case when i % 2 = 0 then i * 1e0 end as x from range(3000) t(i)`)
	if err != nil {
		t.Fatal(err)
	}
	for i := 1; i < 3000; i += 2 {
		n, d, x := rows.Column(0).(*array.Int64), rows.Column(1).(*array.Date32), rows.Column(2).(*array.Float64)
		if !n.IsNull(i) || n.Int64Values()[i] != 0 || !d.IsNull(i) || d.Date32Values()[i] != 0 || !x.IsNull(i) || x.Float64Values()[i] != 0 {
			t.Fatalf("row %d: want nulls over zeros", i)
		}
	}
}

// Lists keep their values where DuckDB has them in another order, or has some that belong to no list.
func TestStreamLists(t *testing.T) {
	w := inMemory(t)
	for query, want := range map[string]string{
		"select v from (values (1, ['a', 'b']), (2, []), (3, null), (4, ['c'])) t(i, v) order by i desc":             `[["c"] (null) [] ["a","b"]]`,
		"select v from (values (1, ['a', 'b']), (2, ['x']), (3, ['c', null])) t(i, v) where i <> 2 order by i":       `[["a","b"] ["c",null]]`,
		"select [[i, i + 1], [], null] as v from range(2) t(i)":                                                      `[[[0,1],[],null] [[1,2],[],null]]`,
		"select v from (values (0, array_value(0, 0)), (1, null), (2, array_value(2, 20))) t(i, v) order by i":       `[[0,0] (null) [2,20]]`,
		"select list(i order by i) filter (where i % 2 = 0) as v from range(5) t(i) group by i // 2 order by min(i)": `[[0] [2] [4]]`,
		"select case when i = 1 then null else 'b'::enum('a', 'b') end as v from range(3) t(i)":                      `["b" (null) "b"]`,
		"select case when i = 1 then null else cast(-1.5 as decimal(38, 1)) end as v from range(2) t(i)":             `[-1.5 (null)]`,
		"select cast(i - 1 as decimal(4, 2)) as v from range(3) t(i)":                                                `[-1 0 1]`,
		"select cast(case when i = 0 then -128 end as tinyint) as v from range(2) t(i)":                              `[-128 (null)]`,
		"select null as v": `[(null)]`,
		"select 'twelve bytes' || case when i > 0 then repeat('x', 20) else '' end as v from range(2) t(i)": `["twelve bytes" "twelve bytesxxxxxxxxxxxxxxxxxxxx"]`,
	} {
		rows, err := w.Query(t.Context(), query)
		if err != nil {
			t.Errorf("%s: %v", query, err)
			continue
		}
		var values []string
		for i := range int(rows.NumRows()) {
			value := rows.Column(0).ValueStr(i)
			if _, isText := rows.Column(0).(*array.String); isText && !rows.Column(0).IsNull(i) {
				value = `"` + value + `"`
			}
			values = append(values, value)
		}
		if got := "[" + strings.Join(values, " ") + "]"; got != want {
			t.Errorf("%s: want %s, got %s", query, want, got)
		}
	}
}

func inMemory(t *testing.T) *Warehouse {
	t.Helper()
	w, err := Memory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}
