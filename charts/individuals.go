package charts

import (
	"slices"
	"strconv"
)

// yearSums has one bar for each year: the individuals affected by its breaches, and how many of
// them the largest breach affected.
type yearSums struct {
	rows         []yearSum
	partial      []partialYear
	withoutCount float64
}

type yearSum struct {
	year        int64
	individuals number
	largest     number
	entity      string
}

// A breach is named if it is at least these shares of its year and of the tallest year.
const (
	giantOfYear = 0.5
	giantOfMost = 0.1
)

func individualsByYear() Chart {
	return Chart{
		Name:     "individuals_by_year",
		Title:    "Individuals affected each year",
		Subtitle: "Individuals affected by breaches of 500 or more reported to HHS OCR, by year of submission",
		Description: "Vertical bars, one for each year, as high as the number of individuals affected by the breaches submitted in it. " +
			"The part at the foot of the bar is the year's largest single breach, named where it is half of the year or more.",
		Columns: []Column{
			intColumn("year"), intColumn("breaches"), intColumn("breaches_without_count"), intColumn("individuals"),
			intColumn("largest_individuals"), textColumn("largest_entity_name"), boolColumn("is_partial_year"),
			dateColumn("first_submitted_on"), dateColumn("last_submitted_on"),
		},
		read: readIndividualsByYear,
	}
}

func readIndividualsByYear(rows *table) figure {
	var read yearSums
	var days []yearDays
	place := make(map[int64]int)
	for row := range rows.rows {
		year, ok := rows.whole("year", row)
		if !ok {
			continue
		}
		read.withoutCount += rows.number("breaches_without_count", row).height()
		one := yearSum{
			year:        year,
			individuals: rows.number("individuals", row),
			largest:     rows.number("largest_individuals", row),
			entity:      rows.text("largest_entity_name", row, notStated),
		}
		// If a year has several rows, add them up: their bars would hide one another.
		if at, isAgain := place[year]; isAgain {
			read.rows[at].add(one)
			continue
		}
		place[year] = len(read.rows)
		read.rows = append(read.rows, one)
		days = append(days, yearDaysOf(rows, row, year))
	}
	if len(read.rows) == 0 {
		return nil
	}
	read.partial = partialYears(days)
	return &read
}

// add adds another row of the same year and keeps the larger of the two largest breaches.
func (s *yearSum) add(other yearSum) {
	s.individuals = s.individuals.plus(other.individuals)
	if other.largest.value > s.largest.value {
		s.largest, s.entity = other.largest, other.entity
	}
}

func (f *yearSums) caveats() []string {
	caveats := append([]string{"A person counts once in each breach."}, partialCaveat("Hatched", f.partial)...)
	switch {
	case f.withoutCount == 1:
		caveats = append(caveats, "1 breach states no number of individuals and adds none.")
	case f.withoutCount > 1:
		caveats = append(caveats, count(f.withoutCount)+" breaches state no number of individuals and add none.")
	}
	return caveats
}

// most is the height of the tallest bar; all is every year of the axis.
func (f *yearSums) most() (most float64, all []int64) {
	for _, row := range f.rows {
		most = max(most, row.individuals.value, row.largest.value)
		all = append(all, row.year)
	}
	return most, yearsOf(all)
}

func (f *yearSums) draw(on *drawing, plot box) {
	most, all := f.most()
	write, unit := count, "Individuals"
	if most >= million {
		write, unit = millions, "Millions of individuals"
	}
	y := plot.top + labelSize*ascent
	on.label(label{at: point{plot.left, y}, text: unit, size: labelSize, colour: muted})
	keys := []key{{accentColour, "largest breach of the year"}, {restColour, "all other breaches"}}
	if on.isNarrow {
		plot.top = on.flowKeys(plot.left, y+line, keys) + line
	} else {
		on.keys(plot.left+on.width(unit)+2*gap, y, keys)
		plot.top += 2.5 * line
	}
	plot.bottom -= yearLabelHeight
	up, left := on.valueAxis(plot, most, func(value float64) string { return axisNumber(value, most) })
	over := years{all: all, left: left, right: plot.right, edge: on.right}
	for _, row := range f.rows {
		f.drawBar(on, over, up, row)
	}
	on.baseline(plot.left, plot.right, up.bottom)
	values, tops := make([]number, len(all)), make([]number, len(all))
	for _, row := range f.rows {
		at, _ := slices.BinarySearch(all, row.year)
		values[at], tops[at] = row.individuals, number{value: max(row.individuals.value, row.largest.value), isKnown: true}
	}
	on.yearNumbers(over, up, values, tops, f.partial, write)
	on.yearLabels(over, up.bottom, partialNotes(f.partial, all))
	for _, row := range f.rows {
		if row.largest.value >= giantOfYear*row.individuals.value && row.largest.value >= giantOfMost*most && most > 0 {
			at, _ := slices.BinarySearch(all, row.year)
			f.nameGiant(on, over, up, at, row)
		}
	}
}

// axisNumber writes a tick in the unit that suits the tallest bar.
func axisNumber(value, most float64) string {
	switch {
	case most < million:
		return count(value)
	case value >= billion:
		return count(value / million)
	default:
		return strconv.FormatFloat(value/million, 'f', -1, 64)
	}
}

// drawBar draws the largest breach from zero up, so that its length can be compared across years,
// and all others above it.
func (f *yearSums) drawBar(on *drawing, over years, up scale, row yearSum) {
	at, _ := slices.BinarySearch(over.all, row.year)
	left, right := over.bar(at)
	partial := isPartial(f.partial, row.year)
	divide, top := up.y(row.largest.value), up.y(max(row.individuals.value, row.largest.value))
	tip := yearName(row.year) + ": " + people(row.individuals.value)
	on.fillBar(box{left, top, right, divide}, restColour, partial, tip)
	on.fillBar(box{left, divide, right, up.bottom}, accentColour, partial, row.entity+", "+people(row.largest.value))
	on.take(box{left, top, right, up.bottom})
}

// nameGiant writes the name and size of a breach beside its part of the bar, as near to its top as
// there is room on a side. If there is none, it writes them above the bar, or not at all.
func (f *yearSums) nameGiant(on *drawing, over years, up scale, at int, row yearSum) {
	left, right := over.bar(at)
	name := label{
		text: on.fonts[bold].shorten(row.entity, labelSize, giantName),
		size: labelSize, weight: bold, colour: accentInk, full: row.entity,
	}
	size := label{text: people(row.largest.value), size: labelSize, colour: accentInk}
	write := func(x, y float64, from anchor) bool {
		name.at, name.anchor = point{x, y}, from
		size.at, size.anchor = point{x, y + line}, from
		area := on.extent(name).around(on.extent(size))
		if !on.isFree(area.wider(giantRoom)) || area.left < over.left {
			return false
		}
		on.halo(area)
		on.label(name)
		on.label(size)
		return true
	}
	top := up.y(row.individuals.value)
	first := up.y(row.largest.value) + line
	for down := 0.0; first+down < up.bottom-line || first-down > top; down += line / 4 {
		for _, y := range []float64{first + down, first - down} {
			if y > top+labelSize*ascent && y < up.bottom-line &&
				(write(left-gap, y, atEnd) || write(right+gap, y, atStart)) {
				return
			}
		}
	}
	if above := top - 3*line + labelSize*descent; above > up.top {
		write((left+right)/2, above, atMiddle)
	}
}

func (f *yearSums) plotHeight(*drawing, float64) float64 { return defaultPlotHeight + 3*line }
