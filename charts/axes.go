package charts

import (
	"slices"
	"strconv"
)

// scale maps values from zero up to heights in the drawing.
type scale struct{ most, top, bottom float64 }

// y is the height of a value. Values below zero are placed at zero.
func (s scale) y(value float64) float64 {
	if s.most <= 0 {
		return s.bottom
	}
	return s.bottom - (s.bottom-s.top)*min(max(value, 0)/s.most, 1)
}

// valueAxis draws grid lines over the plot's width, from zero to the tick at or above most, with
// each value at the left end of its line. It returns the scale and the left edge of the space for
// marks.
func (s *drawing) valueAxis(plot box, most float64, write func(float64) string) (scale, float64) {
	values := ticks(most)
	up := scale{most: values[len(values)-1], top: plot.top, bottom: plot.bottom}
	for _, value := range values {
		y := up.y(value)
		s.rule(point{plot.left, y}, point{plot.right, y}, gridTo)
		s.label(label{at: point{plot.left, y - labelSize*descent - 1}, text: write(value), size: labelSize, colour: muted})
	}
	return up, plot.left + s.axisWidth(most, write)
}

// axisWidth is the width of the values of an axis, which is not available for marks.
func (s *drawing) axisWidth(most float64, write func(float64) string) float64 {
	widest := 0.0
	for _, value := range ticks(most) {
		widest = max(widest, s.width(write(value)))
	}
	return widest + gap
}

// baseline draws the line at zero, over the lower ends of the marks.
func (s *drawing) baseline(left, right, y float64) {
	s.rule(point{left, y}, point{right, y}, ink)
}

// years is an axis of years, ascending. Each year has a slot of equal width.
type years struct {
	all         []int64
	left, right float64
	edge        float64 // of the drawing, or of the next thing to the right
}

// longestSpan is the longest range of years that an axis shows with gaps to scale. If the range is
// longer, a year is probably mistyped, and the years are drawn side by side without gaps.
const longestSpan = 60

// yearsOf returns every year from the first to the last, or only the years found if the range is
// longer than longestSpan.
func yearsOf(found []int64) []int64 {
	listed := slices.Compact(slices.Sorted(slices.Values(found)))
	if len(listed) == 0 {
		return nil
	}
	first, last := listed[0], listed[len(listed)-1]
	if uint64(last)-uint64(first) >= longestSpan {
		return listed
	}
	all := make([]int64, 0, last-first+1)
	for year := first; year <= last; year++ {
		all = append(all, year)
	}
	return all
}

// slot is the width of one year.
func (y years) slot() float64 { return (y.right - y.left) / float64(len(y.all)) }

// middle is the centre of the year at an index.
func (y years) middle(index int) float64 { return y.left + y.slot()*(float64(index)+0.5) }

// bar returns the edges of the bar of the year at an index.
func (y years) bar(index int) (left, right float64) {
	half := min(y.slot()*barShare, widestBar) / 2
	return y.middle(index) - half, y.middle(index) + half
}

// yearName writes a year, without a thousands separator.
func yearName(year int64) string { return strconv.FormatInt(year, 10) }

// step returns n so that labels of the given width fit if every n-th year has one.
func (y years) step(widest float64) int {
	step := 1
	for _, wider := range []int{2, 5, 10, 20, 50} {
		if float64(step)*y.slot() < widest+labelSpace {
			step = wider
		}
	}
	return step
}

// isLabelled reports whether the year at an index has a label if every step-th year has one,
// counted back from the last.
func (y years) isLabelled(index, step int) bool { return (len(y.all)-1-index)%step == 0 }

// yearLabels writes the years below a baseline and, if there is room, the notes on partial years
// below them.
func (s *drawing) yearLabels(over years, y float64, notes []string) {
	widest := 0.0
	for _, year := range over.all {
		widest = max(widest, s.width(yearName(year)))
	}
	step := over.step(widest)
	y += markRadius // marks at zero extend below the line
	for i, year := range over.all {
		if over.isLabelled(i, step) {
			s.labelIfFree(label{
				at: point{over.middle(i), y + labelSize*(lineSpacing-descent)}, text: yearName(year),
				size: labelSize, colour: ink, anchor: atMiddle,
			})
		}
	}
	for i, note := range notes {
		if note == "" {
			continue
		}
		half := s.width(note) / 2
		s.labelIfFree(label{
			at:   point{max(s.left+half, min(over.middle(i), over.edge-half)), y + labelSize*(2*lineSpacing-descent)},
			text: note, size: labelSize, colour: muted, anchor: atMiddle,
		})
	}
}

// yearLabelHeight is the height of the labels of years and the notes on partial years.
const yearLabelHeight = 2*labelSize*lineSpacing + markRadius
