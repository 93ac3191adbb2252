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

// limits holds what one question, build, check or publication may use.
type limits struct {
	timeout time.Duration
	memory  byteSize
	threads int
}

// defaultLimits are high enough for every question of the docs on the whole history of the portal, and low enough
// for a small machine.
func defaultLimits() limits {
	return limits{timeout: time.Minute, memory: 2_000_000_000, threads: runtime.GOMAXPROCS(0)}
}

// leastMemory is what DuckDB and the program need to start.
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

// register adds the flags of memory and threads. memory is the usage text of --max-memory.
func (l *limits) register(command *cobra.Command, memory string) {
	flags := command.Flags()
	flags.Var(&l.memory, "max-memory", memory)
	// The default is the machine's number of cores, which a usage text cannot state.
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

// wantFirst adds a check of the flags that runs before the command and before its earlier checks.
func wantFirst(command *cobra.Command, check func() error) {
	previous := command.PreRunE
	command.PreRunE = func(c *cobra.Command, args []string) error {
		if err := check(); err != nil || previous == nil {
			return err
		}
		return previous(c, args)
	}
}

// memoryFlags adds a limit of memory to a command that builds, checks or publishes: beyond it DuckDB spills to
// the disk what it can.
func (p *program) memoryFlags(command *cobra.Command) *cobra.Command {
	p.kept.register(command, "use about this `size` of memory, as 2GB; DuckDB gets half and spills the rest (default: 80 % of the machine's)")
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

// garbage is Go's GOGC, in percent, for a command with a limit of memory: a quarter of Go's default.
const garbage = 25

// program is the limit of Go's heap in bytes: it stops garbage from filling the memory that DuckDB does not use.
func (l limits) program() int64 { return int64(l.memory) / 2 }

// database is DuckDB's part of the limits: three quarters of the memory, because its results are copied.
func (l limits) database() warehouse.Limits {
	return warehouse.Limits{Memory: int64(l.memory) / 4 * 3, Threads: l.threads}
}

// leastSpilling is the memory, in bytes, with which DuckDB can build a small list.
const leastSpilling = 150_000_000

// spilling is DuckDB's part of the limits of a command that spills to the disk: half of the memory, but at least
// leastSpilling. DuckDB counts neither what its allocators retain nor what Go holds: with three quarters, a
// process with a limit of 2 GB reached 2.4 GB.
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

// How long DuckDB may take to stop by itself at a limit, before the process ends. It does not stop while it binds
// or optimises a statement. The grace of memory is short, so that little more memory can be taken meanwhile.
const (
	graceOfTime   = 2 * time.Second
	graceOfMemory = 100 * time.Millisecond
	lookEvery     = 10 * time.Millisecond
)

// question asks and writes the answer. It writes inside writing, which stops the clock meanwhile.
type question func(ctx context.Context, writing func(write func() error) error) error

// stopwatch counts time, except while it is paused.
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

// within runs ask. At a limit, or when the program is interrupted, it ends ask's context. If ask does not return
// within the grace period, within runs cleanup, reports the error, and ends the process with its exit status.
//
// Only DuckDB's time counts, not the time of writing: a reader with a pager may take an hour.
func (p *program) within(parent context.Context, l limits, cleanup func(), ask question) error {
	// The end of the parent is passed on below, with its cause.
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

// endNow reports an error and ends the process, although something that cannot be stopped is still running.
func (p *program) endNow(why error) {
	p.log("error", "breachstats: "+why.Error())
	os.Exit(p.exitStatus(why))
}

// byteSize is a number of bytes, the value of a flag such as 2GB.
type byteSize int64

var byteUnits = []struct {
	name  string
	bytes byteSize
}{{"GB", 1e9}, {"MB", 1e6}, {"GiB", 1 << 30}, {"MiB", 1 << 20}}

// String returns the size as a flag takes it, in the first unit that divides it.
func (s *byteSize) String() string {
	if *s == 0 {
		return "" // not set
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

// Type returns the name of the value for cobra.
func (s *byteSize) Type() string { return "size" }
