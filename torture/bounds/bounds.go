// Package bounds helps to test code that reads bytes from outside: hostile input may cost time and
// memory in proportion to its size, and no more.
package bounds

import (
	"runtime"
	"testing"
	"time"
)

// Most is the time limit for reading one input of any size. Fuzzers keep inputs small.
const Most = 30 * time.Second

// Start starts to count the bytes that the process allocates, and the function that it returns
// stops. The test fails if more was allocated than fixed bytes plus times bytes for each of size
// bytes read, or if it took longer than [Most].
//
//	defer bounds.Start(t, len(text), 1<<10, 1<<20)()
//
// Every allocation of the process counts, so no other test may run at the same time.
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

// hangs is the time after which work counts as work without an end. The work of tests takes seconds, on a busy machine a minute.
const hangs = 10 * time.Minute

// Ends returns the result of do. If do has no end, the test fails instead of hanging.
func Ends(t *testing.T, do func() error) error {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- do() }()
	select {
	case err := <-done:
		return err
	case <-time.After(hangs):
		t.Fatalf("want an end within %s", hangs)
		return nil
	}
}
