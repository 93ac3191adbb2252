package warehouse

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	duckdb "github.com/duckdb/duckdb-go/v2"
)

// meddling are the functions that a question may not call though they need no right to write: those
// that switch DuckDB's log, profile and parser, which lock_configuration leaves open (a log into a
// file, which is refused later, in a destructor, ends the process with SIGABRT); and those that run
// SQL from a text, in which the others could hide.
var meddling = []string{
	"enable_logging", "disable_logging", "truncate_duckdb_logs", "write_log",
	"enable_profiling", "disable_profiling", "enable_peg_parser", "disable_peg_parser",
	"query", "json_execute_serialized_sql",
}

var meddlingWord = regexp.MustCompile(`(?i)\b(` + strings.Join(meddling, "|") + `)\b`)

// WantQuestion refuses a text that is not one select, or one explain, describe, show, summarize or
// pivot, or that calls a function which changes how DuckDB runs. A mistake in the syntax is no
// refusal: it is told by the run itself, with its line.
//
// The statement is prepared, not run. What it may read and write is not judged here: see Open.
func (w *Warehouse) WantQuestion(ctx context.Context, text string) error {
	tree, err := w.Tree(ctx, text)
	if err != nil {
		return err
	}
	if statements, _ := tree["statements"].([]any); len(statements) > 1 {
		return fmt.Errorf("want one statement, got %d", len(statements))
	}
	failed, _ := tree["error"].(bool)
	switch {
	case !failed:
		if name := meddlingCall(tree); name != "" {
			return fmt.Errorf("function %s is not for questions", name)
		}
		return nil
	case tree["error_type"] == "parser":
		return nil
	// What is no select has no tree. A semicolon within it separates two, or stands in a text; a name
	// may stand in a text too, but nobody asks for these.
	case strings.Contains(strings.TrimRight(text, "; \t\r\n"), ";"):
		return errors.New("want one statement, got several")
	case meddlingWord.MatchString(text):
		return fmt.Errorf("function %s is not for questions", strings.ToLower(meddlingWord.FindString(text)))
	}
	return w.wantReader(ctx, text)
}

// Tree returns DuckDB's parse of a select statement: its syntax tree as nested maps, slices,
// strings and numbers. The error is DuckDB's own, without a LINE but with a Position
// where it gives one.
func (w *Warehouse) Tree(ctx context.Context, statement string) (map[string]any, error) {
	var tree any
	if err := w.conn.QueryRowContext(ctx, "select json_serialize_sql(cast(? as varchar))", statement).Scan(&tree); err != nil {
		return nil, err
	}
	parsed, ok := tree.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("want a syntax tree, got %T", tree)
	}
	return parsed, nil
}

// Trees returns the syntax tree of each of the statements as Tree does, in their order, as a text of
// JSON without blanks. A mistake in the syntax is told within the tree.
func (w *Warehouse) Trees(ctx context.Context, statements []string) ([]string, error) {
	given := make([]string, len(statements))
	for i, statement := range statements {
		given[i] = literal(statement)
	}
	trees, err := w.strings(ctx, "select unnest(list_transform(["+strings.Join(given, ", ")+"], lambda one: cast(json_serialize_sql(one) as varchar)))")
	if err == nil && len(trees) != len(statements) {
		err = fmt.Errorf("want %d syntax trees, got %d", len(statements), len(trees))
	}
	return trees, err
}

// meddlingCall is the first of the meddling functions that a syntax tree calls, empty if none.
func meddlingCall(node any) string {
	switch n := node.(type) {
	case map[string]any:
		if name, isCall := n["function_name"].(string); isCall && slices.Contains(meddling, strings.ToLower(name)) {
			return strings.ToLower(name)
		}
		for _, key := range slices.Sorted(maps.Keys(n)) {
			if name := meddlingCall(n[key]); name != "" {
				return name
			}
		}
	case []any:
		for _, child := range n {
			if name := meddlingCall(child); name != "" {
				return name
			}
		}
	}
	return ""
}

// wantReader refuses a statement that DuckDB takes for anything but a select or an explain. What it
// cannot prepare is told by the run.
func (w *Warehouse) wantReader(ctx context.Context, text string) error {
	var kind duckdb.StmtType
	err := w.conn.Raw(func(conn any) error {
		prepared, err := conn.(driver.ConnPrepareContext).PrepareContext(ctx, text)
		if err != nil {
			return err
		}
		kind, err = prepared.(*duckdb.Stmt).StatementType()
		return errors.Join(err, prepared.Close())
	})
	if err == nil && kind != duckdb.STATEMENT_TYPE_SELECT && kind != duckdb.STATEMENT_TYPE_EXPLAIN {
		return errors.New("want a select, explain, describe, show, summarize or pivot: nothing here can be changed")
	}
	return nil
}

// IsOutOfMemory tells that DuckDB stopped a statement at its memory limit.
func IsOutOfMemory(err error) bool {
	var told *duckdb.Error
	return errors.As(err, &told) && told.Type == duckdb.ErrorTypeOutOfMemory
}
