package load

import (
	"bytes"
	"context"
	"database/sql/driver"
	"errors"
	"fmt"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/pipeline/export"
)

// pages goes through the snapshots of one kind of list, HIPAA or Part 2, in the order of captures
// and views, whatever the order in which they were stored.
type pages struct {
	store     *data.Store
	snapshots []data.Snapshot
	of        map[string]*following // by the snapshot's file
	texts     *texts
	known     *reports
	// summaries are how those that are stored whole were read, by file.
	summaries map[string]export.Summary
	// twice are the texts that stood in one snapshot more than once: their values are kept.
	twice map[int32]bool
	// readIn is the reading in which a text was met last, by its number.
	readIn   []int32
	readings int32
}

// following is a chain and what was read of it ahead of its turn.
type following struct {
	chain *data.Chain
	list  []data.Snapshot
	at    int
	*Follower
	ahead map[string][]int32 // the records of a snapshot, by its file
}

func newPages(store *data.Store, isPart2 bool) *pages {
	p := &pages{
		store: store, of: map[string]*following{}, texts: newTexts(), known: newReports(),
		summaries: map[string]export.Summary{}, twice: map[int32]bool{},
	}
	for _, snapshot := range store.Snapshots() {
		if (snapshot.View == data.Part2) == isPart2 {
			p.snapshots = append(p.snapshots, snapshot)
		}
	}
	for _, chain := range store.Chains() {
		f := &following{chain: chain, list: chain.Snapshots(), ahead: map[string][]int32{}}
		for _, snapshot := range f.list {
			p.of[snapshot.File()] = f
		}
	}
	return p
}

// load adds every report where it stands first, and notes where all of them are listed.
func (p *pages) load(ctx context.Context, add func(...driver.Value) error) error {
	for _, snapshot := range p.snapshots {
		if err := ctx.Err(); err != nil {
			return err
		}
		f := p.of[snapshot.File()]
		if len(f.list) == 1 {
			if err := p.loadAlone(ctx, snapshot, add); err != nil {
				return err
			}
			continue
		}
		for f.ahead[snapshot.File()] == nil {
			if err := p.readNext(ctx, f); err != nil {
				return err
			}
		}
		if err := p.loadPage(snapshot, f, add); err != nil {
			return err
		}
		delete(f.ahead, snapshot.File())
		if f.at == len(f.list) && len(f.ahead) == 0 {
			f.Follower = nil // the bytes may go
			f.chain.Close()
		}
	}
	return nil
}

func (p *pages) close() {
	for _, f := range p.of {
		f.chain.Close()
	}
}

// loadPage goes through the reports of a snapshot.
func (p *pages) loadPage(snapshot data.Snapshot, f *following, add func(...driver.Value) error) error {
	fill, err := newLine(snapshot)
	if err != nil {
		return err
	}
	file := snapshot.File()
	page := p.known.begin(snapshot, len(p.texts.numbers))
	line := int64(1)
	for _, at := range f.ahead[file] {
		record := &f.pieces[at]
		begins := line
		line += int64(record.lines)
		if record.text == header || !page.see(record.text, begins) {
			continue
		}
		values, err := p.values(f, f.ahead[file][0], at)
		if err != nil {
			return fmt.Errorf("%s:%d: %w", p.store.Path(file), begins, err)
		}
		if err := add(fill.of(begins, values)...); err != nil {
			return err
		}
	}
	return nil
}

// loadAlone loads a snapshot to which no other goes back: each report as it is read, so that memory
// holds no text of them.
func (p *pages) loadAlone(ctx context.Context, snapshot data.Snapshot, add func(...driver.Value) error) error {
	survey := export.NewSurvey()
	opened, err := p.store.Open(ctx, snapshot, survey)
	if err != nil {
		return err
	}
	page := p.known.begin(snapshot, len(p.texts.numbers))
	fill, err := newLine(snapshot)
	if err != nil {
		return errors.Join(err, opened.Close())
	}
	var digests digester
	reading, err := ReadThrough(survey, p.store.Path(snapshot.File()), opened, snapshot.View, func(row export.Row) error {
		number := p.texts.number(digests.of(row.Values))
		p.known.number(len(p.texts.numbers))
		if !page.see(number, int64(row.Line)) {
			return nil
		}
		if !p.twice[number] {
			delete(p.texts.waiting, number)
		}
		return add(fill.of(int64(row.Line), row.Values)...)
	})
	if err := errors.Join(err, opened.Close()); err != nil {
		return err
	}
	return p.found(snapshot, reading)
}

// line is a row of a table of reports, for one snapshot.
type line []driver.Value

func newLine(snapshot data.Snapshot) (line, error) {
	day, err := captureDay(snapshot.Capture)
	return line{snapshot.File(), int64(0), day, int64(snapshot.Capture.No), string(snapshot.View)}, err
}

// of is the row of the report that begins in a line; it is good until the next call.
func (l *line) of(begins int64, values []string) []driver.Value {
	row := (*l)[:5]
	row[1] = begins
	for _, value := range values {
		row = append(row, value)
	}
	*l = row
	return row
}

// values takes those of a report that is to be loaded. Of a text that was loaded already, and
// only now stands twice in a snapshot, they are read once more.
func (p *pages) values(f *following, header, at int32) (values []string, err error) {
	text := f.pieces[at].text
	values, isWaiting := p.texts.waiting[text]
	if isWaiting {
		if !p.twice[text] {
			delete(p.texts.waiting, text)
		}
		return values, nil
	}
	alone := append(bytes.Clone(f.pieces[header].bytes), f.pieces[at].bytes...)
	_, err = export.Read("one report", bytes.NewReader(alone), f.view, func(row export.Row) error {
		values = row.Values
		return nil
	})
	return values, err
}

// readNext reads the next snapshot of a chain.
func (p *pages) readNext(ctx context.Context, f *following) error {
	snapshot := f.list[f.at]
	var err error
	if f.at == 0 {
		err = p.readWhole(ctx, snapshot, f)
	} else {
		err = p.readLater(ctx, snapshot, f)
	}
	if err != nil {
		return err
	}
	if rows := int64(len(f.now) - 1); rows != snapshot.Rows {
		return fmt.Errorf("%s: want rows %d as the manifest says, got %d", p.store.Path(snapshot.File()), snapshot.Rows, rows)
	}
	f.ahead[snapshot.File()] = f.now
	f.at++
	return nil
}

// keep notes a report that was read, and its values if they may have to be loaded.
func (p *pages) keep(row export.Row, text digest) error {
	number := p.texts.number(text)
	for int(number) >= len(p.readIn) {
		p.readIn = append(p.readIn, 0)
	}
	if p.readIn[number] == p.readings {
		p.twice[number] = true
	}
	p.readIn[number] = p.readings
	isLoaded := int(number) < len(p.known.ids) && p.known.ids[number] != noID
	if _, isWaiting := p.texts.waiting[number]; !isWaiting && (!isLoaded || p.twice[number]) {
		p.texts.waiting[number] = row.Values
	}
	return nil
}

// readWhole reads a snapshot that is stored whole and to which others go back.
func (p *pages) readWhole(ctx context.Context, snapshot data.Snapshot, f *following) error {
	p.readings++
	d, err := f.chain.Next(ctx)
	if err != nil {
		return err
	}
	reading, err := readWhole(p.store.Path(snapshot.File()), bytes.NewReader(d.New), snapshot.View, p.keep)
	if err != nil {
		return err
	}
	if err := p.found(snapshot, reading); err != nil {
		return err
	}
	f.Follower = follow(p.texts, reading, snapshot.View, d.New)
	return nil
}

// found wants what was read of a snapshot that is stored whole to be what the manifest says.
func (p *pages) found(snapshot data.Snapshot, reading Reading) error {
	name, summary := p.store.Path(snapshot.File()), reading.Summary
	if reading.IsEmpty && snapshot.Rows > 0 {
		return fmt.Errorf("%s:1: %w", name, export.ErrNoRows)
	}
	for _, fact := range []struct {
		name            string
		said, foundHere any
	}{
		{"rows", snapshot.Rows, int64(summary.Rows)},
		{"rows_sha256", snapshot.RowsSHA256, summary.RowsSHA256},
		{"is_synthetic", snapshot.IsSynthetic, summary.IsSynthetic},
	} {
		if fact.said != fact.foundHere {
			return fmt.Errorf("%s: want %s %v as the manifest says, got %v", name, fact.name, fact.said, fact.foundHere)
		}
	}
	p.summaries[snapshot.File()] = summary
	return nil
}

// readLater reads what is new in a snapshot that goes back to another. Where this reader cannot
// make anything of that alone, it reads the whole.
func (p *pages) readLater(ctx context.Context, snapshot data.Snapshot, f *following) error {
	d, err := f.chain.Next(ctx)
	if err != nil {
		return err
	}
	p.readings++
	if f.step(d, p.keep) == nil {
		return nil
	}
	p.readings++
	text := f.chain.Bytes()
	reading, err := readWhole(p.store.Path(snapshot.File()), bytes.NewReader(text), snapshot.View, p.keep)
	if err != nil {
		return err
	}
	f.start(reading, text)
	return nil
}
