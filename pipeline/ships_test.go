package pipeline

import (
	"cmp"
	"errors"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/breachstats/breachstats/data"
	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/build"
	"github.com/breachstats/breachstats/pipeline/check"
	"github.com/breachstats/breachstats/pipeline/warehouse"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// All checks of the tables that ship with the program pass, so builds need not run them.
func TestShippedTablesHoldWhatIsClaimed(t *testing.T) {
	list, tests, err := Options{}.Models()
	if err != nil {
		t.Fatal(err)
	}
	list = slices.DeleteFunc(list, func(m models.Model) bool { return m.Layer != models.Reference })
	w := must.Get(warehouse.Memory(t.Context()))(t)
	t.Cleanup(func() { _ = w.Close() })
	for _, err := range []error{build.Schemas(t.Context(), w), build.Tables(t.Context(), w, build.Graph{}, list), fillReference(t.Context(), w, data.Reference(), list)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	plan := check.NewPlan(list, tests, func(file string) string { return file })
	proved := 0
	for i := range plan.Size() {
		if !slices.ContainsFunc(plan.Reads(i), func(table string) bool { return !(Options{}).ships(table) }) {
			plan.Do(t.Context(), w, i)
			proved++
		}
	}
	results, err := plan.Results()
	for _, result := range results {
		if result.Failing > 0 {
			t.Errorf("%s:%d: %s: %s", result.Path, result.Line, result.Claim, strings.Join(result.Examples, "; "))
		}
	}
	if err != nil || proved < 2*len(list)-5 {
		t.Errorf("want the claims about %d tables proved, got %d, %v", len(list), proved, err)
	}
}

// A build checks a shipped table only if it was replaced.
func TestBuildChecksWhatIsReplaced(t *testing.T) {
	tier.Long(t, "builds with models and rules replaced")
	o := options(t)
	importAll(t, o, textExport("2024-10-17", data.All, exportText(plain("Clinic"))))
	folder := t.TempDir()
	rules, err := Rules(t.Context(), o, false)
	must.Do(t, errors.Join(err, os.WriteFile(folder+"/rules.csv", rules, 0o600), os.CopyFS(folder+"/sql", models.Embedded())))
	for _, c := range []struct {
		name, rules, sql string
		want             string // the checks of three tables' keys that are run
	}{
		{"as shipped", "", "", "4_marts/breaches"},
		{"other rules", folder + "/rules.csv", "", "0_reference/origin_rules 4_marts/breaches"},
		{"other models", "", folder + "/sql", "0_reference/origin_rules 0_reference/states 4_marts/breaches"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var mutex sync.Mutex
			seen := map[string]bool{}
			o.Rules, o.SQL = c.rules, c.sql
			o.Trace = func(part string) func() {
				mutex.Lock()
				defer mutex.Unlock()
				seen[part] = true
				return func() {}
			}
			if _, err := Build(t.Context(), o); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, model := range []string{"0_reference/origin_rules", "0_reference/states", "4_marts/breaches"} {
				if seen["check "+cmp.Or(c.sql, "sql")+"/"+model+".sql:1"] {
					got = append(got, model)
				}
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("want %s checked, got %s", c.want, got)
			}
		})
	}
}
