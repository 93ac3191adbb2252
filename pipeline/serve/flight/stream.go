package flight

import (
	"context"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/flight"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/util"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/breachstats/breachstats/pipeline/serve"
)

const (
	// mostSent is how many bytes a message has, unless one row has more: clients refuse what is larger
	// than 16 MB.
	mostSent = 2 << 20
	// patience is how long a client may take for one message. A slower one loses its answer, which
	// would stay on the disk.
	patience = 2 * time.Minute
)

// send hands on the rows of an answer as long as they are wanted. ctx is the client's call, wanted ends
// with it or when the answer is cancelled.
func send(ctx, wanted context.Context, asked *serve.Answer, rows *ipc.Reader, chunks chan<- flight.StreamChunk) {
	defer context.AfterFunc(wanted, asked.Close)() // wakes a reader that waits for rows
	defer asked.Close()
	defer rows.Release()
	err := sendRows(wanted, rows, chunks)
	switch _, ended := asked.Ending(); {
	case wanted.Err() != nil:
		err = status.Error(codes.Canceled, "the question was cancelled")
	case err != nil:
		asked.Close()
	case ended != nil:
		err = statusOf(ended)
	case rows.Err() != nil:
		err = statusOf(rows.Err())
	default:
		return
	}
	select {
	case chunks <- flight.StreamChunk{Err: err}: // without it, half an answer would pass for a whole one
	case <-ctx.Done():
	}
}

func sendRows(wanted context.Context, rows *ipc.Reader, chunks chan<- flight.StreamChunk) (err error) {
	defer func() {
		if recover() != nil { // of this one answer; the others go on
			err = status.Error(codes.Internal, "the answer cannot be written")
		}
	}()
	late := time.NewTimer(patience)
	defer late.Stop()
	for wanted.Err() == nil && rows.Next() {
		for _, part := range split(rows.RecordBatch()) {
			late.Reset(patience)
			select {
			case chunks <- flight.StreamChunk{Data: part}:
			case <-late.C:
				return status.Errorf(codes.DeadlineExceeded, "the answer was not read for %s", patience)
			case <-wanted.Done():
				part.Release()
			}
		}
	}
	return nil
}

// split halves a record until each part fits into a message. The parts are to be released.
func split(record arrow.RecordBatch) []arrow.RecordBatch {
	record.Retain()
	if record.NumRows() < 2 || sizeOf(record) <= mostSent {
		return []arrow.RecordBatch{record}
	}
	defer record.Release()
	half := record.NumRows() / 2
	var parts []arrow.RecordBatch
	for _, of := range [][2]int64{{0, half}, {half, record.NumRows()}} {
		slice := record.NewSlice(of[0], of[1])
		parts = append(parts, split(slice)...)
		slice.Release()
	}
	return parts
}

func sizeOf(record arrow.RecordBatch) (size int64) {
	for _, column := range record.Columns() {
		size += bytesOf(column)
	}
	return size
}

// bytesOf is about how many bytes the values of an array take, those outside of a slice left out.
func bytesOf(of arrow.Array) int64 {
	rows := int64(of.Len())
	if rows == 0 {
		return 0
	}
	switch of := of.(type) {
	case *array.String:
		return int64(len(of.ValueBytes())) + 4*rows
	case *array.Binary:
		return int64(len(of.ValueBytes())) + 4*rows
	case *array.List:
		from, _ := of.ValueOffsets(0)
		_, to := of.ValueOffsets(of.Len() - 1)
		values := array.NewSlice(of.ListValues(), from, to)
		defer values.Release()
		return bytesOf(values) + 4*rows
	}
	if fixed, isFixed := of.DataType().(arrow.FixedWidthDataType); isFixed {
		return rows * int64(fixed.BitWidth()+8) / 8
	}
	return util.TotalArraySize(of)
}
