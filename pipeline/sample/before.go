package sample

import (
	"bytes"
	"math/bits"
	"slices"
)

// How counts were revised between 2020-08-29 and 2024-10-17. Of 261 revised counts 34 had been
// 500 or 501 before (and became 564 to 2,918,444), and a few had been blank. revisedTimes are
// quantiles of the factors, per 1,000, by which the others changed: at 5 %, 10 % and so on to
// 95 %. Shares are per 1,000 too.
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

// nameEdits are the shares of each kind of edit. 86 names were edited and not damaged in copying:
// capital letters (4), punctuation (13), a part added (6), a part removed (11), spelling (23), and
// other words (29).
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

// isEdited reports whether an edit on the given day comes after the list that is written.
func (g *generator) isEdited(day int) bool { return g.listed < day }

// goBack changes r from its values in the capture to its values on the listed day. It undoes every
// edit after that day, the newest edit of a field first. It leaves the description as it is: a
// description has the final count and name, even if the columns were corrected later.
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

// undo gives r the value that it had before a change, drawn from g.past. Sometimes that is the
// same value.
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

// countBefore returns the count before a revision of it. A blank or a placeholder has no earlier
// value.
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

// nameBefore returns the name before an edit of it, in memory of its own.
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
