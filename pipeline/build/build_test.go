package build

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/warehouse"
	"github.com/breachstats/breachstats/torture/must"
)

const head = "-- One row.\n-- Key: a\n-- a  It's a.\n"

func read(t *testing.T, files map[string]string) []models.Model {
	t.Helper()
	folder := fstest.MapFS{}
	for name, text := range files {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	list, _, err := models.Read(folder, "sql")
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func memory(t *testing.T) *warehouse.Warehouse {
	t.Helper()
	w := must.Get(warehouse.Memory(t.Context()))(t)
	t.Cleanup(func() { _ = w.Close() })
	return w
}

func TestGraphOrderComesFromTheSQL(t *testing.T) {
	list := read(t, map[string]string{
		"2_staging/z.sql":      head + "select 1 as a",
		"3_intermediate/a.sql": head + "with z as (select * from intermediate.b) select a from z where a in (select a from staging.z)",
		"3_intermediate/b.sql": head + "select a from staging.z",
		"4_marts/m.sql":        head + "select (select max(a) from intermediate.a) as a",
	})
	graph := must.Get(NewGraph(t.Context(), memory(t), list))(t)
	var order []string
	for _, model := range graph.Order {
		order = append(order, model.Table())
	}
	if diff := cmp.Diff([]string{"staging.z", "intermediate.b", "intermediate.a", "marts.m"}, order); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	if diff := cmp.Diff([]string{"intermediate.b", "staging.z"}, graph.Reads["intermediate.a"]); diff != "" {
		t.Errorf("reads: want -, got +:\n%s", diff)
	}
	if diff := cmp.Diff([]string{"intermediate.a", "intermediate.b"}, graph.ReadBy("staging.z")); diff != "" {
		t.Errorf("read by: want -, got +:\n%s", diff)
	}
}

func TestGraphD7ErrorsCarryTheirLine(t *testing.T) {
	cases := []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"a layer that may not be read", map[string]string{
			"1_raw/r.sql":   head + "select 1 as a",
			"4_marts/m.sql": head + "select a\nfrom raw.r",
		}, "sql/4_marts/m.sql:5: marts may not read raw"},
		{"a table that no model builds", map[string]string{
			"4_marts/m.sql": head + "select a\n\nfrom staging.gone",
		}, "sql/4_marts/m.sql:6: no model builds staging.gone"},
		{"a cycle with its members", map[string]string{
			"4_marts/m.sql": head + "select a from marts.n",
			"4_marts/n.sql": head + "select a from marts.o",
			"4_marts/o.sql": head + "select a from marts.m",
		}, "sql/4_marts/m.sql:1: models read each other in a circle: marts.m reads marts.n reads marts.o reads marts.m"},
		{"a figure that reads a figure", map[string]string{
			"5_figures/f.sql": head + "select 1 as a",
			"5_figures/g.sql": head + "select a from figures.f",
		}, "sql/5_figures/g.sql:4: figures may not read figures"},
		{"a syntax error", map[string]string{
			"4_marts/m.sql": head + "select 1 as a\nform marts.x y z",
		}, "sql/4_marts/m.sql:5: Parser Error: syntax error"},
		{"two statements", map[string]string{
			"4_marts/m.sql": head + "select 1 as a; select 2 as a",
		}, "sql/4_marts/m.sql:1: want one select, got 2 statements"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := NewGraph(t.Context(), memory(t), read(t, c.files))
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("want %q, got %v", c.want, err)
			}
		})
	}
}

func TestTablesD7ErrorsCarryTheirLine(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"an unknown column", head + "select 1 as a,\n    bogus\nfrom (select 2 as b)", `sql/4_marts/m.sql:5: Binder Error: Referenced column "bogus" not found`},
		{"a value that will not cast", head + "\nselect cast('x' as int) as a", "sql/4_marts/m.sql:5: Conversion Error"},
		{"a header that lists too much", "-- One row.\n-- Key: a\n-- a  A.\n-- state  S.\nselect 1 as a", "sql/4_marts/m.sql:1: header lists state, query does not return it"},
		{"a header that lists too little", head + "select 1 as a, 2 as b", "sql/4_marts/m.sql:1: query returns b, header does not list it"},
		{"a header in another order", "-- One row.\n-- Key: a\n-- a  A.\n-- b  B.\nselect 1 as b, 2 as a", "sql/4_marts/m.sql:1: want header columns in the query's order, b, a, got a, b"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := memory(t)
			must.Do(t, Schemas(t.Context(), w))
			err := Tables(t.Context(), w, Graph{}, read(t, map[string]string{"4_marts/m.sql": c.text}))
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("want %q, got %v", c.want, err)
			}
			if err != nil && strings.Contains(err.Error(), "\n") {
				t.Errorf("want one line, got %q", err)
			}
		})
	}
}

func TestTablesCommentOnTableAndColumns(t *testing.T) {
	w := memory(t)
	must.Do(t, Schemas(t.Context(), w))
	list := read(t, map[string]string{
		"4_marts/m.sql": head + "select 1 as a",
		"4_marts/f.sql": "-- One row.\n-- It's computed.\n-- Given: day\n-- Key: a, b\n-- a  It's a.\n-- b  It's\n--    b.\nselect day as a, 2 as b",
	})
	must.Do(t, Tables(t.Context(), w, Graph{}, list))
	for _, c := range []struct{ name, ask, want string }{
		{"a table, with its key", "select comment from duckdb_tables() where table_name = 'm'", "One row. Key: a."},
		{"a column", "select comment from duckdb_columns() where table_name = 'm'", "It's a."},
		{"a macro, with its columns", "select comment from duckdb_functions() where function_name = 'f'",
			"One row. It's computed. Key: a, b.\na: It's a.\nb: It's b."},
	} {
		rows := must.Get(w.Query(t.Context(), c.ask))(t)
		if rows.NumRows() != 1 {
			t.Fatalf("%s: want one row, got %d", c.name, rows.NumRows())
		}
		if diff := cmp.Diff(c.want, rows.Column(0).ValueStr(0)); diff != "" {
			t.Errorf("%s: header -, database +:\n%s", c.name, diff)
		}
	}
}
