package publish

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/breachstats/breachstats/charts"
	"github.com/breachstats/breachstats/formats"
	models "github.com/breachstats/breachstats/sql"
)

const workbookName = "breachstats.xlsx"

// writeWorkbook writes all figures, in the order of the page, and all breaches into one spreadsheet file, with notes that
// describe them.
func (e *Edition) writeWorkbook() ([]File, error) {
	figures := e.publishedFigures()
	names := make([]string, len(figures))
	for i, figure := range figures {
		names[i] = figure.Name
	}
	ordered := make([]models.Model, 0, len(figures))
	for _, name := range charts.PageOrder(names) {
		ordered = append(ordered, figures[slices.Index(names, name)])
	}
	content, err := e.workbookOf(ordered, true)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", workbookName, err)
	}
	return []File{{Name: workbookName, Bytes: content}}, nil
}

// workbookOf makes a workbook of some figures, with all breaches at the end if wanted.
func (e *Edition) workbookOf(figures []models.Model, hasBreaches bool) ([]byte, error) {
	names := make([]string, len(figures))
	for i, figure := range figures {
		names[i] = figure.Name
	}
	names = formats.SheetNames(append(names, breachesSheet))
	book := formats.Workbook{
		Title: e.dataset(), Subject: "The list " + e.capture.words(), Author: authors, On: e.capture.NewestCapturedOn,
		Notes: e.workbookNotes(figures, names),
	}
	for i, figure := range figures {
		rows := e.rows[figure.Name]
		book.Sheets = append(book.Sheets, formats.Sheet{
			Name: names[i], Rows: rows.NewSlice(0, min(rows.NumRows(), formats.MostSheetRows)), NumberFormats: numberFormats(rows.Schema()),
			Chart: e.workbookChart(figure.Name),
		})
	}
	if hasBreaches {
		rows := e.workbookBreaches()
		book.Sheets = append(book.Sheets, formats.Sheet{Name: names[len(figures)], Rows: rows, NumberFormats: numberFormats(rows.Schema())})
		book.Notes = append(book.Notes, e.breachesNotes(names[len(figures)], rows)...)
	}
	var content bytes.Buffer
	err := book.Write(&content)
	return content.Bytes(), err
}

// workbookNotes is the first sheet: what the workbook is, where it comes from, how to cite it, and
// what each column of each sheet means.
func (e *Edition) workbookNotes(figures []models.Model, sheets []string) []formats.Line {
	var notes []formats.Line
	say := func(cells ...string) { notes = append(notes, formats.Line{Cells: cells}) }
	head := func(cells ...string) {
		notes = append(notes, formats.Line{}, formats.Line{Cells: cells, IsHeading: true})
	}
	say(e.dataset())
	for _, notice := range e.capture.notices() {
		say(notice)
	}
	for i, figure := range figures {
		for _, cut := range cutOf(e.rows[figure.Name]) {
			say(fmt.Sprintf("Sheet %s: %s; %s.csv has all of it.", sheets[i], cut, figure.Name))
		}
	}
	head("About", "", "")
	say("Captured", "", inWords(e.capture.CapturedOn))
	if e.capture.AsOf != "" {
		say("As of", "", inWords(e.capture.AsOf))
	}
	say("Made by", "", "breachstats "+e.options.Version)
	say("Source", "", e.source())
	say("Cite as", "", e.citation())
	say("Same figures", "", "as CSV, SVG and PNG, with the sha256 of every file in manifest.json, in the publication")
	head("File of the portal from which rows come", "view", "sha256")
	for _, snapshot := range e.manifest.Snapshots {
		say(snapshot.File, snapshot.View, snapshot.SHA256)
	}
	head("Sheet", "column", "meaning")
	for i, figure := range figures {
		say(sheets[i], "", titleOf(figure)+". "+strings.TrimSpace(figure.Header.Row+" "+figure.Header.Notes))
		comments := commentsOf(figure)
		for _, field := range e.rows[figure.Name].Schema().Fields() {
			say("", field.Name, comments[field.Name])
		}
	}
	return notes
}

// cutOf describes what part of a table does not fit a sheet.
func cutOf(rows arrow.RecordBatch) []string {
	var cut []string
	if rest := rows.NumRows() - formats.MostSheetRows; rest > 0 {
		cut = append(cut, fmt.Sprintf("%d more rows do not fit", rest))
	}
	for i, field := range rows.Schema().Fields() {
		texts, isText := rows.Column(i).(*array.String)
		if !isText {
			continue
		}
		long := 0
		for row := range texts.Len() {
			if texts.IsValid(row) && !formats.FitsCell(texts.Value(row)) {
				long++
			}
		}
		if long > 0 {
			cut = append(cut, fmt.Sprintf("%d texts of %s are too long for a cell and cut", long, field.Name))
		}
	}
	return cut
}

// numberFormats goes by the names of columns: a share is a percentage, a count has thousands separators, and a number
// that is not a quantity (a year, a rank) has neither.
func numberFormats(schema *arrow.Schema) []string {
	codes := make([]string, schema.NumFields())
	for i, field := range schema.Fields() {
		name := "_" + field.Name
		switch field.Type.ID() {
		case arrow.INT64, arrow.UINT64, arrow.DECIMAL128:
			codes[i] = "#,##0"
			for _, plain := range []string{"_year", "_order", "_no", "_line", "_level", "_rank", "_place", "_version"} {
				if strings.HasSuffix(name, plain) || strings.HasPrefix(field.Name, "rank_") {
					codes[i] = "0"
				}
			}
		case arrow.FLOAT32, arrow.FLOAT64:
			switch {
			case strings.Contains(name, "_share"):
				codes[i] = "0.0%"
			case strings.Contains(name, "_similarity"):
				codes[i] = "0.00"
			default:
				codes[i] = "#,##0.0"
			}
		default: // texts, days and booleans have the format of their type
		}
	}
	return codes
}
