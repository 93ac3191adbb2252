package charts

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/torture/must"
)

// TestPanelsNumberTheHighestAndTheNewestWholeYear checks which bars of a panel have a number: a
// partial year has one only if it is the highest.
func TestPanelsNumberTheHighestAndTheNewestWholeYear(t *testing.T) {
	chart := chartNamed(t, "breaches_by_year_and_type")
	year := func(year int, breaches any, isPartial bool) []any {
		return []any{year, "Theft", breaches, nil, nil, isPartial}
	}
	for _, test := range []struct {
		name string
		rows [][]any
		want []string
	}{
		{"both", [][]any{year(2021, 61, false), year(2022, 42, false), year(2023, 33, false), year(2024, 14, true)}, []string{"33", "61"}},
		{"the highest is the newest", [][]any{year(2022, 42, false), year(2023, 73, false), year(2024, 14, true)}, []string{"73"}},
		{"the highest is partial", [][]any{year(2022, 42, false), year(2023, 33, false), year(2024, 84, true)}, []string{"33", "84"}},
		{"the newest is not known", [][]any{year(2022, 42, false), year(2023, nil, false)}, []string{"42"}},
		{"none is whole", [][]any{year(2023, 33, true), year(2024, 14, true)}, []string{"33"}},
		{"none is known", [][]any{year(2023, nil, false)}, []string{unknown}},
	} {
		drawn := must.Get(chart.layOut(record(t, chart, test.rows), captured(), wideLayout()))(t)
		var got []string
		for _, one := range labelsOf(drawn) {
			if slices.Contains([]string{"61", "42", "33", "14", "73", "84", unknown}, one.text) {
				got = append(got, one.text)
			}
		}
		slices.Sort(got)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// TestPanelsShareOneScale checks that bars of different panels can be compared, and that a null has
// no bar.
func TestPanelsShareOneScale(t *testing.T) {
	chart := chartNamed(t, "breaches_by_year_and_location")
	drawn := must.Get(chart.layOut(record(t, chart, [][]any{
		{2022, "Network Server", 400, nil, nil, false}, {2023, "Network Server", nil, nil, nil, false},
		{2022, "Laptop", 100, nil, nil, false}, {2023, "Laptop", 200, nil, nil, false},
	}), captured(), wideLayout()))(t)
	heights := map[string]float64{}
	for _, one := range drawn.marks {
		if drawnBar, ok := one.(*bar); ok && drawnBar.tip != "" {
			heights[drawnBar.tip] = drawnBar.height()
		}
	}
	full := heights["Network Server, 2022: 400"]
	for tip, share := range map[string]float64{"Laptop, 2022: 100": 0.25, "Laptop, 2023: 200": 0.5} {
		if got := heights[tip]; got < share*full-1 || got > share*full+1 || full == 0 {
			t.Errorf("%s: want %v of %v points, got %v", tip, share, full, got)
		}
	}
	if len(heights) != 3 {
		t.Errorf("want three bars, got %v", heights)
	}
}

// TestYearsGivenTwiceAreAddedUp checks that no bar hides another.
func TestYearsGivenTwiceAreAddedUp(t *testing.T) {
	for name, rows := range map[string][][]any{
		"breaches_by_year":    {{2023, 300, nil, nil, nil, false, nil, nil}, {2023, 45, nil, nil, nil, false, nil, nil}},
		"individuals_by_year": {{2023, 1, 0, 300, 90, "One", false, nil, nil}, {2023, 1, 0, 45, 45, "Other", false, nil, nil}},
	} {
		svg := string(render(t, chartNamed(t, name), rows, captured()).SVG)
		if strings.Count(svg, "<title>2023: 345</title>") != 1 || strings.Contains(svg, "2023: 300") {
			t.Errorf("%s: want one bar of 345", name)
		}
	}
}
