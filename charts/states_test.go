package charts

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// typicalPlaces returns rows for the figures of places, sizes and months.
func typicalPlaces(name string) [][]any {
	switch name {
	case "breaches_by_state":
		return typicalStates()
	case "breaches_by_month":
		return typicalMonths(firstYear, len(yearCounts()))
	case "breach_sizes":
		return typicalSizes()
	case "listed_by_capture":
		return typicalCaptures()
	case "sizes_by_year":
		return typicalQuartiles()
	}
	return nil
}

// territories are the territories whose breaches the portal lists without a state.
var territories = []string{"AS", "GU", "MP", "PR", "VI"}

// typicalStates returns all states with a rate, and territories without one.
func typicalStates() [][]any {
	var rows [][]any
	for at, state := range strings.Fields(strings.ReplaceAll(stateTiles, ".", " ")) {
		if state == "FM" || state == "MH" || state == "PW" {
			continue
		}
		population, breaches := 600_000*(1+at%9), (7+at*5%31)*(1+at%9)
		if slices.Contains(territories, state) {
			rows = append(rows, []any{state, "Territory of " + state, population, 0, nil})
			continue
		}
		rows = append(rows, []any{state, "State of " + state, population, breaches, float64(breaches) * 1e6 / float64(population)})
	}
	return append(rows, []any{notStated, nil, nil, 19, nil})
}

func TestStateTilesAreAllThere(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(stateTiles), "\n")
	if len(lines) != tileRows {
		t.Errorf("want %d rows, got %d", tileRows, len(lines))
	}
	for _, line := range lines {
		if got := len(strings.Fields(line)); got != tileColumns {
			t.Errorf("%s: want %d tiles, got %d", line, tileColumns, got)
		}
	}
	// 50 states, the District of Columbia, 5 territories and 3 freely associated states.
	if got := len(tilesOf(stateTiles)); got != 59 {
		t.Errorf("want 59 tiles, each once, got %d", got)
	}
}

func TestStateMapTellsWhatItDoesNotShow(t *testing.T) {
	cases := []struct {
		name        string
		rows        [][]any
		wants, wont []string
	}{
		{"blanks", typicalStates(), []string{"19 breaches are without a state and not on the map"}, []string{"has no tile", "FM"}},
		{"a territory without blanks", [][]any{{"PR", "Puerto Rico", 3_285_874, 32, 9.74}},
			[]string{">9.7</text>", "Puerto Rico: 32 breaches, 9.7 per million residents"}, []string{"not on the map", unknown}},
		{"a zero is not a blank", [][]any{{"WY", "Wyoming", 576_851, 0, 0.0}}, []string{">0</text>"}, []string{unknown}},
		{"a code without a tile", [][]any{{"ZZ", nil, nil, 1, nil}},
			[]string{"1 breach is of a state that has no tile.", "No breach names a state that has a tile"}, []string{"not on the map"}},
		{"a freely associated state", [][]any{{"FM", "Federated States of Micronesia", nil, 2, nil}},
			[]string{">FM</text>", ">n/a</text>", "2 breaches, no rate"}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			image := render(t, chartNamed(t, "breaches_by_state"), c.rows, captured())
			svg := strings.ReplaceAll(string(image.Inline), "\n", " ") + image.Caption
			for _, want := range c.wants {
				if !strings.Contains(svg, want) {
					t.Errorf("want %q", want)
				}
			}
			for _, wont := range c.wont {
				if strings.Contains(svg, wont) {
					t.Errorf("want no %q", wont)
				}
			}
		})
	}
}

func TestRampHasRoundClassesThatDarken(t *testing.T) {
	cases := []struct {
		values       []float64
		least, limit float64
		no           int
	}{
		{[]float64{10.5, 39.2}, 10, 40, 6},
		{[]float64{0, 0}, 0, 1, 1},
		{[]float64{7, 7}, 7, 8, 1},
		{[]float64{0, 192_700_000}, 0, 200_000_000, 4},
		{nil, 0, 1, 1},
	}
	for _, c := range cases {
		t.Run(fmt.Sprint(c.values), func(t *testing.T) {
			values := []number{{}}
			for _, value := range c.values {
				values = append(values, number{value: value, isKnown: true})
			}
			got := rampOf(values)
			if got.least != c.least || got.no != c.no || got.limit(got.no) != c.limit {
				t.Errorf("want %v classes from %v to %v, got %+v", c.no, c.least, c.limit, got)
			}
		})
	}
	shades := ramp{least: 0, step: 1, no: mostClasses}
	for class := 1; class < mostClasses; class++ {
		paler, _ := shades.colours(class - 1)
		darker, text := shades.colours(class)
		if lightness(paler)-lightness(darker) < 8 {
			t.Errorf("want class %d darker than the one before in grey", class)
		}
		if contrast(text, darker) < 4.5 {
			t.Errorf("class %d: want text that can be read, got contrast %.1f", class, contrast(text, darker))
		}
	}
}

// luminance is the relative luminance of a colour, from 0 to 1.
func luminance(c colour) float64 {
	light := lightness(c)
	if light <= 8 {
		return light / 903.3
	}
	root := (light + 16) / 116
	return root * root * root
}

// contrast is the contrast ratio of WCAG 2, from 1 to 21. Small text needs 4.5.
func contrast(a, b colour) float64 {
	high, low := max(luminance(a), luminance(b)), min(luminance(a), luminance(b))
	return (high + 0.05) / (low + 0.05)
}
