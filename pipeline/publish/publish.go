// Package publish turns figure tables into files: CSV, SVG and PNG for each, the page, and a
// manifest that names every file with its checksum. They are written beside the published
// folder and take its place in one step, or not at all.
package publish

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"golang.org/x/sync/errgroup"

	"github.com/breachstats/breachstats/charts"
	"github.com/breachstats/breachstats/formats"
	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// File is one published file; Name has no folder.
type File struct {
	Name  string
	Bytes []byte
}

// Report says what was published.
type Report struct {
	// Files counts the published files, the manifest among them.
	Files int
	// IsUnchanged tells that every byte stood there already, so nothing was written.
	IsUnchanged bool
	// Notices are what every output says of its data: a missing view, synthetic data.
	Notices []string
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
}

// Edition is all that figures are made of, read from a database that may be closed before they
// are drawn.
type Edition struct {
	options  Options
	capture  capture
	figures  []models.Model
	rows     map[string]arrow.RecordBatch // of each figure, in the order of its key
	page     charts.Page
	manifest manifest
}

// Read reads every figure model of a built database, in the order of its key, so that the same
// database gives the same bytes.
func Read(ctx context.Context, w *warehouse.Warehouse, list []models.Model, o Options) (*Edition, error) {
	e := &Edition{options: o, rows: map[string]arrow.RecordBatch{}}
	var err error
	if e.capture, err = currentCapture(ctx, w); err != nil {
		return nil, err
	}
	e.capture.hasOwnModels, e.capture.hasOwnRules = o.HasOwnModels, o.HasOwnRules
	for _, model := range list {
		if model.Layer != models.Figures {
			continue
		}
		e.figures = append(e.figures, model)
		e.rows[model.Name], err = w.Query(ctx, "select * from "+model.Table()+" order by "+strings.Join(model.Header.Key, ", "))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", model.Table(), err)
		}
	}
	if e.page, err = e.readPage(ctx, w); err != nil {
		return nil, err
	}
	e.manifest, err = manifestOf(ctx, w, e.capture, list, o)
	return e, err
}

// Draw makes every file: charts side by side, then tables, page and manifest.
func (e *Edition) Draw() ([]File, error) {
	catalogue := slices.DeleteFunc(charts.All(), e.isLeftOut)
	images, err := e.drawCharts(catalogue)
	if err != nil {
		return nil, err
	}
	var files []File
	for i, chart := range catalogue {
		files = append(files,
			File{Name: chart.Name + ".svg", Bytes: images[i].SVG},
			File{Name: chart.Name + ".png", Bytes: images[i].PNG})
	}
	tables, err := e.writeTables()
	if err != nil {
		return nil, err
	}
	files = append(files, tables...)
	html, err := e.renderPage(catalogue, files)
	if err != nil {
		return nil, err
	}
	files = append(files, File{Name: "index.html", Bytes: html})
	manifest, err := e.manifest.of(files)
	return append(files, manifest), err
}

// drawCharts draws each chart of the catalogue, in its order.
func (e *Edition) drawCharts(catalogue []charts.Chart) ([]charts.Image, error) {
	images := make([]charts.Image, len(catalogue))
	var drawing errgroup.Group
	drawing.SetLimit(runtime.GOMAXPROCS(0))
	for i, chart := range catalogue {
		rows, isBuilt := e.rows[chart.Name]
		if !isBuilt {
			return nil, fmt.Errorf("charts: %s: want a model sql/5_figures/%s.sql, got none", chart.Name, chart.Name)
		}
		note := e.capture.note()
		if chart.IsOfStudy {
			note = e.capture.noteOfStudy()
		}
		drawing.Go(func() (err error) {
			images[i], err = chart.Render(rows, note)
			return err
		})
	}
	return images, drawing.Wait()
}

// writeTables writes the rows of each figure as CSV.
func (e *Edition) writeTables() ([]File, error) {
	var files []File
	for _, figure := range e.figures {
		if slices.ContainsFunc(charts.All(), func(c charts.Chart) bool { return c.Name == figure.Name && e.isLeftOut(c) }) {
			continue
		}
		var text bytes.Buffer
		if err := writeCSV(&text, e.rows[figure.Name]); err != nil {
			return nil, fmt.Errorf("%s: %w", figure.Table(), err)
		}
		files = append(files, File{Name: figure.Name + ".csv", Bytes: text.Bytes()})
	}
	return files, nil
}

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
	report.IsUnchanged, err = replaceFolder(e.options.Out, files)
	return report, err
}

func writeCSV(text *bytes.Buffer, rows arrow.RecordBatch) error {
	out, err := formats.New("csv", text, rows.Schema(), formats.Options{})
	if err != nil {
		return err
	}
	return errors.Join(out.Write(rows), out.Close())
}
