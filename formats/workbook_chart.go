package formats

import (
	"fmt"
	"slices"
	"sort"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/xuri/excelize/v2"
)

// SheetChart is a chart drawn by the spreadsheet program from the columns of a sheet.
type SheetChart struct {
	Title string
	// Category is the column along the axis, Values are the columns that are drawn; the sheet must
	// have them.
	Category string
	Values   []string
	// IsHorizontal draws bars to the right, the first row at the top; otherwise columns.
	IsHorizontal bool
	// IsStacked stacks the values of a row.
	IsStacked bool
	// Colours has a colour for each of Values, as RRGGBB.
	Colours []string
}

// Position of charts on their sheet, in pixels and rows: one below another, each on its own printed
// page.
const (
	chartWidth, chartHeight = 880, 560
	chartRows               = 29 // of 20 pixels, one of them empty
	chartColumns            = 14
)

// writeCharts makes the sheet of charts if any sheet has one. Their tables may be written later.
func writeCharts(file *excelize.File, sheets []Sheet) error {
	count := 0
	for _, sheet := range sheets {
		if sheet.Chart == nil || sheet.Rows.NumRows() == 0 {
			continue
		}
		if count == 0 {
			if _, err := file.NewSheet(ChartsSheet); err != nil {
				return err
			}
		}
		drawn, err := sheet.Chart.of(sheet)
		if err != nil {
			return fmt.Errorf("%s: %w", sheet.Name, err)
		}
		cell, err := excelize.CoordinatesToCellName(1, 1+count*chartRows)
		if err != nil {
			return err
		}
		if err := file.AddChart(ChartsSheet, cell, drawn); err != nil {
			return fmt.Errorf("%s: %w", sheet.Name, err)
		}
		if count > 0 {
			if err := file.InsertPageBreak(ChartsSheet, cell); err != nil {
				return err
			}
		}
		count++
	}
	if count == 0 {
		return nil
	}
	// excelize adds the types of images in the random order of a map.
	kinds := file.ContentTypes.Defaults
	sort.SliceStable(kinds, func(i, j int) bool { return kinds[i].Extension < kinds[j].Extension })
	// Excel ignores page breaks if it fits a sheet to a page, so scale the chart to fit.
	lying, percent := "landscape", uint(70)
	if err := file.SetPageLayout(ChartsSheet, &excelize.PageLayoutOptions{Orientation: &lying, AdjustTo: &percent}); err != nil {
		return err
	}
	return printArea(file, ChartsSheet, chartColumns, count*chartRows)
}

// of returns the chart for excelize, with references to the cells of a sheet.
func (c SheetChart) of(sheet Sheet) (*excelize.Chart, error) {
	fields := sheet.Rows.Schema().Fields()
	cells := func(column string) (string, error) {
		at := slices.IndexFunc(fields, func(f arrow.Field) bool { return f.Name == column })
		if at < 0 {
			return "", fmt.Errorf("column %s: want one, got none", column)
		}
		name, err := excelize.ColumnNumberToName(at + 1)
		return fmt.Sprintf("'%s'!$%s$2:$%s$%d", sheet.Name, name, name, sheet.Rows.NumRows()+1), err
	}
	categories, err := cells(c.Category)
	if err != nil {
		return nil, err
	}
	gap, overlap := uint(40), 0
	drawn := &excelize.Chart{
		Type: excelize.Col, Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: c.Title, Font: &excelize.Font{Bold: true, Size: 13}}}},
		Dimension: excelize.ChartDimension{Width: chartWidth, Height: chartHeight}, GapWidth: &gap, Overlap: &overlap,
		Legend: excelize.ChartLegend{Position: "none"},
		XAxis:  excelize.ChartAxis{Font: excelize.Font{Color: "404040", Size: 9}},
		YAxis:  excelize.ChartAxis{MajorGridLines: true, Font: excelize.Font{Color: "404040", Size: 9}, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "#,##0"}},
	}
	if len(c.Values) > 1 {
		drawn.Legend.Position = "bottom"
	}
	switch {
	case c.IsHorizontal:
		drawn.Type = excelize.Bar
		drawn.XAxis.ReverseOrder = true
	case c.IsStacked:
		drawn.Type, overlap = excelize.ColStacked, 100
	}
	for i, column := range c.Values {
		values, err := cells(column)
		if err != nil {
			return nil, err
		}
		at, err := excelize.ColumnNumberToName(slices.IndexFunc(fields, func(f arrow.Field) bool { return f.Name == column }) + 1)
		if err != nil {
			return nil, err
		}
		series := excelize.ChartSeries{Name: fmt.Sprintf("'%s'!$%s$1", sheet.Name, at), Categories: categories, Values: values}
		if i < len(c.Colours) {
			series.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{c.Colours[i]}}
		}
		drawn.Series = append(drawn.Series, series)
	}
	return drawn, nil
}

// printOn prints a sheet's cells in landscape, as wide as all columns, with the header, if any, on
// each page. It must be called before the rows are streamed.
func printOn(file *excelize.File, sheet string, columns, rows int, hasHeader bool) error {
	isFitted, across, down, lying := true, 1, 0, "landscape"
	if err := file.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &isFitted}); err != nil {
		return err
	}
	if err := file.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &lying, FitToWidth: &across, FitToHeight: &down}); err != nil {
		return err
	}
	if err := printArea(file, sheet, columns, rows); err != nil || !hasHeader {
		return err
	}
	return file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$1:$1", sheet), Scope: sheet})
}

// printArea limits printing to the first columns and rows of a sheet.
func printArea(file *excelize.File, sheet string, columns, rows int) error {
	if columns == 0 || rows == 0 {
		return nil
	}
	last, err := excelize.CoordinatesToCellName(columns, rows, true)
	if err != nil {
		return err
	}
	return file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: fmt.Sprintf("'%s'!$A$1:%s", sheet, last), Scope: sheet})
}
