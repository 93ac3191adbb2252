package charts

import "math"

// signedScale maps values, which may be negative, to heights in the drawing.
type signedScale struct{ least, most, top, bottom float64 }

func (s signedScale) y(value float64) float64 {
	part := (min(max(value, s.least), s.most) - s.least) / (s.most - s.least)
	return s.bottom - (s.bottom-s.top)*part
}

// niceTicks returns round values from the one at or below least to the one at or above most, with
// zero among them. Steps are 1, 2 or 5 times a power of ten.
func niceTicks(least, most float64) []float64 {
	const atMost = 6
	least, most = min(0, least), max(0, most)
	if least == most {
		most = 1
	}
	power := math.Pow(10, math.Floor(math.Log10((most-least)/atMost)))
	step := power
	for _, factor := range []float64{1, 2, 5, 10} {
		if step = power * factor; (most-least)/step <= atMost {
			break
		}
	}
	var values []float64
	for at := math.Floor(least/step + 1e-9); ; at++ {
		values = append(values, at*step)
		if at*step >= most-step*1e-9 {
			return values
		}
	}
}

// extent returns the smallest and the largest value of all series.
func (f *answer) extent() (least, most float64) {
	least, most = math.Inf(1), math.Inf(-1)
	for _, one := range f.series {
		for _, value := range one.breaches {
			least, most = min(least, value.value), max(most, value.value)
		}
	}
	return least, most
}

func (f *answer) draw(on *drawing, plot box) {
	switch {
	case f.shape == Bars && f.years == nil, f.shape == Dots:
		f.drawRows(on, plot)
	default:
		f.drawYears(on, plot)
	}
}

// drawYears draws bars or lines over the years.
func (f *answer) drawYears(on *drawing, plot box) {
	least, most := f.extent()
	values := niceTicks(least, most)
	if len(f.series) > 1 {
		keys := make([]key, len(f.series))
		for i, one := range f.series {
			keys[i] = key{one.style.colour, one.name}
		}
		plot.top = on.flowKeys(plot.left, plot.top+labelSize*ascent, keys) + gap
	}
	plot.top += line
	plot.bottom -= yearLabelHeight - line
	up := signedScale{least: values[0], most: values[len(values)-1], top: plot.top, bottom: plot.bottom}
	widest := 0.0
	for _, value := range values {
		y := up.y(value)
		on.rule(point{plot.left, y}, point{plot.right, y}, gridTo)
		on.label(label{at: point{plot.left, y - labelSize*descent - 1}, text: plainNumber(value), size: labelSize, colour: muted})
		widest = max(widest, on.width(plainNumber(value)))
	}
	all := yearsOf(f.years)
	over := years{all: all, left: plot.left + widest + gap, right: plot.right, edge: on.right}
	zero := up.y(0)
	for _, one := range f.series {
		var through []point
		for i, value := range one.breaches {
			at := yearAt(all, f.years[i])
			tip := f.labels[i] + ", " + one.name + ": " + plainNumber(value.value)
			if f.shape == Bars {
				left, right := over.bar(at)
				on.bar(box{left, up.y(value.value), right, zero}, barColour, tip)
				continue
			}
			if i > 0 && f.years[i] != f.years[i-1]+1 {
				on.lineThrough(through, one.style)
				through = nil
			}
			place := point{over.middle(at), up.y(value.value)}
			through = append(through, place)
			on.symbol(place, one.style, false, tip)
		}
		on.lineThrough(through, one.style)
	}
	on.baseline(plot.left, plot.right, zero)
	if f.shape == Bars {
		f.numberBars(on, over, up)
	}
	on.yearLabels(over, plot.bottom, make([]string, len(all)))
}

// yearAt returns the index of a year.
func yearAt(all []int64, year int64) int {
	for at, one := range all {
		if one == year {
			return at
		}
	}
	return 0
}

// lineThrough joins the points of consecutive years.
func (s *drawing) lineThrough(places []point, look style) {
	if len(places) > 1 {
		s.line(stroke{points: places, colour: look.colour, width: seriesStroke})
	}
}

// numberBars writes the numbers on the bars, as the charts of the catalogue do.
func (f *answer) numberBars(on *drawing, over years, up signedScale) {
	values := make([]number, len(over.all))
	for i, value := range f.series[0].breaches {
		values[yearAt(over.all, f.years[i])] = value
	}
	on.yearNumbers(over, scale{most: up.most, top: up.top, bottom: up.bottom}, values, values, nil, plainNumber)
}

// drawRows draws a bar or dots for each name, on a scale that includes zero.
func (f *answer) drawRows(on *drawing, plot box) {
	least, most := f.extent()
	if len(f.series) > 1 {
		keys := make([]key, len(f.series))
		for i, one := range f.series {
			keys[i] = key{one.style.colour, one.name}
		}
		plot.top = on.flowKeys(plot.left, plot.top+labelSize*ascent, keys) + gap
	}
	name, shown := 0.0, 0.0
	for i, text := range f.labels {
		name = max(name, on.width(text))
		shown = max(shown, on.width(plainNumber(f.series[0].breaches[i].value)))
	}
	if len(f.series) > 1 {
		shown = 0
	}
	name = min(name, min(widestName, plot.width()/2))
	area := box{plot.left + name + 2*gap, plot.top, plot.right - shown - 2*gap, plot.bottom - 2*line}
	values := niceTicks(least, most)
	from, to := values[0], values[len(values)-1]
	x := func(value float64) float64 { return area.left + area.width()*(value-from)/(to-from) }
	height := min(tallestRow, area.height()/float64(len(f.labels)))
	foot := area.top + height*float64(len(f.labels))
	for _, value := range values {
		on.rule(point{x(value), area.top}, point{x(value), foot}, gridTo)
		written := label{at: point{x(value), foot + line}, text: plainNumber(value), size: labelSize, colour: muted, anchor: atMiddle}
		if on.isFree(on.extent(written).wider(gap / 2)) {
			on.label(written)
		}
	}
	for i, text := range f.labels {
		middle := area.top + height*(float64(i)+0.5)
		on.label(label{
			at: point{plot.left, baseIn(middle)}, text: on.fonts[regular].shorten(text, labelSize, name), size: labelSize, colour: ink, full: text,
		})
		f.drawRow(on, i, middle, height*barShare/2, x)
		if len(f.series) == 1 {
			value := plainNumber(f.series[0].breaches[i].value)
			on.label(label{at: point{plot.right, baseIn(middle)}, text: value, size: labelSize, colour: ink, anchor: atEnd})
		}
	}
	on.rule(point{x(0), area.top}, point{x(0), foot}, ink)
}

// drawRow draws the marks of one name.
func (f *answer) drawRow(on *drawing, row int, middle, half float64, x func(float64) float64) {
	for _, one := range f.series {
		value := one.breaches[row].value
		tip := f.labels[row] + ", " + one.name + ": " + plainNumber(value)
		if f.shape == Bars {
			on.bar(box{x(0), middle - half, x(value), middle + half}, barColour, tip)
			continue
		}
		on.symbol(point{x(value), middle}, one.style, false, tip)
	}
}
