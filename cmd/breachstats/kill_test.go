package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// A build or a publication that is killed leaves the previous database and figures, or the new
// ones, whole; and the next run succeeds. A reader that looks all the time, between the kills as
// well, never finds anything else.
func TestD1KilledAtAnyMoment(t *testing.T) {
	dir := t.TempDir()
	dataDir, out := filepath.Join(dir, "data"), filepath.Join(dir, "out")
	call := func(args ...string) string {
		t.Helper()
		command := programCommand(t, append(args, "--data", dataDir, "--quiet")...)
		var stdout, stderr bytes.Buffer
		command.Stdout, command.Stderr = &stdout, &stderr
		if err := command.Run(); err != nil {
			t.Fatalf("%q: %v: %s", args, err, stderr.String())
		}
		return stdout.String()
	}
	days := []string{"2023-06-30", "2024-06-30"}
	exports := map[string]string{}
	for _, day := range days {
		exports[day] = filepath.Join(dir, day+"_all.csv")
		call("sample", "--rows", "1000", "--captured", day, "--view", "all", "--output", exports[day])
	}
	call("import", exports[days[0]])
	call("build")
	call("publish", "--out", out)
	looked := watch(t, filepath.Join(dataDir, "breaches.duckdb"), out)
	random := rand.New(rand.NewPCG(1, 2))
	length := map[string]time.Duration{}
	killed := 0
	for i := range 50 {
		verb := [][]string{{"build"}, {"publish", "--out", out}}[i%2]
		switch i % 4 {
		case 0:
			call("import", exports[days[1]])
		case 2:
			call("snapshots", "forget", days[1], "all")
		}
		if length[verb[0]] == 0 {
			begin := time.Now()
			call(verb...)
			length[verb[0]] = time.Since(begin)
			continue
		}
		command := programCommand(t, append(verb, "--data", dataDir, "--quiet")...)
		wasKilled, lasted := killWithin(t, command, random, length[verb[0]])
		if wasKilled {
			killed++
		} else {
			length[verb[0]] = min(length[verb[0]], lasted) // the machine is less busy now
		}
		call("verify")
		shown := call("query", "select max(last_captured_on) as captured_on, count(*) as n from marts.breaches where vanished_on is null", "--format", "csv")
		if shown != "captured_on,n\n2023-06-30,1000\n" && shown != "captured_on,n\n2024-06-30,1000\n" {
			t.Fatalf("kill %d of %s: want the old database or the new one, got %q", i, verb, shown)
		}
		wantWhole(t, out, days)
	}
	if killed < 25 {
		t.Errorf("want most of the runs killed before their end, got %d", killed)
	}
	call("import", exports[days[1]])
	call("build")
	call("publish", "--out", out)
	if looks := looked(); looks < 20 {
		t.Errorf("want the reader to look all the time, got %d looks", looks)
	}
	wantWhole(t, out, days[1:])
	for _, folder := range []string{dir, dataDir} {
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			if strings.Contains(entry.Name(), "ing") && entry.Name() != ".staging" {
				t.Errorf("%s: left behind after a run that succeeded", filepath.Join(folder, entry.Name()))
			}
		}
	}
}

// killWithin starts a command and kills it at a random moment within length. It says whether that
// came before the command's end, and how long the command lasted.
func killWithin(t *testing.T, command *exec.Cmd, random *rand.Rand, length time.Duration) (wasKilled bool, lasted time.Duration) {
	t.Helper()
	begin := time.Now()
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- command.Wait() }()
	select {
	case <-done:
		return false, time.Since(begin)
	case <-time.After(time.Duration(random.Int64N(int64(length)))):
		_ = command.Process.Kill()
		return <-done != nil, time.Since(begin)
	}
}

// watch opens the database and reads the figures over and over until looked is called, which says
// how often it could.
func watch(t *testing.T, database, out string) (looked func() int) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	looks := make(chan int, 1)
	go func() {
		n := 0
		for ; ctx.Err() == nil; n++ {
			if err := errors.Join(lookAtDatabase(ctx, database), lookAtFigures(out)); err != nil && ctx.Err() == nil {
				t.Errorf("look %d: %v", n, err)
				break
			}
		}
		looks <- n
	}()
	return func() int {
		stop()
		return <-looks
	}
}

func lookAtDatabase(ctx context.Context, path string) error {
	w, err := warehouse.Open(ctx, path)
	if err != nil {
		return err
	}
	rows, err := w.Query(ctx, "select count(*), sum(breaches) from (from marts.breaches where vanished_on is null), (select sum(breaches) as breaches from figures.breaches_by_year)")
	if err == nil && rows.Column(0).ValueStr(0) != "1000" {
		err = fmt.Errorf("want 1000 breaches, got %s", rows.Column(0).ValueStr(0))
	}
	return errors.Join(err, w.Close())
}

// lookAtFigures reads the folder that stands there now, as a reader who opened it would. One that
// was replaced meanwhile may lose its files, and is left.
func lookAtFigures(out string) error {
	folder, err := os.OpenRoot(out)
	if err != nil {
		return err
	}
	defer folder.Close()
	opened, err := folder.Stat(".")
	if err != nil {
		return err
	}
	err = manifestHolds(folder.FS())
	if now, statErr := os.Stat(out); statErr == nil && !os.SameFile(opened, now) {
		return nil
	}
	return err
}

// manifestHolds wants every file that a manifest names, as it names it.
func manifestHolds(folder fs.FS) error {
	text, err := fs.ReadFile(folder, "manifest.json")
	if err != nil {
		return err
	}
	var manifest struct {
		Files []struct{ Name, SHA256 string }
	}
	if err := json.Unmarshal(text, &manifest); err != nil {
		return err
	}
	for _, file := range manifest.Files {
		content, err := fs.ReadFile(folder, file.Name)
		if err != nil {
			return err
		}
		if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != file.SHA256 {
			return fmt.Errorf("%s: differs from the manifest", file.Name)
		}
	}
	return nil
}

// wantWhole wants a published folder that agrees with its manifest, of one of the captures.
func wantWhole(t *testing.T, out string, days []string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(out, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct {
		CapturedOn string `json:"captured_on"`
		Files      []struct{ Name string }
	}
	if err := json.Unmarshal(text, &manifest); err != nil {
		t.Fatal(err)
	}
	isKnown := false
	for _, day := range days {
		isKnown = isKnown || manifest.CapturedOn == day
	}
	if !isKnown || len(manifest.Files) < 20 {
		t.Fatalf("want figures of %v, got %s with %d files", days, manifest.CapturedOn, len(manifest.Files))
	}
	if err := manifestHolds(os.DirFS(out)); err != nil {
		t.Fatal(err)
	}
}
