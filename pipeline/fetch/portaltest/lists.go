package portaltest

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/pipeline/sample"
)

// The columns of the two lists, as the grid pages head them.
var (
	hipaaColumns = []string{
		"Name of Covered Entity", "State", "Covered Entity Type", "Individuals Affected", "Breach Submission Date",
		"Type of Breach", "Location of Breached Information", "Business Associate Present", "Web Description",
	}
	part2Columns = []string{
		"Name of Part 2 Program", "State", "Individuals Affected", "Breach Submission Date", "Type of Breach",
		"Location of Breached Information", "Qualified Service Organization Present", "Web Description",
	}
)

const pageRows = 100 // rows that a grid page shows

// list is one list of the portal.
type list struct {
	header  []byte     // the header line as given, with its line end
	columns []string   // its values
	rows    []byte     // everything after it
	count   int        // data rows
	first   [][]string // the rows of the first page
	newest  int        // bytes of rows that are the first row
}

// lists are all that the portal shows.
type lists struct{ archive, open, part2 list }

// parse takes an export apart. What is not CSV has no rows, and is exported as given.
func parse(export []byte) list {
	in := csv.NewReader(bytes.NewReader(export))
	in.FieldsPerRecord, in.LazyQuotes = -1, true
	l := list{}
	columns, err := in.Read()
	if err != nil {
		l.header = export
		return l
	}
	at := int(in.InputOffset())
	l.columns, l.header, l.rows = columns, export[:at], export[at:]
	for {
		row, err := in.Read()
		if err != nil {
			return l
		}
		if l.count++; l.count == 1 {
			l.newest = int(in.InputOffset()) - at
		}
		if len(l.first) < pageRows {
			l.first = append(l.first, row)
		}
	}
}

// of returns the list of a view. The archive of Part 2 has no rows.
func (l *lists) of(page string, t Tab) list {
	switch {
	case page == Part2Page && t == OpenTab:
		return l.part2
	case page == Part2Page:
		return parse(HeaderOnly(data.Part2))
	case t == ArchiveTab:
		return l.archive
	default:
		return l.open
	}
}

// moveRow moves the newest report under investigation to the top of the archive.
func (l *lists) moveRow() {
	row := l.open.rows[:l.open.newest]
	archive := append(bytes.Clone(l.archive.header), row...)
	l.archive = parse(append(archive, l.archive.rows...))
	l.open = parse(append(bytes.Clone(l.open.header), l.open.rows[len(row):]...))
}

// HeaderOnly is the export of a list without rows, with the healthy header.
func HeaderOnly(view data.View) []byte {
	columns := hipaaColumns
	if view == data.Part2 {
		columns = part2Columns
	}
	return quoted(columns)
}

// quoted is one row as the portal writes it.
func quoted(values []string) []byte {
	var line strings.Builder
	for i, value := range values {
		if i > 0 {
			line.WriteByte(',')
		}
		line.WriteString(`"` + strings.ReplaceAll(value, `"`, `""`) + `"`)
	}
	line.WriteByte('\n')
	return []byte(line.String())
}

// Samples returns synthetic exports of one capture: rows reports in archive and
// underInvestigation together, part2Rows of Part 2 (0: a header only).
func Samples(tb testing.TB, rows, part2Rows int, seed uint64, capturedOn time.Time) (archive, underInvestigation, part2 []byte) {
	tb.Helper()
	var exports [3][]byte
	for i, view := range []data.View{data.Archive, data.UnderInvestigation, data.Part2} {
		count := rows
		if view == data.Part2 {
			count = part2Rows
		}
		if count == 0 {
			exports[i] = HeaderOnly(view)
			continue
		}
		export, err := write(count, seed, capturedOn, view)
		if err != nil {
			tb.Fatalf("portaltest: %v", err)
		}
		exports[i] = export
	}
	return exports[0], exports[1], exports[2]
}

func write(rows int, seed uint64, capturedOn time.Time, view data.View) ([]byte, error) {
	table, err := fs.ReadFile(data.Reference(), "published_yearly_totals.csv")
	if err != nil {
		return nil, err
	}
	totals, err := sample.ReadTotals(bytes.NewReader(table))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = sample.Write(&out, sample.Options{Rows: rows, Seed: seed, CapturedOn: capturedOn, View: view, Totals: totals})
	return out.Bytes(), err
}

// defaults are the lists of a portal that was given none, written once.
var defaults = sync.OnceValues(func() (lists, error) {
	const rows, part2Rows = 8000, 40
	capturedOn := time.Date(2026, time.August, 20, 0, 0, 0, 0, time.UTC)
	var l lists
	for view, to := range map[data.View]*list{data.Archive: &l.archive, data.UnderInvestigation: &l.open, data.Part2: &l.part2} {
		count := rows
		if view == data.Part2 {
			count = part2Rows
		}
		export, err := write(count, 1, capturedOn, view)
		if err != nil {
			return l, fmt.Errorf("sample of %s: %w", view, err)
		}
		*to = parse(export)
	}
	return l, nil
})

// lists parses the lists that the options give and fills in the others.
func (o *Options) lists() (lists, error) {
	var l lists
	if o.Archive == nil || o.UnderInvestigation == nil || o.Part2 == nil {
		var err error
		if l, err = defaults(); err != nil {
			return l, err
		}
	}
	if o.Archive != nil {
		l.archive = parse(o.Archive)
	}
	if o.UnderInvestigation != nil {
		l.open = parse(o.UnderInvestigation)
	}
	if o.Part2 != nil {
		l.part2 = parse(o.Part2)
	}
	return l, nil
}
