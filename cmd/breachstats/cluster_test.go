package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEngineFlagsThatDoNotGoTogether(t *testing.T) {
	t.Setenv("SPARK_REMOTE", "")
	for _, c := range []struct {
		name, want string
		args       []string
	}{
		{"another engine", `--engine: want duckdb or spark, got "trino"`, []string{"--engine", "trino"}},
		{"a server for DuckDB", "--remote: want --engine spark too", []string{"--remote", "sc://127.0.0.1:1"}},
		{"no server", `--remote: want the Spark Connect server, sc://HOST:15002, got ""`, []string{"--engine", "spark", "--storage", "s"}},
		{"another address", `--remote: want the Spark Connect server, sc://HOST:15002, got "spark://h:7077"`, []string{"--engine", "spark", "--storage", "s", "--remote", "spark://h:7077"}},
		{"no storage", "--storage: want a folder that this machine and Spark both see", []string{"--engine", "spark", "--remote", "sc://127.0.0.1:1"}},
		{"a setting without a value", `--spark-conf: want KEY=VALUE, got "a"`, []string{"--engine", "spark", "--remote", "sc://127.0.0.1:1", "--storage", "s", "--spark-conf", "a"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			status := run(append([]string{"build", "--data", t.TempDir()}, c.args...), strings.NewReader(""), &stdout, &stderr)
			if status != exitWrongCommand || !strings.Contains(stderr.String(), c.want) {
				t.Errorf("want status %d and %q, got %d and %s", exitWrongCommand, c.want, status, stderr.String())
			}
		})
	}
}

// The commands of docs/cluster.md that ask a server run in their order, on that of `make test-spark`, and what they
// make is what DuckDB makes.
func TestClusterDocsCommandsRun(t *testing.T) {
	remote := os.Getenv("BREACHSTATS_SPARK")
	if remote == "" {
		t.Skip("BREACHSTATS_SPARK names no Spark Connect server; `make test-spark` starts one")
	}
	page, err := os.ReadFile("../../docs/cluster.md")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	ran := 0
	printed := map[string]string{}
	for _, block := range regexp.MustCompile("(?ms)^```spark\n(.*?)^```").FindAllStringSubmatch(string(page), -1) {
		for line := range strings.Lines(block[1]) {
			words, err := shellWords(strings.TrimSpace(strings.ReplaceAll(line, "sc://127.0.0.1:15002", remote)))
			if err != nil {
				t.Fatal(err)
			}
			words = append(words, "--spark-conf", "spark.sql.shuffle.partitions=2")
			var stdout, stderr bytes.Buffer
			if status := run(words[1:], strings.NewReader(""), &stdout, &stderr); status != exitDone {
				t.Fatalf("%s: status %d\n%s", line, status, stderr.String())
			}
			printed[words[1]] = stdout.String()
			ran++
		}
	}
	if ran < 5 {
		t.Fatalf("want the commands of the page, got %d", ran)
	}
	var stdout, stderr bytes.Buffer
	for _, words := range [][]string{
		{"run", "--source", "sample", "--rows", "1500", "--data", "here/data", "--out", "here/out"},
		{"query", "select year, breaches from figures.breaches_by_year order by year", "--data", "here/data"},
	} {
		stdout.Reset()
		if status := run(words, strings.NewReader(""), &stdout, &stderr); status != exitDone {
			t.Fatalf("%v: status %d\n%s", words, status, stderr.String())
		}
	}
	if diff := cmp.Diff(stdout.String(), printed["query"]); diff != "" {
		t.Errorf("query: DuckDB -, cluster +:\n%s", diff)
	}
	files, err := filepath.Glob("here/out/*")
	if err != nil || len(files) < 50 {
		t.Fatalf("want published files, got %d, %v", len(files), err)
	}
	for _, file := range files {
		one, oneErr := os.ReadFile(file)
		other, otherErr := os.ReadFile(filepath.Join("lake/out", filepath.Base(file)))
		if oneErr != nil || otherErr != nil {
			continue // a folder
		}
		if !bytes.Equal(one, other) {
			t.Errorf("%s: want the same bytes, got %d and %d", filepath.Base(file), len(one), len(other))
		}
	}
}
