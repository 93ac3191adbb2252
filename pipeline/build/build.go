// Package build turns models into tables: the order from the SQL itself, one table a
// model, and a header that cannot lie, because it is compared with what was built.
package build

import (
	"context"
	"fmt"
	"slices"
	"strings"

	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// Tables runs models in the given order. Each becomes the table of its name; its columns
// must be those of its header, in that order; row meaning and column comments are written
// into the database as comments. A model's error names the file and the line.
func Tables(ctx context.Context, w *warehouse.Warehouse, order []models.Model) error {
	for _, model := range order {
		if err := table(ctx, w, model); err != nil {
			return err
		}
	}
	return nil
}

// Schemas creates the schema of every layer that a build makes, and meta for what the pipeline says of itself.
func Schemas(ctx context.Context, w *warehouse.Warehouse) error {
	statements := []string{"create schema meta"}
	for _, layer := range models.Layers() {
		if layer != models.Evaluation {
			statements = append(statements, "create schema "+string(layer))
		}
	}
	return w.Exec(ctx, strings.Join(statements, "; "))
}

func table(ctx context.Context, w *warehouse.Warehouse, model models.Model) error {
	create, called := "create table "+model.Table()+" as ", model.Table()
	if model.IsMacro() {
		create = fmt.Sprintf("create macro %s(%s) as table ", model.Table(), strings.Join(model.Header.Given, ", "))
		called = fmt.Sprintf("%s(%s)", model.Table(), strings.TrimPrefix(strings.Repeat(", null", len(model.Header.Given)), ", "))
	}
	// On one line, so that DuckDB's LINE n is the file's line n.
	if err := w.Exec(ctx, create+model.Query); err != nil {
		return warehouse.AtLine(model.Path, 1, err)
	}
	built, err := w.Columns(ctx, called)
	if err != nil {
		return err
	}
	if err := compareHeader(model, built); err != nil {
		return err
	}
	return w.Exec(ctx, comments(model))
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

// comments writes the header into the database. DuckDB keeps a comment of a macro, and none of
// its columns.
func comments(model models.Model) string {
	meaning := model.Header.Row
	if model.Header.Notes != "" {
		meaning += " " + model.Header.Notes
	}
	if model.IsMacro() {
		return fmt.Sprintf("comment on macro table %s is %s", model.Table(), literal(meaning))
	}
	statements := []string{fmt.Sprintf("comment on table %s is %s", model.Table(), literal(meaning))}
	for _, column := range model.Header.Columns {
		statements = append(statements, fmt.Sprintf("comment on column %s.%s is %s",
			model.Table(), column.Name, literal(column.Comment)))
	}
	return strings.Join(statements, "; ")
}

func literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
