package charts

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"time"
)

// revisedYears is one stepped line for each year that is over: how far its
// total has moved since the first capture after its end. The years that moved
// most are named at their ends with the totals, the others are grey.
type revisedYears struct {
	years []*revisedYear // ascending
	named []*revisedYear // the one that moved most first
}

// revisedYear is the line of one year; its moves are in the order of their days.
type revisedYear struct {
	year    int64
	moves   []move
	from    number // individuals at the first capture after the year's end
	to      number // and at the newest
	isNamed bool
}

// move is how far a total is from where it began, as a share, from a day on.
type move struct {
	day   time.Time
	share float64
}

// At most mostRevised years are named, and none that moved by less than
// leastRevised.
const (
	mostRevised  = 7
	leastRevised = 0.005
)

func readRevisedYears(rows *table) figure {
	var read revisedYears
	byYear := make(map[int64]*revisedYear)
	for row := range rows.rows {
		year, hasYear := rows.whole("year", row)
		day, hasDay := rows.day("captured_on", row)
		share := rows.number("moved_share", row)
		if !hasYear || !hasDay || !share.isKnown {
			continue
		}
		one := byYear[year]
		if one == nil {
			one = &revisedYear{year: year, from: rows.number("closed_individuals", row)}
			byYear[year] = one
			read.years = append(read.years, one)
		}
		one.moves = append(one.moves, move{day, share.value})
		one.to = rows.number("individuals", row)
	}
	if len(read.years) == 0 {
		return nil
	}
	slices.SortFunc(read.years, func(a, b *revisedYear) int { return cmp.Compare(a.year, b.year) })
	for _, one := range read.years {
		slices.SortStableFunc(one.moves, func(a, b move) int { return a.day.Compare(b.day) })
		if math.Abs(one.last()) >= leastRevised {
			read.named = append(read.named, one)
		}
	}
	slices.SortStableFunc(read.named, func(a, b *revisedYear) int {
		return cmp.Compare(math.Abs(b.last()), math.Abs(a.last()))
	})
	read.named = read.named[:min(len(read.named), mostRevised)]
	for _, one := range read.named {
		one.isNamed = true
	}
	return &read
}

// last is how far the newest total is from the first.
func (y *revisedYear) last() float64 { return y.moves[len(y.moves)-1].share }

func (f *revisedYears) caveats() []string {
	return []string{
		"A step stands at the first capture that shows another total; late reports, revised counts and withdrawn reports all move it.",
	}
}

// extremes are the first and the last day, and the lowest and highest share, of
// which one is zero if all are on one side.
func (f *revisedYears) extremes() (first, last time.Time, least, most float64) {
	first, last = f.years[0].moves[0].day, f.years[0].moves[0].day
	for _, one := range f.years {
		for _, at := range one.moves {
			if at.day.Before(first) {
				first = at.day
			}
			if at.day.After(last) {
				last = at.day
			}
			least, most = min(least, at.share), max(most, at.share)
		}
	}
	return first, last, least, most
}

func (f *revisedYears) draw(on *sheet, plot box) {
	first, last, least, most := f.extremes()
	plot.top += labelSize * lineSpacing
	plot.bottom -= yearLabelHeight - labelSize*lineSpacing
	names := f.endNames(on)
	for _, name := range names {
		plot.right = min(plot.right, rightEdge-name.width-endLead)
	}
	up, left := on.shareAxis(plot, least, most)
	over := daySpan{first: first, last: last, left: left + firstInset, right: plot.right - runOut}
	on.rule(point{plot.left, up.y(0)}, point{plot.right, up.y(0)}, ink)
	on.dayLabels(over, plot.bottom)
	for _, one := range f.years {
		if !one.isNamed {
			f.drawSteps(on, over, up, one, style{colour: greyNotStated})
		}
	}
	for i, one := range slices.Backward(f.named) {
		f.drawSteps(on, over, up, one, revisedStyle(i))
	}
	f.drawNames(on, up, plot, names)
}

// revisedStyle is the accent for the year that moved most, which the eye shall
// find first, and a style of its own for each other that is named.
func revisedStyle(place int) style {
	return []style{
		{accentColour, circle}, {blue, square}, {green, triangle}, {orange, diamond}, {purple, wedge}, {skyBlue, circle}, {black, square},
	}[place]
}

// drawSteps draws a line that keeps its height until the day of the next move,
// and runs out after the last day, so that a move on that day is seen.
func (f *revisedYears) drawSteps(on *sheet, over daySpan, up shareScale, one *revisedYear, look style) {
	var steps []point
	for i, at := range one.moves {
		x := over.x(at.day)
		if i > 0 {
			steps = append(steps, point{x, up.y(one.moves[i-1].share)})
		}
		steps = append(steps, point{x, up.y(at.share)})
	}
	steps = append(steps, point{over.right + runOut, up.y(one.last())})
	on.line(stroke{points: steps, colour: look.colour, width: seriesStroke})
	for i, at := range one.moves {
		// Of daily captures, most moves are too small to be marked.
		if one.isNamed && (i == 0 || math.Abs(up.y(at.share)-up.y(one.moves[i-1].share)) > markRadius) {
			tip := yearName(one.year) + ", from " + fullDay(at.day.Format(time.DateOnly)) + ": " + changePercent(at.share)
			on.symbol(point{over.x(at.day), up.y(at.share)}, look, false, tip)
		}
	}
}

// endNames are the names of the years that moved most, and one for the others.
func (f *revisedYears) endNames(on *sheet) []*endLabel {
	face := on.fonts[regular]
	var names []*endLabel
	add := func(lines ...string) {
		name := &endLabel{}
		for _, line := range lines {
			line = face.shorten(line, labelSize, endName)
			name.lines = append(name.lines, line)
			name.width = max(name.width, on.fonts[bold].width(line, labelSize))
		}
		names = append(names, name)
	}
	for _, one := range f.named {
		lines := []string{yearName(one.year) + ": " + changePercent(one.last())}
		if one.from.isKnown && one.to.isKnown {
			lines = append(lines, fromTo(one.from.value, one.to.value))
		}
		add(lines...)
	}
	least, most, others, only := math.Inf(1), math.Inf(-1), 0, ""
	for _, one := range f.years {
		if !one.isNamed {
			only = yearName(one.year)
			least, most, others = min(least, one.last()), max(most, one.last()), others+1
		}
	}
	if others > 0 {
		heading := strconv.Itoa(others) + " other years"
		switch {
		case len(f.named) == 0 && others > 1:
			heading = "All " + strconv.Itoa(others) + " years"
		case others == 1:
			heading = only
		}
		between := changePercent(least)
		if high := changePercent(most); high != between {
			between += " to " + high
		}
		add(heading, between)
	}
	return names
}

// drawNames writes each name as near to the end of its line as the others let it.
func (f *revisedYears) drawNames(on *sheet, up shareScale, plot box, names []*endLabel) {
	ends := make(map[*endLabel]float64, len(names))
	looks := make(map[*endLabel]colour, len(names))
	for i, name := range names {
		if i < len(f.named) {
			ends[name], looks[name] = up.y(f.named[i].last()), revisedStyle(i).colour
			continue
		}
		sum, others := 0.0, 0.0
		for _, one := range f.years {
			if !one.isNamed {
				sum, others = sum+up.y(one.last()), others+1
			}
		}
		ends[name], looks[name] = sum/others, greyOther
	}
	slices.SortStableFunc(names, func(a, b *endLabel) int { return cmp.Compare(ends[a], ends[b]) })
	spread(names, func(l *endLabel) float64 { return ends[l] }, plot.top-labelSize, plot.bottom+labelSize)
	for _, name := range names {
		middle := name.top + name.height()/2
		x := plot.right + endLead
		start, end := point{plot.right + endGap, ends[name]}, point{x - gap*3/4, middle}
		on.line(stroke{points: []point{start, end}, colour: looks[name], width: leaderStroke})
		y := middle - float64(len(name.lines))*labelSize*lineSpacing/2
		for i, line := range name.lines {
			y += labelSize * lineSpacing
			written := label{at: point{x, y - labelSize*(lineSpacing-1)}, text: line, size: labelSize, colour: muted}
			if i == 0 {
				written.weight, written.colour = bold, ink
				if looks[name] == accentColour {
					written.colour = accentInk
				}
			}
			on.label(written)
		}
	}
}

// fromTo writes two counts of individuals, with the unit once.
func fromTo(from, to float64) string {
	if min(from, to) >= million && max(from, to) < billion-0.05*million {
		return millions(from) + " → " + people(to)
	}
	return people(from) + " → " + people(to)
}
