package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Report is all that was measured, in the order in which it is told.
type Report struct {
	Machine Machine  `json:"machine"`
	Targets []Target `json:"targets"`
	Sizes   []Size   `json:"sizes"`
	Growths []Growth `json:"growth"`
	// Failed are the sizes that could not be measured, or not all of them, and why.
	Failed        []string `json:"failed,omitempty"`
	MaxMemory     string   `json:"max_memory"`
	HasMemoryFlag bool     `json:"run_takes_max_memory"`
	// PeersUpTo is the largest size at which peers were to be measured.
	PeersUpTo int `json:"peers_up_to_rows"`
	// Seconds is what measuring all of it took.
	Seconds float64 `json:"seconds"`
}

// Target is something that was promised, and what came of it.
type Target struct {
	Of       string  `json:"of"`
	Want     string  `json:"want"`
	Measured float64 `json:"measured"`
	Unit     string  `json:"unit,omitempty"`
	IsMet    bool    `json:"is_met"`
}

const (
	wantExponent = 1.05
	wantRatio    = 1.5
	wantMemory   = 3e9
	wantCold     = 0.7
	wantAsked    = 0.25
	wantBench    = 15 * 60
)

// targets compares what was measured with what was promised; sizes that were not measured are left out.
func (r *Report) targets() (all []Target) {
	upTo := func(of string, measured, want float64, unit string) {
		all = append(all, Target{of, fmt.Sprintf("at most %g", want), measured, unit, measured <= want})
	}
	if len(r.Sizes) > 1 {
		whole := growth("", r.Sizes, func(s Size) float64 { return s.Run.Wall })
		upTo("growth of the whole run in time, all sizes: exponent", whole.All, wantExponent, "")
		if whole.Last > 0 {
			upTo("the same, the last three sizes", whole.Last, wantExponent, "")
		}
	}
	for _, s := range r.Sizes {
		if s.Rows >= 8_000 && s.Rows <= 10_000 {
			upTo(thousands(s.Rows)+" rows: the whole cold run", s.Run.Wall, wantCold, "s")
		}
		if s.Rows >= 800_000 && s.Floor.Wall > 0 {
			upTo(thousands(s.Rows)+" rows: import and build without checks, times the floor", s.unchecked().Wall/s.Floor.Wall, wantRatio, "")
			upTo("the same with checks", s.unpublished().Wall/s.Floor.Wall, wantRatio, "")
		}
		if asked, isAsked := s.peer(askedPeer); isAsked {
			if most, isPromised := map[int]float64{8_000: 0.2, 800_000: 4}[s.Rows]; isPromised {
				upTo(thousands(s.Rows)+" rows: a question to the exports alone", asked.Wall, most, "s")
			}
			if polars, isThere := s.peer(polarsPeer); isThere {
				upTo(thousands(s.Rows)+" rows: the same, times polars", asked.Wall/polars.Wall, wantAsked, "")
			}
		}
		if s.Rows >= 8_000_000 {
			upTo(thousands(s.Rows)+" rows: peak memory", float64(s.Run.Memory)/1e9, wantMemory/1e9, "GB")
		}
	}
	return all
}

// peer is a peer that was measured.
func (s Size) peer(name string) (Peer, bool) {
	at := slices.IndexFunc(s.Peers, func(p Peer) bool { return p.Name == name && p.Missing == "" && p.Wall > 0 })
	if at < 0 {
		return Peer{}, false
	}
	return s.Peers[at], true
}

// write writes path.md and path.json.
func (r *Report) write(path string) error {
	r.Targets = append(r.Targets, Target{"all of this report", fmt.Sprintf("at most %d", wantBench), r.Seconds, "s", r.Seconds <= wantBench})
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return errors.Join(
		os.MkdirAll(filepath.Dir(path), 0o755),
		os.WriteFile(path+".json", append(text, '\n'), 0o644),
		os.WriteFile(path+".md", r.markdown(), 0o644))
}

// table writes a Markdown table; the first column is text, the others numbers.
func table(out *bytes.Buffer, header []string, rows [][]string) {
	line := func(cells []string) { fmt.Fprintf(out, "| %s |\n", strings.Join(cells, " | ")) }
	line(header)
	ruler := []string{"---"}
	for range header[1:] {
		ruler = append(ruler, "---:")
	}
	line(ruler)
	for _, row := range rows {
		line(row)
	}
	fmt.Fprintln(out)
}

// thousands writes a count as 8,000,000.
func thousands(n int) string {
	text := strconv.Itoa(n)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}

// seconds writes a time with three significant digits or so.
func seconds(s float64) string {
	switch {
	case s < 1:
		return fmt.Sprintf("%.3f", s)
	case s < 100:
		return fmt.Sprintf("%.2f", s)
	}
	return fmt.Sprintf("%.0f", s)
}

// megabytes writes a size in units of 10^6 bytes.
func megabytes(bytes int64) string {
	if bytes < 10_000_000 {
		return fmt.Sprintf("%.1f", float64(bytes)/1e6)
	}
	return fmt.Sprintf("%.0f", float64(bytes)/1e6)
}

// times writes a ratio; a dash where there is nothing to divide by.
func times(a, b float64) string {
	if b <= 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f", a/b)
}
