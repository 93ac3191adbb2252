// Package mcp lets assistants ask by the Model Context Protocol: four tools that only read, with the same workers and
// limits as other clients. Every answer begins with the day of the list and its partial years, so that no assistant
// mistakes a part of a year for the whole.
//
// It never calls DuckDB: see package serve.
package mcp

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/breachstats/breachstats/formats"
	"github.com/breachstats/breachstats/pipeline/serve"
)

// Options state what is answered, and the limits.
type Options struct {
	Pool *serve.Pool
	// Time is how long a question may take.
	Time time.Duration
	// SQL is the most bytes of a statement.
	SQL int64
	// Version is the version of the program.
	Version string
}

const (
	// mostRows is the most rows of an answer, and mostText roughly the most bytes, because an assistant can read only
	// so much. A cut answer says so.
	mostRows = 1000
	mostText = 100_000
)

const instructions = `The list of the HHS Office for Civil Rights: breaches of unsecured protected health information that affect 500 or more individuals.
Call tables first: the comments say what a row is and what null means. To count the breaches that the portal lists now, use where vanished_on is null.
Each answer begins with the day of the list and its partial years: state both when you report numbers, and never compare a partial year with a whole one.`

// Handler answers the protocol as streamable HTTP, without sessions.
func Handler(o Options) http.Handler {
	a := &assistant{Options: o}
	known := mcp.NewSchemaCache()
	return mcp.NewStreamableHTTPHandler(func(r *http.Request) *mcp.Server {
		server := mcp.NewServer(&mcp.Implementation{Name: "breachstats", Version: o.Version},
			&mcp.ServerOptions{Instructions: instructions, SchemaCache: known, Capabilities: &mcp.ServerCapabilities{}})
		a.addTools(server, r)
		return server
	}, &mcp.StreamableHTTPOptions{Stateless: true, JSONResponse: true, MaxRequestBodyBytes: 2*o.SQL + 64<<10,
		Logger: slog.New(slog.DiscardHandler), DisableLocalhostProtection: true}) // web.Handler has checked the host name already
}

type assistant struct {
	Options
	mutex      sync.Mutex
	generation string // of the database that note describes
	note       string
}

type noInput struct{}

type tableInput struct {
	Table string `json:"table" jsonschema:"schema and name, as marts.breaches"`
}

type questionInput struct {
	SQL string `json:"sql" jsonschema:"one select in DuckDB's SQL; it can read the tables and nothing else"`
}

type breachInput struct {
	ID string `json:"breach_id" jsonschema:"sixteen hexadecimal digits, as in marts.breaches"`
}

const tablesSQL = `
select schema_name || '.' || table_name as "table", coalesce(comment, '') as meaning
from duckdb_tables()
where not internal and schema_name in ('reference', 'marts', 'figures', 'evaluation', 'meta')
union all
select schema_name || '.' || function_name || '(' || array_to_string(parameters, ', ') || ')', coalesce(comment, '')
from duckdb_functions()
where function_type = 'table_macro' and schema_name in ('reference', 'marts', 'figures', 'evaluation', 'meta')
order by 1`

const columnsSQL = `
select column_name as "column", data_type as type, coalesce(comment, '') as meaning
from duckdb_columns()
where not internal and schema_name || '.' || table_name = ?
order by column_index`

const breachSQL = `select * from marts.breach_versions where breach_id = ? order by version`

func (a *assistant) addTools(server *mcp.Server, r *http.Request) {
	isOpen := false
	reads := &mcp.ToolAnnotations{ReadOnlyHint: true, IdempotentHint: true, OpenWorldHint: &isOpen}
	mcp.AddTool(server, &mcp.Tool{Name: "tables", Annotations: reads, Description: "List the tables and what a row of each is."},
		func(ctx context.Context, _ *mcp.CallToolRequest, _ noInput) (*mcp.CallToolResult, any, error) {
			return a.answer(ctx, r, serve.Question{SQL: tablesSQL}, "no table")
		})
	mcp.AddTool(server, &mcp.Tool{Name: "columns", Annotations: reads, Description: "List the columns of a table, their types and what they mean."},
		func(ctx context.Context, _ *mcp.CallToolRequest, in tableInput) (*mcp.CallToolResult, any, error) {
			return a.answer(ctx, r, withText(columnsSQL, in.Table), "there is no table "+in.Table+"; call tables for a list")
		})
	mcp.AddTool(server, &mcp.Tool{Name: "question", Annotations: reads, Description: fmt.Sprintf("Ask in SQL. At most %d rows come back; a cut answer says so.", mostRows)},
		func(ctx context.Context, _ *mcp.CallToolRequest, in questionInput) (*mcp.CallToolResult, any, error) {
			if int64(len(in.SQL)) > a.SQL {
				return nil, nil, fmt.Errorf("want SQL of at most %d bytes, got %d", a.SQL, len(in.SQL))
			}
			return a.answer(ctx, r, serve.Question{SQL: in.SQL}, "no row")
		})
	mcp.AddTool(server, &mcp.Tool{Name: "breach", Annotations: reads, Description: "Show every version of one breach: what the portal published of it, and when."},
		func(ctx context.Context, _ *mcp.CallToolRequest, in breachInput) (*mcp.CallToolResult, any, error) {
			return a.answer(ctx, r, withText(breachSQL, in.ID), "there is no breach "+in.ID)
		})
}

func withText(sql, value string) serve.Question {
	return serve.Question{SQL: sql, Arguments: []serve.Argument{{Kind: "varchar", Text: value}}}
}

// answer asks a question for the client of a request. It returns the note and one line of JSON per row, or the text
// none if there is no row.
func (a *assistant) answer(ctx context.Context, r *http.Request, q serve.Question, none string) (*mcp.CallToolResult, any, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	defer context.AfterFunc(r.Context(), stop)()
	client := serve.ClientOf(r.Context())
	q.Rows = mostRows
	lines, generation, err := a.lines(ctx, client, q)
	if err != nil {
		return nil, nil, worded(err)
	}
	note, err := a.noteOf(ctx, client, generation)
	if serve.FaultOf(err) == serve.FaultChanged { // replaced between the two: ask the new database both
		if lines, generation, err = a.lines(ctx, client, q); err == nil {
			note, err = a.noteOf(ctx, client, generation)
		}
	}
	if err != nil {
		return nil, nil, worded(err)
	}
	if lines == "" {
		lines = none + "\n"
	}
	return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: note + "\n" + lines}}}, nil, nil
}

// worded makes an error for an assistant, without paths of the server.
func worded(err error) error {
	var known *serve.Error
	switch {
	case !errors.As(err, &known):
		return errors.New("the server could not answer")
	case known.Line > 0:
		return fmt.Errorf("line %d: %s", known.Line, known.Message)
	}
	return known
}

// lines returns the rows of an answer, each as a line of JSON, and the generation of the database that answered.
func (a *assistant) lines(ctx context.Context, client string, q serve.Question) (lines, generation string, err error) {
	asked, err := a.Pool.Ask(ctx, client, q, a.Time, "")
	if err != nil {
		return "", "", err
	}
	defer asked.Close()
	rows, err := asked.Records()
	if err != nil {
		return "", "", err
	}
	defer rows.Release()
	var text strings.Builder
	out, err := formats.New("jsonl", &text, rows.Schema(), formats.Options{})
	if err != nil {
		return "", "", err
	}
	for rows.Next() {
		if err := out.Write(rows.RecordBatch()); err != nil {
			return "", "", err
		}
	}
	ending, err := asked.Ending()
	if err = errors.Join(err, rows.Err(), out.Close()); err != nil {
		return "", "", err
	}
	return shortened(text.String(), ending), asked.Generation, nil
}

// shortened cuts a long answer after a whole line, and says so in a last line.
func shortened(lines string, ending serve.Ending) string {
	shown := ending.Rows
	if len(lines) > mostText {
		lines = lines[:strings.LastIndexByte(lines[:mostText], '\n')+1]
		shown = int64(strings.Count(lines, "\n"))
	}
	if ending.IsCut || shown < ending.Rows {
		lines += fmt.Sprintf("cut after %d rows; there are more\n", shown)
	}
	return lines
}

// noteSQL returns the day of the list and its partial years, as a text.
const noteSQL = `
select
    'The list as the portal showed it on ' || strftime(coalesce(any_value(as_of_on), any_value(captured_on)), '%Y-%m-%d')
    || case when any_value(is_synthetic) then ' (made up, for tests)' else '' end || '. '
    || coalesce('Partial years, not to be compared with whole ones: ' || (select string_agg(year, ', ' order by year) from marts.years where is_partial_year) || '.', 'No year is partial.')
from marts.shown_list`

// noteOf returns the note of a database; the fault is FaultChanged if another one is served by now.
func (a *assistant) noteOf(ctx context.Context, client, generation string) (string, error) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if a.generation == generation {
		return a.note, nil
	}
	asked, err := a.Pool.Ask(ctx, client, serve.Question{SQL: noteSQL}, a.Time, generation)
	if err != nil {
		return "", err
	}
	defer asked.Close()
	rows, err := asked.Records()
	if err != nil {
		return "", err
	}
	defer rows.Release()
	for rows.Next() {
		a.generation, a.note = generation, strings.Clone(rows.RecordBatch().Column(0).(*array.String).Value(0))
	}
	_, err = asked.Ending()
	return a.note, errors.Join(err, rows.Err())
}
