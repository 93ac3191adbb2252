package serve

import (
	"context"
	"io"
	"slices"
	"sync"
)

// job is a question and the state of its answer.
type job struct {
	client     string
	question   Question
	bounds     bounds
	wanted     string // generation that the client asks; empty for any
	generation string // generation that answers
	isTried    bool   // an express worker has tried it
	spool      *spool

	ctx   context.Context
	stop  context.CancelFunc
	begun chan struct{} // closed at the first byte of the answer, or at its end
	done  chan struct{} // closed at its end
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

// started returns the writer of the answer; its first byte wakes the client.
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

// answer returns what the client reads, once the answer has begun.
func (j *job) answer() *Answer {
	return &Answer{Generation: j.generation, job: j}
}

// failedEarly returns the error of a question that ended before the first byte of an answer.
func (j *job) failedEarly() error {
	select {
	case <-j.done:
		return j.err
	default:
		return nil
	}
}

// held collects the answer of an express worker until it is complete.
type held struct{ body []byte }

// errTooMuch means that an answer is too large for an express worker.
var errTooMuch = &Error{Fault: FaultMemory, Message: "more than fits into memory"}

func (h *held) Write(body []byte) (int, error) {
	if len(h.body)+len(body) > inMemory {
		return 0, errTooMuch
	}
	h.body = append(h.body, body...)
	return len(body), nil
}

// queue holds the waiting questions, in the order in which they came.
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

// next removes and returns a question that fits: one of the client with the fewest running questions, and of
// those the one that has waited longest. It is nil if none fits.
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
