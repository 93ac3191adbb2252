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

// reports collects every distinct report of one kind of list and the snapshots that list it. The
// same published text is the same report in every snapshot. If a snapshot has a text twice, the
// second is another report. Reports are numbered from 0 in the order in which they first occur.
type reports struct {
	ids     map[digest]int32
	spelled []byte // buffer for digest
	first   []place
	files   []string
	// seen has, for each report, the number of the last snapshot that lists it, counted from 1.
	seen  []int32
	views map[data.View]*viewRuns
}

// digest identifies the text of a report and, within a snapshot, which of several equal texts it
// is.
type digest [16]byte

// place is the first occurrence of a report.
type place struct {
	file int32 // index in files
	line int32
}

// viewRuns has the captures of one view in order, and the unbroken runs of them that list each
// report.
type viewRuns struct {
	captures []data.Capture
	runs     []run
	newest   []int32 // last run of each report, counted from 1; 0 for none
}

// run is a report and an unbroken run of captures, by first and last index.
type run struct{ id, from, to int32 }

func newReports() *reports {
	return &reports{ids: map[digest]int32{}, views: map[data.View]*viewRuns{}}
}

// pass is one snapshot while its reports are read.
type pass struct {
	of   *reports
	runs *viewRuns
	at   int32 // index of its capture among those of the view
	file int32
	no   int32
}

// begin starts a snapshot. The snapshots of a view must come in the order of their captures.
func (r *reports) begin(s data.Snapshot) *pass {
	runs := r.views[s.View]
	if runs == nil {
		runs = &viewRuns{}
		r.views[s.View] = runs
	}
	runs.captures = append(runs.captures, s.Capture)
	r.files = append(r.files, s.File())
	return &pass{of: r, runs: runs, at: int32(len(runs.captures) - 1), file: int32(len(r.files) - 1), no: int32(len(r.files))}
}

// see records the next report of the snapshot. first is the report of the first such text in a
// snapshot, even if this is the second one. isNew reports that no earlier snapshot has this report.
func (p *pass) see(line int, values []string) (first int32, isNew bool) {
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

// digest hashes a text, that is the n-th with its values in a snapshot. Each value follows its
// length, so different lists of values cannot have the same bytes.
func (r *reports) digest(nth uint64, values []string) digest {
	r.spelled = binary.LittleEndian.AppendUint64(r.spelled[:0], nth)
	for _, value := range values {
		r.spelled = binary.LittleEndian.AppendUint64(r.spelled, uint64(len(value)))
		r.spelled = append(r.spelled, value...)
	}
	sum := sha256.Sum256(r.spelled)
	return digest(sum[:len(digest{})])
}

// list records that this snapshot lists a report. It returns false if that was recorded already.
func (p *pass) list(id int32) (isNoted bool) {
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

// addListings passes every listing to add, ordered by first occurrence, view and time. It can be
// called only once.
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
