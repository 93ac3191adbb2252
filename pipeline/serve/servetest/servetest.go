// Package servetest opens pools of workers for tests. A worker is the program of the tests itself.
package servetest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"github.com/breachstats/breachstats/pipeline/serve"
	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// WorkIfAsked runs a worker and ends the process if Open started it as one. Call it first in TestMain.
func WorkIfAsked() {
	if len(os.Args) != 4 || os.Args[1] != "worker" {
		return
	}
	err := serve.Work(context.Background(), os.Stdin, os.Stdout, serve.WorkerOptions{Database: os.Args[2], Generation: os.Args[3],
		Limits: warehouse.Limits{Memory: 400_000_000, Threads: 1}})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// Open opens a pool on o.Database, and closes it at the end of the test. It sets o.Command and o.Say.
func Open(tb testing.TB, o serve.Options) *serve.Pool {
	tb.Helper()
	program, err := os.Executable()
	if err != nil {
		tb.Fatal(err)
	}
	o.Command = func(generation string) *exec.Cmd { return exec.Command(program, "worker", o.Database, generation) }
	o.Say = tb.Logf
	pool, err := serve.Open(tb.Context(), o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(pool.Close)
	return pool
}
