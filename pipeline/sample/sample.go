// Package sample writes synthetic exports of the breach portal, of any size. They have the form,
// the vocabulary, the yearly growth and every quirk of the real exports, and no real row. The
// parameters are shares and quantiles measured on real exports, and published yearly totals. Names
// and sentences are invented, and every name ends with "(synthetic)".
//
// A row is made of whole-number draws that depend only on the seed and the row's place. So an
// export is the same on every machine, and memory does not grow with its rows. quirks.go lists the
// quirks and their rates; history.go has what happens to a report from its posting to the capture.
package sample

import (
	"bufio"
	"fmt"
	"io"
	"time"

	"github.com/breachstats/breachstats/data"
)

// Options select the export to write.
type Options struct {
	// Rows is the number of reports in the whole capture, Archive and UnderInvestigation
	// together, from 1 to a billion. The Part 2 list has as many of its own.
	Rows int
	// Seed chooses the capture. Equal options give equal bytes.
	Seed uint64
	// CapturedOn is the day of the capture in UTC, from 2009-10-01 to 2099-12-31. The
	// newest report was submitted four days before, or on the Friday before that.
	CapturedOn time.Time
	// ListedOn is the day, in UTC, whose list is written: from 2009-10-01 to the day of CapturedOn,
	// which is the default for zero. The lists of one capture share one history: the list of a day
	// has the reports that were posted by then and had not vanished, each with the values that it
	// had then. Nothing changes on weekends.
	ListedOn time.Time
	// View is the list to write. With the same other options, Archive and UnderInvestigation are
	// two lists of one capture, and All is that capture as one list. Part2 is a separate list, with
	// 8 columns; about 2 % of its reports are in the HIPAA lists too, with the same name, day and
	// count.
	View data.View
	// OpenInArchive lets the archive hold the open cases too, as the portal's export did in March
	// 2021: Archive then has every report of All. The other lists are the same with and without it.
	OpenInArchive bool
	// Totals are the published yearly totals, oldest first and without a gap; see [ReadTotals].
	// They determine the growth, so there must be at least one. No report is older than the first.
	Totals []YearTotal
}

// Write writes one export to w, newest report first: UTF-8 without a byte order mark,
// every field quoted, line feeds between rows, dates MM/DD/YYYY, a header row.
//
// Individuals are at least 500 or blank; submission days are weekdays. A report under investigation
// has no description. About 0.5 % of the reports under investigation, or all with OpenInArchive,
// are in the archive too, equal byte for byte: the two lists together have them twice, and All has
// them once. A capture of 1,000 rows or more has every quirk at least once. With few rows a view
// may have only the header.
//
// An error names the option that is out of its range, or is the error of w.
func Write(w io.Writer, o Options) error {
	g, years, err := begin(o)
	if err != nil {
		return err
	}
	const buffer = 1 << 18
	out := bufio.NewWriterSize(w, buffer)
	if _, err := out.Write(appendHeader(nil, g.part2)); err != nil {
		return fmt.Errorf("sample: %w", err)
	}
	write := func(id identity) error { return g.write(out, o.View, id) }
	for _, g.year = range years {
		if err := g.eachReport(write); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("sample: %w", err)
	}
	return nil
}

// begin checks the options and lays out the calendar of the capture.
func begin(o Options) (*generator, []*year, error) {
	const lastYear = 2099
	firstCapture := time.Date(2009, time.October, 1, 0, 0, 0, 0, time.UTC)
	listed := o.ListedOn
	if listed.IsZero() {
		listed = o.CapturedOn
	}
	switch captured := civil(o.CapturedOn); {
	case o.Rows < 1:
		return nil, nil, fmt.Errorf("sample: want at least 1 row, got %d", o.Rows)
	case o.Rows > maxRows:
		return nil, nil, fmt.Errorf("sample: want at most %d rows, got %d", maxRows, o.Rows)
	case captured.Before(firstCapture) || captured.Year() > lastYear:
		return nil, nil, fmt.Errorf("sample: want a capture from %s to %d, got %s",
			firstCapture.Format(time.DateOnly), lastYear, captured.Format(time.DateOnly))
	case civil(listed).Before(firstCapture) || civil(listed).After(captured):
		return nil, nil, fmt.Errorf("sample: want a list from %s to the capture on %s, got %s",
			firstCapture.Format(time.DateOnly), captured.Format(time.DateOnly), civil(listed).Format(time.DateOnly))
	}
	if _, err := data.ParseView(string(o.View)); err != nil {
		return nil, nil, fmt.Errorf("sample: view: %w", err)
	}
	if err := checkTotals(o.Totals); err != nil {
		return nil, nil, fmt.Errorf("sample: %w", err)
	}
	years, err := calendar(o)
	if err != nil {
		return nil, nil, err
	}
	g := &generator{
		seed: o.Seed, rows: o.Rows, part2: o.View == data.Part2,
		captured: serialOf(o.CapturedOn), listed: serialOf(listed), openInArchive: o.OpenInArchive,
	}
	g.duplicate, g.twin = firstPairs(years, o.Rows)
	for _, y := range years {
		g.giants = g.giants || y.size.giants > 0
	}
	return g, years, nil
}
