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
	"github.com/breachstats/breachstats/torture/tier"
)

// sampled writes both views of a small capture.
func sampled(t *testing.T, dir string, rows int) (exports []export) {
	t.Helper()
	table, err := data.Reference().Open("published_yearly_totals.csv")
	if err != nil {
		t.Fatal(err)
	}
	totals, err := sample.ReadTotals(table)
	if err != nil {
		t.Fatal(err)
	}
	day, err := time.Parse(time.DateOnly, captured)
	if err != nil {
		t.Fatal(err)
	}
	for _, view := range []data.View{data.Archive, data.UnderInvestigation} {
		e := export{filepath.Join(dir, captured+"_"+string(view)+".csv"), captured, string(view)}
		file, err := os.Create(e.path)
		if err != nil {
			t.Fatal(err)
		}
		if err := sample.Write(file, sample.Options{Rows: rows, Seed: 1, CapturedOn: day, View: view, Totals: totals}); err != nil {
			t.Fatal(err)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
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
	statements, err := floorScript(dir, floor, exports, "1GB")
	if err != nil {
		t.Fatal(err)
	}
	if err := keepScript(script, statements); err != nil {
		t.Fatal(err)
	}
	profile := filepath.Join(dir, "floor.jsonl")
	if err := runFloor(script, profile); err != nil {
		t.Fatal(err)
	}

	options := pipeline.Options{Data: filepath.Join(dir, "data"), Say: func(string, ...any) {}}
	var files []pipeline.Export
	for _, e := range exports {
		file, err := pipeline.FileExport(e.path, "", "")
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	if err := pipeline.Import(t.Context(), options, files); err != nil {
		t.Fatal(err)
	}
	if _, err := pipeline.Build(t.Context(), options); err != nil {
		t.Fatal(err)
	}
	for _, table := range yearly {
		ours, theirs := asked(t, options.Database(), table.query), asked(t, floor, table.query)
		if ours != theirs || ours == "" {
			t.Errorf("%s: want %s, got %s", table.name, ours, theirs)
		}
	}

	parts, err := readParts(profile)
	if err != nil {
		t.Fatal(err)
	}
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
	w, err := warehouse.Open(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	rows, err := w.Query(t.Context(), query+" order by all")
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, column := range rows.Columns() {
		for row := range column.Len() {
			text.WriteString(column.ValueStr(row) + "\n")
		}
	}
	return text.String()
}
