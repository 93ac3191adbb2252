package charts

import (
	"cmp"
	"slices"
)

// threats has one line for each threat: its share of the year's breaches whose threat is
// identified. Below the lines, bars show how many breaches of each year are identified and how many
// are not.
type threats struct {
	*grid
	known  []number // breaches identified in each year
	others []number // breaches not identified in each year
}

// notIdentified is the threat, in the table, of the breaches whose threat is not identified.
const notIdentified = "Not told"

func hicpThreatsByYear() Chart {
	return Chart{
		Name:     "hicp_threats_by_year",
		Title:    "The threats that breaches exemplify",
		Subtitle: "Share among breaches whose description identifies a threat of the Health Industry Cybersecurity Practices (HICP), by year of submission",
		Description: "Lines over the years, one for each threat of HICP, of its share among the breaches whose threat is identified. " +
			"Each line is named at its right end. Below them, bars of the number of breaches of each year: those identified, and all others in grey.",
		Columns: gridColumns("threat"),
		read:    readThreats,
	}
}

func readThreats(rows *table) figure {
	read := collectGrid(rows, "threat")
	if read == nil {
		return nil
	}
	drawn := &threats{grid: read, known: make([]number, len(read.years)), others: make([]number, len(read.years))}
	read.series = slices.DeleteFunc(read.series, func(one *series) bool {
		into := drawn.known
		if one.name == notIdentified || one.name == notStated {
			into = drawn.others
		}
		for at, breaches := range one.breaches {
			into[at] = into[at].plus(number{value: breaches.height(), isKnown: breaches.isKnown})
		}
		return one.name == notIdentified || one.name == notStated
	})
	read.leaveOutZeros()
	read.arrange()
	return drawn
}

// fewIdentified is the number of identified breaches below which a year has no shares.
const fewIdentified = 20

// share is a threat's share of a year's identified breaches; unknown if these are few.
func (f *threats) share(one *series, at int) number {
	if f.known[at].height() < fewIdentified || !one.breaches[at].isKnown {
		return number{}
	}
	return number{value: min(1, one.breaches[at].height()/f.known[at].value), isKnown: true}
}

func (f *threats) shares(one *series) []number {
	shares := make([]number, len(f.years))
	for at := range f.years {
		shares[at] = f.share(one, at)
	}
	return shares
}

func (f *threats) caveats() []string {
	return append([]string{
		"Rules read threats from descriptions. Not identified: no description, or hacking without further detail; recent years have few descriptions.",
		"Years with fewer than 20 identified have no share.",
	}, f.grid.caveats("Hatched, and open marks")...)
}

// finding states how the threat with the largest share in the last whole year has changed.
func (f *threats) finding() string {
	var top *series
	best, to, from := 0.0, -1, -1
	for _, one := range f.series {
		first, last, ok := ends(f.years, f.shares(one), f.partial)
		if !ok || last < to {
			continue
		}
		if share := f.share(one, last).value; last > to || share > best {
			top, best, to, from = one, share, last, first
		}
	}
	if top == nil || best <= 0 || len(f.series) < 2 {
		return ""
	}
	for _, one := range f.series {
		if one != top && f.share(one, to) == f.share(top, to) {
			return ""
		}
	}
	name := capital(shortThreat(top.name))
	before := f.share(top, from).value
	switch {
	case from == to:
		return name + " is " + percent(best) + " of identified threats in " + yearName(f.years[to])
	case percent(before) == percent(best):
		return name + " is " + percent(best) + " of identified threats in " + yearName(f.years[to]) + ", as in " + yearName(f.years[from])
	}
	how := " rose from "
	if best < before {
		how = " fell from "
	}
	return name + how + percent(before) + " of identified threats in " + yearName(f.years[from]) + " to " + percent(best) + " in " + yearName(f.years[to])
}

// shortThreat returns a name of one or two words for a threat of HICP.
func shortThreat(name string) string {
	for _, part := range threatParts() {
		if part.name == name {
			return part.short
		}
	}
	return name
}

// The heights of the bars below the lines, and of the lines in the narrow layout.
const (
	threatBars   = 70
	threatLines  = 230
	threatNames  = 130 // widest name at the end of a line
	threatBarKey = 2.6 * line
)

func (f *threats) plotHeight(*drawing, float64) float64 {
	return threatLines + threatBars + threatBarKey + yearLabelHeight + 4*line
}

func (f *threats) draw(on *drawing, plot box) {
	on.label(label{at: point{plot.left, plot.top + labelSize*ascent}, text: "Share of identified", size: labelSize, colour: muted})
	plot.top += 1.8 * line
	plot.bottom -= yearLabelHeight
	bars := box{plot.left, plot.bottom - threatBars, plot.right, plot.bottom}
	upper := box{plot.left, plot.top, plot.right, bars.top - threatBarKey - gap}
	names := f.names(on, upper.height()+labelSize)
	for _, name := range names {
		upper.right = min(upper.right, on.right-name.width-endLead)
	}
	shares := scale{most: 1, top: upper.top, bottom: upper.bottom}
	most := 0.0
	for at := range f.years {
		most = max(most, f.known[at].height()+f.others[at].height())
	}
	left := plot.left + max(on.width(percent(1)), on.axisWidth(most, count)-gap) + gap
	over := yearsToEdge(f.years, left, upper.right)
	for _, tick := range []float64{0, 0.25, 0.5, 0.75, 1} {
		y := shares.y(tick)
		on.rule(point{plot.left, y}, point{upper.right, y}, gridTo)
		on.label(label{at: point{plot.left, y - labelSize*descent - 1}, text: percent(tick), size: labelSize, colour: muted})
	}
	on.baseline(plot.left, upper.right, shares.bottom)
	drawn := slices.SortedStableFunc(slices.Values(f.series), func(a, b *series) int { return cmp.Compare(a.total, b.total) })
	for _, one := range drawn {
		f.drawLine(on, over, shares, one)
	}
	drawNames(on, over, shares, names)
	on.contextLines(over, upper.top-line/2, func(at int) float64 {
		highest := 0.0
		for _, one := range f.series {
			for _, near := range []int{at - 1, at, at + 1} {
				if near >= 0 && near < len(f.years) {
					highest = max(highest, f.share(one, near).value)
				}
			}
		}
		return shares.y(highest) - markRadius
	})
	bars.right = upper.right
	f.drawBars(on, over, bars, most)
	on.yearLabels(over, bars.bottom, partialNotes(f.partial, f.years))
}

// names returns the names for the ends of the lines.
func (f *threats) names(on *drawing, height float64) []*endLabel {
	named := make([]*series, 0, len(f.series))
	for _, one := range f.series {
		named = append(named, &series{name: one.name, style: one.style, breaches: f.shares(one)})
	}
	room := float64(endName)
	if on.isNarrow {
		room = threatNames
		for _, one := range named {
			one.name = shortThreat(one.name)
		}
	}
	return endNames(on, named, room, height)
}

// drawLine joins consecutive whole years and marks every year; partial years have an open mark.
func (f *threats) drawLine(on *drawing, over years, up scale, one *series) {
	var whole []point
	finish := func() {
		if len(whole) > 1 {
			on.line(stroke{points: whole, colour: one.style.colour, width: seriesStroke})
		}
		whole = nil
	}
	shares := f.shares(one)
	for at, share := range shares {
		if !share.isKnown || isPartial(f.partial, f.years[at]) {
			finish()
			continue
		}
		whole = append(whole, point{over.middle(at), up.y(share.value)})
	}
	finish()
	for at, share := range shares {
		if share.isKnown {
			tip := one.name + ", " + yearName(f.years[at]) + ": " + tenths(share.value) + ", " + count(one.breaches[at].value) + " of " + count(f.known[at].value)
			on.symbol(point{over.middle(at), up.y(share.value)}, one.style, isPartial(f.partial, f.years[at]), tip)
		}
	}
}

// drawBars draws the numbers of identified and other breaches of each year.
func (f *threats) drawBars(on *drawing, over years, area box, most float64) {
	const unit = "Breaches"
	y := area.top - 0.6*line
	on.label(label{at: point{area.left, y}, text: unit, size: labelSize, colour: muted})
	on.keys(area.left+on.width(unit)+2*gap, y, []key{{identifiedColour, "identified"}, {undeterminedColour, "not identified"}})
	up := scale{most: most, top: area.top, bottom: area.bottom}
	if most > 0 {
		on.rule(point{area.left, up.y(most)}, point{area.right, up.y(most)}, gridTo)
		on.labelIfFree(label{at: point{area.left, up.y(most) + labelSize*ascent + 2}, text: count(most), size: labelSize, colour: muted})
	}
	for at, year := range f.years {
		left, right := over.bar(at)
		left, right = max(left, over.middle(at)-firstInset+2), min(right, over.middle(at)+firstInset-2)
		known, all := f.known[at].height(), f.known[at].height()+f.others[at].height()
		partial := isPartial(f.partial, year)
		on.fillBar(box{left, up.y(known), right, up.bottom}, identifiedColour, partial, yearName(year)+", identified: "+count(known))
		on.fillBar(box{left, up.y(all), right, up.y(known)}, undeterminedColour, partial, yearName(year)+", not identified: "+count(all-known))
	}
	on.baseline(area.left, area.right, area.bottom)
}

// identifiedColour is the colour of breaches with any identified threat.
const identifiedColour = greyOther
