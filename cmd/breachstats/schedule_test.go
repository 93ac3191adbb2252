package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/breachstats/breachstats/pipeline/fetch/portaltest"
	"github.com/breachstats/breachstats/torture/tier"
)

// Two scheduled runs that overlap never mix: each is done, or ends with exit status 6 and the name of the other. What is
// published afterwards is whole.
func TestS1ARunMeetsTheOneBeforeIt(t *testing.T) {
	tier.Long(t, "two runs at once")
	archive, open, part2 := portaltest.Samples(t, 8000, 20, 1, time.Now())
	portal := portaltest.New(t, portaltest.Options{Archive: archive, UnderInvestigation: open, Part2: part2})
	dir := t.TempDir()
	dataDir, out := filepath.Join(dir, "data"), filepath.Join(dir, "out")
	statuses, texts := make([]int, 2), make([]string, 2)
	var both sync.WaitGroup
	for i := range statuses {
		both.Go(func() {
			command := programCommand(t, "run", "--interval", "0s", "--url", portal.URL(), "--data", dataDir, "--out", out)
			output, err := command.CombinedOutput()
			var exit *exec.ExitError
			if err != nil && !errors.As(err, &exit) {
				t.Error(err)
				return
			}
			statuses[i], texts[i] = command.ProcessState.ExitCode(), string(output)
		})
	}
	both.Wait()
	done := 0
	for i, status := range statuses {
		switch {
		case status == exitDone:
			done++
		case status != exitLocked || !strings.Contains(texts[i], "another run holds the lock: "):
			t.Errorf("want it done, or exit status 6 and who holds the lock, got %d: %s", status, texts[i])
		}
	}
	if done == 0 {
		t.Error("want one of the two done")
	}
	t.Setenv("BREACHSTATS_DATA", "")
	for _, args := range [][]string{
		{"verify", "--data", dataDir}, {"check", "--data", dataDir},
		{"status", "--check", "--max-age", "1h", "--data", dataDir, "--out", out},
	} {
		if got := call(args...); got.status != exitDone {
			t.Errorf("%s: want all whole, got exit status %d: %s", args[0], got.status, got.stderr)
		}
	}
}

// While the portal is away, each run ends with exit status 5 and what was published stays, byte for byte. A monitor is warned
// once the newest capture is too old, and the status says how the last run ended.
func TestS4ThePortalIsAwayForDays(t *testing.T) {
	t.Setenv("BREACHSTATS_DATA", "")
	dir := t.TempDir()
	folders := []string{"--data", filepath.Join(dir, "data"), "--out", filepath.Join(dir, "out")}
	with := func(args ...string) []string { return append(args, folders...) }
	if got := call(with("run", "--source", "sample", "--rows", "1000", "--quiet")...); got.status != exitDone {
		t.Fatal(got.stderr)
	}
	shown := filesUnder(t, dir)
	away := portaltest.NoNetwork(t)
	for day := range 2 { // each waits for nine seconds before it tries again
		got := call(with("run", "--interval", "0s", "--timeout", "1s", "--url", away)...)
		if got.status != exitUnreachable || !strings.Contains(got.stderr, "check the network") {
			t.Errorf("day %d: want exit status 5 and what to do, got %d: %s", day, got.status, got.stderr)
		}
	}
	if !sameFiles(shown, filesUnder(t, dir)) {
		t.Error("want every snapshot, the database and every figure as they were")
	}
	got := call(with("status", "--check", "--max-age", "36h")...)
	if got.status != exitStale || !strings.Contains(got.stdout, "STALE: ") || !strings.Contains(got.stdout, "exit status 5") {
		t.Errorf("want exit status 7, STALE and the last run's end, got %d:\n%s", got.status, got.stdout)
	}
}

// filesUnder gives the digest of each file under a folder, by its path in it, without the lock and the note of the last run.
func filesUnder(t *testing.T, folder string) map[string][32]byte {
	t.Helper()
	t.Chdir(folder)
	files := footprint(t)
	delete(files, filepath.Join("data", ".lock"))
	delete(files, filepath.Join("data", "last-run.json"))
	return files
}

// GitHub stops the schedule of a repository in which nothing happened for 60 days. So the recipe adds an empty commit when the
// last one is 50 days old, and none before.
func TestS6TheActionsRecipeKeepsItsScheduleAlive(t *testing.T) {
	for _, program := range []string{"bash", "git", "sha256sum"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(program + " is not on this machine")
		}
	}
	keep := scriptOf(t, "Keep what changed")
	for name, c := range map[string]struct {
		age  time.Duration
		want string // commits at the end
	}{
		"a commit of last week": {7 * 24 * time.Hour, "1"},
		"49 days":               {49 * 24 * time.Hour, "1"},
		"51 days":               {51 * 24 * time.Hour, "2"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			at := time.Now().Add(-c.age).Format(time.RFC3339)
			in := func(folder, script string) string {
				t.Helper()
				shell := exec.Command("bash", "-e", "-o", "pipefail", "-c", script)
				shell.Dir = filepath.Join(dir, folder)
				shell.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null")
				var stderr bytes.Buffer
				shell.Stderr = &stderr
				output, err := shell.Output()
				if err != nil {
					t.Fatalf("%v: %s%s", err, output, stderr.String())
				}
				return strings.TrimSpace(string(output))
			}
			in(".", `git init --quiet --bare origin && git clone --quiet origin clone 2>/dev/null`)
			in("clone", `mkdir -p data/snapshots out && touch data/manifest.csv data/snapshots/one out/index.html && echo '{}' > last-run.json
				git add data out && git -c user.name=one -c user.email=one@example.org commit --quiet --date `+at+` --message "A capture"`)
			in("clone", `GIT_COMMITTER_DATE=`+at+` git -c user.name=one -c user.email=one@example.org commit --quiet --amend --no-edit && git push --quiet`)
			in("clone", keep)
			if got := in("origin", "git rev-list --count --all"); got != c.want {
				t.Errorf("want %s commits, got %s", c.want, got)
			}
		})
	}
}

// What has no room in memory ends with the place and what to do about it.
func TestD6OutOfMemorySaysWhatToDo(t *testing.T) {
	for _, c := range []struct{ message, want string }{
		{"sql/4_marts/breaches.sql:1: Out of Memory Error: failed to pin block of size 256.0 KiB (142.9 MiB/143.0 MiB used)",
			"; allow more with --max-memory, or free some memory"},
		{"sql/4_marts/breaches.sql:1: Binder Error: column \"out of memory\" not found", ""},
	} {
		if got := advice(c.message); got != c.want {
			t.Errorf("%s: want %q, got %q", c.message, c.want, got)
		}
	}
}
