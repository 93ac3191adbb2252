package pipeline

import (
	"context"
	"database/sql/driver"
	"errors"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/build"
	"github.com/breachstats/breachstats/pipeline/load"
	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// Evaluation is how the rules of origins do on labels. Each record is a model of sql/6_evaluation,
// whose header explains its columns.
type Evaluation struct {
	Judged    arrow.RecordBatch // evaluation.judged, a row a label
	Scores    arrow.RecordBatch // evaluation.scores
	Confusion arrow.RecordBatch // evaluation.confusion
	Causes    arrow.RecordBatch // evaluation.causes
}

// Evaluate applies the rules to the texts of a file of labels, by the models that a build uses, in
// a database of its own in memory: no built database is needed, and none is touched.
func Evaluate(ctx context.Context, o Options, path string, columns load.LabelColumns) (found Evaluation, err error) {
	reference, err := o.reference()
	if err != nil {
		return found, err
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return found, err
	}
	labels, err := load.Labels(path, string(text), columns)
	if err != nil {
		return found, err
	}
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
		if model.Layer.IsFilled() || model.Table() == labelsTable {
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
	if err := fillLabels(ctx, w, path, labels); err != nil {
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
		{&found.Confusion, "from evaluation.confusion order by kind desc, label, labels desc, answer"},
		{&found.Causes, "from evaluation.causes"},
	} {
		if *part.into, err = w.Query(ctx, part.query); err != nil {
			return found, err
		}
	}
	return found, nil
}

const labelsTable = "evaluation.labels"

// needed lists the models of a layer and all that they read, in order.
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

// fillLabels puts labels into their table, and what the portal said of each into raw.breach_reports.
func fillLabels(ctx context.Context, w *warehouse.Warehouse, path string, labels []load.Label) error {
	err := w.Append(ctx, "evaluation", "labels", func(add func(...driver.Value) error) error {
		for _, label := range labels {
			origin := label.Origin
			if origin != "internal" && origin != "external" {
				origin = ""
			}
			if err := add(int64(label.Line), blankIsNull(label.Name), blankIsNull(origin), blankIsNull(label.Cause), blankIsNull(label.Confidence)); err != nil {
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

func blankIsNull(text string) driver.Value {
	if text == "" {
		return nil
	}
	return text
}
