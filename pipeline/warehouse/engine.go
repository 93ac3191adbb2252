package warehouse

import (
	"context"
	"fmt"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/breachstats/breachstats/pipeline/engine"
)

// Lanes returns connections to the same database, this one first, each for one goroutine at a time. Each sees what
// the others commit. There is one lane only for a database in memory, for one that is opened to answer a question,
// and for a large one, on which DuckDB itself uses every core.
func (w *Warehouse) Lanes() []engine.Engine {
	var all []engine.Engine
	for _, lane := range w.lanes() {
		all = append(all, lane)
	}
	return all
}

// Schemas creates schemas. They must not exist yet.
func (w *Warehouse) Schemas(ctx context.Context, names []string) error {
	return w.Exec(ctx, "create schema "+strings.Join(names, "; create schema "))
}

// Make makes a relation and returns its columns; see engine.Engine.
func (w *Warehouse) Make(ctx context.Context, r engine.Relation) ([]string, error) {
	// On one line, so that DuckDB's LINE n is the file's line n.
	if err := w.Exec(ctx, r.Create+r.Query); err != nil {
		return nil, AtLine(r.Path, 1, err)
	}
	if r.Kind == engine.Macro || r.IsProved {
		return nil, nil
	}
	return w.Plain().Columns(ctx, r.Name)
}

// Comment writes the meaning of a relation and its columns into the database, for readers in other tools. DuckDB
// keeps one comment for a macro and none for its columns, so that comment describes each column on its own line.
//
// All comments are one transaction, because after every change of the catalog DuckDB binds again what other lanes
// have prepared and not yet run.
func (w *Warehouse) Comment(ctx context.Context, r engine.Relation) error {
	if r.Kind == engine.Macro {
		meaning := r.Meaning
		for _, column := range r.Columns {
			meaning += "\n" + column.Name + ": " + column.Meaning
		}
		return w.Plain().Exec(ctx, fmt.Sprintf("comment on macro table %s is %s", r.Name, literal(meaning)))
	}
	kind := "table"
	if r.Kind == engine.View {
		kind = "view"
	}
	statements := []string{fmt.Sprintf("comment on %s %s is %s", kind, r.Name, literal(r.Meaning))}
	for _, column := range r.Columns {
		statements = append(statements, fmt.Sprintf("comment on column %s.%s is %s", r.Name, column.Name, literal(column.Meaning)))
	}
	return w.Plain().Exec(ctx, "begin; "+strings.Join(statements, "; ")+"; commit")
}

// Functions makes macros in the schema reference.
func (w *Warehouse) Functions(ctx context.Context, list []engine.Function) error {
	return w.Exec(ctx, MacrosOf(list))
}

// MacrosOf returns the statements that create functions.
func MacrosOf(list []engine.Function) string {
	var out strings.Builder
	for _, f := range list {
		fmt.Fprintf(&out, "create macro reference.%s(%s) as %s;\ncomment on macro reference.%[1]s is %[4]s;\n",
			f.Name, strings.Join(f.Given, ", "), f.Body, literal(f.Meaning))
	}
	return out.String()
}

// Ask runs one select and passes its rows to each; see engine.Engine.
func (w *Warehouse) Ask(ctx context.Context, s engine.Statement, each func(arrow.RecordBatch) error) error {
	if _, err := w.Stream(ctx, s.SQL, each); err != nil {
		return AtLine(s.Path, s.Line, err)
	}
	return nil
}

// Patterns write conditions in DuckDB's SQL.
func (w *Warehouse) Patterns() engine.Patterns { return Patterns{} }

// Patterns write SQL about patterns for DuckDB, which reads RE2.
type Patterns struct{}

// Literal returns a text as a constant.
func (Patterns) Literal(text string) string { return literal(text) }

// Null returns the null of type text.
func (Patterns) Null() string { return "cast(null as varchar)" }

// Call returns the name by which a function is called.
func (Patterns) Call(function string) string { return "reference." + function }

// Found returns the condition that a pattern is found in a text.
func (Patterns) Found(text, pattern string) string {
	return fmt.Sprintf("regexp_matches(%s, %s)", text, literal(pattern))
}

// First returns the expression for the first match of a pattern in a text.
func (Patterns) First(text, pattern string) string {
	return fmt.Sprintf("regexp_extract(%s, %s)", text, literal(pattern))
}

// Replaced returns the expression for a text with its first match of a pattern replaced by the text by.
func (Patterns) Replaced(text, pattern, by string) string {
	return fmt.Sprintf("regexp_replace(%s, %s, %s)", text, literal(pattern), literal(strings.ReplaceAll(by, `\`, `\\`)))
}
