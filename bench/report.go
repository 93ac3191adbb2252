package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Report is everything that was measured, in the order of the report.
type Report struct {
	Machine Machine  `json:"machine"`
	Targets []Target `json:"targets"`
	Sizes   []Size   `json:"sizes"`
	Growths []Growth `json:"growth"`
	// History is about many daily captures; nil if they were not measured.
	History *History `json:"history,omitempty"`
	// Failed lists the sizes that could not be measured completely, and why.
	Failed        []string `json:"failed,omitempty"`
	MaxMemory     string   `json:"max_memory"`
	HasMemoryFlag bool     `json:"run_takes_max_memory"`
	// PeersUpTo is the largest size at which peers were measured.
	PeersUpTo int `json:"peers_up_to_rows"`
	// Seconds is the time of the whole bench.
	Seconds float64 `json:"seconds"`
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

// table writes a Markdown table. The first column is text, the others are numbers.
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

// thousands writes a count such as 8,000,000.
func thousands(n int) string {
	text := strconv.Itoa(n)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}

// seconds writes a time with about three significant digits.
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

// times writes a ratio, or a dash if the divisor is zero.
func times(a, b float64) string {
	if b <= 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f", a/b)
}
