package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/breachstats/breachstats/pipeline/warehouse"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// rebuilds is how often the database is rebuilt, and under how many readers: a few times under three, or as
// often as `make readers` says under ten.
func rebuilds(t *testing.T) (times, readers int) {
	t.Helper()
	text := os.Getenv("BREACHSTATS_REBUILDS")
	if text == "" {
		return 2, 3
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 2 {
		t.Fatalf("BREACHSTATS_REBUILDS: want a whole number from 2, got %q", text)
	}
	return n, 10
}

// twoCaptures makes a data folder with a capture of 2023 and a larger one of 2024, built.
func twoCaptures(t *testing.T) (dataDir string, call func(args ...string)) {
	t.Helper()
	dir := t.TempDir()
	dataDir = filepath.Join(dir, "data")
	call = func(args ...string) {
		t.Helper()
		var said bytes.Buffer
		command := programCommand(t, append(args, "--data", dataDir, "--quiet")...)
		command.Stderr = &said
		if err := command.Run(); err != nil {
			t.Errorf("%q: %v: %s", args, err, said.String())
		}
	}
	ofTwoCaptures.into(t, dir, func() {
		for day, rows := range map[string]string{"2023-06-30": "1000", "2024-06-30": "1300"} {
			printed(t, "sample", "--rows", rows, "--captured", day, "--view", "all", "--output", day+"_all.csv")
			printed(t, "import", day+"_all.csv", "--data", "data", "--quiet")
		}
		printed(t, "build", "--data", "data", "--quiet")
	})
	return dataDir, call
}

var ofTwoCaptures start

// statements are the four things that a reader asks.
var statements = []string{
	"select max(capture) from marts.captures where is_current", "select sum(breaches) from figures.breaches_by_year",
	"select count(*) from marts.breaches where vanished_on is null", "select sum(individuals) from figures.breaches_by_year",
}

// askedByProcess is asked by `breachstats query`, in one question.
func askedByProcess(t *testing.T, dataDir string) (string, error) {
	t.Helper()
	command := programCommand(t, "query", "select ("+strings.Join(statements, "), (")+")", "--format", "csv", "--data", dataDir, "--threads", "1")
	var said bytes.Buffer
	command.Stderr = &said
	printed, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, said.String())
	}
	_, row, _ := strings.Cut(strings.TrimSpace(string(printed)), "\n")
	return strings.ReplaceAll(row, ",", " ") + " ", nil
}

// asked opens the database and asks it four things, one after the other, as one text.
func asked(ctx context.Context, path string) (answer string, err error) {
	w, err := warehouse.Open(ctx, path)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	for _, statement := range statements {
		rows, err := w.Query(ctx, statement)
		if err != nil {
			return "", err
		}
		answer += rows.Column(0).ValueStr(0) + " "
	}
	return answer, nil
}

// thinks is how long a reader looks at an answer: ten that never did would leave a build a tenth of the machine.
const thinks = 400 * time.Millisecond

// Readers ask all the time while the database is rebuilt, each time of the other capture: no reader
// fails, every answer is of one build, and neither memory nor open files grow.
func TestReadersWhileItIsRebuilt(t *testing.T) {
	tier.Long(t, "readers through rebuilds")
	dataDir, call := twoCaptures(t)
	database := filepath.Join(dataDir, "breaches.duckdb")
	known := map[string]bool{}
	builds := [][]string{{"build"}, {"build", "--as-of", "2023-12-31"}}
	for i, build := range builds {
		if i > 0 { // the first is what twoCaptures made
			call(build...)
		}
		answer := must.Get(asked(t.Context(), database))(t)
		known[answer] = true
	}
	if len(known) != 2 {
		t.Fatalf("want two builds that differ, got %v", known)
	}

	n, crowd := rebuilds(t)
	ctx, stop := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	var answers, failures atomic.Int64
	var seen sync.Map
	// One reader opens and closes in this process, where what it loses would show; the others are processes.
	here := func() (string, error) { return asked(context.WithoutCancel(ctx), database) }
	there := func() (string, error) { return askedByProcess(t, dataDir) }
	for i := range crowd {
		ask := there
		if i == 0 {
			ask = here
		}
		readers.Go(func() {
			for ctx.Err() == nil {
				answer, err := ask()
				if err == nil && !known[answer] {
					err = fmt.Errorf("an answer of no build: %q", answer)
				}
				if err != nil {
					if failures.Add(1) < 5 {
						t.Error(err)
					}
					return
				}
				seen.Store(answer, true)
				answers.Add(1)
				time.Sleep(thinks)
			}
		})
	}
	var memory []int64
	for i := range n {
		call(builds[i%2]...)
		memory = append(memory, residentBytes())
	}
	stop()
	readers.Wait()
	both := 0
	seen.Range(func(any, any) bool { both++; return true })
	if answers.Load() < int64(n) || both != 2 {
		t.Errorf("want readers at work through every rebuild, got %d answers, of %d builds", answers.Load(), both)
	}
	for _, file := range openFiles() {
		if strings.Contains(file, filepath.Base(database)) {
			t.Errorf("want no reader's file open, got %s", file)
		}
	}
	// The first quarter warms up; what is lost with every build would then go on.
	if begin, end := memory[n/4], memory[n-1]; end > begin+200<<20 {
		t.Errorf("want no growth, got %d MB, then %d MB", begin>>20, end>>20)
	}
	t.Logf("%d rebuilds, %d answers, memory in MB: %d, then %d", n, answers.Load(), memory[n/4]>>20, memory[n-1]>>20)
}

// openFiles are the files that this process has open, by name, if the system reports them.
func openFiles() []string {
	links, _ := filepath.Glob("/proc/self/fd/*")
	var names []string
	for _, link := range links {
		if name, err := os.Readlink(link); err == nil {
			names = append(names, name)
		}
	}
	return names
}

// Two that change the same data folder at once never mix: each is done, or refused with exit status 6 and
// the name of who holds the lock; the database and the store are whole after it.
func TestD4TwoWritersAtOnce(t *testing.T) {
	tier.Long(t, "two writers at once")
	dataDir, call := twoCaptures(t)
	export := filepath.Join(t.TempDir(), "2024-09-30_all.csv")
	call("sample", "--rows", "1400", "--captured", "2024-09-30", "--view", "all", "--output", export)
	for _, pair := range [][2][]string{
		{{"build"}, {"build"}}, {{"build"}, {"import", export}}, {{"import", export}, {"import", export}},
		{{"snapshots", "forget", "2024-09-30", "all"}, {"build"}},
	} {
		var both sync.WaitGroup
		var done atomic.Int64
		for _, args := range pair {
			both.Go(func() {
				var said bytes.Buffer
				command := programCommand(t, append(args, "--data", dataDir, "--quiet")...)
				command.Stderr = &said
				_ = command.Run()
				switch status := command.ProcessState.ExitCode(); {
				case status == exitDone:
					done.Add(1)
				case status != exitLocked || !strings.Contains(said.String(), "another run holds the lock: "):
					t.Errorf("%q beside another: want it done, or exit status 6 and who holds the lock, got %d: %s", args, status, said.String())
				}
			})
		}
		both.Wait()
		if done.Load() == 0 {
			t.Errorf("%q: want at least one done", pair)
		}
		call("verify")
		if _, err := asked(t.Context(), filepath.Join(dataDir, "breaches.duckdb")); err != nil {
			t.Errorf("%q: %v", pair, err)
		}
	}
}
