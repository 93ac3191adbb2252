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

	"github.com/breachstats/breachstats/pipeline/warehouse/warehousetest"
)

// publishDatabase puts a database at path whose table has the number n in each of 20,000 rows.
func publishDatabase(t testing.TB, path string, n int) {
	t.Helper()
	warehousetest.Publish(t, path, fmt.Sprintf("create schema marts; create table marts.breaches as select %d as n, i from range(20000) t(i)", n))
}

func openPool(t testing.TB, path string, change func(*Options)) *Pool {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Database: path, Workers: 2, Resident: 900_000_000, Queue: 32, Wait: 2 * time.Minute,
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
	for late := time.Now().Add(2 * time.Minute); !until(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(late) {
			t.Fatal("waited for two minutes")
		}
	}
}
