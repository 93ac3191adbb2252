package warehouse

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"strings"

	duckdb "github.com/duckdb/duckdb-go/v2"
)

// appended is roughly how many bytes of text the appender buffers, in memory that DuckDB does not count, before it
// writes them to the table.
const appended = 16 << 20

// batchValues is the number of values in a batch. One batch is appended while the next is filled.
const batchValues = 8 << 10

// Append fills a table with DuckDB's appender, which is fast. fill calls add once per row, with a value for each
// column in the table's order; add copies the values, and the table keeps the order of the rows. DuckDB takes rows
// while fill makes the next ones, so an error that add returns may concern an earlier row. After an error the table
// must not be used.
func (w *Warehouse) Append(ctx context.Context, schema, table string, fill func(add func(...driver.Value) error) error) error {
	if err := w.Exec(ctx, "begin"); err != nil {
		return oneLine(err)
	}
	if err := w.append(ctx, schema, table, fill); err != nil {
		return errors.Join(err, w.Exec(context.WithoutCancel(ctx), "rollback"))
	}
	return w.Exec(ctx, "commit")
}

// AppendText is Append for rows of text and nulls, with the given number of columns. DuckDB casts them to the types
// of the table, or reports the value that it cannot cast. The texts are buffered in memory first.
func (w *Warehouse) AppendText(ctx context.Context, table string, columns int, fill func(add func(...driver.Value) error) error) error {
	text, err := duckdb.NewTypeInfo(duckdb.TYPE_VARCHAR)
	if err != nil {
		return err
	}
	return w.appendBy(ctx, fill, func(conn driver.Conn) (*duckdb.Appender, error) {
		return duckdb.NewQueryAppender(conn, "insert into "+table+" from cells", "cells", slices.Repeat([]duckdb.TypeInfo{text}, columns), nil)
	})
}

func (w *Warehouse) append(ctx context.Context, schema, table string, fill func(add func(...driver.Value) error) error) error {
	return w.appendBy(ctx, fill, func(conn driver.Conn) (*duckdb.Appender, error) {
		appender, err := duckdb.NewAppenderFromConn(conn, schema, table)
		if err != nil {
			err = fmt.Errorf("%s.%s: %w", schema, table, err)
		}
		return appender, err
	})
}

func (w *Warehouse) appendBy(ctx context.Context, fill func(add func(...driver.Value) error) error, open func(driver.Conn) (*duckdb.Appender, error)) error {
	return w.conn.Raw(func(conn any) error {
		appender, err := open(conn.(driver.Conn))
		if err != nil {
			return err
		}
		filled := newBatches()
		go filled.fill(ctx, fill)
		err = filled.drain(appender)
		if err != nil {
			return errors.Join(err, appender.Clear(), appender.Close())
		}
		if err := appender.Close(); err != nil {
			return flushError{err}
		}
		return nil
	})
}

// flushError is an error of the appender without the driver's prefix and its advice to programmers: the message of
// the system comes last, as in every other error.
type flushError struct{ error }

func (e flushError) Error() string {
	text, _, _ := strings.Cut(e.error.Error(), ": appended and not yet flushed data has been invalidated")
	return strings.TrimPrefix(text, "database/sql/driver: could not flush appender: ")
}

func (e flushError) Unwrap() error { return e.error }

// batches passes batches from the goroutine that makes rows to the one that appends them, and back to be filled
// again.
type batches struct {
	full, empty chan batch
	refused     chan struct{} // closed when nothing more is taken
	why         error         // of the appending goroutine; valid once refused is closed
	err         error         // of the filling goroutine; valid once full is closed
}

// batch is rows of one width, one after the other.
type batch struct {
	values []driver.Value
	width  int
}

func newBatches() *batches {
	const inTurn = 3
	b := &batches{full: make(chan batch, 1), empty: make(chan batch, inTurn), refused: make(chan struct{})}
	for range inTurn {
		b.empty <- batch{}
	}
	return b
}

// fill collects the rows that the function fill adds into batches.
func (b *batches) fill(ctx context.Context, fill func(add func(...driver.Value) error) error) {
	defer close(b.full)
	now := <-b.empty
	pass := func() error {
		select {
		case <-b.refused:
			return b.why
		case b.full <- now:
		}
		now = <-b.empty
		return nil
	}
	b.err = fill(func(values ...driver.Value) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if len(now.values) > 0 && (now.width != len(values) || len(now.values)+len(values) > batchValues) {
			if err := pass(); err != nil {
				return err
			}
		}
		now.width = len(values)
		now.values = append(now.values, values...)
		return nil
	})
	if b.err == nil && len(now.values) > 0 {
		b.err = pass()
	}
}

// drain appends every batch. It returns when no more come.
func (b *batches) drain(appender *duckdb.Appender) error {
	var failed error
	kept := 0
	for full := range b.full {
		if failed == nil {
			if failed = appendBatch(appender, full, &kept); failed != nil {
				b.why = failed
				close(b.refused)
			}
		}
		clear(full.values)
		b.empty <- batch{values: full.values[:0]}
	}
	if failed != nil {
		return failed
	}
	return b.err
}

func appendBatch(appender *duckdb.Appender, full batch, kept *int) error {
	for values := full.values; len(values) > 0; values = values[full.width:] {
		row := values[:full.width]
		if *kept > appended {
			*kept = 0
			if err := appender.Flush(); err != nil {
				return flushError{err}
			}
		}
		for _, value := range row {
			if text, isText := value.(string); isText {
				*kept += len(text)
			}
		}
		if err := appender.AppendRow(row...); err != nil {
			return err
		}
	}
	return nil
}
