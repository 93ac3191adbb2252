package charts

import (
	"cmp"
	"slices"
)

// lines is one line a category over the years, named at its right end. A
// category without a breach in any year has none.
type lines struct {
	*grid
	counting string // how a breach of several categories counts
}

func readLines(rows *table, category, counting string) figure {
	read := collectGrid(rows, category)
	if read == nil {
		return nil
	}
	read.leaveOutZeros()
	read.arrange()
	return lines{grid: read, counting: counting}
}

func (f lines) caveats() []string { return append([]string{f.counting}, f.grid.caveats("Dashed")...) }

// most is the highest point.
func (f lines) most() float64 {
	most := 0.0
	for _, one := range f.series {
		for _, breaches := range one.breaches {
			most = max(most, breaches.value)
		}
	}
	return most
}

func (f lines) draw(on *sheet, plot box) {
	plot.top += labelSize * lineSpacing
	plot.bottom -= yearLabelHeight
	names := endNames(on, f.series, plot.height()+labelSize)
	for _, name := range names {
		plot.right = min(plot.right, rightEdge-name.width-endLead)
	}
	up, left := on.valueAxis(plot, f.most(), count)
	over := yearsToEdge(f.years, left, plot.right)
	on.baseline(plot.left, plot.right, up.bottom)
	on.yearLabels(over, up.bottom, partialNotes(f.partial, f.years))
	// The largest category is drawn last, over the others.
	drawn := slices.SortedStableFunc(slices.Values(f.series), func(a, b *series) int { return cmp.Compare(a.total, b.total) })
	for _, one := range drawn {
		f.drawLine(on, over, up, one)
	}
	for _, one := range drawn {
		f.drawPoints(on, over, up, one)
	}
	drawNames(on, over, up, names)
}

// yearsToEdge puts the middle of the last year on the right edge, where the
// names begin.
func yearsToEdge(all []int64, left, right float64) years {
	slot := (right - left - firstInset) / max(1, float64(len(all)-1))
	return years{all: all, left: right - slot*(float64(len(all))-0.5), right: right + slot/2, edge: right + firstInset}
}

// drawLine joins neighbouring years, with dashes to and from a partial one. A
// null leaves a gap.
func (f lines) drawLine(on *sheet, over years, up scale, one *series) {
	var whole []point
	finish := func() {
		if len(whole) > 1 {
			on.line(stroke{points: whole, colour: one.style.colour, width: seriesStroke})
		}
		whole = nil
	}
	for at := range f.years {
		if !one.breaches[at].isKnown {
			finish()
			continue
		}
		here := point{over.middle(at), up.y(one.breaches[at].value)}
		if at > 0 && one.breaches[at-1].isKnown && (f.isPartial(at) || f.isPartial(at-1)) {
			finish()
			before := point{over.middle(at - 1), up.y(one.breaches[at-1].value)}
			on.line(stroke{points: []point{before, here}, colour: one.style.colour, width: seriesStroke, isDashed: true})
		}
		whole = append(whole, here)
	}
	finish()
}

func (f lines) isPartial(at int) bool { return isPartial(f.partial, f.years[at]) }

// drawPoints marks every year of a category, a partial one with an open mark.
func (f lines) drawPoints(on *sheet, over years, up scale, one *series) {
	for at, breaches := range one.breaches {
		if breaches.isKnown {
			tip := one.name + ", " + yearName(f.years[at]) + ": " + count(breaches.value)
			on.symbol(point{over.middle(at), up.y(breaches.value)}, one.style, f.isPartial(at), tip)
		}
	}
}

// endLabel is the name of a line at its right end.
type endLabel struct {
	of    *series
	lines []string
	width float64
	top   float64 // where it came to stand
}

func (l endLabel) height() float64 { return float64(len(l.lines))*labelSize*lineSpacing + endGap }

// endNames wraps the names of all lines; each to one line if that is all that
// a height has room for.
func endNames(on *sheet, all []*series, height float64) []*endLabel {
	face := on.fonts[regular]
	for most := endLines; ; most-- {
		var names []*endLabel
		total := 0.0
		for _, one := range all {
			name := &endLabel{of: one, lines: face.wrap(one.name, labelSize, endName, most)}
			for _, line := range name.lines {
				name.width = max(name.width, on.width(line))
			}
			total += name.height()
			names = append(names, name)
		}
		if total <= height || most == 1 {
			return names
		}
	}
}

// lastKnown is the last year that a line reaches, or -1.
func (s *series) lastKnown() int {
	for at, breaches := range slices.Backward(s.breaches) {
		if breaches.isKnown {
			return at
		}
	}
	return -1
}

// drawNames writes each name as near to the end of its line as the others let
// it, with the mark of the line before it and a thin line from end to mark.
func drawNames(on *sheet, over years, up scale, names []*endLabel) {
	ends := make(map[*endLabel]point, len(names))
	for _, name := range names {
		end := point{over.middle(len(over.all) - 1), up.bottom}
		if at := name.of.lastKnown(); at >= 0 {
			end = point{over.middle(at), up.y(name.of.breaches[at].value)}
		}
		ends[name] = end
	}
	slices.SortStableFunc(names, func(a, b *endLabel) int { return cmp.Compare(ends[a].y, ends[b].y) })
	spread(names, func(l *endLabel) float64 { return ends[l].y }, up.top-labelSize, up.bottom+labelSize)
	edge := over.middle(len(over.all) - 1)
	for _, name := range names {
		middle := name.top + name.height()/2
		sign := point{edge + endLead - swatchSize, middle}
		if name.of.lastKnown() >= 0 {
			start := point{ends[name].x + markRadius + endGap, ends[name].y}
			on.line(stroke{points: []point{start, sign}, colour: name.of.style.colour, width: leaderStroke})
		}
		on.symbol(sign, name.of.style, false, name.of.name)
		y := middle - float64(len(name.lines))*labelSize*lineSpacing/2
		for _, line := range name.lines {
			y += labelSize * lineSpacing
			on.label(label{
				at: point{edge + endLead, y - labelSize*(lineSpacing-1)}, text: line,
				size: labelSize, colour: ink, full: name.of.name,
			})
		}
	}
}

// spread places labels, sorted by the heights they want, below one another:
// those that would touch form a block about the middle of their wishes.
func spread(names []*endLabel, wanted func(*endLabel) float64, top, bottom float64) {
	type block struct {
		names  []*endLabel
		height float64
		wishes float64 // for the top of the block, summed over its names
	}
	place := func(b block) float64 {
		return max(top, min(b.wishes/float64(len(b.names)), bottom-b.height))
	}
	var blocks []block
	for _, name := range names {
		last := block{names: []*endLabel{name}, height: name.height(), wishes: wanted(name) - name.height()/2}
		for len(blocks) > 0 {
			above := blocks[len(blocks)-1]
			if place(above)+above.height <= place(last) {
				break
			}
			last.wishes = above.wishes + last.wishes - above.height*float64(len(last.names))
			last.names = slices.Concat(above.names, last.names)
			last.height += above.height
			blocks = blocks[:len(blocks)-1]
		}
		blocks = append(blocks, last)
	}
	for _, one := range blocks {
		y := place(one)
		for _, name := range one.names {
			name.top = y
			y += name.height()
		}
	}
}
