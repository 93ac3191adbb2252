package charts

import "slices"

// yearBars has one bar for each year: the number of breaches submitted in it.
type yearBars struct {
	rows      []yearBar
	partial   []partialYear
	projected projection
}

type yearBar struct {
	year     int64
	breaches number
}

func breachesByYear() Chart {
	return Chart{
		Name:     "breaches_by_year",
		Title:    "Breaches reported each year",
		Subtitle: "Breaches of 500 or more individuals reported to HHS OCR, by year of submission",
		Description: "Vertical bars, one for each year, as high as the number of breaches submitted in it. " +
			"The number stands on the bar. A year that the capture covers in part is hatched and says from or to which day it reaches. " +
			"A dashed outline over the running year is a projection of its end, with a line for its interval.",
		Columns: []Column{
			intColumn("year"), intColumn("breaches"), intColumn("individuals"), floatColumn("median_individuals"),
			intColumn("largest_individuals"), boolColumn("is_partial_year"), dateColumn("first_submitted_on"), dateColumn("last_submitted_on"),
			intColumn("projected_breaches"), intColumn("projected_low"), intColumn("projected_high"),
		},
		read: readBreachesByYear,
	}
}

func readBreachesByYear(rows *table) figure {
	var read yearBars
	var days []yearDays
	place := make(map[int64]int)
	for row := range rows.rows {
		year, ok := rows.whole("year", row)
		if !ok {
			continue
		}
		// If a year has several rows, add them up: their bars would hide one another.
		if at, isAgain := place[year]; isAgain {
			read.rows[at].breaches = read.rows[at].breaches.plus(rows.number("breaches", row))
			continue
		}
		place[year] = len(read.rows)
		read.rows = append(read.rows, yearBar{year: year, breaches: rows.number("breaches", row)})
		days = append(days, yearDaysOf(rows, row, year))
	}
	if len(read.rows) == 0 {
		return nil
	}
	read.partial = partialYears(days)
	read.projected = projectionOver(read.rows, rows)
	return &read
}

func (f *yearBars) caveats() []string {
	return append(partialCaveat("Hatched", f.partial), f.projected.caveat()...)
}

func (f *yearBars) draw(on *drawing, plot box) {
	most := f.projected.high
	var found []int64
	for _, row := range f.rows {
		most = max(most, row.breaches.value)
		found = append(found, row.year)
	}
	all := yearsOf(found)
	plot.bottom -= yearLabelHeight
	plot.top += labelSize * lineSpacing
	up, left := on.valueAxis(plot, most, count)
	over := years{all: all, left: left, right: plot.right, edge: on.right}
	for _, row := range f.rows {
		at, _ := slices.BinarySearch(all, row.year)
		from, to := over.bar(at)
		tip := yearName(row.year) + ": " + count(row.breaches.value)
		on.fillBar(box{from, up.y(row.breaches.value), to, up.bottom}, barColour, isPartial(f.partial, row.year), tip)
		if row.year == f.projected.year {
			on.projected(f.projected, row.breaches.value, box{from, up.y(row.breaches.value), to, up.bottom}, up)
		}
	}
	on.baseline(plot.left, plot.right, up.bottom)
	values, tops := make([]number, len(all)), make([]number, len(all))
	for _, row := range f.rows {
		at, _ := slices.BinarySearch(all, row.year)
		values[at], tops[at] = row.breaches, number{value: row.breaches.value, isKnown: true}
	}
	isWritten := on.yearNumbers(over, up, values, tops, f.partial, count)
	notes := partialNotes(f.partial, all)
	if last := len(all) - 1; !isWritten[last] && notes[last] != "" && values[last].isKnown {
		notes[last] = count(values[last].value) + " " + notes[last] // the newest number has no room on its bar
	}
	on.contextLines(over, up.top-line, func(at int) float64 { return up.y(tops[at].value) })
	on.yearLabels(over, up.bottom, notes)
}

// barNumber writes a number on top of a year's bar if it fits there and is no wider than the year.
// It reports whether it wrote the number.
func (s *drawing) barNumber(over years, index int, top float64, shown number, write func(float64) string) bool {
	text := unknown
	if shown.isKnown {
		text = write(shown.value)
	}
	if s.width(text) > over.slot() {
		return false
	}
	number := label{
		at: point{over.middle(index), top - labelSize*descent - 1}, text: text,
		size: labelSize, colour: ink, anchor: atMiddle,
	}
	area := s.extent(number)
	if !s.isFree(area) {
		return false
	}
	s.halo(area)
	s.label(number)
	return true
}
