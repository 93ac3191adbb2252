package load

import (
	"cmp"
	"database/sql/driver"
	"maps"
	"slices"
	"time"

	"github.com/breachstats/breachstats/data"
)

// reports knows every different report of one kind of list, and in which snapshots each stood.
// A report is told by its published text: the same text is the same report in whichever snapshot
// it stands, and where a snapshot holds a text twice, the second is a report of its own.
type reports struct {
	// ids are of the first reports of each text, by its number; another holds those of the
	// second and later ones.
	ids     []int32
	another map[again]int32
	first   []firstPlace
	files   []string
	// runs of each view: what is open of every report, by its id.
	views map[data.View]*viewRuns
	// seen is the page on which a text stood last, by its number.
	seen  []int32
	pages int32
}

// again is a text and which of its like in a snapshot it is, from 2.
type again struct{ text, nth int32 }

// noID stands for an id that there is not.
const noID int32 = -1

// firstPlace is where a report stood first.
type firstPlace struct {
	file int32 // of files
	line int32
}

// viewRuns follows the snapshots of one view in the order of their captures.
type viewRuns struct {
	captures []data.Capture
	open     []run // by id; to is below 0 for a report that never stood in the view
	closed   []listing
}

// take adds the runs of a report to runs, by time, and goes on behind those that are closed; reports
// come in the order of their ids.
func (v *viewRuns) take(id int32, runs []listing) []listing {
	for ; len(v.closed) > 0 && v.closed[0].id == id; v.closed = v.closed[1:] {
		runs = append(runs, v.closed[0])
	}
	if int(id) < len(v.open) && v.open[id].to >= 0 {
		runs = append(runs, listing{id: id, run: v.open[id]})
	}
	return runs
}

// run is an unbroken run of snapshots, by their index in captures.
type run struct{ from, to int32 }

// listing is a report and an unbroken run of one view's snapshots in which it stood.
type listing struct {
	id int32
	run
}

func newReports() *reports {
	return &reports{another: map[again]int32{}, views: map[data.View]*viewRuns{}}
}

// page is one snapshot while its reports are gone through.
type page struct {
	of    *reports
	runs  *viewRuns
	at    int32
	no    int32
	alike map[int32]int32 // how often a text stood in this snapshot, where more than once
	file  int32
}

// begin opens the page of a snapshot; snapshots of a view come in the order of their captures.
// Texts are numbered below count.
func (r *reports) begin(s data.Snapshot, count int) *page {
	runs := r.views[s.View]
	if runs == nil {
		runs = &viewRuns{}
		r.views[s.View] = runs
	}
	runs.captures = append(runs.captures, s.Capture)
	r.pages++
	r.number(count)
	r.files = append(r.files, s.File())
	return &page{of: r, runs: runs, at: int32(len(runs.captures) - 1), no: r.pages, alike: map[int32]int32{}, file: int32(len(r.files) - 1)}
}

// number makes room for texts numbered below count.
func (r *reports) number(count int) {
	for len(r.ids) < count {
		r.ids = append(r.ids, noID)
		r.seen = append(r.seen, 0)
	}
}

// see takes the next report and tells whether it has not stood anywhere before.
func (p *page) see(text int32, line int64) (isNew bool) {
	if p.of.seen[text] == p.no {
		return p.seeAgain(text, line)
	}
	p.of.seen[text] = p.no
	id := p.of.ids[text]
	if id == noID {
		id = p.first(line)
		p.of.ids[text] = id
		isNew = true
	}
	p.list(id)
	return isNew
}

// seeAgain is see for a text that stood in this snapshot already.
func (p *page) seeAgain(text int32, line int64) (isNew bool) {
	p.alike[text] = max(p.alike[text], 1) + 1
	which := again{text: text, nth: p.alike[text]}
	id, isKnown := p.of.another[which]
	if !isKnown {
		id = p.first(line)
		p.of.another[which] = id
	}
	p.list(id)
	return !isKnown
}

// first gives an id to a report that stands in a line of this snapshot first.
func (p *page) first(line int64) int32 {
	p.of.first = append(p.of.first, firstPlace{file: p.file, line: int32(line)})
	return int32(len(p.of.first) - 1)
}

// list notes that a report stands in this snapshot.
func (p *page) list(id int32) {
	for int(id) >= len(p.runs.open) {
		p.runs.open = append(p.runs.open, run{to: -1})
	}
	last := &p.runs.open[id]
	switch {
	case last.to < 0:
		*last = run{from: p.at, to: p.at}
	case last.to < p.at-1:
		p.runs.closed = append(p.runs.closed, listing{id: id, run: *last})
		*last = run{from: p.at, to: p.at}
	default:
		last.to = p.at
	}
}

// addListings hands out every listing, by first place, view and time. It can be called once.
func (r *reports) addListings(add func(...driver.Value) error) error {
	views := slices.Sorted(maps.Keys(r.views))
	days := make([][]time.Time, len(views))
	for i, view := range views {
		runs := r.views[view]
		slices.SortStableFunc(runs.closed, func(a, b listing) int { return cmp.Compare(a.id, b.id) })
		for _, capture := range runs.captures {
			day, err := captureDay(capture)
			if err != nil {
				return err
			}
			days[i] = append(days[i], day)
		}
	}
	var runs []listing
	for id, at := range r.first {
		for i, view := range views {
			captures := r.views[view].captures
			runs = r.views[view].take(int32(id), runs[:0])
			for _, l := range runs {
				if err := add(r.files[at.file], int64(at.line), string(view), days[i][l.from], int64(captures[l.from].No),
					days[i][l.to], int64(captures[l.to].No)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
