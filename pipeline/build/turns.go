package build

import (
	"slices"
	"sync"

	models "github.com/breachstats/breachstats/sql"
)

// turns hands out models to those who build them: each when all that it reads is there, the
// earliest in order first, and none after one that failed.
type turns struct {
	mutex   sync.Mutex
	changed *sync.Cond
	state   []turn
	waits   [][]int // for each model, those among the others that it reads
	faults  []error
}

type turn int

const (
	waiting turn = iota
	building
	built
	failed
)

func newTurns(graph Graph, order []models.Model) *turns {
	t := &turns{state: make([]turn, len(order)), waits: make([][]int, len(order)), faults: make([]error, len(order))}
	t.changed = sync.NewCond(&t.mutex)
	for i, model := range order {
		for _, read := range graph.Reads[model.Table()] {
			at := slices.IndexFunc(order, func(m models.Model) bool { return m.Table() == read })
			if at >= 0 {
				t.waits[i] = append(t.waits[i], at)
			}
		}
	}
	return t
}

// next waits for a model whose turn it is; isLeft is false when none will come.
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

// done notes how a model's turn ended.
func (t *turns) done(at int, err error) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.state[at], t.faults[at] = built, err
	if err != nil {
		t.state[at] = failed
	}
	t.changed.Broadcast()
}

// fault is the error of the earliest model that failed.
func (t *turns) fault() error {
	for _, err := range t.faults {
		if err != nil {
			return err
		}
	}
	return nil
}
