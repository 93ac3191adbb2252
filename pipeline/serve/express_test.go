package serve

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// W2: many clients whose questions no interrupt stops leave the last express worker for others, once each
// of them has shown what its questions are like.
func TestW2SlowClientsLeaveTheLastExpressWorker(t *testing.T) {
	path := filepath.Join(t.TempDir(), "breaches.duckdb")
	publishDatabase(t, path, 1)
	p := openPool(t, path, nil)
	ctx, stop := context.WithCancel(t.Context())
	var askers sync.WaitGroup
	const slow = 4
	for client := range slow {
		askers.Go(func() {
			for ctx.Err() == nil {
				if answer, err := p.Ask(ctx, fmt.Sprint("slow ", client), Question{SQL: fresh(hostile[0])}, 2*time.Second, ""); err == nil {
					answer.Close()
				}
			}
		})
	}
	wait(t, func() bool {
		p.mutex.Lock()
		defer p.mutex.Unlock()
		if len(p.slow) < slow || len(p.express) == 0 {
			return false
		}
		for client := range p.slow { // some showed it up to two minutes ago, and that counts for slowFor
			p.slow[client] = time.Now().Add(slowFor)
		}
		return true
	})
	var slowest time.Duration
	looks := 0
	for began := time.Now(); time.Since(began) < slowFor/2; looks++ {
		p.mutex.Lock()
		free := len(p.express)
		p.mutex.Unlock()
		if free == 0 {
			t.Fatal("want an express worker free for a client whose questions are small")
		}
		asked := time.Now()
		answer, err := p.Ask(ctx, "neighbour", Question{SQL: fresh("select count(*) from marts.breaches")}, 20*time.Second, "")
		if err != nil {
			t.Fatal(err)
		}
		answer.Close()
		slowest = max(slowest, time.Since(asked))
		wait(t, func() bool { // until its own worker is free again
			p.mutex.Lock()
			defer p.mutex.Unlock()
			return !p.hurrying["neighbour"]
		})
	}
	stop()
	askers.Wait()
	t.Logf("%d small questions meanwhile, the slowest %s", looks, slowest) // how long it takes depends on what else the machine does
}

// A queue that one client has filled turns away no small question of another.
func TestAFullQueueTurnsNoNeighbourAway(t *testing.T) {
	path := filepath.Join(t.TempDir(), "breaches.duckdb")
	publishDatabase(t, path, 1)
	p := openPool(t, path, func(o *Options) { o.Workers, o.Queue = 1, 2 })
	ctx, stop := context.WithCancel(t.Context())
	var askers sync.WaitGroup
	defer askers.Wait()
	defer stop()
	for range 8 {
		askers.Go(func() {
			for ctx.Err() == nil {
				if answer, err := p.Ask(ctx, "slow", Question{SQL: fresh(hostile[1])}, 2*time.Second, ""); err == nil {
					answer.Close()
				}
				time.Sleep(10 * time.Millisecond)
			}
		})
	}
	wait(t, func() bool { return p.Status().Faults[FaultBusy] > 5 && p.Status().Waiting == 2 })
	for range 20 {
		answer, err := p.Ask(ctx, "neighbour", Question{SQL: fresh("select 42")}, 20*time.Second, "")
		if err != nil {
			t.Fatalf("want an answer, got %v", err)
		}
		answer.Close()
		wait(t, func() bool { // until its express worker is free again
			p.mutex.Lock()
			defer p.mutex.Unlock()
			delete(p.slow, "neighbour") // it would be there if this machine stood still for longLeash
			return !p.hurrying["neighbour"]
		})
	}
}

// Workers for large questions have a low priority in all their threads, express ones and the front the usual.
func TestPriorities(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("priorities are lowered on Linux only")
	}
	path := filepath.Join(t.TempDir(), "breaches.duckdb")
	publishDatabase(t, path, 1)
	p := openPool(t, path, nil)
	usual := niceOf(t, os.Getpid())[0]
	for name, workers := range map[string][]*process{"express": p.express, "other": p.idle} {
		want := usual
		if name == "other" {
			want = max(usual, lowPriority)
		}
		for _, worker := range workers {
			for _, got := range niceOf(t, worker.command.Process.Pid) {
				if got != want {
					t.Errorf("%s workers: want the nice value %d in each thread, got %d", name, want, got)
				}
			}
		}
	}
	for _, got := range niceOf(t, os.Getpid()) {
		if got != usual {
			t.Errorf("want the front at the nice value %d in each thread, got %d", usual, got)
		}
	}
}

// niceOf are the nice values of a process's threads, the first thread's first.
func niceOf(t *testing.T, pid int) (all []int) {
	t.Helper()
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/stat", pid))
	if err != nil || len(threads) == 0 {
		t.Fatalf("want the threads of a process, got %v, %v", threads, err)
	}
	for _, thread := range threads {
		text, err := os.ReadFile(thread)
		if err != nil {
			continue // the thread is gone
		}
		var nice int
		if _, err := fmt.Sscan(strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))[16], &nice); err != nil {
			t.Fatal(err)
		}
		all = append(all, nice)
	}
	return all
}
