package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// profileOf runs a command line with a profile and returns its lines.
func profileOf(t *testing.T, args ...string) (lines []profiled) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "profile.jsonl")
	var stderr bytes.Buffer
	if status := run(append(args, "--quiet", "--profile", path), strings.NewReader(""), new(bytes.Buffer), &stderr); status != exitDone {
		t.Fatalf("%v: want exit status 0, got %d: %s", args, status, stderr.String())
	}
	text := must.Get(os.ReadFile(path))(t)
	for line := range strings.Lines(string(text)) {
		var one profiled
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		lines = append(lines, one)
	}
	return lines
}

func TestProfileTellsOfEveryPart(t *testing.T) {
	tier.Long(t, "a run, part by part")
	dir := t.TempDir()
	folders := []string{"--data", filepath.Join(dir, "data"), "--out", filepath.Join(dir, "out")}
	times := map[string]int{}
	for _, part := range profileOf(t, append(folders, "run", "--source", "sample", "--rows", "1000")...) {
		times[part.Part]++
		if part.Began < 0 || part.Seconds < 0 || part.CPUSeconds < 0 || part.PeakBytes < 0 {
			t.Errorf("want nothing below 0, got %+v", part)
		}
	}
	list, _, err := pipeline.Options{}.Models()
	if err != nil {
		t.Fatal(err)
	}
	wanted := []string{"import", "order", "load raw.breach_reports", "swap", "publish reading", "publish page", "publish write"}
	for _, model := range list {
		wanted = append(wanted, "model "+model.Table())
		if isProvedByTests := model.Layer == models.Reference; !model.IsMacro() && !isProvedByTests {
			wanted = append(wanted, "check "+model.Path+":1")
		}
	}
	for _, part := range wanted {
		if times[part] != 1 {
			t.Errorf("want %q once, got it %d times", part, times[part])
		}
	}
}

func TestProfileOfChecks(t *testing.T) {
	tier.Long(t, "a run, check by check")
	folder := filepath.Join(t.TempDir(), "data")
	if status := run([]string{"run", "--quiet", "--source", "sample", "--rows", "100", "--data", folder, "--out", filepath.Join(folder, "out")},
		strings.NewReader(""), new(bytes.Buffer), new(bytes.Buffer)); status != exitDone {
		t.Fatalf("want exit status 0, got %d", status)
	}
	for _, part := range profileOf(t, "check", "--data", folder) {
		if !strings.HasPrefix(part.Part, "check ") {
			t.Errorf("want checks alone, got %+v", part)
		}
	}
}

func TestProfileThatCannotBeWritten(t *testing.T) {
	var stderr bytes.Buffer
	path := filepath.Join(t.TempDir(), "missing", "profile.jsonl")
	status := run([]string{"check", "--data", t.TempDir(), "--profile", path}, strings.NewReader(""), new(bytes.Buffer), &stderr)
	if status != exitFailed || !strings.Contains(stderr.String(), "--profile: open "+path) {
		t.Errorf("want exit status 1 and a word of --profile, got %d: %s", status, stderr.String())
	}
}
