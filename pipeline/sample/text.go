package sample

import (
	"strconv"
	"unicode/utf8"
)

// Shares per 1,000 descriptions, measured on the export captured 2022-04-04.
const (
	wideSpacing   = 730 // two blanks between sentences
	blankAtEnd    = 230
	wordySpread   = 10
	secondRepair  = 400
	closingShare  = 800
	detailShare   = 850
	wordyShare    = 120 // with up to wordySpread more sentences
	fullNameFirst = 400 // "…, the covered entity (CE), reported"
)

const (
	// nullText stands for an empty description in exports until 2019.
	nullText = `\N`
	// formulaStart is a formula that a spreadsheet would run.
	formulaStart = `=HYPERLINK("https://example.invalid/","see attachment") `
	bullet       = "• "
)

// devices are the words for $D, by location.
var devices = [len(locations)][]string{
	desktop:        {"desktop computer", "workstation"},
	medicalRecord:  {"hard drive"},
	email:          {"hard drive"},
	laptop:         {"laptop computer", "laptop"},
	networkServer:  {"server disk"},
	otherLocation:  {"backup tape", "camera", "copier"},
	portableDevice: {"USB drive", "memory card", "mobile phone", "tablet", "backup tape"},
	paper:          {"file cabinet"},
}

// describer writes one description.
type describer struct {
	draw   *draw
	report *report
	first  occasion
	month  string // in which the breach happened
	device string // $D, the same in all sentences
	gap    string // between sentences
	text   []byte
}

// describe writes the description of an archived report to r.text: what happened, how, what
// was involved, who was notified, what was done and how OCR closed the matter. Some reports
// have none or, in early years, \N. The first report with a quirk of text always has a
// description.
func (g *generator) describe(r *report, first occasion, q quirks) {
	d, m := &g.report, g.year.mix
	none := d.below(perMille)
	switch {
	case q.first == nullMark, none < m.nullMark && !q.first.ofText():
		r.text = append(r.text, nullText...)
		return
	case none < m.nullMark+m.noText && !q.first.ofText():
		return
	}
	t := describer{draw: d, report: r, first: first, month: g.day.occurred, gap: " ", text: r.text}
	t.device = d.one(devices[first.place])
	if d.chance(wideSpacing) {
		t.gap = "  "
	}
	if q.has(formulaText) {
		t.text = append(t.text, formulaStart...)
	}
	t.whole(q)
	if q.has(longText) {
		t.lengthen()
	}
	if d.chance(blankAtEnd) && !q.has(longText) {
		t.text = append(t.text, ' ')
	}
	r.text = t.text
}

// whole writes a description of the usual length.
func (t *describer) whole(q quirks) {
	d, s := t.draw, &stories[t.first.cause]
	paragraph := t.paragraph(q)
	t.sentence(d.one(s.openings))
	if d.chance(detailShare) {
		t.next(t.gap, d.one(s.details))
	}
	for _, aside := range asides {
		if d.chance(aside.share) || q.has(aside.quirk) {
			t.next(t.gap, d.one(aside.texts))
		}
	}
	t.kinds(q)
	t.next(paragraph, d.one(noticeSentences[:]))
	at := d.below(len(s.repairs))
	t.next(t.gap, s.repairs[at])
	if len(s.repairs) > 1 && d.chance(secondRepair) {
		t.next(t.gap, s.repairs[(at+1)%len(s.repairs)])
	}
	if d.chance(wordyShare) {
		for range 1 + d.below(wordySpread) {
			t.more()
		}
	}
	if d.chance(closingShare) {
		t.next(paragraph, d.one(closingSentences[:]))
	}
}

// paragraph draws what separates two paragraphs: nearly always the same as between sentences.
func (t *describer) paragraph(q quirks) string {
	breaks, returns := t.draw.chance(lineFeedShare), t.draw.chance(carriageReturnShare)
	switch {
	case q.has(carriageReturns), returns && !q.has(lineFeeds):
		return "\r\n\r\n"
	case q.has(lineFeeds), breaks:
		return "\n\n"
	default:
		return t.gap
	}
}

// kinds writes which kinds of information were involved, in a sentence or as a list.
func (t *describer) kinds(q quirks) {
	if !t.draw.chance(bulletShare) && !q.has(bullets) {
		t.next(t.gap, t.draw.one(informationSentences[:]))
		return
	}
	t.next(t.gap, "The PHI was of these kinds:")
	t.information("\n"+bullet, "\n"+bullet, "\n"+bullet)
	t.text = append(t.text, '\n')
}

// lengthen adds sentences and cuts the text off at longestText characters, as the portal does.
func (t *describer) lengthen() {
	for {
		end, characters := 0, 0
		for end < len(t.text) && characters < longestText {
			_, size := utf8.DecodeRune(t.text[end:])
			end += size
			characters++
		}
		if characters == longestText {
			t.text = t.text[:end]
			return
		}
		t.more()
	}
}

// more writes one more sentence, of any kind but an opening one.
func (t *describer) more() {
	s := &stories[t.first.cause]
	lists := [...][]string{s.details, informationSentences[:], noticeSentences[:], s.repairs}
	t.next(t.gap, t.draw.one(lists[t.draw.below(len(lists))]))
}

// next writes a gap and a sentence.
func (t *describer) next(gap, sentence string) {
	t.text = append(t.text, gap...)
	t.sentence(sentence)
}

// sentence writes a sentence with words in place of its $ letters, which sentences.go lists.
func (t *describer) sentence(sentence string) {
	start := 0
	for i := range len(sentence) - 1 {
		if sentence[i] != '$' {
			continue
		}
		t.text = append(t.text, sentence[start:i]...)
		t.part(sentence[i+1])
		start = i + 2
	}
	t.text = append(t.text, sentence[start:]...)
}

func (t *describer) part(letter byte) {
	switch letter {
	case 'S':
		t.subject()
	case 'A':
		t.text = append(t.text, t.abbreviation()...)
	case 'V':
		t.text = appendVendor(t.text, t.draw)
	case 'W':
		t.text = append(t.text, t.draw.one(workers[:])...)
	case 'C':
		t.count()
	case 'M':
		t.text = append(t.text, t.month...)
	case 'D':
		t.text = append(t.text, t.device...)
	case 'P':
		t.information("", ", ", " and ")
	}
}

// subject writes who reported.
func (t *describer) subject() {
	role := "covered entity (CE)"
	if t.report.kind == businessAssociate {
		role = "business associate (BA)"
	}
	name := t.report.name
	if t.draw.chance(fullNameFirst) {
		t.text = append(t.text, name...)
		t.text = append(t.text, ", the "...)
		t.text = append(t.text, role...)
	} else {
		t.text = append(t.text, "The "...)
		t.text = append(t.text, role...)
		t.text = append(t.text, ", "...)
		t.text = append(t.text, name...)
	}
	t.text = append(t.text, ',')
}

func (t *describer) abbreviation() string {
	if t.report.kind == businessAssociate {
		return "BA"
	}
	return "CE"
}

// count writes the individuals with commas: "12,345 individuals".
func (t *describer) count() {
	if t.report.individuals == 0 {
		t.text = append(t.text, "an unknown number of individuals"...)
		return
	}
	var buffer [20]byte
	digits := strconv.AppendInt(buffer[:0], t.report.individuals, 10)
	for i, digit := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			t.text = append(t.text, ',')
		}
		t.text = append(t.text, digit)
	}
	t.text = append(t.text, " individuals"...)
}

// information writes three to six different kinds of information.
func (t *describer) information(before, between, last string) {
	const fewest, spread = 3, 4
	kinds := fewest + t.draw.below(spread)
	at := t.draw.below(len(informationKinds))
	step := 1 + 2*t.draw.below(len(informationKinds)/2) // odd, so that none is written twice
	t.text = append(t.text, before...)
	for i := range kinds {
		switch i {
		case 0:
		case kinds - 1:
			t.text = append(t.text, last...)
		default:
			t.text = append(t.text, between...)
		}
		t.text = append(t.text, informationKinds[(at+i*step)%len(informationKinds)]...)
	}
}
