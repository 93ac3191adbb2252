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
	e.page = charts.Page{
		Version: o.Version, Capture: e.capture.words(), Notices: e.capture.notices(), IsSynthetic: e.capture.IsSynthetic,
	}
	if err := fillPage(ctx, w, &e.page); err != nil {
		return nil, err
	}
	e.manifest, err = manifestOf(ctx, w, e.capture, list, o)
	return e, err
}

// Draw makes every file: charts side by side, then tables, page and manifest.
func (e *Edition) Draw() ([]File, error) {
	catalogue := slices.DeleteFunc(charts.All(), e.isLeftOut)
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
	if err := drawing.Wait(); err != nil {
		return nil, err
	}
	var files []File
	page := e.page
	for i, chart := range catalogue {
		files = append(files,
			File{Name: chart.Name + ".svg", Bytes: images[i].SVG},
			File{Name: chart.Name + ".png", Bytes: images[i].PNG})
		page.Figures = append(page.Figures, charts.PageFigure{
			Name: chart.Name, Title: chart.Title, Subtitle: chart.Subtitle, Description: chart.Description,
		})
	}
	for _, figure := range e.figures {
		if slices.ContainsFunc(charts.All(), func(c charts.Chart) bool { return c.Name == figure.Name && e.isLeftOut(c) }) {
			continue
		}
		var text bytes.Buffer
		if err := writeCSV(&text, e.rows[figure.Name]); err != nil {
			return nil, fmt.Errorf("%s: %w", figure.Table(), err)
		}
		files = append(files, File{Name: figure.Name + ".csv", Bytes: text.Bytes()})
		at := slices.IndexFunc(page.Figures, func(f charts.PageFigure) bool { return f.Name == figure.Name })
		if at >= 0 {
			page.Figures[at].Row = strings.TrimSpace(figure.Header.Row + " " + figure.Header.Notes)
		}
	}
	html, err := page.Render()
	if err != nil {
		return nil, err
	}
	files = append(files, File{Name: "index.html", Bytes: html})
	manifest, err := e.manifest.of(files)
	return append(files, manifest), err
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

// fillPage reads what the page says of the data: totals, checks and snapshots.
func fillPage(ctx context.Context, w *warehouse.Warehouse, page *charts.Page) error {
	queries := []struct {
		into  *charts.PageTable
		query string
	}{
		{&page.Totals, `
			select
				format('{:,}', count(*)) as "breaches listed",
				format('{:,}', cast(sum(individuals) as bigint)) as "individuals affected",
				count(*) - count(individuals) as "breaches that state no number",
				count(*) filter (where is_duplicate) as "reports listed twice",
				cast(min(submitted_on) as varchar) as "first submission",
				cast(max(submitted_on) as varchar) as "newest submission"
			from marts.breaches
			where vanished_on is null`},
		{&page.Checks, `
			select
				case when failing_rows = 0 then 'holds' when is_warning then 'warning' else 'fails' end as result,
				claim as check,
				failing_rows as "rows against it",
				path || ':' || line as "written in"
			from meta.checks
			order by failing_rows = 0, is_warning, path, line`},
		{&page.Snapshots, `
			select
				captured_on as captured, view, rows as reports, bytes, encoding,
				damaged_characters as "damaged characters", has_repaired_header as "repaired header",
				is_current as "shown here", sha256
			from marts.snapshots
			order by captured_on desc, capture_no desc, view`},
	}
	for _, q := range queries {
		rows, err := w.Query(ctx, q.query)
		if err != nil {
			return err
		}
		for _, field := range rows.Schema().Fields() {
			q.into.Columns = append(q.into.Columns, field.Name)
		}
		for row := range int(rows.NumRows()) {
			cells := make([]string, rows.NumCols())
			for i := range cells {
				cells[i] = formats.Cell(rows.Column(i), row)
			}
			q.into.Rows = append(q.into.Rows, cells)
		}
	}
	return nil
}
