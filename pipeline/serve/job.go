package serve

import (
	"context"
	"io"
	"slices"
	"sync"
)

// job is a question on its way to an answer.
type job struct {
	client     string
	question   Question
	bounds     bounds
	wanted     string // generation that is asked for; empty for any
	generation string // generation that answers
	isTried    bool   // on an express worker
	spool      *spool

	ctx   context.Context
	stop  context.CancelFunc
	begun chan struct{} // closed with the first byte of the answer, or its end
	done  chan struct{} // closed with its end
	start sync.Once

	ending Ending
	err    error
}

func newJob(ctx context.Context, client string, q Question, within bounds, most int64) *job {
	j := &job{client: client, question: q, bounds: within, spool: newSpool(most), begun: make(chan struct{}), done: make(chan struct{})}
	j.ctx, j.stop = context.WithCancel(ctx)
	return j
}

// askOf asks the question of a worker.
func (j *job) askOf(worker *process, within bounds, out io.Writer) (Ending, bool, error) {
	j.generation = worker.generation
	if j.wanted != "" && j.wanted != j.generation {
		return Ending{}, true, &Error{Fault: FaultChanged, Message: "the database was replaced meanwhile; ask again"}
	}
	return worker.ask(j.ctx, j.question, within, out)
}

// started takes the answer for the client, who waits for its first byte.
func (j *job) started() io.Writer { return begins{j} }

type begins struct{ *job }

func (b begins) Write(body []byte) (int, error) {
	n, err := b.spool.Write(body)
	b.start.Do(func() { close(b.begun) })
	return n, err
}

func (j *job) end(ending Ending, err error) {
	j.ending, j.err = ending, err
	j.spool.end(err)
	close(j.done)
	j.start.Do(func() { close(j.begun) })
}

// answer is what a client reads of a question that has begun to be answered.
func (j *job) answer() *Answer {
	return &Answer{Generation: j.generation, job: j}
}

// failedEarly is the error of a question that ended without a byte.
func (j *job) failedEarly() error {
	select {
	case <-j.done:
		return j.err
	default:
		return nil
	}
}

// held keeps the answer of an express worker until it is whole.
type held struct{ body []byte }

// errTooMuch is of an answer too large for an express worker.
var errTooMuch = &Error{Fault: FaultMemory, Message: "more than fits into memory"}

func (h *held) Write(body []byte) (int, error) {
	if len(h.body)+len(body) > inMemory {
		return 0, errTooMuch
	}
	h.body = append(h.body, body...)
	return len(body), nil
}

// queue is the questions that wait, in their order.
type queue struct {
	jobs []*job
	size int
}

func (q *queue) push(j *job) {
	q.jobs = append(q.jobs, j)
	q.size = len(q.jobs)
}

func (q *queue) remove(j *job) bool {
	i := slices.Index(q.jobs, j)
	if i >= 0 {
		q.jobs = slices.Delete(q.jobs, i, i+1)
		q.size = len(q.jobs)
	}
	return i >= 0
}

// next takes the question that has waited longest, of those that fit and of the client who has fewest
// running. It is nil where none fits.
func (q *queue) next(running map[string]int, fits func(*job) bool) *job {
	var best *job
	for _, j := range q.jobs {
		if fits(j) && (best == nil || running[j.client] < running[best.client]) {
			best = j
		}
	}
	if best != nil {
		q.remove(best)
	}
	return best
}

func (q *queue) all() []*job {
	jobs := q.jobs
	*q = queue{}
	return jobs
}
