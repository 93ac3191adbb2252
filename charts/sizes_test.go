package charts

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/torture/must"
)

// typicalSizes returns the classes from 500 to 200 million, one class below 500 and the breaches
// without a number.
func typicalSizes() [][]any {
	limits := []int{0}
	for power := 100; power < 1_000_000_000; power *= 10 {
		for _, digits := range []int{100, 125, 160, 200, 250, 315, 400, 500, 630, 800} {
			if limit := digits * power / 100; limit >= 500 && limit <= 200_000_000 {
				limits = append(limits, limit)
			}
		}
	}
	var rows [][]any
	for i, from := range limits[:len(limits)-1] {
		breaches := int(620 * math.Exp(-float64(i)/9))
		smallest := 0
		switch {
		case from == 0:
			breaches = 3
		case from == 500:
			smallest = 176
		case i == len(limits)-2:
			breaches = 1
		}
		rows = append(rows, []any{i, from, limits[i+1], breaches, smallest})
	}
	return append(rows, []any{len(limits), nil, nil, 1, 0})
}

// typicalQuartiles returns quartiles that grow over the years, as those of the portal do.
func typicalQuartiles() [][]any {
	var rows [][]any
	for at, breaches := range yearCounts() {
		first, last := firstAndLast(at)
		grown := math.Pow(1.1, float64(at))
		rows = append(rows, []any{firstYear + at, breaches, at / 15, 878 + 40*grown, 1500 * grown, 5739 * grown * grown / 1.5, isPartYear(at), first, last})
	}
	return rows
}

func TestSizesTellTheSmallestAndTheLargest(t *testing.T) {
	chart := chartNamed(t, "breach_sizes")
	svg := strings.ReplaceAll(string(render(t, chart, typicalSizes(), captured()).SVG), "\n", " ")
	for _, want := range []string{
		">exactly 500 or 501 individuals: 176 breaches</text>", ">500</text>", ">1,000</text>", ">100,000</text>", ">1 million</text>", ">100 million</text>",
		"(log axis)", "160,000,000 to 199,999,999 individuals: 1 breach<",
	} {
		if !strings.Contains(svg, want) {
			t.Errorf("want %q", want)
		}
	}
	if diff := cmp.Diff([]string{
		"The upper limit of each class is about 1.26 times its lower limit.",
		"Not drawn: 3 breaches of fewer than 500 individuals; 1 breach that states no number.",
	}, caveatsOf(t, chart, typicalSizes())); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	svg = string(render(t, chart, [][]any{{1, nil, nil, 2, 0}}, captured()).SVG)
	if want := "No breach states 500 individuals or more"; !strings.Contains(svg, want) {
		t.Errorf("want %q", want)
	}
}

func TestLogTicksAreRound(t *testing.T) {
	for _, c := range []struct {
		least, most float64
		want        []float64
	}{
		{878, 49_968, []float64{500, 1000, 2000, 5000, 10_000, 20_000, 50_000}},
		{500, 500, []float64{500, 1000}},
		{0, 0, []float64{1, 2}},
		{-5, 1, []float64{1, 2}},
		{500, 200_000_000, []float64{500, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 200_000_000}},
	} {
		if diff := cmp.Diff(c.want, logTicks(c.least, c.most)); diff != "" {
			t.Errorf("%v to %v: want -, got +:\n%s", c.least, c.most, diff)
		}
	}
}

// caveatsOf returns the sentences that the rows add to the caption of a chart.
func caveatsOf(t *testing.T, chart Chart, rows [][]any) []string {
	t.Helper()
	checked := must.Get(chart.check(record(t, chart, rows)))(t)
	return chart.read(checked).caveats()
}
