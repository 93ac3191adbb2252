package warehouse

import (
	"context"
	"fmt"
	"strings"
)

// lasting holds what decides whether a question has the same answer each time that the same database is asked. DuckDB
// lists it: see duckdb_functions and duckdb_views.
type lasting struct {
	// functions holds the scalar and aggregate functions that are consistent in every overload: the same arguments
	// give the same value. Macros and table functions are not included, because DuckDB does not report how consistent
	// they are.
	functions map[string]bool
	// views holds the names of views. A view may hide any function, so no question that reads one is lasting.
	views map[string]bool
}

// passing lists words whose value depends on the clock, the session or a setting, although DuckDB calls them
// consistent, or parses them as a column.
var passing = []string{
	"age", "getvariable", "current_setting", "current_catalog", "current_date", "current_database", "current_role", "current_schema",
	"current_time", "current_timestamp", "current_user", "localtime", "localtimestamp", "session_user", "user", "show_ref",
}

// lastingTables lists table functions whose rows depend on their arguments alone.
var lastingTables = []string{"range", "generate_series", "unnest"}

func (w *Warehouse) lasting(ctx context.Context) (*lasting, error) {
	if w.parser.lasting != nil {
		return w.parser.lasting, nil
	}
	found := &lasting{functions: map[string]bool{}, views: map[string]bool{}}
	for query, names := range map[string]map[string]bool{
		`select function_name from duckdb_functions() group by function_name
			having bool_and((function_type in ('scalar', 'aggregate') and stability = 'CONSISTENT') or (function_type = 'table' and ` + oneOf("function_name", lastingTables) + `))`: found.functions,
		"select view_name from duckdb_views()": found.views,
	} {
		all, err := w.strings(ctx, query)
		if err != nil {
			return nil, fmt.Errorf("functions of DuckDB: %w", err)
		}
		for _, name := range all {
			names[strings.ToLower(name)] = true
		}
	}
	for _, name := range passing {
		delete(found.functions, name)
	}
	w.parser.lasting = found
	return found, nil
}

func oneOf(column string, names []string) string {
	return column + " in ('" + strings.Join(names, "', '") + "')"
}

// isLasting reports whether a question has the same answer each time: whether it is one select of tables and lasting
// functions, without a sample. In doubt it reports false.
func (w *Warehouse) isLasting(ctx context.Context, tree syntax) (bool, error) {
	if tree.IsFailed || len(tree.Statements) != 1 {
		return false, nil
	}
	lower := strings.ToLower(tree.text)
	for _, word := range passing {
		if strings.Contains(lower, `"`+word+`"`) {
			return false, nil
		}
	}
	if samples := strings.Count(lower, `"sample":`); samples != strings.Count(lower, `"sample":null`) {
		return false, nil
	}
	known, err := w.lasting(ctx)
	if err != nil {
		return false, err
	}
	return allOf(lower, "function_name", func(name string) bool { return known.functions[name] }) &&
		allOf(lower, "table_name", func(name string) bool { return !known.views[name] }), nil
}

// allOf reports whether a condition holds for all values of a key in JSON. Inside a JSON string every quote is
// escaped, so the key in its quotes is found only as a key. A value with a backslash fails the condition.
func allOf(text, key string, holds func(value string) bool) bool {
	for before := `"` + key + `":"`; ; {
		_, rest, isFound := strings.Cut(text, before)
		if !isFound {
			return true
		}
		value, rest, _ := strings.Cut(rest, `"`)
		if strings.Contains(value, `\`) || !holds(value) {
			return false
		}
		text = rest
	}
}
