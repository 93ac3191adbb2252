package spark

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestNamesOfTablesAreMapped(t *testing.T) {
	for _, c := range []struct{ name, sql, want string }{
		{"a table", "select a from marts.breaches", "select a from B_marts.breaches"},
		{"a column of one", "select marts.captures.day from marts.captures", "select B_marts.captures.day from B_marts.captures"},
		{"not in a text", `select 'marts.x', "raw.y", 'it''s marts.z', '\' marts.a' from raw.r`, `select 'marts.x', "raw.y", 'it''s marts.z', '\' marts.a' from B_raw.r`},
		{"not in a comment", "-- marts.x\nselect /* raw.y */ 1 from figures.f", "-- marts.x\nselect /* raw.y */ 1 from B_figures.f"},
		{"not in a quoted name", "select `marts.x` from steps.m__a", "select `marts.x` from B_steps.m__a"},
		{"not a column of that name", "select x.marts.y, marts from t", "select x.marts.y, marts from t"},
		{"a function of rules", "select reference.winning_rule(a) from reference.rules", "select reference__winning_rule(a) from B_reference.rules"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, mapped(c.sql, func(name string) string { return "B_" + name })); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

func TestMacrosStandInPlaceOfTheirCalls(t *testing.T) {
	macros := map[string]macro{"marts.f": {[]string{"day", "no"}, "select ':day', :day::date from t where n = :no"}, "marts.g": {nil, "select 1"}}
	for _, c := range []struct{ name, sql, want, err string }{
		{"a call", "select * from marts.f('a', 1)", "select * from (select ':day', 'a'::date from t where n = 1) as f", ""},
		{"with an alias", "select * from marts.f('a', 1) as x where y", "select * from (select ':day', 'a'::date from t where n = 1) as x where y", ""},
		{"with an alias without as", "select * from marts.f('a', 1) x", "select * from (select ':day', 'a'::date from t where n = 1) x", ""},
		{"before the next clause", "select * from marts.f('a', 1) where y", "select * from (select ':day', 'a'::date from t where n = 1) as f where y", ""},
		{"brackets and commas in an argument", "from marts.f(least('b,)', c(1, 2)), [1, 2])",
			"from (select ':day', (least('b,)', c(1, 2)))::date from t where n = ([1, 2])) as f", ""},
		{"no parameters", "select * from marts.g()", "select * from (select 1) as g", ""},
		{"a table of another name", "select * from marts.other", "select * from marts.other", ""},
		{"too few arguments", "select * from marts.f(1)", "", "marts.f: want arguments day, no, got 1"},
		{"an open bracket", "select * from marts.f(1, 2", "", "marts.f: want the call closed by a bracket"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := expanded(c.sql, macros, nil)
			if err != nil && err.Error() != c.err || err == nil && c.err != "" {
				t.Fatalf("want %q, got %v", c.err, err)
			}
			if diff := cmp.Diff(c.want, got); err == nil && diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

func TestMacrosReadTheStepsThatTheyShare(t *testing.T) {
	macros := map[string]macro{
		"marts.day":    {[]string{"day"}, "select * from marts.days(array(:day)) as days"},
		"marts.days":   {[]string{"days"}, "select * from t where contains(:days, day)"},
		"marts.twice":  {[]string{"day"}, "select * from marts.day(:day) as a join marts.day('b') as b"},
		"marts.newest": {nil, "select * from marts.day((select max(day) from t)) as day"},
	}
	var kept []string
	keep := func(body string) (string, error) {
		if strings.Contains(body, "'refused'") {
			return "", errors.New("no room")
		}
		if at := slices.Index(kept, body); at >= 0 {
			return fmt.Sprint("kept_", at), nil
		}
		kept = append(kept, body)
		return fmt.Sprint("kept_", len(kept)-1), nil
	}
	for _, c := range []struct {
		name, sql, want string
		kept            []string
	}{
		{"one step", "from marts.day('a')", "from (select * from kept_0 as days) as day", []string{"select * from t where contains((array('a')), day)"}},
		{"steps of steps, each once", "from marts.twice('a')", "from (select * from kept_1 as a join kept_3 as b) as twice", []string{
			"select * from t where contains((array('a')), day)", "select * from kept_0 as days",
			"select * from t where contains((array('b')), day)", "select * from kept_2 as days",
		}},
		{"an argument that reads something", "from marts.newest()",
			"from (select * from (select * from (select * from t where contains((array(((select max(day) from t)))), day)) as days) as day) as newest", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			kept = nil
			got, err := expanded(c.sql, macros, keep)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
			if diff := cmp.Diff(c.kept, kept); diff != "" {
				t.Errorf("steps: want -, got +:\n%s", diff)
			}
		})
	}
	if _, err := expanded("from marts.day('refused')", macros, keep); err == nil || err.Error() != "marts.day: marts.days: no room" {
		t.Errorf("want a step that fails named with its macros, got %v", err)
	}
}

func TestE7GeneratedTextsAreThoseOfTheModels(t *testing.T) {
	sql, generated := modelsOfTests()
	all, err := readTexts(generated, sql)
	if err != nil {
		t.Fatal(err)
	}
	if m := all.models["4_marts/m.sql"]; len(m.steps) != 1 || m.steps[0].table != "steps.m__known" || !strings.HasPrefix(m.query, "select cast") {
		t.Errorf("want a step and a select, got %+v", m)
	}
	if len(all.prelude) != 2 || all.tests["4_marts/m_test.sql"][2] == "" {
		t.Errorf("want two statements and a test, got %q and %v", all.prelude, all.tests)
	}
	sql["4_marts/m.sql"] = &fstest.MapFile{Data: []byte(martText + "-- more\n")}
	if _, err := readTexts(generated, sql); err == nil || !strings.Contains(err.Error(), "sql/4_marts/m.sql:1: sql/spark/4_marts/m.sql was generated from another text of it") {
		t.Errorf("want a text of another model refused, got %v", err)
	}
	sql, generated = folders("4_marts/m.sql", martText, "-- with sql/4_marts/f.sql sha256:"+strings.Repeat("0", 64)+"\nselect 1\n")
	sql["4_marts/f.sql"] = &fstest.MapFile{Data: []byte(macroText)}
	if _, err := readTexts(generated, sql); err == nil || !strings.Contains(err.Error(), "sql/4_marts/f.sql:1: sql/spark/4_marts/m.sql was generated from another text of it") {
		t.Errorf("want a text with another macro refused, got %v", err)
	}
	for _, bad := range []string{"select 1\n", "select 1\n;\nselect 2\n", "-- step steps.a\nselect 1\n"} {
		sql, generated := folders("4_marts/m.sql", martText, bad)
		if bad == "select 1\n" {
			generated["4_marts/m.sql"].Data = []byte(bad)
		}
		if _, err := readTexts(generated, sql); err == nil {
			t.Errorf("want %q refused", bad)
		}
	}
}
