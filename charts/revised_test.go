package charts

import (
	"strings"
	"testing"
)

func TestRenderH3FirstAgainstNewest(t *testing.T) {
	chart := chartNamed(t, "revised_years")
	svg := string(render(t, chart, typicalRevisions(), captured()).SVG)
	for _, want := range []string{
		">+50\u00A0%</text>", ">12.7 million</text>", ">19.1 million</text>", ">+30\u00A0%</text>", ">−0.7\u00A0%</text>",
		"<title>2014: 12.7 million at the first capture, 19.1 million at the newest, +50\u00A0%</title>",
	} {
		if !strings.Contains(svg, want) {
			t.Errorf("want %s", want)
		}
	}
	if strings.Index(svg, ">2021</text>") > strings.Index(svg, ">2014</text>") {
		t.Error("want the newest year first")
	}
	if strings.Count(svg, `fill="`+accentColour.hex()+`"`) != 1 {
		t.Error("want the accent colour only on the year that moved most")
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
		}, []string{">The totals of all two past years have hardly moved since each year’s end</text>", ">0\u00A0%</text>"}},
		{"one that fell", [][]any{
			{2014, "2020-01-02", 1, 700, 700, 0.0}, {2014, "2021-01-02", 1, 350, 700, -0.5},
		}, []string{">−50\u00A0%</text>", ">700</text>", ">350</text>", "The total of 2014 has moved by −50\u00A0% since the year’s end"}},
		{"two captures of one day", [][]any{
			{2014, "2020-01-02", 1, 1000, 1000, 0.0}, {2014, "2020-01-02", 2, 1040, 1000, 0.04},
		}, []string{">+4.0\u00A0%</text>", ">1,040</text>"}},
		{"a total that rises above a million", [][]any{
			{2014, "2020-01-02", 1, 999_000, 999_000, 0.0}, {2014, "2021-01-02", 1, 1_998_000, 999_000, 1.0},
		}, []string{">+100\u00A0%</text>", ">999,000</text>", ">2.0 million</text>"}},
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
