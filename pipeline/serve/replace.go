package serve

import (
	"slices"
	"time"
)

// put makes a worker available. The mutex is held.
func (p *Pool) put(worker *process, isExpress bool) {
	if isExpress {
		p.express = append(p.express, worker)
	} else {
		p.idle = append(p.idle, worker)
	}
	p.dispatch()
}

// retryStart is how long the pool waits before it retries to start a worker.
const retryStart = time.Second

// replace tries to start a worker until that succeeds, the pool is closed, or another database is served.
func (p *Pool) replace(generation string, isExpress bool) {
	for {
		worker, err := start(p.ctx, p.o.Command(generation), generation, isExpress)
		p.mutex.Lock()
		isCurrent := generation == p.generation && !p.isClosed
		if err == nil && isCurrent {
			p.processes[worker] = true
			p.put(worker, isExpress)
			p.mutex.Unlock()
			return
		}
		p.mutex.Unlock()
		if err == nil {
			worker.retire()
		}
		if !isCurrent {
			return
		}
		p.o.Say("worker: %v; trying again in %s", err, retryStart)
		select {
		case <-p.ctx.Done():
			return
		case <-time.After(retryStart):
		}
	}
}

// Close ends all questions and workers.
func (p *Pool) Close() {
	p.mutex.Lock()
	p.isClosed = true
	idle := slices.Concat(p.idle, p.express)
	p.idle, p.express = nil, nil
	left := p.waiting.all()
	p.mutex.Unlock()
	p.stop()
	for _, j := range left {
		j.stop()
		j.end(Ending{}, errStopping)
	}
	for _, worker := range idle {
		worker.retire()
	}
	p.ending.Wait()
}
