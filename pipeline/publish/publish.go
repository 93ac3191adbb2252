// Package publish turns tables into files: CSV, SVG and PNG for each figure, a workbook of all of
// them, Parquet of the marts, a feed of what changed, the page, and what tells programs of all
// that: a data package, a citation, and a manifest that names every file with its checksum. They
// are written beside the published folder and take its place in one step, or not at all.
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

// Report says what was published.
type Report struct {
	// Files counts the published files, the manifest among them.
	Files int
	// IsUnchanged tells that every byte stood there already, so nothing was written.
	IsUnchanged bool
	// Notices are what every output says of its data: a missing view, synthetic data.
	Notices []string
	// Left says why the figures that were published before could not be removed; nil where they were.
	// The next publication removes them.
	Left error
}

// NoticesOfList are the sentences that every output of a built database will say of the list that it shows: as
// of which day it stands, what is missing of it, and what waits in newer captures.
func NoticesOfList(ctx context.Context, w *warehouse.Warehouse) ([]string, error) {
	c, err := currentCapture(ctx, w)
	return c.noticesOfList(), err
}

// Options say where figures go and what is said of how they were made.
type Options struct {
	// Out is the folder.
	Out string
	// Version is the program's.
	Version string
	// HasOwnModels tells that the models are not those that the program came with.
	HasOwnModels bool
	// HasOwnRules tells the same of the origin rules, whose sha256 RulesSHA is.
	HasOwnRules bool
	RulesSHA    string
	// Only chooses some figures; nothing else is then read.
	Only Choice
	// Trace is told when a part of the publication begins ("charts", "workbook"), and calls what it
	// returns when that part ends; nil for nobody. Parts run side by side: it must be safe for
	// concurrent use. No clock is read here; whoever listens may have one.
	Trace func(part string) (ended func())
}

// trace tells o.Trace that a part begins, and returns what to call at its end.
func (o Options) trace(part string) (ended func()) {
	if o.Trace == nil {
		return func() {}
	}
	return o.Trace(part)
}

// Edition is all that figures are made of, read from a database that may be closed before they
// are drawn.
type Edition struct {
	options  Options
	capture  capture
	figures  []models.Model
	rows     map[string]arrow.RecordBatch // of each figure, in the order of its key
	marts    []mart                       // those that are published whole, written already
	events   []charts.Event               // that charts draw as context
	changes  changes                      // since the capture before
	list     arrow.RecordBatch            // what the page lets a reader search
	listed   int64                        // how many breaches there are, of which the list has the newest
	page     charts.Page
	manifest manifest
}

// Read reads every figure model of a built database, in the order of its key, so that the same
// database gives the same bytes; and writes the marts that are published whole, likewise, to the
// folder that MakeMarts made.
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

// readFigures reads those figures that are chosen.
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

// isLeftOut tells that a chart has nothing to show and is not published.
func (e *Edition) isLeftOut(chart charts.Chart) bool {
	rows, isBuilt := e.rows[chart.Name]
	return chart.IsOptional && isBuilt && rows.NumRows() == 0
}

// Write puts drawn files into the published folder, which is as it was after an error. Callers
// hold the lock that LockPath names.
func (e *Edition) Write(files []File) (Report, error) {
	report := Report{Files: len(files), Notices: e.capture.notices()}
	var err error
	report.IsUnchanged, report.Left, err = replaceFolder(e.options.Out, files)
	return report, err
}
