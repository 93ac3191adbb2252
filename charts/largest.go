package charts

import (
	"slices"
	"strings"
)

// How many of the largest breaches are drawn, depending on room and on the table.
const (
	shownLargest       = 20
	shownLargestNarrow = 12
)

// largest has horizontal bars, one for each breach, largest first.
type largest struct {
	rows         []largeBreach
	listed       int // in the table
	waiting      float64
	hasDuplicate bool
}

type largeBreach struct {
	name        string
	year        string
	value       number
	isDuplicate bool
	tip         string
}

func largestBreaches() Chart {
	return Chart{
		Name:     "largest_breaches",
		Title:    "The largest breaches",
		Subtitle: "Individuals affected by the largest breaches reported to HHS OCR, with the year of submission",
		Description: "Horizontal bars, one for each of the largest breaches and the largest at the top, as long as the number of " +
			"individuals affected, which stands beside it. The name of the reporting entity and the year stand with it.",
		Columns: []Column{
			intColumn("rank"), textColumn("entity_name"), textColumn("state"), textColumn("entity_type"), intColumn("individuals"),
			dateColumn("submitted_on"), intColumn("year"), textColumn("breach_types"), textColumn("locations"), boolColumn("is_duplicate"),
			intColumn("larger_waiting"),
		},
		read: readLargest,
	}
}

// readLargest reads the first rows of the table, which is in order of size. A breach that was
// reported twice is hatched.
func readLargest(rows *table) figure {
	read := largest{listed: rows.rows}
	for row := range min(rows.rows, shownLargest) {
		one := largeBreach{
			name: rows.text("entity_name", row, notStated), value: rows.number("individuals", row), isDuplicate: rows.is("is_duplicate", row),
		}
		if year, ok := rows.whole("year", row); ok {
			one.year = yearName(year)
		}
		one.tip = largestTip(rows, row, one.value)
		read.hasDuplicate = read.hasDuplicate || one.isDuplicate
		read.rows = append(read.rows, one)
	}
	if len(read.rows) == 0 {
		return nil
	}
	if waiting := rows.number("larger_waiting", len(read.rows)-1); waiting.isKnown {
		read.waiting = waiting.value
	}
	return &read
}

func (f *largest) caveats() []string {
	var notes []string
	if f.waiting > 0 {
		notes = append(notes, "Not shown: "+count(f.waiting)+" larger"+verb(f.waiting, " breach", " breaches")+" of newer captures.")
	}
	if f.listed > shownLargestNarrow {
		notes = append(notes, "The table lists "+count(float64(f.listed))+" breaches.")
	}
	if f.hasDuplicate {
		notes = append(notes, "Hatched: a report that the portal lists again with the same values.")
	}
	return notes
}

// The height of a row in the narrow layout without its lines of text, and the widest name beside a
// bar.
const (
	largeRow        = 9
	largeBar        = 10
	widestLargeName = 490
)

// narrowRows returns the rows for the narrow layout, with the lines of their names, and their
// height.
func (f *largest) narrowRows(on *drawing, width float64) (rows []largeBreach, names [][]string, height float64) {
	rows = f.rows[:min(len(f.rows), shownLargestNarrow)]
	for _, row := range rows {
		name := on.fonts[on.weightOf(row)].wrap(row.name, labelSize, width-on.width(row.year)-2*gap, 2)
		names = append(names, name)
		height += float64(len(name))*line + largeBar + largeRow
	}
	return rows, names, height
}

func (f *largest) plotHeight(on *drawing, width float64) float64 {
	_, _, height := f.narrowRows(on, width)
	return height
}

func (f *largest) draw(on *drawing, plot box) {
	if on.isNarrow {
		f.drawNarrow(on, plot)
		return
	}
	most, name, year, shown := 0.0, 0.0, 0.0, 0.0
	for _, row := range f.rows {
		most = max(most, row.value.value)
		name, year = max(name, on.fonts[on.weightOf(row)].width(row.name, labelSize)), max(year, on.width(row.year))
		shown = max(shown, on.width(row.shown()))
	}
	name = min(name, widestLargeName)
	year = min(year, plot.width()/6)
	left := plot.left + name + year + 3*gap
	right := max(left+gap, plot.right-shown-gap)
	height := min(tallestRow, plot.height()/float64(len(f.rows)))
	for i, row := range f.rows {
		top := plot.top + height*float64(i)
		middle := top + height/2
		y := baseIn(middle)
		on.label(label{
			at: point{plot.left, y}, text: on.fonts[on.weightOf(row)].shorten(row.name, labelSize, name), weight: on.weightOf(row),
			size: labelSize, colour: ink, full: row.name,
		})
		on.label(label{
			at: point{plot.left + name + gap, y}, text: on.fonts[regular].shorten(row.year, labelSize, year), size: labelSize, colour: muted,
		})
		half := height * barShare / 2
		f.drawBar(on, row, box{left, middle - half, right, middle + half}, most, y)
	}
	on.rule(point{left, plot.top}, point{left, plot.top + height*float64(len(f.rows))}, ink)
}

// drawNarrow writes each name and year above its bar.
func (f *largest) drawNarrow(on *drawing, plot box) {
	rows, names, _ := f.narrowRows(on, plot.width())
	most, shown := 0.0, 0.0
	for _, row := range rows {
		most, shown = max(most, row.value.value), max(shown, on.width(row.shown()))
	}
	y := plot.top
	for i, row := range rows {
		for j, text := range names[i] {
			y += line
			on.label(label{at: point{plot.left, y - labelSize*descent}, text: text, size: labelSize, weight: on.weightOf(row), colour: ink, full: fullText(text, row.name)})
			if j == 0 {
				year := on.fonts[regular].shorten(row.year, labelSize, plot.width()/4)
				on.label(label{at: point{plot.right, y - labelSize*descent}, text: year, size: labelSize, colour: muted, anchor: atEnd})
			}
		}
		bar := box{plot.left, y + 2, max(plot.left+gap, plot.right-shown-gap), y + 2 + largeBar}
		f.drawBar(on, row, bar, most, baseIn((bar.top+bar.bottom)/2))
		y += largeBar + largeRow
	}
}

// drawBar draws a bar, and its number at its end. widest is the area of the longest bar.
func (f *largest) drawBar(on *drawing, row largeBreach, widest box, most, y float64) {
	end := widest.left
	if most > 0 {
		end += widest.width() * row.value.height() / most
	}
	widest.right = end
	fill := restColour
	if on.isEvent(row) {
		fill = accentColour
	}
	on.fillBar(widest, fill, row.isDuplicate, row.tip)
	on.label(label{at: point{end + gap*3/4, y}, text: row.shown(), size: labelSize, colour: ink})
}

// isEvent reports whether a breach is one of the events that readers know by name.
func (s *drawing) isEvent(row largeBreach) bool {
	return slices.ContainsFunc(s.known, func(one Event) bool {
		return one.Entity != "" && one.Entity == row.name && yearName(int64(one.On.Year())) == row.year
	})
}

// weightOf returns bold for the names of such breaches.
func (s *drawing) weightOf(row largeBreach) weight {
	if s.isEvent(row) {
		return bold
	}
	return regular
}

// shown is the number at the end of a bar.
func (r largeBreach) shown() string {
	if !r.value.isKnown {
		return unknown
	}
	return people(r.value.value)
}

// largestTip is the tooltip of a breach: all that the table has about it.
func largestTip(rows *table, row int, individuals number) string {
	var known []string
	for _, column := range []string{"entity_name", "state", "entity_type"} {
		if text := rows.text(column, row, ""); text != "" {
			known = append(known, text)
		}
	}
	if individuals.isKnown {
		known = append(known, count(individuals.value)+" individuals")
	}
	if day, ok := rows.day("submitted_on", row); ok {
		known = append(known, "submitted on "+fullDay(day.Format("2006-01-02")))
	}
	for _, column := range []string{"breach_types", "locations"} {
		if text := rows.text(column, row, ""); text != "" {
			known = append(known, text)
		}
	}
	return strings.Join(known, "; ")
}
