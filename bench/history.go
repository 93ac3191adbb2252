package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// sampleRows is the size of a full capture in autumn 2024.
const sampleRows = 6500

// History is the cost of daily captures of one list.
type History struct {
	Captures int `json:"captures"` // two exports each
	Rows     int `json:"rows_of_a_capture"`
	// Import, Build with checks and Publish are for all captures but the last, from nothing.
	// Nightly is the run with the last one. Verify reads the store.
	Import, Build, Publish, Nightly, Verify Measured
	// ExportBytes is the size of all exports, StoredBytes that of all snapshots. DistinctRows is
	// the number of distinct rows in all exports, DistinctBytes their size compressed by zstd at
	// its default level.
	ExportBytes   int64 `json:"export_bytes"`
	StoredBytes   int64 `json:"stored_bytes"`
	DatabaseBytes int64 `json:"database_bytes"`
	DistinctRows  int   `json:"distinct_rows"`
	DistinctBytes int64 `json:"distinct_bytes"`
}

// history measures daily captures of one list: the cost of each verb, and the size of the snapshots
// compared with that of their distinct rows, compressed.
func (b *bench) history() (h History, err error) {
	h = History{Captures: b.captures, Rows: sampleRows}
	exports := filepath.Join(b.work, "exports")
	if err := os.Mkdir(exports, 0o755); err != nil {
		return h, err
	}
	b.say("%d daily captures of %d reports", h.Captures, h.Rows)
	if _, err := call(b.binary, "sample", "--days", strconv.Itoa(h.Captures), "--rows", strconv.Itoa(sampleRows), "--output", exports); err != nil {
		return h, err
	}
	paths, err := filepath.Glob(filepath.Join(exports, "*.csv"))
	if err != nil {
		return h, err
	}
	if len(paths) != 2*h.Captures || h.Captures < 2 {
		return h, fmt.Errorf("want two exports of each of at least two captures, got %d of %d", len(paths), h.Captures)
	}
	earlier, last := paths[:len(paths)-2], paths[len(paths)-2:]
	for _, step := range []struct {
		into *Measured
		args []string
	}{
		{&h.Import, b.limited(append([]string{"import"}, earlier...)...)},
		{&h.Build, b.limited("build")},
		{&h.Publish, append(b.limited("publish"), "--out", b.out())},
		{&h.Nightly, append(b.limited(append([]string{"run"}, last...)...), "--out", b.out())},
		{&h.Verify, b.limited("verify")},
	} {
		if *step.into, err = call(b.binary, step.args...); err != nil {
			return h, err
		}
	}
	for path, into := range map[string]*int64{
		exports: &h.ExportBytes, filepath.Join(b.data(), "snapshots"): &h.StoredBytes, filepath.Join(b.data(), "breaches.duckdb"): &h.DatabaseBytes,
	} {
		if *into, err = sizeOf(path); err != nil {
			return h, err
		}
	}
	h.DistinctRows, h.DistinctBytes, err = distinctRows(paths)
	return h, err
}

// onlyHistory measures the history and writes its section.
func (b *bench) onlyHistory(out io.Writer) error {
	h, err := b.history()
	if err != nil {
		return err
	}
	var text bytes.Buffer
	(&Report{History: &h}).writeHistory(&text)
	_, err = text.WriteTo(out)
	return err
}

func (r *Report) writeHistory(out *bytes.Buffer) {
	h := r.History
	if h == nil {
		return
	}
	fmt.Fprintf(out, "## %s daily captures of %s reports\n\n", thousands(h.Captures), thousands(h.Rows))
	fmt.Fprintf(out, "All captures but the last are imported, built and published from nothing; the nightly run gets the last one.\n\n")
	var rows [][]string
	for _, step := range []struct {
		name string
		of   Measured
	}{{"import, all but the last", h.Import}, {"build, with checks", h.Build}, {"publish", h.Publish}, {"run, one more capture", h.Nightly}, {"verify", h.Verify}} {
		rows = append(rows, []string{step.name, seconds(step.of.Wall), seconds(step.of.CPU), megabytes(step.of.Memory)})
	}
	table(out, []string{"step", "wall, s", "CPU, s", "peak memory, MB"}, rows)
	fmt.Fprintf(out, "The exports are %s MB, the snapshots %s MB, the database %s MB. The %s distinct rows are %s MB compressed (zstd, default level), so the snapshots take %s times that.\n\n",
		megabytes(h.ExportBytes), megabytes(h.StoredBytes), megabytes(h.DatabaseBytes), thousands(h.DistinctRows), megabytes(h.DistinctBytes),
		times(float64(h.StoredBytes), float64(h.DistinctBytes)))
}

// distinctRows counts the distinct rows of all exports and their compressed size.
func distinctRows(paths []string) (rows int, compressed int64, err error) {
	counted := &counter{}
	packed, err := zstd.NewWriter(counted)
	if err != nil {
		return 0, 0, err
	}
	written := csv.NewWriter(packed)
	seen := map[string]bool{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return 0, 0, err
		}
		records, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
		if err != nil {
			return 0, 0, fmt.Errorf("%s: %w", path, err)
		}
		for _, record := range records[1:] {
			key := strings.Join(record, "\x1f")
			if seen[key] {
				continue
			}
			seen[key] = true
			if err := written.Write(record); err != nil {
				return 0, 0, err
			}
		}
	}
	written.Flush()
	err = errors.Join(written.Error(), packed.Close())
	return len(seen), counted.bytes, err
}

// counter counts the bytes written to it.
type counter struct{ bytes int64 }

func (c *counter) Write(p []byte) (int, error) {
	c.bytes += int64(len(p))
	return len(p), nil
}
