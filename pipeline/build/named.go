package build

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// namedTable is a table or macro with a schema, and the line of the file on which it is named.
type namedTable struct {
	name string
	line int
}

// naming is the part of a syntax tree about a table that a query reads, or about a macro.
type naming struct {
	Schema   string `json:"schema_name"`
	Table    string `json:"table_name"`
	Function struct {
		Schema string `json:"schema"`
		Name   string `json:"function_name"`
	} `json:"function"`
	Offset float64 `json:"query_location"`
}

// tablesIn finds the tables and macros that each model names, by line and name. For a model that is not one select, it
// returns an error instead.
func tablesIn(ctx context.Context, w *warehouse.Warehouse, list []models.Model) ([][]namedTable, []error, error) {
	queries := make([]string, len(list))
	for i, model := range list {
		queries[i] = model.Query
	}
	trees, err := w.Trees(ctx, queries)
	if err != nil {
		return nil, nil, err
	}
	tables, bad := make([][]namedTable, len(list)), make([]error, len(list))
	for i, model := range list {
		tables[i], bad[i] = tablesOf(model, trees[i])
	}
	return tables, bad, nil
}

// A node of a tree begins with its type. These patterns cannot match inside a string of the query, where every quotation
// mark is escaped.
var namingNodes = []string{`{"type":"BASE_TABLE",`, `{"type":"TABLE_FUNCTION",`}

// tablesOf finds the names in the text of a model's tree. It decodes only the nodes that name something, which are a small
// part of a tree.
func tablesOf(model models.Model, tree string) ([]namedTable, error) {
	if err := wantOneSelect(model, tree); err != nil {
		return nil, err
	}
	var tables []namedTable
	for _, node := range namingNodes {
		for at := strings.Index(tree, node); at >= 0; {
			var named naming
			if err := json.NewDecoder(strings.NewReader(tree[at:])).Decode(&named); err != nil {
				return nil, fmt.Errorf("%s:1: syntax tree: %w", model.Path, err)
			}
			schema, name := cmp.Or(named.Schema, named.Function.Schema), cmp.Or(named.Table, named.Function.Name)
			if schema != "" {
				tables = append(tables, namedTable{name: schema + "." + name, line: lineAt(model.Query, int(named.Offset))})
			}
			next := strings.Index(tree[at+1:], node)
			if next < 0 {
				break
			}
			at += 1 + next
		}
	}
	for _, macro := range models.RuleMacros() {
		if line := lineOfCall(model, tree, macro.Name); line > 0 {
			tables = append(tables, namedTable{name: macro.Table, line: line})
		}
	}
	slices.SortFunc(tables, func(a, b namedTable) int {
		return cmp.Or(cmp.Compare(a.line, b.line), strings.Compare(a.name, b.name))
	})
	return tables, nil
}

// lineOfCall is the line on which a model first calls a macro of the rules; 0 if it calls none.
func lineOfCall(model models.Model, tree, macro string) int {
	if !strings.Contains(tree, `"function_name":"`+macro+`","schema":"`+string(models.Reference)+`"`) {
		return 0
	}
	return lineAt(model.Query, strings.Index(model.Query, string(models.Reference)+"."+macro+"("))
}

// wantOneSelect returns an error unless a tree is that of one select.
func wantOneSelect(model models.Model, tree string) error {
	if strings.HasPrefix(tree, `{"error":false,"statements":[{"node":`) && strings.Count(tree, `,{"node":`) == 0 {
		return nil
	}
	var told struct {
		Error      bool   `json:"error"`
		Message    string `json:"error_message"`
		Position   string `json:"position"`
		Statements []any  `json:"statements"`
	}
	if err := json.Unmarshal([]byte(tree), &told); err != nil {
		return fmt.Errorf("%s:1: syntax tree: %w", model.Path, err)
	}
	if told.Error {
		offset, _ := strconv.Atoi(told.Position)
		return fmt.Errorf("%s:%d: Parser Error: %s", model.Path, lineAt(model.Query, offset), told.Message)
	}
	if len(told.Statements) != 1 {
		return fmt.Errorf("%s:1: want one select, got %d statements", model.Path, len(told.Statements))
	}
	return nil
}

// lineAt is the line, counted from 1, of a byte of text; offsets beyond the end belong to the last line.
func lineAt(text string, offset int) int {
	return 1 + strings.Count(text[:min(max(offset, 0), len(text))], "\n")
}
