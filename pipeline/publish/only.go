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

// Choice selects some figures in some formats, instead of a whole publication.
type Choice struct {
	// Figures are names such as breaches_by_year; none means a whole publication.
	Figures []string
	// Formats are from ChoiceFormats; none means the formats of a publication: csv, svg and png.
	Formats []string
	// Width is the width of the PNG and the SVG in pixels; 0 means that of a publication.
	Width int
	// Paper states how drawings are made for print; nil means as in a publication. PDF and EPS are always for print, and
	// 180 mm wide by default.
	Paper *charts.Paper
}

// usualPaper is as wide as the text of a journal page.
const usualPaper = 180 // mm

// paper returns how a figure is made for print in a format; ok is false if the format is not for print.
func (c Choice) paper(format string) (paper charts.Paper, ok bool) {
	if c.Paper != nil {
		paper = *c.Paper
	}
	if paper.WidthMM == 0 {
		paper.WidthMM = usualPaper
	}
	return paper, isDrawing(format) && (c.Paper != nil || format == "pdf" || format == "eps")
}

// isDrawing reports whether a format is a drawing.
func isDrawing(format string) bool { return slices.Contains(charts.PaperFormats(), format) }

// IsWhole reports that nothing was chosen.
func (c Choice) IsWhole() bool { return len(c.Figures) == 0 }

// ChoiceFormats lists the formats of a chosen figure.
func ChoiceFormats() []string {
	return []string{"csv", "eps", "json", "parquet", "pdf", "png", "svg", "xlsx"}
}

// NoFigure is the error for a chosen figure that does not exist.
type NoFigure struct {
	Asked string
	Known []string // the names of all figures
}

func (e NoFigure) Error() string { return fmt.Sprintf("--only: no figure %q", e.Asked) }

// Check returns an error unless every chosen figure and format exists: a NoFigure, or an error that lists the formats.
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

// formatsOf returns the formats that were chosen for a figure.
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

// drawChosen makes the chosen files, each NAME.FORMAT. A drawing with its own width is NAME-WIDTH.FORMAT, so that it
// never has the name of a published one.
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

// chartOf returns the chart of a figure that has one.
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

// IsPublished reports whether out holds a publication; to write there one must hold its lock.
func IsPublished(out string) bool {
	_, err := os.Stat(filepath.Join(out, manifestName))
	return err == nil
}

// WriteChosen writes files into out, each whole or not at all, and leaves everything else in it alone. If a publication
// there has one of them with other bytes, nothing is written, because its manifest would become wrong. unchanged counts
// the files that were there already.
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
			return 0, fmt.Errorf("%s: belongs to the publication there, whose manifest would become wrong; use `breachstats publish` to renew all of it, or name another --out", path)
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
