package sample

// The rates of this file were measured over the real exports captured 2020-08-29,
// 2022-04-04 and 2024-10-17 (3,365, 4,570 and 6,442 reports), by matching each with the
// next by name, day and count; other sources are named. A rate is the real one as nearly
// as two captures a year or two apart can show it: what changed twice between them counts once.

// From submission to the list, in days. 27 and 24 reports submitted before the newest one of
// a capture came only after it: half of them within 30 days, the others up to 6 years.
const (
	usualLag  = 3 // and fewer days more than postingLag
	slowShare = 100
	slowLag   = 26
	lateShare = 24
	lateFrom  = 30
	lateLag   = 1500 // times the square of an even number from 0 to 1
)

// From the list of those under investigation to the archive. No real report came back.
const (
	// closingSpread is how many days the closing of a report lies, at most, before or after the
	// day on which its submission month's share of openShares falls.
	closingSpread = 15
	// closedUntold is how many of 1,000 reports that are archived when they are two years old
	// have no description then: 79 of 375, 114 of 547 and 153 of 734 archived reports two to
	// three years old had none, of younger ones 1 in 100. 197 of 761 had one 30 months later.
	closedUntold = 800
	twoYears     = 25 // month of openShares
	untoldFrom   = 30
	untoldLeast  = 365  // days before the capture; with fewer, none is left undescribed, or too many would be described at once
	untoldSpread = 1500 // days, fewer where the capture comes first
)

// changes are what is edited in a listed report. Each rate is per 1,000 reports: edited by
// the day of its closing, half of them on that very day, and edited within archivedSpread
// days after it. Of reports under investigation as many were revised later that had been
// there for a year as for a month, so closing is when most are. The real edits are
// those that a later capture shows; about a quarter came before the earlier capture.
//
//	             of 1,451 open   of 6,475 archived, in 19 and 30 months
//	individuals            213               48
//	name                    63               23
//	type of breach          27                4
//	location                55               24
//	entity type              0                2
//	state                    1                0
var changes = [changeCount]struct{ open, archived int }{
	countRevised:      {220, 30},
	nameEdited:        {58, 14},
	typeEdited:        {25, 3},
	placesEdited:      {55, 14},
	entityTypesEdited: {0, 1},
	stateEdited:       {1, 0},
}

const (
	countRevised = iota
	nameEdited
	typeEdited
	placesEdited
	entityTypesEdited
	stateEdited
	changeCount
)

const archivedSpread = 3000

// Of 1,225 reports submitted until 2014, 115 lacked values on 2017-09-13 that all but two
// had on 2020-08-29. Shares per 1,000.
const (
	blankUntilYear = 2014
	filledFrom     = 2912 // 2017-09-13, in days since firstDay
	filledUntil    = 3993 // 2020-08-29
)

// blanks are what one report lacked: all that was blank in 43, the count alone in 17, the
// entity type alone in 27, the state alone in 11; and nothing.
var blanks = [...]int{allBlank: 35, countBlank: 14, entityTypeBlank: 22, stateBlank: 10, noBlank: 919}

const (
	allBlank = iota // count, entity type, types and locations
	countBlank
	entityTypeBlank
	stateBlank
	noBlank
)

const (
	// vanishedRate is how many reports, of a million, were listed once and are no more: 6 of
	// 3,365 were gone after 19 months and 8 of 4,570 after 30, 83 to 2,376 days old.
	vanishedRate   = 6000
	vanishedFrom   = 60
	vanishedSpread = 2340 // days
	// absentRate is how many of a million were away for a while: 2 of those 14 came back.
	absentRate   = 1000
	absentSpread = 700 // days
)

// never is a day before every listed one, for what has not happened.
const never = -1

// history is what happened to a report and when, in days since firstDay. All days are
// weekdays. Only what had happened by the day of the capture counts.
type history struct {
	posted    int                 // first day it was listed
	resolved  int                 // first day it was not under investigation; after the capture where it still is
	archived  int                 // first day it stood in the archive: resolved, or before it
	described int                 // first day it had a description, if it ever has
	gone      int                 // first day it was not listed any more, or never
	back      int                 // first day it was listed again, or after the capture
	changed   [changeCount][2]int // by the closing and after it, or never
	filled    int                 // first day it lacked nothing, or never
	blank     int                 // place in blanks of what it lacked before
}

// isListed reports whether the report was in a list on a day.
func (h *history) isListed(day int) bool {
	return day >= h.posted && (h.gone == never || day < h.gone || day >= h.back)
}

// recall draws the history of the current report: closing is its draw among openShares,
// open and both are its state on the day of the capture.
func (g *generator) recall(h *history, id identity, closing int, open, both bool) {
	d := &g.past
	d.start(g.seedOf(id), historyStream, id.report)
	submitted := int(g.day.serial)
	h.posted = g.posting(d, submitted)
	month := closingMonth(closing)
	g.close(h, d, submitted+firstAge(month), open)

	h.archived = h.resolved
	if d.chance(bothViewsShare) && !open || both {
		until := min(h.resolved, g.captured)
		h.archived = g.weekdayOf(h.posted + d.below(until-h.posted+1))
	}
	h.described = h.resolved
	spread := min(untoldSpread, g.captured-h.resolved-untoldFrom)
	if month == twoYears && d.chance(closedUntold) && spread >= untoldLeast {
		h.described = g.weekdayOf(h.resolved + untoldFrom + d.below(spread))
	}
	g.change(h, d)
	g.leave(h, d, id)
}

// posting draws the day on which a report was first listed. A lag that ends after the
// capture was none: the capture has the report.
func (g *generator) posting(d *draw, submitted int) int {
	const one = 1 << 16
	lag := postingLag
	switch share := d.below(perMille); {
	case share < lateShare:
		part := d.below(one)
		lag = lateFrom + lateLag*(part*part/one)/one
	case share < lateShare+slowShare:
		lag += d.below(slowLag)
	default:
		lag += d.below(usualLag)
	}
	if submitted+lag > g.captured {
		lag = postingLag
	}
	return g.weekdayOf(submitted + lag)
}

// close draws the day of closing, near due. What would fall after a capture that has the
// report as closed falls as many days before its end: as many reports as are missing there
// because they were due after the capture, so that closings are as many on its last days
// as before.
func (g *generator) close(h *history, d *draw, due int, open bool) {
	day := due + d.below(2*closingSpread) - closingSpread
	switch {
	case open:
		h.resolved = max(day, g.captured+1)
		return
	case due > g.captured: // archived at once, to show a quirk
		day = h.posted
	case day > g.captured:
		day = 2*g.captured + 1 - day
	}
	h.resolved = max(h.posted, g.weekdayOf(day))
}

// change draws the days of edits and, for old reports, the day on which blanks were filled.
func (g *generator) change(h *history, d *draw) {
	for i := range changes {
		h.changed[i] = [2]int{never, never}
		if d.chance(changes[i].open) {
			day := h.resolved
			if half := perMille / 2; d.chance(half) {
				day = h.posted + d.below(h.resolved-h.posted+1)
			}
			h.changed[i][0] = g.happened(day)
		}
		if d.chance(changes[i].archived) {
			h.changed[i][1] = g.happened(h.resolved + 1 + d.below(archivedSpread))
		}
	}
	h.filled = never
	if g.year.total.Year > blankUntilYear {
		return
	}
	if h.blank = d.pick(blanks[:]); h.blank != noBlank {
		h.filled = g.happened(filledFrom + 1 + d.below(filledUntil-filledFrom))
	}
}

// leave draws when the report was away. One that is missing from the capture stays away.
func (g *generator) leave(h *history, d *draw, id identity) {
	h.gone, h.back = never, g.captured+1
	switch {
	case id.vanished:
		h.gone = g.happened(h.posted + vanishedFrom + d.below(vanishedSpread))
	case d.rare(absentRate):
		gone := g.weekdayOf(h.posted + 1 + d.below(archivedSpread))
		if back := g.happened(gone + 1 + d.below(absentSpread)); back != never {
			h.gone, h.back = gone, back
		}
	}
}

// happened returns day, moved to a weekday, or never where it is after the capture.
func (g *generator) happened(day int) int {
	if day > g.captured {
		return never
	}
	return g.weekdayOf(day)
}

// weekdayOf returns day or, where it is a weekend, the Monday after it, or the Friday
// before where the capture ends first.
func (g *generator) weekdayOf(day int) int {
	const week, first, sunday, saturday = 7, 3, 0, 6 // firstDay was a Wednesday
	back, ahead := 0, 0
	switch (day + first) % week {
	case saturday:
		back, ahead = 1, 2
	case sunday:
		back, ahead = 2, 1
	}
	if day <= g.captured && day+ahead > g.captured {
		return day - back
	}
	return day + ahead
}

// closingMonth returns the first month of openShares with no more than closing, a number
// below 1,000, or the month after the last.
func closingMonth(closing int) int {
	for month, share := range openShares {
		if share <= closing {
			return month
		}
	}
	return len(openShares)
}

// firstAge returns the age in days at which openShare comes to a month.
func firstAge(month int) int {
	const months, days = 12, 365
	return (month*days + months - 1) / months
}
