package warehouse

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/arrow/util"
	bindings "github.com/duckdb/duckdb-go-bindings"
	duckdb "github.com/duckdb/duckdb-go/v2"
)

// The driver's own Arrow interface needs the build tag duckdb_arrow, but a plain `go install` must work. So this file
// copies whole vectors through the driver's bindings of DuckDB's C interface. Streaming results are deprecated there,
// and the handles are private to the driver: only this file uses them, and go.mod pins the driver.

// batchRows is the number of rows in a record, except in the last record of a result.
const batchRows = 8192

// interruptEvery is the interval at which a statement that must end is interrupted again: an interrupt before DuckDB
// starts the statement is lost.
const interruptEvery = 20 * time.Millisecond

// handles returns the C handles of the connection and of the statement.
func handles(conn *duckdb.Conn, statement *duckdb.Stmt) (bindings.Connection, bindings.PreparedStatement, error) {
	c := reflect.ValueOf(conn).Elem().FieldByName("conn")
	s := reflect.ValueOf(statement).Elem().FieldByName("preparedStmt")
	if c.Type() != reflect.TypeFor[bindings.Connection]() || s.Type() != reflect.TypeFor[*bindings.PreparedStatement]() {
		return bindings.Connection{}, bindings.PreparedStatement{}, fmt.Errorf("driver: want the handles of a connection and a statement, got %s and %s", c.Type(), s.Type())
	}
	return bindings.Connection{Ptr: c.FieldByName("Ptr").UnsafePointer()}, bindings.PreparedStatement{Ptr: s.Elem().FieldByName("Ptr").UnsafePointer()}, nil
}

// streamVectors runs a bound statement and passes its rows on in records of batchRows while DuckDB computes the next,
// so memory does not grow with the result. A chunk of DuckDB with at least wide bytes becomes a record by itself; wide
// 0 means never.
func streamVectors(ctx context.Context, conn *duckdb.Conn, statement *duckdb.Stmt, wide int64, each func(arrow.RecordBatch) error) (*arrow.Schema, error) {
	connection, prepared, err := handles(conn, statement)
	if err != nil {
		return nil, err
	}
	wanted, stop := context.WithCancel(ctx)
	defer stop()
	defer interruptAfter(wanted, connection)()
	result, err := begin(ctx, prepared)
	if err != nil {
		return nil, err
	}
	defer bindings.DestroyResult(&result)
	columns, schema, err := columnsOf(&result)
	if err != nil {
		return nil, err
	}
	chunks := make(chan bindings.DataChunk, chunksAhead)
	go fetch(wanted, &result, chunks)
	defer drop(chunks)
	out := batcher{schema: schema, each: each, wide: wide}
	for chunk := range chunks {
		record, err := recordOf(schema, columns, chunk)
		bindings.DestroyDataChunk(&chunk)
		if err == nil {
			err = out.add(record)
		}
		if err != nil {
			stop() // interrupts DuckDB, which computes the next chunks
			return nil, err
		}
	}
	if message := bindings.ResultError(&result); message != "" {
		return nil, errors.Join(ctx.Err(), duckdbError(message))
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return schema, out.flush()
}

// chunksAhead is how many chunks DuckDB may compute before their vectors are copied.
const chunksAhead = 2

// fetch sends the chunks of a result to chunks until the result or the context ends, or an error, which the result then
// has. It closes chunks.
func fetch(ctx context.Context, result *bindings.Result, chunks chan<- bindings.DataChunk) {
	defer close(chunks)
	for ctx.Err() == nil {
		chunk := bindings.FetchChunk(*result)
		if chunk.Ptr == nil {
			return
		}
		if bindings.DataChunkGetSize(chunk) == 0 { // ends a stream
			bindings.DestroyDataChunk(&chunk)
			return
		}
		select {
		case chunks <- chunk:
		case <-ctx.Done():
			bindings.DestroyDataChunk(&chunk)
			return
		}
	}
}

// drop receives and destroys the remaining chunks.
func drop(chunks <-chan bindings.DataChunk) {
	for chunk := range chunks {
		bindings.DestroyDataChunk(&chunk)
	}
}

// interruptAfter interrupts what the connection runs once the context has ended. Call stop before the connection is
// used again.
func interruptAfter(ctx context.Context, connection bindings.Connection) (stop func()) {
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		select {
		case <-done:
			return
		case <-ctx.Done():
		}
		again := time.NewTicker(interruptEvery)
		defer again.Stop()
		for {
			bindings.Interrupt(connection)
			select {
			case <-done:
				return
			case <-again.C:
			}
		}
	}()
	return func() {
		close(done)
		<-ended
	}
}

func begin(ctx context.Context, prepared bindings.PreparedStatement) (result bindings.Result, err error) {
	if err := ctx.Err(); err != nil {
		return result, err
	}
	var pending bindings.PendingResult
	defer func() { bindings.DestroyPending(&pending) }()
	if bindings.PendingPreparedStreaming(prepared, &pending) == bindings.StateError {
		return result, errors.Join(ctx.Err(), duckdbError(bindings.PendingError(pending)))
	}
	if bindings.ExecutePending(pending, &result) == bindings.StateError {
		err := errors.Join(ctx.Err(), duckdbError(bindings.ResultError(&result)))
		bindings.DestroyResult(&result)
		return result, err
	}
	return result, nil
}

// duckdbError makes an error as the driver returns it. Its type is set only for errors of memory, which IsOutOfMemory
// asks for.
func duckdbError(message string) error {
	kind := duckdb.ErrorTypeInvalid
	if strings.HasPrefix(message, "Out of Memory Error") {
		kind = duckdb.ErrorTypeOutOfMemory
	}
	return &duckdb.Error{Type: kind, Msg: message}
}

// column is a column of a result: its form in a record, and how to copy a vector of it.
type column struct {
	name string
	kind arrow.DataType
	copy copier
}

func columnsOf(result *bindings.Result) ([]column, *arrow.Schema, error) {
	columns := make([]column, bindings.ColumnCount(result))
	for i := range columns {
		at := bindings.IdxT(i)
		var err error
		if columns[i], err = columnOf(bindings.ColumnName(result, at), bindings.ColumnLogicalType(result, at)); err != nil {
			return nil, nil, err
		}
	}
	return columns, schemaOf(columns), nil
}

// preparedSchema is the schema of what a statement would return.
func preparedSchema(conn *duckdb.Conn, statement *duckdb.Stmt) (*arrow.Schema, error) {
	_, prepared, err := handles(conn, statement)
	if err != nil {
		return nil, err
	}
	columns := make([]column, bindings.PreparedStatementColumnCount(prepared))
	for i := range columns {
		at := bindings.IdxT(i)
		name, logical := bindings.PreparedStatementColumnName(prepared, at), bindings.PreparedStatementColumnLogicalType(prepared, at)
		if columns[i], err = columnOf(name, logical); err != nil {
			return nil, err
		}
	}
	return schemaOf(columns), nil
}

func columnOf(name string, logical bindings.LogicalType) (column, error) {
	defer bindings.DestroyLogicalType(&logical)
	kind, copied, err := formOf(logical)
	if err != nil {
		return column{}, fmt.Errorf("column %s: %w", name, err)
	}
	return column{name: name, kind: kind, copy: copied}, nil
}

func schemaOf(columns []column) *arrow.Schema {
	fields := make([]arrow.Field, len(columns))
	for i, column := range columns {
		fields[i] = arrow.Field{Name: column.name, Type: column.kind, Nullable: true}
	}
	return arrow.NewSchema(fields, nil)
}

func recordOf(schema *arrow.Schema, columns []column, chunk bindings.DataChunk) (arrow.RecordBatch, error) {
	rows := int(bindings.DataChunkGetSize(chunk))
	arrays := make([]arrow.Array, len(columns))
	for i, column := range columns {
		data, err := column.copy(bindings.DataChunkGetVector(chunk, bindings.IdxT(i)), 0, rows)
		if err != nil {
			return nil, fmt.Errorf("column %s: %w", column.name, err)
		}
		arrays[i] = array.MakeFromData(data)
	}
	return array.NewRecordBatch(schema, arrays, int64(rows)), nil
}

// batcher joins records into records of exactly batchRows and a remainder, so that files written from them do not
// depend on the sizes of DuckDB's chunks.
type batcher struct {
	schema *arrow.Schema
	each   func(arrow.RecordBatch) error
	wide   int64 // a record of at least this many bytes is passed on as it is; 0 for none
	parts  []arrow.RecordBatch
	rows   int64
}

func (b *batcher) add(record arrow.RecordBatch) error {
	if b.wide > 0 && util.TotalRecordSize(record) >= b.wide {
		if err := b.flush(); err != nil {
			return err
		}
		return b.each(record)
	}
	for b.rows+record.NumRows() >= batchRows {
		fits := batchRows - b.rows
		b.parts, b.rows = append(b.parts, record.NewSlice(0, fits)), batchRows
		if err := b.flush(); err != nil {
			return err
		}
		record = record.NewSlice(fits, record.NumRows())
	}
	if record.NumRows() > 0 {
		b.parts, b.rows = append(b.parts, record), b.rows+record.NumRows()
	}
	return nil
}

func (b *batcher) flush() error {
	if b.rows == 0 {
		return nil
	}
	joined, err := join(b.schema, b.parts)
	b.parts, b.rows = nil, 0
	if err != nil {
		return err
	}
	return b.each(joined)
}

// join makes one record of all rows of several, in order.
func join(schema *arrow.Schema, parts []arrow.RecordBatch) (arrow.RecordBatch, error) {
	switch len(parts) {
	case 0:
		return array.NewRecordBuilder(memory.DefaultAllocator, schema).NewRecordBatch(), nil
	case 1:
		return parts[0], nil
	}
	columns := make([]arrow.Array, schema.NumFields())
	for i := range columns {
		arrays := make([]arrow.Array, len(parts))
		for j, part := range parts {
			arrays[j] = part.Column(i)
		}
		var err error
		if columns[i], err = array.Concatenate(arrays, memory.DefaultAllocator); err != nil {
			return nil, err
		}
	}
	return array.NewRecordBatch(schema, columns, -1), nil
}
