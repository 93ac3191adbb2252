package check

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/warehouse"
	"github.com/breachstats/breachstats/torture/must"
)

func run(t *testing.T, table string, list []models.Model, tests []models.Test) ([]Result, error) {
	t.Helper()
	w := must.Get(warehouse.Memory(t.Context()))(t)
	defer w.Close()
	must.Do(t, w.Exec(t.Context(), "create schema marts; create table marts.t as "+table))
	return NewPlan(list, tests, func(file string) string { return "data/" + file }).Run(t.Context(), w)
}

func TestRunShowsFailingRows(t *testing.T) {
	tests := []models.Test{
		{Claim: "v is small", Layer: models.Marts, Path: "t_test.sql", Line: 2, Query: "select source_file, source_line, v, w from marts.t where v > 1;"},
		{Claim: "v is stated", IsWarning: true, Layer: models.Marts, Path: "t_test.sql", Line: 5, Query: "select source_file, source_line, v from marts.t where v is null;"},
		{Claim: "nothing is wrong", Layer: models.Marts, Path: "t_test.sql", Line: 9, Query: "select * from marts.t where false;"},
	}
	results, err := run(t, `select * from (values ('a.csv', 3, 5, 'x'), ('a.csv', 7, null, null), ('a.csv', 9, 2, null)) as t(source_file, source_line, v, w)`, nil, tests)
	if !errors.Is(err, ErrFailed) || err.Error() != "checks failed: 1 of 3" {
		t.Errorf("want one of three checks failed, got %v", err)
	}
	want := []Result{
		{Path: "t_test.sql", Line: 2, Claim: "v is small", Failing: 2, Examples: []string{`data/a.csv:3: v 5, w "x"`, `data/a.csv:9: v 2, w is blank`}},
		{Path: "t_test.sql", Line: 5, Claim: "v is stated", IsWarning: true, Failing: 1, Examples: []string{"data/a.csv:7: v is blank"}},
		{Path: "t_test.sql", Line: 9, Claim: "nothing is wrong"},
	}
	if diff := cmp.Diff(want, results); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// Engines return rows without an order in any order; what is shown does not depend on it.
func TestExamplesOfAnUnorderedCheckAreSorted(t *testing.T) {
	numbers := func(of ...int) (want []string) {
		for _, n := range of {
			want = append(want, fmt.Sprintf("v %d", n))
		}
		return want
	}
	const table = "select unnest(list_transform(range(30), lambda n: 10 + (n * 7 + 3) % 30)) as v"
	for query, want := range map[string][]string{
		"select v from marts.t":                   numbers(10, 11, 12, 13, 14, 15, 16, 17, 18, 19),
		"select v from marts.t where v in (25,9)": numbers(25),
		"select v from marts.t\norder by v desc":  numbers(39, 38, 37, 36, 35, 34, 33, 32, 31, 30),
	} {
		results, err := run(t, table, nil, []models.Test{{Claim: "no row", Layer: models.Marts, Path: "t_test.sql", Line: 2, Query: query}})
		if !errors.Is(err, ErrFailed) {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, results[0].Examples); diff != "" {
			t.Errorf("%s: want -, got +:\n%s", query, diff)
		}
	}
}

func TestRunKeys(t *testing.T) {
	model := models.Model{Layer: models.Marts, Name: "t", Path: "t.sql", Header: models.Header{Key: []string{"a", "b"}}}
	cases := []struct {
		name, table string
		want        int64
	}{
		{"unique", "select * from (values (1, 1), (1, 2)) as t(a, b)", 0},
		{"twice", "select * from (values (1, 1), (1, 2), (1, 1)) as t(a, b)", 1},
		{"null in the first", "select * from (values (null, 1), (1, 2)) as t(a, b)", 1},
		{"null in the last", "select * from (values (1, null), (1, 2)) as t(a, b)", 1},
		{"no row", "select 1 as a, 2 as b where false", 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			results, err := run(t, c.table, []models.Model{model}, nil)
			if (c.want > 0) != errors.Is(err, ErrFailed) || results[0].Failing != c.want {
				t.Errorf("want %d failing, got %d, %v", c.want, results[0].Failing, err)
			}
		})
	}
}

func TestRunNamesTheLineOfABrokenTest(t *testing.T) {
	_, err := run(t, "select 1 as a", nil, []models.Test{{Claim: "c", Layer: models.Marts, Path: "t_test.sql", Line: 10, Query: "select a\nfrom marts.t\nwhere bogus;"}})
	if err == nil || err.Error() != `t_test.sql:12: Binder Error: Referenced column "bogus" not found in FROM clause! (there are "a")` {
		t.Errorf("want the line of the column, got %v", err)
	}
}

func TestRunStopsAtTheFirstLayerThatFails(t *testing.T) {
	tests := []models.Test{
		{Claim: "first", Layer: models.Staging, Path: "s_test.sql", Line: 1, Query: "select a from marts.t;"},
		{Claim: "second", Layer: models.Staging, Path: "s_test.sql", Line: 2, Query: "select a from marts.t where false;"},
		{Claim: "follows", Layer: models.Marts, Path: "m_test.sql", Line: 1, Query: "select a from marts.t;"},
	}
	results, err := run(t, "select 1 as a", nil, tests)
	if !errors.Is(err, ErrFailed) || len(results) != 2 || results[1].Claim != "second" {
		t.Errorf("want the whole first layer and no more, got %+v, %v", results, err)
	}
}
