package main

import (
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

// days is how many daily captures the history holds.
const days = 1000

// history measures a thousand daily captures of one list: what each verb costs, and what the
// snapshots take on disk beside their distinct rows, compressed.
func (b *bench) history(out io.Writer) error {
	exports, data := filepath.Join(b.work, "exports"), b.data()
	if err := os.Mkdir(exports, 0o755); err != nil {
		return err
	}
	if _, err := call(b.binary, "sample", "--days", strconv.Itoa(days), "--rows", strconv.Itoa(sampleRows), "--output", exports); err != nil {
		return err
	}
	paths, err := filepath.Glob(filepath.Join(exports, "*.csv"))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\n## %d daily captures of %d reports, %d exports\n\n", days, sampleRows, len(paths))
	fmt.Fprintln(out, "| step | wall, s | CPU, s | peak memory, MB |\n| --- | ---: | ---: | ---: |")
	for _, step := range []struct {
		name string
		args []string
	}{
		{"import all", append([]string{"import"}, paths...)},
		{"import one day again", append([]string{"import"}, paths[len(paths)-2:]...)},
		{"build, with checks", []string{"build"}},
		{"verify", []string{"verify"}},
	} {
		m, err := call(b.binary, append(step.args, "--quiet", "--data", data)...)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "| %s | %.2f | %.2f | %.0f |\n", step.name, m.Wall, m.CPU, float64(m.Memory)/1e6)
	}
	stored, err := sizeOf(filepath.Join(data, "snapshots"))
	if err != nil {
		return err
	}
	published, err := sizeOf(exports)
	if err != nil {
		return err
	}
	rows, compressed, err := distinctRows(paths)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\nThe exports are %.0f MB, the snapshots %.2f MB; the %d distinct rows are %.2f MB compressed (zstd, default level): %.2f times.\n",
		float64(published)/1e6, float64(stored)/1e6, rows, float64(compressed)/1e6, float64(stored)/float64(compressed))
	return nil
}

// distinctRows counts the different rows of all exports, and the bytes that they take compressed.
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

// counter counts what is written to it.
type counter struct{ bytes int64 }

func (c *counter) Write(p []byte) (int, error) {
	c.bytes += int64(len(p))
	return len(p), nil
}
