package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A build or a publication that is killed leaves the previous database and figures, or the new
// ones, whole; and the next run succeeds.
func TestD1KilledAtAnyMoment(t *testing.T) {
	dir := t.TempDir()
	dataDir, out := filepath.Join(dir, "data"), filepath.Join(dir, "out")
	call := func(args ...string) string {
		t.Helper()
		command := programCommand(t, append(args, "--data", dataDir, "--out", out, "--quiet")...)
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
	call("publish")
	random := rand.New(rand.NewPCG(1, 2))
	length := map[string]time.Duration{}
	killed := 0
	for i := range 50 {
		verb := []string{"build", "publish"}[i%2]
		switch i % 4 {
		case 0:
			call("import", exports[days[1]])
		case 2:
			call("snapshots", "forget", days[1], "all")
		}
		if length[verb] == 0 {
			begin := time.Now()
			call(verb)
			length[verb] = time.Since(begin)
			continue
		}
		command := programCommand(t, verb, "--data", dataDir, "--out", out, "--quiet")
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(random.Int64N(int64(length[verb]))))
		_ = command.Process.Kill()
		if err := command.Wait(); err != nil {
			killed++
		}
		call("verify")
		shown := call("query", "select captured_on, count(*) as n from marts.breaches group by all", "--format", "csv")
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
	call("publish")
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

// wantWhole wants a published folder that agrees with its manifest, of one of the captures.
func wantWhole(t *testing.T, out string, days []string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(out, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct {
		CapturedOn string `json:"captured_on"`
		Files      []struct{ Name, SHA256 string }
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
	for _, file := range manifest.Files {
		content, err := os.ReadFile(filepath.Join(out, file.Name))
		if err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != file.SHA256 {
			t.Fatalf("%s: differs from the manifest", file.Name)
		}
	}
}
