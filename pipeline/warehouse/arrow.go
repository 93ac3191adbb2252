package warehouse

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"math"
	"math/big"
	"regexp"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/memory"
	duckdb "github.com/duckdb/duckdb-go/v2"
)

// The driver's own Arrow interface needs the build tag duckdb_arrow, and a plain
// `go install` must work. So rows are copied here, value by value.

const batchRows = 8192

// Query runs one select and returns its rows as one Arrow record, in the order in which
// DuckDB returns them. Types follow DuckDB's: BIGINT is int64, VARCHAR utf8, DATE
// date32, TIMESTAMP microseconds in UTC, TIMESTAMP_NS nanoseconds without a zone, HUGEINT
// decimal128(38, 0), a list or an array a list; a type that a record has no simple form for
// (JSON, struct, map, time, interval) is utf8 text, as DuckDB casts it to varchar. A value
// that its form has no room for is an error that names the column.
func (w *Warehouse) Query(ctx context.Context, query string, args ...any) (arrow.RecordBatch, error) {
	var batches []arrow.RecordBatch
	schema, err := w.stream(ctx, query, args, func(batch arrow.RecordBatch) error {
		batches = append(batches, batch)
		return nil
	})
	if err != nil {
		return nil, err
	}
	switch len(batches) {
	case 0:
		return array.NewRecordBuilder(memory.DefaultAllocator, schema).NewRecordBatch(), nil
	case 1:
		return batches[0], nil
	}
	columns := make([]arrow.Array, schema.NumFields())
	for i := range columns {
		parts := make([]arrow.Array, len(batches))
		for j, batch := range batches {
			parts[j] = batch.Column(i)
		}
		if columns[i], err = array.Concatenate(parts, memory.DefaultAllocator); err != nil {
			return nil, err
		}
	}
	return array.NewRecordBatch(schema, columns, -1), nil
}

// Stream is Query for results of any size: each gets one record after another, all of
// the returned schema, and none at all when there is no row. It may not use w.
func (w *Warehouse) Stream(ctx context.Context, query string, each func(arrow.RecordBatch) error) (*arrow.Schema, error) {
	return w.stream(ctx, query, nil, each)
}

func (w *Warehouse) stream(ctx context.Context, query string, args []any, each func(arrow.RecordBatch) error) (schema *arrow.Schema, err error) {
	err = w.conn.Raw(func(driven any) (err error) {
		conn := driven.(*duckdb.Conn)
		statement, err := prepareExact(ctx, conn, query)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, statement.Close()) }()
		named, err := arguments(conn, args)
		if err != nil {
			return err
		}
		rows, err := statement.QueryContext(ctx, named)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, rows.Close()) }()
		schema, err = copyRows(ctx, rows, each)
		return err
	})
	return schema, w.ofFile(err)
}

func copyRows(ctx context.Context, rows driver.Rows, each func(arrow.RecordBatch) error) (*arrow.Schema, error) {
	schema, err := schemaOf(rows)
	if err != nil {
		return nil, err
	}
	builder := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	values := make([]driver.Value, schema.NumFields())
	for filled := 0; ; {
		err := rows.Next(values)
		isLast := errors.Is(err, io.EOF)
		if err != nil && !isLast {
			return nil, err
		}
		if isLast && filled > 0 || filled == batchRows {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if err := each(builder.NewRecordBatch()); err != nil {
				return nil, err
			}
			filled = 0
		}
		if isLast {
			return schema, nil
		}
		for i, value := range values {
			if err := appendValue(builder.Field(i), value); err != nil {
				return nil, fmt.Errorf("column %s: %w", schema.Field(i).Name, err)
			}
		}
		filled++
	}
}

func schemaOf(rows driver.Rows) (*arrow.Schema, error) {
	types, isTyped := rows.(driver.RowsColumnTypeDatabaseTypeName)
	if !isTyped {
		return nil, fmt.Errorf("want rows that tell their types, got %T", rows)
	}
	names := rows.Columns()
	fields := make([]arrow.Field, len(names))
	for i, name := range names {
		kind, isKnown := arrowType(types.ColumnTypeDatabaseTypeName(i))
		if !isKnown {
			return nil, fmt.Errorf("column %s: no form for %s; cast it to varchar", name, types.ColumnTypeDatabaseTypeName(i))
		}
		fields[i] = arrow.Field{Name: name, Type: kind, Nullable: true}
	}
	return arrow.NewSchema(fields, nil), nil
}

// listOf is a list or an array, and of what.
var listOf = regexp.MustCompile(`(?s)^(.*)\[\d*\]$`)

// arrowType is the form that a record has for one of those types which castOf leaves.
func arrowType(name string) (kind arrow.DataType, isKnown bool) {
	if list := listOf.FindStringSubmatch(name); list != nil {
		element, isKnown := arrowType(list[1])
		if !isKnown {
			return nil, false
		}
		return arrow.ListOf(element), true
	}
	var precision, scale int32
	if n, _ := fmt.Sscanf(name, "DECIMAL(%d,%d)", &precision, &scale); n == 2 {
		return &arrow.Decimal128Type{Precision: precision, Scale: scale}, true
	}
	switch name {
	case "BOOLEAN":
		return arrow.FixedWidthTypes.Boolean, true
	case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER":
		return arrow.PrimitiveTypes.Int64, true
	case "UBIGINT":
		return arrow.PrimitiveTypes.Uint64, true
	case "HUGEINT":
		return &arrow.Decimal128Type{Precision: 38, Scale: 0}, true
	case "FLOAT":
		return arrow.PrimitiveTypes.Float32, true
	case "DOUBLE":
		return arrow.PrimitiveTypes.Float64, true
	case "DATE":
		return arrow.FixedWidthTypes.Date32, true
	case "TIMESTAMP", "TIMESTAMPTZ":
		return &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}, true
	case "TIMESTAMP_NS":
		return &arrow.TimestampType{Unit: arrow.Nanosecond}, true // with a zone, DuckDB would cut it on its way back
	case "BLOB":
		return arrow.BinaryTypes.Binary, true
	case "VARCHAR", "ENUM", "SQLNULL":
		return arrow.BinaryTypes.String, true
	}
	return nil, false
}

func appendValue(builder array.Builder, value any) error {
	if value == nil {
		builder.AppendNull()
		return nil
	}
	switch b := builder.(type) {
	case *array.BooleanBuilder:
		if truth, ok := value.(bool); ok {
			b.Append(truth)
			return nil
		}
	case *array.Int64Builder:
		if n, ok := wholeNumber(value); ok {
			b.Append(n)
			return nil
		}
	case *array.Uint64Builder:
		if n, ok := value.(uint64); ok {
			b.Append(n)
			return nil
		}
	case *array.Float32Builder:
		if x, ok := value.(float32); ok {
			b.Append(x)
			return nil
		}
	case *array.Float64Builder:
		if x, ok := value.(float64); ok {
			b.Append(x)
			return nil
		}
	case *array.Decimal128Builder:
		n, err := unscaled(value)
		if err != nil {
			return err
		}
		b.Append(decimal128.FromBigInt(n))
		return nil
	case *array.Date32Builder:
		if day, ok := value.(time.Time); ok {
			days := arrow.Date32FromTime(day)
			if days == math.MaxInt32 || days == -math.MaxInt32 {
				return errInfinite
			}
			b.Append(days)
			return nil
		}
	case *array.TimestampBuilder:
		if at, ok := value.(time.Time); ok {
			units := at.UnixMicro()
			if b.Type().(*arrow.TimestampType).Unit == arrow.Nanosecond {
				units = at.UnixNano()
			}
			if units == math.MaxInt64 || units == -math.MaxInt64 {
				return errInfinite
			}
			b.Append(arrow.Timestamp(units))
			return nil
		}
	case *array.BinaryBuilder:
		if bytes, ok := value.([]byte); ok {
			b.Append(bytes)
			return nil
		}
	case *array.ListBuilder:
		if elements, ok := value.([]any); ok {
			b.Append(true)
			for _, element := range elements {
				if err := appendValue(b.ValueBuilder(), element); err != nil {
					return err
				}
			}
			return nil
		}
	case *array.StringBuilder:
		if text, ok := value.(string); ok {
			b.Append(text)
			return nil
		}
	}
	return fmt.Errorf("no form of %s for %T; cast it to varchar", builder.Type(), value)
}

// errInfinite is of the days and times that DuckDB writes as infinity and -infinity, and keeps as the
// last numbers of all.
var errInfinite = errors.New("want a day or time of some year, got infinity; cast it to varchar")

func wholeNumber(value any) (int64, bool) {
	switch n := value.(type) {
	case int8:
		return int64(n), true
	case int16:
		return int64(n), true
	case int32:
		return int64(n), true
	case int64:
		return n, true
	case uint8:
		return int64(n), true
	case uint16:
		return int64(n), true
	case uint32:
		return int64(n), true
	}
	return 0, false
}

// beyondDecimal is the least whole number that a decimal of a record has no room for: of 39 digits,
// as the largest of HUGEINT are.
var beyondDecimal = new(big.Int).Exp(big.NewInt(10), big.NewInt(38), nil)

func unscaled(value any) (*big.Int, error) {
	var number *big.Int
	switch n := value.(type) {
	case *big.Int:
		number = n
	case duckdb.Decimal:
		number = n.Value
	default:
		return nil, fmt.Errorf("want a number, got %T; cast it to varchar", value)
	}
	if number.CmpAbs(beyondDecimal) >= 0 {
		return nil, fmt.Errorf("want a number of at most 38 digits, got %s; cast it to varchar", number)
	}
	return number, nil
}

// Number runs a select that gives one whole number.
func (w *Warehouse) Number(ctx context.Context, query string) (number int64, err error) {
	return number, w.conn.QueryRowContext(ctx, query).Scan(&number)
}

// Columns names a table's columns, in order.
func (w *Warehouse) Columns(ctx context.Context, table string) ([]string, error) {
	rows, err := w.Query(ctx, "select * from "+table+" limit 0")
	if err != nil {
		return nil, err
	}
	names := make([]string, rows.NumCols())
	for i := range names {
		names[i] = rows.ColumnName(i)
	}
	return names, nil
}

// TypeOf is DuckDB's name of the type of a table's column.
func (w *Warehouse) TypeOf(ctx context.Context, table, column string) (string, error) {
	types, err := w.strings(ctx, "select column_type from (describe "+table+") where column_name = "+literal(column))
	if err == nil && len(types) != 1 {
		err = fmt.Errorf("%s: want a column %s, got none", table, column)
	}
	return strings.Join(types, ""), err
}
