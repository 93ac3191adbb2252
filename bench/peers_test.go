package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/breachstats/breachstats/formats"
	"github.com/breachstats/breachstats/pipeline"
	"github.com/breachstats/breachstats/pipeline/warehouse"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/saved"
	"github.com/breachstats/breachstats/torture/tier"
)

// yearlyOf returns this program's yearly tables for exports, by name.
func yearlyOf(t *testing.T, exports []string) map[string][]string {
	t.Helper()
	tables := map[string][]string{}
	for name, question := range map[string]string{
		"breaches_by_year": "select year, count(*), cast(sum(individuals) as bigint) from breaches group by all order by all",
		"types_by_year": `select year, breach_type, count(*) from (
				select year, unnest(case when len(breach_types) > 0 then list_distinct(breach_types) else ['Not stated'] end) as breach_type
				from breaches)
			group by all order by all`,
		"entity_types_by_year": "select year, coalesce(entity_type, 'Not stated'), count(*) from breaches group by all order by all",
	} {
		files := must.Get(pipeline.AskedFiles(exports, strings.NewReader("")))(t)
		w := must.Get(pipeline.OpenFiles(t.Context(), pipeline.Options{Say: func(string, ...any) {}}, files, warehouse.Limits{}, question))(t)
		rows := must.Get(w.Query(t.Context(), question))(t)
		for row := range int(rows.NumRows()) {
			var cells []string
			for i := range int(rows.NumCols()) {
				cells = append(cells, formats.Cell(rows.Column(i), row))
			}
			tables[name] = append(tables[name], strings.Join(cells, ", "))
		}
		rows.Release()
		w.Close()
	}
	return tables
}

// TestPeersReadEveryCompleteCapture runs the installed peers on each complete capture and compares
// their tables with this program's. PYTHON names the interpreter of another environment.
func TestPeersReadEveryCompleteCapture(t *testing.T) {
	tier.Long(t, "every peer on all complete captures")
	python := os.Getenv("PYTHON")
	if python == "" {
		python = "python3"
	}
	var captures [][]string
	for _, path := range saved.Exports(t, "*.csv") {
		open := strings.Replace(path, "_archive", "_under-investigation", 1)
		_, err := os.Stat(open)
		switch {
		case strings.HasSuffix(path, "_all.csv"):
			captures = append(captures, []string{path})
		case strings.HasSuffix(path, "_archive.csv") && err == nil:
			captures = append(captures, []string{path, open})
		}
	}
	peers := must.Get(filepath.Abs("peers"))(t)
	// dbt writes beside its project, so it gets a copy.
	project := t.TempDir()
	must.Do(t, os.CopyFS(project, os.DirFS(filepath.Join(peers, "dbt"))))
	ours := map[string]map[string][]string{}
	for _, capture := range captures {
		ours[capture[0]] = yearlyOf(t, capture)
	}
	for _, peer := range [][]string{
		{python, filepath.Join(peers, "with_pandas.py")}, {python, filepath.Join(peers, "with_polars.py")},
		{python, filepath.Join(project, "with_dbt.py")}, {"Rscript", filepath.Join(peers, "with_r.R")},
	} {
		t.Run(filepath.Base(peer[1]), func(t *testing.T) {
			if err := exec.Command(peer[0], append(peer[1:], "--versions")...).Run(); err != nil {
				t.Skipf("%s, or something that %s needs, is not installed: %v", peer[0], filepath.Base(peer[1]), err)
			}
			for _, capture := range captures {
				results := t.TempDir()
				if _, err := callIn(results, nil, peer[0], slices.Concat(peer[1:], capture, []string{results})...); err != nil {
					t.Errorf("%s: %v", filepath.Base(capture[0]), err)
					continue
				}
				for name, want := range ours[capture[0]] {
					text := must.Get(os.ReadFile(filepath.Join(results, name+".csv")))(t)
					got := must.Get(rowsOf(string(text)))(t)
					if differs := differing(name, got, want); len(differs) > 0 {
						t.Errorf("%s: %d rows differ: %s", filepath.Base(capture[0]), len(differs), strings.Join(differs[:min(6, len(differs))], "; "))
					}
				}
			}
		})
	}
}
