package charts

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// yearDays is what a row says of the days of its year.
type yearDays struct {
	year      int64
	isPartial bool
	first     time.Time
	last      time.Time
	hasFirst  bool
	hasLast   bool
}

// partialYear is how a partial year is marked: short below the axis, long in
// the caption.
type partialYear struct {
	year        int64
	short, long string
}

// anyPart is what is said of a partial year whose days are not known.
const anyPart = "part year"

// firstOfDuty is the year in which the list itself begins: the duty to notify
// began on 23 September 2009.
const firstOfDuty = 2009

// partialYears marks the partial years among all, ascending. The last of all
// ends at its newest submission, and firstOfDuty begins at its first one; a
// late first submission in any other year says nothing of where a list begins.
func partialYears(all []yearDays) []partialYear {
	slices.SortStableFunc(all, func(a, b yearDays) int { return cmp.Compare(a.year, b.year) })
	var partial []partialYear
	for i, days := range all {
		if !days.isPartial {
			continue
		}
		marked := partialYear{year: days.year, short: anyPart}
		switch {
		case i == len(all)-1 && days.hasLast:
			marked.short, marked.long = "to "+shortDay(days.last), "to "+longDay(days.last)
		case days.year == firstOfDuty && days.hasFirst:
			marked.short, marked.long = "from "+shortDay(days.first), "from "+longDay(days.first)
		}
		partial = append(partial, marked)
	}
	return partial
}

// isPartial tells whether a year is among the partial ones.
func isPartial(partial []partialYear, year int64) bool {
	return slices.ContainsFunc(partial, func(one partialYear) bool { return one.year == year })
}

// partialNotes are the short marks, one for each year, empty for whole ones.
func partialNotes(partial []partialYear, all []int64) []string {
	notes := make([]string, len(all))
	for _, one := range partial {
		if at, ok := slices.BinarySearch(all, one.year); ok {
			notes[at] = one.short
		}
	}
	return notes
}

// partialCaveat says in the caption how partial years are drawn, such as
// "Hatched: partial years 2009 (from 21 October), 2024 (to 8 October)." Many
// are counted, not listed.
func partialCaveat(drawn string, partial []partialYear) []string {
	const mostListed = 4
	if len(partial) == 0 {
		return nil
	}
	if len(partial) > mostListed {
		return []string{drawn + ": " + strconv.Itoa(len(partial)) + " partial years."}
	}
	named := make([]string, len(partial))
	for i, one := range partial {
		named[i] = yearName(one.year)
		if one.long != "" {
			named[i] += " (" + one.long + ")"
		}
	}
	years := " years "
	if len(partial) == 1 {
		years = " year "
	}
	return []string{drawn + ": partial" + years + strings.Join(named, ", ") + "."}
}

// yearDaysOf reads one row's days. Tables without the day columns know none.
func yearDaysOf(rows *table, row int, year int64) yearDays {
	days := yearDays{year: year, isPartial: rows.is("is_partial_year", row)}
	days.first, days.hasFirst = rows.day("first_submitted_on", row)
	days.last, days.hasLast = rows.day("last_submitted_on", row)
	return days
}
