package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/pipeline/fetch/portaltest"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// called is a run of the program in this process: its exit status and what it printed.
type called struct {
	status         int
	stdout, stderr string
}

func call(args ...string) called {
	var stdout, stderr bytes.Buffer
	status := run(args, strings.NewReader(""), &stdout, &stderr)
	return called{status, stdout.String(), stderr.String()}
}

// Every exit status of a scheduled run, and the message that says what to do next.
// docs/scheduling.md shows these messages.
func TestS5ExitStatusesOfAScheduledRun(t *testing.T) {
	tier.Long(t, "runs with every exit status")
	t.Setenv("BREACHSTATS_DATA", "")
	archive, open, part2 := portaltest.Samples(t, 8000, 20, 1, time.Now())
	lists := portaltest.Options{Archive: archive, UnderInvestigation: open, Part2: part2}
	with := func(fault portaltest.Fault) portaltest.Options {
		o := lists
		o.Faults = []portaltest.Strike{{Fault: fault}}
		return o
	}
	docs := must.Get(os.ReadFile("../../docs/scheduling.md"))(t)
	cases := []struct {
		name    string
		url     func(t *testing.T) string
		args    []string
		prepare func(t *testing.T, dataDir string)
		status  int
		want    string
	}{
		{"0 a new capture", func(t *testing.T) string { return portaltest.New(t, lists).URL() }, nil, nil, exitDone, " files; open "},
		{"1 a folder of somebody else", func(t *testing.T) string { return portaltest.New(t, lists).URL() }, nil, func(t *testing.T, dataDir string) {
			out := filepath.Join(filepath.Dir(dataDir), "out")
			must.Do(t, errors.Join(os.Mkdir(out, 0o755), os.WriteFile(filepath.Join(out, "thesis.txt"), nil, 0o644)))
		}, exitFailed, "want a new or empty folder, or one that breachstats published to"},
		{"2 a flag that is none", func(*testing.T) string { return "http://127.0.0.1:1/" }, []string{"--nonsense"}, nil, exitWrongCommand, "unknown flag: --nonsense"},
		{"3 a value that would make a number wrong", func(t *testing.T) string {
			wrong := lists
			wrong.Archive = bytes.Replace(archive, []byte(`","No","`), []byte(`","Nope","`), 1)
			return portaltest.New(t, wrong).URL()
		}, nil, nil, exitChecksFailed, "checks failed: 1 of"},
		{"4 the front page in place of the list", func(t *testing.T) string {
			return portaltest.New(t, with(portaltest.FaultT3RedirectToFrontPage)).URL()
		}, nil, nil, exitUntrusted, "want the page of the HIPAA list, got a redirect to /ocr/breach/breach_frontpage.jsf"},
		{"5 no network", func(t *testing.T) string { return portaltest.NoNetwork(t) }, nil, nil, exitUnreachable, "check the network"},
		{"6 another run", func(t *testing.T) string { return portaltest.New(t, lists).URL() }, nil, func(t *testing.T, dataDir string) {
			release := must.Get(data.Lock(dataDir, "process 4242, running from the portal to out"))(t)
			t.Cleanup(release)
		}, exitLocked, "another run holds the lock: process 4242, running from the portal to out"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel() // two of them wait for seconds
			dir := t.TempDir()
			dataDir := filepath.Join(dir, "data")
			if c.prepare != nil {
				c.prepare(t, dataDir)
			}
			args := append([]string{"run", "--interval", "0s", "--url", c.url(t), "--data", dataDir, "--out", filepath.Join(dir, "out")}, c.args...)
			got := call(args...)
			if got.status != c.status || !strings.Contains(got.stderr, c.want) {
				t.Errorf("want exit status %d and %q, got %d:\n%s", c.status, c.want, got.status, got.stderr)
			}
			if c.status != exitDone && !bytes.Contains(docs, []byte(c.want)) {
				t.Errorf("docs/scheduling.md: want the message %q", c.want)
			}
		})
	}
}

func TestRunReportsAsJSONAndStatusRemembers(t *testing.T) {
	tier.Long(t, "runs one after the other")
	t.Setenv("BREACHSTATS_DATA", "")
	archive, open, part2 := portaltest.Samples(t, 8000, 20, 1, time.Now())
	portal := portaltest.New(t, portaltest.Options{Archive: archive, UnderInvestigation: open, Part2: part2})
	dir := t.TempDir()
	folders := []string{"--data", filepath.Join(dir, "data"), "--out", filepath.Join(dir, "out")}
	asked := append([]string{"run", "--json", "--quiet", "--interval", "0s", "--url", portal.URL()}, folders...)
	for _, want := range []struct{ outcome, message string }{{"captured", "new capture "}, {"unchanged", "unchanged since capture "}} {
		got := call(asked...)
		var report struct {
			ExitStatus       int `json:"exit_status"`
			Outcome, Message string
			Views            []struct{ Rows int64 }
		}
		if err := json.Unmarshal([]byte(got.stdout), &report); err != nil {
			t.Fatalf("want one JSON object, got %q, %v", got.stdout, err)
		}
		if report.ExitStatus != exitDone || report.Outcome != want.outcome || !strings.HasPrefix(report.Message, want.message) || len(report.Views) != 3 {
			t.Errorf("want %s of three views, got %+v\n%s", want.outcome, report, got.stderr)
		}
	}
	portal.Close()
	if got := call(append(asked, "--timeout", "2s")...); got.status != exitUnreachable {
		t.Errorf("want exit status 5, got %d: %s", got.status, got.stderr)
	}
	got := call(append([]string{"status"}, folders...)...)
	for _, want := range []string{"last run", "exit status 5: fetch: ", "database   of capture ", " files, of capture "} {
		if !strings.Contains(got.stdout, want) {
			t.Errorf("want %q in\n%s", want, got.stdout)
		}
	}
}

func TestSystemdUnitsVerify(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd-analyze is not on this machine")
	}
	self := must.Get(os.Executable())(t)
	dir := t.TempDir()
	var units []string
	for _, name := range []string{"breachstats.service", "breachstats.timer", "breachstats-serve.service"} {
		text := must.Get(os.ReadFile(filepath.Join("../../recipes/systemd", name)))(t)
		units = append(units, filepath.Join(dir, name))
		// The program need not be installed for its unit to be right.
		text = bytes.ReplaceAll(text, []byte("/usr/local/bin/breachstats"), []byte(self))
		must.Do(t, os.WriteFile(units[len(units)-1], text, 0o644))
	}
	output, err := exec.Command(analyze, append([]string{"verify", "--recursive-errors=no"}, units...)...).CombinedOutput()
	if err != nil || len(bytes.TrimSpace(output)) > 0 {
		t.Errorf("want no complaint, got %v:\n%s", err, output)
	}
	// The exposure of the server, which strangers talk to, from 0 to 100; docs/serve.md has it.
	output, err = exec.Command(analyze, "security", "--no-pager", "--offline=true", "--threshold=15", units[2]).CombinedOutput()
	if err != nil {
		t.Errorf("want the server's unit confined, got %v:\n%s", err, output)
	}
}
