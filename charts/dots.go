package charts

import (
	"math"
	"slices"
)

// mostDots is the largest number of rows and headings.
const mostDots = 20

// dots has rows of shares on one axis, each a mark with its interval, in groups with a heading.
type dots struct {
	rows      []dotsRow
	reference number // a share that is drawn as a vertical line
	named     string // label of the line
	write     func(share float64) string
	notes     []string
}

// dotsRow is one row. A row without share and style is a heading.
type dotsRow struct {
	name             string
	isHeading        bool
	style            style
	share, low, high number
	aside            string // at the right, muted
}

func (f *dots) caveats() []string {
	if from, _, _ := f.span(); from > 0 {
		// The first place is safe if the caption is cut.
		return append([]string{"The axis begins at " + percent(from/10) + "."}, f.notes...)
	}
	return f.notes
}

// cut drops the rows for which there is no room, and adds a note.
func (f *dots) cut() {
	if left := len(f.rows) - mostDots; left > 0 {
		f.rows = f.rows[:mostDots]
		f.notes = append(f.notes, count(float64(left))+" more rows are in the table only.")
	}
}

// span returns the range of the axis, within 0 to 1 and in whole tenths, and the step of its ticks.
func (f *dots) span() (from, to, step float64) {
	low, high := math.Inf(1), math.Inf(-1)
	for _, row := range f.rows {
		for _, value := range []number{row.share, row.low, row.high} {
			if value.isKnown {
				low, high = min(low, value.value), max(high, value.value)
			}
		}
	}
	if f.reference.isKnown {
		low, high = min(low, f.reference.value), max(high, f.reference.value)
	}
	if low > high {
		return 0, 10, 2
	}
	const slack = 0.01
	from, to = max(0, math.Floor((low-slack)*10)), min(10, math.Ceil((high+slack)*10))
	if step = 1; to-from > 7 {
		step = 2
		from = math.Floor(from/2) * 2
		to = math.Ceil(to/2) * 2
	}
	return from, to, step
}

// dotNarrow is the height of a row in the narrow layout: name and share, with the mark below them.
const dotNarrow = 42

func (f *dots) plotHeight(*drawing, float64) float64 {
	return dotNarrow*float64(len(f.rows)) + 3*line
}

// finding states the range of the shares of all rows.
func (f *dots) finding() string {
	least, most, known := 1.0, 0.0, 0
	for _, row := range f.rows {
		if row.share.isKnown {
			least, most, known = min(least, row.share.value), max(most, row.share.value), known+1
		}
	}
	if known < 2 || tenths(least) == tenths(most) {
		return ""
	}
	return "The internal share is " + percent(least) + " to " + percent(most) + ", depending on what is read"
}

func (f *dots) draw(on *drawing, plot box) {
	const indent = gap
	name, shown, aside := 0.0, 0.0, 0.0
	for _, row := range f.rows {
		if !row.isHeading {
			name = max(name, on.width(row.name)+indent)
			shown = max(shown, on.width(f.shown(row)))
			aside = max(aside, on.width(row.aside))
		}
	}
	name, aside = min(name, widestName/2), min(aside, widestAside)
	axis := box{plot.left + name + 3*gap, plot.top, plot.right - shown - aside - 4*gap, plot.bottom}
	if on.isNarrow {
		axis.left, axis.right = plot.left+2*gap, plot.right-2*gap
	}
	if f.reference.isKnown {
		axis.top += labelSize*lineSpacing + gap
	}
	from, to, step := f.span()
	x := func(share float64) float64 { return axis.left + axis.width()*(share*10-from)/(to-from) }
	height := min(dotRow, (axis.height()-labelSize*lineSpacing-gap)/float64(len(f.rows)))
	foot := axis.top + height*float64(len(f.rows)) + gap
	for tick := from; tick <= to; tick += step {
		at := x(tick / 10)
		on.rule(point{at, axis.top}, point{at, foot}, gridTo)
		on.label(label{at: point{at, foot + labelSize*lineSpacing}, text: percent(tick / 10), size: labelSize, colour: muted, anchor: atMiddle})
	}
	if f.reference.isKnown {
		at := x(f.reference.value)
		if !on.isNarrow { // in the narrow layout the line is beside the marks only
			on.line(stroke{points: []point{{at, axis.top - gap/2}, {at, foot}}, colour: ink, width: intervalStroke, isDashed: true})
		}
		half := on.width(f.named) / 2
		on.label(label{
			at: point{max(on.left+half, min(at, on.right-half)), axis.top - gap}, text: f.named,
			size: labelSize, colour: ink, anchor: atMiddle,
		})
	}
	for i, row := range f.rows {
		y := axis.top + height*(float64(i)+0.5)
		base := y + labelSize*(ascent-descent/2)/2
		if row.isHeading {
			room := plot.width() / 2
			if on.isNarrow {
				room = plot.width()
			} else if f.reference.isKnown {
				room = min(room, x(f.reference.value)-plot.left-gap)
			}
			text := on.fonts[bold].shorten(row.name, labelSize, room)
			if on.isNarrow {
				base = y + height/2 - gap/2
			}
			written := label{at: point{plot.left, base}, text: text, size: labelSize, weight: bold, colour: ink, full: row.name}
			on.halo(on.extent(written).wider(1))
			on.label(written)
			continue
		}
		if on.isNarrow {
			f.drawNarrow(on, row, x, plot, box{plot.left + indent, y - height/2, plot.right, y + height/2})
			continue
		}
		text := on.fonts[regular].shorten(row.name, labelSize, name-indent)
		on.label(label{at: point{plot.left + indent, base}, text: text, size: labelSize, colour: ink, full: row.name})
		row.drawMark(on, x, y)
		on.label(label{at: point{axis.right + 2*gap, base}, text: f.shown(row), size: labelSize, colour: ink})
		text = on.fonts[regular].shorten(row.aside, labelSize, aside)
		on.label(label{at: point{axis.right + shown + 4*gap, base}, text: text, size: labelSize, colour: muted, full: row.aside})
	}
}

// drawNarrow draws a row with its name and share above its mark.
func (f *dots) drawNarrow(on *drawing, row dotsRow, x func(float64) float64, plot, slot box) {
	base := slot.top + labelSize
	share := label{at: point{plot.right, base}, text: f.shown(row), size: labelSize, colour: ink, anchor: atEnd}
	text := on.fonts[regular].shorten(row.name, labelSize, slot.width()-on.width(f.shown(row))-2*gap)
	name := label{at: point{slot.left, base}, text: text, size: labelSize, colour: ink, full: row.name}
	for _, written := range []label{name, share} {
		on.halo(on.extent(written).wider(1))
		on.label(written)
	}
	y := base + labelSize
	if f.reference.isKnown {
		at := x(f.reference.value)
		on.line(stroke{points: []point{{at, base + 4}, {at, slot.bottom}}, colour: ink, width: intervalStroke, isDashed: true})
	}
	row.drawMark(on, x, y)
}

func (f *dots) shown(row dotsRow) string {
	if !row.share.isKnown {
		return unknown
	}
	return f.write(row.share.value)
}

func (r dotsRow) drawMark(on *drawing, x func(float64) float64, y float64) {
	if !r.share.isKnown {
		return
	}
	tip := r.name + ": " + tenths(r.share.value)
	if r.low.isKnown && r.high.isKnown {
		ends := []float64{r.low.value, r.high.value}
		slices.Sort(ends)
		on.line(stroke{points: []point{{x(ends[0]), y}, {x(ends[1]), y}}, colour: r.style.colour, width: seriesStroke})
		tip += " (95 % interval " + tenths(ends[0]) + " to " + tenths(ends[1]) + ")"
	}
	on.symbol(point{x(r.share.value), y}, r.style, false, tip)
}

func originSensitivity() Chart {
	return Chart{
		Name:     "origin_sensitivity",
		Title:    "How much the internal share depends on what is read",
		Subtitle: "Share of internal among the breaches whose origin is determined, with its 95 % interval, by reading and set of breaches",
		Description: "Rows of dots, one for each set of breaches and reading, at the share of internal breaches with a line for its 95 % interval. " +
			"An upright dashed line marks what Jiang and Bai print. At the right stand the share and the numbers of breaches.",
		Columns: []Column{
			textColumn("cohort"), textColumn("reading"), intColumn("internal"), intColumn("external"), intColumn("undetermined"),
			floatColumn("internal_share"), floatColumn("internal_share_low"), floatColumn("internal_share_high"), floatColumn("published_share"),
		},
		read: readSensitivity,
	}
}

func readSensitivity(rows *table) figure {
	read := &dots{write: tenths, notes: []string{
		"Described to 2017 is the frame of Jiang and Bai in the list shown; their 1,138 cases cannot be selected.",
		"Types only is a naive map: theft and hacking are external, the rest internal.",
		"Intervals (Wilson) reflect chance, not errors of the rules; undetermined breaches may differ.",
	}}
	looks := map[string]style{"descriptions only": {internalColour, circle}, "portal types only": {greyOther, wedge}, "both": {internalColour, square}}
	cohort := ""
	for row := range rows.rows {
		internal, external, undetermined := rows.number("internal", row), rows.number("external", row), rows.number("undetermined", row)
		if !internal.isKnown {
			continue
		}
		if name := capital(rows.text("cohort", row, notStated)); name != cohort {
			cohort = name
			read.rows = append(read.rows, dotsRow{name: cohort, isHeading: true})
		}
		reading := rows.text("reading", row, notStated)
		look, ok := looks[reading]
		if !ok {
			look = style{greyUnknown, diamond}
		}
		read.rows = append(read.rows, dotsRow{
			name: capital(reading), style: look, share: rows.share("internal_share", row),
			low: rows.share("internal_share_low", row), high: rows.share("internal_share_high", row),
			aside: count(internal.value) + " internal, " + count(external.value) + " external, " + count(undetermined.value) + " undetermined",
		})
		if printed := rows.share("published_share", row); printed.isKnown {
			read.reference, read.named = printed, "Jiang and Bai 2019: "+tenths(printed.value)
		}
	}
	if len(read.rows) == 0 {
		return nil
	}
	read.cut()
	return read
}

func oaicComparison() Chart {
	return Chart{
		Name:     "oaic_comparison",
		Title:    "Human error in Australia, internal origin in the US",
		Subtitle: "Share of human error among notifications of Australia's health sector, and of internal origin among breaches submitted to HHS OCR in the same days",
		Description: "A row for each period with three dots on one axis from 0 to 100 %: the share of human error in Australia, the internal share in " +
			"the US by descriptions, and the one by descriptions and types, each with a line for its 95 % interval. The shares stand at the right.",
		Columns: []Column{
			textColumn("period"), intColumn("oaic_notifications"), intColumn("oaic_human_errors"), floatColumn("oaic_share"),
			floatColumn("oaic_share_low"), floatColumn("oaic_share_high"), textColumn("oaic_attestation"), intColumn("described_internal"),
			intColumn("described_determined"), floatColumn("described_share"), floatColumn("described_share_low"), floatColumn("described_share_high"),
			intColumn("both_internal"), intColumn("both_determined"), floatColumn("both_share"), floatColumn("both_share_low"), floatColumn("both_share_high"),
		},
		IsOptional: true,
		read:       readComparison,
	}
}
