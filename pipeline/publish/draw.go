package publish

import (
	"cmp"
	"fmt"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/breachstats/breachstats/charts"
	"github.com/breachstats/breachstats/formats"
)

// part makes some files of a publication, at the same time as the other parts.
type part struct {
	name string // the name for Options.Trace
	make func() ([]File, error)
}

// insides holds the parts of the page that are made at the same time as the files.
type insides struct {
	drawings  []charts.Image // one for each chart of the catalogue, for the page alone
	list      charts.PageList
	described string // the characters of the descriptions
}

// Draw makes every file. Independent parts are made in parallel, one for each processor, and the slowest begin first.
// Then come the files that describe the others, the manifest last. The files and their order are the same on any number
// of processors.
//
// If the edition was read with a choice, Draw makes only the chosen files.
func (e *Edition) Draw() ([]File, error) {
	if !e.options.Only.IsWhole() {
		return e.drawChosen()
	}
	catalogue := slices.DeleteFunc(charts.All(), e.isLeftOut)
	inside := insides{drawings: make([]charts.Image, len(catalogue))}
	parts, err := e.parts(catalogue, &inside)
	if err != nil {
		return nil, err
	}
	made := make([][]File, len(parts))
	var drawing errgroup.Group
	drawing.SetLimit(runtime.GOMAXPROCS(0))
	for i, one := range parts {
		drawing.Go(func() (err error) {
			defer e.options.trace(one.name)()
			made[i], err = one.make()
			return err
		})
	}
	if err := drawing.Wait(); err != nil {
		return nil, err
	}
	files := slices.Concat(made...)
	for _, m := range e.marts {
		files = append(files, m.file)
	}
	ended := e.options.trace("package")
	described, err := e.packageOf(files)
	ended()
	if err != nil {
		return nil, err
	}
	files = append(files, described)
	ended = e.options.trace("page")
	html, err := e.renderPage(catalogue, inside, files)
	ended()
	if err != nil {
		return nil, err
	}
	files = append(files, File{Name: "index.html", Bytes: html})
	defer e.options.trace("manifest")()
	manifest, err := e.manifest.of(files)
	return append(files, manifest), err
}

// parts returns the parts of a whole publication except the page, slowest first. Making them fills inside.
func (e *Edition) parts(catalogue []charts.Chart, inside *insides) ([]part, error) {
	parts := []part{{"workbook", e.writeWorkbook}, {"list", func() (_ []File, err error) {
		inside.list, err = charts.PackList(e.list)
		return nil, err
	}}, {"descriptions", func() (_ []File, err error) {
		file := File{Name: charts.DescriptionsFile}
		file.Bytes, inside.described, err = charts.PackDescriptions(e.list)
		return []File{file}, err
	}}, {"studies", func() ([]File, error) {
		html, err := e.page.RenderStudies()
		return []File{{Name: charts.StudiesFile, Bytes: html}}, err
	}}}
	// A chart of many rows has many marks, and takes longer.
	largestFirst := make([]int, len(catalogue))
	for i := range largestFirst {
		largestFirst[i] = i
	}
	rowsOf := func(i int) int64 {
		if rows, isBuilt := e.rows[catalogue[i].Name]; isBuilt {
			return rows.NumRows()
		}
		return 0
	}
	slices.SortStableFunc(largestFirst, func(one, other int) int { return cmp.Compare(rowsOf(other), rowsOf(one)) })
	for _, i := range largestFirst {
		chart := catalogue[i]
		if _, isBuilt := e.rows[chart.Name]; !isBuilt {
			return nil, fmt.Errorf("charts: %s: want a model sql/5_figures/%s.sql, got none", chart.Name, chart.Name)
		}
		parts = append(parts, part{"charts", func() ([]File, error) { return e.drawChart(chart, &inside.drawings[i]) }})
	}
	return append(parts,
		part{"tables", e.writeTables},
		part{"feed", e.writeFeed},
		part{"citation", e.writeCitation},
	), nil
}

// drawChart draws one chart of the catalogue as SVG and PNG, and for the page.
func (e *Edition) drawChart(chart charts.Chart, forPage *charts.Image) ([]File, error) {
	image, err := e.render(chart)
	files := []File{{Name: chart.Name + ".svg", Bytes: image.SVG}, {Name: chart.Name + ".png", Bytes: image.PNG}}
	image.SVG, image.PNG = nil, nil
	*forPage = image
	return files, err
}

// render draws one chart with its note.
func (e *Edition) render(chart charts.Chart) (charts.Image, error) {
	note := e.noteOf(chart)
	if width := e.options.Only.Width; width != 0 {
		return chart.RenderAt(e.rows[chart.Name], note, width)
	}
	return chart.Render(e.rows[chart.Name], note)
}

// noteOf returns the note of a chart.
func (e *Edition) noteOf(chart charts.Chart) charts.Note {
	note := e.capture.note()
	switch {
	case chart.IsOfStudy:
		note = e.capture.noteOfStudy()
	case chart.IsOfCaptures:
		note = e.capture.noteOfCaptures(e.captured(chart))
	}
	note.Events = e.events
	return note
}

// captured states in which period the captures of a figure were taken: "27 April 2016 to 3 May 2026 (7
// captures, history_sha256 1f2e3d4c in manifest.json)".
// The brief form leaves out the hash.
func (e *Edition) captured(chart charts.Chart) (whole, brief string) {
	rows := e.rows[chart.Name]
	if rows.NumRows() == 0 {
		return "", ""
	}
	days := columnOf(rows, "captured_on")
	brief = fmt.Sprintf("%s to %s (%s", inWords(formats.Cell(days, 0)),
		inWords(formats.Cell(days, days.Len()-1)), counted(rows.NumRows(), "capture", "captures"))
	return fmt.Sprintf("%s; history_sha256 %.8s in manifest.json)", brief, e.manifest.HistorySHA), brief + ")"
}
