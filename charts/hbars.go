package charts

// rowBars are horizontal bars, one a row from the top down, with a name on the
// left and a number at the right end.
type rowBars struct {
	rows   []rowBar
	notes  []string // caveats
	hasGap bool     // before the last row, which is no part of the order
}

type rowBar struct {
	name   string
	aside  string // beside the name, such as a year
	value  number
	shown  string // at the end of the bar
	share  string // after it, muted
	fill   colour
	isPale bool
	tip    string
}

func (f *rowBars) caveats() []string { return f.notes }

// columns are the left edges of what stands in a row.
type columns struct{ name, aside, bar, barEnd float64 }

// columns finds the widths that the texts need. The longest bar leaves room
// for its number; so does any other.
func (f *rowBars) columns(on *sheet, plot box) columns {
	name, aside, shown := 0.0, 0.0, 0.0
	for _, row := range f.rows {
		name = max(name, on.width(row.name))
		aside = max(aside, on.width(row.aside))
		end := on.width(row.shown)
		if row.share != "" {
			end += gap + on.width(row.share)
		}
		shown = max(shown, end)
	}
	at := columns{name: plot.left, aside: plot.left + min(name, widestName) + gap}
	at.bar = at.aside
	if aside > 0 {
		at.bar += aside + gap
	}
	at.barEnd = max(at.bar+gap, plot.right-shown-gap)
	return at
}

func (f *rowBars) draw(on *sheet, plot box) {
	most := 0.0
	for _, row := range f.rows {
		most = max(most, row.value.value)
	}
	slots := float64(len(f.rows))
	if f.hasGap {
		slots += 0.5
	}
	height := min(tallestRow, plot.height()/slots)
	at := f.columns(on, plot)
	for i, row := range f.rows {
		top := plot.top + height*float64(i)
		if f.hasGap && i == len(f.rows)-1 {
			top += height / 2
		}
		f.drawRow(on, at, row, most, box{plot.left, top, plot.right, top + height})
	}
	on.rule(point{at.bar, plot.top}, point{at.bar, plot.top + height*slots}, ink)
}

func (f *rowBars) drawRow(on *sheet, at columns, row rowBar, most float64, slot box) {
	middle := (slot.top + slot.bottom) / 2
	y := middle + labelSize*(ascent-descent/2)/2
	name := on.fonts[regular].shorten(row.name, labelSize, widestName)
	on.label(label{at: point{at.name, y}, text: name, size: labelSize, colour: ink, full: row.name})
	on.label(label{at: point{at.aside, y}, text: row.aside, size: labelSize, colour: muted})

	end := at.bar
	if most > 0 {
		end += (at.barEnd - at.bar) * row.value.height() / most
	}
	half := slot.height() * barShare / 2
	on.fillBar(box{at.bar, middle - half, end, middle + half}, row.fill, row.isPale, row.tip)
	on.label(label{at: point{end + gap*3/4, y}, text: row.shown, size: labelSize, colour: ink})
	on.label(label{at: point{end + gap*3/4 + on.width(row.shown) + gap, y}, text: row.share, size: labelSize, colour: muted})
}
