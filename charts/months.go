package charts

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

const monthsOfYear = 12

// Heights in the table of months, in points.
const (
	monthRow      = 28 // tallest
	shortestRow   = 16
	monthGap      = 1.5
	usualHeight   = 34 // of the columns of median shares
	usualBarShare = 0.5
	usualLines    = 2.2 // of text above them
)

// monthTable has one row for each year and one cell for each of its months.
type monthTable struct {
	years     []monthYear // ascending
	usual     [monthsOfYear]number
	whole     int // whole years
	isPartial bool
	leftOut   int // years for which there is no room
}

type monthYear struct {
	year  int64
	cells [monthsOfYear]monthCell
}

type monthCell struct {
	breaches  number
	isPartial bool
}

func breachesByMonth() Chart {
	return Chart{
		Name:     "breaches_by_month",
		Title:    "Months in which breaches are reported",
		Subtitle: "Breaches of 500 or more individuals reported to HHS OCR, by month of submission; the darker, the more",
		Description: "A table of numbers of breaches with a row for each year and a column for each month, the cells the darker the more. " +
			"Months that the list does not cover are empty. Below, columns for the median share that each month has in its year, over all whole years.",
		Columns: []Column{
			intColumn("year"), intColumn("month"), intColumn("breaches"), boolColumn("is_partial_month"),
			floatColumn("year_share"), floatColumn("usual_share"),
		},
		read: readMonths,
	}
}

func readMonths(rows *table) figure {
	read := &monthTable{}
	byYear := map[int64]*monthYear{}
	whole := map[int64]bool{}
	for row := range rows.rows {
		year, hasYear := rows.whole("year", row)
		month, hasMonth := rows.whole("month", row)
		if !hasYear || !hasMonth || month < 1 || month > monthsOfYear {
			continue
		}
		if byYear[year] == nil {
			byYear[year] = &monthYear{year: year}
		}
		cell := monthCell{breaches: rows.number("breaches", row), isPartial: rows.is("is_partial_month", row)}
		byYear[year].cells[month-1] = cell
		read.isPartial = read.isPartial || cell.isPartial
		if rows.number("year_share", row).isKnown {
			whole[year] = true
		}
		if usual := rows.share("usual_share", row); usual.isKnown {
			read.usual[month-1] = usual
		}
	}
	if len(byYear) == 0 {
		return nil
	}
	for _, one := range byYear {
		read.years = append(read.years, *one)
	}
	slices.SortFunc(read.years, func(a, b monthYear) int { return cmp.Compare(a.year, b.year) })
	if more := len(read.years) - mostMonthYears; more > 0 {
		read.years, read.leftOut = read.years[more:], more
	}
	read.whole = len(whole)
	return read
}

// mostMonthYears is the number of years for which there is room under the longest caption.
const mostMonthYears = 18

func (f *monthTable) caveats() []string {
	caveats := []string{"A report is due 60 days after discovery at the latest (45 CFR 164.408(b)), so months show when breaches are reported, " +
		"not when they happen; numbers of the newest months still grow."}
	if f.isPartial {
		caveats = append(caveats, "Hatched: partial months.")
	}
	if f.leftOut > 0 {
		caveats = append(caveats, count(float64(f.leftOut))+verb(float64(f.leftOut), " earlier year is", " earlier years are")+" in the table only.")
	}
	return caveats
}

func (f *monthTable) draw(on *drawing, plot box) {
	widest := 0.0
	var numbers []number
	for _, one := range f.years {
		widest = max(widest, on.width(yearName(one.year)))
		for _, cell := range one.cells {
			numbers = append(numbers, cell.breaches)
		}
	}
	shades := rampOf(numbers)
	left := plot.left + min(widest, plot.width()/4) + gap
	slot := (plot.right - left) / monthsOfYear
	for month := range monthsOfYear {
		on.label(label{
			at: point{left + slot*(float64(month)+0.5), plot.top + labelSize*ascent}, text: on.shortMonth(month, slot),
			size: labelSize, colour: ink, anchor: atMiddle,
		})
	}
	top := plot.top + line
	bottom := plot.bottom
	if f.whole > 0 {
		bottom -= usualHeight + usualLines*line + gap
	}
	height := max(shortestRow, min(monthRow, (bottom-top)/float64(len(f.years))))
	for i, one := range f.years {
		y := top + height*float64(i)
		on.label(label{
			at: point{plot.left, y + (height+labelSize*(ascent-descent/2))/2}, text: on.fonts[regular].shorten(yearName(one.year), labelSize, left-plot.left),
			size: labelSize, colour: ink, full: yearName(one.year),
		})
		for month, cell := range one.cells {
			from := left + slot*float64(month)
			on.monthCell(cell, shades, box{from, y, from + slot - monthGap, y + height - monthGap}, monthName(one.year, month))
		}
	}
	if f.whole > 0 {
		f.drawUsual(on, left, slot, top+height*float64(len(f.years))+gap)
	}
}

// shortMonth is the name of a month, shortened to fit a width: Mar, or M.
func (s *drawing) shortMonth(month int, width float64) string {
	name := fullMonth(month)[:3]
	if s.width("May")+labelSpace > width {
		return name[:1]
	}
	return name
}

func fullMonth(month int) string { return time.Month(month + 1).String() }

func (f *monthTable) plotHeight(*drawing, float64) float64 {
	const row = 22
	high := line + row*float64(len(f.years))
	if f.whole > 0 {
		high += usualHeight + usualLines*line + gap
	}
	return high
}

// monthName writes a month and its year: March 2024.
func monthName(year int64, month int) string {
	return time.Month(month+1).String() + " " + yearName(year)
}

// monthCell draws the number of a month on the colour for it. A month that the list does not cover
// stays empty.
func (s *drawing) monthCell(cell monthCell, shades ramp, area box, name string) {
	if !cell.breaches.isKnown {
		return
	}
	fill, text := shades.colours(shades.class(cell.breaches.value))
	tip := name + ": " + breachesOf(cell.breaches.value)
	if cell.isPartial {
		tip += ", partial month"
		text = ink
		s.hatchedBar(area, barColour, tip)
	} else {
		s.bar(area, fill, tip)
	}
	full := count(cell.breaches.value)
	written := label{
		at:   point{(area.left + area.right) / 2, (area.top+area.bottom)/2 + labelSize*(ascent-descent/2)/2},
		text: s.fonts[regular].shorten(full, labelSize, area.width()), size: labelSize, colour: text, anchor: atMiddle, full: full,
	}
	if cell.isPartial {
		s.halo(s.extent(written).wider(1))
	}
	s.label(written)
}

// drawUsual draws the column for the median share of each month, from y down.
func (f *monthTable) drawUsual(on *drawing, left, slot, y float64) {
	text := "Median share of the year’s breaches, " + count(float64(f.whole)) + verb(float64(f.whole), " whole year", " whole years")
	write := tenths
	if on.width(tenths(1.0/monthsOfYear)) > slot {
		write = func(share float64) string { return strings.TrimSuffix(tenths(share), "\u00A0%") }
		text = "Median share in percent, " + count(float64(f.whole)) + verb(float64(f.whole), " whole year", " whole years")
	}
	on.label(label{at: point{left, y + labelSize*ascent}, text: text, size: labelSize, colour: ink})
	most := 0.0
	for _, share := range f.usual {
		most = max(most, share.value)
	}
	foot := y + usualLines*line + usualHeight
	up := scale{most: most, top: foot - usualHeight, bottom: foot}
	for month, share := range f.usual {
		if !share.isKnown {
			continue
		}
		from := left + slot*float64(month)
		half := slot * usualBarShare / 2
		top := up.y(share.value)
		on.bar(box{from + slot/2 - half, top, from + slot/2 + half, foot}, restColour, "Usual share of "+time.Month(month+1).String()+": "+tenths(share.value))
		on.label(label{
			at: point{from + slot/2, top - labelSize*descent - 1}, text: write(share.value),
			size: labelSize, colour: ink, anchor: atMiddle,
		})
	}
	on.baseline(left, left+slot*monthsOfYear, foot)
}
