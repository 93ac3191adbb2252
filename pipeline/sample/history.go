package sample

// The rates in this file were measured on the real exports captured 2020-08-29, 2022-04-04 and
// 2024-10-17 (3,365, 4,570 and 6,442 reports), by matching each with the next by name, day and
// count; other sources are named. A value that changed twice between two captures counts once, so
// the true rates may be a little higher.

// Days from submission to the list. 27 and 24 reports that were submitted before the newest report
// of a capture were listed only after that capture: half of them within 30 days, the others within
// 6 years.
const (
	usualLag  = 3 // postingLag, and 0 to 2 days more
	slowShare = 100
	slowLag   = 26
	lateShare = 24
	lateFrom  = 30
	lateLag   = 1500 // times the square of a uniform draw from 0 to 1
)

// The move from the list of those under investigation to the archive. No real report moved back.
const (
	// closingSpread is the largest difference, in days, between the closing of a report and the
	// day that openShares gives for it.
	closingSpread = 15
	// closedUndescribed is how many of 1,000 reports that are archived at the age of two years
	// have no description then. Of archived reports two to three years old, 79 of 375, 114 of 547
	// and 153 of 734 had none; of younger ones, 1 in 100. 30 months later 197 of 761 had one.
	closedUndescribed = 800
	twoYears          = 25 // month of openShares
	// Such a report gets its description undescribedFrom days after its closing or later, within
	// undescribedSpread days. If the capture leaves less than undescribedLeast days for that, it
	// has one from the start: otherwise too many would get theirs on the same days.
	undescribedFrom   = 30
	undescribedLeast  = 365
	undescribedSpread = 1500
)

// changes are the edits of a listed report, per 1,000 reports: by the day of its closing, half of
// them on that very day; and within archivedSpread days after it. Reports that had been under
// investigation for a year were later revised as often as those of a month, so most revisions come
// with the closing. The table below counts the edits that a later capture shows; about a quarter of
// all edits came before the earlier capture.
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

// Of 1,225 reports submitted until 2014, 115 lacked values on 2017-09-13. All but two of these had
// them on 2020-08-29. Shares are per 1,000.
const (
	blankUntilYear = 2014
	filledFrom     = 2912 // 2017-09-13, in days since firstDay
	filledUntil    = 3993 // 2020-08-29
)

// blanks are the shares of what a report lacked: 43 reports lacked all four values, 17 the count
// only, 27 the entity type only, 11 the state only, and the others nothing.
var blanks = [...]int{allBlank: 35, countBlank: 14, entityTypeBlank: 22, stateBlank: 10, noBlank: 919}

const (
	allBlank = iota // count, entity type, types and locations
	countBlank
	entityTypeBlank
	stateBlank
	noBlank
)

const (
	// vanishedRate is how many of a million reports were listed once and no longer are: 6 of
	// 3,365 were gone after 19 months and 8 of 4,570 after 30, at an age of 83 to 2,376 days.
	vanishedRate   = 6000
	vanishedFrom   = 60
	vanishedSpread = 2340 // days
	// absentRate is how many of a million were off the list for a while: 2 of those 14 came back.
	absentRate   = 1000
	absentSpread = 700 // days
)

// never stands for the day of an event that did not happen; it is before every listed day.
const never = -1

// history has the days, since firstDay, of what happened to a report. All are weekdays. A day
// after the capture, like never, means that it has not happened.
type history struct {
	posted    int                 // first day it was listed
	resolved  int                 // first day it was not under investigation; after the capture if it still is
	archived  int                 // first day it was in the archive: resolved, or before it
	described int                 // first day it had a description, if it ever has
	gone      int                 // first day it was no longer listed, or never
	back      int                 // first day it was listed again, or after the capture
	changed   [changeCount][2]int // of its edits: by the closing, and after it; or never
	filled    int                 // first day it lacked nothing, or never
	blank     int                 // index in blanks of what it lacked before
}

// isListed reports whether the report was listed on a day.
func (h *history) isListed(day int) bool {
	return day >= h.posted && (h.gone == never || day < h.gone || day >= h.back)
}

// recall draws the history of the current report. closing is its draw among openShares; open and
// both are its state on the day of the capture.
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
	spread := min(undescribedSpread, g.captured-h.resolved-undescribedFrom)
	if month == twoYears && d.chance(closedUndescribed) && spread >= undescribedLeast {
		h.described = g.weekdayOf(h.resolved + undescribedFrom + d.below(spread))
	}
	g.change(h, d)
	g.leave(h, d, id)
}

// posting draws the day on which a report was first listed. The capture has the report, so a lag
// that would end after the capture becomes postingLag.
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

// close draws the day of closing, near due. If the capture has the report as closed but the day
// would be after the capture, it is moved as many days before the capture as it is after it. So
// the last days before the capture have as many closings as earlier ones.
func (g *generator) close(h *history, d *draw, due int, open bool) {
	day := due + d.below(2*closingSpread) - closingSpread
	switch {
	case open:
		h.resolved = max(day, g.captured+1)
		return
	case due > g.captured: // archived at once, because it shows a quirk
		day = h.posted
	case day > g.captured:
		day = 2*g.captured + 1 - day
	}
	h.resolved = max(h.posted, g.weekdayOf(day))
}

// change draws the days of the edits and, for an old report, the day on which blanks were filled.
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

// leave draws the days on which the report was off the list. A report that is not in the capture
// does not come back.
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

// happened returns day, moved to a weekday, or never if it is after the capture.
func (g *generator) happened(day int) int {
	if day > g.captured {
		return never
	}
	return g.weekdayOf(day)
}

// weekdayOf returns day if it is a weekday. For a weekend it returns the next Monday, or the
// Friday before if that Monday is after the capture.
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

// closingMonth returns the first month of openShares whose share is at most closing, a number
// below 1,000. If there is none, it returns the month after the last.
func closingMonth(closing int) int {
	for month, share := range openShares {
		if share <= closing {
			return month
		}
	}
	return len(openShares)
}

// firstAge returns the age in days at which a month of openShares begins.
func firstAge(month int) int {
	const months, days = 12, 365
	return (month*days + months - 1) / months
}
