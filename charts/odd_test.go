package charts

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
)

// oddity is a kind of unusual rows, which every chart must be able to draw.
type oddity struct {
	name string
	rows func(tb testing.TB, chart Chart) [][]any
	note func() Note
}

// oddities returns the unusual rows.
func oddities() []oddity {
	long := strings.Repeat("Saint <script>&\"Mary\" Hospital ", 10)
	names := func(_ testing.TB, chart Chart) [][]any { return fill(chart, 20, long, 100) }
	return []oddity{
		{"typical rows", typical, captured},
		{"a stamp", typical, func() Note { return Note{IsSynthetic: true, Captured: "17 October 2024 (3f9a1c2b)"} }},
		{"no note", typical, func() Note { return Note{} }},
		{"events", typical, func() Note { return withEvents(2010, 2014, 2023) }},
		{"events of odd rows", giantCategory, func() Note { return withEvents(2012, 2013, 2024) }},
		{"R1 empty table", func(testing.TB, Chart) [][]any { return nil }, captured},
		{"R1 one row", oneRow, captured},
		{"R1 one year", func(_ testing.TB, chart Chart) [][]any { return categories(chart, 2024, 1, 4) }, captured},
		{"R1 all null", nulls, captured},
		{"R1 all null except the year", nullsButYear, captured},
		{"R2 200 categories", func(_ testing.TB, chart Chart) [][]any { return categories(chart, 2010, 15, 200) }, captured},
		{"R2 30 categories in one year", func(_ testing.TB, chart Chart) [][]any { return categories(chart, 2024, 1, 30) }, captured},
		{"R2 long and hostile names", names, longNote},
		{"R2 one long word", func(_ testing.TB, chart Chart) [][]any { return fill(chart, 12, strings.Repeat("W", 300), 7) }, captured},
		{"R2 no glyph", func(_ testing.TB, chart Chart) [][]any {
			return fill(chart, 12, "東京大学病院 مستشفى 🏥", 7)
		}, captured},
		{"R2 30 categories", func(_ testing.TB, chart Chart) [][]any { return categories(chart, 2010, 15, 30) }, captured},
		{"R3 giant beside 500", giant, captured},
		{"R3 giant in one of many categories", giantCategory, captured},
		{"all values equal", func(_ testing.TB, chart Chart) [][]any { return fill(chart, 16, "Equal", 700) }, captured},
		{"many categories end at one height", sameEnd, captured},
		{"R4 zeros", func(_ testing.TB, chart Chart) [][]any { return fill(chart, 12, "Zero", 0) }, captured},
		{"R4 negative", func(_ testing.TB, chart Chart) [][]any { return fill(chart, 12, "Minus", -5) }, captured},
		{"largest numbers", func(_ testing.TB, chart Chart) [][]any { return fill(chart, 12, "Most", math.MaxInt64) }, captured},
		{"years far apart", farYears, captured},
		{"60 years", func(_ testing.TB, chart Chart) [][]any { return categories(chart, 1990, 60, 3) }, captured},
		{"18 years", func(_ testing.TB, chart Chart) [][]any { return categories(chart, 2009, 18, 9) }, longNote},
		{"all years partial", allPartial, captured},
	}
}

func longNote() Note {
	note := captured()
	note.Caveats = []string{strings.Repeat("The under-investigation view of this capture was not saved. ", 20)}
	return note
}

// set returns a row of a chart with the same value in all numbers and the same name in all texts.
func set(chart Chart, year int64, name string, value int64) []any {
	row := make([]any, len(chart.Columns))
	for i, column := range chart.Columns {
		switch column.Type.ID() {
		case arrow.INT64:
			row[i] = value
			if column.Name == "year" {
				row[i] = year
			}
		case arrow.FLOAT64:
			row[i] = float64(value) / 1000
		case arrow.STRING:
			row[i] = name
		case arrow.BOOL:
			row[i] = year == 2024
		default:
			row[i] = "2024-10-08"
		}
	}
	return row
}

// fill returns one row for each of several years, each with another name.
func fill(chart Chart, years int, name string, value int64) [][]any {
	var rows [][]any
	for i := range years {
		rows = append(rows, set(chart, int64(2005+i), fmt.Sprint(name, i), value))
	}
	return rows
}

// categories returns a full grid with uneven numbers.
func categories(chart Chart, first int64, years, names int) [][]any {
	var rows [][]any
	for i := range years {
		for j := range names {
			name := fmt.Sprintf("Category %d of many with a long name", j)
			rows = append(rows, set(chart, first+int64(i), name, int64((i*7919+j*104729)%1999)*int64(1+j)*1000))
		}
	}
	return rows
}

func oneRow(_ testing.TB, chart Chart) [][]any {
	return [][]any{set(chart, 2024, "Only One", 500)}
}

func nulls(_ testing.TB, chart Chart) [][]any {
	return [][]any{make([]any, len(chart.Columns)), make([]any, len(chart.Columns))}
}

func nullsButYear(_ testing.TB, chart Chart) [][]any {
	var rows [][]any
	for year := range 9 {
		row := make([]any, len(chart.Columns))
		for i, column := range chart.Columns {
			if column.Name == "year" {
				row[i] = 2009 + year
			}
		}
		rows = append(rows, row)
	}
	return rows
}

func giant(_ testing.TB, chart Chart) [][]any {
	rows := fill(chart, 20, "Small", 500)
	rows[19] = set(chart, 2024, "Change Healthcare, Inc.", 192_700_000)
	rows[10] = set(chart, 2015, "Anthem Inc.", 78_800_000)
	return rows
}

// giantCategory returns a grid in which one category is far larger than the others.
func giantCategory(_ testing.TB, chart Chart) [][]any {
	var rows [][]any
	for year := range 15 {
		for i, value := range []int64{500, 192_700_000, 501, 0, 3, 1, 2} {
			rows = append(rows, set(chart, int64(2010+year), fmt.Sprintf("Category %d", i), value))
		}
	}
	return rows
}

// sameEnd returns a grid of nine categories with the same number in the last year.
func sameEnd(_ testing.TB, chart Chart) [][]any {
	var rows [][]any
	for year := range 15 {
		for i := range 9 {
			rows = append(rows, set(chart, int64(2010+year), fmt.Sprintf("Category %d that ends as all do", i), int64((14-year)*(i+1)*7+4)))
		}
	}
	return rows
}

func farYears(_ testing.TB, chart Chart) [][]any {
	var rows [][]any
	for _, year := range []int64{math.MinInt64, -3, 24, 2024, 20240, math.MaxInt64} {
		rows = append(rows, set(chart, year, "Slip", 12_345))
	}
	return rows
}

func allPartial(tb testing.TB, chart Chart) [][]any {
	rows := typical(tb, chart)
	for _, row := range rows {
		for i, column := range chart.Columns {
			if column.Name == "is_partial_year" {
				row[i] = true
			}
		}
	}
	return rows
}
