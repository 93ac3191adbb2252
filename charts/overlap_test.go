package charts

import (
	"slices"
	"strings"
	"testing"
)

// checkTexts checks that texts are inside the drawing and do not overlap. Their boxes come from the
// metrics of the font.
func checkTexts(t *testing.T, drawn *drawing) {
	t.Helper()
	const slack = 0.01
	labels := labelsOf(drawn)
	for i, one := range labels {
		area := drawn.extent(*one).wider(-slack)
		if area.left < 0 || area.top < 0 || area.right > drawn.across || area.bottom > drawn.down {
			t.Errorf("%s: %q leaves the drawing at %v", drawn.name, one.text, area)
		}
		for _, other := range labels[:i] {
			if area.overlaps(drawn.extent(*other).wider(-slack)) {
				t.Errorf("%s: %q and %q overlap", drawn.name, other.text, one.text)
			}
		}
	}
}

// labelsOf returns the texts of a drawing, without the stamp.
func labelsOf(drawn *drawing) []*label {
	var labels []*label
	for _, one := range drawn.marks {
		if written, ok := one.(*label); ok && written.opacity == 0 {
			labels = append(labels, written)
		}
	}
	return labels
}

// inkOf returns the area that the letters of a text fill, a little inside their edges. It ends at
// the baseline unless a letter goes below it.
func inkOf(drawn *drawing, written *label) box {
	const slack = 0.75
	area := drawn.extent(*written)
	if !strings.ContainsAny(written.text, "gjpqyQ,;()/") {
		area.bottom = written.at.y
	}
	return area.wider(-slack)
}

// writesOnMarks lists the charts that write numbers on the cell, tile or bar that they belong to.
// Another test checks their contrast.
var writesOnMarks = []string{"breaches_by_state", "breaches_by_month", "sizes_by_year"}

// ownOf returns the bar under a text of such a chart, or nil.
func ownOf(drawn *drawing, area box) *bar {
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

// isPartOf reports whether a mark is a given bar or one of its hatch lines.
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

// checkMarks checks that no text, and no background of a text, covers a mark that shows data,
// except the mark that a number belongs to. Grid lines may run behind a text.
func checkMarks(t *testing.T, drawn *drawing) {
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

// crosses reports whether a mark that shows data extends into an area.
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

// passes reports whether part of a segment is inside a box.
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
