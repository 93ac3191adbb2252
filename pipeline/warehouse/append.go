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

// appended is about how many bytes of text the appender keeps, in memory that DuckDB does not count,
// before they go into the table.
const appended = 16 << 20

// batchValues is how many values a batch has: what is appended while the next batch is made.
const batchValues = 8 << 10

// Append fills a table by way of DuckDB's appender, which is fast. fill calls add once a row with a
// value for each column, in the table's order, which is that of the rows in the table; the values are
// copied. DuckDB takes rows while fill makes the next ones, so an error that add returns may be that
// of a row before. After an error the table is not to be used.
func (w *Warehouse) Append(ctx context.Context, schema, table string, fill func(add func(...driver.Value) error) error) error {
	if err := w.Exec(ctx, "begin"); err != nil {
		return oneLine(err)
	}
	if err := w.append(ctx, schema, table, fill); err != nil {
		return errors.Join(err, w.Exec(context.WithoutCancel(ctx), "rollback"))
	}
	return w.Exec(ctx, "commit")
}

// AppendText is Append for text and nulls, one for each of so many columns, which DuckDB casts to the
// types of the table, or says which it cannot. They are held in memory before it does.
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

// flushError is an error of the appender, without the driver's words around it and its advice to programmers behind it: what
// the system said comes last, as in every other error.
type flushError struct{ error }

func (e flushError) Error() string {
	text, _, _ := strings.Cut(e.error.Error(), ": appended and not yet flushed data has been invalidated")
	return strings.TrimPrefix(text, "database/sql/driver: could not flush appender: ")
}

func (e flushError) Unwrap() error { return e.error }

// batches goes from the goroutine that makes rows to the one that appends them, and back to be
// filled again.
type batches struct {
	full, empty chan batch
	refused     chan struct{} // closed when nothing more is taken
	why         error         // of those who append; good once refused is closed
	err         error         // of those who fill; good once full is closed
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

// fill makes batches of the rows that fill adds.
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

// drain appends every batch. It returns when nothing is filled any more.
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
