// Package serve answers questions of untrusted clients from a published database.
//
// A front talks to clients and never calls DuckDB. Workers are processes of the same program: they have the database
// open and talk to the front alone, over pipes. They are processes because DuckDB computes constants while it prepares
// a statement, and no interrupt stops that: only ending the process enforces a limit. A Pool starts workers, kills
// those that pass a limit, and replaces all of them when a new database is published.
package serve

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Question is what a client asks.
type Question struct {
	// SQL is one statement that only reads; see warehouse.WantQuestion.
	SQL string `json:"sql"`
	// Arguments are the values of its parameters, in their order.
	Arguments []Argument `json:"arguments,omitempty"`
	// Rows is the most rows to return; 0 for all.
	Rows int64 `json:"rows,omitempty"`
	// IsDescribed asks for the columns and parameters of the answer, without its rows. The statement is prepared
	// and not run.
	IsDescribed bool `json:"describe,omitempty"`
}

// wantText refuses text with NUL or bytes that are not UTF-8: DuckDB would answer the part before the first NUL,
// and JSON cannot hold other bytes.
func (q Question) wantText() *Error {
	for i, text := range append([]string{q.SQL}, argumentTexts(q.Arguments)...) {
		if strings.ContainsRune(text, 0) || !utf8.ValidString(text) {
			what := "the SQL"
			if i > 0 {
				what = fmt.Sprintf("value %d", i)
			}
			return &Error{Fault: FaultSQL, Message: what + ": want text in UTF-8 without NUL, got other bytes"}
		}
	}
	return nil
}

func argumentTexts(arguments []Argument) []string {
	texts := make([]string, len(arguments))
	for i, a := range arguments {
		texts[i] = a.Text
	}
	return texts
}

// Argument is the value of one parameter. Kind is null, boolean, bigint, double, varchar, date or timestamp. Text is
// the value in the form that DuckDB's cast to varchar gives, a timestamp in UTC.
type Argument struct {
	Kind string `json:"kind"`
	Text string `json:"text,omitempty"`
}

// value is the argument as the warehouse takes it.
func (a Argument) value() (any, error) {
	switch a.Kind {
	case "null":
		return nil, nil
	case "boolean":
		return strconv.ParseBool(a.Text)
	case "bigint":
		return strconv.ParseInt(a.Text, 10, 64)
	case "double":
		return strconv.ParseFloat(a.Text, 64)
	case "varchar":
		return a.Text, nil
	case "date":
		return time.Parse(time.DateOnly, a.Text)
	case "timestamp":
		return time.Parse("2006-01-02 15:04:05.999999999", a.Text)
	}
	return nil, fmt.Errorf("want an argument of kind null, boolean, bigint, double, varchar, date or timestamp, got %q", a.Kind)
}

// order is one line of JSON from the front to a worker: it asks a question or ends one.
type order struct {
	Number   uint64    `json:"number"` // of the question, counted from 1 in each worker
	Question *Question `json:"question,omitempty"`
	IsEnded  bool      `json:"end,omitempty"` // the question of this number is no longer wanted
}

// The frames from a worker to the front: a letter, the number of bytes, the bytes.
const (
	frameReady = 'R' // JSON of ready: the database is open, the worker confined
	frameRows  = 'B' // a piece of an Arrow IPC stream
	frameError = 'E' // JSON of Error; the question has ended
	frameDone  = 'D' // JSON of Ending; the question has ended
)

// ready is what a worker sends when it is ready for questions.
type ready struct {
	// Protections describes what confines the worker; Missing what this system does not offer.
	Protections []string `json:"protections"`
	Missing     []string `json:"missing,omitempty"`
}

// Ending is how an answer ended.
type Ending struct {
	// Rows is the number of rows of the answer.
	Rows int64 `json:"rows"`
	// IsCut reports that there are more, beyond Question.Rows.
	IsCut bool `json:"cut,omitempty"`
	// IsLasting reports that the answer to this question cannot change while the database is the same.
	IsLasting bool `json:"lasting,omitempty"`
	// Parameters lists the kinds of the statement's parameters, if Question.IsDescribed: as in Argument, and varchar
	// if DuckDB cannot infer the kind.
	Parameters []string `json:"parameters,omitempty"`
}

// Fault says who or what caused an Error.
type Fault string

// The faults of an Error.
const (
	FaultSQL     Fault = "sql"     // the statement: DuckDB refuses it
	FaultRefused Fault = "refused" // the statement does more than read
	FaultTime    Fault = "time"    // the limit of time was reached
	FaultMemory  Fault = "memory"  // the limit of memory was reached
	FaultEnded   Fault = "ended"   // the client no longer wants the answer
	FaultBusy    Fault = "busy"    // the queue is full, or no worker was free in time
	FaultServer  Fault = "server"  // the server: a worker died, the database is gone
	FaultChanged Fault = "changed" // the database that the client means was replaced
)

// Error is why a question has no answer, or an incomplete one.
type Error struct {
	Fault Fault `json:"fault"`
	// Message is one line for the client, without a path of the server.
	Message string `json:"message"`
	// Line is the line of the statement, counted from 1; 0 if unknown.
	Line int `json:"line,omitempty"`
}

func (e *Error) Error() string { return e.Message }

// FaultOf returns the fault of an error of this package, and FaultServer for all others.
func FaultOf(err error) Fault {
	var known *Error
	if errors.As(err, &known) {
		return known.Fault
	}
	return FaultServer
}

// largestFrame limits what the front reads at once, in case a worker sends nonsense.
const largestFrame = 64 << 20

type frame struct {
	kind byte
	body []byte
}

func writeFrame(out io.Writer, kind byte, body []byte) error {
	if err := writeHead(out, kind, len(body)); err != nil {
		return err
	}
	_, err := out.Write(body)
	return err
}

// writeHead begins a frame whose body has size bytes.
func writeHead(out io.Writer, kind byte, size int) error {
	head := make([]byte, 5)
	head[0] = kind
	binary.LittleEndian.PutUint32(head[1:], uint32(size))
	_, err := out.Write(head)
	return err
}

func writeJSON(out io.Writer, kind byte, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return writeFrame(out, kind, body)
}

func readFrame(in *bufio.Reader) (frame, error) {
	var head [5]byte
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return frame{}, err
	}
	size := binary.LittleEndian.Uint32(head[1:])
	if size > largestFrame {
		return frame{}, fmt.Errorf("worker: want a frame of at most %d bytes, got %d", largestFrame, size)
	}
	body := bodyOf(int(size))
	_, err := io.ReadFull(in, body)
	return frame{kind: head[0], body: body}, err
}

// mostFrame is the most bytes of an answer in a frame: enough for a record, so that the front gets each record in
// one piece.
const mostFrame = 2 * mostRecord

// mostCopied is the most bytes of a piece that a frameWriter copies.
const mostCopied = 4 << 10

// frameWriter collects what is written and sends it as frames of rows when flushed, because a record is written in
// hundreds of small pieces. It keeps large pieces as they are: they must not change before Flush.
type frameWriter struct {
	out    *bufio.Writer
	pieces [][]byte
	copies []byte // the memory of small pieces
	size   int
}

func (w *frameWriter) Write(body []byte) (int, error) {
	piece := body
	if len(body) <= mostCopied {
		start := len(w.copies)
		w.copies = append(w.copies, body...)
		piece = w.copies[start:]
	}
	w.pieces, w.size = append(w.pieces, piece), w.size+len(body)
	return len(body), nil
}

// Flush sends everything to the front.
func (w *frameWriter) Flush() error {
	left := 0 // bytes that belong to the frame that has begun
	for _, piece := range w.pieces {
		for len(piece) > 0 {
			if left == 0 {
				left = min(w.size, mostFrame)
				w.size -= left
				if err := writeHead(w.out, frameRows, left); err != nil {
					return err
				}
			}
			n := min(len(piece), left)
			if _, err := w.out.Write(piece[:n]); err != nil {
				return err
			}
			piece, left = piece[n:], left-n
		}
	}
	clear(w.pieces)
	w.pieces, w.copies = w.pieces[:0], w.copies[:0]
	return w.out.Flush()
}
