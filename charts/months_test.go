package charts

import (
	"strings"
	"testing"

	"github.com/breachstats/breachstats/torture/must"
)

// typicalMonths returns years of months. The list begins in October of the first year and ends on a
// day in October of the last.
func typicalMonths(first, years int) [][]any {
	var rows [][]any
	for at := range years {
		for month := 1; month <= 12; month++ {
			breaches := 12 + 3*at + month*7919%17
			usual := float64(70+month*7919%25) / 1000
			switch isWhole := at > 0 && at < years-1; {
			case at == 0 && month < 9, at == years-1 && month > 10:
				rows = append(rows, []any{first + at, month, nil, nil, nil, usual})
			case at == 0 && month == 9:
				rows = append(rows, []any{first + at, month, 0, true, nil, usual})
			case isWhole:
				rows = append(rows, []any{first + at, month, breaches, false, usual, usual})
			default:
				rows = append(rows, []any{first + at, month, breaches, at > 0 && month == 10, nil, usual})
			}
		}
	}
	return rows
}

func TestMonthsOfAnyNumberOfYears(t *testing.T) {
	chart := chartNamed(t, "breaches_by_month")
	huge := typicalMonths(2010, 3)
	for _, row := range huge {
		if row[2] != nil {
			row[2] = int64(9_223_372_036_854_775_807)
		}
	}
	cases := []struct {
		name  string
		rows  [][]any
		wants []string
	}{
		{"60 years", typicalMonths(1990, 60), []string{"42 earlier years are in the table only.", ">2049</text>", "58 whole years"}},
		{"one whole year", typicalMonths(2010, 3)[12:24], []string{">2011</text>", "1 whole year<"}},
		{"one partial year", typicalMonths(2010, 1), []string{">2010</text>"}},
		{"one month", [][]any{{2024, 1, 500, true, nil, nil}}, []string{"January 2024: 500 breaches, partial month", "Hatched: partial months."}},
		{"huge", huge, []string{"…</text>"}},
		{"no such month", [][]any{{2024, 13, 500, true, nil, nil}, {2024, 0, 500, true, nil, nil}}, []string{nothingToDraw}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for _, note := range []Note{captured(), longNote()} {
				drawn := must.Get(chart.layOut(record(t, chart, c.rows), note, wideLayout()))(t)
				checkTexts(t, drawn)
			}
			svg := strings.ReplaceAll(string(render(t, chart, c.rows, captured()).SVG), "\n", " ")
			for _, want := range c.wants {
				if !strings.Contains(svg, want) {
					t.Errorf("want %q", want)
				}
			}
		})
	}
}

// A month that the list does not cover is empty. A month without breaches is a zero.
func TestMonthsWithoutBreachesAreNotUncovered(t *testing.T) {
	chart := chartNamed(t, "breaches_by_month")
	svg := string(render(t, chart, [][]any{{2024, 1, 0, false, nil, nil}, {2024, 2, nil, nil, nil, nil}}, captured()).SVG)
	if !strings.Contains(svg, "January 2024: 0 breaches") || strings.Contains(svg, "February 2024") {
		t.Error("want a zero for January and nothing for February")
	}
}
