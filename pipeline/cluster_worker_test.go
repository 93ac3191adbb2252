package pipeline

import (
	"os"
	"strconv"
	"sync"
	"syscall"
	"testing"
)

// A worker that is killed in the middle of a build costs its tasks, which are done again by the other: the build
// ends right.
func TestWorkerThatDies(t *testing.T) {
	pid, err := strconv.Atoi(os.Getenv("BREACHSTATS_SPARK_WORKER"))
	if err != nil {
		t.Skip("BREACHSTATS_SPARK_WORKER names no worker to kill; `make test-spark LONG=1` starts a cluster")
	}
	o := options(t)
	importAll(t, o, sampleOfSixDays(t)...)
	here, err := Build(t.Context(), o)
	if err != nil {
		t.Fatalf("%v\n%+v", err, failing(here))
	}
	other := onCluster(t, o, clusterOf(t, 4))
	var once sync.Once
	isKilled := false
	other.Trace = func(part string) func() {
		if part == "model intermediate.forms" {
			once.Do(func() {
				isKilled = true
				if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
					t.Errorf("worker %d: %v", pid, err)
				}
			})
		}
		return func() {}
	}
	there, err := Build(t.Context(), other)
	if err != nil {
		t.Fatalf("%v\n%+v", err, failing(there))
	}
	if !isKilled {
		t.Fatal("want the worker killed while models are made, got a build without that model")
	}
	wantSameChecks(t, here, there)
	wantSameTables(t, o, other)
}
