package charts

import (
	"math"
	"strconv"
)

// logScale maps values to positions between two ends of an axis. Equal ratios have equal lengths.
type logScale struct{ least, most, from, to float64 }

// at is the position of a value. A value outside the axis is placed at the nearer end, and one
// without a logarithm at the lower end.
func (s logScale) at(value float64) float64 {
	value = min(max(value, s.least), s.most)
	return s.from + (s.to-s.from)*math.Log(value/s.least)/math.Log(s.most/s.least)
}

// logTicks returns 1, 2 and 5 times each power of ten, from the last at or below least to the first
// at or above most. If these span more than three powers of ten, it returns the first, the last and
// the powers of ten between them. least is at least 1.
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

// powersOnly keeps the first tick, the last tick and the powers of ten.
func powersOnly(all []float64) []float64 {
	kept := all[:1:1]
	for i, tick := range all[1:] {
		if math.Mod(math.Log10(tick)+1e-9, 1) < 1e-6 || i == len(all)-2 {
			kept = append(kept, tick)
		}
	}
	return kept
}

// axisPeople writes a tick of an axis of individuals, such as 500, 100,000 or 1 million.
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
