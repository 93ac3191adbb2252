package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/pipeline"
	"github.com/breachstats/breachstats/pipeline/sample"
	"github.com/breachstats/breachstats/pipeline/warehouse"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// sampled writes both views of a small capture.
func sampled(t *testing.T, dir string, rows int) (exports []export) {
	t.Helper()
	table := must.Get(data.Reference().Open("published_yearly_totals.csv"))(t)
	totals := must.Get(sample.ReadTotals(table))(t)
	day := must.Get(time.Parse(time.DateOnly, captured))(t)
	for _, view := range []data.View{data.Archive, data.UnderInvestigation} {
		e := export{filepath.Join(dir, captured+"_"+string(view)+".csv"), captured, string(view)}
		file := must.Get(os.Create(e.path))(t)
		must.Do(t, sample.Write(file, sample.Options{Rows: rows, Seed: 1, CapturedOn: day, View: view, Totals: totals}))
		must.Do(t, file.Close())
		exports = append(exports, e)
	}
	return exports
}

// The floor makes every table that the program makes, with the same yearly figures, so it does the
// same work.
func TestFloorMakesTheSameFigures(t *testing.T) {
	tier.Long(t, "a whole run twice, by the program and by bare DuckDB")
	dir := t.TempDir()
	exports := sampled(t, dir, 2000)
	script, floor := filepath.Join(dir, "floor.json"), filepath.Join(dir, "floor.duckdb")
	statements := must.Get(floorScript(dir, floor, exports, "1GB"))(t)
	must.Do(t, keepScript(script, statements))
	profile := filepath.Join(dir, "floor.jsonl")
	must.Do(t, runFloor(script, profile))

	options := pipeline.Options{Data: filepath.Join(dir, "data"), Say: func(string, ...any) {}}
	var files []pipeline.Export
	for _, e := range exports {
		file := must.Get(pipeline.FileExport(e.path, "", ""))(t)
		files = append(files, file)
	}
	must.Do(t, pipeline.Import(t.Context(), options, files))
	if _, err := pipeline.Build(t.Context(), options); err != nil {
		t.Fatal(err)
	}
	for _, table := range yearly {
		ours, theirs := asked(t, options.Database(), table.query), asked(t, floor, table.query)
		if ours != theirs || ours == "" {
			t.Errorf("%s: want %s, got %s", table.name, ours, theirs)
		}
	}

	parts := must.Get(readParts(profile))(t)
	list, _, err := options.Models()
	if err != nil {
		t.Fatal(err)
	}
	timed := map[string]bool{}
	for _, part := range parts {
		timed[part.Name] = true
	}
	for _, model := range list {
		if !timed["model "+model.Table()] {
			t.Errorf("want the floor to make %s", model.Table())
		}
	}
}

// asked returns the answer to a query as text.
func asked(t *testing.T, database, query string) string {
	t.Helper()
	w := must.Get(warehouse.Open(t.Context(), database))(t)
	defer w.Close()
	rows := must.Get(w.Query(t.Context(), query+" order by all"))(t)
	var text strings.Builder
	for _, column := range rows.Columns() {
		for row := range column.Len() {
			text.WriteString(column.ValueStr(row) + "\n")
		}
	}
	return text.String()
}
