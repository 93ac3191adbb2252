package main

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// Each line of the log begins with its time, in UTC; as JSON it has a field of it.
func TestLogLinesCarryATime(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("BREACHSTATS_DATA", "")
	at := time.Date(2026, 11, 23, 6, 0, 7, 0, time.FixedZone("", 3600))
	logged := func(args ...string) []string {
		var stdout, stderr bytes.Buffer
		p := &program{stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr, now: func() time.Time { return at }}
		p.run(args)
		return strings.Split(strings.TrimSuffix(stderr.String(), "\n"), "\n")
	}
	printed(t, "sample", "--rows", "50", "--captured", "2024-10-17", "--view", "all", "--output", "2024-10-17_all.csv")
	for _, args := range [][]string{{"import", "2024-10-17_all.csv"}, {"build"}, {"query", "select bogus"}, {"models", "breaches"}} {
		for _, line := range logged(args...) {
			if !strings.HasPrefix(line, "2026-11-23T05:00:07Z ") {
				t.Errorf("%q: want the time first, got %q", args, line)
			}
		}
		for _, line := range logged(append(args, "--log-format", "json")...) {
			if !strings.HasSuffix(line, `,"time":"2026-11-23T05:00:07Z"}`) {
				t.Errorf("%q: want a field with the time, got %q", args, line)
			}
		}
	}
}
