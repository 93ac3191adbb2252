package charts

import "strings"

// comparison has one row for each period, with three shares on one axis: human error in Australia,
// and the internal share here by two readings.
type comparison struct {
	rows    []compared
	leftOut int
}

type compared struct {
	period string
	shares [3]comparedShare
}

type comparedShare struct {
	share, low, high number
	of               string // the counts, such as "12 of 40"
}

const (
	mostCompared   = 12
	comparedHigh   = 72
	comparedNarrow = 78
	comparedApart  = 12 // between the marks of a row
)

// comparedSource is one of the three shares: its columns, style and names.
type comparedSource struct {
	name, short, prefix, part, whole string
	style                            style
}

func comparedSources() [3]comparedSource {
	return [3]comparedSource{
		{"Australia: human error", "Australia", "oaic", "oaic_human_errors", "oaic_notifications", style{green, diamond}},
		{"US: internal, descriptions only", "US, descriptions", "described", "described_internal", "described_determined", style{internalColour, circle}},
		{"US: internal, descriptions and types", "US, both", "both", "both_internal", "both_determined", style{blue, square}},
	}
}

func readComparison(rows *table) figure {
	read := &comparison{}
	for row := range rows.rows {
		if _, ok := rows.whole("oaic_notifications", row); !ok {
			continue
		}
		if len(read.rows) == mostCompared {
			read.leftOut++
			continue
		}
		one := compared{period: rows.text("period", row, notStated)}
		for i, from := range comparedSources() {
			one.shares[i] = comparedShare{
				share: rows.share(from.prefix+"_share", row),
				low:   rows.share(from.prefix+"_share_low", row), high: rows.share(from.prefix+"_share_high", row),
				of: count(rows.number(from.part, row).value) + " of " + count(rows.number(from.whole, row).value),
			}
			if known := rows.text("oaic_attestation", row, ""); i == 0 && known != "" && known != "verified" {
				one.shares[i].of += ", " + known
			}
		}
		read.rows = append(read.rows, one)
	}
	if len(read.rows) == 0 {
		return nil
	}
	return read
}

func (f *comparison) caveats() []string {
	notes := []string{
		"The two are not the same thing: human error is a cause, not an origin. An insider who steals is malicious there and internal here; " +
			"an employee who falls for phishing is a cyber incident there and internal here.",
		"Notified there: any breach likely to do serious harm; here: 500 or more individuals.",
		"Lines are 95 % intervals (Wilson).",
		"Australia: OAIC statistics and copies of them.",
	}
	if f.leftOut > 0 {
		notes = append(notes, count(float64(f.leftOut))+" more periods are in the table only.")
	}
	return notes
}

// finding states the ranges of the shares of human error and of internal origin.
func (f *comparison) finding() string {
	between := func(i int) string {
		least, most := number{}, number{}
		for _, row := range f.rows {
			share := row.shares[i].share
			if !share.isKnown {
				continue
			}
			if !least.isKnown || share.value < least.value {
				least = share
			}
			if !most.isKnown || share.value > most.value {
				most = share
			}
		}
		switch {
		case !least.isKnown:
			return ""
		case percent(least.value) == percent(most.value):
			return percent(least.value)
		}
		return percent(least.value) + " to " + percent(most.value)
	}
	there, here := between(0), between(1)
	if there == "" || here == "" {
		return ""
	}
	return "Human error is " + there + " of Australia’s notifications, internal origin " + here + " of US breaches"
}

func (f *comparison) plotHeight(*drawing, float64) float64 {
	return 5*line + comparedNarrow*float64(len(f.rows))
}

func (f *comparison) draw(on *drawing, plot box) {
	left, y := plot.left, plot.top+labelSize*ascent
	for _, source := range comparedSources() {
		width := 2*markRadius + gap/2 + on.width(source.name)
		if left > plot.left && left+width > plot.right {
			left, y = plot.left, y+line
		}
		on.symbol(point{left + markRadius, y - labelSize*ascent/2 + 1}, source.style, false, source.name)
		text := on.fonts[regular].shorten(source.name, labelSize, plot.right-left-2*markRadius-gap/2)
		on.label(label{at: point{left + 2*markRadius + gap/2, y}, text: text, size: labelSize, colour: ink})
		left += width + 2*gap
	}
	period, columns := 0.0, [3]float64{}
	for _, row := range f.rows {
		period = max(period, on.width(row.period))
		for i, one := range row.shares {
			columns[i] = max(columns[i], on.width(one.shown()))
		}
	}
	axis := box{plot.left + min(period, tableName) + 3*gap, y + gap, plot.right - columns[0] - columns[1] - columns[2] - 6*gap, plot.bottom - line - gap}
	height := min(comparedHigh, axis.height()/float64(len(f.rows)))
	if on.isNarrow {
		axis.left, axis.right, height = plot.left+gap, plot.right-gap, comparedNarrow
	}
	x := func(share float64) float64 { return axis.left + axis.width()*share }
	foot := axis.top + height*float64(len(f.rows))
	for tick := 0.0; tick <= 1; tick += 0.25 {
		on.rule(point{x(tick), axis.top}, point{x(tick), foot}, gridTo)
		at := label{at: point{x(tick), foot + line}, text: percent(tick), size: labelSize, colour: muted, anchor: atMiddle}
		if half := on.width(at.text) / 2; at.at.x+half > on.right {
			at.at.x = on.right - half
		} else if at.at.x-half < on.left {
			at.at.x = on.left + half
		}
		on.label(at)
	}
	for i, row := range f.rows {
		slot := box{plot.left, axis.top + height*float64(i), plot.right, axis.top + height*float64(i+1)}
		if i > 0 {
			on.rule(point{plot.left, slot.top}, point{plot.right, slot.top}, gridTo)
		}
		f.drawPeriod(on, row, slot, axis, x, columns)
	}
}

func (s comparedShare) shown() string {
	if !s.share.isKnown {
		return unknown
	}
	return percent(s.share.value)
}

// drawPeriod draws the three shares of a period below one another. It writes the numbers at the
// right, or in the narrow layout on the line of the period's name.
func (f *comparison) drawPeriod(on *drawing, row compared, slot, axis box, x func(float64) float64, columns [3]float64) {
	middle, room := (slot.top+slot.bottom)/2, min(tableName, axis.left-slot.left-gap)
	base, right := baseIn(middle), slot.right
	if on.isNarrow {
		base = slot.top + line
		middle = base + gap + comparedApart + 2
		room = slot.width()
	}
	for i := len(columns) - 1; i >= 0; i-- {
		look := comparedSources()[i].style
		written := label{at: point{right, base}, text: row.shares[i].shown(), size: labelSize, colour: look.colour.mix(black, textDarker), anchor: atEnd}
		on.label(written)
		right -= columns[i] + 2*gap
		if on.isNarrow {
			room = right - slot.left
		}
	}
	name := on.fonts[regular].shorten(row.period, labelSize, room)
	on.label(label{at: point{slot.left, base}, text: name, size: labelSize, colour: ink, full: row.period})
	apart := min(comparedApart, slot.height()/4)
	for i, source := range comparedSources() {
		y := middle + apart*float64(i-1)
		row.shares[i].drawMark(on, source, row.period, x, y)
	}
}

// textDarker is how much a colour is darkened for text.
const textDarker = 0.3

func (s comparedShare) drawMark(on *drawing, source comparedSource, period string, x func(float64) float64, y float64) {
	if !s.share.isKnown {
		return
	}
	tip := strings.Join([]string{period, source.name, tenths(s.share.value) + " (" + s.of + ")"}, ", ")
	if s.low.isKnown && s.high.isKnown {
		low, high := min(s.low.value, s.high.value), max(s.low.value, s.high.value)
		on.line(stroke{points: []point{{x(low), y}, {x(high), y}}, colour: source.style.colour, width: intervalStroke})
		tip += ", 95 % interval " + tenths(low) + " to " + tenths(high)
	}
	on.symbol(point{x(s.share.value), y}, source.style, false, tip)
}
