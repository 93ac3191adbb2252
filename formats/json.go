package formats

import (
	"bytes"
	"encoding/json"
	"io"
	"math"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// jsonWriter writes one object for each row, with names in column order: an array, or one object on
// each line. Numbers are JSON numbers of any size. NaN and infinity, which JSON lacks, are null.
// Days and times are text.
type jsonWriter struct {
	out     io.Writer
	schema  *arrow.Schema
	isArray bool
	rows    int64
}

func (w *jsonWriter) Write(rows arrow.RecordBatch) error {
	var text bytes.Buffer
	for row := range int(rows.NumRows()) {
		switch {
		case w.isArray && w.rows == 0:
			text.WriteString("[\n")
		case w.isArray:
			text.WriteString(",\n")
		}
		if err := w.object(&text, rows, row); err != nil {
			return err
		}
		if !w.isArray {
			text.WriteByte('\n')
		}
		w.rows++
	}
	_, err := w.out.Write(text.Bytes())
	return err
}

func (w *jsonWriter) object(text *bytes.Buffer, rows arrow.RecordBatch, row int) error {
	text.WriteByte('{')
	for i, field := range w.schema.Fields() {
		if i > 0 {
			text.WriteByte(',')
		}
		name, err := json.Marshal(field.Name)
		if err != nil {
			return err
		}
		text.Write(name)
		text.WriteByte(':')
		value, err := jsonValue(rows.Column(i), row)
		if err != nil {
			return err
		}
		text.Write(value)
	}
	text.WriteByte('}')
	return nil
}

func jsonValue(column arrow.Array, row int) ([]byte, error) {
	if column.IsNull(row) {
		return []byte("null"), nil
	}
	switch values := column.(type) {
	case *array.Boolean, *array.Int64, *array.Uint64, *array.Decimal128:
		return []byte(Cell(column, row)), nil
	case *array.Float32:
		if number := float64(values.Value(row)); math.IsNaN(number) || math.IsInf(number, 0) {
			return []byte("null"), nil
		}
		return []byte(Cell(column, row)), nil
	case *array.Float64:
		if number := values.Value(row); math.IsNaN(number) || math.IsInf(number, 0) {
			return []byte("null"), nil
		}
		return []byte(Cell(column, row)), nil
	case *array.List:
		var text bytes.Buffer
		text.WriteByte('[')
		first, end := values.ValueOffsets(row)
		for i := first; i < end; i++ {
			if i > first {
				text.WriteByte(',')
			}
			element, err := jsonValue(values.ListValues(), int(i))
			if err != nil {
				return nil, err
			}
			text.Write(element)
		}
		text.WriteByte(']')
		return text.Bytes(), nil
	}
	return json.Marshal(Cell(column, row))
}

func (w *jsonWriter) Close() error {
	end := ""
	switch {
	case w.isArray && w.rows == 0:
		end = "[]\n"
	case w.isArray:
		end = "\n]\n"
	}
	_, err := io.WriteString(w.out, end)
	return err
}
