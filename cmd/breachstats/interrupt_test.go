package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"
)

// A query ends at once, and with a word, when it is interrupted.
func TestD9InterruptStopsAQuery(t *testing.T) {
	strangersHome(t)
	// On a busy machine a signal may come before the program listens: it is ended by it, and one later is tried.
	for delay := 500 * time.Millisecond; ; delay *= 2 {
		var stderr bytes.Buffer
		command := programCommand(t, "query", "select count(*) from range(1000000000) a(i), range(1000000) b(j) where i * j % 7 = 3")
		command.Stderr = &stderr
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(delay)
		if err := command.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
		begin := time.Now()
		_ = command.Wait()
		if !command.ProcessState.Exited() && delay < 8*time.Second {
			continue
		}
		if status := command.ProcessState.ExitCode(); status != exitFailed || !strings.Contains(stderr.String(), "breachstats: interrupted") {
			t.Errorf("want exit status 1 and a word, got %d: %s", status, stderr.String())
		}
		if waited := time.Since(begin); waited > 5*time.Second {
			t.Errorf("want it stopped at once, took %s", waited)
		}
		return
	}
}
