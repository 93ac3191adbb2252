package charts

import (
	"math"
	"strings"
)

// mostPairs is the largest number of rows.
const mostPairs = 20

// pairs has rows of two shares on one axis that starts at zero: the share that a study prints and
// the share found here, joined by a line.
type pairs struct {
	rows    []pair
	leftOut int
	all     number // breaches found here
}

type pair struct {
	group, name, full string
	theirs, ours      number
	colour            colour
}

func causes() Chart {
	return Chart{
		Name:     "causes",
		Title:    "Causes of breaches: as read by hand, and by rules",
		Subtitle: "Share of described breaches submitted to 2017, by cause: Jiang and Bai's 1,138, and all in the list shown",
		Description: "Rows, one for each of the 16 causes of Jiang and Bai in the order of their table, and one for those undetermined. In each, " +
			"an open ring at their share and a filled dot at the share here, joined by a line. Both shares stand at the right.",
		Columns: []Column{
			textColumn("level"), textColumn("hhs_category"), textColumn("cause"), textColumn("name"), textColumn("origin"),
			floatColumn("published_share"), intColumn("breaches"), floatColumn("share"),
		},
		IsOptional: true,
		read:       readPairs,
	}
}

func readPairs(rows *table) figure {
	read := &pairs{}
	for row := range rows.rows {
		breaches := rows.number("breaches", row)
		if rows.text("level", row, "") == "category" || !breaches.isKnown {
			continue
		}
		read.all = read.all.plus(breaches)
		if len(read.rows) == mostPairs {
			read.leftOut++
			continue
		}
		one := pair{
			group: rows.text("hhs_category", row, ""), full: rows.text("name", row, notStated),
			theirs: rows.share("published_share", row), ours: rows.share("share", row), colour: undeterminedColour,
		}
		one.name = capital(strings.ReplaceAll(rows.text("cause", row, one.full), "-", " "))
		switch rows.text("origin", row, "") {
		case "internal":
			one.colour = internalColour
		case "external":
			one.colour = externalColour
		}
		read.rows = append(read.rows, one)
	}
	if len(read.rows) == 0 {
		return nil
	}
	return read
}

func (f *pairs) caveats() []string {
	caveats := []string{
		"Here: " + count(f.all.value) + " breaches. The two sets overlap and are not the same: OCR has since described more of the breaches, " +
			"and the 1,138 cases cannot be selected.",
		"Groups are those of Jiang and Bai (JAMA Intern Med 2019;179:265), not the portal's types.",
		"Shares here are of all these breaches, undetermined included.",
	}
	if f.leftOut > 0 {
		caveats = append(caveats, count(float64(f.leftOut))+" more causes are in the table only.")
	}
	return caveats
}

// most is the largest share.
func (f *pairs) most() float64 {
	most := 0.0
	for _, row := range f.rows {
		most = max(most, row.theirs.value, row.ours.value)
	}
	return most
}

// pairNarrow is the height of a row in the narrow layout: name and shares, with the marks below
// them.
const pairNarrow = 36

func (f *pairs) plotHeight(*drawing, float64) float64 {
	height, group := 5*line, ""
	for i, row := range f.rows {
		if i == 0 || row.group != group {
			height, group = height+line+gap, row.group
		}
		height += pairNarrow
	}
	return height
}

// drawNarrow draws the rows, each with its name and both shares above its marks, in groups with a
// heading.
func (f *pairs) drawNarrow(on *drawing, plot box) {
	const step = 0.05
	column := on.width("Jiang and Bai") + gap
	head := box{plot.left, plot.top + 3*line, plot.right, plot.bottom}
	f.drawNarrowKeys(on, head, plot, column)
	last := math.Max(1, math.Ceil(f.most()/step-1e-9))
	x := func(share float64) float64 {
		return plot.left + markRadius + (plot.width()-2*markRadius)*share/(last*step)
	}
	y := head.top
	for i, row := range f.rows {
		if i == 0 || row.group != f.rows[i-1].group {
			y += gap
			on.rule(point{plot.left, y}, point{plot.right, y}, gridTo)
			y += line
			text := on.fonts[bold].shorten(row.group, labelSize, plot.width())
			on.label(label{at: point{plot.left, y - labelSize*descent}, text: text, size: labelSize, weight: bold, colour: muted, full: row.group})
		}
		f.drawPairTexts(on, row, y+line-labelSize*descent, plot.left, plot.width()-2*column, plot.right, column)
		row.drawMarks(on, x, y+line+gap)
		y += pairNarrow
	}
}

func (f *pairs) drawNarrowKeys(on *drawing, axis, plot box, column float64) {
	y := axis.top - gap
	on.label(label{at: point{plot.right - column, y}, text: "Jiang and Bai", size: labelSize, colour: muted, anchor: atEnd})
	on.label(label{at: point{plot.right, y}, text: "Here", size: labelSize, weight: bold, colour: ink, anchor: atEnd})
	y = plot.top + labelSize*ascent
	on.symbol(point{plot.left + markRadius, y - labelSize*ascent/2 + 1}, style{muted, circle}, true, "Jiang and Bai")
	on.label(label{at: point{plot.left + 2*markRadius + gap/2, y}, text: "Jiang and Bai; here:", size: labelSize, colour: ink})
	on.flowKeys(plot.left, y+line, []key{{internalColour, "internal"}, {externalColour, "external"}, {undeterminedColour, "undetermined"}})
}

func (f *pairs) draw(on *drawing, plot box) {
	if on.isNarrow {
		f.drawNarrow(on, plot)
		return
	}
	const step = 0.05
	group, name := 0.0, 0.0
	for _, row := range f.rows {
		group, name = max(group, on.width(row.group)), max(name, on.width(row.name))
	}
	group, name = min(group, tableName), min(name, tableName)
	column := on.width("Jiang and Bai") + gap
	axis := box{plot.left + group + name + 5*gap, plot.top + labelSize*lineSpacing + gap/2, plot.right - 2*column, plot.bottom - labelSize*lineSpacing}
	f.drawKeys(on, axis, plot, column)
	height := min(dotRow, (axis.height()-gap)/float64(len(f.rows)))
	foot := axis.top + height*float64(len(f.rows)) + gap/2
	last := math.Max(1, math.Ceil(f.most()/step-1e-9))
	x := func(share float64) float64 { return axis.left + axis.width()*share/(last*step) }
	every := math.Ceil(last / 8)
	for tick := 0.0; tick <= last; tick += every {
		at := x(tick * step)
		on.rule(point{at, axis.top}, point{at, foot}, gridTo)
		on.label(label{at: point{at, foot + labelSize*lineSpacing}, text: percent(tick * step), size: labelSize, colour: muted, anchor: atMiddle})
	}
	for i, row := range f.rows {
		top := axis.top + height*float64(i)
		if i == 0 || row.group != f.rows[i-1].group {
			if i > 0 {
				on.rule(point{plot.left, top}, point{plot.right, top}, gridTo)
			}
			base := top + height/2 + labelSize*(ascent-descent/2)/2
			text := on.fonts[regular].shorten(row.group, labelSize, group)
			on.label(label{at: point{plot.left, base}, text: text, size: labelSize, colour: muted, full: row.group})
		}
		f.drawPair(on, row, x, top+height/2, plot.left+group+2*gap, name, plot.right, column)
	}
	on.rule(point{axis.left, axis.top}, point{axis.left, foot}, ink)
}

// drawKeys writes the heads of the columns of numbers and the key to the marks.
func (f *pairs) drawKeys(on *drawing, axis, plot box, column float64) {
	y := axis.top - gap
	on.label(label{at: point{plot.right - column, y}, text: "Jiang and Bai", size: labelSize, colour: muted, anchor: atEnd})
	on.label(label{at: point{plot.right, y}, text: "Here", size: labelSize, weight: bold, colour: ink, anchor: atEnd})
	left := plot.left
	middle := y - labelSize*ascent/2 + 1
	for _, one := range []struct {
		look   style
		isOpen bool
		text   string
	}{
		{style{muted, circle}, true, "Jiang and Bai"},
		{style{internalColour, circle}, false, "Here: internal"},
		{style{externalColour, circle}, false, "external"},
		{style{undeterminedColour, circle}, false, "undetermined"},
	} {
		on.symbol(point{left + markRadius, middle}, one.look, one.isOpen, one.text)
		left += 2*markRadius + gap/2
		on.labelIfFree(label{at: point{left, y}, text: one.text, size: labelSize, colour: ink})
		left += on.width(one.text) + gap*3/2
	}
}

func (f *pairs) drawPair(on *drawing, row pair, x func(float64) float64, y, nameLeft, nameWidth, right, column float64) {
	f.drawPairTexts(on, row, baseIn(y), nameLeft, nameWidth, right, column)
	row.drawMarks(on, x, y)
}

// drawPairTexts writes the name and both shares of a row on a baseline.
func (f *pairs) drawPairTexts(on *drawing, row pair, base, nameLeft, nameWidth, right, column float64) {
	text := on.fonts[regular].shorten(row.name, labelSize, nameWidth)
	on.label(label{at: point{nameLeft, base}, text: text, size: labelSize, colour: ink, full: row.full})
	theirs, ours := "–", ""
	if row.theirs.isKnown {
		theirs = tenths(row.theirs.value)
	}
	if row.ours.isKnown {
		ours = tenths(row.ours.value)
	}
	on.label(label{at: point{right - column, base}, text: theirs, size: labelSize, colour: muted, anchor: atEnd})
	on.label(label{at: point{right, base}, text: ours, size: labelSize, weight: bold, colour: ink, anchor: atEnd})
}

// drawMarks draws both shares of a row at a height, joined by a line.
func (r pair) drawMarks(on *drawing, x func(float64) float64, y float64) {
	if r.theirs.isKnown && r.ours.isKnown {
		on.line(stroke{points: []point{{x(r.theirs.value), y}, {x(r.ours.value), y}}, colour: r.colour, width: intervalStroke})
	}
	if r.theirs.isKnown {
		on.symbol(point{x(r.theirs.value), y}, style{muted, circle}, true, r.full+", Jiang and Bai: "+tenths(r.theirs.value))
	}
	if r.ours.isKnown {
		on.symbol(point{x(r.ours.value), y}, style{r.colour, circle}, false, r.full+", here: "+tenths(r.ours.value))
	}
}
