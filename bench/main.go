// Command bench measures the whole journey as a user starts it: a cold process, the database on
// disk, every check, every figure. It prints a Markdown table.
//
// Real exports are measured where they are present, and samples of 1, 10 and 100 times the size
// and a thousand daily captures of one list everywhere. Times are the smallest of the runs; the ratio is to the first row of the same run.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// sampleRows is the size of a full capture in autumn 2024.
const sampleRows = 6500

func main() {
	binary := flag.String("binary", "bin/breachstats", "program to measure")
	portal := flag.String("portal", "../shared/data/portal", "folder of real exports, DAY_VIEW.csv")
	runs := flag.Int("runs", 3, "runs of each; the fastest counts")
	only := flag.Bool("history", false, "measure the thousand daily captures alone")
	onlyPublish := flag.Bool("publish", false, "measure the parts of a publication alone, of a capture of the usual size")
	onlyOrigins := flag.Bool("origins", false, "measure the classifying of descriptions alone")
	flag.Parse()
	if err := bench(os.Stdout, *binary, *portal, *runs, *only, *onlyOrigins, *onlyPublish); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// measured is one process, or the sum of several: times in seconds, memory and disk in bytes.
type measured struct {
	wall, cpu    float64
	memory, disk int64
}

func bench(out io.Writer, binary, portal string, runs int, isHistoryOnly, isOriginsOnly, isPublishOnly bool) error {
	binary, err := filepath.Abs(binary)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "breachstats-bench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if isOriginsOnly {
		return origins(out, binary, portal, dir)
	}
	if isHistoryOnly {
		return history(out, binary, dir)
	}
	if isPublishOnly {
		exports, err := samples(binary, dir, sampleRows)
		if err != nil {
			return err
		}
		args := slices.Concat([]string{"run", "--quiet", "--data", filepath.Join(dir, "data"), "--out", filepath.Join(dir, "out")}, exports)
		if _, err := call(binary, dir, args...); err != nil {
			return err
		}
		return publication(out, dir, "sample × 1", runs)
	}
	version, err := fastest(runs*3, func() (measured, error) { return call(binary, dir, "--version") })
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%d cores, %s/%s\n\n`breachstats --version`: %.0f ms\n\n", runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, version.wall*1000)
	fmt.Fprintln(out, "| input | reports | step | wall, s | CPU, s | peak memory, MB | on disk, MB | time ratio |")
	fmt.Fprintln(out, "| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: |")
	exports, err := filepath.Glob(filepath.Join(portal, "2024-10-17_*.csv"))
	if err != nil {
		return err
	}
	first := 0.0
	if len(exports) > 0 {
		if first, err = journey(out, binary, dir, "real, 2024-10-17", 6442, exports, runs, first); err != nil {
			return err
		}
	}
	var parts bytes.Buffer // shown after the table
	for _, times := range []int{1, 10, 100} {
		exports, err := samples(binary, dir, times*sampleRows)
		if err != nil {
			return err
		}
		once := runs
		if times == 100 {
			once = 1
		}
		base, err := journey(out, binary, dir, fmt.Sprintf("sample × %d", times), times*sampleRows, exports, once, first)
		if err != nil {
			return err
		}
		if first == 0 {
			first = base
		}
		if err := publication(&parts, dir, fmt.Sprintf("sample × %d", times), once); err != nil {
			return err
		}
	}
	if _, err := parts.WriteTo(out); err != nil {
		return err
	}
	if err := origins(out, binary, portal, dir); err != nil {
		return err
	}
	return history(out, binary, dir)
}

// samples writes both views of a synthetic capture.
func samples(binary, dir string, rows int) ([]string, error) {
	var paths []string
	for _, view := range []string{"archive", "under-investigation"} {
		path := filepath.Join(dir, "2024-10-17_"+view+".csv")
		if _, err := call(binary, dir, "sample", "--rows", strconv.Itoa(rows), "--captured", "2024-10-17", "--view", view, "--output", path); err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// journey measures the run in one process, then its steps as one process each.
func journey(table io.Writer, binary, dir, input string, rows int, exports []string, runs int, first float64) (float64, error) {
	base := []string{"--quiet", "--data", filepath.Join(dir, "data")}
	out := []string{"--out", filepath.Join(dir, "out")}
	steps := []struct {
		name    string
		args    []string
		isFresh bool
	}{
		{"run: all of it", slices.Concat([]string{"run"}, exports, out), true},
		{"import", slices.Concat([]string{"import"}, exports), true},
		{"build, with checks", []string{"build"}, false},
		{"publish", slices.Concat([]string{"publish"}, out), false},
	}
	for _, step := range steps {
		best, err := fastest(runs, func() (measured, error) {
			if step.isFresh {
				if err := os.RemoveAll(filepath.Join(dir, "data")); err != nil {
					return measured{}, err
				}
			}
			if err := os.RemoveAll(filepath.Join(dir, "out")); err != nil {
				return measured{}, err
			}
			return call(binary, dir, slices.Concat(step.args, base)...)
		})
		if err != nil {
			return first, err
		}
		if first == 0 {
			first = best.wall
		}
		fmt.Fprintf(table, "| %s | %d | %s | %.2f | %.2f | %.0f | %.0f | %.2f |\n",
			input, rows, step.name, best.wall, best.cpu, float64(best.memory)/1e6, float64(best.disk)/1e6, best.wall/first)
	}
	return first, nil
}

func fastest(runs int, measure func() (measured, error)) (measured, error) {
	var best measured
	for i := range runs {
		m, err := measure()
		if err != nil {
			return best, err
		}
		if i == 0 || m.wall < best.wall {
			best = m
		}
	}
	return best, nil
}

func call(binary, dir string, args ...string) (measured, error) {
	command := exec.Command(binary, args...)
	var stderr strings.Builder
	command.Stderr = &stderr
	begin := time.Now()
	if err := command.Run(); err != nil {
		return measured{}, errors.Join(fmt.Errorf("%s: %w", strings.Join(args, " "), err), errors.New(stderr.String()))
	}
	wall := time.Since(begin).Seconds()
	m := measured{wall: wall, cpu: (command.ProcessState.UserTime() + command.ProcessState.SystemTime()).Seconds()}
	if usage, isUnix := command.ProcessState.SysUsage().(*syscall.Rusage); isUnix {
		m.memory = usage.Maxrss * 1024 // kilobytes on Linux
	}
	err := filepath.WalkDir(filepath.Join(dir, "data"), func(_ string, entry os.DirEntry, err error) error {
		if errors.Is(err, os.ErrNotExist) {
			return nil // no data folder yet
		}
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			m.disk += info.Size()
		}
		return err
	})
	return m, err
}
