package models

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestEmbeddedModelsRead(t *testing.T) {
	models, tests, err := Read(Embedded(), "sql")
	if err != nil {
		t.Fatal(err)
	}
	tables := map[string]bool{}
	for _, model := range models {
		tables[model.Table()] = true
		for number, line := range strings.Split(model.Query, "\n") {
			if len([]rune(line)) > 100 && !strings.Contains(line, "://") {
				t.Errorf("%s:%d: want at most 100 characters, got %d", model.Path, number+1, len([]rune(line)))
			}
		}
	}
	for _, table := range []string{
		"raw.breach_reports", "staging.breach_reports", "intermediate.breach_versions", "marts.breaches", "marts.breach_types",
		"marts.breach_locations", "marts.snapshots", "marts.states", "figures.breaches_by_year",
		"figures.breaches_by_year_and_entity_type", "figures.breaches_by_year_and_type",
		"figures.breaches_by_year_and_location", "figures.largest_breaches", "figures.breach_sizes",
		"figures.breaches_by_state", "figures.breaches_by_month", "figures.sizes_by_year", "figures.listed_by_capture",
	} {
		if !tables[table] {
			t.Errorf("want a model for %s", table)
		}
	}
	for _, model := range models {
		if model.Layer != Figures {
			continue
		}
		isTested := false
		for _, test := range tests {
			isTested = isTested || strings.HasSuffix(test.Path, "/"+model.Name+"_test.sql")
		}
		if !isTested {
			t.Errorf("%s: want a test that reconciles it with its mart", model.Path)
		}
	}
}

func TestReadHeader(t *testing.T) {
	text := `-- One row per thing.
--
-- A note
-- over two lines.
--
-- Key: a, b
--
-- a  First.
-- b  Second,
--    continued.

select 1 as a, 2 as b -- not a header
`
	models, _, err := Read(fstest.MapFS{"4_marts/things.sql": {Data: []byte(text)}}, "sql")
	if err != nil {
		t.Fatal(err)
	}
	want := Model{
		Layer: Marts, Name: "things", Path: "sql/4_marts/things.sql", Query: text,
		Header: Header{
			Row: "One row per thing.", Notes: "A note over two lines.", Key: []string{"a", "b"},
			Columns: []Column{{"a", "First."}, {"b", "Second, continued."}},
		},
	}
	if diff := cmp.Diff([]Model{want}, models); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

func TestColumnsInheritTheirMeaning(t *testing.T) {
	const base = "-- One row.\n--\n-- Key: a\n--\n-- a  First.\n-- b  Second; null\n--    where blank.\nselect 1 as a, 2 as b"
	for _, c := range []struct{ name, columns, want, err string }{
		{"each alone", "-- a  As in staging.base.\n-- b  As in staging.base.", "a: First. b: Second; null where blank.", ""},
		{"on one line", "-- a, b  As in staging.base.\n-- c  Third.", "a: First. b: Second; null where blank. c: Third.", ""},
		{"over lines", "-- a,\n-- b  As in staging.base.", "a: First. b: Second; null where blank.", ""},
		{"through another model", "-- a, b  As in marts.through.", "a: First. Always 1. b: Second; null where blank.", ""},
		{"with more to say", "-- a  As in staging.base. Never\n--    null.", "a: First. Never null.", ""},
		{"of no model", "-- a  As in marts.none.", "", "column a is as in marts.none: want a model of that name"},
		{"of no column", "-- a, c  As in staging.base.", "", "column c is as in staging.base: want a column of that name"},
		{"in a circle", "-- a  As in marts.circle.", "", "column a is as in marts.circle, which is as in this one"},
		{"with one meaning for two", "-- a, b  The same.", "", "want columns that share a line"},
		{"without an end", "-- a,", "", "want the end of the columns"},
	} {
		t.Run(c.name, func(t *testing.T) {
			models, _, err := Read(fstest.MapFS{
				"2_staging/base.sql":  {Data: []byte(base)},
				"4_marts/through.sql": {Data: []byte("-- One row.\n--\n-- Key: a\n--\n-- a  As in staging.base. Always 1.\n-- b  As in staging.base.\nselect 1")},
				"4_marts/circle.sql":  {Data: []byte("-- One row.\n--\n-- Key: a\n--\n" + c.columns + "\nselect 1")},
			}, "sql")
			if c.err != "" {
				if err == nil || !strings.HasPrefix(err.Error(), "sql/4_marts/circle.sql:") || !strings.Contains(err.Error(), c.err) {
					t.Errorf("want %q, got %v", c.err, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, column := range models[1].Header.Columns {
				got = append(got, column.Name+": "+column.Comment)
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("want %q, got %q", c.want, got)
			}
		})
	}
}

func TestReadTests(t *testing.T) {
	text := `-- a claim
-- over two lines
select 1
where false;

-- warn: the portal is odd
select ';' as "not the end"
    , 2;
`
	_, tests, err := Read(fstest.MapFS{
		"4_marts/things.sql":      {Data: []byte("-- One row.\n-- Key: a\n-- a  A.\nselect 1 as a")},
		"4_marts/things_test.sql": {Data: []byte(text)},
	}, "sql")
	if err != nil {
		t.Fatal(err)
	}
	want := []Test{
		{Claim: "a claim over two lines", Layer: Marts, Path: "sql/4_marts/things_test.sql", Line: 3, Query: "select 1\nwhere false;"},
		{Claim: "the portal is odd", IsWarning: true, Layer: Marts, Path: "sql/4_marts/things_test.sql", Line: 7, Query: "select ';' as \"not the end\"\n    , 2;"},
	}
	if diff := cmp.Diff(want, tests); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

func TestReadErrorsCarryTheirPlace(t *testing.T) {
	good := "-- One row.\n-- Key: a\n-- a  A.\nselect 1 as a"
	cases := []struct{ name, file, text, want string }{
		{"no header", "4_marts/t.sql", "select 1", "sql/4_marts/t.sql:1: want a comment that says what one row is"},
		{"no key", "4_marts/t.sql", "-- One row.\n--\nselect 1", `sql/4_marts/t.sql:2: want "Key:"`},
		{"a key that is no column", "4_marts/t.sql", "-- One row.\n-- Key: b\n-- a  A.\nselect 1 as a", "sql/4_marts/t.sql:1: key \"b\" is not among"},
		{"a column without meaning", "4_marts/t.sql", "-- One row.\n-- Key: a\n-- a\nselect 1 as a", "sql/4_marts/t.sql:1: header says nothing of column a"},
		{"a line that is no column", "4_marts/t.sql", "-- One row.\n-- Key: a\n-- What is this?\nselect 1", `sql/4_marts/t.sql:3: want a column as "name  meaning", got "What is this?"`},
		{"a folder without a layer", "marts/t.sql", good, "sql/marts/t.sql:1: want a folder such as 4_marts"},
		{"an unknown layer", "6_gold/t.sql", good, "sql/6_gold/t.sql:1: want a folder such as 4_marts"},
		{"a name that is no table", "4_marts/My Table.sql", good, "sql/4_marts/My Table.sql:1: want a file name"},
		{"a test without a claim", "4_marts/t_test.sql", "\nselect 1;", "sql/4_marts/t_test.sql:2: want a comment above"},
		{"a test without an end", "4_marts/t_test.sql", "-- claim\nselect 1", "sql/4_marts/t_test.sql:2: want a query that ends with a semicolon"},
		{"nothing", "readme.txt", "", "sql: want models"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := Read(fstest.MapFS{c.file: {Data: []byte(c.text)}}, "sql")
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("want %q, got %v", c.want, err)
			}
		})
	}
}

func TestView(t *testing.T) {
	tail := "\n-- Key: a\n-- a  A.\nselect 1 as a"
	header, err := parseHeader("m.sql", "-- One row.\n-- View: nobody reads it."+tail)
	if err != nil || header.View != "nobody reads it." {
		t.Errorf("want a view, got %q, %v", header.View, err)
	}
	if create := (Model{Layer: Staging, Name: "m", Header: header}).Create(); create != "create view staging.m as " {
		t.Errorf("want a view created, got %s", create)
	}
	for _, wrong := range []string{"-- View:", "-- View: one\n-- View: two", "-- View: one\n-- Given: day"} {
		if _, err := parseHeader("m.sql", "-- One row.\n"+wrong+tail); err == nil {
			t.Errorf("%q: want it refused", wrong)
		}
	}
}
