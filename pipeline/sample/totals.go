package sample

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
)

// YearTotal has the published numbers of one calendar year of submissions.
type YearTotal struct {
	Year        int   // calendar year of submission, four digits
	Breaches    int   // reports submitted in that year; at least 1
	Individuals int64 // people affected, summed; 0 where no total was printed
}

// totalsHeader names the columns of published_yearly_totals.csv. Every row of that file counts by
// submission year and has both its numbers from the source that it names. individuals is blank if
// that source prints none, as for the years whose breaches were counted in an export. The file has
// no totals by year of occurrence, because those count other breaches.
var totalsHeader = []string{"year", "breaches", "individuals", "source", "source_url"}

// ReadTotals reads published_yearly_totals.csv: one row a year, oldest first, no year
// left out. It returns the rows in that order. Blank individuals become 0.
//
// An error names the line: a header other than year, breaches, individuals, source,
// source_url; a value that is not a whole number; breaches below 1; a year that does not
// follow the one before it; no year at all.
func ReadTotals(table io.Reader) ([]YearTotal, error) {
	in := csv.NewReader(table)
	header, err := in.Read()
	switch {
	case errors.Is(err, io.EOF):
		return nil, errors.New("yearly totals:1: want a header, got an empty file")
	case err != nil:
		return nil, fmt.Errorf("yearly totals: %w", err)
	case !slices.Equal(header, totalsHeader):
		return nil, fmt.Errorf("yearly totals:1: want header %q, got %q", totalsHeader, header)
	}
	var totals []YearTotal
	for {
		values, err := in.Read()
		if errors.Is(err, io.EOF) {
			return totals, checkTotals(totals)
		}
		if err != nil {
			return nil, fmt.Errorf("yearly totals: %w", err)
		}
		total, err := parseTotal(values)
		if err != nil {
			line, _ := in.FieldPos(0)
			return nil, fmt.Errorf("yearly totals:%d: %w", line, err)
		}
		totals = append(totals, total)
	}
}

// parseTotal reads the first three values of a row. The other two, the source, are not used.
func parseTotal(values []string) (YearTotal, error) {
	year, err := strconv.Atoi(values[0])
	if err != nil {
		return YearTotal{}, fmt.Errorf("want a year in %s, got %q", totalsHeader[0], values[0])
	}
	breaches, err := strconv.Atoi(values[1])
	if err != nil {
		return YearTotal{}, fmt.Errorf("want a whole number in %s, got %q", totalsHeader[1], values[1])
	}
	total := YearTotal{Year: year, Breaches: breaches}
	if values[2] == "" {
		return total, nil
	}
	total.Individuals, err = strconv.ParseInt(values[2], 10, 64)
	if err != nil {
		return YearTotal{}, fmt.Errorf("want a whole number or blank in %s, got %q", totalsHeader[2], values[2])
	}
	return total, nil
}

// checkTotals returns an error unless totals have a row for every year from the first to the last,
// oldest first, with at least one breach in each.
func checkTotals(totals []YearTotal) error {
	if len(totals) == 0 {
		return errors.New("yearly totals: want at least one year, got none")
	}
	for i, total := range totals {
		switch {
		case total.Year != totals[0].Year+i:
			return fmt.Errorf("yearly totals: want year %d, got %d", totals[0].Year+i, total.Year)
		case total.Breaches < 1 || total.Breaches > maxRows:
			return fmt.Errorf("yearly totals: %d: want 1 to %d breaches, got %d", total.Year, maxRows, total.Breaches)
		case total.Individuals < 0:
			return fmt.Errorf("yearly totals: %d: want individuals of 0 or more, got %d", total.Year, total.Individuals)
		}
	}
	return nil
}
