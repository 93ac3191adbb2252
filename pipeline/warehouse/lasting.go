package warehouse

import (
	"context"
	"fmt"
	"strings"
)

// lasting are the names from which the answer of a question may come, if it is to be the same each time
// that the same database is asked. DuckDB lists them: see duckdb_functions and duckdb_views.
type lasting struct {
	// functions are scalar and aggregate functions of which every form is consistent: the same arguments
	// give the same value. Macros and table functions are not among them, for DuckDB does not say how
	// consistent these are.
	functions map[string]bool
	// views may hide any function, so no question that reads one is lasting.
	views map[string]bool
}

// passing are words that DuckDB calls consistent, or reads as a column where no column has the name, and
// whose value depends on the clock, the session or a setting.
var passing = []string{
	"age", "getvariable", "current_setting", "current_catalog", "current_date", "current_database", "current_role", "current_schema",
	"current_time", "current_timestamp", "current_user", "localtime", "localtimestamp", "session_user", "user", "show_ref",
}

// lastingTables are table functions whose rows depend on their arguments alone.
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

// isLasting reports that a question is one select of tables and of lasting functions, without a sample, and
// so has the same answer each time. In doubt it is not.
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

// allOf reports that a condition holds for all values of a key in a text of JSON. Within a text of JSON
// every quote has a backslash before it, so the key with its quotes is a key. A name that JSON writes with
// a backslash holds for nothing.
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
