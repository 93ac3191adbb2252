package main

import (
	"fmt"
	"slices"
)

// Target is a promise about cost and the measured value.
type Target struct {
	Of       string  `json:"of"`
	Want     string  `json:"want"`
	Measured float64 `json:"measured"`
	Unit     string  `json:"unit,omitempty"`
	IsMet    bool    `json:"is_met"`
}

// wants are the promises for a number of rows, each an upper limit; 0 for none. Times are in
// seconds, memory and database size in bytes.
type wants struct {
	wall, cpu, memory, database       float64
	ofPandas, ofPolars, ofFloor       float64 // as a multiple of their time
	nightly, nightlyOfCold, unchanged float64
	asked, askedOfPolars              float64
	further                           float64 // share of the processor time
}

// promised has the promises by number of rows. Machines differ by a factor of two, so ratios matter
// most.
var promised = map[int]wants{
	8_000: {
		wall: 0.95, cpu: 1.8, memory: 250e6, database: 20e6, ofPandas: 0.75, ofPolars: 1, ofFloor: 1.15,
		nightly: 0.5, nightlyOfCold: 0.35, unchanged: 0.1, asked: 0.2, askedOfPolars: 0.25, further: 0.15,
	},
	80_000:    {wall: 4, memory: 2e9, ofPolars: 3},
	800_000:   {wall: 40, memory: 2e9, database: 1.2e9, ofFloor: 1.15, asked: 4, askedOfPolars: 0.25},
	8_000_000: {wall: 480, memory: 3e9, ofFloor: 1.15},
}

const (
	wantExponent      = 1.05
	wantManyCaptures  = 6
	wantNightlyOfMany = 0.6
	wantBench         = 10 * 60
)

// targets compares the measurements with the promises. What was not measured is left out.
func (r *Report) targets() (all []Target) {
	upTo := func(of string, measured, want float64, unit string) {
		if want > 0 && measured > 0 {
			all = append(all, Target{of, fmt.Sprintf("at most %g", want), measured, unit, measured <= want})
		}
	}
	for _, s := range r.Sizes {
		want := promised[s.Rows]
		rows := thousands(s.Rows) + " rows: "
		against := func(of string, measured Measured, name string, want float64) {
			if peer, isThere := s.peer(name); isThere {
				upTo(rows+of, measured.Wall/peer.Wall, want, "")
			}
		}
		against("everything, cold, times pandas", s.Run, pandasPeer, want.ofPandas)
		against("everything, cold, times polars", s.Run, polarsPeer, want.ofPolars)
		if s.Floor.Wall > 0 {
			upTo(rows+"everything, cold, times bare DuckDB with the same SQL", s.Run.Wall/s.Floor.Wall, want.ofFloor, "")
		}
		upTo(rows+"everything, cold", s.Run.Wall, want.wall, "s")
		upTo(rows+"the same, processor", s.Run.CPU, want.cpu, "s")
		upTo(rows+"the same, peak memory", float64(s.Run.Memory)/1e6, want.memory/1e6, "MB")
		upTo(rows+"events, cases, vendors, kinds, inequality, projection: share of the processor time, median of the runs", median(s.FurtherShares), want.further, "")
		upTo(rows+"database", float64(s.DatabaseBytes)/1e6, want.database/1e6, "MB")
		upTo(fmt.Sprintf("%snightly, %d changed reports, times cold", rows, changedReports), s.Nightly.Changed.Wall/s.Run.Wall, want.nightlyOfCold, "")
		upTo(fmt.Sprintf("%snightly, %d changed reports", rows, changedReports), s.Nightly.Changed.Wall, want.nightly, "s")
		upTo(rows+"nightly, an unchanged list", s.Nightly.Unchanged.Wall, want.unchanged, "s")
		if asked, isAsked := s.peer(askedPeer); isAsked {
			against("a question to the exports alone, times polars", asked.Measured, polarsPeer, want.askedOfPolars)
			upTo(rows+"a question to the exports alone", asked.Wall, want.asked, "s")
		}
	}
	if len(r.Sizes) > 1 {
		whole := growth("", r.Sizes, func(s Size) float64 { return s.Run.Wall })
		upTo("growth of the whole run in time, all sizes: exponent", whole.All, wantExponent, "")
		upTo("the same, the last three sizes", whole.Last, wantExponent, "")
	}
	if h := r.History; h != nil {
		upTo(thousands(h.Captures)+" captures: build, cold", h.Build.Wall, wantManyCaptures, "s")
		upTo(thousands(h.Captures)+" captures: nightly", h.Nightly.Wall, wantNightlyOfMany, "s")
	}
	return all
}

// peer returns a peer that was measured.
func (s Size) peer(name string) (Peer, bool) {
	at := slices.IndexFunc(s.Peers, func(p Peer) bool { return p.Name == name && p.Missing == "" && p.Wall > 0 })
	if at < 0 {
		return Peer{}, false
	}
	return s.Peers[at], true
}
