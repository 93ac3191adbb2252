// Command bench measures what a whole run costs, from 8 thousand rows to 8 million: import, build
// by model, checks and publication, and how they grow. On the same machine it also measures the
// floor, which is bare DuckDB on the same bytes with the same models, and programs that a person
// would write instead. It writes one report, as Markdown and as JSON.
//
// With -history it measures only daily captures of one list, and with -origins only the
// classification of descriptions. With -old it also measures an earlier version, in turns with this
// one.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

func main() {
	binary := flag.String("binary", "bin/breachstats", "`program` to measure")
	report := flag.String("report", "bin/benchmarks", "`path` of the report, without .md and .json")
	rows := flag.String("rows", "8000,80000,800000,8000000", "`sizes` to measure, joined by commas, the smallest first")
	memory := flag.String("max-memory", "2GB", "`size` for the program's --max-memory and the floor's memory_limit")
	python := flag.String("python", "python3", "Python `interpreter` of the peers")
	peersUpTo := flag.Int("peers-up-to", 1_000_000, "largest `rows` at which peers are measured")
	stepsUpTo := flag.Int("steps-up-to", 10_000, "largest `rows` at which each verb is also measured in its own process")
	isOnce := flag.Bool("once", false, "measure everything only once, to see whether it works")
	old := flag.String("old", "", "`program` of an earlier version, to measure in turns with this one (default: none)")
	captures := flag.Int("captures", 1000, "daily captures of one list to measure, 0 for none")
	work := flag.String("work", "", "`folder` to work in; needs room for six times the largest exports, 5 GB for 8 million rows (default: a new one for temporary files)")
	isHistory := flag.Bool("history", false, "measure the daily captures of one list, and nothing else")
	isOrigins := flag.Bool("origins", false, "measure the classification of descriptions, and nothing else")
	portal := flag.String("portal", "../shared/data/portal", "`folder` of real exports, DAY_VIEW.csv, for -origins")
	floor := flag.String("floor", "", "run this `script` as the floor")
	profile := flag.String("profile", "", "with -floor, write the time of each statement to this `file`")
	isVersion := flag.Bool("duckdb", false, "print the version of DuckDB")
	flag.Parse()
	err := func() error {
		switch {
		case *isVersion:
			version, err := duckDB()
			fmt.Println(version)
			return err
		case *floor != "":
			return runFloor(*floor, *profile)
		}
		b := &bench{memory: *memory, python: *python, peersUpTo: *peersUpTo, stepsUpTo: *stepsUpTo, captures: *captures, isOnce: *isOnce}
		closeWork, err := b.open(*binary, *old, *work)
		if err != nil {
			return err
		}
		switch {
		case *isHistory:
			err = b.onlyHistory(os.Stdout)
		case *isOrigins:
			err = b.origins(os.Stdout, *portal)
		default:
			err = b.scale(*rows, *report)
		}
		return errors.Join(err, closeWork())
	}()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// open finds the programs and makes the folder to work in. The function that it returns removes the
// folder.
func (b *bench) open(binary, old, work string) (closeWork func() error, err error) {
	began := time.Now()
	b.say = func(format string, args ...any) {
		fmt.Fprintf(os.Stderr, "%5.0f s  %s\n", time.Since(began).Seconds(), fmt.Sprintf(format, args...))
	}
	if b.binary, err = filepath.Abs(binary); err != nil {
		return nil, err
	}
	if old != "" {
		if b.old, err = filepath.Abs(old); err != nil {
			return nil, err
		}
		if _, err := os.Stat(b.old); err != nil {
			return nil, fmt.Errorf("-old: %w", err)
		}
	}
	if b.self, err = os.Executable(); err != nil {
		return nil, err
	}
	if b.work, err = os.MkdirTemp(work, "breachstats-bench"); err != nil {
		return nil, err
	}
	closeWork = func() error { return os.RemoveAll(b.work) }
	help, err := answer(b.binary, "run", "--help")
	if err != nil {
		return nil, errors.Join(err, closeWork())
	}
	b.hasMemoryFlag = hasMemoryFlag(help)
	return closeWork, nil
}

// hasMemoryFlag reports whether a command with this help has a memory limit.
func hasMemoryFlag(help string) bool { return strings.Contains(help, "--max-memory") }

// scale measures every size and writes the report. If a size fails, the report says so and has what
// was measured before.
func (b *bench) scale(rows, path string) (err error) {
	began := time.Now()
	var r Report
	if r.Machine, err = b.machine(); err != nil {
		return err
	}
	r.MaxMemory, r.HasMemoryFlag, r.PeersUpTo = b.memory, b.hasMemoryFlag, b.peersUpTo
	for _, text := range strings.Split(rows, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1000 {
			return fmt.Errorf("-rows: want numbers of at least 1000 joined by commas, got %q", rows)
		}
		size, err := b.size(n)
		if err != nil {
			b.say("%d rows: %v", n, err)
			r.Failed = append(r.Failed, fmt.Sprintf("%s rows: %s", thousands(n), b.shortError(err)))
			if err := b.clear(); err != nil {
				return err
			}
		}
		if size.Run.Wall > 0 {
			r.Sizes = append(r.Sizes, size)
		}
	}
	if b.captures > 0 {
		history, err := b.history()
		if err == nil {
			r.History = &history
		} else {
			b.say("%d captures: %v", b.captures, err)
			r.Failed = append(r.Failed, fmt.Sprintf("%s captures: %s", thousands(b.captures), b.shortError(err)))
		}
		if err := b.clear(); err != nil {
			return err
		}
	}
	r.Growths = growths(r.Sizes)
	r.Targets = r.targets()
	r.Seconds = time.Since(began).Seconds()
	if err := r.write(path); err != nil {
		return err
	}
	b.say("%s.md and %s.json", path, path)
	if len(r.Failed) > 0 {
		return fmt.Errorf("not everything was measured: %s", strings.Join(r.Failed, "; "))
	}
	return nil
}

// clear removes what a failed size has left.
func (b *bench) clear() error {
	left, err := filepath.Glob(filepath.Join(b.work, "*"))
	if err != nil {
		return err
	}
	return removed(left...)
}
