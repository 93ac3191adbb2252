package serve

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os/exec"
	"sync"
	"time"
)

// Options state what a Pool serves, and its limits.
type Options struct {
	// Database is the path of the published database. It may be replaced at any moment.
	Database string
	// Workers is how many questions are answered side by side.
	Workers int
	// Resident is the most bytes of memory that a worker may hold; 0 for no limit.
	Resident int64
	// Answer is the most bytes of an answer; 0 for 4 GB.
	Answer int64
	// Queue is the most questions that may wait for a worker, and Wait how long each may wait.
	Queue int
	Wait  time.Duration
	// Command returns the command line of a worker that opens the given generation.
	Command func(generation string) *exec.Cmd
	// Say gets a line about what happens to the workers; it must be safe for concurrent use.
	Say func(format string, args ...any)
}

// A waiting question is tried once on an express worker, so that small questions do not wait for large ones. There
// it may use leash of CPU time, or lastLeash on the last free express worker. On a busy machine a question takes
// longer than its CPU time; it is ended after longLeash in any case.
const (
	leash     = 300 * time.Millisecond
	lastLeash = 100 * time.Millisecond
	longLeash = 1200 * time.Millisecond
)

// slowFor is how long a client counts as slow after a question that was too large for an express worker: it may
// not take the last free one.
const slowFor = 10 * time.Second

// expresses is the number of express workers. A client has one of them at a time, until that one is free again or
// replaced. So a client whose questions ignore interrupts leaves one for the others.
const expresses = 2

// Pool is the workers of one database. It is safe for concurrent use.
type Pool struct {
	o      Options
	ctx    context.Context
	stop   context.CancelFunc
	ending sync.WaitGroup

	mutex      sync.Mutex
	generation string
	idle       []*process
	express    []*process // free express workers
	waiting    queue
	running    map[string]int       // questions by client on workers other than express ones
	hurrying   map[string]bool      // clients that have an express worker
	slow       map[string]time.Time // until when a client is slow
	kept       keptAnswers
	count      Status
	processes  map[*process]bool
	isClosed   bool
}

// Status counts what happened since the pool was opened.
type Status struct {
	// Generation names the database that is served; Waiting and Running are questions at this moment.
	Generation string `json:"generation"`
	Waiting    int    `json:"waiting"`
	Running    int    `json:"running"`
	// Workers is the number of running workers; beside it the memory of each in bytes, by process.
	Workers  int           `json:"workers"`
	Resident map[int]int64 `json:"resident"`
	// Answered counts questions with a complete answer, Faults the others by fault. Reused counts those of Answered
	// that needed no worker, because the same question had been answered before.
	Answered int64           `json:"answered"`
	Reused   int64           `json:"reused"`
	Faults   map[Fault]int64 `json:"faults"`
	// Killed counts workers that were ended at a limit; Swaps counts databases that replaced another.
	Killed int64 `json:"killed"`
	Swaps  int64 `json:"swaps"`
	// Protections lists what confines a worker, Missing what this system does not offer.
	Protections []string `json:"protections"`
	Missing     []string `json:"missing,omitempty"`
	// Refused is why the newest database is not served; empty if it is served.
	Refused string `json:"refused,omitempty"`
}

// Open starts the workers on the published database. Close ends them.
func Open(ctx context.Context, o Options) (*Pool, error) {
	if o.Answer == 0 {
		o.Answer = 4 << 30
	}
	generation, err := GenerationOf(o.Database)
	if err != nil {
		return nil, err
	}
	p := &Pool{o: o, generation: generation, running: map[string]int{}, hurrying: map[string]bool{}, slow: map[string]time.Time{}, processes: map[*process]bool{},
		kept: newKeptAnswers(), count: Status{Faults: map[Fault]int64{}}}
	p.ctx, p.stop = context.WithCancel(context.WithoutCancel(ctx))
	workers, err := p.startAll(ctx, generation)
	if err != nil {
		p.stop()
		return nil, err
	}
	p.take(workers)
	p.count.Protections, p.count.Missing = workers[0].said.Protections, workers[0].said.Missing
	p.ending.Go(p.follow)
	return p, nil
}

// startAll starts all workers of the pool, express workers included.
func (p *Pool) startAll(ctx context.Context, generation string) ([]*process, error) {
	workers := make([]*process, p.o.Workers+expresses)
	errs := make([]error, len(workers))
	var all sync.WaitGroup
	for i := range workers {
		all.Go(func() { workers[i], errs[i] = start(ctx, p.o.Command(generation), generation, i < expresses) })
	}
	all.Wait()
	for i := range workers {
		if errs[i] != nil {
			for _, worker := range workers {
				if worker != nil {
					worker.retire()
				}
			}
			return nil, fmt.Errorf("%s: %w", p.o.Database, errs[i])
		}
	}
	return workers, nil
}

// take makes new workers of the current generation available.
func (p *Pool) take(workers []*process) {
	for _, worker := range workers {
		p.processes[worker] = true
	}
	p.express, p.idle = append(p.express, workers[:expresses]...), append(p.idle, workers[expresses:]...)
}

// Generation names the database that is served.
func (p *Pool) Generation() string {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.generation
}

// Status counts what happened so far.
func (p *Pool) Status() Status {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	now := p.count
	now.Generation, now.Waiting, now.Workers = p.generation, p.waiting.size, len(p.processes)
	for _, running := range p.running {
		now.Running += running
	}
	now.Resident = map[int]int64{}
	for worker := range p.processes {
		pid := worker.command.Process.Pid
		now.Resident[pid] = residentBytes(pid)
	}
	now.Faults = map[Fault]int64{}
	for fault, n := range p.count.Faults {
		now.Faults[fault] = n
	}
	return now
}

// Ask asks a question for a client, named by its address or token; limit is how long the question may take. Ask
// returns when the answer begins. The error is an *Error.
//
// If generation is not empty, it identifies the database that must answer: if another one is served by now, the
// fault is FaultChanged.
func (p *Pool) Ask(ctx context.Context, client string, q Question, limit time.Duration, generation string) (*Answer, error) {
	if err := q.wantText(); err != nil {
		return nil, p.counted(err)
	}
	if again := p.answerAgain(ctx, client, q, generation); again != nil {
		return again, nil
	}
	j := newJob(ctx, client, q, bounds{time: limit, resident: p.o.Resident}, p.o.Answer)
	if err := p.enqueue(j, generation); err != nil {
		j.stop()
		return nil, err
	}
	late := time.NewTimer(p.o.Wait)
	defer late.Stop()
	for {
		select {
		case <-j.begun:
			if err := j.failedEarly(); err != nil {
				j.stop()
				j.spool.close()
				return nil, err
			}
			return j.answer(), nil
		case <-late.C:
			if p.giveUp(j) {
				j.stop()
				return nil, p.counted(&Error{Fault: FaultBusy, Message: fmt.Sprintf("no worker was free within %s; ask again", p.o.Wait)})
			}
			late.Reset(leash) // a worker has it, perhaps an express one, which may put it back
		case <-ctx.Done():
			p.giveUp(j)
			j.stop()
			j.spool.close()
			return nil, &Error{Fault: FaultEnded, Message: "the question was ended"}
		}
	}
}

func (p *Pool) enqueue(j *job, generation string) error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	switch {
	case p.isClosed:
		return errStopping
	case generation != "" && generation != p.generation:
		p.count.Faults[FaultChanged]++
		return &Error{Fault: FaultChanged, Message: "the database was replaced meanwhile; ask again"}
	}
	j.wanted = generation
	p.waiting.push(j)
	p.dispatch()
	if p.waiting.size > p.o.Queue && p.waiting.remove(j) { // no worker took it, not even an express one
		p.count.Faults[FaultBusy]++
		return &Error{Fault: FaultBusy, Message: fmt.Sprintf("%d questions wait already; ask again later", p.waiting.size)}
	}
	return nil
}

// giveUp removes a question from the queue. It reports false if the question is not there because a worker has it.
func (p *Pool) giveUp(j *job) bool {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.waiting.remove(j)
}

func (p *Pool) counted(err *Error) error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.count.Faults[err.Fault]++
	return err
}

// dispatch gives waiting questions to free workers. The mutex is held.
func (p *Pool) dispatch() {
	for len(p.idle) > 0 {
		j := p.waiting.next(p.running, func(*job) bool { return true })
		if j == nil {
			return
		}
		worker := p.idle[len(p.idle)-1]
		p.idle = p.idle[:len(p.idle)-1]
		p.running[j.client]++
		p.ending.Go(func() { p.work(worker, j) })
	}
	for len(p.express) > 0 {
		isLast := len(p.express) == 1
		j := p.waiting.next(p.running, func(j *job) bool {
			return !j.isTried && !p.hurrying[j.client] && (!isLast || !time.Now().Before(p.slow[j.client]))
		})
		if j == nil {
			return
		}
		worker := p.express[len(p.express)-1]
		p.express = p.express[:len(p.express)-1]
		p.hurrying[j.client] = true
		p.ending.Go(func() { p.tryExpress(worker, j, isLast) })
	}
}

// work answers a question on a worker, and frees or replaces the worker.
func (p *Pool) work(worker *process, j *job) {
	ending, isAlive, err := j.askOf(worker, j.bounds, j.started())
	p.mutex.Lock()
	if p.running[j.client]--; p.running[j.client] == 0 {
		delete(p.running, j.client)
	}
	p.mutex.Unlock()
	p.finish(j, ending, err)
	p.free(worker, isAlive, false)
}

// tryExpress answers a question if that takes no longer than its leash, and puts it back otherwise.
func (p *Pool) tryExpress(worker *process, j *job, isLast bool) {
	j.isTried = true
	short := j.bounds
	short.work = leash
	if isLast {
		short.work = lastLeash
	}
	short.time, short.grace = min(short.time, longLeash), expressGrace
	held := &held{}
	ending, isAlive, err := j.askOf(worker, short, held)
	isTooLarge := errors.Is(err, errLeash) || errors.Is(err, errTooMuch) || short.time < j.bounds.time && FaultOf(err) == FaultTime
	if !isTooLarge {
		if _, written := j.started().Write(held.body); err == nil {
			err = written
		}
		p.finish(j, ending, err)
	} else {
		p.markSlow(j.client)
		p.putBack(j)
	}
	p.free(worker, isAlive, true)
	p.mutex.Lock()
	defer p.mutex.Unlock()
	delete(p.hurrying, j.client)
	p.dispatch()
}

// markSlow records that a client's question was too large for an express worker.
func (p *Pool) markSlow(client string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	now := time.Now()
	maps.DeleteFunc(p.slow, func(_ string, until time.Time) bool { return now.After(until) })
	p.slow[client] = now.Add(slowFor)
}

// putBack returns a question that was too large for an express worker to the queue.
func (p *Pool) putBack(j *job) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.isClosed {
		j.end(Ending{}, errStopping)
		return
	}
	p.waiting.push(j)
	p.dispatch()
}

var errStopping = &Error{Fault: FaultServer, Message: "the server is stopping"}

// finish counts a question and ends it.
func (p *Pool) finish(j *job, ending Ending, err error) {
	if err == nil {
		p.keep(j, ending)
	}
	p.mutex.Lock()
	if err == nil {
		p.count.Answered++
	} else {
		p.count.Faults[FaultOf(err)]++
	}
	p.mutex.Unlock()
	j.end(ending, err)
}

// free makes a worker available again, or starts a replacement.
func (p *Pool) free(worker *process, isAlive, isExpress bool) {
	p.mutex.Lock()
	isCurrent := worker.generation == p.generation && !p.isClosed
	if isAlive && isCurrent {
		p.put(worker, isExpress)
		p.mutex.Unlock()
		return
	}
	delete(p.processes, worker)
	generation := p.generation
	if !isAlive {
		p.count.Killed++
	}
	p.mutex.Unlock()
	if isAlive {
		worker.retire() // its database was replaced, and it has a successor
		return
	}
	worker.kill()
	worker.wait()
	if isCurrent {
		p.replace(generation, isExpress)
	}
}
