package warehouse

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	duckdb "github.com/duckdb/duckdb-go/v2"
)

// syntax is DuckDB's parse of a text of statements.
type syntax struct {
	// IsFailed reports that the text is not one or more selects. Kind says why: "parser" means a mistake in the
	// syntax.
	IsFailed bool   `json:"error"`
	Kind     string `json:"error_type"`
	// Statements are the syntax trees of the selects, in JSON.
	Statements []json.RawMessage `json:"statements"`

	text string // all of it, in JSON
}

// parser is what a connection keeps to examine questions. All copies of a Warehouse share it.
type parser struct {
	// statement parses questions. It is kept because preparing it takes longer than parsing most questions.
	statement *duckdb.Stmt
	// lasting is nil until it is first needed.
	lasting *lasting
}

// parse parses a text. A mistake in it is no error: see syntax.
func (w *Warehouse) parse(ctx context.Context, text string) (syntax, error) {
	var found syntax
	err := w.conn.Raw(func(driven any) (err error) {
		conn := driven.(*duckdb.Conn)
		if w.parser.statement == nil {
			if w.parser.statement, err = prepare(ctx, conn, "select cast(json_serialize_sql(cast(? as varchar)) as varchar)"); err != nil {
				return err
			}
		}
		if err := w.parser.statement.BindWithCtx(ctx, []driver.NamedValue{{Ordinal: 1, Value: text}}); err != nil {
			return err
		}
		_, err = streamVectors(ctx, conn, w.parser.statement, 0, func(rows arrow.RecordBatch) error {
			found.text = strings.Clone(rows.Column(0).(*array.String).Value(0))
			return nil
		})
		return err
	})
	if err != nil {
		return syntax{}, err
	}
	return found, json.Unmarshal([]byte(found.text), &found)
}

// close closes the kept statement. Call it before the connection is closed.
func (p *parser) close() error {
	if p.statement == nil {
		return nil
	}
	statement := p.statement
	p.statement = nil
	return statement.Close()
}

func (s syntax) wantNoMeddling() error {
	name, err := s.named(meddling, "function_name")
	if err == nil && name != "" {
		err = fmt.Errorf("function %s is not allowed in questions", name)
	}
	return err
}

// named is namedIn of all statements. A question whose text has none of the names, as most, is not decoded. The names
// are letters and underscores, which JSON does not escape.
func (s syntax) named(names []string, keys ...string) (string, error) {
	lower := strings.ToLower(s.text)
	if !slices.ContainsFunc(names, func(name string) bool { return strings.Contains(lower, `"`+name+`"`) }) {
		return "", nil
	}
	var tree any
	if err := json.Unmarshal([]byte(s.text), &tree); err != nil {
		return "", err
	}
	return namedIn(tree, names, keys...), nil
}

// namedIn returns the first of names, in lower case, that a syntax tree has under one of the keys: function_name for
// what is called, table_name for what is read. It is empty if there is none.
func namedIn(node any, names []string, keys ...string) string {
	switch n := node.(type) {
	case map[string]any:
		for _, key := range keys {
			if name, isName := n[key].(string); isName && slices.Contains(names, strings.ToLower(name)) {
				return strings.ToLower(name)
			}
		}
		for _, key := range slices.Sorted(maps.Keys(n)) {
			if name := namedIn(n[key], names, keys...); name != "" {
				return name
			}
		}
	case []any:
		for _, child := range n {
			if name := namedIn(child, names, keys...); name != "" {
				return name
			}
		}
	}
	return ""
}

// Trees returns the syntax tree of each select, in their order, as DuckDB serializes it: JSON without blanks. A mistake
// in the syntax is reported inside the tree.
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
