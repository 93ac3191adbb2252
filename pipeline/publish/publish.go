// Package publish turns tables into files: CSV, SVG and PNG for each figure, a workbook of all figures, Parquet of the
// marts, a feed of what changed, and the page; for programs a data package, a citation, and a manifest with the checksum
// of every file. They are written beside the published folder and replace it in one step, or not at all.
package publish

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/breachstats/breachstats/charts"
	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// Report describes what was published.
type Report struct {
	// Files counts the published files, including the manifest.
	Files int
	// IsUnchanged reports that every byte was there already, so nothing was written.
	IsUnchanged bool
	// Notices are the sentences about the data in every output: a missing view, synthetic data.
	Notices []string
	// Left is why the previous figures could not be removed; nil if they were. The next publication removes them.
	Left error
}

// NoticesOfList returns the sentences about the list in every output of a built database: its day, what is missing from
// it, and what waits in newer captures.
func NoticesOfList(ctx context.Context, w *warehouse.Warehouse) ([]string, error) {
	c, err := currentCapture(ctx, w)
	return c.noticesOfList(), err
}

// Options state where figures go and how they were made.
type Options struct {
	// Out is the folder.
	Out string
	// Version is the version of the program.
	Version string
	// HasOwnModels reports that the models are not the built-in ones.
	HasOwnModels bool
	// HasOwnRules reports the same of the origin rules; RulesSHA is their sha256.
	HasOwnRules bool
	RulesSHA    string
	// Only chooses some figures; then nothing else is read.
	Only Choice
	// Trace is called when a part of the publication begins ("charts", "workbook"), and the function that it returns
	// when that part ends; may be nil. Parts run in parallel, so it must be safe for concurrent use. This package reads
	// no clock; Trace may.
	Trace func(part string) (ended func())
}

// trace reports to o.Trace that a part begins. Call the returned function at its end.
func (o Options) trace(part string) (ended func()) {
	if o.Trace == nil {
		return func() {}
	}
	return o.Trace(part)
}

// Edition holds everything that figures are made of, so that the database can be closed before they are drawn.
type Edition struct {
	options  Options
	capture  capture
	figures  []models.Model
	rows     map[string]arrow.RecordBatch // rows of each figure, in the order of its key
	marts    []mart                       // the marts that are published whole, already written
	events   []charts.Event               // events that charts show as context
	changes  changes                      // changes since the previous capture
	list     arrow.RecordBatch            // the list that a reader of the page can search
	listed   int64                        // how many breaches there are; the list has the newest of them
	page     charts.Page
	manifest manifest
}

// Read reads every figure of a built database, and writes the marts that are published whole to the folder that
// MakeMarts made. Rows are in the order of the key, so the same database gives the same bytes.
func Read(ctx context.Context, w *warehouse.Warehouse, list []models.Model, o Options) (*Edition, error) {
	e := &Edition{options: o, rows: map[string]arrow.RecordBatch{}}
	var err error
	if e.capture, err = currentCapture(ctx, w); err != nil {
		return nil, err
	}
	e.capture.hasOwnModels, e.capture.hasOwnRules = o.HasOwnModels, o.HasOwnRules
	if e.manifest, err = manifestOf(ctx, w, e.capture, list, o); err != nil {
		return nil, err
	}
	if !o.Only.IsWhole() {
		return e, e.readFigures(ctx, w, list)
	}
	return e, w.Beside(func(lane *warehouse.Warehouse) error {
		return e.writeMarts(ctx, lane, list)
	}, func(lane *warehouse.Warehouse) error {
		ended := o.trace("reading")
		err := e.readFigures(ctx, lane, list)
		if err == nil {
			e.page, err = e.readPage(ctx, lane)
		}
		ended()
		if err != nil {
			return err
		}
		defer o.trace("reading the list")()
		if err := e.readPageList(ctx, lane); err != nil {
			return fmt.Errorf("page: %w", err)
		}
		e.changes, err = readChanges(ctx, lane)
		return err
	})
}

// readFigures reads the chosen figures.
func (e *Edition) readFigures(ctx context.Context, w *warehouse.Warehouse, list []models.Model) error {
	for _, model := range list {
		if model.Layer != models.Figures || !e.options.Only.IsWhole() && !slices.Contains(e.options.Only.Figures, model.Name) {
			continue
		}
		rows, err := w.Query(ctx, "select * from "+model.Table()+inOrder(model))
		if err != nil {
			return fmt.Errorf("%s: %w", model.Table(), err)
		}
		e.figures = append(e.figures, model)
		e.rows[model.Name] = rows
	}
	var err error
	e.events, err = readEvents(ctx, w)
	return err
}

// inOrder orders a model's rows by its key.
func inOrder(model models.Model) string { return " order by " + strings.Join(model.Header.Key, ", ") }

// isLeftOut reports whether a chart has nothing to show and is not published.
func (e *Edition) isLeftOut(chart charts.Chart) bool {
	rows, isBuilt := e.rows[chart.Name]
	return chart.IsOptional && isBuilt && rows.NumRows() == 0
}

// Write puts drawn files into the published folder, which is unchanged after an error. The caller must hold the lock of
// LockPath.
func (e *Edition) Write(files []File) (Report, error) {
	report := Report{Files: len(files), Notices: e.capture.notices()}
	var err error
	report.IsUnchanged, report.Left, err = replaceFolder(e.options.Out, files)
	return report, err
}
