package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/breachstats/breachstats/pipeline"
)

// stopwatch adds up how long each part of a publication takes; parts run side by side.
type stopwatch struct {
	mutex sync.Mutex
	spent map[string]time.Duration
	files map[string]int
}

// trace is a pipeline.Options.Trace.
func (s *stopwatch) trace(part string) (ended func()) {
	begin := time.Now()
	return func() {
		spent := time.Since(begin)
		s.mutex.Lock()
		defer s.mutex.Unlock()
		s.spent[part] += spent
		s.files[part]++
	}
}

// publication measures the parts of a publication of the database in dir, in this process: of the
// fastest of the runs, what each part took and its share of all parts together. Checks come before
// the parts, and writing the folder after them.
func publication(table io.Writer, dir, input string, runs int) error {
	var best *stopwatch
	least := time.Duration(0)
	for range runs {
		out := filepath.Join(dir, "parts")
		if err := os.RemoveAll(out); err != nil {
			return err
		}
		watch := &stopwatch{spent: map[string]time.Duration{}, files: map[string]int{}}
		begin := time.Now()
		_, err := pipeline.Publish(context.Background(), pipeline.Options{
			Data: filepath.Join(dir, "data"), Out: out, Version: "bench", Trace: watch.trace, Say: func(string, ...any) {},
		})
		wall := time.Since(begin)
		if err := errors.Join(err, os.RemoveAll(out)); err != nil {
			return err
		}
		if best == nil || wall < least {
			best, least = watch, wall
		}
	}
	var parts []string
	all := time.Duration(0)
	for part, spent := range best.spent {
		parts = append(parts, part)
		all += spent
	}
	slices.SortFunc(parts, func(a, b string) int {
		return cmp.Or(cmp.Compare(best.spent[b], best.spent[a]), cmp.Compare(a, b))
	})
	fmt.Fprintf(table, "\npublish of %s in one process, checks and writing included: %.0f ms; its parts, side by side:\n\n", input, least.Seconds()*1000)
	fmt.Fprintln(table, "| part | pieces | together, ms | share |")
	fmt.Fprintln(table, "| --- | ---: | ---: | ---: |")
	for _, part := range parts {
		fmt.Fprintf(table, "| %s | %d | %.1f | %.0f %% |\n",
			part, best.files[part], best.spent[part].Seconds()*1000, 100*best.spent[part].Seconds()/all.Seconds())
	}
	fmt.Fprintln(table)
	return nil
}
