package serve

import (
	"slices"
	"time"
)

// lookForDatabase is the interval at which the pool looks for a newly published database.
const lookForDatabase = 100 * time.Millisecond

// follow moves the pool to each newly published database. If one cannot be opened, the pool keeps serving the
// previous one.
func (p *Pool) follow() {
	look := time.NewTicker(lookForDatabase)
	defer look.Stop()
	refused := ""
	for {
		select {
		case <-p.ctx.Done():
			return
		case <-look.C:
		}
		next, err := GenerationOf(p.o.Database)
		if err != nil || next == p.Generation() || next == refused {
			continue // there is no file: the open database stays in use
		}
		workers, err := p.startAll(p.ctx, next)
		if err != nil {
			if now, statErr := GenerationOf(p.o.Database); statErr == nil && now == next && p.ctx.Err() == nil {
				refused = next
				p.refuse(err)
			}
			continue
		}
		refused = ""
		p.swap(next, workers)
	}
}

func (p *Pool) refuse(err error) {
	p.mutex.Lock()
	p.count.Refused = err.Error()
	p.mutex.Unlock()
	p.o.Say("%v; the previous database stays in use", err)
}

// swap gives all further questions to new workers. The workers of the previous database end when they are free.
func (p *Pool) swap(generation string, workers []*process) {
	p.mutex.Lock()
	old := slices.Concat(p.idle, p.express)
	for _, worker := range old {
		delete(p.processes, worker)
	}
	p.idle, p.express = nil, nil
	p.generation = generation
	p.kept.DeleteAll()
	p.count.Swaps++
	p.count.Refused = ""
	isClosed := p.isClosed
	if !isClosed {
		p.take(workers)
		p.dispatch()
	}
	p.mutex.Unlock()
	if isClosed {
		old = append(old, workers...)
	}
	for _, worker := range old {
		worker.retire()
	}
	p.o.Say("serves the newly published database (%s)", generation)
}
