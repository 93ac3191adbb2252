package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/breachstats/breachstats/torture/tier"
)

// guideStep is one thing to do in CONTRIBUTING.md: a file to create, to append to or to change, or commands to run.
type guideStep struct {
	verb string // "Create", "Add to the end of", "Change", or empty for commands
	path string
	text string
}

var guideBlock = regexp.MustCompile("(?ms)(?:^(Create|Add to the end of|Change) `([^`]+)`:\n\n)?^```(\\w+)\n(.*?)^```$")

func guideSteps(page string) []guideStep {
	var steps []guideStep
	for _, block := range guideBlock.FindAllStringSubmatch(page, -1) {
		if block[1] != "" || block[3] == "sh" {
			steps = append(steps, guideStep{block[1], block[2], block[4]})
		}
	}
	return steps
}

// patched is a text with the hunks of a diff applied, each of which must fit in one place only; empty if one does not.
func patched(text, diff string) string {
	for hunk := range strings.SplitSeq(diff, "@@\n") {
		var before, after strings.Builder
		for line := range strings.Lines(hunk) {
			switch sign, rest := line[0], line[1:]; sign {
			case '-':
				before.WriteString(rest)
			case '+':
				after.WriteString(rest)
			default:
				before.WriteString(rest)
				after.WriteString(rest)
			}
		}
		if strings.Count(text, before.String()) != 1 {
			return ""
		}
		text = strings.Replace(text, before.String(), after.String(), 1)
	}
	return text
}

func TestPatched(t *testing.T) {
	const text = "a\nb\nc\nb\n"
	for diff, want := range map[string]string{
		" a\n+x\n b\n":         "a\nx\nb\nc\nb\n",
		"-c\n+d\n":             "a\nb\nd\nb\n",
		"-b\n+x\n":             "", // in two places
		"-e\n":                 "", // in none
		" a\n+x\n@@\n-c\n+d\n": "a\nx\nb\nd\nb\n",
	} {
		if got := patched(text, diff); got != want {
			t.Errorf("%q: want %q, got %q", diff, want, got)
		}
	}
}

// The worked examples of CONTRIBUTING.md are followed to the letter on a copy of the project, and their commands run.
func TestContributingExamplesWork(t *testing.T) {
	tier.Long(t, "a copy of the project, changed and built")
	page, err := os.ReadFile("../../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	copied := t.TempDir()
	copyProject(t, "../..", copied)
	_, examples, _ := strings.Cut(string(page), "\n## Add a figure\n")
	steps := append([]guideStep{{text: "make build\n"}}, guideSteps(examples)...)
	verbs := map[string]int{}
	for _, step := range steps {
		verbs[step.verb]++
		follow(t, copied, step)
		if t.Failed() {
			return // what follows builds on it
		}
	}
	for _, verb := range []string{"Create", "Add to the end of", "Change", ""} {
		if verbs[verb] < 2 {
			t.Errorf("want steps of each kind, got %v", verbs)
		}
	}
}

func follow(t *testing.T, folder string, step guideStep) {
	t.Helper()
	path := filepath.Join(folder, step.path)
	before, err := os.ReadFile(path)
	after := step.text
	switch step.verb {
	case "":
		for command := range strings.Lines(step.text) {
			// The compiled packages outside of the project are those of this test: -trimpath would compile all of them again.
			command = strings.TrimSpace(strings.Replace(command, "make build", "go build -o bin/breachstats ./cmd/breachstats", 1))
			shell := exec.Command("bash", "-e", "-o", "pipefail", "-c", command)
			shell.Dir = folder
			// Without what only debuggers read, each program is linked a second sooner; the linter vets the project.
			shell.Env = append(os.Environ(), "BREACHSTATS_DATA=", "GOFLAGS="+os.Getenv("GOFLAGS")+" -ldflags=-w -vet=off")
			if output, err := shell.CombinedOutput(); err != nil {
				t.Errorf("CONTRIBUTING.md: %s: %v\n%s", command, err, output)
			}
		}
		return
	case "Create":
		if err == nil {
			t.Errorf("CONTRIBUTING.md: %s is to be created, and is there", step.path)
		}
	case "Add to the end of":
		after = string(before) + step.text
	case "Change":
		if after = patched(string(before), step.text); after == "" {
			t.Errorf("CONTRIBUTING.md: the change of %s does not fit in one place; move your lines, or change the example:\n%s", step.path, step.text)
			return
		}
	}
	if err := os.WriteFile(path, []byte(after), 0o644); err != nil {
		t.Error(err)
	}
}

// copyProject copies what git would: neither builds nor data.
func copyProject(t *testing.T, from, to string) {
	t.Helper()
	left := []string{".git", "bin", "out", "demo", "big", "dist", "data/snapshots"}
	err := filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if slices.Contains(left, filepath.ToSlash(name)) {
			if entry.IsDir() {
				return filepath.SkipDir
			}
			return nil
		}
		if entry.IsDir() {
			return os.MkdirAll(filepath.Join(to, name), 0o755)
		}
		if !entry.Type().IsRegular() || strings.Contains(name, ".duckdb") {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, name), text, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
}
