// Package check tests a built database before it is published: the key of every table, and every
// test query beside the models. It reports the rows that fail, not only their number.
package check

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/breachstats/breachstats/pipeline/engine"
)

// ErrFailed reports that a check failed that is not a warning.
var ErrFailed = errors.New("checks failed")

// shownRows is the largest number of failing rows that are kept as examples.
const shownRows = 10

// Result is one check and the rows that fail it.
type Result struct {
	// Path and Line are the place of the check: a model's header or a test query.
	Path string
	Line int
	// Claim states in words what the check requires.
	Claim string
	// IsWarning: the portal is at fault, and the figures are right even if the check fails.
	IsWarning bool
	// Failing counts the rows that fail; 0 means that the check passed.
	Failing int64
	// Examples are the first of those rows in the order of the query, or sorted if it has none, one
	// line each. A line starts with file and line of the export if the query returns them.
	Examples []string
}

// example writes one failing row, such as `data/snapshots/2024-10-17/archive.csv:12: state "ZZ"`.
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

// Tally sums up results: "72 checks: 67 hold, 5 warnings".
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
		text += fmt.Sprintf(", %d warning", warnings)
		if warnings > 1 {
			text += "s"
		}
	}
	if failures > 0 {
		text += fmt.Sprintf(", %d failed", failures)
	}
	return text
}

// Kept is the table of the checks that a database passed, in no order.
var Kept = engine.Relation{
	Kind: engine.Declared, Name: "meta.checks", Path: "meta.checks", Create: "create table meta.checks as ",
	Query: `select
		cast(null as varchar) as path, cast(null as bigint) as line, cast(null as varchar) as claim, cast(null as boolean) as is_warning,
		cast(null as bigint) as failing_rows, cast(null as varchar) as examples
		where false`,
	Meaning: "One row per check that the database passed before it was published.",
	Columns: []engine.Column{
		{Name: "path", Meaning: "File that states the check."},
		{Name: "line", Meaning: "Line of that file, counted from 1."},
		{Name: "claim", Meaning: "What should hold."},
		{Name: "is_warning", Meaning: "True where the portal is at fault and the figures stay right."},
		{Name: "failing_rows", Meaning: "Rows that break the claim; 0 means that it holds."},
		{Name: "examples", Meaning: "The first of those rows, one a line; empty if there is none."},
	},
}

// Keep writes the results to meta.checks, so that the database records its own checks.
func Keep(ctx context.Context, w engine.Engine, results []Result) error {
	defer w.Begin("check results")()
	if _, err := w.Make(ctx, Kept); err != nil {
		return err
	}
	if err := w.Comment(ctx, Kept); err != nil {
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
