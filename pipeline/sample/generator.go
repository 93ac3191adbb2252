package sample

import (
	"bufio"
	"fmt"

	"github.com/breachstats/breachstats/data"
)

const (
	// systemShare is how many of 1,000 reports come from entities that report repeatedly.
	// reportsPerSystem is how many rows of the list there are for each such entity.
	systemShare      = 180
	reportsPerSystem = 18
	// sharedShare is how many of 1,000 entities of the Part 2 list file the same breach in
	// the HIPAA lists.
	sharedShare = 20
)

// generator visits the rows of the whole capture, newest report first. Of the rows that it has
// passed it keeps only the identity of the last one.
type generator struct {
	seed     uint64
	rows     int
	captured int // day of the capture, in days since firstDay
	listed   int // day whose list is written, at most captured
	part2    bool
	// openInArchive lets the archive hold every report, the open ones too.
	openInArchive bool
	giants        bool // some year has giants
	duplicate     int  // place of the first duplicate, -1 for none
	twin          int  // place of the first pair of same name and day, -1 for none

	index int // of the current row, from 0
	nth   int // of the current row in its year, from 0
	year  *year
	day   *day
	last  identity

	order, report, entity, past draw

	row  report // the buffers of the current row
	then history
	line []byte // and of its bytes
}

// eachReport visits the reports of g.year, including those that vanished, and stops at the
// first error.
func (g *generator) eachReport(visit func(identity) error) error {
	g.nth = 0
	for i := range g.year.days {
		g.day = &g.year.days[i]
		if int(g.day.serial) > g.listed {
			g.index += g.day.rows
			g.nth += g.day.rows
			continue
		}
		for at := range g.day.rows {
			id := g.identify(at == 0)
			if err := visit(id); err != nil {
				return err
			}
			if gone, isThere := g.vanished(); isThere {
				if err := visit(gone); err != nil {
					return err
				}
			}
			g.last = id
			g.index++
			g.nth++
		}
	}
	return nil
}

// write writes the row of a report as it was on the listed day, if view listed it then.
func (g *generator) write(out *bufio.Writer, view data.View, id identity) error {
	described, shown := g.standsIn(view, id)
	if !shown {
		return nil
	}
	g.fill(&g.row, id, described)
	g.goBack(&g.row, id, &g.then)
	g.line = appendRow(g.line[:0], &g.row, g.part2)
	if _, err := out.Write(g.line); err != nil {
		return fmt.Errorf("sample: %w", err)
	}
	return nil
}

// identity identifies the draws from which a row is made.
type identity struct {
	report   uint64 // number of the report
	entity   uint64 // number of the entity
	nth      int    // of the report in its year, from 0
	system   bool   // the entity is one of those that report repeatedly
	shared   bool   // the report is in the Part 2 list and in the HIPAA lists
	twin     bool   // another report of the last row's entity on the same day
	vanished bool   // only earlier lists have the report
	first    quirk  // the row is the first with this quirk
}

// stream returns the stream that id.entity counts in.
func (id identity) stream() stream {
	if id.system {
		return systemStream
	}
	return entityStream
}

// seedOf returns the seed of the list that the report belongs to. Vanished reports have a seed of
// their own, so that none is like a report that stayed.
func (g *generator) seedOf(id identity) uint64 {
	seed := g.seed
	if g.part2 && !id.shared {
		seed ^= uint64(part2Stream)
	}
	if id.vanished {
		seed ^= uint64(vanishedStream)
	}
	return seed
}

// vanished decides whether a report followed the current row in earlier lists and is not in the
// capture. For the list of the capture itself the answer is no.
func (g *generator) vanished() (id identity, isThere bool) {
	if g.listed == g.captured {
		return identity{}, false
	}
	d := &g.order
	d.start(g.seedOf(identity{}), vanishedStream, uint64(g.index))
	place := uint64(g.index)
	return identity{report: place, entity: place, nth: g.nth, vanished: true}, d.rare(vanishedRate)
}

// identify decides which report the current row shows: nearly always a new one; sometimes that of
// the last row again, or another report of the last row's entity. opens is true for the first row
// of a day, which repeats nothing.
func (g *generator) identify(opens bool) identity {
	d := &g.order
	d.start(g.seed, orderStream, uint64(g.index))
	again, twin, system := d.rare(duplicateRate), d.rare(twinRate), d.chance(systemShare)
	first := firstQuirk(g.index, g.rows, g.giants)
	again = !opens && first == noQuirk && (again || g.index == g.duplicate) && g.index != g.twin
	twin = !opens && first == noQuirk && (twin || g.index == g.twin)
	if again {
		return g.last
	}
	id := identity{report: uint64(g.index), entity: uint64(g.index), nth: g.nth, system: system, first: first}
	if system {
		id.entity = uint64(d.below(1 + g.rows/reportsPerSystem))
	}
	if twin {
		id.entity, id.system, id.twin = g.last.entity, g.last.system, true
	}
	if g.part2 {
		d.start(g.seed, part2Stream, id.entity)
		id.shared = d.chance(sharedShare)
	}
	return id
}

// standsIn reports whether view listed the current report on the listed day, and whether the report
// had a description then. It leaves the history of the report in g.then. On the day of the capture
// every report is either open, and under investigation, or archived. A share of the open ones,
// bothViewsShare, is in the archive too, still without a description; with openInArchive all are.
func (g *generator) standsIn(view data.View, id identity) (described, shown bool) {
	d, h := &g.report, &g.then
	d.start(g.seedOf(id), reportStream, id.report)
	closing := d.below(perMille)
	open := closing < openShare(g.day.age) && id.first == noQuirk
	both := open && (d.chance(bothViewsShare) || id.report == bothViewsRow)
	g.recall(h, id, closing, open, both)
	switch view {
	case data.Archive:
		shown = g.openInArchive || g.listed >= h.archived
	case data.UnderInvestigation:
		shown = g.listed < h.resolved
	case data.All, data.Part2:
		shown = true
	}
	if id.vanished && h.gone == never {
		return false, false
	}
	return g.listed >= h.described, shown && h.isListed(g.listed)
}
