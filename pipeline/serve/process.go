package serve

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// process is a worker as the front sees it. It answers one question at a time.
type process struct {
	generation string
	command    *exec.Cmd
	in         io.WriteCloser
	frames     chan frame // closed when the worker is gone
	asked      uint64
	said       ready
	isKilled   atomic.Bool
}

// startUp is how long a worker may take to open the database and be ready for questions.
const startUp = 30 * time.Second

// start starts a worker on a generation of the database and waits until it is ready. An express worker has the
// priority of the front, all others a lower one: so a small question gets more CPU time than large ones.
func start(ctx context.Context, command *exec.Cmd, generation string, isExpress bool) (*process, error) {
	in, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	widen(out)
	var words strings.Builder
	command.Stderr = &firstBytes{into: &words, left: 4096}
	command.Env = []string{"GOMEMLIMIT=200MiB", "GOGC=400", "TZ=UTC"} // a question leaves little garbage, so collect it less often
	starting := atLowPriority
	if isExpress {
		starting = func(start func() error) error { return start() }
	}
	if err := starting(command.Start); err != nil {
		return nil, err
	}
	p := &process{generation: generation, command: command, in: in, frames: make(chan frame, 1)}
	go p.read(bufio.NewReaderSize(out, 1<<18))
	ctx, stop := context.WithTimeout(ctx, startUp)
	defer stop()
	select {
	case first, isOpen := <-p.frames:
		if isOpen && first.kind == frameReady {
			return p, json.Unmarshal(first.body, &p.said)
		}
		err = errors.New("a worker ended before it could be asked")
	case <-ctx.Done():
		err = fmt.Errorf("a worker could not be asked: %w", ctx.Err())
	}
	p.kill()
	p.wait()
	if said := strings.TrimSpace(words.String()); said != "" {
		err = errors.New(strings.TrimPrefix(said, "breachstats: "))
	}
	return nil, err
}

// firstBytes keeps the first bytes written to it.
type firstBytes struct {
	into *strings.Builder
	left int
}

func (f *firstBytes) Write(body []byte) (int, error) {
	kept := body[:min(len(body), f.left)]
	f.left -= len(kept)
	f.into.Write(kept)
	return len(body), nil
}

func (p *process) read(out *bufio.Reader) {
	defer close(p.frames)
	for {
		next, err := readFrame(out)
		if err != nil {
			return
		}
		p.frames <- next
	}
}

func (p *process) kill() {
	p.isKilled.Store(true)
	_ = p.command.Process.Kill() // it may be gone already
}

// wait drains the remaining output of a worker and waits for its end.
func (p *process) wait() {
	for range p.frames {
	}
	_ = p.command.Wait() // its status does not matter: it was killed, or its pipe was closed
}

// retire lets an idle worker end.
func (p *process) retire() {
	_ = p.in.Close()
	go func() {
		late := time.AfterFunc(5*time.Second, p.kill)
		defer late.Stop()
		p.wait()
	}()
}

// bounds are the limits of one question.
type bounds struct {
	time     time.Duration
	work     time.Duration // CPU time, checked once that much time has passed; 0 for no limit
	resident int64         // bytes of memory of the worker, as the system counts them
	grace    time.Duration // how long the worker may take to end the question before it is killed; 0 for killGrace
}

const (
	lookEvery = 20 * time.Millisecond
	// killGrace is how long a worker may take to end a question before it is killed, expressGrace how long an
	// express worker may.
	killGrace    = 250 * time.Millisecond
	expressGrace = 100 * time.Millisecond
)

// ask asks one question and writes the Arrow IPC stream of the answer to out. The error is an *Error. isAlive
// reports whether the worker can answer another question.
func (p *process) ask(ctx context.Context, q Question, within bounds, out io.Writer) (ending Ending, isAlive bool, err error) {
	p.asked++
	if err := p.order(order{Number: p.asked, Question: &q}); err != nil {
		return Ending{}, false, &Error{Fault: FaultServer, Message: "a worker is gone"}
	}
	run := asking{process: p, number: p.asked, bounds: within, began: time.Now()}
	if within.work > 0 {
		run.worked = workOf(p.command.Process.Pid)
	}
	return run.collect(ctx, out)
}

func (p *process) order(o order) error {
	line, err := json.Marshal(o)
	if err != nil {
		return err
	}
	_, err = p.in.Write(append(line, '\n'))
	return err
}

// asking is one question under way.
type asking struct {
	*process
	number uint64
	bounds bounds
	began  time.Time
	worked time.Duration // CPU time before the question, if bounds limit it
	why    error         // why the question was ended; nil while it may run
	killAt <-chan time.Time
}

// end orders the worker to end the question. If the worker does not, it is killed.
func (a *asking) end(why error) { a.endWithin(why, cmp.Or(a.bounds.grace, killGrace)) }

func (a *asking) endWithin(why error, grace time.Duration) {
	if a.why != nil {
		return
	}
	a.why = why
	_ = a.order(order{Number: a.number, IsEnded: true}) // the code below notices a dead worker
	a.killAt = time.After(grace)
}

func (a *asking) collect(ctx context.Context, out io.Writer) (Ending, bool, error) {
	limit := time.NewTimer(a.bounds.time)
	defer limit.Stop()
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	ended := ctx.Done()
	for {
		select {
		case next, isOpen := <-a.frames:
			if !isOpen {
				return Ending{}, false, a.reason(&Error{Fault: FaultServer, Message: "a worker ended in the middle of the question; ask again"})
			}
			if isLast, ending, err := a.take(next, out); isLast {
				return ending, !a.isKilled.Load() && (err == nil || FaultOf(err) != FaultServer), err
			}
		case <-ended:
			ended = nil
			a.end(&Error{Fault: FaultEnded, Message: "the question was ended"})
		case <-limit.C:
			a.end(&Error{Fault: FaultTime, Message: fmt.Sprintf("the question was stopped after %s, the time that one may take here", a.bounds.time)})
		case <-look.C:
			if a.hasWorked() {
				a.end(errLeash)
			}
			if a.bounds.resident > 0 && residentBytes(a.command.Process.Pid) > a.bounds.resident {
				a.endWithin(&Error{Fault: FaultMemory, Message: "the question was stopped: it needs more memory than one may use here"}, 0)
			}
		case <-a.killAt:
			a.kill()
		}
	}
}

// errLeash means that a question takes too long for an express worker.
var errLeash = &Error{Fault: FaultTime, Message: "longer than a small question takes"}

// hasWorked reports whether the question has used its CPU time. If the system does not report CPU time, elapsed
// time counts.
func (a *asking) hasWorked() bool {
	if a.bounds.work == 0 || time.Since(a.began) < a.bounds.work {
		return false
	}
	now := workOf(a.command.Process.Pid)
	return now == 0 || now-a.worked >= a.bounds.work
}

// take handles one frame. isLast reports that the question has ended.
func (a *asking) take(next frame, out io.Writer) (isLast bool, ending Ending, err error) {
	switch next.kind {
	case frameRows:
		if a.why == nil {
			if _, err := out.Write(next.body); err != nil {
				var known *Error
				if !errors.As(err, &known) {
					known = &Error{Fault: FaultEnded, Message: "the answer is no longer read"}
				}
				a.end(known)
			}
		}
		return false, Ending{}, nil
	case frameDone:
		if err := json.Unmarshal(next.body, &ending); err != nil {
			return true, Ending{}, &Error{Fault: FaultServer, Message: "a worker sent what is no ending"}
		}
		return true, ending, a.reason(nil)
	case frameError:
		var said Error
		if err := json.Unmarshal(next.body, &said); err != nil {
			return true, Ending{}, &Error{Fault: FaultServer, Message: "a worker sent what is no error"}
		}
		return true, Ending{}, a.reason(&said)
	}
	return true, Ending{}, &Error{Fault: FaultServer, Message: "a worker sent what is no answer"}
}

// reason returns why the front ended the question, or err if it did not.
func (a *asking) reason(err error) error {
	if a.why != nil {
		return a.why
	}
	return err
}

// residentBytes is the memory of a process as the system counts it; 0 if the system does not report it.
func residentBytes(pid int) int64 {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/statm")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text))
	if len(fields) < 2 {
		return 0
	}
	pages, err := strconv.ParseInt(fields[1], 10, 64)
	if err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}

// tick is the unit in which Linux counts CPU time.
const tick = 10 * time.Millisecond

// workOf is the CPU time of a process; 0 if the system does not report it.
func workOf(pid int) time.Duration {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	if len(fields) < 13 {
		return 0
	}
	user, errUser := strconv.ParseInt(fields[11], 10, 64)
	system, errSystem := strconv.ParseInt(fields[12], 10, 64)
	if errUser != nil || errSystem != nil {
		return 0
	}
	return time.Duration(user+system) * tick
}
