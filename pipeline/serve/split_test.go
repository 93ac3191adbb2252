package serve

import (
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// Parts of a record are small enough and hold its rows in their order, however uneven these are.
func TestSplit(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{{Name: "x", Type: arrow.BinaryTypes.String}, {Name: "l", Type: arrow.ListOf(arrow.PrimitiveTypes.Int64)}}, nil)
	builder := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	for i := range 1000 {
		builder.Field(0).(*array.StringBuilder).Append(strings.Repeat("x", i*i%7919*(1+i/900*50)))
		builder.Field(1).(*array.ListBuilder).Append(true)
		builder.Field(1).(*array.ListBuilder).ValueBuilder().(*array.Int64Builder).Append(int64(i))
	}
	record := builder.NewRecordBatch()
	next := int64(0)
	for _, part := range split(record) {
		if size := sizeOf(part); size > mostRecord && part.NumRows() > 1 {
			t.Errorf("want at most %d bytes, got %d", mostRecord, size)
		}
		if !array.RecordEqual(part, record.NewSlice(next, next+part.NumRows())) {
			t.Errorf("want the rows from %d on", next)
		}
		next += part.NumRows()
	}
	if next != record.NumRows() || sizeOf(record) < 2*mostRecord {
		t.Errorf("want %d rows, got %d", record.NumRows(), next)
	}
}
