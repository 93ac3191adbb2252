package main

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/breachstats/breachstats/torture/must"
)

// A query ends at once, and with a word, when it is interrupted.
func TestD9InterruptStopsAQuery(t *testing.T) {
	strangersHome(t)
	// On a busy machine a signal may come before the program listens: it is ended by it, and one later is tried.
	for delay := 500 * time.Millisecond; ; delay *= 2 {
		var stderr bytes.Buffer
		command := programCommand(t, "query", "select count(*) from range(1000000000) a(i), range(1000000) b(j) where i * j % 7 = 3")
		command.Stderr = &stderr
		must.Do(t, command.Start())
		time.Sleep(delay)
		must.Do(t, command.Process.Signal(os.Interrupt))
		begin := time.Now()
		_ = command.Wait()
		if !command.ProcessState.Exited() && delay < 8*time.Second {
			continue
		}
		if status := command.ProcessState.ExitCode(); status != exitInterrupted || !strings.Contains(stderr.String(), "breachstats: interrupted") {
			t.Errorf("want exit status 130 and a word, got %d: %s", status, stderr.String())
		}
		if waited := time.Since(begin); waited > time.Minute {
			t.Errorf("want it stopped at once, took %s", waited)
		}
		return
	}
}

// The first interrupt asks, the second ends the process: also where it waits for a reader that reads no more.
func TestASecondInterruptEndsTheProcess(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("BREACHSTATS_DATA", "")
	printed(t, "sample", "--rows", "2000", "--captured", "2024-10-17", "--view", "all", "--output", "2024-10-17_all.csv")
	printed(t, "import", "2024-10-17_all.csv", "--quiet")
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	command := programCommand(t, "snapshots", "cat", "2024-10-17", "all")
	command.Stdout = writer
	must.Do(t, errors.Join(command.Start(), writer.Close()))
	ended := make(chan struct{})
	go func() {
		_ = command.Wait()
		close(ended)
	}()
	if _, err := reader.Read(make([]byte, 1)); err != nil { // it writes, and so it listens
		t.Fatal(err)
	}
	for deadline := time.After(time.Minute); ; {
		if err := command.Process.Signal(os.Interrupt); err != nil && !errors.Is(err, os.ErrProcessDone) {
			t.Fatal(err)
		}
		select {
		case <-ended:
			return
		case <-deadline:
			_ = command.Process.Kill()
			t.Fatal("want it ended, and it still waits")
		case <-time.After(200 * time.Millisecond):
		}
	}
}
