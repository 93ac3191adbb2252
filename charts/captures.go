package charts

import (
	"cmp"
	"slices"
	"time"
)

// captureLines is two panels over the days of the captures: breaches listed, and individuals
// affected by them.
type captureLines struct {
	breaches, individuals []captureLine
	first, last           time.Time
	captures              int
	incomplete            int
}

// captureLine is one count over the captures for which it is known, oldest first.
type captureLine struct {
	name   string
	style  style
	points []capturePoint
}

type capturePoint struct {
	day    time.Time
	value  float64
	isOpen bool // the capture lacks a view
}

const (
	mostCaptureMarks = 40  // on a line; more would touch
	capturePanel     = 0.6 // share of the width for the breaches
)

func listedByCapture() Chart {
	return Chart{
		Name:     "listed_by_capture",
		Title:    "What each capture of the list held",
		Subtitle: "Breaches of 500 or more on the HHS OCR portal on the days on which it was saved, and individuals affected by them",
		Description: "A row for each capture and the newest first: a bar as long as the number of breaches listed, in parts for the archive and those under " +
			"investigation, and the number of individuals affected. Captures of which one view was saved are hatched. Of many captures, lines over their " +
			"days: the breaches listed, all of them and by view, and the individuals affected, each named at its right end.",
		Columns: []Column{
			dateColumn("captured_on"), boolColumn("is_complete"), intColumn("archived"), intColumn("under_investigation"),
			intColumn("breaches"), intColumn("individuals"),
		},
		IsOptional:   true,
		IsOfCaptures: true,
		read:         readCaptures,
	}
}

func readCaptures(rows *table) figure {
	read := &captureLines{
		breaches: []captureLine{
			{name: "All listed", style: style{black, circle}},
			{name: "Archive", style: style{blue, square}},
			{name: "Under investigation", style: style{vermillion, triangle}},
		},
		individuals: []captureLine{{name: "Individuals", style: style{black, circle}}},
	}
	for row := range rows.rows {
		day, ok := rows.day("captured_on", row)
		if !ok {
			continue
		}
		if read.captures == 0 || day.Before(read.first) {
			read.first = day
		}
		if read.captures == 0 || day.After(read.last) {
			read.last = day
		}
		read.captures++
		isOpen := !rows.is("is_complete", row)
		if isOpen {
			read.incomplete++
		}
		for i, column := range []string{"breaches", "archived", "under_investigation"} {
			read.breaches[i].add(day, rows.number(column, row), isOpen)
		}
		read.individuals[0].add(day, rows.number("individuals", row), isOpen)
	}
	if read.captures == 0 {
		return nil
	}
	for _, line := range slices.Concat(read.breaches, read.individuals) {
		slices.SortStableFunc(line.points, func(a, b capturePoint) int { return a.day.Compare(b.day) })
	}
	if read.captures <= mostCaptureRows {
		return readCaptureRows(rows, read)
	}
	return read
}

// readCaptureRows turns the counts of a few captures into rows, newest first.
func readCaptureRows(rows *table, lines *captureLines) figure {
	read := &captureRows{captureLines: lines}
	for row := range rows.rows {
		day, ok := rows.day("captured_on", row)
		if !ok {
			continue
		}
		read.rows = append(read.rows, captureRow{
			day: day, isWhole: rows.is("is_complete", row), archived: rows.number("archived", row), open: rows.number("under_investigation", row),
			all: rows.number("breaches", row), individual: rows.number("individuals", row),
		})
	}
	slices.Reverse(read.rows)
	slices.SortStableFunc(read.rows, func(a, b captureRow) int { return b.day.Compare(a.day) })
	return read
}

// add adds a point to a line if the value is known.
func (l *captureLine) add(day time.Time, value number, isOpen bool) {
	if value.isKnown {
		l.points = append(l.points, capturePoint{day, value.height(), isOpen})
	}
}

// newest is the last point of a line that has one.
func (l *captureLine) newest() capturePoint { return l.points[len(l.points)-1] }

func (f *captureLines) caveats() []string {
	caveats := []string{"All listed and individuals are known only for whole lists; what the portal held between two captures is not known."}
	if f.incomplete > 0 {
		caveats = append(caveats, "Open marks: "+count(float64(f.incomplete))+verb(float64(f.incomplete), " capture", " captures")+" with only one view saved.")
	}
	return caveats
}

func (f *captureLines) plotHeight(*drawing, float64) float64 { return 2 * defaultPlotHeight }

func (f *captureLines) draw(on *drawing, plot box) {
	if on.isNarrow {
		middle := (plot.top + plot.bottom) / 2
		f.drawPanel(on, "Breaches", f.breaches, count, box{plot.left, plot.top, plot.right, middle - gap})
		f.drawPanel(on, "Individuals", f.individuals, people, box{plot.left, middle + gap, plot.right, plot.bottom})
		return
	}
	middle := plot.left + plot.width()*capturePanel
	f.drawPanel(on, "Breaches", f.breaches, count, box{plot.left, plot.top, middle - panelGap, plot.bottom})
	f.drawPanel(on, "Individuals", f.individuals, people, box{middle, plot.top, plot.right, plot.bottom})
}

// drawPanel draws lines on their own axis, named at their right ends.
func (f *captureLines) drawPanel(on *drawing, title string, all []captureLine, write func(float64) string, plot box) {
	most := 0.0
	var known []*captureLine
	for i := range all {
		for _, at := range all[i].points {
			most = max(most, at.value)
		}
		if len(all[i].points) > 0 {
			known = append(known, &all[i])
		}
	}
	if most >= million {
		title += ", millions"
	}
	on.label(label{at: point{plot.left, plot.top + labelSize*ascent}, text: title, size: labelSize, weight: bold, colour: ink})
	plot.top += 2.2 * labelSize * lineSpacing
	plot.bottom -= yearLabelHeight - labelSize*lineSpacing
	names := captureNames(on, known, write)
	widest := 0.0
	for _, name := range names {
		widest = max(widest, name.width)
	}
	plot.right -= widest + endLead
	up, left := on.valueAxis(plot, most, func(value float64) string { return axisNumber(value, most) })
	over := daySpan{first: f.first, last: f.last, left: left + firstInset, right: plot.right}
	on.baseline(plot.left, plot.right, up.bottom)
	on.dayLabels(over, plot.bottom)
	for _, line := range known {
		line.draw(on, over, up, write)
	}
	drawCaptureNames(on, known, names, over, up)
}

// draw draws a line from capture to capture, with marks if there are few.
func (l *captureLine) draw(on *drawing, over daySpan, up scale, write func(float64) string) {
	var through []point
	for _, at := range l.points {
		through = append(through, point{over.x(at.day), up.y(at.value)})
	}
	on.line(stroke{points: slices.Clone(through), colour: l.style.colour, width: seriesStroke})
	for i, at := range l.points {
		if len(l.points) <= mostCaptureMarks || at.isOpen {
			tip := l.name + ", " + fullDay(at.day.Format(time.DateOnly)) + ": " + write(at.value)
			on.symbol(through[i], l.style, at.isOpen, tip)
		}
	}
}

// captureNames returns the names of lines, each above its newest value.
func captureNames(on *drawing, known []*captureLine, write func(float64) string) []*endLabel {
	var names []*endLabel
	for _, line := range known {
		shown := on.fonts[regular].shorten(write(line.newest().value), labelSize, endName)
		name := &endLabel{of: &series{name: line.name}, lines: []string{line.name, shown}}
		for _, text := range name.lines {
			name.width = max(name.width, on.fonts[bold].width(text, labelSize))
		}
		names = append(names, name)
	}
	return names
}

// drawCaptureNames writes each name as close to the end of its line as the others allow.
func drawCaptureNames(on *drawing, known []*captureLine, names []*endLabel, over daySpan, up scale) {
	ends := make(map[*endLabel]point, len(names))
	looks := make(map[*endLabel]colour, len(names))
	for i, name := range names {
		end := known[i].newest()
		ends[name], looks[name] = point{over.x(end.day), up.y(end.value)}, known[i].style.colour
	}
	slices.SortStableFunc(names, func(a, b *endLabel) int { return cmp.Compare(ends[a].y, ends[b].y) })
	spread(names, func(l *endLabel) float64 { return ends[l].y }, up.top-2*labelSize, up.bottom+labelSize)
	for _, name := range names {
		middle := name.top + name.height()/2
		start := point{ends[name].x + markRadius + endGap, ends[name].y}
		on.line(stroke{points: []point{start, {over.right + endLead - gap*3/4, middle}}, colour: looks[name], width: leaderStroke})
		y := middle - float64(len(name.lines))*labelSize*lineSpacing/2
		for i, text := range name.lines {
			y += labelSize * lineSpacing
			written := label{at: point{over.right + endLead, y - labelSize*(lineSpacing-1)}, text: text, size: labelSize, colour: muted}
			if i == 0 {
				written.weight, written.colour = bold, looks[name].mix(black, 0.25)
			}
			on.label(written)
		}
	}
}

// monthOf writes the month of a day, such as April 2016.
func monthOf(day time.Time) string { return day.Format("January 2006") }
