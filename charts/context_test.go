package charts

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/breachstats/breachstats/torture/must"
)

// withEvents returns a note with an event in each year, which every chart draws.
func withEvents(years ...int) Note {
	note := captured()
	var names []string
	for _, chart := range All() {
		names = append(names, chart.Name)
	}
	for _, year := range years {
		note.Events = append(note.Events, Event{
			On: time.Date(year, time.July, 11, 0, 0, 0, 0, time.UTC), Short: "An event", What: "It happened.", Source: "The Gazette", Charts: names,
		})
	}
	return note
}

func TestContextLines(t *testing.T) {
	chart := chartNamed(t, "breaches_by_year")
	for _, test := range []struct {
		name  string
		years []int
		want  []string
	}{
		{"one", []int{2013}, []string{"2013"}},
		{"oldest first, and three at most", []int{2016, 2010, 2013, 2011}, []string{"2010", "2011", "2013"}},
		{"outside the years", []int{1996}, nil},
		{"none", nil, nil},
	} {
		drawn := must.Get(chart.layOut(record(t, chart, typicalYears()), withEvents(test.years...), wideLayout()))(t)
		var names []string
		lines := 0
		for _, one := range drawn.marks {
			switch one := one.(type) {
			case *label:
				if strings.HasPrefix(one.text, "An event ") {
					names = append(names, strings.TrimPrefix(one.text, "An event "))
					if one.full != fmt.Sprintf("It happened. 11 July %s. Source: The Gazette.", names[len(names)-1]) {
						t.Errorf("%s: want the source in the tip, got %q", test.name, one.full)
					}
				}
			case *stroke:
				if one.colour == eventColour {
					lines++
				}
			}
		}
		if fmt.Sprint(names) != fmt.Sprint(test.want) || lines != len(test.want) {
			t.Errorf("%s: want %v, got %v with %d lines", test.name, test.want, names, lines)
		}
		checkTexts(t, drawn)
		checkMarks(t, drawn)
	}
}

func TestSyntheticChartsDrawNoEvents(t *testing.T) {
	note := withEvents(2013)
	note.IsSynthetic = true
	if svg := string(render(t, chartNamed(t, "breaches_by_year"), typicalYears(), note).SVG); strings.Contains(svg, "An event") {
		t.Error("want no real event in a synthetic list")
	}
}

func TestLargestBreachesMarkEvents(t *testing.T) {
	note := captured()
	note.Events = []Event{
		{On: time.Date(2015, time.March, 13, 0, 0, 0, 0, time.UTC), Short: "Anthem", Entity: "Anthem Inc."},
		{On: time.Date(2013, time.March, 13, 0, 0, 0, 0, time.UTC), Short: "other year", Entity: "Premera Blue Cross"},
	}
	svg := string(render(t, chartNamed(t, "largest_breaches"), typicalLargest(), note).SVG)
	if strings.Count(svg, `fill="`+accentColour.hex()+`"`) != 1 || !strings.Contains(svg, `font-weight="bold">Anthem Inc.</text>`) {
		t.Error("want only the event in the accent colour and in bold")
	}
}
