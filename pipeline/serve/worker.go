package serve

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/ipc"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// WorkerOptions state what a worker opens.
type WorkerOptions struct {
	// Database is the path of the published database. Clients never see it: a worker opens the file by its name,
	// from within its folder.
	Database string
	// Generation identifies the file to open, as GenerationOf does. Any other file there is an error.
	Generation string
	// Limits are the limits of DuckDB.
	Limits warehouse.Limits
}

// Work carries out the orders that it reads from in, until in ends, and writes the answers to out. It changes the
// working folder and confines the process irrevocably, so it needs a process of its own.
func Work(ctx context.Context, in io.Reader, out io.Writer, o WorkerOptions) (err error) {
	w, err := openGeneration(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	var said ready
	said.Protections, said.Missing = confine()
	buffered := bufio.NewWriterSize(out, 1<<18)
	if err := errors.Join(writeJSON(buffered, frameReady, said), buffered.Flush()); err != nil {
		return err
	}
	orders := make(chan order)
	go readOrders(in, orders)
	next := <-orders
	for {
		if next.Question == nil { // the end of a question that has ended already
			next = <-orders
			continue
		}
		if next, err = answerUntil(ctx, w, next, orders, buffered); err != nil {
			return err
		}
	}
}

// readOrders reads orders. It ends the process when the front is gone, even while DuckDB is busy.
func readOrders(in io.Reader, orders chan<- order) {
	lines := json.NewDecoder(in)
	for {
		var next order
		if err := lines.Decode(&next); err != nil {
			os.Exit(0)
		}
		orders <- next
	}
}

// answerUntil answers a question, or a part of it if the front orders its end, and returns the next order. That
// order may arrive before the answer has ended here.
func answerUntil(ctx context.Context, w *warehouse.Warehouse, asked order, orders <-chan order, out *bufio.Writer) (next order, err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	done := make(chan error, 1)
	go func() { done <- answer(ctx, w, *asked.Question, out) }()
	for {
		next = <-orders
		if next.Question != nil {
			return next, <-done
		}
		if next.Number == asked.Number {
			stop()
		}
	}
}

// answer writes the frames of one answer. It returns errors of the pipe; an error of the question is a frame.
func answer(ctx context.Context, w *warehouse.Warehouse, q Question, out *bufio.Writer) error {
	ending, err := rowsInto(ctx, w, q, out)
	if err != nil {
		err = writeJSON(out, frameError, errorOf(ctx, err))
	} else {
		err = writeJSON(out, frameDone, ending)
	}
	return errors.Join(err, out.Flush())
}

var errEnough = errors.New("enough rows")

func rowsInto(ctx context.Context, w *warehouse.Warehouse, q Question, out *bufio.Writer) (Ending, error) {
	isLasting, err := w.WantStranger(ctx, q.SQL)
	if err != nil {
		return Ending{}, &Error{Fault: FaultRefused, Message: err.Error()}
	}
	if q.IsDescribed {
		schema, parameters, err := w.Describe(ctx, q.SQL)
		if err != nil {
			return Ending{}, err
		}
		frames := &frameWriter{out: out}
		err = ipc.NewWriter(frames, ipc.WithSchema(schema)).Close()
		return Ending{Parameters: parameters, IsLasting: isLasting}, errors.Join(err, frames.Flush())
	}
	arguments := make([]any, len(q.Arguments))
	for i, a := range q.Arguments {
		var err error
		if arguments[i], err = a.value(); err != nil {
			return Ending{}, &Error{Fault: FaultSQL, Message: fmt.Sprintf("argument %d: %v", i+1, err)}
		}
	}
	ending := Ending{IsLasting: isLasting}
	rows := newRowWriter(out)
	schema, err := w.StreamWith(ctx, q.SQL, arguments, func(batch arrow.RecordBatch) error {
		if left := q.Rows - ending.Rows; q.Rows > 0 && batch.NumRows() > left {
			ending.IsCut = true
			batch = batch.NewSlice(0, left)
		}
		ending.Rows += batch.NumRows()
		if !rows.add(batch) || ending.IsCut {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	if err != nil {
		schema = nil
	}
	if err = errors.Join(err, rows.close(schema)); err != nil {
		return Ending{}, err
	}
	return ending, nil
}

var atLine = regexp.MustCompile(`(?s)^question:(\d+): (.*)$`)

// errorOf translates an error of the warehouse for the client.
func errorOf(ctx context.Context, err error) *Error {
	var known *Error
	switch {
	case errors.As(err, &known):
		return known
	case ctx.Err() != nil:
		return &Error{Fault: FaultEnded, Message: "the question was ended"}
	case warehouse.IsOutOfMemory(err):
		return &Error{Fault: FaultMemory, Message: "the question needs more memory than one may use here"}
	case errors.Is(err, warehouse.ErrDamaged):
		return &Error{Fault: FaultServer, Message: "the database is damaged"}
	}
	found := &Error{Fault: FaultSQL, Message: err.Error()}
	if match := atLine.FindStringSubmatch(warehouse.AtLine("question", 1, err).Error()); match != nil {
		found.Line, _ = strconv.Atoi(match[1])
		found.Message = strings.TrimSpace(match[2])
	}
	return found
}
