package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/breachstats/breachstats/torture/must"
)

// scriptOf gives the shell script of a step of the GitHub Actions recipe.
func scriptOf(t *testing.T, step string) string {
	t.Helper()
	recipe := must.Get(os.ReadFile("../../recipes/github/breachstats.yml"))(t)
	_, after, isThere := strings.Cut(string(recipe), "- name: "+step)
	_, script, hasScript := strings.Cut(after, "run: |\n")
	if !isThere || !hasScript {
		t.Fatalf("want a step %q with a script", step)
	}
	script, _, _ = strings.Cut(script, "\n      - ")
	return script
}

// What stands for gh: the release's files are those of a folder.
const releases = `#!/bin/sh
case "$2" in
view) test -d "$ASSETS" ;;
create) mkdir "$ASSETS" ;;
upload) cp "$4" "$ASSETS/" ;;
download) cp "$ASSETS/$5" "$7" ;;
esac
`

// The recipe hands the database, and so the breach ids, from each run to the next, and stops where it is lost.
func TestTheActionsRecipeKeepsTheDatabase(t *testing.T) {
	for _, program := range []string{"bash", "git", "sha256sum"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(program + " is not on this machine")
		}
	}
	dir := t.TempDir()
	assets, clone := filepath.Join(dir, "assets"), filepath.Join(dir, "clone")
	write := func(path, text string) {
		t.Helper()
		must.Do(t, os.MkdirAll(filepath.Dir(path), 0o755))
		must.Do(t, os.WriteFile(path, []byte(text), 0o755))
	}
	write(filepath.Join(dir, "programs", "gh"), releases)
	in := func(folder, script string) error {
		shell := exec.Command("bash", "-e", "-o", "pipefail", "-c", script)
		shell.Dir = folder
		shell.Env = append(os.Environ(), "ASSETS="+assets, "PATH="+filepath.Join(dir, "programs")+":"+os.Getenv("PATH"),
			"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null")
		output, err := shell.CombinedOutput()
		t.Logf("%s", output)
		return err
	}
	takeOver, keep := scriptOf(t, "Take over the database of the last run, and its breach ids"), scriptOf(t, "Keep what changed")
	must.Do(t, in(dir, "git init --quiet --bare origin"))
	for run, want := range []string{"", "database 0", "database 1"} {
		must.Do(t, in(dir, "rm -rf clone && git clone --quiet origin clone"))
		if err := in(clone, takeOver); err != nil {
			t.Fatalf("run %d: %v", run, err)
		}
		if got, _ := os.ReadFile(filepath.Join(clone, "data/breaches.duckdb")); string(got) != want {
			t.Errorf("run %d: want the database %q of the run before, got %q", run, want, got)
		}
		for path, text := range map[string]string{"data/breaches.duckdb": "database " + string(rune('0'+run)), "data/manifest.csv": "", "data/snapshots/one": "", "out/index.html": "", "last-run.json": "{}"} {
			write(filepath.Join(clone, path), text)
		}
		if err := in(clone, keep); err != nil {
			t.Fatalf("run %d: %v", run, err)
		}
	}
	must.Do(t, in(dir, `rm -rf clone "$ASSETS" && git clone --quiet origin clone`))
	if in(clone, takeOver) == nil {
		t.Error("want a database that is lost to stop the run, before it gives breaches other ids")
	}
}
