package charts

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// yearDays holds the day columns of a row.
type yearDays struct {
	year      int64
	isPartial bool
	first     time.Time
	last      time.Time
	hasFirst  bool
	hasLast   bool
}

// partialYear is a year that the list covers in part, with a short mark for the axis and a long one
// for the caption.
type partialYear struct {
	year        int64
	short, long string
}

// anyPart is the mark of a partial year whose days are not known.
const anyPart = "part year"

// firstOfDuty is the first year of the list: the duty to notify began on 23 September 2009.
const firstOfDuty = 2009

// partialYears returns the partial years among all, ascending. The last year of all ends at its
// newest submission, and firstOfDuty starts at its first submission. In any other year a late first
// submission does not show where a list begins, so no day is stated.
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

// isPartial reports whether a year is in partial.
func isPartial(partial []partialYear, year int64) bool {
	return slices.ContainsFunc(partial, func(one partialYear) bool { return one.year == year })
}

// partialNotes returns the short mark for each year; empty for whole years.
func partialNotes(partial []partialYear, all []int64) []string {
	notes := make([]string, len(all))
	for _, one := range partial {
		if at, ok := slices.BinarySearch(all, one.year); ok {
			notes[at] = one.short
		}
	}
	return notes
}

// partialCaveat explains in the caption how partial years are drawn, such as "Hatched: partial
// years 2009 (from 21 October), 2024 (to 8 October)." If there are many it gives only their number.
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

// yearDaysOf reads the days of one row. A table without the day columns has unknown days.
func yearDaysOf(rows *table, row int, year int64) yearDays {
	days := yearDays{year: year, isPartial: rows.is("is_partial_year", row)}
	days.first, days.hasFirst = rows.day("first_submitted_on", row)
	days.last, days.hasLast = rows.day("last_submitted_on", row)
	return days
}
