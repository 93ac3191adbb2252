package charts

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// revisedYears has one row for each past year: its total at the first capture after its end, the
// newest total, and the change between them.
type revisedYears struct {
	years   []*revisedYear // newest first
	named   []*revisedYear // those that moved, largest change first
	leftOut int            // number of older years for which there is no room
	last    time.Time      // day of the newest capture
}

// revisedYear is the row of one year. Its moves are ordered by day.
type revisedYear struct {
	year  int64
	moves []move
	from  number // individuals at the first capture after the year's end
	to    number // and at the newest
}

// move is the change of a total since its first value, as a share, from a day on.
type move struct {
	day   time.Time
	share float64
}

const (
	// leastRevised is the share below which a change counts as "hardly moved".
	leastRevised = 0.005
	// mostRevised is the largest number of rows.
	mostRevised = 18
)

func revisedTotals() Chart {
	return Chart{
		Name:     "revised_years",
		Title:    "How the totals of past years were revised",
		Subtitle: "Individuals affected by the breaches reported to HHS OCR in a year: the first capture after its end, and the newest",
		Description: "Rows, one for each year that is over and the newest first, with its number of individuals at the first capture after its end " +
			"and at the newest, and a bar for how far it has moved in percent, to the right for more and to the left for fewer.",
		Columns: []Column{
			intColumn("year"), dateColumn("captured_on"), intColumn("capture_no"), intColumn("individuals"),
			intColumn("closed_individuals"), floatColumn("moved_share"),
		},
		IsOptional: true,
		read:       readRevisedYears,
	}
}

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
	for _, one := range read.years {
		slices.SortStableFunc(one.moves, func(a, b move) int { return a.day.Compare(b.day) })
		if day := one.moves[len(one.moves)-1].day; day.After(read.last) {
			read.last = day
		}
	}
	slices.SortFunc(read.years, func(a, b *revisedYear) int { return cmp.Compare(b.year, a.year) })
	if more := len(read.years) - mostRevised; more > 0 {
		read.years, read.leftOut = read.years[:mostRevised], more
	}
	for _, one := range read.years {
		if one.hasMoved() {
			read.named = append(read.named, one)
		}
	}
	slices.SortStableFunc(read.named, func(a, b *revisedYear) int {
		return cmp.Compare(math.Abs(b.last()), math.Abs(a.last()))
	})
	return &read
}

// hasMoved reports whether the newest total differs from the first by half a percent or more.
func (y *revisedYear) hasMoved() bool { return math.Abs(y.last()) >= leastRevised }

// last is the change of the newest total from the first, as a share.
func (y *revisedYear) last() float64 { return y.moves[len(y.moves)-1].share }

func (f *revisedYears) caveats() []string {
	caveats := []string{"Late reports, revised counts and withdrawn reports all move a total."}
	if f.leftOut > 0 {
		caveats = append(caveats, count(float64(f.leftOut))+verb(float64(f.leftOut), " older year is", " older years are")+" in the table only.")
	}
	return caveats
}

// revisedRow is the largest height of a row.
const revisedRow = 26

func (f *revisedYears) plotHeight(*drawing, float64) float64 {
	return 3*line + revisedRow*float64(len(f.years))
}

// extremes returns the lowest and the highest change of the newest totals. Zero lies between them.
func (f *revisedYears) extremes() (least, most float64) {
	for _, one := range f.years {
		least, most = min(least, one.last()), max(most, one.last())
	}
	return least, most
}

func (f *revisedYears) draw(on *drawing, plot box) {
	heads := [3]string{"Year", "First", "Newest"}
	widths := [3]float64{}
	for i, head := range heads {
		widths[i] = on.width(head)
	}
	moved := 0.0
	for _, one := range f.years {
		for i, cell := range one.cells() {
			widths[i] = max(widths[i], on.width(cell))
		}
		moved = max(moved, on.width(changePercent(one.last())))
	}
	for i := range widths {
		widths[i] = min(widths[i], plot.width()/4)
	}
	moved = min(moved, plotSixth(on))
	axis := plot
	axis.left += widths[0] + widths[1] + widths[2] + 6*gap
	axis.top += line + gap
	height := min(revisedRow, axis.height()/float64(len(f.years)))
	least, most := f.extremes()
	reach := moved + gap
	if least < 0 {
		axis.left += reach
	}
	if most > 0 || least == 0 {
		axis.right -= reach
	}
	across := changeScale(least, most, axis)
	y := plot.top + labelSize*ascent
	first, newest := plot.left+widths[0]+2*gap+widths[1], plot.left+widths[0]+4*gap+widths[1]+widths[2]
	on.label(label{at: point{plot.left, y}, text: heads[0], size: labelSize, colour: muted})
	on.label(label{at: point{first, y}, text: heads[1], size: labelSize, colour: muted, anchor: atEnd})
	on.label(label{at: point{newest, y}, text: heads[2], size: labelSize, colour: muted, anchor: atEnd})
	on.labelIfFree(label{at: point{plot.right, y}, text: "Change in percent", size: labelSize, colour: muted, anchor: atEnd})
	for i, one := range f.years {
		top := axis.top + height*float64(i)
		on.rule(point{plot.left, top}, point{plot.right, top}, gridTo)
		base := baseIn(top + height/2)
		cells := one.cells()
		for column, cell := range cells {
			cells[column] = on.fonts[regular].shorten(cell, labelSize, widths[column])
		}
		on.label(label{at: point{plot.left, base}, text: cells[0], size: labelSize, colour: ink})
		on.label(label{at: point{first, base}, text: cells[1], size: labelSize, colour: muted, anchor: atEnd})
		on.label(label{at: point{newest, base}, text: cells[2], size: labelSize, colour: ink, anchor: atEnd})
		f.drawChange(on, one, across, box{axis.left, top, axis.right, top + height})
	}
	zero := across(0)
	on.rule(point{zero, axis.top}, point{zero, axis.top + height*float64(len(f.years))}, ink)
}

// changeScale maps a change to a position between the edges of an area. Without any change, all are
// at the left edge.
func changeScale(least, most float64, area box) func(float64) float64 {
	return func(share float64) float64 {
		if most-least <= 0 {
			return area.left
		}
		return area.left + max(0, area.width())*(share-least)/(most-least)
	}
}

// drawChange draws the bar of one year, with its change at the end.
func (f *revisedYears) drawChange(on *drawing, one *revisedYear, across func(float64) float64, row box) {
	fill := greyUnknown
	if len(f.named) > 0 && one == f.named[0] {
		fill = accentColour
	}
	zero, end := across(0), across(one.last())
	half := row.height() * barShare / 2
	middle := (row.top + row.bottom) / 2
	tip := yearName(one.year) + ": " + one.cells()[1] + " at the first capture, " + one.cells()[2] + " at the newest, " + changePercent(one.last())
	on.bar(box{min(zero, end), middle - half, max(zero, end), middle + half}, fill, tip)
	shown := on.fonts[regular].shorten(changePercent(one.last()), labelSize, plotSixth(on))
	written := label{at: point{end + gap/2, baseIn(middle)}, text: shown, full: changePercent(one.last()), size: labelSize, colour: ink}
	if one.last() < 0 {
		written.at.x, written.anchor = end-gap/2, atEnd
	}
	on.label(written)
}

// plotSixth is the room kept for the text of a change.
func plotSixth(on *drawing) float64 { return (on.right - on.left) / 6 }

// cells returns the columns of a row: the year and both totals.
func (y *revisedYear) cells() [3]string {
	cells := [3]string{yearName(y.year), unknown, unknown}
	if y.from.isKnown {
		cells[1] = people(y.from.value)
	}
	if y.to.isKnown {
		cells[2] = people(y.to.value)
	}
	return cells
}
