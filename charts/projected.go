package charts

import (
	"cmp"
	"slices"
)

// projection is where the number of a year is heading, and its interval; the zero value is none.
type projection struct {
	year                int64
	breaches, low, high float64
}

// projectionOver reads the projection of the last of some bars: none where it is unknown in part, or does
// not lie over the bar with its interval around it.
func projectionOver(bars []yearBar, rows *table) projection {
	last := slices.MaxFunc(bars, func(a, b yearBar) int { return cmp.Compare(a.year, b.year) })
	for row := range rows.rows {
		if year, ok := rows.whole("year", row); !ok || year != last.year || !rows.is("is_partial_year", row) {
			continue
		}
		middle, low, high := rows.number("projected_breaches", row), rows.number("projected_low", row), rows.number("projected_high", row)
		isKnown := middle.isKnown && low.isKnown && high.isKnown && last.breaches.isKnown
		if isKnown && last.breaches.value <= low.value && low.value <= middle.value && middle.value <= high.value {
			return projection{year: last.year, breaches: middle.value, low: low.value, high: high.value}
		}
	}
	return projection{}
}

// caveat says in the caption what the outline is.
func (p projection) caveat() []string {
	if p.year == 0 {
		return nil
	}
	return []string{"Outline: a projection of " + yearName(p.year) + ", no count: " + count(p.breaches) + " breaches (95 % interval " +
		count(p.low) + " to " + count(p.high) + "), from how far past years had come by that day."}
}

// projected draws the outline of a projection on the bar of its year, with its number on the outline and
// its interval at the right of it. Shown is the number of the bar.
func (s *sheet) projected(p projection, shown float64, bar box, up scale) {
	top, foot := up.y(p.breaches), bar.top
	if bar.width() < s.width(count(shown))+2*labelSpace {
		foot = max(top, bar.top-labelSize*lineSpacing) // the number of the bar stands between
	}
	s.line(stroke{points: []point{{bar.left, foot}, {bar.left, top}, {bar.right, top}, {bar.right, foot}}, colour: barColour, width: gridStroke, isDashed: true})
	const tick = 3
	x, low, high := bar.right-bar.width()/6, up.y(p.low), up.y(p.high)
	for _, drawn := range [][]point{{{x, low}, {x, high}}, {{x - tick, low}, {x + tick, low}}, {{x - tick, high}, {x + tick, high}}} {
		s.line(stroke{points: drawn, colour: muted, width: gridStroke})
	}
	written := label{at: point{bar.left, top - labelSize*descent - 1}, text: count(p.breaches), size: labelSize, colour: muted, anchor: atStart}
	if bar.left+s.width(written.text)+labelSpace <= x-tick {
		s.labelIfFree(written)
	}
}
