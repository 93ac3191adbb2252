package charts

import "time"

// mostCaptureRows is the largest number of captures that are drawn as rows. More are drawn as
// lines.
const mostCaptureRows = 14

// captureRows has one row for each capture, newest first: a bar for the breaches listed, in parts,
// and the numbers of breaches and individuals beside it.
type captureRows struct {
	*captureLines
	rows []captureRow
}

// captureRow is one capture. It lists either archived breaches and breaches under investigation, or
// all in one list.
type captureRow struct {
	day                             time.Time
	isWhole                         bool
	archived, open, all, individual number
}

// The heights of a row in the wide and in the narrow layout.
const (
	captureHigh       = 46
	captureNarrowHigh = 58
	captureBar        = 16
)

func (f *captureRows) caveats() []string {
	caveats := []string{"What the portal held between two captures is not known."}
	if f.incomplete > 0 {
		caveats = append(caveats, "Hatched: "+count(float64(f.incomplete))+verb(float64(f.incomplete), " capture", " captures")+
			" with only one view saved, so the whole list is not known.")
	}
	return caveats
}

func (f *captureRows) plotHeight(*drawing, float64) float64 {
	return 3*line + captureNarrowHigh*float64(len(f.rows))
}

// known is the number of breaches that the saved views of a capture list.
func (r captureRow) known() float64 {
	return max(r.all.height(), r.archived.height()+r.open.height())
}

func (f *captureRows) draw(on *drawing, plot box) {
	keys := []key{{archiveColour, "Archive"}, {openColour, "Under investigation"}}
	for _, row := range f.rows {
		if !row.archived.isKnown && !row.open.isKnown && row.all.isKnown {
			keys = append(keys, key{wholeListColour, "One list of all"})
			break
		}
	}
	y := on.flowKeys(plot.left, plot.top+labelSize*ascent, keys)
	most, day, shown, people := 0.0, 0.0, 0.0, on.width("Individuals")
	for _, row := range f.rows {
		most = max(most, row.known())
		day = max(day, on.width(row.name()))
		shown, people = max(shown, on.width(row.shown())), max(people, on.width(row.individuals()))
	}
	bars := box{plot.left, y + gap, plot.right - people - 3*gap, plot.bottom}
	height := float64(captureNarrowHigh)
	if !on.isNarrow {
		bars.left += day + 2*gap
		height = captureHigh
	}
	head := y + line
	on.label(label{at: point{bars.left, head}, text: "Breaches", size: labelSize, colour: muted})
	on.label(label{at: point{plot.right, head}, text: "Individuals", size: labelSize, colour: muted, anchor: atEnd})
	bars.top = head + gap
	height = min(height, (plot.bottom-bars.top)/float64(len(f.rows)))
	for i, row := range f.rows {
		slot := box{bars.left, bars.top + height*float64(i), max(bars.left+gap, bars.right-shown-gap), bars.top + height*float64(i+1)}
		middle := (slot.top + slot.bottom) / 2
		if on.isNarrow {
			on.label(label{at: point{plot.left, slot.top + line}, text: row.name(), size: labelSize, colour: ink})
			middle = slot.top + line + gap + captureBar/2
		} else {
			on.label(label{at: point{plot.left, baseIn(middle)}, text: row.name(), size: labelSize, colour: ink})
		}
		half := min(captureBar, height*barShare) / 2
		end := f.drawParts(on, row, box{slot.left, middle - half, slot.right, middle + half}, most)
		written := label{at: point{end + gap*3/4, baseIn(middle)}, text: row.shown(), size: labelSize, colour: ink}
		if !row.isWhole {
			written.colour = muted
		}
		on.label(written)
		on.label(label{at: point{plot.right, baseIn(middle)}, text: row.individuals(), size: labelSize, colour: ink, anchor: atEnd})
	}
	if !on.isNarrow {
		on.rule(point{bars.left, bars.top}, point{bars.left, bars.top + height*float64(len(f.rows))}, ink)
	}
}

// The colours of the parts of a capture.
const (
	archiveColour   = blue
	openColour      = vermillion
	wholeListColour = greyUnknown
)

// drawParts draws the parts of a capture from the left and returns the right end.
func (f *captureRows) drawParts(on *drawing, row captureRow, widest box, most float64) float64 {
	if most <= 0 {
		return widest.left
	}
	parts := []struct {
		of   number
		fill colour
		name string
	}{{row.archived, archiveColour, "archive"}, {row.open, openColour, "under investigation"}}
	if !row.archived.isKnown && !row.open.isKnown {
		parts = parts[:1]
		parts[0].of, parts[0].fill, parts[0].name = row.all, wholeListColour, "one list of all"
	}
	sum := 0.0
	for _, part := range parts {
		from := widest.left + widest.width()*sum/most
		sum += part.of.height()
		to := widest.left + widest.width()*sum/most
		if from > widest.left && to-from > 2*hair {
			from += hair
		}
		tip := row.name() + ", " + part.name + ": " + count(part.of.value)
		on.fillBar(box{from, widest.top, to, widest.bottom}, part.fill, !row.isWhole, tip)
	}
	return widest.left + widest.width()*sum/most
}

func (r captureRow) name() string { return fullDay(r.day.Format(time.DateOnly)) }

// shown is the number of breaches of a whole capture; for any other, with the view that was saved.
func (r captureRow) shown() string {
	switch {
	case r.all.isKnown:
		return count(r.all.value)
	case r.archived.isKnown:
		return count(r.archived.value) + " in the archive"
	case r.open.isKnown:
		return count(r.open.value) + " open"
	default:
		return unknown
	}
}

func (r captureRow) individuals() string {
	if !r.individual.isKnown {
		return "–"
	}
	return people(r.individual.height())
}
