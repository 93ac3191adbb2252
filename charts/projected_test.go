package charts

import (
	"slices"
	"strings"
	"testing"

	"github.com/breachstats/breachstats/torture/must"
)

func TestProjectionIsAnOutlineAndNoBar(t *testing.T) {
	chart := chartNamed(t, "breaches_by_year")
	whole := []any{2023, 745, nil, nil, nil, false, nil, nil}
	for _, c := range []struct {
		name string
		row  []any
		want string
	}{
		{"projected", []any{2024, 537, nil, nil, nil, true, "2024-01-02", "2024-10-08", 727, 654, 808},
			"Outline: a projection for 2024, not a count: 727 breaches (95 % interval 654 to 808), from the share that past years had reached by that day."},
		{"not projected", []any{2024, 537, nil, nil, nil, true, "2024-01-02", "2024-10-08"}, ""},
		{"without an interval", []any{2024, 537, nil, nil, nil, true, "2024-01-02", "2024-10-08", 727, nil, nil}, ""},
	} {
		checked := must.Get(chart.check(record(t, chart, [][]any{whole, c.row})))(t)
		bars := readBreachesByYear(checked).(*yearBars)
		if got := bars.caveats(); slices.Contains(got, c.want) != (c.want != "") {
			t.Errorf("%s: want %q, got %q", c.name, c.want, got)
		}
		svg := string(render(t, chart, [][]any{whole, c.row}, captured()).SVG)
		if strings.Contains(svg, ">727<") != (c.want != "") || strings.Contains(svg, "dasharray") != (c.want != "") {
			t.Errorf("%s: want an outline with its number only where there is a projection", c.name)
		}
		if !strings.Contains(svg, ">537<") || !strings.Contains(svg, "2024: 537") {
			t.Errorf("%s: want the bar of the count", c.name)
		}
	}
}

// The phone layout has no room for the number on the bar of the newest year: it is written below.
func TestNumberOfThePartialYearIsOnThePhoneToo(t *testing.T) {
	chart := chartNamed(t, "breaches_by_year")
	var rows [][]any
	for year := 2009; year < 2024; year++ {
		rows = append(rows, []any{year, 700 + year - 2009, nil, nil, nil, false, nil, nil})
	}
	rows = append(rows, []any{2024, 537, nil, nil, nil, true, "2024-01-02", "2024-10-08", 727, 654, 808})
	image := render(t, chart, rows, captured())
	if !strings.Contains(string(image.Phone), ">537 to 8 Oct<") {
		t.Errorf("want the newest number below its bar, got %s", image.Phone)
	}
	if !strings.Contains(string(image.SVG), ">537<") || !strings.Contains(string(image.SVG), ">to 8 Oct<") {
		t.Error("want the number on the bar of the wide drawing")
	}
}
