package charts

import "slices"

// yearQuartiles has one span for each year on a log axis: the middle half of its breaches and their
// median.
type yearQuartiles struct {
	rows         []yearQuartile
	partial      []partialYear
	withoutCount float64
}

type yearQuartile struct {
	year                 int64
	breaches             number
	lower, median, upper number
}

// medianStroke is the thickness of the line at a median, in points.
const medianStroke = 3

func sizesByYear() Chart {
	return Chart{
		Name:     "sizes_by_year",
		Title:    "How large the median breach is, year by year",
		Subtitle: "Individuals affected by breaches of 500 or more reported to HHS OCR: each year’s median and middle half, on a log axis",
		Description: "Vertical spans on a logarithmic axis, one for each year of submission: from the number of individuals that a quarter of the " +
			"year's breaches stay at or below, to the one that three quarters do. A line across the span and a number are the median.",
		Columns: []Column{
			intColumn("year"), intColumn("breaches"), intColumn("breaches_without_count"), floatColumn("lower_quartile"),
			floatColumn("median_individuals"), floatColumn("upper_quartile"), boolColumn("is_partial_year"),
			dateColumn("first_submitted_on"), dateColumn("last_submitted_on"),
		},
		read: readSizesByYear,
	}
}

func readSizesByYear(rows *table) figure {
	read := &yearQuartiles{}
	var days []yearDays
	for row := range rows.rows {
		year, ok := rows.whole("year", row)
		// Two medians of one year cannot be combined: use the first row.
		if !ok || slices.ContainsFunc(read.rows, func(r yearQuartile) bool { return r.year == year }) {
			continue
		}
		read.rows = append(read.rows, yearQuartile{
			year: year, breaches: rows.number("breaches", row), lower: rows.number("lower_quartile", row),
			median: rows.number("median_individuals", row), upper: rows.number("upper_quartile", row),
		})
		read.withoutCount += rows.number("breaches_without_count", row).height()
		days = append(days, yearDaysOf(rows, row, year))
	}
	if len(read.rows) == 0 {
		return nil
	}
	read.partial = partialYears(days)
	return read
}

func (f *yearQuartiles) caveats() []string {
	caveats := append([]string{"By year of submission. A quarter of a year’s breaches is smaller than its bar, a quarter larger."},
		partialCaveat("Hatched", f.partial)...)
	if f.withoutCount > 0 {
		caveats = append(caveats, breachesOf(f.withoutCount)+verb(f.withoutCount, " states", " state")+" no number and "+
			verb(f.withoutCount, "is", "are")+" left out.")
	}
	return caveats
}

// span returns the smallest and the largest value that is drawn.
func (f *yearQuartiles) span() (least, most float64, isKnown bool) {
	for _, row := range f.rows {
		for _, value := range []number{row.lower, row.median, row.upper} {
			switch {
			case !value.isKnown:
			case !isKnown:
				least, most, isKnown = value.height(), value.height(), true
			default:
				least, most = min(least, value.height()), max(most, value.height())
			}
		}
	}
	return least, most, isKnown
}

func (f *yearQuartiles) draw(on *drawing, plot box) {
	var all []int64
	for _, row := range f.rows {
		all = append(all, row.year)
	}
	all = yearsOf(all)
	const unit = "Individuals, log axis"
	y := plot.top + labelSize*ascent
	on.label(label{at: point{plot.left, y}, text: unit, size: labelSize, colour: muted})
	x := plot.left + on.width(unit) + 3*gap
	if on.isNarrow {
		x, y, plot.top = plot.left, y+line, plot.top+line
	}
	on.bar(box{x, y - labelSize*ascent/2 - medianStroke/2, x + 2*swatchSize, y - labelSize*ascent/2 + medianStroke/2}, accentColour, "")
	x += 2*swatchSize + gap
	on.label(label{at: point{x, y}, text: "median", size: labelSize, colour: ink})
	on.keys(x+on.width("median")+2*gap, y, []key{{restColour.mix(paper, medianPale), "the middle half of the year’s breaches"}})
	plot.top += 2.5 * labelSize * lineSpacing
	plot.bottom -= yearLabelHeight
	least, most, isKnown := f.span()
	up, left := on.logAxis(plot, least, most, isKnown)
	over := years{all: all, left: left, right: plot.right, edge: on.right}
	for _, row := range f.rows {
		f.drawYear(on, over, up, row)
	}
	on.baseline(plot.left, plot.right, plot.bottom)
	f.numberYears(on, over, up)
	on.yearLabels(over, plot.bottom, partialNotes(f.partial, all))
}

// medianPale is the share of the background colour in a span.
const medianPale = 0.35

// logAxis draws the grid of a log axis over the plot's width, from the tick at or below least at
// the bottom to the one at or above most. It returns the scale and the left edge of the space for
// marks.
func (s *drawing) logAxis(plot box, least, most float64, isKnown bool) (logScale, float64) {
	if !isKnown {
		least, most = fewestIndividuals, 2*fewestIndividuals
	}
	values := logTicks(least, most)
	up := logScale{least: values[0], most: values[len(values)-1], from: plot.bottom, to: plot.top}
	widest := 0.0
	for _, value := range values {
		y := up.at(value)
		s.rule(point{plot.left, y}, point{plot.right, y}, gridTo)
		written := label{at: point{plot.left, y - labelSize*descent - 1}, text: axisPeople(value), size: labelSize, colour: muted}
		if s.isFree(s.extent(written)) {
			s.label(written)
			widest = max(widest, s.width(written.text))
		}
	}
	return up, plot.left + widest + gap
}

func (f *yearQuartiles) drawYear(on *drawing, over years, up logScale, row yearQuartile) {
	at, _ := slices.BinarySearch(over.all, row.year)
	left, right := over.bar(at)
	tip := yearName(row.year) + ": half of " + breachesOf(row.breaches.value) + " affect " + people(row.lower.value) + " to " +
		people(row.upper.value) + " individuals, median " + people(row.median.value)
	if row.lower.isKnown && row.upper.isKnown {
		on.fillBar(box{left, up.at(row.upper.height()), right, up.at(row.lower.height())},
			restColour.mix(paper, medianPale), isPartial(f.partial, row.year), tip)
	}
	if row.median.isKnown {
		y := up.at(row.median.height())
		on.bar(box{left, y - medianStroke/2.0, right, y + medianStroke/2.0}, accentColour, tip)
	}
}

// numberYears writes the median of every year. If a number is wider than a year it writes only
// those of the highest, the newest and the newest whole year, above all spans in their way.
func (f *yearQuartiles) numberYears(on *drawing, over years, up logScale) {
	isWide := false
	medians, tops := make([]number, len(over.all)), make([]number, len(over.all))
	linear := scale{most: up.from - up.to, top: up.to, bottom: up.from}
	for _, row := range f.rows {
		at, _ := slices.BinarySearch(over.all, row.year)
		medians[at] = row.median
		isWide = isWide || row.median.isKnown && on.width(people(row.median.value)) > over.slot()
		if top := max(row.upper.height(), row.median.height()); row.median.isKnown {
			tops[at] = number{value: up.from - up.at(top), isKnown: true}
		}
	}
	if !isWide || !on.isNarrow {
		for _, row := range f.rows {
			f.numberYear(on, over, up, row)
		}
		return
	}
	written := map[int]bool{-1: true}
	newest, _, _ := ends(over.all, medians, f.partial)
	for _, at := range []int{lastWhole(medians, over.all, f.partial), highest(medians), newest} {
		if !written[at] {
			on.numberOver(over, linear, medians[at].value, tops, at, people)
		}
		written[at] = true
	}
}

// numberYear writes a median above its line, or "n/a" at the bottom if a year has none. It writes
// nothing if the text is wider than the year.
func (f *yearQuartiles) numberYear(on *drawing, over years, up logScale, row yearQuartile) {
	at, _ := slices.BinarySearch(over.all, row.year)
	written := label{
		at:   point{over.middle(at), up.from - labelSize*descent - 1},
		text: unknown, size: labelSize, colour: ink, anchor: atMiddle,
	}
	if row.median.isKnown {
		written.text = people(row.median.value)
		written.at.y = up.at(row.median.height()) - medianStroke - labelSize*descent
	}
	if area := on.extent(written); on.width(written.text) <= over.slot() && on.isFree(area) {
		if isPartial(f.partial, row.year) {
			on.halo(area)
		}
		on.label(written)
	}
}

func (f *yearQuartiles) plotHeight(*drawing, float64) float64 { return defaultPlotHeight + 3*line }
