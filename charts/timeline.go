package charts

import (
	"math"
	"strconv"
	"time"
)

// daySpan is an axis of days, to scale.
type daySpan struct {
	first, last time.Time
	left, right float64
}

// x is the position of a day. If the span is one day, it is the right end.
func (d daySpan) x(day time.Time) float64 {
	whole := float64(d.last.Unix() - d.first.Unix())
	if whole <= 0 {
		return d.right
	}
	return d.left + (d.right-d.left)*float64(day.Unix()-d.first.Unix())/whole
}

// dayLabels writes the first and the last day below the plot and, between them, each new year for
// which there is room.
func (s *drawing) dayLabels(over daySpan, y float64) {
	y += markRadius + labelSize*(lineSpacing-descent)
	full := func(day time.Time) string { return fullDay(day.Format(time.DateOnly)) }
	s.labelIfFree(label{at: point{over.right, y}, text: full(over.last), size: labelSize, colour: ink, anchor: atEnd})
	if !over.first.Equal(over.last) {
		s.labelIfFree(label{at: point{over.left, y}, text: full(over.first), size: labelSize, colour: ink})
	}
	if over.last.Year()-over.first.Year() > longestSpan {
		return
	}
	for year := over.first.Year() + 1; year <= over.last.Year(); year++ {
		at := over.x(time.Date(year, time.January, 1, 0, 0, 0, 0, time.UTC))
		written := label{at: point{at, y}, text: strconv.Itoa(year), size: labelSize, colour: muted, anchor: atMiddle}
		if s.isFree(s.extent(written).wider(gap / 2)) {
			s.label(written)
		}
	}
}

// signedPercent writes a whole percentage for an axis: +50 %, −10 %, 0 %.
func signedPercent(share float64) string {
	const space, hundred = "\u00A0%", 100
	switch whole := count(math.Abs(share * hundred)); {
	case whole == "0":
		return whole + space
	case share < 0:
		return "−" + whole + space
	default:
		return "+" + whole + space
	}
}

// changePercent writes a change, with one digit after the point below 10 %: +50 %, −0.7 %.
func changePercent(share float64) string {
	const space, hundred, few = "\u00A0%", 100, 9.95
	scaled := math.Abs(share * hundred)
	if scaled < 0.05 || scaled >= few {
		return signedPercent(share)
	}
	sign := "+"
	if share < 0 {
		sign = "−"
	}
	return sign + strconv.FormatFloat(scaled, 'f', 1, 64) + space
}
