package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// limits are what one question, or one build, check or publication, may use.
type limits struct {
	timeout time.Duration
	memory  byteSize
	threads int
}

// defaultLimits let every question of the docs run on the whole history of the portal with room to
// spare, and leave a small machine alive.
func defaultLimits() limits {
	return limits{timeout: time.Minute, memory: 2_000_000_000, threads: runtime.GOMAXPROCS(0)}
}

// leastMemory is what DuckDB and the program need to begin.
const leastMemory byteSize = 200_000_000

func (l *limits) flags(command *cobra.Command) {
	flags := command.Flags()
	flags.DurationVar(&l.timeout, "timeout", l.timeout, "stop after this `time`, as 90s or 5m")
	l.register(command, "stop beyond this `size`, as 500MB or 8GB")
	wantFirst(command, func() error {
		if l.timeout <= 0 {
			return wrong("--timeout: want more than 0s, got %s", l.timeout)
		}
		return nil
	})
}

// register adds the flags of memory and threads. memory says what the first does.
func (l *limits) register(command *cobra.Command, memory string) {
	flags := command.Flags()
	flags.Var(&l.memory, "max-memory", memory)
	// The number of cores is of the machine, and no default that a text can state.
	flags.IntVar(&l.threads, "threads", 0, "use at most this `number` of threads (default: one for each core)")
	wantFirst(command, func() error {
		switch {
		case l.memory < leastMemory && flags.Changed("max-memory"):
			least := leastMemory
			return wrong("--max-memory: want at least %s, got %s", &least, &l.memory)
		case l.threads < 0 || l.threads > 1024:
			return wrong("--threads: want 1 to 1024, or 0 for one for each core, got %d", l.threads)
		}
		return nil
	})
}

// wantFirst makes a command check its flags before it runs, and before the checks that it has so far.
func wantFirst(command *cobra.Command, check func() error) {
	previous := command.PreRunE
	command.PreRunE = func(c *cobra.Command, args []string) error {
		if err := check(); err != nil || previous == nil {
			return err
		}
		return previous(c, args)
	}
}

// memoryFlags lets a command that builds, checks or publishes be kept within a memory: beyond it DuckDB
// moves to the disk what it can.
func (p *program) memoryFlags(command *cobra.Command) *cobra.Command {
	p.kept.register(command, "keep within about this `size`, as 2GB: DuckDB gets half, the rest goes to the disk (default: 80 % of the machine's)")
	run := command.RunE
	command.RunE = func(c *cobra.Command, args []string) error {
		if p.kept.memory > 0 {
			defer debug.SetMemoryLimit(debug.SetMemoryLimit(p.kept.program()))
			defer debug.SetGCPercent(debug.SetGCPercent(garbage))
		}
		return run(c, args)
	}
	return command
}

// garbage is how much of it may lie around, in percent of what is in use, where memory is to be kept
// within a size: a quarter of Go's default.
const garbage = 25

// program is Go's part of the limits: it keeps the collector from letting garbage fill what DuckDB leaves.
func (l limits) program() int64 { return int64(l.memory) / 2 }

// database is DuckDB's part of the limits: three quarters of the memory, since what it returns is copied.
func (l limits) database() warehouse.Limits {
	return warehouse.Limits{Memory: int64(l.memory) / 4 * 3, Threads: l.threads}
}

// leastSpilling is what a build of a small list takes without an error of DuckDB.
const leastSpilling = 150_000_000

// spilling is DuckDB's part of the limits of a command that moves what does not fit to the disk: half of the memory, and not
// less than leastSpilling. DuckDB counts neither what its allocators keep nor what Go holds; with three quarters a
// process that was to keep within 2 GB came to hold 2.4 GB.
func (l limits) spilling() warehouse.Limits {
	if l.memory == 0 {
		return warehouse.Limits{Threads: l.threads}
	}
	return warehouse.Limits{Memory: max(int64(l.memory)/2, leastSpilling), Threads: l.threads}
}

func (l limits) tooMuch() error {
	more := 2 * l.memory
	return fmt.Errorf("query: stopped at %s of memory; --max-memory %s allows more", &l.memory, &more)
}

func (l limits) tooLong() error {
	return fmt.Errorf("query: stopped after %s; --timeout %s allows more", l.timeout, 2*l.timeout)
}

// Between a limit and the end of the process lies the time in which DuckDB may stop by itself. It does
// not while it binds or optimises a statement, and little more memory fits into the shorter.
const (
	graceOfTime   = 2 * time.Second
	graceOfMemory = 100 * time.Millisecond
	lookEvery     = 10 * time.Millisecond
)

// question asks, and writes the answer by way of writing, which stops the clock meanwhile.
type question func(ctx context.Context, writing func(write func() error) error) error

// stopwatch counts the time in which it is not paused.
type stopwatch struct {
	mutex sync.Mutex
	since time.Time // zero while it is paused
	spent time.Duration
}

func (s *stopwatch) run(isRunning bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if !s.since.IsZero() {
		s.spent += time.Since(s.since)
	}
	s.since = time.Time{}
	if isRunning {
		s.since = time.Now()
	}
}

func (s *stopwatch) time() time.Duration {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.since.IsZero() {
		return s.spent
	}
	return s.spent + time.Since(s.since)
}

// within runs ask. At a limit, and when the program is interrupted, its context ends; if it still goes on after
// a grace, cleanup runs, the error is reported, and the process ends with the exit status that it would have had.
//
// Only the time that DuckDB takes counts, not that of writing: who reads through a pager may take an hour.
func (p *program) within(parent context.Context, l limits, cleanup func(), ask question) error {
	// The parent's end is passed on below, with its word.
	ctx, stop := context.WithCancelCause(context.WithoutCancel(parent))
	defer stop(nil)
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(l.program()))
	before := residentBytes()
	done := make(chan error, 1)
	var asking stopwatch
	asking.run(true)
	writing := func(write func() error) error {
		asking.run(false)
		defer asking.run(true)
		return write()
	}
	go func() { done <- ask(ctx, writing) }()

	look := time.NewTicker(lookEvery)
	defer look.Stop()
	var hardStop <-chan time.Time
	interrupted := parent.Done()
	end := func(why error, grace time.Duration) {
		if hardStop == nil {
			stop(why)
			hardStop = time.After(grace)
		}
	}
	for {
		select {
		case err := <-done:
			if why := context.Cause(ctx); err != nil && why != nil && parent.Err() == nil {
				return why
			}
			return err
		case <-look.C:
			if asking.time() > l.timeout {
				end(l.tooLong(), graceOfTime)
			}
			if residentBytes()-before > int64(l.memory) {
				end(l.tooMuch(), graceOfMemory)
			}
		case <-interrupted:
			interrupted = nil
			end(errInterrupted, graceOfTime)
		case <-hardStop:
			cleanup()
			p.endNow(context.Cause(ctx))
		}
	}
}

// endNow ends the process with a word, while something that cannot be stopped goes on.
func (p *program) endNow(why error) {
	p.tell("error", "breachstats: "+why.Error())
	os.Exit(p.exitStatus(why))
}

// byteSize is a number of bytes: a flag like 2GB.
type byteSize int64

var byteUnits = []struct {
	name  string
	bytes byteSize
}{{"GB", 1e9}, {"MB", 1e6}, {"GiB", 1 << 30}, {"MiB", 1 << 20}}

// String is the size as a flag takes it, in the first unit of which it is a whole number.
func (s *byteSize) String() string {
	if *s == 0 {
		return "" // none was given
	}
	for _, unit := range byteUnits {
		if *s%unit.bytes == 0 {
			return strconv.FormatInt(int64(*s/unit.bytes), 10) + unit.name
		}
	}
	return strconv.FormatInt(int64(*s), 10) + " bytes"
}

// Set reads a whole number and its unit: MB, GB, MiB or GiB, in any case.
func (s *byteSize) Set(text string) error {
	upper := strings.ToUpper(strings.TrimSpace(text))
	for _, unit := range byteUnits {
		digits, hasUnit := strings.CutSuffix(upper, strings.ToUpper(unit.name))
		if !hasUnit {
			continue
		}
		n, err := strconv.ParseInt(strings.TrimSpace(digits), 10, 64)
		if err != nil || n <= 0 || n > 1<<50/int64(unit.bytes) {
			break
		}
		*s = byteSize(n) * unit.bytes
		return nil
	}
	return errors.New("want a whole number of MB or GB, as 500MB or 8GB")
}

// Type is what cobra calls the value.
func (s *byteSize) Type() string { return "size" }
