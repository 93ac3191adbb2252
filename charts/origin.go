package charts

import (
	"math"
	"slices"
)

// mostReadings is the largest number of readings that have a panel.
const mostReadings = 3

// origins has one panel for each reading of where breaches came from: one stacked bar for each
// year, and below it the internal share of that year.
type origins struct {
	years    []int64
	partial  []partialYear
	readings []*originReading
	leftOut  int // readings
}

// originReading is one panel. Every slice has one value for each year.
type originReading struct {
	name                             string
	internal, external, undetermined []number
	share, low, high                 []number
}

func originByYear() Chart {
	return Chart{
		Name:     "origin_by_year",
		Title:    "Where breaches came from, read in three ways",
		Subtitle: "Breaches of 500 or more individuals reported to HHS OCR, by origin and year of submission",
		Description: "A large panel of the reading of descriptions and types together: stacked vertical bars, one for each year, of the number of " +
			"internal, external and undetermined breaches, and a line with a dot for each year at the share of internal among internal and external " +
			"breaches, with its 95 % interval. Two small panels have that line for the readings of descriptions only and of the portal's types only. " +
			"The highest and the newest share of a whole year are written.",
		Columns: []Column{
			intColumn("year"), textColumn("reading"), intColumn("internal"), intColumn("external"), intColumn("undetermined"),
			floatColumn("internal_share"), floatColumn("internal_share_low"), floatColumn("internal_share_high"), boolColumn("is_partial_year"),
		},
		read: readOrigins,
	}
}

func readOrigins(rows *table) figure {
	var found []int64
	var days []yearDays
	for row := range rows.rows {
		if year, ok := rows.whole("year", row); ok {
			found = append(found, year)
			days = append(days, yearDays{year: year, isPartial: rows.is("is_partial_year", row)})
		}
	}
	if len(found) == 0 {
		return nil
	}
	read := &origins{years: yearsOf(found), partial: partialYears(onePerYear(days))}
	byName := map[string]*originReading{}
	for row := range rows.rows {
		year, ok := rows.whole("year", row)
		if !ok {
			continue
		}
		name := rows.text("reading", row, notStated)
		one := byName[name]
		if one == nil {
			if len(read.readings) < mostReadings {
				one = newReading(name, len(read.years))
				read.readings = append(read.readings, one)
			} else {
				read.leftOut++
			}
			byName[name] = one
		}
		if one == nil {
			continue
		}
		at, _ := slices.BinarySearch(read.years, year)
		one.internal[at] = rows.number("internal", row)
		one.external[at] = rows.number("external", row)
		one.undetermined[at] = rows.number("undetermined", row)
		one.share[at], one.low[at], one.high[at] = rows.share("internal_share", row),
			rows.share("internal_share_low", row), rows.share("internal_share_high", row)
	}
	return read
}

func newReading(name string, years int) *originReading {
	one := &originReading{name: name}
	for _, values := range []*[]number{&one.internal, &one.external, &one.undetermined, &one.share, &one.low, &one.high} {
		*values = make([]number, years)
	}
	return one
}

// share returns a number, limited to 0 to 1.
func (t *table) share(column string, row int) number {
	read := t.number(column, row)
	read.value = max(0, min(read.value, 1))
	return read
}

func (f *origins) caveats() []string {
	caveats := []string{
		"Types only is a naive map: theft and hacking are external, the rest internal.",
		"Undetermined: no rule decides, often because no description is published; early and recent years have few.",
		"Vertical lines are 95 % intervals (Wilson); they do not include errors of the rules.",
	}
	if f.leftOut > 0 {
		caveats = append(caveats, count(float64(f.leftOut))+" more readings are in the table only.")
	}
	return append(caveats, partialCaveat("Hatched bars and rings", f.partial)...)
}

// part is one origin of a panel's bars.
type part struct {
	name   string
	colour colour
	values []number
}

// parts returns the parts of a bar, from the bottom up.
func (r *originReading) parts() []part {
	return []part{
		{"internal", internalColour, r.internal},
		{"external", externalColour, r.external},
		{"undetermined", undeterminedColour, r.undetermined},
	}
}

// most is the height of the tallest bar of the leading reading.
func (f *origins) most() float64 {
	most, one := 0.0, f.lead()
	for at := range f.years {
		most = max(most, one.internal[at].height()+one.external[at].height()+one.undetermined[at].height())
	}
	return most
}

// leadingReading is the reading in the large panel.
const leadingReading = "both"

// lead returns the leading reading, or the last one if the table lacks it.
func (f *origins) lead() *originReading {
	for _, one := range f.readings {
		if one.name == leadingReading {
			return one
		}
	}
	return f.readings[len(f.readings)-1]
}

// others returns the readings in small panels.
func (f *origins) others() []*originReading {
	lead := f.lead()
	return slices.DeleteFunc(slices.Clone(f.readings), func(one *originReading) bool { return one == lead })
}

// The large panel's share of the width beside small ones, and the heights of both in the narrow
// layout.
const (
	leadShare       = 0.6
	narrowLead      = 470
	narrowSmall     = 190
	yearsBelowPanel = markRadius + labelSize*lineSpacing
)

func (f *origins) plotHeight(*drawing, float64) float64 {
	return narrowLead + narrowSmall*float64(len(f.others())) + line
}

func (f *origins) draw(on *drawing, plot box) {
	keys := []key{{internalColour, "Internal"}, {externalColour, "External"}, {undeterminedColour, "Undetermined"}}
	plot.top = on.flowKeys(plot.left, plot.top+labelSize*ascent, keys) + gap/2
	lead, others := f.lead(), f.others()
	most := f.most()
	axis := max(on.axisWidth(most, count), on.width(percent(1))+gap)
	panel := box{plot.left + axis, plot.top, plot.right, plot.bottom}
	small := box{plot.left + axis, 0, plot.right, plot.top - gap}
	height := 0.0
	switch {
	case on.isNarrow:
		panel.bottom = plot.top + narrowLead - gap
		small.bottom, height = panel.bottom+gap, narrowSmall
	case len(others) > 0:
		panel.right = plot.left + plot.width()*leadShare
		small.left = panel.right + panelGap + axis
		height = (plot.height() + gap) / float64(len(others))
		small.bottom = plot.top - gap
	}
	f.drawPanel(on, panel, lead, most, panel.left-axis)
	for i, one := range others {
		small.top = small.bottom
		small.bottom = min(small.top+height, plot.bottom)
		if i == len(others)-1 {
			small.bottom = plot.bottom
		}
		top := f.heading(on, small, one)
		strip := box{small.left, top + gap + line/2, small.right, small.bottom - yearsBelowPanel}
		f.drawStrip(on, strip, one, small.left-axis)
	}
}

// drawPanel draws the bars of one reading with its shares below them. The values of both axes start
// at axis.
func (f *origins) drawPanel(on *drawing, panel box, one *originReading, most, axis float64) {
	y := f.heading(on, panel, one)
	const stripHead = labelSize*lineSpacing + gap // the heading of the strip
	foot := panel.bottom - yearsBelowPanel
	strip := box{panel.left, y + gap + (foot-y-gap)*(1-shareStrip) + stripHead, panel.right, foot}
	bars := box{panel.left, y + gap + labelSize*lineSpacing, panel.right, strip.top - stripHead - gap/2}
	values := ticks(most)
	up := scale{most: values[len(values)-1], top: bars.top, bottom: bars.bottom}
	for i, every := 0, tickStep(values, up); i < len(values); i += every {
		y := up.y(values[i])
		on.rule(point{axis, y}, point{bars.right, y}, gridTo)
		on.label(label{at: point{axis, y - labelSize*descent - 1}, text: count(values[i]), size: labelSize, colour: muted})
	}
	over := years{all: f.years, left: panel.left, right: panel.right, edge: panel.right}
	for at := range f.years {
		f.drawBar(on, over, up, one, at)
	}
	on.baseline(axis, bars.right, up.bottom)
	on.contextLines(over, bars.top-line, func(at int) float64 {
		return up.y(one.internal[at].height() + one.external[at].height() + one.undetermined[at].height())
	})
	on.labelIfFree(label{
		at: point{panel.left, strip.top - labelSize*descent - 1}, text: on.fonts[regular].shorten(shareName, labelSize, panel.width()),
		size: labelSize, colour: muted, full: shareName,
	})
	f.drawStrip(on, strip, one, axis)
}

// drawStrip draws the shares of one reading over the years, with the values of the axis.
func (f *origins) drawStrip(on *drawing, strip box, one *originReading, axis float64) {
	shares := scale{most: 1, top: strip.top, bottom: strip.bottom}
	for _, value := range []float64{0, 0.5, 1} {
		on.rule(point{axis, shares.y(value)}, point{strip.right, shares.y(value)}, gridTo)
		on.label(label{at: point{axis, shares.y(value) - labelSize*descent - 1}, text: percent(value), size: labelSize, colour: muted})
	}
	over := years{all: f.years, left: strip.left, right: strip.right, edge: strip.right}
	f.joinShares(on, over, shares, one)
	for at, year := range f.years {
		f.drawShare(on, point{over.middle(at), 0}, shares, one, at, yearName(year))
	}
	f.writeShares(on, over, shares, one)
	on.baseline(axis, strip.right, shares.bottom)
	on.panelYears(over, shares.bottom+markRadius+labelSize*(lineSpacing-descent))
}

// shareName is the heading of the strip below the bars.
const shareName = "Internal share of those determined"

// joinShares draws a line through the shares of consecutive whole years.
func (f *origins) joinShares(on *drawing, over years, up scale, one *originReading) {
	var joined []point
	finish := func() {
		if len(joined) > 1 {
			on.line(stroke{points: joined, colour: internalColour, width: intervalStroke})
		}
		joined = nil
	}
	for at, share := range one.share {
		if !share.isKnown || isPartial(f.partial, f.years[at]) {
			finish()
			continue
		}
		joined = append(joined, point{over.middle(at), up.y(share.value)})
	}
	finish()
}

// writeShares writes the highest share of a whole year and the newest one, above their intervals.
func (f *origins) writeShares(on *drawing, over years, up scale, one *originReading) {
	whole := slices.Clone(one.share)
	for at, year := range f.years {
		whole[at].isKnown = whole[at].isKnown && !isPartial(f.partial, year)
	}
	peak, newest := highest(whole), lastWhole(whole, f.years, f.partial)
	for _, at := range slices.Compact([]int{newest, peak}) {
		if at < 0 {
			continue
		}
		text := percent(whole[at].value)
		half := on.width(text) / 2
		middle := max(over.left+half, min(over.middle(at), over.right-half))
		// Write a number above or below everything in its width, unless that is far from its mark
		// and near another mark.
		ownTop, ownFoot := one.ends(up, at)
		top, foot := ownTop, ownFoot
		for i := range f.years {
			if x := over.middle(i); one.share[i].isKnown && x > middle-half-over.slot() && x < middle+half+over.slot() {
				high, low := one.ends(up, i)
				top, foot = min(top, high), max(foot, low)
			}
		}
		written := label{at: point{middle, top - labelSize*descent}, text: text, size: labelSize, colour: ink, anchor: atMiddle}
		const far = 1.25 * labelSize
		if ownTop-top > far {
			if foot-ownFoot > far {
				continue
			}
			written.at.y = foot + labelSize*ascent + 1
		}
		if written.at.y < up.bottom-markRadius && written.at.y > up.top-2*labelSize {
			on.labelIfFree(written)
		}
	}
}

// ends returns the heights of the upper and the lower end of a share's mark.
func (r *originReading) ends(up scale, at int) (top, foot float64) {
	high, low := r.share[at].value, r.share[at].value
	if r.low[at].isKnown && r.high[at].isKnown {
		high, low = max(high, r.low[at].value, r.high[at].value), min(low, r.low[at].value, r.high[at].value)
	}
	return min(up.y(high), up.y(r.share[at].value)-markRadius), max(up.y(low), up.y(r.share[at].value)+markRadius)
}

// heading writes the name of a reading and its totals, and returns the bottom of the text.
func (f *origins) heading(on *drawing, panel box, one *originReading) float64 {
	sums := map[string]float64{}
	for _, origin := range one.parts() {
		for _, value := range origin.values {
			sums[origin.name] += value.height()
		}
	}
	determined := sums["internal"] + sums["external"]
	lines := []string{readingName(one.name), "nothing is determined"}
	if determined > 0 {
		lines[1] = tenths(sums["internal"]/determined) + " of " + count(determined) + " are internal"
	}
	lines = append(lines, count(sums["undetermined"])+" are undetermined")
	y := panel.top + gap
	for i, text := range lines {
		y += labelSize * lineSpacing
		written := label{at: point{panel.left, y}, size: labelSize, colour: ink, full: text}
		if i == 0 {
			written.weight = bold
		}
		if i == len(lines)-1 {
			written.colour = muted
		}
		written.text = on.fonts[written.weight].shorten(text, labelSize, panel.width())
		if written.text == text {
			written.full = ""
		}
		on.label(written)
	}
	return y
}

// readingName is the heading of a reading. "both" is clear only beside the other two.
func readingName(reading string) string {
	if reading == leadingReading {
		return "Descriptions and types"
	}
	return capital(reading)
}

// capital puts the first letter of a text in upper case.
func capital(text string) string {
	runes := []rune(text)
	if len(runes) > 0 && runes[0] >= 'a' && runes[0] <= 'z' {
		runes[0] += 'A' - 'a'
	}
	return string(runes)
}

func (f *origins) drawBar(on *drawing, over years, up scale, one *originReading, at int) {
	left, right := over.bar(at)
	sum := 0.0
	for _, origin := range one.parts() {
		foot := up.y(sum)
		sum += origin.values[at].height()
		top := up.y(sum)
		if foot-top > 2*hair && foot < up.bottom {
			foot -= hair
		}
		tip := one.name + ", " + yearName(f.years[at]) + ", " + origin.name + ": " + count(origin.values[at].value)
		on.fillBar(box{left, top, right, foot}, origin.colour, isPartial(f.partial, f.years[at]), tip)
	}
}

func (f *origins) drawShare(on *drawing, at point, up scale, one *originReading, year int, name string) {
	share, low, high := one.share[year], one.low[year], one.high[year]
	if !share.isKnown {
		return
	}
	tip := one.name + ", " + name + ": " + tenths(share.value) + " internal"
	if low.isKnown && high.isKnown {
		ends := []point{{at.x, up.y(math.Max(low.value, high.value))}, {at.x, up.y(math.Min(low.value, high.value))}}
		on.line(stroke{points: ends, colour: internalColour, width: intervalStroke})
		tip += " (95 % interval " + tenths(low.value) + " to " + tenths(high.value) + ")"
	}
	on.symbol(point{at.x, up.y(share.value)}, style{internalColour, circle}, isPartial(f.partial, f.years[year]), tip)
}
