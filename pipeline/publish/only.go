package publish

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/google/renameio/v2"

	"github.com/breachstats/breachstats/charts"
	models "github.com/breachstats/breachstats/sql"
)

// Choice is some figures in some formats, instead of a whole publication.
type Choice struct {
	// Figures are their names, breaches_by_year; none for a whole publication.
	Figures []string
	// Formats are of ChoiceFormats; none for what a figure has in a publication: csv, svg and png.
	Formats []string
	// Width is of the PNG and the SVG in pixels; 0 for that of a publication.
	Width int
	// Paper is how drawings are made for print; nil for drawings as in a publication. PDF and EPS are
	// always for print, and 180 mm wide unless a paper says otherwise.
	Paper *charts.Paper
}

// usualPaper is the page of a journal from margin to margin.
const usualPaper = 180 // mm

// paper is how a figure is made in a format for print; ok is false where it is not for print.
func (c Choice) paper(format string) (paper charts.Paper, ok bool) {
	if c.Paper != nil {
		paper = *c.Paper
	}
	if paper.WidthMM == 0 {
		paper.WidthMM = usualPaper
	}
	return paper, isDrawing(format) && (c.Paper != nil || format == "pdf" || format == "eps")
}

// isDrawing reports whether a format holds a chart.
func isDrawing(format string) bool { return slices.Contains(charts.PaperFormats(), format) }

// IsWhole tells that nothing was chosen.
func (c Choice) IsWhole() bool { return len(c.Figures) == 0 }

// ChoiceFormats lists the formats of a chosen figure.
func ChoiceFormats() []string {
	return []string{"csv", "eps", "json", "parquet", "pdf", "png", "svg", "xlsx"}
}

// NoFigure is the error of a figure that is chosen and not there.
type NoFigure struct {
	Asked string
	Known []string // the names of all figures
}

func (e NoFigure) Error() string { return fmt.Sprintf("--only: no figure %q", e.Asked) }

// Check returns an error unless all that is chosen is there: a NoFigure, or one that says what there is.
// list holds the models.
func (c Choice) Check(list []models.Model) error {
	var known []string
	for _, model := range list {
		if model.Layer == models.Figures {
			known = append(known, model.Name)
		}
	}
	for _, name := range c.Figures {
		if !slices.Contains(known, name) {
			return NoFigure{Asked: name, Known: known}
		}
	}
	for _, format := range c.Formats {
		if !slices.Contains(ChoiceFormats(), format) {
			return fmt.Errorf("--format: want some of %s, got %q", strings.Join(ChoiceFormats(), ", "), format)
		}
		for _, name := range c.Figures {
			if isDrawing(format) && !hasChart(name) {
				return fmt.Errorf("--format: %s is a table without a chart; want csv, json, parquet or xlsx, got %s", name, format)
			}
		}
	}
	if paper, _ := c.paper("pdf"); c.Paper != nil {
		if err := paper.Check(); err != nil {
			return fmt.Errorf("--%s", strings.Replace(err.Error(), "width:", "width-mm:", 1))
		}
		if c.Width != 0 {
			return errors.New("--width: is in pixels, for a screen; want it or one of --width-mm, --no-title, --grey and --dpi, which are for print")
		}
	}
	if c.Width != 0 {
		if err := charts.CheckWidth(c.Width); err != nil {
			return fmt.Errorf("--width: %w", err)
		}
	}
	return nil
}

// formatsOf are the formats in which a figure was asked for.
func (c Choice) formatsOf(figure string) []string {
	switch {
	case len(c.Formats) > 0:
		return c.Formats
	case hasChart(figure):
		return []string{"csv", "svg", "png"}
	}
	return []string{"csv"}
}

func hasChart(figure string) bool {
	return slices.ContainsFunc(charts.All(), func(c charts.Chart) bool { return c.Name == figure })
}

// drawChosen makes the files that the choice names, each NAME.FORMAT; a drawing of a width of its
// own is NAME-WIDTH.FORMAT, and never takes the name of a published one.
func (e *Edition) drawChosen() ([]File, error) {
	var files []File
	for _, figure := range e.publishedFigures() {
		for _, format := range e.options.Only.formatsOf(figure.Name) {
			file, err := e.drawAs(figure, format)
			if err != nil {
				return nil, err
			}
			files = append(files, file)
		}
	}
	for _, name := range e.options.Only.Figures {
		if !slices.ContainsFunc(files, func(f File) bool { return strings.HasPrefix(f.Name, name+".") || strings.HasPrefix(f.Name, name+"-") }) {
			return nil, fmt.Errorf("figures.%s: has no rows in this database, so there is nothing to publish of it", name)
		}
	}
	return files, nil
}

// chartOf is the chart of a figure that has one.
func chartOf(figure string) charts.Chart {
	return charts.All()[slices.IndexFunc(charts.All(), func(c charts.Chart) bool { return c.Name == figure })]
}

func (e *Edition) drawAs(figure models.Model, format string) (File, error) {
	file := File{Name: figure.Name + "." + format}
	var err error
	if paper, isForPrint := e.options.Only.paper(format); isForPrint {
		file.Name = figure.Name + "-" + strconv.FormatFloat(paper.WidthMM, 'f', -1, 64) + "mm"
		if paper.IsGrey {
			file.Name += "-grey"
		}
		file.Name += "." + format
		chart := chartOf(figure.Name)
		file.Bytes, err = chart.ForPaper(e.rows[chart.Name], e.noteOf(chart), paper, format)
		return file, err
	}
	switch format {
	case "png", "svg":
		if width := e.options.Only.Width; width != 0 {
			file.Name = figure.Name + "-" + strconv.Itoa(width) + "." + format
		}
		chart := chartOf(figure.Name)
		var image charts.Image
		if image, err = e.render(chart); err == nil {
			file.Bytes = image.PNG
			if format == "svg" {
				file.Bytes = image.SVG
			}
		}
	case "xlsx":
		file.Bytes, err = e.workbookOf([]models.Model{figure}, false)
	default:
		file.Bytes, err = written(format, e.rows[figure.Name])
	}
	if err != nil {
		return file, fmt.Errorf("%s: %w", figure.Table(), err)
	}
	return file, nil
}

// IsPublished tells that a publication stands in out, whose lock writers must hold.
func IsPublished(out string) bool {
	_, err := os.Stat(filepath.Join(out, manifestName))
	return err == nil
}

// WriteChosen puts files into out, each whole or not at all, and leaves all else in it as it is. A
// file that a publication there has with other bytes is refused, before any is written: its
// manifest would be wrong. unchanged counts the files that stood there already.
func WriteChosen(out string, files []File) (unchanged int, err error) {
	out, err = resolved(out)
	if err != nil {
		return 0, err
	}
	var published []string
	if IsPublished(out) {
		if published, err = publishedFiles(out); err != nil {
			return 0, err
		}
	}
	var changed []File
	for _, file := range files {
		path := filepath.Join(out, file.Name)
		stands, err := readRegular(path)
		switch {
		case err == nil && bytes.Equal(stands, file.Bytes):
			unchanged++
			continue
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return 0, err
		case slices.Contains(published, file.Name):
			return 0, fmt.Errorf("%s: is of the publication there, whose manifest would be wrong; `breachstats publish` renews all of it, or name another --out", path)
		}
		changed = append(changed, file)
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return 0, err
	}
	for _, file := range changed {
		if err := renameio.WriteFile(filepath.Join(out, file.Name), file.Bytes, 0o644, renameio.WithTempDir(out)); err != nil {
			return 0, err
		}
	}
	return unchanged, nil
}
