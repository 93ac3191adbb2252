package charts

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRenderH3YearsThatMovedAreNamed(t *testing.T) {
	chart := chartNamed(t, "revised_years")
	svg := string(render(t, chart, typicalRevisions(), captured()).SVG)
	for _, want := range []string{
		">2014: +50\u00A0%</text>", ">12.7 → 19.1 million</text>", ">2021: +30\u00A0%</text>",
		">6 other years</text>", ">−0.7\u00A0% to +1.7\u00A0%</text>",
		"2014, from 29 August 2020: +50\u00A0%", ">27 April 2016</text>", ">17 October 2024</text>", ">2021</text>",
	} {
		if !strings.Contains(svg, want) {
			t.Errorf("want %s", want)
		}
	}
	if strings.Contains(svg, ">2009<") {
		t.Error("want no name for a year that never moved")
	}
}

func TestRenderRevisedYears(t *testing.T) {
	chart := chartNamed(t, "revised_years")
	cases := []struct {
		name string
		rows [][]any
		want []string
	}{
		{"two years that never moved", [][]any{
			{2014, "2020-01-02", 1, 700, 700, 0.0}, {2014, "2021-01-02", 1, 700, 700, 0.0},
			{2015, "2020-01-02", 1, 700, 700, 0.0}, {2015, "2021-01-02", 1, 700, 700, 0.0},
		}, []string{">All 2 years</text>", ">0\u00A0%</text>"}},
		{"one that fell", [][]any{
			{2014, "2020-01-02", 1, 700, 700, 0.0}, {2014, "2021-01-02", 1, 350, 700, -0.5},
		}, []string{">2014: −50\u00A0%</text>", ">700 → 350</text>"}},
		{"two captures of one day", [][]any{
			{2014, "2020-01-02", 1, 1000, 1000, 0.0}, {2014, "2020-01-02", 2, 1040, 1000, 0.04},
		}, []string{">2014: +4.0\u00A0%</text>", ">2 January 2020</text>"}},
		{"an end above a million from below", [][]any{
			{2014, "2020-01-02", 1, 999_000, 999_000, 0.0}, {2014, "2021-01-02", 1, 1_998_000, 999_000, 1.0},
		}, []string{">2014: +100\u00A0%</text>", ">999,000 → 2.0 million</text>"}},
		{"a share that is not known", [][]any{
			{2014, "2020-01-02", 1, nil, nil, nil}, {2015, "2020-01-02", 1, 700, 700, 0.0}, {2015, "2021-01-02", 1, 700, 700, 0.0},
		}, []string{">2015</text>"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			svg := string(render(t, chart, c.rows, captured()).SVG)
			for _, want := range c.want {
				if !strings.Contains(svg, want) {
					t.Errorf("want %s", want)
				}
			}
		})
	}
}

func TestShareTicks(t *testing.T) {
	cases := []struct {
		least, most float64
		want        []string
	}{
		{0, 0, []string{"0", "+0.1"}},
		{0, 0.013, []string{"0", "+0.5", "+1.0", "+1.5"}},
		{-0.007, 0.504, []string{"−10", "0", "+10", "+20", "+30", "+40", "+50", "+60"}},
		{-0.5, 0, []string{"−50", "−40", "−30", "−20", "−10", "0"}},
		{-0.02, 19, []string{"−500", "0", "+500", "+1,000", "+1,500", "+2,000"}},
	}
	for _, c := range cases {
		var got []string
		ticks := shareTicks(c.least, c.most)
		for _, tick := range ticks {
			got = append(got, strings.TrimSuffix(shareWriter(ticks)(tick), "\u00A0%"))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%v to %v (-want +got):\n%s", c.least, c.most, diff)
		}
	}
}
