package load

import (
	"cmp"
	"crypto/sha256"
	"database/sql/driver"
	"encoding/binary"
	"io"
	"slices"

	"github.com/breachstats/breachstats/data"
)

// reports knows every different report of one kind of list, and in which snapshots each stood.
// A report is told by its published text: the same text is the same report in whichever snapshot
// it stands, and where a snapshot holds a text twice, the second is a report of its own.
type reports struct {
	ids   map[digest]int32
	first []firstPlace
	// runs of each view: what is open of every report, by its id.
	views map[data.View]*viewRuns
}

// digest identifies a published text and which of its like in a snapshot it is.
type digest [16]byte

// firstPlace is where a report stood first.
type firstPlace struct {
	file string
	line int64
}

// viewRuns follows the snapshots of one view in the order of their captures.
type viewRuns struct {
	captures []data.Capture
	open     map[int32]run
	closed   []listing
}

// run is an unbroken run of snapshots, by their index in captures.
type run struct{ from, to int }

// listing is a report and an unbroken run of one view's snapshots in which it stood.
type listing struct {
	id   int32
	view data.View
	run
}

func newReports() *reports {
	return &reports{ids: map[digest]int32{}, views: map[data.View]*viewRuns{}}
}

// page is one snapshot while it is read.
type page struct {
	of    *reports
	runs  *viewRuns
	at    int
	alike map[digest]uint64 // how often a text stood in this snapshot already
	file  string
	view  data.View
}

// begin opens the page of a snapshot; snapshots of a view come in the order of their captures.
func (r *reports) begin(s data.Snapshot) *page {
	runs := r.views[s.View]
	if runs == nil {
		runs = &viewRuns{open: map[int32]run{}}
		r.views[s.View] = runs
	}
	runs.captures = append(runs.captures, s.Capture)
	return &page{of: r, runs: runs, at: len(runs.captures) - 1, alike: map[digest]uint64{}, file: s.File(), view: s.View}
}

// see takes the next row and tells whether its report has not stood anywhere before.
func (p *page) see(row Row) (isNew bool) {
	text := digestOf(row.Values, 0)
	p.alike[text]++
	if nth := p.alike[text]; nth > 1 {
		text = digestOf(row.Values, nth)
	}
	id, isKnown := p.of.ids[text]
	if !isKnown {
		id = int32(len(p.of.first))
		p.of.ids[text] = id
		p.of.first = append(p.of.first, firstPlace{file: p.file, line: int64(row.Line)})
	}
	p.list(id)
	return !isKnown
}

// list notes that a report stands in this snapshot.
func (p *page) list(id int32) {
	last, isOpen := p.runs.open[id]
	switch {
	case !isOpen:
		last = run{from: p.at, to: p.at}
	case last.to == p.at-1:
		last.to = p.at
	case last.to < p.at-1:
		p.runs.closed = append(p.runs.closed, listing{id: id, view: p.view, run: last})
		last = run{from: p.at, to: p.at}
	}
	p.runs.open[id] = last
}

func digestOf(values []string, nth uint64) digest {
	hash := sha256.New()
	var length [8]byte
	binary.LittleEndian.PutUint64(length[:], nth)
	hash.Write(length[:])
	for _, value := range values {
		binary.LittleEndian.PutUint64(length[:], uint64(len(value)))
		hash.Write(length[:])
		_, _ = io.WriteString(hash, value)
	}
	var sum digest
	copy(sum[:], hash.Sum(nil))
	return sum
}

// addListings hands out every listing, by first place, view and time.
func (r *reports) addListings(add func(...driver.Value) error) error {
	var all []listing
	for view, runs := range r.views {
		all = append(all, runs.closed...)
		for id, open := range runs.open {
			all = append(all, listing{id: id, view: view, run: open})
		}
	}
	slices.SortFunc(all, func(a, b listing) int {
		return cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(a.view, b.view), cmp.Compare(a.from, b.from))
	})
	for _, l := range all {
		captures := r.views[l.view].captures
		from, to := captures[l.from], captures[l.to]
		firstDay, err := captureDay(from)
		if err != nil {
			return err
		}
		lastDay, err := captureDay(to)
		if err != nil {
			return err
		}
		at := r.first[l.id]
		if err := add(at.file, at.line, string(l.view), firstDay, int64(from.No), lastDay, int64(to.No)); err != nil {
			return err
		}
	}
	return nil
}
