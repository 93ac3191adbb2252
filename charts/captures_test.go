package charts

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/breachstats/breachstats/torture/must"
)

// typicalCaptures has captures of one list, of both views, and of one view.
func typicalCaptures() [][]any {
	return [][]any{
		{"2016-04-27", true, nil, nil, 1518, 158_027_958},
		{"2017-09-13", true, nil, nil, 2046, 175_654_582},
		{"2019-03-01", false, 2139, nil, nil, nil},
		{"2020-08-29", true, 2785, 580, 3365, 247_779_328},
		{"2022-04-04", true, 3699, 871, 4570, 327_935_996},
		{"2024-10-17", true, 5590, 852, 6442, 626_634_835},
		{"2026-05-03", false, nil, 702, nil, nil},
	}
}

func TestCapturesOfAnyNumber(t *testing.T) {
	daily := func(days int) [][]any {
		var rows [][]any
		for at := range days {
			day := time.Date(2024, time.January, 1+at, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
			rows = append(rows, []any{day, true, 5000 + at, 900, 5900 + at, 600_000_000 + at*1000})
		}
		return rows
	}
	chart := chartNamed(t, "listed_by_capture")
	for _, c := range []struct {
		name  string
		rows  [][]any
		marks int
	}{
		{"typical captures, in rows", typicalCaptures(), 0},
		{"one", typicalCaptures()[5:6], 0},
		{"no complete capture", typicalCaptures()[6:], 0},
		{"daily for two weeks, in rows", daily(14), 0},
		{"daily for fifteen days, in lines", daily(15), 60},
		{"daily for a month", daily(30), 120},
		{"daily for three years", daily(1000), 0},
		{"two captures of one day", append(daily(1), daily(1)...), 0},
		{"all the same and zero", [][]any{{"2024-01-01", true, 0, 0, 0, 0}, {"2024-01-02", true, 0, 0, 0, 0}}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			drawn := must.Get(chart.layOut(record(t, chart, c.rows), captured(), wideLayout()))(t)
			checkTexts(t, drawn)
			marks := 0
			for _, one := range drawn.marks {
				if _, ok := one.(*symbol); ok {
					marks++
				}
			}
			if marks != c.marks {
				t.Errorf("want %d marks, got %d", c.marks, marks)
			}
		})
	}
}

func TestCapturesTellTheirNewestValues(t *testing.T) {
	svg := string(render(t, chartNamed(t, "listed_by_capture"), typicalCaptures(), captured()).SVG)
	for _, want := range []string{">6,442</text>", ">702 open</text>", ">2,139 in the archive</text>", ">626.6 million</text>",
		"3 May 2026, under investigation: 702", "17 October 2024, archive: 5,590", "27 April 2016, one list of all: 1,518"} {
		if !strings.Contains(svg, want) {
			t.Errorf("want %q", want)
		}
	}
	got := fmt.Sprint(caveatsOf(t, chartNamed(t, "listed_by_capture"), typicalCaptures()))
	if want := "Hatched: 2 captures with only one view saved, so the whole list is not known."; !strings.Contains(got, want) {
		t.Errorf("want %q, got %q", want, got)
	}
}
