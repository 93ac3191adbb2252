package main

import (
	"slices"
	"strings"
	"testing"
)

func TestTargetsAreHeldAgainstWhatWasMeasured(t *testing.T) {
	peer := func(name string, wall float64) Peer { return Peer{Name: name, Measured: Measured{Wall: wall}} }
	r := Report{
		Sizes: []Size{
			{
				Rows: 8_000, Run: Measured{Wall: 0.8, CPU: 1.9, Memory: 240e6}, DatabaseBytes: 21e6, Floor: Measured{Wall: 0.7},
				Nightly:       Nightly{Changed: Measured{Wall: 0.4}, Unchanged: Measured{Wall: 0.05}},
				FurtherShares: []float64{0.19, 0.12, 0.15, 0.14}, Peers: []Peer{peer(pandasPeer, 1), peer(polarsPeer, 0.9), peer(askedPeer, 0.2), {Name: "R", Missing: "not there"}},
			},
			{Rows: 80_000, Run: Measured{Wall: 5}, Peers: []Peer{peer(polarsPeer, 2)}},
			{Rows: 800_000, Run: Measured{Wall: 39, Memory: 2100e6}},
		},
		History: &History{Captures: 1000, Build: Measured{Wall: 5}, Nightly: Measured{Wall: 0.7}},
	}
	got := r.targets()
	for want, isMet := range map[string]bool{
		"8,000 rows: everything, cold, times pandas":                        false, // 0.8
		"8,000 rows: everything, cold, times polars":                        true,
		"8,000 rows: everything, cold, times bare DuckDB with the same SQL": true,
		"8,000 rows: everything, cold":                                      true,
		"8,000 rows: the same, processor":                                   false,
		"8,000 rows: database":                                              false,
		"8,000 rows: nightly, 20 changed reports, times cold":               false, // 0.5
		"8,000 rows: nightly, 20 changed reports":                           true,
		"8,000 rows: nightly, an unchanged list":                            true,
		"8,000 rows: a question to the exports alone":                       true,
		"8,000 rows: a question to the exports alone, times polars":         true,
		"8,000 rows: events, cases, vendors, kinds, inequality, projection: share of the processor time, median of the runs": true, // 0.145
		"80,000 rows: everything, cold, times polars": true, // 2.5
		"80,000 rows: everything, cold":               false,
		"800,000 rows: everything, cold":              true,
		"800,000 rows: the same, peak memory":         false,
		"1,000 captures: build, cold":                 true,
		"1,000 captures: nightly":                     false,
	} {
		at := slices.IndexFunc(got, func(t Target) bool { return t.Of == want })
		if at < 0 {
			t.Errorf("want a target %q, got none", want)
		} else if got[at].IsMet != isMet {
			t.Errorf("want %q met: %v, got %+v", want, isMet, got[at])
		}
	}
	for _, one := range got {
		if one.Measured == 0 || strings.HasPrefix(one.Of, "800,000 rows: nightly") {
			t.Errorf("want no target that was not measured, got %+v", one)
		}
	}
}
