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

	"github.com/breachstats/breachstats/pipeline/engine"
	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// Task is something to do on one of the warehouse's lanes when the tables are there that it reads.
type Task struct {
	// Reads names tables. One that no model of the same call builds is there already.
	Reads []string
	Do    func(ctx context.Context, lane engine.Engine) error
}

// Queries gives the query by which a model is built, in place of the model's own: one that returns the same rows.
// An error that DuckDB finds in it must be in the line in which the model's own has it.
type Queries func(ctx context.Context, lane engine.Engine, model models.Model) (string, error)

// Own is every model's own query.
func Own(_ context.Context, _ engine.Engine, model models.Model) (string, error) {
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
func Tables(ctx context.Context, w engine.Engine, graph Graph, order []models.Model, tasks ...Task) error {
	return TablesBy(ctx, w, graph, order, Own, tasks...)
}

// TablesBy is Tables with other queries.
func TablesBy(ctx context.Context, w engine.Engine, graph Graph, order []models.Model, queries Queries, tasks ...Task) error {
	var jobs []job
	for _, model := range order {
		jobs = append(jobs, job{makes: model.Table(), reads: graph.Reads[model.Table()],
			do: func(ctx context.Context, lane engine.Engine) error {
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
func Schemas(ctx context.Context, w engine.Engine) error {
	names := []string{"meta"}
	for _, layer := range models.Layers() {
		if layer.IsBuilt() {
			names = append(names, string(layer))
		}
	}
	return w.Schemas(ctx, names)
}

func table(ctx context.Context, w engine.Engine, model models.Model, queries Queries, isProved bool) error {
	defer w.Begin("model " + model.Table())()
	relation := relationOf(model)
	relation.IsProved = isProved
	var err error
	if relation.Query, err = queries(ctx, w, model); err != nil {
		return err
	}
	built, err := w.Make(ctx, relation)
	if err != nil {
		return err
	}
	if !model.IsMacro() && !isProved {
		if err := compareHeader(model, built); err != nil {
			return err
		}
	}
	return w.Comment(ctx, relation)
}

// Copy makes the table of a model from the rows of Parquet files, whose columns have the names of the model's.
// A view becomes a table. Rows of a table that was filled, not computed, keep the order in which it was, which their
// column rowid numbers.
func Copy(ctx context.Context, w *warehouse.Warehouse, model models.Model, files []string) error {
	order := "all"
	if model.Layer.IsFilled() {
		order = "rowid, " + strings.Join(namesOf(relationOf(model)), ", ")
	}
	return copied(ctx, w, relationOf(model), files, order)
}

// CopyKept is Copy for a relation that no model makes. Rows are in the order of the first column and those behind it.
func CopyKept(ctx context.Context, w *warehouse.Warehouse, relation engine.Relation, files []string) error {
	return copied(ctx, w, relation, files, "all")
}

func copied(ctx context.Context, w *warehouse.Warehouse, relation engine.Relation, files []string, order string) error {
	defer w.Begin("copy " + relation.Name)()
	paths := make([]string, len(files))
	for i, file := range files {
		paths[i] = literal(file)
	}
	relation.Kind, relation.Create = engine.Table, "create table "+relation.Name+" as "
	relation.Query = "select " + strings.Join(namesOf(relation), ", ") + " from read_parquet([" + strings.Join(paths, ", ") + "]) order by " + order
	if _, err := w.Make(ctx, relation); err != nil {
		return err
	}
	return w.Comment(ctx, relation)
}

func namesOf(relation engine.Relation) []string {
	names := make([]string, len(relation.Columns))
	for i, column := range relation.Columns {
		names[i] = column.Name
	}
	return names
}

func literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// relationOf is what a model becomes.
func relationOf(model models.Model) engine.Relation {
	r := engine.Relation{Name: model.Table(), Path: model.Path, Create: model.Create(), Query: model.Query, Given: model.Header.Given, Meaning: model.Header.Row}
	if model.Header.Notes != "" {
		r.Meaning += " " + model.Header.Notes
	}
	r.Meaning += " Key: " + strings.Join(model.Header.Key, ", ") + "."
	for _, column := range model.Header.Columns {
		r.Columns = append(r.Columns, engine.Column{Name: column.Name, Meaning: column.Comment})
	}
	switch {
	case model.IsMacro():
		r.Kind = engine.Macro
	case model.IsView():
		r.Kind = engine.View
	case model.Layer.IsFilled():
		r.Kind = engine.Declared
	}
	return r
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
