// Package build turns models into tables: in the order that follows from their SQL, one table per
// model, and with a header that cannot be wrong, because it is compared with what was built.
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

// Task is something to do on one of the warehouse's lanes once the tables that it reads exist.
type Task struct {
	// Reads names tables. A table that no model of the same call builds must exist already.
	Reads []string
	Do    func(ctx context.Context, lane engine.Engine) error
}

// Queries returns the query to build a model with, instead of the model's own. It must return the same rows, and DuckDB
// must report an error in the same line as in the model's own query.
type Queries func(ctx context.Context, lane engine.Engine, model models.Model) (string, error)

// Own returns each model's own query.
func Own(_ context.Context, _ engine.Engine, model models.Model) (string, error) {
	return model.Query, nil
}

// Tables builds the given models of a graph; models that do not read each other are built in
// parallel on the warehouse's lanes. Each becomes the table, view or macro of its name. Its columns
// must be those of its header, in that order. The meaning of rows and columns is written into the
// database as comments. A model's error names the file and the line.
//
// Headers of a recorded graph are not compared here: the tests do that, with Headers. The columns of
// a macro are slow to find, because DuckDB binds everything that it calls, repeatedly if macros call
// macros. So the header of a macro is compared only by Headers, for those who changed one.
//
// Tasks run when a lane would be idle, and when no model is left. After an error of a model or a
// task, nothing more is started.
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

// Schemas creates the schema of every layer that a build makes, and meta for the pipeline's own records.
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

// Copy makes the table of a model from the rows of Parquet files, whose columns have the model's names. A view becomes a
// table. Rows of a table that was filled, not computed, keep the order in which it was, which their
// column rowid numbers.
func Copy(ctx context.Context, w *warehouse.Warehouse, model models.Model, files []string) error {
	order := "all"
	if model.Layer.IsFilled() {
		order = "rowid, " + strings.Join(namesOf(relationOf(model)), ", ")
	}
	return copied(ctx, w, relationOf(model), files, order)
}

// CopyKept is Copy for a relation that no model makes. Rows are ordered by all columns, from the first on.
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

// relationOf returns the relation that a model becomes.
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

// Headers compares the header of every model, macros included, with what it returns. All tables must be built.
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
