package charts

import (
	"fmt"
	"strconv"
)

// mostPractices is the largest number of practices.
const mostPractices = 12

// practices has horizontal bars, one for each practice, most breaches first. The parts of a bar are
// the threats that the practice mitigates.
type practices struct {
	rows    []practice
	from    string // the years that count as recent; empty if there are none
	leftOut int
}

type practice struct {
	name                          string
	breaches, individuals, recent number
	parts                         []number // in the order of threatParts
}

// threatPart is a threat and the column that counts it.
type threatPart struct{ column, short, name string }

// threatParts returns the threats of HICP, in the order of the parts of a bar.
func threatParts() []threatPart {
	return []threatPart{
		{"insider_breaches", "Insider", "Insider, accidental or intentional data loss"},
		{"ransomware_breaches", "Ransomware", "Ransomware attacks"},
		{"loss_or_theft_breaches", "Loss or theft", "Loss or theft of equipment or data"},
		{"phishing_breaches", "Phishing", "E-mail phishing attacks"},
		{"medical_device_breaches", "Medical devices", "Attacks against connected medical devices that may affect patient safety"},
	}
}

func hicpPractices() Chart {
	columns := []Column{
		textColumn("practice"), intColumn("breaches"), intColumn("individuals"), intColumn("recent_breaches"),
		intColumn("recent_from_year"), intColumn("recent_to_year"),
	}
	for _, part := range threatParts() {
		columns = append(columns, intColumn(part.column))
	}
	return Chart{
		Name:     "hicp_practices",
		Title:    "Practices, by the breaches whose threat they mitigate",
		Subtitle: "Breaches reported to OCR whose threat is identified, by practice of the Health Industry Cybersecurity Practices (HICP), 2018",
		Description: "Horizontal bars, one for each of the ten practices and the one of most breaches at the top, as long as the number of breaches " +
			"whose threat the practice mitigates, in parts for the threats. At the right stand the breaches of all years, those of the " +
			"last three full years and the individuals affected.",
		Columns:    columns,
		IsOptional: true,
		read:       readPractices,
	}
}

func readPractices(rows *table) figure {
	read := &practices{}
	for row := range rows.rows {
		one := practice{
			name: rows.text("practice", row, notStated), breaches: rows.number("breaches", row),
			individuals: rows.number("individuals", row), recent: rows.number("recent_breaches", row),
		}
		if !one.breaches.isKnown {
			continue
		}
		if len(read.rows) == mostPractices {
			read.leftOut++
			continue
		}
		for _, part := range threatParts() {
			one.parts = append(one.parts, rows.number(part.column, row))
		}
		from, hasFrom := rows.whole("recent_from_year", row)
		to, hasTo := rows.whole("recent_to_year", row)
		if hasFrom && hasTo {
			read.from = strconv.FormatInt(from, 10) + "–" + strconv.FormatInt(to, 10)
			if from == to {
				read.from = yearName(from)
			}
		}
		read.rows = append(read.rows, one)
	}
	if len(read.rows) == 0 {
		return nil
	}
	return read
}

func (f *practices) caveats() []string {
	caveats := []string{
		"Which practice mitigates which threat is HHS's judgment of 2018 (HICP, Technical Volume 2), not a measurement. It covers neither cost nor effect.",
		"A breach counts in every practice that mitigates its threat, so the bars add up to more than all breaches.",
		"Not counted: breaches whose threat is not identified.",
	}
	for i, part := range threatParts() {
		if f.sum(i) == 0 {
			caveats = append(caveats, "No breach describes "+partInWords(part)+".")
		}
	}
	if f.leftOut > 0 {
		caveats = append(caveats, count(float64(f.leftOut))+" more practices are in the table only.")
	}
	return caveats
}

func partInWords(part threatPart) string {
	switch part.short {
	case "Insider":
		return "an insider"
	case "Medical devices":
		return "an attack on a medical device"
	default:
		return string(part.short[0]+'a'-'A') + part.short[1:]
	}
}

// sum is the number of breaches of one threat over all bars.
func (f *practices) sum(part int) float64 {
	sum := 0.0
	for _, row := range f.rows {
		sum += row.parts[part].height()
	}
	return sum
}

// cells returns the numbers at the right of a row.
func (r practice) cells() [3]string {
	cells := [3]string{unknown, unknown, unknown}
	cells[0] = count(r.breaches.value)
	if r.recent.isKnown {
		cells[1] = count(r.recent.value)
	}
	if r.individuals.isKnown {
		cells[2] = people(r.individuals.height())
	}
	return cells
}

// practiceNarrow is the height of a row in the narrow layout: name and number, with the bar below
// them.
const (
	practiceNarrow = 44
	practiceBar    = 14
)

func (f *practices) plotHeight(*drawing, float64) float64 {
	return practiceNarrow*float64(len(f.rows)) + 3*line
}

// drawNarrow writes each name and the breaches of all years above its bar.
func (f *practices) drawNarrow(on *drawing, plot box) {
	most := 0.0
	for _, row := range f.rows {
		most = max(most, row.length())
	}
	y := on.flowKeys(plot.left, plot.top+labelSize*ascent, f.keys()) + gap
	for _, row := range f.rows {
		shown := row.cells()[0]
		base := y + line - labelSize*descent
		on.label(label{at: point{plot.right, base}, text: shown, size: labelSize, colour: ink, anchor: atEnd})
		name := on.fonts[regular].shorten(row.name, labelSize, plot.width()-on.width(shown)-2*gap)
		on.label(label{at: point{plot.left, base}, text: name, size: labelSize, colour: ink, full: row.name})
		f.drawBar(on, row, box{plot.left, y + line, plot.right, y + line + practiceBar}, most)
		y += practiceNarrow
	}
}

func (f *practices) draw(on *drawing, plot box) {
	if on.isNarrow {
		f.drawNarrow(on, plot)
		return
	}
	heads := [3]string{"Breaches", f.from, "Individuals"}
	if heads[1] == "" {
		heads[1] = "recent"
	}
	name, widths, most := 0.0, [3]float64{}, 0.0
	for i, head := range heads {
		widths[i] = on.width(head)
	}
	for _, row := range f.rows {
		name = max(name, on.width(row.name))
		for i, cell := range row.cells() {
			widths[i] = max(widths[i], on.width(cell))
		}
		most = max(most, row.length())
	}
	name = min(name, widestName)
	var ends [3]float64
	right := plot.right
	for i := len(widths) - 1; i >= 0; i-- {
		ends[i] = right
		right -= widths[i] + 2*gap
	}
	bars := box{plot.left + name + gap, plot.top + 2*labelSize*lineSpacing + gap, max(right, plot.left+name+2*gap), plot.bottom}
	y := bars.top - gap
	for i, head := range heads {
		on.label(label{at: point{ends[i], y}, text: head, size: labelSize, colour: muted, anchor: atEnd})
	}
	on.keys(plot.left, plot.top+labelSize*ascent, f.keys())
	height := min(tallestRow*1.2, bars.height()/float64(len(f.rows)))
	for i, row := range f.rows {
		top := bars.top + height*float64(i)
		f.drawRow(on, row, box{bars.left, top, bars.right, top + height}, plot.left, name, most)
		base := top + height/2 + labelSize*(ascent-descent/2)/2
		for j, cell := range row.cells() {
			on.label(label{at: point{ends[j], base}, text: cell, size: labelSize, colour: []colour{ink, muted, ink}[j], anchor: atEnd})
		}
	}
	on.rule(point{bars.left, bars.top}, point{bars.left, bars.top + height*float64(len(f.rows))}, ink)
}

// keys returns the threats that occur in a bar.
func (f *practices) keys() []key {
	var row []key
	for i, part := range threatParts() {
		if look, _, ok := styleOf(part.name); ok && f.sum(i) > 0 {
			row = append(row, key{look.colour, part.short})
		}
	}
	return row
}

// length is the sum of the parts of a row.
func (r practice) length() float64 {
	sum := 0.0
	for _, part := range r.parts {
		sum += part.height()
	}
	return sum
}

func (f *practices) drawRow(on *drawing, row practice, slot box, left, name, most float64) {
	middle := (slot.top + slot.bottom) / 2
	base := middle + labelSize*(ascent-descent/2)/2
	text := on.fonts[regular].shorten(row.name, labelSize, name)
	on.label(label{at: point{left, base}, text: text, size: labelSize, colour: ink, full: row.name})
	half := slot.height() * barShare / 2
	f.drawBar(on, row, box{slot.left, middle - half, slot.right, middle + half}, most)
}

// drawBar draws the parts of a bar. slot is the area of the longest bar.
func (f *practices) drawBar(on *drawing, row practice, slot box, most float64) {
	if most <= 0 {
		return
	}
	sum := 0.0
	for i, part := range threatParts() {
		look, _, _ := styleOf(part.name)
		from := slot.left + slot.width()*sum/most
		sum += row.parts[i].height()
		to := slot.left + slot.width()*sum/most
		if to-from > 2*hair && from > slot.left {
			from += hair
		}
		on.bar(box{from, slot.top, to, slot.bottom}, look.colour, fmt.Sprintf("%s, %s: %s", row.name, part.short, count(row.parts[i].value)))
	}
}
