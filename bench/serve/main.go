// Command serve measures how fast `breachstats serve` answers: small questions over HTTP and Flight SQL
// from 1, 8 and 64 clients, a large answer through ADBC compared with Python's duckdb on the file, the
// time to the first byte, and memory. For comparison it measures Datasette on the same rows. With -load,
// 64 clients send questions for that time while the database is replaced each minute.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func main() {
	binary := flag.String("binary", "bin/breachstats", "`program` to measure")
	python := flag.String("python", "python3", "Python `interpreter` with adbc-driver-flightsql, duckdb and pyarrow; if it has datasette, that is measured too")
	rows := flag.Int("rows", 8000, "`rows` of the synthetic list")
	each := flag.Duration("for", 10*time.Second, "`time` of each measurement, for each number of clients")
	load := flag.Duration("load", 0, "let 64 clients send questions for this `time` while the database is replaced, and measure nothing else")
	every := flag.Duration("swap-every", time.Minute, "with -load, `time` between two replacements of the database")
	flag.Parse()
	if err := measure(*binary, *python, *rows, *each, *load, *every); err != nil {
		fmt.Fprintln(os.Stderr, "bench/serve:", err)
		os.Exit(1)
	}
}

// bench is a server under measurement.
type bench struct {
	python, folder, data string
	binary               string
	server               *exec.Cmd
	http, flight         string
}

// The questions that are measured. groupSQL is the same each time, so the server answers it from its
// cache, without a worker. changingSQL has a different constant each time.
const (
	groupSQL    = "select year, count(*) as n from marts.breaches group by year order by year"
	changingSQL = "select year, count(*) as n from marts.breaches where individuals <> %d group by year order by year"
)

func measure(binary, python string, rows int, each, load, every time.Duration) (err error) {
	b := &bench{python: python}
	if b.binary, err = filepath.Abs(binary); err != nil {
		return err
	}
	if b.folder, err = os.MkdirTemp("", "breachstats-serve"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(b.folder)) }()
	b.data = filepath.Join(b.folder, "data")
	if err := b.call("run", "--source", "sample", "--rows", strconv.Itoa(rows), "--out", filepath.Join(b.folder, "out"), "--quiet"); err != nil {
		return err
	}
	if err := b.start(); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.stop()) }()
	if load > 0 {
		return b.load(load, every)
	}
	for _, way := range []struct {
		name  string
		enter func() (asker, error)
	}{
		{"HTTP, `select 1`, the same question", b.overHTTP(again("select 1 as a"))},
		{"HTTP, breaches by year, the same question", b.overHTTP(again(groupSQL))},
		{"HTTP, breaches by year, another question each time", b.overHTTP(changing(changingSQL))},
		{"Flight SQL, breaches by year, the same question", b.overFlight(again(groupSQL))},
		{"Flight SQL, breaches by year, another question each time", b.overFlight(changing(changingSQL))},
	} {
		if err := rates(way.name, each, way.enter); err != nil {
			return err
		}
	}
	if err := b.firstByte(); err != nil {
		return err
	}
	fmt.Printf("\nMemory: the front %d MB, workers %s\n\n", residentOf(b.server.Process.Pid)>>20, b.workers())
	if err := b.run("bench/serve/throughput.py", b.flight, filepath.Join(b.data, "breaches.duckdb")); err != nil {
		return err
	}
	return b.datasette(each)
}

func (b *bench) call(args ...string) error {
	command := exec.Command(b.binary, append(args, "--data", b.data)...)
	command.Stderr = os.Stderr
	return command.Run()
}

func (b *bench) run(script string, args ...string) error {
	command := exec.Command(b.python, append([]string{script}, args...)...)
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	return command.Run()
}

// start starts the server with a queue that is long enough for 64 clients at a time.
func (b *bench) start() error {
	b.server = exec.Command(b.binary, "serve", "--data", b.data, "--out", filepath.Join(b.folder, "out"), "--listen", "127.0.0.1:0", "--flight-listen", "127.0.0.1:0",
		"--json", "--no-access-log", "--quiet", "--queue", "128", "--wait", "30s")
	b.server.Stderr = os.Stderr
	stdout, err := b.server.StdoutPipe()
	if err != nil {
		return err
	}
	if err := b.server.Start(); err != nil {
		return err
	}
	var at struct{ HTTP, Flight string }
	if err := json.NewDecoder(stdout).Decode(&at); err != nil {
		return fmt.Errorf("serve: want its addresses: %w", err)
	}
	b.http, b.flight = at.HTTP, at.Flight
	return nil
}

func (b *bench) stop() error {
	if err := b.server.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return b.server.Wait()
}

// residentOf returns the memory of a process in bytes, or 0 if the system does not report it.
func residentOf(pid int) int64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return 0
	}
	var size, resident int64
	if _, err := fmt.Sscan(string(text), &size, &resident); err != nil {
		return 0
	}
	return resident * int64(os.Getpagesize())
}

// workers describes the memory of each worker.
func (b *bench) workers() string {
	answer, err := http.Get(b.http + "-/status")
	if err != nil {
		return err.Error()
	}
	defer func() { _ = answer.Body.Close() }()
	var status struct{ Resident map[string]int64 }
	if err := json.NewDecoder(answer.Body).Decode(&status); err != nil {
		return err.Error()
	}
	var all []string
	for _, bytes := range status.Resident {
		all = append(all, fmt.Sprintf("%d MB", bytes>>20))
	}
	return strings.Join(all, ", ")
}

// firstByte measures the time until a large answer begins.
func (b *bench) firstByte() error {
	const large = "select b.* from marts.breaches b, range(50)"
	began := time.Now()
	answer, err := http.Get(b.http + "sql.arrow?" + url.Values{"q": {"from (" + large + ") limit 100000"}}.Encode())
	if err != nil {
		return err
	}
	if _, err := io.ReadFull(answer.Body, make([]byte, 1)); err != nil {
		return err
	}
	overHTTP := time.Since(began)
	_ = answer.Body.Close()
	client, err := b.flightClient()
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }()
	began = time.Now()
	info, err := client.Execute(context.Background(), large)
	if err != nil {
		return err
	}
	rows, err := client.DoGet(context.Background(), info.GetEndpoint()[0].GetTicket())
	if err != nil {
		return err
	}
	defer rows.Release()
	rows.Next()
	fmt.Printf("\nFirst byte of `marts.breaches` x 50: HTTP %s (after all rows: answers of /sql are counted first), first rows by Flight SQL %s\n",
		overHTTP.Round(time.Millisecond), time.Since(began).Round(time.Millisecond))
	return rows.Err()
}
