// Package publish turns figure tables into files: CSV, SVG and PNG for each, the page, and a
// manifest that names every file with its checksum. They are written beside the published
// folder and take its place in one step, or not at all.
package publish

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
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
}

// Figures publishes every figure model of a built database.
//
// Rows come in the order of the figure's key, so the same database gives the same bytes.
// After an error the folder is as it was.
func Figures(ctx context.Context, w *warehouse.Warehouse, list []models.Model, o Options) (Report, error) {
	capture, err := currentCapture(ctx, w)
	if err != nil {
		return Report{}, err
	}
	capture.hasOwnModels = o.HasOwnModels
	var figures []models.Model
	for _, model := range list {
		if model.Layer == models.Figures {
			figures = append(figures, model)
		}
	}
	files, page, err := drawAll(ctx, w, figures, capture.note())
	if err != nil {
		return Report{}, err
	}
	page.Version = o.Version
	page.Capture = capture.words()
	page.Notices = capture.notices()
	page.IsSynthetic = capture.IsSynthetic
	if err := fillPage(ctx, w, &page); err != nil {
		return Report{}, err
	}
	html, err := page.Render()
	if err != nil {
		return Report{}, err
	}
	files = append(files, File{Name: "index.html", Bytes: html})
	manifest, err := manifestOf(ctx, w, capture, files, list, o.Version)
	if err != nil {
		return Report{}, err
	}
	files = append(files, manifest)
	report := Report{Files: len(files), Notices: capture.notices()}
	report.IsUnchanged, err = replaceFolder(o.Out, files)
	return report, err
}

// drawAll reads each figure's rows, one after another, and draws them side by side.
func drawAll(ctx context.Context, w *warehouse.Warehouse, figures []models.Model, note charts.Note) ([]File, charts.Page, error) {
	var page charts.Page
	rows := map[string]arrow.RecordBatch{}
	for _, figure := range figures {
		record, err := w.Query(ctx, "select * from "+figure.Table()+" order by "+strings.Join(figure.Header.Key, ", "))
		if err != nil {
			return nil, page, fmt.Errorf("%s: %w", figure.Table(), err)
		}
		rows[figure.Name] = record
	}
	catalogue := charts.All()
	images := make([]charts.Image, len(catalogue))
	drawing, _ := errgroup.WithContext(ctx)
	drawing.SetLimit(runtime.GOMAXPROCS(0))
	for i, chart := range catalogue {
		record, isBuilt := rows[chart.Name]
		if !isBuilt {
			return nil, page, fmt.Errorf("charts: %s: want a model sql/5_figures/%s.sql, got none", chart.Name, chart.Name)
		}
		drawing.Go(func() (err error) {
			images[i], err = chart.Render(record, note)
			return err
		})
	}
	if err := drawing.Wait(); err != nil {
		return nil, page, err
	}
	var files []File
	for i, chart := range catalogue {
		files = append(files,
			File{Name: chart.Name + ".svg", Bytes: images[i].SVG},
			File{Name: chart.Name + ".png", Bytes: images[i].PNG})
		page.Figures = append(page.Figures, charts.PageFigure{
			Name: chart.Name, Title: chart.Title, Subtitle: chart.Subtitle, Description: chart.Description,
		})
	}
	for _, figure := range figures {
		var text bytes.Buffer
		if err := writeCSV(&text, rows[figure.Name]); err != nil {
			return nil, page, fmt.Errorf("%s: %w", figure.Table(), err)
		}
		files = append(files, File{Name: figure.Name + ".csv", Bytes: text.Bytes()})
		at := slices.IndexFunc(page.Figures, func(f charts.PageFigure) bool { return f.Name == figure.Name })
		if at >= 0 {
			page.Figures[at].Row = strings.TrimSpace(figure.Header.Row + " " + figure.Header.Notes)
		}
	}
	return files, page, nil
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
			from marts.breaches`},
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
			order by captured_on desc, view`},
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

// manifest is out/manifest.json: everything that is needed to tell where a figure came from
// and whether a byte of it was changed since.
type manifest struct {
	Program     string             `json:"program"`
	Version     string             `json:"version"`
	ModelsSHA   string             `json:"models_sha256"`
	Capture     string             `json:"capture"`
	CapturedOn  string             `json:"captured_on"`
	IsComplete  bool               `json:"is_complete"`
	IsSynthetic bool               `json:"is_synthetic"`
	Notices     []string           `json:"notices"`
	Snapshots   []manifestSnapshot `json:"snapshots"`
	Files       []manifestFile     `json:"files"`
}

type manifestSnapshot struct {
	CapturedOn string `json:"captured_on"`
	View       string `json:"view"`
	File       string `json:"file"`
	SHA256     string `json:"sha256"`
	Rows       int64  `json:"rows"`
}

type manifestFile struct {
	Name   string `json:"name"`
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Published says what a folder publishes.
type Published struct {
	// Capture names the capture that the figures show, and Version the program that made them.
	Capture, Version string
	// Files counts the files, the manifest among them.
	Files int
}

// Inspect reads what a folder publishes. The error says which file is not as the manifest has it;
// fs.ErrNotExist means that nothing is published.
func Inspect(out string) (Published, error) {
	path := filepath.Join(out, manifestName)
	text, err := os.ReadFile(path)
	if err != nil {
		return Published{}, err
	}
	var m manifest
	if err := json.Unmarshal(text, &m); err != nil {
		return Published{}, fmt.Errorf("%s: %w", path, err)
	}
	published := Published{Capture: m.Capture, Version: m.Version, Files: len(m.Files) + 1}
	for _, file := range m.Files {
		content, err := os.ReadFile(filepath.Join(out, file.Name))
		if err != nil {
			// Not fs.ErrNotExist: something is published, and this is missing of it.
			return published, fmt.Errorf("%s names %s: %s", path, file.Name, err.Error())
		}
		if digest(content) != file.SHA256 {
			return published, fmt.Errorf("%s: sha256 differs from %s", filepath.Join(out, file.Name), path)
		}
	}
	return published, nil
}

const manifestName = "manifest.json"

func manifestOf(ctx context.Context, w *warehouse.Warehouse, c capture, files []File, list []models.Model, version string) (File, error) {
	var queries bytes.Buffer
	for _, model := range list {
		fmt.Fprintf(&queries, "%s\n%s\n", model.Table(), model.Query)
	}
	m := manifest{
		Program: "breachstats", Version: version, ModelsSHA: digest(queries.Bytes()), Capture: c.Name, CapturedOn: c.CapturedOn,
		IsComplete: c.MissingViews == "", IsSynthetic: c.IsSynthetic, Notices: append([]string{}, c.notices()...),
	}
	rows, err := w.Query(ctx, `
		select cast(captured_on as varchar), view, source_file, sha256, rows
		from marts.snapshots where is_current order by view`)
	if err != nil {
		return File{}, err
	}
	for row := range int(rows.NumRows()) {
		m.Snapshots = append(m.Snapshots, manifestSnapshot{
			CapturedOn: rows.Column(0).(*array.String).Value(row),
			View:       rows.Column(1).(*array.String).Value(row),
			File:       rows.Column(2).(*array.String).Value(row),
			SHA256:     rows.Column(3).(*array.String).Value(row),
			Rows:       rows.Column(4).(*array.Int64).Value(row),
		})
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	for _, file := range files {
		m.Files = append(m.Files, manifestFile{Name: file.Name, Bytes: len(file.Bytes), SHA256: digest(file.Bytes)})
	}
	text, err := json.MarshalIndent(m, "", "  ")
	return File{Name: manifestName, Bytes: append(text, '\n')}, err
}
