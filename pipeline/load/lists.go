package load

import (
	"bytes"
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/pipeline/export"
)

// lists reads the snapshots of one kind of list, HIPAA or Part 2, in the order of captures and views.
type lists struct {
	store     *data.Store
	snapshots []data.Snapshot
	add       func(...driver.Value) error
	known     *reports
	// records are reports by the bytes that they were read from, size the number of those bytes. When there
	// would be more than most, all are forgotten, and read again where they stand next.
	records    map[string]int32
	size, most int
	// summaries are how snapshots were read that were read in full, by file.
	summaries map[string]export.Summary
}

// mostRecords is lists.most of a build.
const mostRecords = 256 << 20

func newLists(store *data.Store, isPart2 bool, add func(...driver.Value) error) *lists {
	l := &lists{
		store: store, add: add, known: newReports(), records: map[string]int32{}, most: mostRecords, summaries: map[string]export.Summary{},
	}
	for _, snapshot := range store.Snapshots() {
		if (snapshot.View == data.Part2) == isPart2 {
			l.snapshots = append(l.snapshots, snapshot)
		}
	}
	return l
}

// unpacked is a snapshot and its bytes, nil where they are too many to be held.
type unpacked struct {
	data.Snapshot
	text []byte
	err  error
}

// load adds every report where it stands first, and notes where all of them are listed. One snapshot
// is unpacked while another is read.
func (l *lists) load(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	next := make(chan unpacked)
	defer func() {
		stop()
		for range next { // until it is closed
		}
	}()
	go func() {
		defer close(next)
		reader := l.store.Reader()
		defer reader.Close()
		var rooms [2][]byte
		for i, snapshot := range l.snapshots {
			u := unpacked{Snapshot: snapshot, err: ctx.Err()}
			if u.err == nil && snapshot.IsHeld() {
				u.text, u.err = reader.Read(ctx, snapshot, rooms[i%2])
				rooms[i%2] = u.text
			}
			select {
			case next <- u:
			case <-ctx.Done():
				return
			}
		}
	}()
	for i := range l.snapshots {
		u, isThere := <-next
		if !isThere {
			return ctx.Err()
		}
		if u.err != nil {
			return u.err
		}
		isLast := !slices.ContainsFunc(l.snapshots[i+1:], func(s data.Snapshot) bool { return s.View == u.View })
		if err := l.read(ctx, u, isLast); err != nil {
			return err
		}
	}
	return nil
}

// read reads one snapshot: in full when it is stored whole, or is none of which a record reads the
// same wherever it stands; of any other only the records that are not known.
func (l *lists) read(ctx context.Context, u unpacked, isLast bool) error {
	page, err := l.begin(u.Snapshot)
	if err != nil {
		return err
	}
	switch {
	case u.text == nil && u.Bytes > 0:
		survey := export.NewSurvey()
		opened, err := l.store.Open(ctx, u.Snapshot, survey)
		if err != nil {
			return err
		}
		return errors.Join(l.readFull(page, u, survey, opened, true), opened.Close())
	case !u.IsWhole():
		split := l.split(u.text)
		survey := export.NewSurvey()
		_, _ = survey.Write(split.unknown)
		if survey.IsPlain() {
			return l.readUnknown(page, u, split, survey, isLast)
		}
	}
	survey := export.NewSurvey()
	_, _ = survey.Write(u.text)
	return l.readFull(page, u, survey, bytes.NewReader(u.text), isLast)
}

// readFull reads every report of a snapshot, and wants what the manifest says of it.
func (l *lists) readFull(page *openPage, u unpacked, survey *export.Survey, text io.ReadSeeker, isLast bool) error {
	name := l.store.Path(u.File())
	isKept := survey.IsPlain() && !isLast
	begin := int64(-1) // of the next record; of the first it is not known
	summary, err := survey.Read(name, text, u.View, func(row export.Row) error {
		report, err := page.take(row.Line, row.Values)
		if isKept && begin >= 0 {
			l.keep(u.text[begin:row.End], report)
		}
		begin = row.End
		return err
	})
	if err != nil && (u.Rows > 0 || !errors.Is(err, export.ErrNoRows)) {
		return err
	}
	for _, fact := range []struct {
		name            string
		said, foundHere any
	}{
		{"rows", u.Rows, int64(summary.Rows)},
		{"rows_sha256", u.RowsSHA256, summary.RowsSHA256},
		{"is_synthetic", u.IsSynthetic, summary.IsSynthetic},
	} {
		if fact.said != fact.foundHere {
			return fmt.Errorf("%s: want %s %v as the manifest says, got %v", name, fact.name, fact.said, fact.foundHere)
		}
	}
	l.summaries[u.File()] = summary
	return nil
}

// readUnknown reads the records of a snapshot that are not known, under its header, and takes the others
// as they were read before.
func (l *lists) readUnknown(page *openPage, u unpacked, s *split, survey *export.Survey, isLast bool) error {
	name := l.store.Path(u.File())
	rows := int64(0)
	takeKnown := func() error {
		for ; len(s.records) > 0 && s.records[0].report >= 0; s.records = s.records[1:] {
			record := s.records[0]
			rows++
			if page.list(record.report) {
				continue
			}
			// Its text stood in this list already: it is another report.
			_, err := export.Read(name, bytes.NewReader(slices.Concat(s.header, record.bytes)), u.View, func(row export.Row) error {
				_, err := page.take(record.line, row.Values)
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	}
	_, err := survey.Read(name, bytes.NewReader(s.unknown), u.View, func(row export.Row) error {
		if err := takeKnown(); err != nil {
			return err
		}
		if len(s.records) == 0 {
			return errors.New("want a report for every record, got more")
		}
		record := s.records[0]
		s.records = s.records[1:]
		rows++
		report, err := page.take(record.line, row.Values)
		if !isLast {
			l.keep(record.bytes, report)
		}
		return err
	})
	if err == nil || errors.Is(err, export.ErrNoRows) {
		err = takeKnown()
	} else if _, whole := export.Read(name, bytes.NewReader(u.text), u.View, nil); whole != nil {
		err = whole // with the lines of the whole list
	}
	if err == nil && (rows != u.Rows || len(s.records) > 0) {
		err = fmt.Errorf("%s: want rows %d as the manifest says, got %d", name, u.Rows, rows)
	}
	return err
}

// split is a list cut into its records. One that reads as UTF-8 and in which every quote is closed is its
// records one after the other: each ends with the first line end that stands outside quotes.
type split struct {
	header  []byte
	records []record
	unknown []byte // the header, and every record that is not known
}

// record is a record of a list, with the line it begins in.
type record struct {
	report int32 // below 0 where it is not known
	line   int
	bytes  []byte
}

// split cuts a list. Blank lines are no records.
func (l *lists) split(text []byte) *split {
	var s split
	line := 1
	for begin := 0; begin < len(text); {
		end, starts, quotes := begin, line, 0
		for isOpen := true; isOpen && end < len(text); isOpen = quotes%2 > 0 {
			length := bytes.IndexByte(text[end:], '\n') + 1
			if length == 0 {
				length = len(text) - end
			}
			quotes += bytes.Count(text[end:end+length], []byte{'"'})
			end += length
			line++
		}
		cut := text[begin:end:end]
		switch report, isKnown := l.records[string(cut)]; {
		case begin == 0:
			s.header, s.unknown = cut, slices.Clone(cut)
		case isKnown:
			s.records = append(s.records, record{report: report, line: starts, bytes: cut})
		case len(bytes.TrimSuffix(bytes.TrimSuffix(cut, []byte("\n")), []byte("\r"))) > 0:
			s.records = append(s.records, record{report: -1, line: starts, bytes: cut})
			s.unknown = append(s.unknown, cut...)
		}
		begin = end
	}
	return &s
}

// keep makes a record known by its bytes.
func (l *lists) keep(record []byte, report int32) {
	if l.size += len(record); l.size > l.most {
		clear(l.records)
		l.size = len(record)
	}
	l.records[string(record)] = report
}

// openPage is a page, and a row of the table of reports that is filled for each new one.
type openPage struct {
	*page
	row []driver.Value
	add func(...driver.Value) error
}

func (l *lists) begin(s data.Snapshot) (*openPage, error) {
	day, err := captureDay(s.Capture)
	return &openPage{
		page: l.known.begin(s), add: l.add, row: []driver.Value{s.File(), int64(0), day, int64(s.Capture.No), string(s.View)},
	}, err
}

// take takes the next report, and adds it if it has not stood anywhere before. See page.see for first.
func (p *openPage) take(line int, values []string) (first int32, err error) {
	first, isNew := p.see(line, values)
	if !isNew {
		return first, nil
	}
	p.row = p.row[:5]
	p.row[1] = int64(line)
	for _, value := range values {
		p.row = append(p.row, value)
	}
	return first, p.add(p.row...)
}
