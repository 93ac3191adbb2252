package web

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/breachstats/breachstats/formats"
	"github.com/breachstats/breachstats/pipeline/serve"
)

// conversation asks several questions of the same database, for one request.
type conversation struct {
	pool       *serve.Pool
	ctx        context.Context
	client     string
	limit      time.Duration
	generation string // the database of the first answer; empty before it
}

// converse runs talk, which asks several questions. If the database is replaced between two of them, it runs talk
// once more.
func (s *site) converse(r *http.Request, talk func(*conversation) error) (generation string, err error) {
	for range 2 {
		c := &conversation{pool: s.Pool, ctx: r.Context(), client: clientOf(r), limit: s.Time}
		if err = talk(c); err == nil || serve.FaultOf(err) != serve.FaultChanged {
			return c.generation, err
		}
	}
	return "", err
}

// ask reads an answer of at most the given number of rows into memory; most 0 means all.
func (c *conversation) ask(most int64, statement string, values ...string) (*rowset, error) {
	q := serve.Question{SQL: statement, Rows: most}
	for _, value := range values {
		q.Arguments = append(q.Arguments, serve.Argument{Kind: "varchar", Text: value})
	}
	return c.put(q)
}

func (c *conversation) put(q serve.Question) (*rowset, error) {
	asked, err := c.pool.Ask(c.ctx, c.client, q, c.limit, c.generation)
	if err != nil {
		return nil, err
	}
	defer asked.Close()
	rows, err := asked.Records()
	if err != nil {
		return nil, err
	}
	defer rows.Release()
	read := &rowset{schema: rows.Schema()}
	for rows.Next() {
		batch := rows.RecordBatch()
		batch.Retain() // the reader releases it at the next
		read.batches = append(read.batches, batch)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	ending, err := asked.Ending()
	read.isCut, c.generation = ending.IsCut, asked.Generation
	return read, err
}

// rowset is a small answer in memory.
type rowset struct {
	schema  *arrow.Schema
	batches []arrow.RecordBatch
	isCut   bool // there are more rows
}

// shownCell is a value on a page.
type shownCell struct {
	Text   string
	IsNull bool
}

// names returns the names of the columns, in order.
func (r *rowset) names() []string {
	names := make([]string, r.schema.NumFields())
	for i, field := range r.schema.Fields() {
		names[i] = field.Name
	}
	return names
}

// kinds returns the classes of the columns in the style sheet: number, day, or empty.
func (r *rowset) kinds() []string {
	kinds := make([]string, r.schema.NumFields())
	for i, field := range r.schema.Fields() {
		switch id := field.Type.ID(); {
		case arrow.IsInteger(id), arrow.IsFloating(id), arrow.IsDecimal(id):
			kinds[i] = "number"
		case id == arrow.DATE32, id == arrow.TIMESTAMP:
			kinds[i] = "day"
		}
	}
	return kinds
}

// cells returns the values, row by row.
func (r *rowset) cells() [][]shownCell {
	var cells [][]shownCell
	for _, batch := range r.batches {
		for i := range int(batch.NumRows()) {
			row := make([]shownCell, batch.NumCols())
			for j := range row {
				column := batch.Column(j)
				row[j] = shownCell{Text: formats.Cell(column, i), IsNull: column.IsNull(i)}
			}
			cells = append(cells, row)
		}
	}
	return cells
}

// record is a row by the names of its columns. A null is the empty text.
type record map[string]string

func (r *rowset) records() []record {
	names := r.names()
	var records []record
	for _, row := range r.cells() {
		one := record{}
		for j, cell := range row {
			one[names[j]] = cell.Text
		}
		records = append(records, one)
	}
	return records
}

// json returns the rows as package formats writes them: an array of objects.
func (r *rowset) json() (json.RawMessage, error) {
	var body bytes.Buffer
	out, err := formats.New("json", &body, r.schema, formats.Options{})
	if err != nil {
		return nil, err
	}
	for _, batch := range r.batches {
		if err := out.Write(batch); err != nil {
			return nil, err
		}
	}
	if err := out.Close(); err != nil {
		return nil, err
	}
	return json.RawMessage(body.Bytes()), nil
}
