package formats

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/breachstats/breachstats/torture/must"
)

// More text than a dictionary usually holds (1 MB) gives the same bytes every time.
func TestParquetOfManyTextsIsTheSameEveryTime(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{{Name: "description", Type: arrow.BinaryTypes.String}}, nil)
	builder := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	for i := range 3000 {
		builder.Field(0).(*array.StringBuilder).Append(strings.Repeat(strconv.Itoa(i*7919)+" records were mailed. ", 40))
	}
	rows := builder.NewRecordBatch()
	written := func() []byte {
		var file bytes.Buffer
		w, err := New("parquet", &file, schema, Options{})
		must.Do(t, errors.Join(err, w.Write(rows), w.Close()))
		return file.Bytes()
	}
	want := written()
	for range 16 {
		if !bytes.Equal(written(), want) {
			t.Fatal("want the same bytes every time")
		}
	}
}
