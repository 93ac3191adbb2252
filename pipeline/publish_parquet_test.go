package pipeline

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/formats"

	"github.com/breachstats/breachstats/pipeline/warehouse"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// parquetTable reads a published Parquet file, and the capture in its metadata.
func parquetTable(t *testing.T, path string) (rows arrow.Table, capture string) {
	t.Helper()
	content := must.Get(os.ReadFile(path))(t)
	in, err := file.NewParquetReader(bytes.NewReader(content))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	reader, err := pqarrow.NewFileReader(in, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if rows, err = reader.ReadTable(t.Context()); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if said := in.MetaData().KeyValueMetadata().FindValue("capture"); said != nil {
		capture = *said
	}
	return rows, capture
}

// A mart that is read back from its Parquet file equals the mart, lists included, and the file
// explains its columns.
func TestPublishParquetIsTheMart(t *testing.T) {
	tier.Long(t, "every mart as Parquet")
	t.Parallel()
	o, _ := buildAll(t, textExport(day, "all", oddReports()+exportText(plain("Two of each").with(func(r *report) {
		r.breachType, r.location = "Theft, Loss", "Email, Laptop, Network Server"
	}))[len(header)+1:]))
	if _, err := Publish(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	keys := map[string]string{
		"breaches": "breach_id", "breach_kinds": "breach_id", "breach_versions": "breach_id, version", "captures": "captured_on, capture_no",
		"snapshots": "source_file", "part2_breaches": "source_file, source_line",
		"events": "breach_id", "cases": "breach_id",
	}
	w := must.Get(warehouse.Open(t.Context(), o.Database()))(t)
	defer func() { _ = w.Close() }()
	for name, key := range keys {
		got, capture := parquetTable(t, filepath.Join(o.Out, name+".parquet"))
		if capture != day {
			t.Errorf("%s: want the capture in the file, got %q", name, capture)
		}
		want := must.Get(w.Query(t.Context(), "from marts."+name+" order by "+key))(t)
		if got.NumRows() != want.NumRows() || got.NumCols() != want.NumCols() {
			t.Errorf("%s: want %d rows and %d columns, got %d and %d", name, want.NumRows(), want.NumCols(), got.NumRows(), got.NumCols())
			continue
		}
		for i := range int(want.NumCols()) {
			field := got.Schema().Field(i)
			if description, isSaid := field.Metadata.GetValue("description"); !isSaid || description == "" {
				t.Errorf("%s: %s: want a description", name, field.Name)
			}
			kind := want.Column(i).DataType()
			if arrow.TypeEqual(kind, &arrow.TimestampType{Unit: arrow.Microsecond}) {
				kind = arrow.FixedWidthTypes.Timestamp_us // DuckDB writes every time as one in UTC, which these are
			}
			if !arrow.TypeEqual(field.Type, kind) {
				t.Errorf("%s: %s: want %s, got %s", name, field.Name, kind, field.Type)
				continue
			}
			if want.NumRows() > 0 {
				if diff := cmp.Diff(columnCells(want.Column(i)), columnCells(got.Column(i).Data().Chunk(0))); diff != "" {
					t.Errorf("%s: %s: mart -, file +:\n%s", name, field.Name, diff)
				}
			}
		}
	}
	breaches, _ := parquetTable(t, filepath.Join(o.Out, "breaches.parquet"))
	lists := breaches.Column(breaches.Schema().FieldIndices("locations")[0]).Data().Chunk(0).(*array.List)
	if most := longestList(lists); most != 3 {
		t.Errorf("want a breach with three locations, got at most %d", most)
	}
}

func columnCells(column arrow.Array) []string {
	cells := make([]string, column.Len())
	for row := range cells {
		cells[row] = strconv.FormatBool(column.IsNull(row)) + " " + formats.Cell(column, row)
	}
	return cells
}

func longestList(lists *array.List) int64 {
	most := int64(0)
	for row := range lists.Len() {
		first, end := lists.ValueOffsets(row)
		most = max(most, end-first)
	}
	return most
}
