package pipeline

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/build"
	"github.com/breachstats/breachstats/pipeline/load"
	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// Evaluation compares the rules of origins with labels. Each record is a model of sql/6_evaluation,
// whose header explains its columns.
type Evaluation struct {
	Judged    arrow.RecordBatch // evaluation.judged, one row for each label
	Scores    arrow.RecordBatch // evaluation.scores
	Rates     arrow.RecordBatch // evaluation.rates
	Confusion arrow.RecordBatch // evaluation.confusion
	Causes    arrow.RecordBatch // evaluation.causes
	Agreement arrow.RecordBatch // evaluation.agreement; no rows if only one reader labelled
}

// Evaluate applies the rules to the texts in a file of labels, with the models of a build, in a
// database in memory. It neither needs nor changes the published database.
func Evaluate(ctx context.Context, o Options, path string, columns load.LabelColumns) (Evaluation, error) {
	reference, err := o.reference()
	if err != nil {
		return Evaluation{}, err
	}
	labels, err := readLabels(path, columns)
	if err != nil {
		return Evaluation{}, err
	}
	return evaluate(ctx, reference, path, labels, nil)
}

// EvaluateKnown is like [Evaluate] for the labels of reference.origin_labels, with descriptions
// from the published database. missing counts the labels whose breach has no description there.
func EvaluateKnown(ctx context.Context, o Options) (found Evaluation, missing int, err error) {
	reference, err := o.reference()
	if err != nil {
		return found, 0, err
	}
	w, err := warehouse.Open(ctx, o.Database())
	if err != nil {
		return found, 0, err
	}
	rows, err := cells(ctx, w, "select * from marts.labelled_breaches order by label_no")
	if err = errors.Join(err, w.Close()); err != nil {
		return found, 0, fmt.Errorf("marts.labelled_breaches: %w", err)
	}
	var labels []load.Label
	for _, row := range rows {
		line, err := strconv.Atoi(row["label_no"])
		if err != nil {
			return found, 0, fmt.Errorf("marts.labelled_breaches: label_no: %w", err)
		}
		if row["description"] == "" {
			missing++
			continue
		}
		labels = append(labels, load.Label{
			Line: line, Name: row["name"], Origin: row["origin"], Cause: row["cause"], Confidence: row["confidence"], Submitted: row["submitted_on"],
			Description: row["description"], Types: row["breach_types"], Locations: row["locations"], Associate: row["has_business_associate"],
		})
	}
	if len(labels) == 0 {
		return found, missing, fmt.Errorf("%s: want a description of one of the %d labelled breaches, got none; import a capture that has them, or name a file of labels",
			o.Database(), missing)
	}
	found, err = evaluate(ctx, reference, "reference.origin_labels", labels, nil)
	return found, missing, err
}

// Agreement compares the labels of two readers. Breaches are matched by id if every row of both
// files has one, or else by name and day.
func Agreement(ctx context.Context, o Options, one, other string, columns load.LabelColumns) (arrow.RecordBatch, error) {
	reference, err := o.reference()
	if err != nil {
		return nil, err
	}
	columns.AreLabelsAlone = true
	first, err := readLabels(one, columns)
	if err != nil {
		return nil, err
	}
	second, err := readLabels(other, columns)
	if err != nil {
		return nil, err
	}
	haveIDs := !slices.ContainsFunc(slices.Concat(first, second), func(l load.Label) bool { return l.ID == "" })
	haveDays := !slices.ContainsFunc(slices.Concat(first, second), func(l load.Label) bool { return l.Submitted == "" })
	for _, file := range []struct {
		path   string
		labels []load.Label
	}{{one, first}, {other, second}} {
		seen := map[string]int{}
		for i := range file.labels {
			l := &file.labels[i]
			if !haveIDs {
				l.ID = l.Name
			}
			if !haveIDs && haveDays {
				l.ID += " " + l.Submitted
			}
			if before, isSeen := seen[l.ID]; isSeen || l.ID == "" {
				return nil, fmt.Errorf("%s:%d: want a breach_id, or a name and day, that no other line has, got %q as on line %d", file.path, l.Line, l.ID, before)
			}
			seen[l.ID] = l.Line
		}
	}
	found, err := evaluate(ctx, reference, one, first, second)
	if err == nil && found.Agreement.NumRows() == 0 {
		err = fmt.Errorf("%s: want breaches that are labelled in %s too, got none", other, one)
	}
	return found.Agreement, err
}

// LabelSample selects breaches with a description from the published database for a person to
// label, by marts.label_sample.
func LabelSample(ctx context.Context, o Options, size, seed int64) (arrow.RecordBatch, error) {
	w, err := warehouse.Open(ctx, o.Database())
	if err != nil {
		return nil, err
	}
	sample, err := w.Query(ctx, fmt.Sprintf(`
		select breach_id, name, submitted_on, individuals, hhs_type, hhs_location, hhs_ba, stratum, weight, web_description,
			'' as origin, '' as cause, '' as confidence, '' as reason
		from marts.label_sample(%d, %d)`, size, seed))
	return sample, errors.Join(err, w.Close())
}

func readLabels(path string, columns load.LabelColumns) ([]load.Label, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return load.Labels(path, string(text), columns)
}

// evaluate compares the rules with labels and, if there are any, the labels with those of a second
// reader.
func evaluate(ctx context.Context, reference fs.FS, path string, labels, second []load.Label) (found Evaluation, err error) {
	w, err := warehouse.Memory(ctx)
	if err != nil {
		return found, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	list, _, err := models.Read(models.Embedded(), "sql")
	if err != nil {
		return found, err
	}
	graph, err := build.NewGraph(ctx, w, list)
	if err != nil {
		return found, err
	}
	if err := errors.Join(build.Schemas(ctx, w), w.Exec(ctx, "create schema evaluation")); err != nil {
		return found, err
	}
	var filled, derived []models.Model
	for _, model := range needed(graph, models.Evaluation) {
		if model.Layer.IsFilled() || model.Table() == labelsTable || model.Table() == secondTable {
			filled = append(filled, model)
		} else {
			derived = append(derived, model)
		}
	}
	if err := build.Tables(ctx, w, graph, filled); err != nil {
		return found, err
	}
	if err := fillReference(ctx, w, reference, filled); err != nil {
		return found, err
	}
	if err := fillLabels(ctx, w, path, labels, second); err != nil {
		return found, err
	}
	if err := build.Tables(ctx, w, graph, derived); err != nil {
		return found, err
	}
	for _, part := range []struct {
		into  *arrow.RecordBatch
		query string
	}{
		{&found.Judged, "from evaluation.judged order by source_line"},
		{&found.Scores, "from evaluation.scores order by part_order, judge_order"},
		{&found.Rates, "from evaluation.rates order by part_order, judge_order, rate"},
		{&found.Confusion, "from evaluation.confusion order by kind desc, label, labels desc, answer"},
		{&found.Causes, "from evaluation.causes"},
		{&found.Agreement, "from evaluation.agreement order by kind desc"},
	} {
		if *part.into, err = w.Query(ctx, part.query); err != nil {
			return found, err
		}
	}
	return found, nil
}

const (
	labelsTable = "evaluation.labels"
	secondTable = "evaluation.second_reading"
)

// needed returns the models of a layer and all that they read, in build order.
func needed(graph build.Graph, layer models.Layer) []models.Model {
	isNeeded := map[string]bool{}
	for _, model := range slices.Backward(graph.Order) {
		if model.Layer == layer || isNeeded[model.Table()] {
			isNeeded[model.Table()] = true
			for _, read := range graph.Reads[model.Table()] {
				isNeeded[read] = true
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(graph.Order), func(m models.Model) bool { return !isNeeded[m.Table()] })
}

// fillLabels fills the tables of labels, and raw.breach_reports with the portal's values of each.
func fillLabels(ctx context.Context, w *warehouse.Warehouse, path string, labels, second []load.Label) error {
	err := w.Append(ctx, "evaluation", "labels", func(add func(...driver.Value) error) error {
		for _, label := range labels {
			var submitted driver.Value
			if day, err := time.Parse(time.DateOnly, label.Submitted); err == nil {
				submitted = day
			}
			if err := add(int64(label.Line), blankIsNull(label.Name), originOrNull(label.Origin), blankIsNull(label.Cause), blankIsNull(label.Confidence),
				blankIsNull(label.ID), submitted); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	err = w.Append(ctx, "evaluation", "second_reading", func(add func(...driver.Value) error) error {
		for _, label := range second {
			if err := add(label.ID, originOrNull(label.Origin), blankIsNull(label.Cause)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return w.Append(ctx, "raw", "breach_reports", func(add func(...driver.Value) error) error {
		for _, label := range labels {
			description := strings.ReplaceAll(label.Description, "\r\n", "\n")
			if err := add(path, int64(label.Line), time.Time{}, int64(1), "all", label.Name, "", "", "", "",
				label.Types, label.Locations, label.Associate, description); err != nil {
				return err
			}
		}
		return nil
	})
}

// originOrNull returns null unless the origin is internal or external.
func originOrNull(origin string) driver.Value {
	if origin != "internal" && origin != "external" {
		return nil
	}
	return origin
}

func blankIsNull(text string) driver.Value {
	if text == "" {
		return nil
	}
	return text
}
