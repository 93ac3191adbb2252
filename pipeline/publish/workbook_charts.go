package publish

import (
	"fmt"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/breachstats/breachstats/charts"
	"github.com/breachstats/breachstats/formats"
)

// breachesSheet is the sheet of all breaches.
const breachesSheet = "breaches"

// workbookCharts lists the figures that the workbook draws, with what it draws of each.
var workbookCharts = map[string]formats.SheetChart{
	"breaches_by_year":    {Title: "Breaches reported each year", Category: "year", Values: []string{"breaches"}, Colours: []string{"0072B2"}},
	"individuals_by_year": {Title: "Individuals affected each year", Category: "year", Values: []string{"individuals"}, Colours: []string{"0072B2"}},
	"breaches_by_state":   {Title: "Breaches by state", Category: "state", Values: []string{"breaches"}, Colours: []string{"0072B2"}},
	"sizes_by_year":       {Title: "Individuals in the median breach of each year", Category: "year", Values: []string{"median_individuals"}, Colours: []string{"D55E00"}},
	"largest_breaches": {
		Title: "The largest breaches, individuals affected", Category: "entity_name", Values: []string{"individuals"}, Colours: []string{"0072B2"}, IsHorizontal: true,
	},
}

// workbookChart returns the chart of a figure, with its partial years in the title; nil if it has no chart.
func (e *Edition) workbookChart(figure string) *formats.SheetChart {
	chart, isDrawn := workbookCharts[figure]
	if !isDrawn {
		return nil
	}
	rows := e.rows[figure]
	var parts []string
	if at := rows.Schema().FieldIndices("is_partial_year"); len(at) == 1 {
		for row := range int(rows.NumRows()) {
			if formats.Cell(rows.Column(at[0]), row) == "true" {
				parts = append(parts, formats.Cell(columnOf(rows, "year"), row))
			}
		}
	}
	chart.Title += ", " + e.capture.shown()
	if len(parts) > 0 {
		chart.Title += fmt.Sprintf(" (in part: %s)", strings.Join(parts, ", "))
	}
	if e.capture.IsSynthetic {
		chart.Title = "SYNTHETIC: " + chart.Title
	}
	return &chart
}

// workbookBreaches returns all breaches that the page lists, with the columns of a download from the page and the
// descriptions.
func (e *Edition) workbookBreaches() arrow.RecordBatch {
	var fields []arrow.Field
	var columns []arrow.Array
	add := func(name string) {
		if at := e.list.Schema().FieldIndices(name); len(at) == 1 {
			fields = append(fields, e.list.Schema().Field(at[0]))
			columns = append(columns, e.list.Column(at[0]))
		}
	}
	for _, column := range charts.ListColumns() {
		if column.IsDownloaded {
			add(column.Name)
		}
	}
	add("description")
	return array.NewRecordBatch(arrow.NewSchema(fields, nil), columns, e.list.NumRows())
}

// breachesNotes describes the sheet of all breaches and its columns.
func (e *Edition) breachesNotes(sheet string, rows arrow.RecordBatch) []formats.Line {
	about := "One row per breach, the newest submission first."
	if rest := e.listed - rows.NumRows(); rest > 0 {
		about += fmt.Sprintf(" %d older ones do not fit; breaches.parquet has all of them.", rest)
	}
	for _, cut := range cutOf(rows) {
		about += " " + strings.ToUpper(cut[:1]) + cut[1:] + "; breaches.parquet has them whole."
	}
	notes := []formats.Line{{Cells: []string{sheet, "", about}}}
	meanings := map[string]string{"status": "archived, open (under investigation), left its list (not seen again), listed (one list had both), or no longer listed."}
	for _, m := range e.marts {
		if m.model.Name == "breaches" {
			for name, meaning := range commentsOf(m.model) {
				meanings[name] = meaning
			}
		}
	}
	for _, field := range rows.Schema().Fields() {
		notes = append(notes, formats.Line{Cells: []string{"", field.Name, meanings[field.Name]}})
	}
	return notes
}
