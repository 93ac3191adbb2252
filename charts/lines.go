package charts

import (
	"cmp"
	"slices"
)

// yearsToEdge returns an axis with the middle of the last year on the right edge, where the names
// begin.
func yearsToEdge(all []int64, left, right float64) years {
	slot := (right - left - firstInset) / max(1, float64(len(all)-1))
	return years{all: all, left: right - slot*(float64(len(all))-0.5), right: right + slot/2, edge: right + firstInset}
}

// endLabel is the name of a line, to be written at its right end.
type endLabel struct {
	of    *series
	lines []string
	width float64
	top   float64 // its final position
}

func (l endLabel) height() float64 { return float64(len(l.lines))*labelSize*lineSpacing + endGap }

// endNames wraps the names of all lines to a width, or to one line each if the height has no room
// for more.
func endNames(on *drawing, all []*series, room, height float64) []*endLabel {
	face := on.fonts[regular]
	for most := endLines; ; most-- {
		var names []*endLabel
		total := 0.0
		for _, one := range all {
			name := &endLabel{of: one, lines: face.wrap(one.name, labelSize, room, most)}
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

// lastKnown is the index of the last year with a known value, or -1.
func (s *series) lastKnown() int {
	for at, breaches := range slices.Backward(s.breaches) {
		if breaches.isKnown {
			return at
		}
	}
	return -1
}

// drawNames writes each name as close to the end of its line as the others allow. The line's symbol
// stands before the name, and a thin line joins the name to the end.
func drawNames(on *drawing, over years, up scale, names []*endLabel) {
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

// spread places labels below one another without overlap. They are sorted by the heights they want.
// Labels that would overlap form a block, centred on the mean of the heights they want.
func spread(names []*endLabel, wanted func(*endLabel) float64, top, bottom float64) {
	type block struct {
		names  []*endLabel
		height float64
		wishes float64 // sum of the heights that its names want for the top of the block
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
