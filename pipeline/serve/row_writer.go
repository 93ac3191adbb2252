package serve

import (
	"bufio"
	"context"
	"errors"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"golang.org/x/sync/errgroup"
)

// rowWriter sends each record of an answer to the front immediately. It encodes them in a separate goroutine, while
// DuckDB fetches the next record.
type rowWriter struct {
	frames  *frameWriter
	rows    *ipc.Writer // nil before the first record
	records chan arrow.RecordBatch
	group   *errgroup.Group
	// failed is done when a record could not be written.
	failed context.Context
}

func newRowWriter(out *bufio.Writer) *rowWriter {
	group, failed := errgroup.WithContext(context.Background())
	w := &rowWriter{frames: &frameWriter{out: out}, records: make(chan arrow.RecordBatch), group: group, failed: failed}
	group.Go(func() error {
		for record := range w.records {
			if err := w.write(record); err != nil {
				return err
			}
		}
		return nil
	})
	return w
}

// add queues a record. It is false if an earlier record could not be written; close returns that error.
func (w *rowWriter) add(record arrow.RecordBatch) bool {
	record.Retain()
	select {
	case w.records <- record:
		return true
	case <-w.failed.Done():
		record.Release()
		return false
	}
}

func (w *rowWriter) write(record arrow.RecordBatch) error {
	defer record.Release()
	if w.rows == nil {
		w.rows = ipc.NewWriter(w.frames, ipc.WithSchema(record.Schema()))
	}
	for _, part := range split(record) {
		err := errors.Join(w.rows.Write(part), w.frames.Flush())
		part.Release()
		if err != nil {
			return err
		}
	}
	return nil
}

// close waits for the last record and ends the stream. If there was no record it writes the schema, unless that is
// nil because the question failed.
func (w *rowWriter) close(schema *arrow.Schema) error {
	close(w.records)
	if err := w.group.Wait(); err != nil || schema == nil {
		return err
	}
	if w.rows == nil {
		w.rows = ipc.NewWriter(w.frames, ipc.WithSchema(schema))
	}
	return errors.Join(w.rows.Close(), w.frames.Flush())
}
