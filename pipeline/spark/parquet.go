package spark

import (
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

// kinds are the types that a declared table may have: as its model states them, as Spark calls them, and
// as they are in a record.
var kinds = map[string]struct {
	spark string
	arrow arrow.DataType
}{
	"varchar": {"string", arrow.BinaryTypes.String},
	"bigint":  {"bigint", arrow.PrimitiveTypes.Int64},
	"double":  {"double", arrow.PrimitiveTypes.Float64},
	"boolean": {"boolean", arrow.FixedWidthTypes.Boolean},
	"date":    {"date", arrow.FixedWidthTypes.Date32},
}

var declared = regexp.MustCompile(`cast\(null as (\w+)\) as (\w+)`)

// rowid is the number of a row of a declared table, from 0 in the order in which it was filled: DuckDB's own
// number of a row, by which models number reports.
const rowid = "rowid"

// columnsDeclared reads the columns that a declaring query states.
func columnsDeclared(path, query string) ([]column, *arrow.Schema, error) {
	var columns []column
	var fields []arrow.Field
	for _, match := range declared.FindAllStringSubmatch(query, -1) {
		kind, isKnown := kinds[match[1]]
		if !isKnown {
			return nil, nil, fmt.Errorf("%s:1: want a column of text, bigint, double, boolean or date, got %s %s", path, match[2], match[1])
		}
		columns = append(columns, column{Name: match[2], Type: kind.spark})
		fields = append(fields, arrow.Field{Name: match[2], Type: kind.arrow, Nullable: true})
	}
	columns = append(columns, column{Name: rowid, Type: "bigint"})
	fields = append(fields, arrow.Field{Name: rowid, Type: arrow.PrimitiveTypes.Int64, Nullable: true})
	return columns, arrow.NewSchema(fields, nil), nil
}

// Rows of a group of a Parquet file, and bytes of its texts: workers share a file by its groups.
const (
	groupRows  = 100_000
	groupBytes = 64 << 20
)

// filler writes rows into one Parquet file.
type filler struct {
	out   *pqarrow.FileWriter
	rows  *array.RecordBuilder
	kept  int // bytes of text that rows hold
	next  int64
	parse bool // texts are cast to the columns' types
}

// fillFile makes the Parquet file of a declared table, whose folder is not there.
func fillFile(folder string, schema *arrow.Schema, parse bool, fill func(add func(...driver.Value) error) error) (err error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	path := filepath.Join(folder, "part-00000.parquet")
	target, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	// The writer closes the file; closing it again does no harm.
	defer func() {
		if closeErr := target.Close(); !errors.Is(closeErr, os.ErrClosed) {
			err = errors.Join(err, closeErr)
		}
	}()
	out, err := pqarrow.NewFileWriter(schema, target,
		parquet.NewWriterProperties(parquet.WithCompression(compress.Codecs.Zstd), parquet.WithMaxRowGroupLength(groupRows)),
		pqarrow.DefaultWriterProps())
	if err != nil {
		return err
	}
	f := &filler{out: out, rows: array.NewRecordBuilder(memory.DefaultAllocator, schema), parse: parse}
	defer f.rows.Release()
	if err := fill(f.add); err != nil {
		return errors.Join(err, out.Close())
	}
	return errors.Join(f.flush(), out.Close())
}

func (f *filler) add(values ...driver.Value) error {
	fields := f.rows.Fields()
	if len(values) != len(fields)-1 {
		return fmt.Errorf("want %d values, got %d", len(fields)-1, len(values))
	}
	for i, value := range values {
		if text, isText := value.(string); isText {
			f.kept += len(text)
			if f.parse {
				var err error
				if value, err = cast(fields[i], text); err != nil {
					return fmt.Errorf("%s: %w", f.rows.Schema().Field(i).Name, err)
				}
			}
		}
		if err := appendTo(fields[i], value); err != nil {
			return fmt.Errorf("%s: %w", f.rows.Schema().Field(i).Name, err)
		}
	}
	fields[len(fields)-1].(*array.Int64Builder).Append(f.next)
	if f.next++; f.next%groupRows == 0 || f.kept > groupBytes {
		return f.flush()
	}
	return nil
}

func (f *filler) flush() error {
	f.kept = 0
	batch := f.rows.NewRecordBatch()
	defer batch.Release()
	if batch.NumRows() == 0 {
		return nil
	}
	return f.out.Write(batch)
}

// cast gives the value that DuckDB casts a text to.
func cast(to array.Builder, text string) (driver.Value, error) {
	trimmed := strings.TrimSpace(text)
	switch to.(type) {
	case *array.Int64Builder:
		return strconv.ParseInt(trimmed, 10, 64)
	case *array.Float64Builder:
		return strconv.ParseFloat(trimmed, 64)
	case *array.BooleanBuilder:
		return strconv.ParseBool(strings.ToLower(trimmed))
	case *array.Date32Builder:
		return time.Parse(time.DateOnly, trimmed)
	}
	return text, nil
}

func appendTo(to array.Builder, value driver.Value) error {
	if value == nil {
		to.AppendNull()
		return nil
	}
	switch to := to.(type) {
	case *array.StringBuilder:
		if text, isText := value.(string); isText {
			to.Append(text)
			return nil
		}
	case *array.Int64Builder:
		if number, isNumber := value.(int64); isNumber {
			to.Append(number)
			return nil
		}
	case *array.Float64Builder:
		if number, isNumber := value.(float64); isNumber && !math.IsNaN(number) {
			to.Append(number)
			return nil
		}
	case *array.BooleanBuilder:
		if truth, isTruth := value.(bool); isTruth {
			to.Append(truth)
			return nil
		}
	case *array.Date32Builder:
		if day, isDay := value.(time.Time); isDay {
			to.Append(arrow.Date32FromTime(day))
			return nil
		}
	}
	return fmt.Errorf("want a value of %s, got %v (%[2]T)", to.Type(), value)
}

// columnsWritten reads from one of the files that Spark wrote which columns a table has: Spark notes its own
// types there.
func columnsWritten(folder string) ([]column, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.parquet"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("%s: want the Parquet that Spark wrote, got none: is this the folder that Spark sees?", folder)
	}
	reader, err := file.OpenParquetFile(files[0], false)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", files[0], err)
	}
	defer func() { _ = reader.Close() }()
	text := reader.MetaData().KeyValueMetadata().FindValue("org.apache.spark.sql.parquet.row.metadata")
	if text == nil {
		return nil, fmt.Errorf("%s: want Spark's note of its columns, got none", files[0])
	}
	var noted struct {
		Fields []struct {
			Name string          `json:"name"`
			Type json.RawMessage `json:"type"`
		} `json:"fields"`
	}
	if err := json.Unmarshal([]byte(*text), &noted); err != nil {
		return nil, fmt.Errorf("%s: %w", files[0], err)
	}
	columns := make([]column, len(noted.Fields))
	for i, field := range noted.Fields {
		kind, err := typeNoted(field.Type)
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", files[0], field.Name, err)
		}
		columns[i] = column{Name: field.Name, Type: kind}
	}
	return columns, nil
}

// typeNoted is a type in Spark's SQL from Spark's note of it.
func typeNoted(note json.RawMessage) (string, error) {
	var simple string
	if json.Unmarshal(note, &simple) == nil {
		switch simple {
		case "long":
			return "bigint", nil
		case "integer":
			return "int", nil
		}
		return simple, nil
	}
	var list struct {
		Type    string          `json:"type"`
		Element json.RawMessage `json:"elementType"`
	}
	if err := json.Unmarshal(note, &list); err != nil || list.Type != "array" {
		return "", fmt.Errorf("want a simple type or an array of one, got %s", note)
	}
	element, err := typeNoted(list.Element)
	return "array<" + element + ">", err
}
