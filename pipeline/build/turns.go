package build

import (
	"context"
	"slices"
	"sync"

	"github.com/breachstats/breachstats/pipeline/engine"
)

// job is one thing to do, once the tables that it reads exist.
type job struct {
	makes string // a table; empty for a task
	reads []string
	do    func(ctx context.Context, lane engine.Engine) error
}

// turns hands out jobs: each once everything that it reads exists, the earliest in order first, and none after one that
// failed.
type turns struct {
	mutex   sync.Mutex
	changed *sync.Cond
	state   []turn
	waits   [][]int // for each job, the other jobs whose tables it reads
	faults  []error
}

type turn int

const (
	waiting turn = iota
	building
	built
	failed
)

func newTurns(jobs []job) *turns {
	t := &turns{state: make([]turn, len(jobs)), waits: make([][]int, len(jobs)), faults: make([]error, len(jobs))}
	t.changed = sync.NewCond(&t.mutex)
	makes := map[string]int{}
	for i, one := range jobs {
		if one.makes != "" {
			makes[one.makes] = i
		}
	}
	for i, one := range jobs {
		for _, read := range one.reads {
			if at, isMade := makes[read]; isMade {
				t.waits[i] = append(t.waits[i], at)
			}
		}
	}
	return t
}

// next waits for a job that can start; isLeft is false if there will be none.
func (t *turns) next() (at int, isLeft bool) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	for {
		if slices.Contains(t.state, failed) || !slices.Contains(t.state, waiting) {
			return 0, false
		}
		for i, state := range t.state {
			if state == waiting && !slices.ContainsFunc(t.waits[i], func(read int) bool { return t.state[read] != built }) {
				t.state[i] = building
				return i, true
			}
		}
		t.changed.Wait()
	}
}

// done records how a job ended.
func (t *turns) done(at int, err error) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.state[at], t.faults[at] = built, err
	if err != nil {
		t.state[at] = failed
	}
	t.changed.Broadcast()
}

// fault is the error of the earliest job that failed.
func (t *turns) fault() error {
	for _, err := range t.faults {
		if err != nil {
			return err
		}
	}
	return nil
}
