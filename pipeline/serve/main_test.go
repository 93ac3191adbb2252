package serve

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// The tests' own program is the worker too.
func TestMain(m *testing.M) {
	if len(os.Args) == 4 && os.Args[1] == "worker" {
		err := Work(context.Background(), os.Stdin, os.Stdout, WorkerOptions{Database: os.Args[2], Generation: os.Args[3],
			Limits: warehouse.Limits{Memory: 400_000_000, Threads: 1}})
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// publishDatabase puts a database at path whose table has the number n in each of 20,000 rows.
func publishDatabase(t testing.TB, path string, n int) {
	t.Helper()
	w, err := warehouse.Create(t.Context(), path, 0, warehouse.Limits{})
	if err == nil {
		err = w.Exec(t.Context(), fmt.Sprintf("create schema marts; create table marts.breaches as select %d as n, i from range(20000) t(i)", n))
	}
	if err == nil {
		err = w.Filled(t.Context())
	}
	if err == nil {
		err = warehouse.Swap(t.Context(), w, path)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func openPool(t testing.TB, path string, change func(*Options)) *Pool {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Database: path, Workers: 2, Resident: 900_000_000, Queue: 32, Wait: 20 * time.Second,
		Command: func(generation string) *exec.Cmd { return exec.Command(program, "worker", path, generation) },
		Say:     func(format string, args ...any) { t.Logf(format, args...) }}
	if change != nil {
		change(&o)
	}
	p, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

var freshQuestions atomic.Int64

// fresh is a question as nobody asked it before: a worker has to answer it.
func fresh(sql string) string { return fmt.Sprintf("%s -- %d", sql, freshQuestions.Add(1)) }

// text is an answer's first column as text, row by row.
func text(p *Pool, q Question, limit time.Duration) (string, Ending, error) {
	answer, err := p.Ask(context.Background(), "a", q, limit, "")
	if err != nil {
		return "", Ending{}, err
	}
	defer answer.Close()
	rows, err := answer.Records()
	if err != nil {
		return "", Ending{}, err
	}
	defer rows.Release()
	var values []string
	for rows.Next() {
		for i := range int(rows.RecordBatch().NumRows()) {
			values = append(values, rows.RecordBatch().Column(0).ValueStr(i))
		}
	}
	ending, ended := answer.Ending()
	return strings.Join(values, " "), ending, errors.Join(rows.Err(), ended)
}

func wait(t *testing.T, until func() bool) {
	t.Helper()
	for range 600 {
		if until() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("waited for 30 s")
}
