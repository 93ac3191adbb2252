package sample

import (
	"bytes"
	"math/bits"
	"slices"
)

// Reports that were revised 2020-08-29 to 2024-10-17: of 261 counts 34 had been 500 or
// 501 (and became 564 to 2,918,444), a few were blank. By revisedTimes the others became
// what they are, in steps of 5 % from the 5th of 100 to the 95th, per 1,000. Shares are
// per 1,000 too.
const (
	wasBlank       = 5
	wasPlaceholder = 130
	wasSmall       = 40 // above the 95th: 599 became 117,905
	smallSpread    = 200
)

var revisedTimes = [...]int64{
	593, 746, 936, 989, 997, 1000, 1010, 1019, 1046, 1101, 1134, 1304, 1415, 1683, 2251, 3123,
	4681, 8333, 19610,
}

// nameEdits are shares of the 86 names that were edited and not damaged in copying: letters
// in capitals (4), punctuation (13), a part added (6), a part taken away (11), spelling
// (23), and other words (29).
var nameEdits = [...]int{
	editCapitals: 47, editPunctuation: 151, editAdded: 70, editTaken: 128, editSpelling: 267, editWords: 337,
}

const (
	editCapitals = iota
	editPunctuation
	editAdded
	editTaken
	editSpelling
	editWords
)

// isEdited reports whether a field of the listed report got its value only after the given day.
func (g *generator) isEdited(day int) bool { return g.listed < day }

// goBack turns r, as it is in the capture, into what it was on the listed day: it undoes every edit
// after that day, the newest of a field first. It does not change the description, which has the
// count and the name that OCR settled on, even if the columns followed later.
func (g *generator) goBack(r *report, id identity, h *history) {
	d := &g.past
	for i := range h.changed {
		for _, nth := range [...]int{1, 0} {
			if g.isEdited(h.changed[i][nth]) {
				d.start(g.seedOf(id), beforeStream, id.report*2*changeCount+uint64(2*i+nth))
				g.undo(r, i)
			}
		}
	}
	if !g.isEdited(h.filled) {
		return
	}
	switch h.blank {
	case allBlank:
		r.individuals, r.entityType, r.types, r.places = 0, "", 0, 0
	case countBlank:
		r.individuals = 0
	case entityTypeBlank:
		r.entityType = ""
	case stateBlank:
		r.state = ""
	}
}

// undo gives r the value that it had before a change, by the draws of g.past. A few
// changes turn out to have been none.
func (g *generator) undo(r *report, change int) {
	const half = perMille / 2
	d := &g.past
	switch change {
	case countRevised:
		r.individuals = countBefore(d, r.individuals)
	case nameEdited:
		r.name = nameBefore(d, bytes.TrimSuffix(r.name, []byte(syntheticMark)))
		r.name = append(r.name, syntheticMark...)
	case typeEdited:
		if r.types != 0 {
			r.types = 1 << another(d, breachTypes[:], bits.TrailingZeros(r.types))
		}
	case placesEdited:
		place := uint(1) << another(d, locations[:], bits.TrailingZeros(r.places))
		if d.chance(half) {
			place |= r.places
		}
		r.places = place
	case entityTypesEdited:
		r.entityType = entityTypes[d.below(len(entityTypes))]
	case stateEdited:
		if r.state = state(d); d.chance(half) {
			r.state = ""
		}
	}
}

// countBefore returns what a count was before it was revised. Blanks and placeholders were
// not revised yet.
func countBefore(d *draw, count int64) int64 {
	if count <= fewestIndividuals+1 {
		return count
	}
	switch share := d.below(perMille); {
	case share < wasBlank:
		return 0
	case share < wasBlank+wasPlaceholder:
		return fewestIndividuals + int64(d.below(2))
	case share < wasBlank+wasPlaceholder+wasSmall:
		return min(count, fewestIndividuals+2+int64(d.below(smallSpread)))
	}
	at := d.below(len(revisedTimes) - 1)
	part := int64(d.below(perMille))
	times := revisedTimes[at] + (revisedTimes[at+1]-revisedTimes[at])*part/perMille
	before := max(fewestIndividuals, count*perMille/times)
	if before == count {
		return count + 1
	}
	return before
}

// nameBefore returns what a name was before it was edited, in its own memory.
func nameBefore(d *draw, name []byte) []byte {
	comma, blank := bytes.IndexByte(name, ','), bytes.IndexByte(name, ' ')
	switch d.pick(nameEdits[:]) {
	case editCapitals:
		return bytes.ToUpper(name)
	case editPunctuation:
		if comma >= 0 {
			return slices.Concat(name[:comma], name[comma+1:])
		}
		return slices.Concat(name[:blank], []byte(" "), name[blank:])
	case editAdded:
		if comma > 0 {
			return slices.Clone(name[:comma])
		}
		return slices.Clone(name[:bytes.LastIndexByte(name, ' ')])
	case editTaken:
		return slices.Concat(name, []byte(", Inc."))
	case editSpelling:
		return misspell(d, name)
	default:
		return slices.Concat(appendWords(nil, d), []byte(" d/b/a "), name)
	}
}

// misspell writes one of the first letters twice.
func misspell(d *draw, name []byte) []byte {
	const letters = 6
	at := 1 + d.below(letters)
	return slices.Concat(name[:at], name[at-1:])
}
