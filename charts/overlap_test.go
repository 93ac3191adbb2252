package charts

import (
	"slices"
	"strings"
	"testing"
)

// checkTexts asserts that texts stand on the page and apart, by the boxes that
// the font's metrics give.
func checkTexts(t *testing.T, drawn *sheet) {
	t.Helper()
	const slack = 0.01
	labels := labelsOf(drawn)
	for i, one := range labels {
		area := drawn.extent(*one).wider(-slack)
		if area.left < 0 || area.top < 0 || area.right > drawn.across || area.bottom > drawn.down {
			t.Errorf("%s: %q leaves the page at %v", drawn.name, one.text, area)
		}
		for _, other := range labels[:i] {
			if area.overlaps(drawn.extent(*other).wider(-slack)) {
				t.Errorf("%s: %q and %q overlap", drawn.name, other.text, one.text)
			}
		}
	}
}

// labelsOf are the texts of a drawing but for the stamp.
func labelsOf(drawn *sheet) []*label {
	var labels []*label
	for _, one := range drawn.marks {
		if written, ok := one.(*label); ok && written.opacity == 0 {
			labels = append(labels, written)
		}
	}
	return labels
}

// inkOf is the area of a text that letters fill, a little inside their edges:
// down to the baseline, or below it where a letter reaches there.
func inkOf(drawn *sheet, written *label) box {
	const slack = 0.75
	area := drawn.extent(*written)
	if !strings.ContainsAny(written.text, "gjpqyQ,;()/") {
		area.bottom = written.at.y
	}
	return area.wider(-slack)
}

// writesOnMarks are the charts whose numbers stand on the cell, the tile or the bar that they tell
// of. Their readability is a matter of contrast, which has a test of its own.
var writesOnMarks = []string{"breaches_by_state", "breaches_by_month", "sizes_by_year"}

// ownOf is the bar on which a text of such a chart stands; nil where it stands on none.
func ownOf(drawn *sheet, area box) *bar {
	if !slices.Contains(writesOnMarks, drawn.name) {
		return nil
	}
	middle := (area.left + area.right) / 2
	for _, one := range slices.Backward(drawn.marks) {
		if under, isBar := one.(*bar); isBar && under.fill != paper &&
			under.left < middle && middle < under.right && under.overlaps(area) {
			return under
		}
	}
	return nil
}

// isPartOf tells that a mark is a bar or one of the lines that hatch it.
func isPartOf(one mark, whole *bar) bool {
	if whole == nil {
		return false
	}
	switch one := one.(type) {
	case *bar:
		return one == whole
	case *stroke:
		return !slices.ContainsFunc(one.points, func(at point) bool {
			return at.x < whole.left || at.x > whole.right || at.y < whole.top || at.y > whole.bottom
		})
	}
	return false
}

// checkMarks asserts that no text, and no paper under a text, lies on a mark
// that tells of data, but for the one that a number is written on. The grid may
// run behind a text.
func checkMarks(t *testing.T, drawn *sheet) {
	t.Helper()
	type place struct {
		text string
		area box
	}
	var places []place
	for _, one := range drawn.marks {
		switch one := one.(type) {
		case *label:
			if one.opacity == 0 {
				places = append(places, place{one.text, inkOf(drawn, one)})
			}
		case *bar:
			if one.fill == paper {
				places = append(places, place{"paper under a text", one.wider(-1)})
			}
		}
	}
	owners := make([]*bar, len(places))
	for i, taken := range places {
		owners[i] = ownOf(drawn, taken.area)
	}
	for _, one := range drawn.marks {
		for i, taken := range places {
			if crosses(one, taken.area) && !isPartOf(one, owners[i]) {
				t.Errorf("%s: %q lies on %s", drawn.name, taken.text, nameOf(one))
			}
		}
	}
}

// crosses tells whether a mark of data reaches into an area.
func crosses(one mark, area box) bool {
	switch one := one.(type) {
	case *bar:
		return one.fill != paper && one.overlaps(area)
	case *symbol:
		return box{one.at.x, one.at.y, one.at.x, one.at.y}.wider(markRadius).overlaps(area)
	case *stroke:
		if one.colour == gridTo {
			return false
		}
		for i := 1; i < len(one.points); i++ {
			if passes(one.points[i-1], one.points[i], area.wider(one.width/2)) {
				return true
			}
		}
	}
	return false
}

// passes tells whether a segment has a part inside a box.
func passes(from, to point, area box) bool {
	first, last := 0.0, 1.0
	for _, side := range []struct{ start, move, low, high float64 }{
		{from.x, to.x - from.x, area.left, area.right}, {from.y, to.y - from.y, area.top, area.bottom},
	} {
		if side.move == 0 {
			if side.start <= side.low || side.start >= side.high {
				return false
			}
			continue
		}
		enter, leave := (side.low-side.start)/side.move, (side.high-side.start)/side.move
		first, last = max(first, min(enter, leave)), min(last, max(enter, leave))
	}
	return first < last
}

func nameOf(one mark) string {
	var to svgWriter
	one.writeSVG(&to)
	return strings.TrimSpace(to.String())
}

func TestPasses(t *testing.T) {
	area := box{10, 10, 20, 20}
	for _, test := range []struct {
		name     string
		from, to point
		want     bool
	}{
		{"through", point{0, 0}, point{30, 30}, true},
		{"level through", point{0, 15}, point{30, 15}, true},
		{"inside", point{12, 12}, point{13, 13}, true},
		{"past a corner", point{0, 12}, point{12, 0}, false},
		{"along an edge", point{0, 10}, point{30, 10}, false},
		{"ends before", point{0, 15}, point{9, 15}, false},
	} {
		if got := passes(test.from, test.to, area); got != test.want {
			t.Errorf("%s: want %v", test.name, test.want)
		}
	}
}
