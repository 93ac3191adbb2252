package charts

import (
	"math"
	"strconv"
)

// logScale turns values into places between two ends of an axis on which equal
// distances are equal ratios.
type logScale struct{ least, most, from, to float64 }

// at is the place of a value; what lies outside the axis is at its nearer end,
// and so is what has no logarithm.
func (s logScale) at(value float64) float64 {
	value = min(max(value, s.least), s.most)
	return s.from + (s.to-s.from)*math.Log(value/s.least)/math.Log(s.most/s.least)
}

// logTicks are the numbers 1, 2 and 5 of each power of ten from the last at or
// below least to the first at or above most; of a span of more than three
// powers only those of its ends and the powers of ten. Least is at least one.
func logTicks(least, most float64) []float64 {
	const widest, farthest = 3.2, 1e18
	least = min(max(least, 1), farthest)
	most = min(max(most, least), farthest)
	var all []float64
	for power := 1.0; ; power *= 10 {
		for _, digit := range []float64{1, 2, 5} {
			tick := power * digit
			if tick <= least {
				all = all[:0]
			}
			if all = append(all, tick); tick >= most && len(all) > 1 {
				if math.Log10(tick/all[0]) <= widest {
					return all
				}
				return powersOnly(all)
			}
		}
	}
}

// powersOnly keeps the first and the last tick and the powers of ten.
func powersOnly(all []float64) []float64 {
	kept := all[:1:1]
	for i, tick := range all[1:] {
		if math.Mod(math.Log10(tick)+1e-9, 1) < 1e-6 || i == len(all)-2 {
			kept = append(kept, tick)
		}
	}
	return kept
}

// axisPeople writes a tick of an axis of individuals: 500, 100,000, 1 million.
func axisPeople(value float64) string {
	write := func(scaled float64) string { return strconv.FormatFloat(scaled, 'f', -1, 64) }
	switch {
	case value >= billion:
		return count(value/billion) + " billion"
	case value >= million:
		return write(value/million) + " million"
	default:
		return count(value)
	}
}
