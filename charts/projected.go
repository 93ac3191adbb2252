package charts

import (
	"cmp"
	"slices"
)

// projection is the projected total of a year with its interval. The zero value means none.
type projection struct {
	year                int64
	breaches, low, high float64
}

// projectionOver reads the projection for the last bar. There is none if a value is unknown, if the
// interval starts below the top of the bar, or if the projection is outside its interval.
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

// caveat explains the outline in the caption.
func (p projection) caveat() []string {
	if p.year == 0 {
		return nil
	}
	return []string{"Outline: a projection for " + yearName(p.year) + ", not a count: " + count(p.breaches) + " breaches (95 % interval " +
		count(p.low) + " to " + count(p.high) + "), from the share that past years had reached by that day."}
}

// projected draws the outline of a projection on the bar of its year, with its number on the
// outline and its interval to the right. shown is the number of the bar itself.
func (s *drawing) projected(p projection, shown float64, bar box, up scale) {
	top, foot := up.y(p.breaches), bar.top
	if bar.width() < s.width(count(shown))+2*labelSpace {
		foot = max(top, bar.top-labelSize*lineSpacing) // the number of the bar is in between
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
