package serve

import (
	"slices"
	"time"
)

// lookForDatabase is how often the pool looks whether another database was published.
const lookForDatabase = 100 * time.Millisecond

// follow moves the pool to each database that takes the place of the one it serves. One that cannot be
// opened is not served, and the one before goes on.
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
			continue // without a file, the one that is open goes on
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
	p.o.Say("%v; the database before goes on", err)
}

// swap gives all further questions to new workers. Those of the database before end when they are free.
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
	p.o.Say("serves the database that was published now (%s)", generation)
}
