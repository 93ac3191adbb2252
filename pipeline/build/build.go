// Package build turns models into tables: the order from the SQL itself, one table a
// model, and a header that cannot lie, because it is compared with what was built.
package build

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// Task is something to do on one of the warehouse's lanes when the tables are there that it reads.
type Task struct {
	// Reads names tables. One that no model of the same call builds is there already.
	Reads []string
	Do    func(ctx context.Context, lane *warehouse.Warehouse) error
}

// Queries gives the query by which a model is built, in place of the model's own: one that returns the same rows.
// An error that DuckDB finds in it must be in the line in which the model's own has it.
type Queries func(ctx context.Context, lane *warehouse.Warehouse, model models.Model) (string, error)

// Own is every model's own query.
func Own(_ context.Context, _ *warehouse.Warehouse, model models.Model) (string, error) {
	return model.Query, nil
}

// Tables runs the given models of a graph, those that do not read each other side by side on the
// warehouse's lanes. Each becomes the table, view or macro of its name; its columns
// must be those of its header, in that order; row meaning and column comments are written
// into the database as comments. A model's error names the file and the line.
//
// Headers of a graph that is recorded are not compared: tests do that, by Headers.
// What a macro returns is found by binding all that it calls, again and again where macros call
// macros; so the header of a macro is compared by Headers, for those who changed one.
//
// Tasks are done where a lane would be idle, and when no model is left. After an error of a model
// or a task nothing more is begun.
func Tables(ctx context.Context, w *warehouse.Warehouse, graph Graph, order []models.Model, tasks ...Task) error {
	return TablesBy(ctx, w, graph, order, Own, tasks...)
}

// TablesBy is Tables with other queries.
func TablesBy(ctx context.Context, w *warehouse.Warehouse, graph Graph, order []models.Model, queries Queries, tasks ...Task) error {
	var jobs []job
	for _, model := range order {
		jobs = append(jobs, job{makes: model.Table(), reads: graph.Reads[model.Table()],
			do: func(ctx context.Context, lane *warehouse.Warehouse) error {
				return table(ctx, lane, model, queries, graph.IsRecorded && model.Layer.IsBuilt())
			}})
	}
	for _, task := range tasks {
		jobs = append(jobs, job{reads: task.Reads, do: task.Do})
	}
	turns := newTurns(jobs)
	var lanes errgroup.Group
	for _, lane := range w.Lanes() {
		lanes.Go(func() error {
			for {
				at, isLeft := turns.next()
				if !isLeft {
					return nil
				}
				turns.done(at, jobs[at].do(ctx, lane))
			}
		})
	}
	if err := lanes.Wait(); err != nil {
		return err
	}
	return turns.fault()
}

// Schemas creates the schema of every layer that a build makes, and meta for what the pipeline says of itself.
func Schemas(ctx context.Context, w *warehouse.Warehouse) error {
	statements := []string{"create schema meta"}
	for _, layer := range models.Layers() {
		if layer.IsBuilt() {
			statements = append(statements, "create schema "+string(layer))
		}
	}
	return w.Exec(ctx, strings.Join(statements, "; "))
}

func table(ctx context.Context, w *warehouse.Warehouse, model models.Model, queries Queries, isProved bool) error {
	defer w.Begin("model " + model.Table())()
	query, err := queries(ctx, w, model)
	if err != nil {
		return err
	}
	// On one line, so that DuckDB's LINE n is the file's line n.
	if err := w.Exec(ctx, model.Create()+query); err != nil {
		return warehouse.AtLine(model.Path, 1, err)
	}
	plain := w.Plain()
	if !model.IsMacro() && !isProved {
		built, err := plain.Columns(ctx, model.Table())
		if err != nil {
			return err
		}
		if err := compareHeader(model, built); err != nil {
			return err
		}
	}
	return plain.Exec(ctx, comments(model))
}

// Headers compares the header of every model with what it returns, also where it is a macro; all tables
// are built.
func Headers(ctx context.Context, w *warehouse.Warehouse, list []models.Model) error {
	for _, model := range list {
		called := model.Table()
		if model.IsMacro() {
			called += "(" + strings.TrimPrefix(strings.Repeat(", null", len(model.Header.Given)), ", ") + ")"
		}
		built, err := w.Columns(ctx, called)
		if err != nil {
			return warehouse.AtLine(model.Path, 1, err)
		}
		if err := compareHeader(model, built); err != nil {
			return err
		}
	}
	return nil
}

func compareHeader(model models.Model, built []string) error {
	var listed []string
	for _, column := range model.Header.Columns {
		listed = append(listed, column.Name)
	}
	for _, name := range listed {
		if !slices.Contains(built, name) {
			return fmt.Errorf("%s:1: header lists %s, query does not return it", model.Path, name)
		}
	}
	for _, name := range built {
		if !slices.Contains(listed, name) {
			return fmt.Errorf("%s:1: query returns %s, header does not list it", model.Path, name)
		}
	}
	if !slices.Equal(listed, built) {
		return fmt.Errorf("%s:1: want header columns in the query's order, %s, got %s",
			model.Path, strings.Join(built, ", "), strings.Join(listed, ", "))
	}
	return nil
}

// comments writes the header into the database, so that whoever opens it elsewhere reads it there:
// of a table its meaning, its key and each column. DuckDB keeps one comment of a macro and none of
// its columns, so they stand in that one, each on a line of its own.
//
// They are one transaction: after each that changes the catalog, DuckDB binds anew what another lane
// has prepared and not yet run.
func comments(model models.Model) string {
	meaning := model.Header.Row
	if model.Header.Notes != "" {
		meaning += " " + model.Header.Notes
	}
	meaning += " Key: " + strings.Join(model.Header.Key, ", ") + "."
	if model.IsMacro() {
		for _, column := range model.Header.Columns {
			meaning += "\n" + column.Name + ": " + column.Comment
		}
		return fmt.Sprintf("comment on macro table %s is %s", model.Table(), literal(meaning))
	}
	kind := "table"
	if model.IsView() {
		kind = "view"
	}
	statements := []string{fmt.Sprintf("comment on %s %s is %s", kind, model.Table(), literal(meaning))}
	for _, column := range model.Header.Columns {
		statements = append(statements, fmt.Sprintf("comment on column %s.%s is %s",
			model.Table(), column.Name, literal(column.Comment)))
	}
	return "begin; " + strings.Join(statements, "; ") + "; commit"
}

func literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
