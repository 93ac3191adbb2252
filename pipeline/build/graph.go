package build

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// Graph states what each model reads, according to its SQL.
type Graph struct {
	// Order lists the models so that each comes after those it reads; models that do not
	// depend on each other are sorted by layer and name.
	Order []models.Model
	// Reads names, for each table, the tables its query names, sorted, each once.
	Reads map[string][]string
	// IsRecorded reports that all models are the program's own, whose order and headers its tests check.
	IsRecorded bool
}

// ReadBy lists the tables that read table, sorted.
func (g Graph) ReadBy(table string) []string {
	var readers []string
	for reader, read := range g.Reads {
		if slices.Contains(read, table) {
			readers = append(readers, reader)
		}
	}
	slices.Sort(readers)
	return readers
}

// NewGraph takes what the program's own models read from a record (models.Reads). If any model differs from the
// program's own, it asks DuckDB for the syntax trees of all models at once, and derives the order from the tables that
// they name. A table with a schema is an edge, one without is a CTE. Errors have file and line: a syntax error, a table
// that no model builds, a layer that may not be read, or a cycle, with its members.
func NewGraph(ctx context.Context, w *warehouse.Warehouse, list []models.Model) (Graph, error) {
	if recorded := models.Reads(list); recorded != nil {
		graph := Graph{Reads: recorded, IsRecorded: true}
		return graph, graph.sort(list)
	}
	return parsed(ctx, w, list)
}

// parsed is NewGraph for models that are not all recorded.
func parsed(ctx context.Context, w *warehouse.Warehouse, list []models.Model) (Graph, error) {
	graph := Graph{Reads: map[string][]string{}}
	byTable := map[string]models.Model{}
	for _, model := range list {
		byTable[model.Table()] = model
	}
	named, unread, err := tablesIn(ctx, w, list)
	if err != nil {
		return graph, err
	}
	var bad []error
	for i, model := range list {
		if unread[i] != nil {
			bad = append(bad, unread[i])
			continue
		}
		graph.Reads[model.Table()] = []string{}
		for _, table := range named[i] {
			read, known := byTable[table.name]
			switch {
			case !known:
				bad = append(bad, fmt.Errorf("%s:%d: no model builds %s", model.Path, table.line, table.name))
			case !slices.Contains(model.Layer.Reads(), read.Layer):
				bad = append(bad, fmt.Errorf("%s:%d: %s may not read %s", model.Path, table.line, model.Layer, read.Layer))
			case !slices.Contains(graph.Reads[model.Table()], table.name):
				graph.Reads[model.Table()] = append(graph.Reads[model.Table()], table.name)
			}
		}
		slices.Sort(graph.Reads[model.Table()])
	}
	if len(bad) > 0 {
		return graph, errors.Join(bad...)
	}
	return graph, graph.sort(list)
}

// sort fills Order, depth first, visiting models in the order of list.
func (g *Graph) sort(list []models.Model) error {
	byTable := map[string]models.Model{}
	for _, model := range list {
		byTable[model.Table()] = model
	}
	done := map[string]bool{}
	var visit func(table string, path []string) error
	visit = func(table string, path []string) error {
		if at := slices.Index(path, table); at >= 0 {
			cycle := append(slices.Clone(path[at:]), table)
			return fmt.Errorf("%s:1: models read each other in a circle: %s",
				byTable[table].Path, strings.Join(cycle, " reads "))
		}
		if done[table] {
			return nil
		}
		for _, read := range g.Reads[table] {
			if err := visit(read, append(path, table)); err != nil {
				return err
			}
		}
		done[table] = true
		g.Order = append(g.Order, byTable[table])
		return nil
	}
	for _, model := range list {
		if err := visit(model.Table(), nil); err != nil {
			return err
		}
	}
	return nil
}
