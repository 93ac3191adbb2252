package sample

import (
	"fmt"
	"math/bits"
	"time"
)

const (
	// maxRows bounds Options.Rows so that no product of counts overflows.
	maxRows = 1_000_000_000
	// postingLag is how many days before the capture the newest report was submitted,
	// more where that day is a weekend. Real exports showed 5 to 26.
	postingLag = 4
	// occurrenceLag is how many days before its submission a breach happened, as its description
	// says: the rule allows 60 days from discovery.
	occurrenceLag = 62
	// burstDivisor gives one day of a year 1/20 of the year's rows in addition to its own, as when
	// a vendor's clients all report on one day: 37 of 537 on 2024-03-29, 29 of 663 on 2020-09-14.
	burstDivisor = 20
)

const dayLength = 24 * time.Hour

// firstDay is the day on which the duty to report began (45 CFR 164.400 and 74 FR 42740).
func firstDay() time.Time { return time.Date(2009, time.September, 23, 0, 0, 0, 0, time.UTC) }

// serialOf returns the days from firstDay to the day of t.
func serialOf(t time.Time) int { return int(civil(t).Sub(firstDay()) / dayLength) }

// day is one submission day of the capture.
type day struct {
	date     string // as the export prints it, MM/DD/YYYY
	occurred string // month and year in which its breaches happened, "March 2019"
	serial   uint64 // days since firstDay
	age      int    // days from submission to capture
	friday   bool
	rows     int
}

// year is one submission year of the capture, or the part of it that has passed.
type year struct {
	total YearTotal // as published; see totalOf for the years after the last published one
	mix   *mix
	size  sizing
	rows  int
	days  []day // every weekday up to the newest report, newest first
}

// calendar distributes the rows over years and weekdays, newest year first. Its size depends
// on the years between 2009 and the capture, never on the number of rows. Each year gets rows in
// proportion to its published breaches, rounded by largest remainder; the year of the capture, in
// proportion to its weekdays so far. The newest weekday always has a row, moved there if need be.
func calendar(o Options) ([]*year, error) {
	captured := civil(o.CapturedOn)
	newest := captured.AddDate(0, 0, -postingLag)
	for weekend(newest) {
		newest = newest.AddDate(0, 0, -1)
	}
	var years []*year
	var weights []uint64
	for number := newest.Year(); number >= max(firstDay().Year(), o.Totals[0].Year); number-- {
		y := &year{total: totalOf(o.Totals, number), mix: mixOf(number)}
		all := y.layOut(captured, newest)
		years = append(years, y)
		weights = append(weights, uint64(y.total.Breaches)*perMillion*uint64(len(y.days))/uint64(all))
	}
	if len(years) == 0 {
		return nil, fmt.Errorf("sample: want a yearly total for %d or before, got %d as the first",
			newest.Year(), o.Totals[0].Year)
	}
	for i, rows := range apportion(o.Rows, weights) {
		years[i].rows = rows
		years[i].fill(o.Seed)
	}
	serveNewest(years)
	for _, y := range years {
		y.size = sizingOf(o.Seed, y)
	}
	return years, nil
}

// civil returns the calendar day of t in UTC.
func civil(t time.Time) time.Time {
	return t.UTC().Truncate(dayLength)
}

func weekend(t time.Time) bool {
	return t.Weekday() == time.Saturday || t.Weekday() == time.Sunday
}

// totalOf returns the published total of a year. A later year has the breaches of the last
// published year, and no individuals.
func totalOf(totals []YearTotal, number int) YearTotal {
	if i := number - totals[0].Year; i < len(totals) {
		return totals[i]
	}
	return YearTotal{Year: number, Breaches: totals[len(totals)-1].Breaches}
}

// layOut lists the weekdays of y up to newest and returns how many the whole year has.
func (y *year) layOut(captured, newest time.Time) int {
	all := 0
	at := time.Date(y.total.Year, time.December, 31, 0, 0, 0, 0, time.UTC)
	for ; at.Year() == y.total.Year && !at.Before(firstDay()); at = at.AddDate(0, 0, -1) {
		if weekend(at) {
			continue
		}
		all++
		if at.After(newest) {
			continue
		}
		y.days = append(y.days, day{
			date:     at.Format("01/02/2006"),
			occurred: at.AddDate(0, 0, -occurrenceLag).Format("January 2006"),
			serial:   uint64(at.Sub(firstDay()) / dayLength),
			age:      int(captured.Sub(at) / dayLength),
			friday:   at.Weekday() == time.Friday,
		})
	}
	return all
}

// fill spreads the rows of y over its days as in the real exports: a Friday has twice the weight
// of another weekday, some days have four times the weight of others, and one day has the most
// (see burstDivisor).
func (y *year) fill(seed uint64) {
	var d draw
	var sum uint64
	weights := make([]uint64, len(y.days))
	for i := range y.days {
		d.start(seed, dayStream, y.days[i].serial)
		busy := uint64(d.below(8))
		weights[i] = 1 + busy*busy
		if y.days[i].friday {
			weights[i] *= 2
		}
		sum += weights[i]
	}
	d.start(seed, yearStream, uint64(y.total.Year))
	burst := sum / burstDivisor
	weights[d.below(len(weights))] += burst
	sum += burst

	// A day gets the rows due by its end, less the rows given to earlier days. So rounding errors
	// do not add up, and the rows of a year with few rows are far apart.
	var passed, given uint64
	for i, weight := range weights {
		passed += weight
		high, low := bits.Mul64(uint64(y.rows), passed)
		due, _ := bits.Div64(high, low, sum)
		y.days[i].rows = int(due - given)
		given = due
	}
}

// serveNewest moves the newest report to the newest weekday, if that day has no report.
func serveNewest(years []*year) {
	newest := years[0]
	if newest.days[0].rows > 0 {
		return
	}
	for _, y := range years {
		for i := range y.days {
			if y.days[i].rows > 0 {
				y.days[i].rows--
				y.rows--
				newest.days[0].rows++
				newest.rows++
				return
			}
		}
	}
}

// apportion divides rows in proportion to weights, rounded by largest remainder; of equal
// remainders the first wins. The results add up to rows. At least one weight must not be 0.
func apportion(rows int, weights []uint64) []int {
	var sum uint64
	for _, weight := range weights {
		sum += weight
	}
	shares := make([]int, len(weights))
	remainders := make([]uint64, len(weights))
	left := rows
	for i, weight := range weights {
		high, low := bits.Mul64(uint64(rows), weight)
		share, remainder := bits.Div64(high, low, sum)
		shares[i], remainders[i] = int(share), remainder
		left -= shares[i]
	}
	for ; left > 0; left-- {
		largest := 0
		for i, remainder := range remainders {
			if remainder > remainders[largest] {
				largest = i
			}
		}
		shares[largest]++
		remainders[largest] = 0
	}
	return shares
}
