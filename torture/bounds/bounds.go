// Package bounds is for the tests of whatever reads bytes from outside: hostile input may cost time and
// memory in proportion to its size, and no more.
package bounds

import (
	"runtime"
	"testing"
	"time"
)

// Most is how long the reading of one input may take, whatever its size: fuzzers keep inputs small.
const Most = 30 * time.Second

// Start begins to count what the process allocates. What it returns ends the count: the test fails if
// that was more than fixed bytes and times bytes for each of size bytes read, or took longer than Most.
//
//	defer bounds.Start(t, len(text), 1<<10, 1<<20)()
//
// Everything counts that the process allocates meanwhile, so no other test may run beside.
func Start(t *testing.T, size, times, fixed int) (end func()) {
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	started := time.Now()
	return func() {
		t.Helper()
		var after runtime.MemStats
		runtime.ReadMemStats(&after)
		most := uint64(fixed + size*times)
		if got := after.TotalAlloc - before.TotalAlloc; got > most {
			t.Errorf("want at most %d bytes allocated for %d bytes, got %d", most, size, got)
		}
		if took := time.Since(started); took > Most {
			t.Errorf("want an end within %s, got %s", Most, took)
		}
	}
}

// Ends is what do returns, and ends the test where that takes longer than limit: what would wait for
// ever fails and does not hang.
func Ends(t *testing.T, limit time.Duration, do func() error) error {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- do() }()
	select {
	case err := <-done:
		return err
	case <-time.After(limit):
		t.Fatalf("want an end within %s", limit)
		return nil
	}
}
