package load

import (
	"cmp"
	"crypto/sha256"
	"database/sql/driver"
	"encoding/binary"
	"maps"
	"slices"
	"time"

	"github.com/breachstats/breachstats/data"
)

// reports knows every different report of one kind of list, and in which snapshots each stood. The same
// published text is the same report in whichever snapshot it stands, and where a snapshot holds a text
// twice, the second is a report of its own. Reports are numbered in the order in which they are met.
type reports struct {
	ids     map[digest]int32
	spelled []byte // a buffer of digest
	first   []place
	files   []string
	// seen is the page on which a report stood last, by its id; pages are numbered from 1.
	seen  []int32
	views map[data.View]*viewRuns
}

// digest identifies the text of a report, and which of its like in a snapshot it is.
type digest [16]byte

// place is where a report stood first.
type place struct {
	file int32 // of files
	line int32
}

// viewRuns are the snapshots of one view, in the order of their captures, and the unbroken runs of them in
// which reports stood.
type viewRuns struct {
	captures []data.Capture
	runs     []run
	newest   []int32 // run of each report, by its id and counted from 1; 0 for none
}

// run is a report and an unbroken run of snapshots, by their index in captures.
type run struct{ id, from, to int32 }

func newReports() *reports {
	return &reports{ids: map[digest]int32{}, views: map[data.View]*viewRuns{}}
}

// page is one snapshot while its reports are gone through.
type page struct {
	of   *reports
	runs *viewRuns
	at   int32 // of the captures of the view
	file int32
	no   int32
}

// begin opens the page of a snapshot; snapshots of a view come in the order of their captures.
func (r *reports) begin(s data.Snapshot) *page {
	runs := r.views[s.View]
	if runs == nil {
		runs = &viewRuns{}
		r.views[s.View] = runs
	}
	runs.captures = append(runs.captures, s.Capture)
	r.files = append(r.files, s.File())
	return &page{of: r, runs: runs, at: int32(len(runs.captures) - 1), file: int32(len(r.files) - 1), no: int32(len(r.files))}
}

// see takes the next report by its values. first is the report that its text is where it stands in a
// snapshot once; isNew reports that no earlier snapshot has it.
func (p *page) see(line int, values []string) (first int32, isNew bool) {
	first = -1
	for nth := uint64(1); ; nth++ {
		text := p.of.digest(nth, values)
		id, isKnown := p.of.ids[text]
		if !isKnown {
			id = int32(len(p.of.first))
			p.of.ids[text] = id
			p.of.first = append(p.of.first, place{file: p.file, line: int32(line)})
			p.of.seen = append(p.of.seen, 0)
		}
		if first < 0 {
			first = id
		}
		if p.list(id) {
			return first, !isKnown
		}
	}
}

// digest is that of a text: its values, each after its length, so that no two lists of values are one.
func (r *reports) digest(nth uint64, values []string) digest {
	r.spelled = binary.LittleEndian.AppendUint64(r.spelled[:0], nth)
	for _, value := range values {
		r.spelled = binary.LittleEndian.AppendUint64(r.spelled, uint64(len(value)))
		r.spelled = append(r.spelled, value...)
	}
	sum := sha256.Sum256(r.spelled)
	return digest(sum[:len(digest{})])
}

// list notes that a report stands in this snapshot, unless that was noted already.
func (p *page) list(id int32) (isNoted bool) {
	if p.of.seen[id] == p.no {
		return false
	}
	p.of.seen[id] = p.no
	if missing := int(id) + 1 - len(p.runs.newest); missing > 0 {
		p.runs.newest = append(p.runs.newest, make([]int32, missing)...)
	}
	if newest := p.runs.newest[id]; newest > 0 && p.runs.runs[newest-1].to == p.at-1 {
		p.runs.runs[newest-1].to = p.at
	} else {
		p.runs.runs = append(p.runs.runs, run{id: id, from: p.at, to: p.at})
		p.runs.newest[id] = int32(len(p.runs.runs))
	}
	return true
}

// addListings hands out every listing, by first place, view and time. It can be called once.
func (r *reports) addListings(add func(...driver.Value) error) error {
	views := slices.Sorted(maps.Keys(r.views))
	days := map[string]time.Time{}
	for _, view := range views {
		runs := r.views[view]
		slices.SortStableFunc(runs.runs, func(a, b run) int { return cmp.Compare(a.id, b.id) })
		for _, capture := range runs.captures {
			day, err := captureDay(capture)
			if err != nil {
				return err
			}
			days[capture.Day] = day
		}
	}
	for id, at := range r.first {
		for _, view := range views {
			v := r.views[view]
			for ; len(v.runs) > 0 && v.runs[0].id == int32(id); v.runs = v.runs[1:] {
				from, to := v.captures[v.runs[0].from], v.captures[v.runs[0].to]
				if err := add(r.files[at.file], int64(at.line), string(view), days[from.Day], int64(from.No), days[to.Day], int64(to.No)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
