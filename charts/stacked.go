package charts

// stacks has one stacked bar for each year and below it, for each category, the individuals
// affected so far.
type stacks struct{ *grid }

// tableTitle is the heading of the table below the bars.
func tableTitle(firstYear int64) string {
	return "Cumulative individuals affected since " + yearName(firstYear) + ", millions"
}

func breachesByYearAndEntityType() Chart {
	return Chart{
		Name:     "breaches_by_year_and_entity_type",
		Title:    "Who reports breaches",
		Subtitle: "Breaches of 500 or more individuals reported to HHS OCR, by type of reporting entity and year of submission",
		Description: "Stacked vertical bars, one for each year, of the number of breaches by type of reporting entity. " +
			"Below each bar stand the individuals affected in breaches up to the end of that year, for each type of entity.",
		Columns: gridColumns("entity_type"),
		read:    func(rows *table) figure { return readStacks(rows, "entity_type") },
	}
}

func readStacks(rows *table, category string) figure {
	read := readGrid(rows, category)
	if read == nil {
		return nil
	}
	return stacks{read}
}

func (f stacks) caveats() []string {
	return append([]string{"A person counts once in each breach."}, f.grid.caveats("Hatched")...)
}

// most is the height of the tallest stack.
func (f stacks) most() float64 {
	most := 0.0
	for at := range f.years {
		most = max(most, f.sum(at).height())
	}
	return most
}

// sum is the height of the stack of a year.
func (f stacks) sum(at int) number {
	var sum number
	for _, one := range f.series {
		sum = sum.plus(number{value: one.breaches[at].height(), isKnown: one.breaches[at].isKnown})
	}
	return sum
}

func (f stacks) plotHeight(*drawing, float64) float64 {
	return defaultPlotHeight + tableRow*float64(len(f.series)+1)
}

func (f stacks) draw(on *drawing, plot box) {
	bottom := plot.bottom
	if len(f.partial) == 0 {
		plot.bottom += labelSize * lineSpacing // no notes below the years
	}
	plot.bottom -= yearLabelHeight + tableRow*float64(len(f.series)+1) + gap
	plot.top += labelSize * lineSpacing
	for _, one := range f.series {
		if on.isNarrow {
			break // in the narrow layout the names need no room beside the bars
		}
		name := on.fonts[regular].shorten(one.name, labelSize, tableName)
		plot.left = max(plot.left, on.left+swatchSize+gap+on.width(name)+labelSpace-on.axisWidth(f.most(), count))
	}
	up, left := on.valueAxis(plot, f.most(), count)
	over := years{all: f.years, left: left, right: plot.right, edge: on.right}
	for at := range f.years {
		f.drawStack(on, over, up, at)
	}
	on.baseline(plot.left, plot.right, up.bottom)
	sums := make([]number, len(f.years))
	for at := range f.years {
		sums[at] = f.sum(at)
	}
	on.yearNumbers(over, up, sums, sums, f.partial, count)
	on.contextLines(over, up.top-line, func(at int) float64 { return up.y(sums[at].value) })
	on.yearLabels(over, up.bottom, partialNotes(f.partial, f.years))
	if on.isNarrow {
		f.drawSums(on, plot, bottom)
		return
	}
	f.drawTable(on, over, bottom)
}

// drawStack draws one bar from the first category up, with a hairline between its parts.
func (f stacks) drawStack(on *drawing, over years, up scale, at int) {
	left, right := over.bar(at)
	sum := 0.0
	for _, one := range f.series {
		foot := up.y(sum)
		sum += one.breaches[at].height()
		top := up.y(sum)
		if foot-top > 2*hair && foot < up.bottom {
			foot -= hair
		}
		tip := one.name + ", " + yearName(over.all[at]) + ": " + count(one.breaches[at].value)
		on.fillBar(box{left, top, right, foot}, one.style.colour, isPartial(f.partial, over.all[at]), tip)
	}
}

// drawTable writes one row for each category. The table is also the key.
func (f stacks) drawTable(on *drawing, over years, bottom float64) {
	y := bottom - tableRow*float64(len(f.series)) - labelSize*descent
	on.label(label{at: point{on.left, y}, text: tableTitle(f.years[0]), size: labelSize, colour: muted})
	step := over.step(f.widest(on))
	for _, one := range f.series {
		y += tableRow
		line := y - tableRow + labelSize*descent + 1
		on.rule(point{on.left, line}, point{on.right, line}, gridTo)
		on.swatch(on.left, y, one.style.colour)
		name := on.fonts[regular].shorten(one.name, labelSize, tableName)
		on.label(label{at: point{on.left + swatchSize + gap, y}, text: name, size: labelSize, colour: ink, full: one.name})
		for at, sum := range one.cumulative {
			if over.isLabelled(at, step) {
				on.labelIfFree(label{
					at: point{over.middle(at), y}, text: cell(sum), size: labelSize, colour: ink, anchor: atMiddle,
				})
			}
		}
	}
}

// drawSums writes the individuals of all years for each category; it is also the key. The narrow
// layout has no room for the sums up to each year.
func (f stacks) drawSums(on *drawing, plot box, bottom float64) {
	y := bottom - tableRow*float64(len(f.series)) - labelSize*descent
	title := on.fonts[regular].shorten(tableTitle(f.years[0]), labelSize, plot.width())
	on.label(label{at: point{on.left, y}, text: title, size: labelSize, colour: muted, full: tableTitle(f.years[0])})
	for _, one := range f.series {
		y += tableRow
		rule := y - tableRow + labelSize*descent + 1
		on.rule(point{on.left, rule}, point{on.right, rule}, gridTo)
		on.swatch(on.left, y, one.style.colour)
		shown := cell(one.cumulative[len(one.cumulative)-1])
		on.label(label{at: point{on.right, y}, text: shown, size: labelSize, colour: ink, anchor: atEnd})
		name := on.fonts[regular].shorten(one.name, labelSize, plot.width()-swatchSize-3*gap-on.width(shown))
		on.label(label{at: point{on.left + swatchSize + gap, y}, text: name, size: labelSize, colour: ink, full: one.name})
	}
}

// widest is the width of the widest number in the table.
func (f stacks) widest(on *drawing) float64 {
	widest := 0.0
	for _, one := range f.series {
		for _, sum := range one.cumulative {
			widest = max(widest, on.width(cell(sum)))
		}
	}
	return widest
}

// cell writes a number of the table.
func cell(sum number) string {
	if !sum.isKnown {
		return "–"
	}
	return millions(sum.value)
}
