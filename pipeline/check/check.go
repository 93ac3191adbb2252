// Package check proves a built database before it is published: the key of every table,
// and every test query beside the models. It shows failing rows, not counts.
package check

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/apache/arrow-go/v18/arrow"
	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// ErrFailed tells that a check failed which is not a warning.
var ErrFailed = errors.New("checks failed")

// shownRows is how many failing rows of a check are kept as examples.
const shownRows = 10

// Result is one check and the rows that break its claim.
type Result struct {
	// Path and Line say where the check is written: a model's header or a test query.
	Path string
	Line int
	// Claim is what should hold, in words.
	Claim string
	// IsWarning tells that the portal is at fault and the figures stay right.
	IsWarning bool
	// Failing counts the rows that break the claim; 0 means that it holds.
	Failing int64
	// Examples are the first of those rows, each on one line; where the query says from
	// which file and line of an export a row came, it begins with these.
	Examples []string
}

// Run checks the key of every model's table and runs every test, layer by layer, and returns the
// results in that order. When a layer fails, those that are built on it are not checked: their
// failures would only follow. The error is an ErrFailed that counts the checks which failed,
// warnings aside. dataPath tells where a file of the data folder lies.
func Run(ctx context.Context, w *warehouse.Warehouse, list []models.Model, tests []models.Test,
	dataPath func(file string) string) ([]Result, error) {
	var results []Result
	for _, layer := range models.Layers() {
		checks := checksOf(layer, list, tests)
		if err := fill(ctx, w, checks, dataPath); err != nil {
			return results, err
		}
		failed := 0
		for i := range checks {
			if checks[i].Failing > 0 && !checks[i].IsWarning {
				failed++
			}
			results = append(results, checks[i].Result)
		}
		if failed > 0 {
			return results, fmt.Errorf("%w: %d of %d", ErrFailed, failed, len(results))
		}
	}
	return results, nil
}

// queried is a result and the query that finds the rows against it.
type queried struct {
	Result
	query string
}

// checksOf lists the keys and the tests of a layer.
func checksOf(layer models.Layer, list []models.Model, tests []models.Test) []queried {
	var checks []queried
	for _, model := range list {
		if model.Layer == layer && !model.IsMacro() {
			claim := model.Table() + ": " + strings.Join(model.Header.Key, ", ") + " identifies a row and is never null"
			checks = append(checks, queried{Result{Path: model.Path, Line: 1, Claim: claim}, keyQuery(model)})
		}
	}
	for _, test := range tests {
		if test.Layer == layer {
			checks = append(checks, queried{Result{
				Path: test.Path, Line: test.Line, Claim: test.Claim, IsWarning: test.IsWarning,
			}, test.Query})
		}
	}
	return checks
}

// fill runs checks side by side on the warehouse's lanes. The error is that of the first check, in
// their order, that could not run.
func fill(ctx context.Context, w *warehouse.Warehouse, checks []queried, dataPath func(string) string) error {
	faults := make([]error, len(checks))
	var next atomic.Int64
	var lanes errgroup.Group
	for _, lane := range w.Lanes() {
		lanes.Go(func() error {
			for at := int(next.Add(1)) - 1; at < len(checks); at = int(next.Add(1)) - 1 {
				if faults[at] = checks[at].fill(ctx, lane, dataPath); faults[at] != nil {
					return faults[at]
				}
			}
			return nil
		})
	}
	if lanes.Wait() == nil {
		return nil
	}
	at := slices.IndexFunc(faults, func(err error) bool { return err != nil })
	return faults[at]
}

func (r *queried) fill(ctx context.Context, w *warehouse.Warehouse, dataPath func(string) string) error {
	_, err := w.Stream(ctx, r.query, func(batch arrow.RecordBatch) error {
		for row := range int(batch.NumRows()) {
			if r.Failing++; r.Failing <= shownRows {
				r.Examples = append(r.Examples, example(batch, row, dataPath))
			}
		}
		return nil
	})
	if err != nil {
		return warehouse.AtLine(r.Path, r.Line, err)
	}
	return nil
}

func keyQuery(model models.Model) string {
	key := strings.Join(model.Header.Key, ", ")
	return fmt.Sprintf("select %s, count(*) as rows from %s group by all having count(*) > 1 or %s is null order by all",
		key, model.Table(), strings.Join(model.Header.Key, " is null or "))
}

// example writes one failing row: "data/snapshots/…/archive.csv:12: state="ZZ"".
func example(batch arrow.RecordBatch, row int, dataPath func(string) string) string {
	var place string
	var values []string
	for i, field := range batch.Schema().Fields() {
		value := batch.Column(i)
		switch {
		case i == 0 && field.Name == "source_file":
			place = dataPath(value.ValueStr(row))
		case i == 1 && field.Name == "source_line" && place != "":
			place += ":" + value.ValueStr(row)
		case value.IsNull(row):
			values = append(values, field.Name+" is blank")
		case field.Type.ID() == arrow.STRING:
			values = append(values, fmt.Sprintf("%s %q", field.Name, value.ValueStr(row)))
		default:
			values = append(values, field.Name+" "+value.ValueStr(row))
		}
	}
	if place != "" {
		place += ": "
	}
	return place + strings.Join(values, ", ")
}

// Tally counts results in words: "72 checks: 67 hold, 5 warnings".
func Tally(results []Result) string {
	warnings, failures := 0, 0
	for _, result := range results {
		switch {
		case result.Failing == 0:
		case result.IsWarning:
			warnings++
		default:
			failures++
		}
	}
	text := fmt.Sprintf("%d checks: %d hold", len(results), len(results)-warnings-failures)
	if warnings > 0 {
		text += fmt.Sprintf(", %d warnings", warnings)
	}
	if failures > 0 {
		text += fmt.Sprintf(", %d failed", failures)
	}
	return text
}

// Keep writes the results to meta.checks, so that the database says what it passed.
func Keep(ctx context.Context, w *warehouse.Warehouse, results []Result) error {
	err := w.Exec(ctx, `
		create table meta.checks (
			path varchar, line bigint, claim varchar, is_warning boolean, failing_rows bigint, examples varchar
		);
		comment on table meta.checks is 'One row per check that the database passed before it was published.';
		comment on column meta.checks.path is 'File that states the check.';
		comment on column meta.checks.line is 'Line of that file, counted from 1.';
		comment on column meta.checks.claim is 'What should hold.';
		comment on column meta.checks.is_warning is 'True where the portal is at fault and the figures stay right.';
		comment on column meta.checks.failing_rows is 'Rows that break the claim; 0 means that it holds.';
		comment on column meta.checks.examples is 'The first of those rows, one a line; empty if there is none.'`)
	if err != nil {
		return err
	}
	return w.Append(ctx, "meta", "checks", func(add func(...driver.Value) error) error {
		for _, r := range results {
			if err := add(r.Path, int64(r.Line), r.Claim, r.IsWarning, r.Failing, strings.Join(r.Examples, "\n")); err != nil {
				return err
			}
		}
		return nil
	})
}
