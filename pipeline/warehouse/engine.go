package warehouse

import (
	"context"
	"fmt"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/breachstats/breachstats/pipeline/engine"
)

// Lanes are connections to the same database, this one first, each for one goroutine at a time.
// What one commits the others see. A database in memory, one that is opened to answer a question, and
// a large one, on which DuckDB itself uses every core, have one lane.
func (w *Warehouse) Lanes() []engine.Engine {
	var all []engine.Engine
	for _, lane := range w.lanes() {
		all = append(all, lane)
	}
	return all
}

// Schemas makes schemas, which are not there yet.
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

// Comment writes what a relation means into the database, so that whoever opens it elsewhere reads it
// there. DuckDB keeps one comment of a macro and none of its columns, so they stand in that one, each on a
// line of its own.
//
// The comments are one transaction: after each that changes the catalog, DuckDB binds again what another
// lane has prepared and not yet run.
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

// MacrosOf are the statements that make functions.
func MacrosOf(list []engine.Function) string {
	var out strings.Builder
	for _, f := range list {
		fmt.Fprintf(&out, "create macro reference.%s(%s) as %s;\ncomment on macro reference.%[1]s is %[4]s;\n",
			f.Name, strings.Join(f.Given, ", "), f.Body, literal(f.Meaning))
	}
	return out.String()
}

// Ask runs one select and hands out its rows; see engine.Engine.
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

// Literal is a text as a constant.
func (Patterns) Literal(text string) string { return literal(text) }

// Null is the null of a text.
func (Patterns) Null() string { return "cast(null as varchar)" }

// Call is the name by which a function is called.
func (Patterns) Call(function string) string { return "reference." + function }

// Found is the condition that a pattern is found in a text.
func (Patterns) Found(text, pattern string) string {
	return fmt.Sprintf("regexp_matches(%s, %s)", text, literal(pattern))
}

// First is what a pattern finds first in a text.
func (Patterns) First(text, pattern string) string {
	return fmt.Sprintf("regexp_extract(%s, %s)", text, literal(pattern))
}

// Replaced is a text with by in place of what a pattern finds first.
func (Patterns) Replaced(text, pattern, by string) string {
	return fmt.Sprintf("regexp_replace(%s, %s, %s)", text, literal(pattern), literal(strings.ReplaceAll(by, `\`, `\\`)))
}
