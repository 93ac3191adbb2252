package pipeline

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/formats"

	"github.com/breachstats/breachstats/pipeline/check"
	"github.com/breachstats/breachstats/pipeline/warehouse"
	"github.com/breachstats/breachstats/torture/must"
)

const header = "Name of Covered Entity,State,Covered Entity Type,Individuals Affected,Breach Submission Date," +
	"Type of Breach,Location of Breached Information,Business Associate Present,Web Description"

const part2Header = "Name of Part 2 Program,State,Individuals Affected,Breach Submission Date," +
	"Type of Breach,Location of Breached Information,Qualified Service Organization Present,Web Description"

// report returns a plain report. Tests change the field that they are about.
type report struct {
	name, state, entityType, individuals, submitted, breachType, location, associate, description string
}

func plain(name string) report {
	return report{name, "TX", "Healthcare Provider", "1200", "03/14/2023", "Theft", "Laptop", "No", ""}
}

func (r report) with(change func(*report)) report {
	change(&r)
	return r
}

func exportText(reports ...report) string {
	var text bytes.Buffer
	text.WriteString(header + "\n")
	w := csv.NewWriter(&text)
	for _, r := range reports {
		if err := w.Write([]string{r.name, r.state, r.entityType, r.individuals, r.submitted,
			r.breachType, r.location, r.associate, r.description}); err != nil {
			panic(err)
		}
	}
	w.Flush()
	return text.String()
}

func textExport(capturedOn string, view data.View, text string) Export {
	name := capturedOn + "_" + string(view) + ".csv"
	return Export{Name: name, Path: name, Capture: data.Capture{Day: capturedOn, No: 1}, View: view,
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
}

// options returns the options of a run in a new, empty folder.
func options(t *testing.T) Options {
	t.Helper()
	dir := t.TempDir()
	return Options{Data: dir + "/data", Out: dir + "/out", Version: "test", Say: func(string, ...any) {}}
}

// importAll imports exports, or fails the test.
func importAll(t *testing.T, o Options, exports ...Export) {
	t.Helper()
	must.Do(t, Import(t.Context(), o, exports))
}

// buildAll imports exports and builds, or fails the test.
func buildAll(t *testing.T, exports ...Export) (Options, []check.Result) {
	t.Helper()
	o := options(t)
	importAll(t, o, exports...)
	results, err := Build(t.Context(), o)
	if err != nil {
		t.Fatalf("%v\n%+v", err, failing(results))
	}
	return o, results
}

// ask runs a query on the built database and returns its rows as texts, with cells joined by "|".
func ask(t *testing.T, o Options, query string) []string {
	t.Helper()
	return askContext(t.Context(), t, o, query)
}

func askContext(ctx context.Context, t *testing.T, o Options, query string) []string {
	t.Helper()
	w := must.Get(warehouse.Open(ctx, o.Database()))(t)
	rows, err := w.Query(ctx, query)
	must.Do(t, errors.Join(err, w.Close()))
	lines := []string{}
	for row := range int(rows.NumRows()) {
		var cells []string
		for i := range int(rows.NumCols()) {
			cell := formats.Cell(rows.Column(i), row)
			if rows.Column(i).IsNull(row) {
				cell = "null"
			}
			cells = append(cells, cell)
		}
		lines = append(lines, strings.Join(cells, "|"))
	}
	return lines
}

// failing lists the checks that fail, as "error|warning: claim: first example".
func failing(results []check.Result) []string {
	var lines []string
	for _, r := range results {
		if r.Failing == 0 {
			continue
		}
		level := "error"
		if r.IsWarning {
			level = "warning"
		}
		lines = append(lines, level+": "+r.Claim+": "+r.Examples[0])
	}
	return lines
}
