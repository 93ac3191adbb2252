package charts

import "math"

// ramp is a colour scale of classes of equal width with round limits. More is darker, in grey too.
type ramp struct {
	least float64 // lower limit of the first class
	step  float64 // width of a class
	no    int     // number of classes, at least one
}

// mostClasses is the number of colours that readers can still distinguish.
const mostClasses = 6

// The ends of a ramp: the share of white in the palest class and of black in the darkest.
const (
	palestShare  = 0.88
	darkestShare = 0.55
)

// rampOf returns the ramp with the fewest round classes that covers the known values. It starts at
// zero or above.
func rampOf(values []number) ramp {
	least, most, isKnown := 0.0, 0.0, false
	for _, one := range values {
		if !one.isKnown {
			continue
		}
		if height := one.height(); isKnown {
			least, most = min(least, height), max(most, height)
		} else {
			least, most, isKnown = height, height, true
		}
	}
	step := 1.0
	for _, factors := 0, [3]float64{2, 2.5, 2}; ; {
		for _, factor := range factors {
			first, last := math.Floor(least/step), math.Floor(most/step)+1
			if last-first <= mostClasses {
				return ramp{least: first * step, step: step, no: int(last - first)}
			}
			step *= factor
		}
	}
}

// class returns the class of a value. A value outside the ramp is in the nearest class.
func (r ramp) class(value float64) int {
	return max(0, min(r.no-1, int(math.Floor((max(value, 0)-r.least)/r.step))))
}

// limit returns the lower limit of a class; for the number of classes, the upper limit of the last.
func (r ramp) limit(class int) float64 { return r.least + float64(class)*r.step }

// colours returns the colour of a class and of the text on it.
func (r ramp) colours(class int) (fill, text colour) {
	if r.no == 1 {
		return barColour.mix(paper, palestShare/2), ink
	}
	return rampColour(float64(class) / float64(r.no-1))
}

// rampColour returns the colour at a share of the way from the palest to the darkest.
func rampColour(share float64) (fill, text colour) {
	const middle = 0.6
	text = ink
	if share > middle/2+0.1 {
		text = paper
	}
	if share <= middle {
		return barColour.mix(paper, palestShare*(1-share/middle)), text
	}
	return barColour.mix(black, darkestShare*(share-middle)/(1-middle)), text
}

// rampKey draws the classes side by side with their limits below, from a point on, and returns the
// bottom of the key.
func (s *drawing) rampKey(r ramp, title string, at point, width float64) (foot float64) {
	y := at.y + labelSize*ascent
	s.label(label{at: point{at.x, y}, text: title, size: labelSize, colour: ink})
	top, each := y+gap, width/float64(r.no)
	foot = top + swatchSize*1.5
	for class := range r.no {
		fill, _ := r.colours(class)
		left := at.x + each*float64(class)
		s.bar(box{left, top, left + each, foot}, fill, "")
	}
	foot += labelSize * lineSpacing
	for class := range r.no + 1 {
		limit := label{
			at: point{at.x + each*float64(class), foot - labelSize*descent}, text: people(r.limit(class)),
			size: labelSize, colour: muted, anchor: atMiddle,
		}
		if class == 0 {
			limit.anchor = atStart
		}
		s.labelIfFree(limit)
	}
	return foot
}
