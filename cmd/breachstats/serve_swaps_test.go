package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/renameio/v2"

	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// statusOf is what the server says of itself.
func (s served) status(t *testing.T) (status struct {
	Generation string           `json:"generation"`
	Workers    int              `json:"workers"`
	Resident   map[string]int64 `json:"resident"`
	Faults     map[string]int64 `json:"faults"`
}) {
	t.Helper()
	answer, err := http.Get(s.HTTP + "-/status")
	must.Do(t, err)
	defer func() { _ = answer.Body.Close() }()
	must.Do(t, json.NewDecoder(answer.Body).Decode(&status))
	return status
}

// frontBytes is the memory of the part that talks to clients; 0 where the system does not say.
func (s served) frontBytes() int64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", s.pid))
	if err != nil {
		return 0
	}
	var size, resident int64
	if _, err := fmt.Sscan(string(text), &size, &resident); err != nil {
		return 0
	}
	return resident * int64(os.Getpagesize())
}

// rowsOfDatabases are the numbers of rows that an answer of one database may have.
type rowsOfDatabases map[int]bool

// wantWhole returns an error unless an answer has all rows of one database, each of which begins with their number.
func (known rowsOfDatabases) wantWhole(answer string) error {
	lines := strings.Split(strings.TrimSpace(answer), "\n")
	counts := map[string]bool{}
	for _, line := range lines {
		count, _, _ := strings.Cut(line, ",")
		counts[count] = true
	}
	if !known[len(lines)] || len(counts) != 1 || !counts[strconv.Itoa(len(lines))] {
		return fmt.Errorf("want all rows of one database, got %d with counts %v", len(lines), counts)
	}
	return nil
}

// readersUntil returns read, which calls a function again and again in the background and counts its calls, and stop, which
// ends all readers. An error of a reader fails the test.
func readersUntil(t *testing.T, answers *atomic.Int64) (read func(call func() error), stop func()) {
	ctx, cancel := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	read = func(call func() error) {
		readers.Go(func() {
			for ctx.Err() == nil {
				if err := call(); err != nil {
					t.Error(err)
					return
				}
				answers.Add(1)
			}
		})
	}
	return read, func() {
		cancel()
		readers.Wait()
	}
}

// W3: the database is replaced a hundred times under ten readers of HTTP and ten of Flight: no error, no
// answer of two databases, no growth of memory.
func TestW3SwapsUnderReaders(t *testing.T) {
	tier.Long(t, "a hundred swaps under twenty readers")
	dataDir, call := twoCaptures(t)
	published := filepath.Join(dataDir, "breaches.duckdb")
	var bodies [2][]byte
	for i, asOf := range []string{"2023-06-30", "newest"} {
		call("build", "--as-of", asOf)
		var err error
		if bodies[i], err = os.ReadFile(published); err != nil {
			t.Fatal(err)
		}
	}
	s := serving(t, dataDir, "--wait", "60s")
	const question = "select (select count(*) from marts.breaches) as n, breach_id from marts.breaches"
	known := rowsOfDatabases{}
	swap := func(i int) {
		before := s.status(t).Generation
		must.Do(t, renameio.WriteFile(published, bodies[i%2], 0o600))
		for late := time.Now().Add(2 * time.Minute); s.status(t).Generation == before; time.Sleep(10 * time.Millisecond) {
			if time.Now().After(late) {
				t.Fatal("want the new database served within two minutes")
			}
		}
	}
	for i := range 2 {
		swap(i)
		answer := must.Get(s.overHTTP(t.Context(), http.DefaultClient, question))(t)
		known[strings.Count(answer, "\n")-1] = true
	}
	if len(known) != 2 {
		t.Fatalf("want two databases of different length, got %v", known)
	}
	var answers atomic.Int64
	read, stop := readersUntil(t, &answers)
	for i := range 10 {
		client, web := s.flightClient(t), from(fmt.Sprintf("127.0.1.%d", i+1))
		read(func() error {
			answer, err := s.overHTTP(t.Context(), web, question)
			if err != nil {
				return err
			}
			_, rows, _ := strings.Cut(answer, "\n")
			return known.wantWhole(rows)
		})
		read(func() error {
			answer, err := overFlight(t.Context(), client, question)
			if err != nil {
				return err
			}
			return known.wantWhole(answer)
		})
	}
	const swaps = 100
	var early int64
	for i := range swaps {
		swap(i)
		if i == swaps/4 {
			early = s.frontBytes()
		}
	}
	late := s.frontBytes()
	stop()
	status := s.status(t)
	for begun := time.Now(); status.Workers < 4 && time.Since(begun) < time.Minute; time.Sleep(10 * time.Millisecond) {
		status = s.status(t) // one that was too slow, on a busy machine, is being replaced
	}
	t.Logf("%d answers under %d swaps; the front had %d MB after a quarter of them and %d MB at their end; workers %v", answers.Load(), swaps, early>>20, late>>20, status.Resident)
	if late > early+64<<20 {
		t.Errorf("want no growth of memory, got %d MB, then %d MB", early>>20, late>>20)
	}
	if status.Workers != 4 || len(status.Faults) > 0 {
		t.Errorf("want four workers and no fault, got %+v", status)
	}
}
