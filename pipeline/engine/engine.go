// Package engine states what load, build and check need from a database. pipeline/warehouse is the
// embedded engine, DuckDB; pipeline/spark is the engine for a cluster.
//
// Statements are in DuckDB's SQL, like models and tests. An engine with another dialect has its own
// text of each statement, and finds it by path and line.
package engine

import (
	"context"
	"database/sql/driver"

	"github.com/apache/arrow-go/v18/arrow"
)

// Engine is a database that is being built, or was built. Except for Lanes and Begin, it must be used by
// one goroutine at a time.
type Engine interface {
	// Lanes returns connections to the same database, this one first, each for one goroutine at a time.
	// Each sees what the others make.
	Lanes() []Engine
	// Begin reports that a part of the work begins. Call the returned function at its end.
	Begin(part string) (ended func())
	// Schemas creates schemas. They must not exist yet.
	Schemas(ctx context.Context, names []string) error
	// Make makes a relation and returns its columns in order; none for a macro. The error is
	// path:line: what, on one line.
	Make(ctx context.Context, r Relation) (columns []string, err error)
	// Comment records in the database what a relation and its columns mean. The relation must exist.
	Comment(ctx context.Context, r Relation) error
	// Append fills a table that was declared and is empty. fill calls add once per row, with a value for
	// each column in order; add copies the values. Only one table may be filled at a time. After an error
	// the table must not be used.
	Append(ctx context.Context, schema, table string, fill func(add func(...driver.Value) error) error) error
	// AppendText is Append for texts and nulls, which the engine casts to the types of the table.
	AppendText(ctx context.Context, table string, columns int, fill func(add func(...driver.Value) error) error) error
	// Patterns writes conditions with patterns in the engine's dialect.
	Patterns() Patterns
	// Functions creates functions in the schema reference.
	Functions(ctx context.Context, list []Function) error
	// Ask runs one select and passes its rows to each, which is not called if there are none. The error is
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
	// View is computed whenever it is read, if the engine has views; otherwise it is a table.
	View
	// Macro is computed when it is called with its parameters.
	Macro
)

// Relation is a table, view or macro and its meaning.
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
	// IsProved reports that the program's tests have compared the columns with the query, so Make need not return them.
	IsProved bool
	// Columns are in the order of the query.
	Columns []Column
}

// Column is a column and its meaning.
type Column struct{ Name, Meaning string }

// Statement is a select and its place in a file.
type Statement struct {
	// Path and Line are the place, the line counted from 1.
	Path string
	Line int
	SQL  string
	// IsPortable reports that the text is the same in every dialect.
	IsPortable bool
}

// Function is a function with text parameters that returns a text.
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
	// Literal returns a text as a constant.
	Literal(text string) string
	// Null returns the null of type text.
	Null() string
	// Call returns the name by which a function of Functions is called.
	Call(function string) string
	// Found returns the condition that a pattern is found in a text.
	Found(text, pattern string) string
	// First returns the expression for the first match of a pattern in a text; empty if there is none.
	First(text, pattern string) string
	// Replaced returns the expression for a text with its first match of a pattern replaced by the text by, in which no
	// character is special.
	Replaced(text, pattern, by string) string
}
