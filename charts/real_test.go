package charts_test

import (
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/breachstats/breachstats/charts"
	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/pipeline"
	"github.com/breachstats/breachstats/pipeline/sample"
	"github.com/breachstats/breachstats/pipeline/warehouse"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/saved"
	"github.com/breachstats/breachstats/torture/tier"
)

// checkAll builds a database from exports and checks the drawing of every figure.
func checkAll(t *testing.T, exports []pipeline.Export, note charts.Note) {
	t.Helper()
	o := pipeline.Options{Data: filepath.Join(t.TempDir(), "data"), Version: "test", Say: func(string, ...any) {}}
	must.Do(t, pipeline.Import(t.Context(), o, exports))
	if _, err := pipeline.Build(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	w := must.Get(warehouse.Open(t.Context(), o.Database()))(t)
	defer w.Close()
	list, _, err := o.Models()
	if err != nil {
		t.Fatal(err)
	}
	keys := make(map[string]string)
	for _, model := range list {
		keys[model.Table()] = strings.Join(model.Header.Key, ", ")
	}
	for _, chart := range charts.All() {
		table := "figures." + chart.Name
		rows := must.Get(w.Query(t.Context(), "select * from "+table+" order by "+keys[table]))(t)
		charts.CheckDrawing(t, chart, rows, note)
	}
}

// TestDrawingsOfRealRows draws captures that others saved. It reads them where they are.
func TestDrawingsOfRealRows(t *testing.T) {
	tier.Long(t, "every chart of all real exports")
	for _, captures := range []struct{ name, files string }{
		{"all captures", "*.csv"}, {"one capture", "2024-10-17_*.csv"}, {"the single list of 2016", "2016-*.csv"},
	} {
		t.Run(captures.name, func(t *testing.T) {
			t.Parallel()
			var exports []pipeline.Export
			for _, path := range saved.Exports(t, captures.files) {
				export := must.Get(pipeline.FileExport(path, "", ""))(t)
				exports = append(exports, export)
			}
			note := charts.Note{Captured: "17 October 2024 (archive 8f0702df, under-investigation c642006a)", Caveats: []string{
				"Not the newest: the capture of 3 May 2026 lacks its archive view and is not shown.",
			}}
			checkAll(t, exports, note)
		})
	}
}

// TestDrawingsOfTheSample draws synthetic lists, a small and a large one.
func TestDrawingsOfTheSample(t *testing.T) {
	table := must.Get(fs.ReadFile(data.Reference(), "published_yearly_totals.csv"))(t)
	totals := must.Get(sample.ReadTotals(strings.NewReader(string(table))))(t)
	for _, size := range []struct {
		name string
		rows int
	}{{"a hundred reports", 100}, {"ten thousand reports", 10_000}} {
		t.Run(size.name, func(t *testing.T) {
			t.Parallel()
			export := func(view data.View) pipeline.Export {
				options := sample.Options{
					Rows: size.rows, Seed: 7, CapturedOn: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), View: view, Totals: totals,
				}
				return pipeline.Export{
					Name: "sample", Path: "sample", Capture: data.Capture{Day: "2026-06-01", No: 1}, View: view,
					Open: func() (io.ReadCloser, error) {
						var text strings.Builder
						err := sample.Write(&text, options)
						return io.NopCloser(strings.NewReader(text.String())), err
					},
				}
			}
			exports := []pipeline.Export{export(data.Archive), export(data.UnderInvestigation)}
			checkAll(t, exports, charts.Note{IsSynthetic: true, Captured: "17 October 2024 (sample 3f9a1c2b)"})
		})
	}
}
