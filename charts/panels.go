package charts

import "slices"

// panels are small charts side by side, one for each category, each with one bar for each year. (As
// lines of one chart, categories near zero would hide one another.) The panels share a scale if the
// smallest is readable on it; if not, each has its own scale and says so. A category without
// breaches has no panel.
type panels struct {
	*grid
	counting string // how a breach of several categories counts
}

func breachesByYearAndLocation() Chart {
	return panelsChart("location", "location", "Where the breached information was", "location of the information", "location of the breached information")
}

func breachesByYearAndType() Chart {
	return panelsChart("breach_type", "type", "How the information was breached", "type of breach", "type of breach")
}

// panelsChart is a chart of small charts side by side, one for each category of a column. by is the category in
// the subtitle, each in the description.
func panelsChart(column, category, title, by, each string) Chart {
	return Chart{
		Name:     "breaches_by_year_and_" + category,
		Title:    title,
		Subtitle: "Breaches of 500 or more individuals reported to HHS OCR, by " + by + " and year of submission",
		Description: "Small charts side by side, one for each " + each + ", with a vertical bar for each year as high as " +
			"the number of breaches, on one scale or, where its heading names it, on its own. Numbers stand on the highest bar and on the newest whole year. A year that the capture covers in part is hatched.",
		Columns: gridColumns(column),
		read: func(rows *table) figure {
			return readPanels(rows, column, "A breach with several "+category+"s counts in each.")
		},
	}
}

func readPanels(rows *table, category, counting string) figure {
	read := collectGrid(rows, category)
	if read == nil {
		return nil
	}
	read.leaveOutZeros()
	read.arrange()
	return panels{grid: read, counting: counting}
}

func (f panels) caveats() []string {
	caveats := []string{f.counting}
	if f.hasOwnScales() {
		caveats = []string{"Each panel has a scale of its own, to the number under its name: heights compare within a panel only.", f.counting}
	}
	return append(caveats, f.grid.caveats("Hatched")...)
}

// most is the height of the tallest bar of a category.
func (s *series) most() float64 {
	most := 0.0
	for _, breaches := range s.breaches {
		most = max(most, breaches.value)
	}
	return most
}

// most is the height of the tallest bar of any panel.
func (f panels) most() float64 {
	most := 0.0
	for _, one := range f.series {
		most = max(most, one.most())
	}
	return most
}

// hasOwnScales reports whether some panel would not be readable on a shared scale.
func (f panels) hasOwnScales() bool {
	const readable = 0.25
	for _, one := range f.series {
		if most := one.most(); most > 0 && most < readable*f.most() {
			return true
		}
	}
	return false
}

// panelColumns returns the number of panels in a row: at most four, so that names fit, and so that
// the rows are as full as possible.
func panelColumns(panels int) int {
	switch {
	case panels <= 4:
		return max(1, panels)
	case panels <= 6 || panels == 9:
		return 3
	default:
		return 4
	}
}

// columns is panelColumns, or in a narrow layout as many as fit.
func (f panels) columns(on *drawing) int {
	if on.isNarrow {
		const narrowest = 150
		return max(1, min(len(f.series), 4, int((on.right-on.left+panelGap)/(narrowest+panelGap))))
	}
	return panelColumns(len(f.series))
}

// narrowPanel is the height of the bars of a panel in the narrow layout.
const narrowPanel = 96

func (f panels) plotHeight(on *drawing, width float64) float64 {
	columns, high := f.columns(on), markRadius+line
	each := (width - f.axis(on) - panelGap*float64(columns-1)) / float64(columns)
	for row := range slices.Chunk(f.series, columns) {
		high += f.headings(on, row, each) + narrowPanel + panelRowGap
	}
	return high
}

// axis is the width of the axis values left of the panels; zero if each panel has its own scale.
func (f panels) axis(on *drawing) float64 {
	if f.hasOwnScales() {
		return 0
	}
	return on.axisWidth(f.most(), count)
}

func (f panels) draw(on *drawing, plot box) {
	columns := f.columns(on)
	axis := f.axis(on)
	width := (plot.width() - axis - panelGap*float64(columns-1)) / float64(columns)
	plot.bottom -= markRadius + labelSize*lineSpacing
	rows := slices.Collect(slices.Chunk(f.series, columns))
	height := (plot.height() + panelRowGap) / float64(len(rows)) // of a row of panels, bars and text
	for _, row := range rows {
		height -= f.headings(on, row, width) / float64(len(rows))
	}
	top := plot.top
	for i, row := range rows {
		bars := box{top: top + f.headings(on, row, width), bottom: top + f.headings(on, row, width) + height - panelRowGap}
		for column, one := range row {
			panel := bars
			panel.left = plot.left + axis + float64(column)*(width+panelGap)
			panel.right = panel.left + width
			f.heading(on, panel, one)
			gridLeft := panel.left
			if column == 0 {
				gridLeft = plot.left
			}
			f.drawPanel(on, panel, gridLeft, one)
			if i*columns+column+columns >= len(f.series) { // no panel is below this one
				over := years{all: f.years, left: panel.left, right: panel.right}
				on.panelYears(over, panel.bottom+markRadius+labelSize*(lineSpacing-descent))
			}
		}
		top = bars.bottom + panelRowGap
	}
}

// lines returns the heading of a panel, in lines: its name, and its scale if it has its own.
func (f panels) lines(on *drawing, one *series, width float64) []string {
	lines := on.fonts[bold].wrap(one.name, labelSize, width, endLines)
	if f.hasOwnScales() {
		lines = append(lines, on.fonts[regular].shorten("scale to "+count(one.most())+" a year", labelSize, width))
	}
	return lines
}

// headings is the height of the headings of a row of panels.
func (f panels) headings(on *drawing, row []*series, width float64) float64 {
	lines := 1
	for _, one := range row {
		lines = max(lines, len(f.lines(on, one, width)))
	}
	return labelSize*lineSpacing*float64(lines) + gap/2
}

// heading writes the heading of one panel above its bars.
func (f panels) heading(on *drawing, panel box, one *series) {
	written := f.lines(on, one, panel.width())
	y := panel.top - gap/2 - labelSize*lineSpacing*float64(len(written))
	for i, text := range written {
		y += labelSize * lineSpacing
		name := label{
			at: point{panel.left, y - labelSize*descent}, text: text, size: labelSize, weight: bold, colour: ink,
			full: fullText(text, one.name),
		}
		if i == len(written)-1 && f.hasOwnScales() {
			name.weight, name.colour, name.full = regular, muted, ""
		}
		on.label(name)
	}
}

// drawPanel draws the bars of one category. If the grid extends to the left of the panel, it writes
// the axis values there.
func (f panels) drawPanel(on *drawing, panel box, gridLeft float64, one *series) {
	most := f.most()
	panel.top += labelSize * lineSpacing // room for a number on the tallest bar
	if f.hasOwnScales() {
		most = one.most()
	}
	up := scale{most: most, top: panel.top, bottom: panel.bottom}
	if f.hasOwnScales() {
		on.rule(point{panel.left, panel.top}, point{panel.right, panel.top}, gridTo)
	} else {
		f.drawGrid(on, panel, gridLeft, up)
	}
	over := years{all: f.years, left: panel.left, right: panel.right}
	isKnown := false
	for at, breaches := range one.breaches {
		if breaches.isKnown {
			isKnown = true
			left, right := over.bar(at)
			tip := one.name + ", " + yearName(f.years[at]) + ": " + count(breaches.value)
			on.fillBar(box{left, up.y(breaches.value), right, up.bottom}, one.style.colour, isPartial(f.partial, f.years[at]), tip)
		}
	}
	on.baseline(gridLeft, panel.right, up.bottom)
	if !isKnown {
		on.labelIfFree(label{at: point{panel.left, up.bottom - labelSize*descent - 1}, text: unknown, size: labelSize, colour: muted})
		return
	}
	for _, at := range f.numbered(one) {
		on.numberOver(over, up, one.breaches[at].value, one.breaches, at, count)
	}
}

// drawGrid draws the grid that all panels share. If it extends to the left of the panel, the axis
// values are written there.
func (f panels) drawGrid(on *drawing, panel box, gridLeft float64, up scale) {
	values := ticks(up.most)
	for i, every := 0, tickStep(values, up); i < len(values) && values[i] <= up.most; i += every {
		y := up.y(values[i])
		on.rule(point{gridLeft, y}, point{panel.right, y}, gridTo)
		if gridLeft < panel.left {
			on.label(label{at: point{gridLeft, y - labelSize*descent - 1}, text: count(values[i]), size: labelSize, colour: muted})
		}
	}
}

// tickStep returns n so that there is room for the label of every n-th tick.
func tickStep(values []float64, up scale) int {
	step := 1
	for step < len(values)-1 && up.bottom-up.y(values[step]) < 2*labelSize*lineSpacing {
		step++
	}
	return step
}

// numbered returns the years of a category that have a number on their bar: the highest and the
// newest whole one.
func (f panels) numbered(one *series) []int {
	peak, newest := highest(one.breaches), lastWhole(one.breaches, f.years, f.partial)
	if newest < 0 || newest == peak {
		return []int{peak}
	}
	return []int{peak, newest}
}

// panelYears writes the years below a panel, well apart and within its width.
func (s *drawing) panelYears(over years, y float64) {
	step := over.step(s.width(yearName(over.all[len(over.all)-1])) + gap)
	for at, year := range over.all {
		if over.isLabelled(at, step) {
			half := s.width(yearName(year)) / 2
			s.labelIfFree(label{
				at: point{max(over.left+half, min(over.middle(at), over.right-half)), y}, text: yearName(year), size: labelSize, colour: ink, anchor: atMiddle,
			})
		}
	}
}

// highest is the index of the largest known value, the first of equal ones, or -1.
func highest(values []number) int {
	peak := -1
	for at, value := range values {
		if value.isKnown && (peak < 0 || value.value > values[peak].value) {
			peak = at
		}
	}
	return peak
}

// lastWhole is the index of the newest whole year with a known value, or -1.
func lastWhole(values []number, all []int64, partial []partialYear) int {
	for at, value := range slices.Backward(values) {
		if value.isKnown && !isPartial(partial, all[at]) {
			return at
		}
	}
	return -1
}
