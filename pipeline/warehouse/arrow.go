package warehouse

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	duckdb "github.com/duckdb/duckdb-go/v2"
)

// Query runs one select and returns its rows as one Arrow record, in the order in which
// DuckDB returns them. Types follow DuckDB's: BIGINT is int64, VARCHAR utf8, DATE
// date32, TIMESTAMP microseconds and TIMESTAMP_NS nanoseconds without a zone, TIMESTAMPTZ microseconds in UTC, HUGEINT
// decimal128(38, 0), a list or an array a list. A type without a simple form in a record
// (JSON, struct, map, time, interval) is utf8 text, as DuckDB casts it to varchar. A value
// that does not fit its form is an error that names the column.
func (w *Warehouse) Query(ctx context.Context, query string, args ...any) (arrow.RecordBatch, error) {
	var batches []arrow.RecordBatch
	schema, err := w.stream(ctx, query, args, 0, func(batch arrow.RecordBatch) error {
		batches = append(batches, batch)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return join(schema, batches)
}

// Stream is Query for results of any size: each gets one record after another, all with the returned schema, and
// no record if there is no row. It must not use w.
func (w *Warehouse) Stream(ctx context.Context, query string, each func(arrow.RecordBatch) error) (*arrow.Schema, error) {
	return w.stream(ctx, query, nil, 0, each)
}

// wideRecord is how many bytes of rows are enough for a record.
const wideRecord = 256 << 10

// StreamWith is Stream with the values of the query's parameters, for a reader who wants the first rows soon: the
// number of rows in a record depends on how DuckDB computes them.
func (w *Warehouse) StreamWith(ctx context.Context, query string, args []any, each func(arrow.RecordBatch) error) (*arrow.Schema, error) {
	return w.stream(ctx, query, args, wideRecord, each)
}

// Describe returns the columns that a select would return, with the types of Query, and the kinds of its parameters
// in order: boolean, bigint, double, date, timestamp, or varchar for all others and for what DuckDB cannot infer. The
// statement is prepared, not run; but DuckDB computes constants in it.
func (w *Warehouse) Describe(ctx context.Context, query string) (schema *arrow.Schema, parameters []string, err error) {
	err = w.conn.Raw(func(driven any) (err error) {
		conn := driven.(*duckdb.Conn)
		statement, err := prepareExact(ctx, conn, query)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, statement.Close()) }()
		if schema, err = preparedSchema(conn, statement); err != nil {
			return err
		}
		for i := range statement.NumInput() {
			kind, err := statement.ParamType(i + 1)
			if err != nil {
				return err
			}
			parameters = append(parameters, parameterKind(kind))
		}
		return nil
	})
	return schema, parameters, w.ofFile(err)
}

func parameterKind(kind duckdb.Type) string {
	switch kind {
	case duckdb.TYPE_BOOLEAN:
		return "boolean"
	case duckdb.TYPE_TINYINT, duckdb.TYPE_SMALLINT, duckdb.TYPE_INTEGER, duckdb.TYPE_BIGINT,
		duckdb.TYPE_UTINYINT, duckdb.TYPE_USMALLINT, duckdb.TYPE_UINTEGER, duckdb.TYPE_UBIGINT, duckdb.TYPE_HUGEINT:
		return "bigint"
	case duckdb.TYPE_FLOAT, duckdb.TYPE_DOUBLE, duckdb.TYPE_DECIMAL:
		return "double"
	case duckdb.TYPE_DATE:
		return "date"
	case duckdb.TYPE_TIMESTAMP, duckdb.TYPE_TIMESTAMP_TZ, duckdb.TYPE_TIMESTAMP_S, duckdb.TYPE_TIMESTAMP_MS, duckdb.TYPE_TIMESTAMP_NS:
		return "timestamp"
	}
	return "varchar"
}

func (w *Warehouse) stream(ctx context.Context, query string, args []any, wide int64, each func(arrow.RecordBatch) error) (schema *arrow.Schema, err error) {
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
		if err := statement.BindWithCtx(ctx, named); err != nil {
			return err
		}
		schema, err = streamVectors(ctx, conn, statement, wide, each)
		return err
	})
	return schema, w.ofFile(err)
}

// Number runs a select that returns one whole number.
func (w *Warehouse) Number(ctx context.Context, query string) (number int64, err error) {
	return number, w.conn.QueryRowContext(ctx, query).Scan(&number)
}

// Columns returns the names of a table's columns, in order.
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
