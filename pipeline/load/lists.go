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

// lists reads the snapshots of one kind of list, HIPAA or Part 2, in the order of captures and
// views.
type lists struct {
	store     *data.Store
	snapshots []data.Snapshot
	add       func(...driver.Value) error
	known     *reports
	// records maps the bytes of records to their reports, and size is the total of these bytes. If
	// it would exceed most, all records are forgotten; they are parsed again when they next occur.
	records    map[string]int32
	size, most int
	// summaries has the summary of each snapshot that was read in full, by file.
	summaries map[string]export.Summary
}

// mostRecords is the value of lists.most in a build, in bytes.
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

// unpacked is a snapshot and its bytes, which are nil if they are too many to be held in memory.
type unpacked struct {
	data.Snapshot
	text []byte
	err  error
}

// load adds every report at its first occurrence and records all listings. It unpacks one snapshot
// while it reads another.
func (l *lists) load(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	next := make(chan unpacked)
	defer func() {
		stop()
		for range next { // wait until it is closed
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

// read reads one snapshot. Of a delta whose unknown records are plain (see [export.Survey.IsPlain])
// only the unknown records are parsed. Any other snapshot is read in full.
func (l *lists) read(ctx context.Context, u unpacked, isLast bool) error {
	pass, err := l.begin(u.Snapshot)
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
		return errors.Join(l.readFull(pass, u, survey, opened, true), opened.Close())
	case !u.IsWhole():
		split := l.split(u.text)
		survey := export.NewSurvey()
		_, _ = survey.Write(split.unknown)
		if survey.IsPlain() {
			return l.readUnknown(pass, u, split, survey, isLast)
		}
	}
	survey := export.NewSurvey()
	_, _ = survey.Write(u.text)
	return l.readFull(pass, u, survey, bytes.NewReader(u.text), isLast)
}

// readFull reads every report of a snapshot and compares the summary with the manifest.
func (l *lists) readFull(pass *rowPass, u unpacked, survey *export.Survey, text io.ReadSeeker, isLast bool) error {
	name := l.store.Path(u.File())
	isKept := survey.IsPlain() && !isLast
	begin := int64(-1) // start of the next record; unknown for the first
	summary, err := survey.Read(name, text, u.View, func(row export.Row) error {
		report, err := pass.take(row.Line, row.Values)
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

// readUnknown parses the unknown records of a snapshot, below its header. For the known ones it
// uses the reports that were read before.
func (l *lists) readUnknown(pass *rowPass, u unpacked, s *split, survey *export.Survey, isLast bool) error {
	name := l.store.Path(u.File())
	rows := int64(0)
	takeKnown := func() error {
		for ; len(s.records) > 0 && s.records[0].report >= 0; s.records = s.records[1:] {
			record := s.records[0]
			rows++
			if pass.list(record.report) {
				continue
			}
			// The snapshot has listed this text already: this is another report.
			_, err := export.Read(name, bytes.NewReader(slices.Concat(s.header, record.bytes)), u.View, func(row export.Row) error {
				_, err := pass.take(record.line, row.Values)
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
		report, err := pass.take(record.line, row.Values)
		if !isLast {
			l.keep(record.bytes, report)
		}
		return err
	})
	if err == nil || errors.Is(err, export.ErrNoRows) {
		err = takeKnown()
	} else if _, whole := export.Read(name, bytes.NewReader(u.text), u.View, nil); whole != nil {
		err = whole // its errors have the line numbers of the whole list
	}
	if err == nil && (rows != u.Rows || len(s.records) > 0) {
		err = fmt.Errorf("%s: want rows %d as the manifest says, got %d", name, u.Rows, rows)
	}
	return err
}

// split is a list that was cut into records. That is valid for UTF-8 in which every quote is
// closed: each record ends with the first line end outside quotes.
type split struct {
	header  []byte
	records []record
	unknown []byte // the header and every unknown record
}

// record is a record of a list and the line on which it starts.
type record struct {
	report int32 // negative if unknown
	line   int
	bytes  []byte
}

// split cuts a list into records. Blank lines are skipped.
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

// keep remembers the report of a record by its bytes.
func (l *lists) keep(record []byte, report int32) {
	if l.size += len(record); l.size > l.most {
		clear(l.records)
		l.size = len(record)
	}
	l.records[string(record)] = report
}

// rowPass is a pass that adds new reports to the table of reports. row is a reused buffer.
type rowPass struct {
	*pass
	row []driver.Value
	add func(...driver.Value) error
}

func (l *lists) begin(s data.Snapshot) (*rowPass, error) {
	day, err := captureDay(s.Capture)
	return &rowPass{
		pass: l.known.begin(s), add: l.add, row: []driver.Value{s.File(), int64(0), day, int64(s.Capture.No), string(s.View)},
	}, err
}

// take records the next report and adds it to the table if it is new. See pass.see for first.
func (p *rowPass) take(line int, values []string) (first int32, err error) {
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
