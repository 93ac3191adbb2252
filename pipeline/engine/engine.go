// Package engine states what load, build and check need of a database. pipeline/warehouse is the
// engine that is embedded, DuckDB; pipeline/spark is the one for a cluster.
//
// Statements are DuckDB's SQL, which models and tests are written in. An engine that speaks another
// dialect has its own text of each, and finds it by the path and the line.
package engine

import (
	"context"
	"database/sql/driver"

	"github.com/apache/arrow-go/v18/arrow"
)

// Engine is a database under construction, or one that was built. Except for Lanes and Begin, it is for
// one goroutine at a time.
type Engine interface {
	// Lanes are connections to the same database, this one first, each for one goroutine at a time.
	// What one makes, the others see.
	Lanes() []Engine
	// Begin notes that a part of the work begins, and returns what to call at its end.
	Begin(part string) (ended func())
	// Schemas makes schemas, which are not there yet.
	Schemas(ctx context.Context, names []string) error
	// Make makes a relation, and returns its columns in their order; none of a macro. The error is
	// path:line: what, on one line.
	Make(ctx context.Context, r Relation) (columns []string, err error)
	// Comment keeps in the database what a relation and its columns mean. The relation was made.
	Comment(ctx context.Context, r Relation) error
	// Append fills a table, which was declared and stands empty. fill calls add once a row with a value
	// for each column in their order; the values are copied. Of one table at a time. After an error the
	// table is not to be used.
	Append(ctx context.Context, schema, table string, fill func(add func(...driver.Value) error) error) error
	// AppendText is Append for texts and nulls, which the engine casts to the types of the table.
	AppendText(ctx context.Context, table string, columns int, fill func(add func(...driver.Value) error) error) error
	// Patterns write conditions on patterns in the engine's dialect.
	Patterns() Patterns
	// Functions makes functions in the schema reference.
	Functions(ctx context.Context, list []Function) error
	// Ask runs one select and hands out its rows; each gets none where there are none. The error is
	// path:line: what, on one line.
	Ask(ctx context.Context, s Statement, each func(arrow.RecordBatch) error) error
}

// Kind is what a relation becomes.
type Kind int

// The kinds of relations.
const (
	// Table holds what its query returns.
	Table Kind = iota
	// Declared is a table whose query states its columns, as "cast(null as TYPE) as NAME", and no rows.
	Declared
	// View is computed whenever it is read, where the engine has views; a table elsewhere.
	View
	// Macro is computed when it is called with its parameters.
	Macro
)

// Relation is a table, view or macro with what it means.
type Relation struct {
	Kind Kind
	// Name has the schema: marts.breaches.
	Name string
	// Path is the file that makes it: sql/4_marts/breaches.sql. Create and Query, on one line, are DuckDB's
	// statement; Query is the text of that file.
	Path, Create, Query string
	// Given names the parameters of a macro.
	Given []string
	// Meaning says what a row is.
	Meaning string
	// IsProved reports that the program's tests compared the columns with the query: Make need not return them.
	IsProved bool
	// Columns are in the order of the query.
	Columns []Column
}

// Column is a column and its meaning.
type Column struct{ Name, Meaning string }

// Statement is a select and where it is written.
type Statement struct {
	// Path and Line are the place, the line counted from 1.
	Path string
	Line int
	SQL  string
	// IsPortable reports that the text is the same in every dialect.
	IsPortable bool
}

// Function is a function of texts that returns a text.
type Function struct {
	Name  string
	Given []string
	// Body is an expression in the dialect of the engine, made with its Patterns.
	Body string
	// Meaning says what it returns.
	Meaning string
}

// Patterns write SQL about a pattern, an RE2 regular expression. text is an expression.
type Patterns interface {
	// Literal is a text as a constant.
	Literal(text string) string
	// Null is the null of a text.
	Null() string
	// Call is the name by which a function is called, of those that Functions makes.
	Call(function string) string
	// Found is the condition that a pattern is found in a text.
	Found(text, pattern string) string
	// First is what a pattern finds first in a text; empty where that is nothing.
	First(text, pattern string) string
	// Replaced is a text with by, in which nothing has a special meaning, in place of what a pattern finds first.
	Replaced(text, pattern, by string) string
}
