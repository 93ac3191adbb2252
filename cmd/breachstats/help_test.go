package main

import (
	"bytes"
	"go/ast"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/pipeline"
	"github.com/breachstats/breachstats/pipeline/fetch/portaltest"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

func TestHelpOfEveryCommand(t *testing.T) {
	root := (&program{stdin: strings.NewReader(""), stdout: new(bytes.Buffer), stderr: new(bytes.Buffer)}).rootCommand()
	eachCommand(root, func(c *cobra.Command) {
		t.Run(c.CommandPath(), func(t *testing.T) {
			if c.Short == "" || c.Long == "" || strings.HasSuffix(c.Short, ".") {
				t.Errorf("want a summary without a full stop and a longer text, got %q", c.Short)
			}
			var help bytes.Buffer
			c.SetOut(&help)
			must.Do(t, c.Help())
			for _, want := range []string{"Exit status:", "0 done", "Examples:"} {
				if !strings.Contains(help.String(), want) {
					t.Errorf("want %q in\n%s", want, help.String())
				}
			}
			for line := range strings.Lines(help.String()) {
				if len(line) > 160 {
					t.Errorf("want lines of at most 160 characters, got %d: %s", len(line), line)
				}
			}
			if examples := exampleLines(c); len(examples) != 2 {
				t.Errorf("want two examples, got %q", examples)
			}
		})
	})
}

// Every example of every command runs as it stands, in a folder where it makes sense. What two commands show is run once.
func TestHelpExamplesRun(t *testing.T) {
	tier.Long(t, "each example of the help")
	isRun := map[string]bool{}
	root := (&program{stdin: strings.NewReader(""), stdout: new(bytes.Buffer), stderr: new(bytes.Buffer)}).rootCommand()
	eachCommand(root, func(c *cobra.Command) {
		for _, example := range exampleLines(c) {
			if isRun[example] {
				continue
			}
			isRun[example] = true
			t.Run(example, func(t *testing.T) {
				stage(t)
				if asksPortal(example) {
					standIn(t)
				}
				if asksForCopies(example) {
					standInForCopies(t)
				}
				var stdout, stderr bytes.Buffer
				words, err := shellWords(example)
				if err != nil || words[0] != "breachstats" {
					t.Fatalf("want a call of breachstats, got %q, %v", words, err)
				}
				if status := run(restless(words[1:], example), strings.NewReader(""), &stdout, &stderr); status != exitDone {
					t.Errorf("want exit status 0, got %d: %s", status, stderr.String())
				}
			})
		}
	})
}

// restless are the words of a command line, without the second of rest between two requests where they ask a portal, and with a
// data folder of their own where they download copies, which are of other lists than those that stand there.
func restless(words []string, line string) []string {
	if asksForCopies(line) {
		return append(words, "--data", "captured")
	}
	if asksPortal(line) {
		return append(words, "--interval", "0s")
	}
	return words
}

// The portal itself is asked once a second.
func TestFetchAndRunRestBetweenRequests(t *testing.T) {
	root := (&program{stdin: strings.NewReader(""), stdout: new(bytes.Buffer), stderr: new(bytes.Buffer)}).rootCommand()
	eachCommand(root, func(c *cobra.Command) {
		if c.CommandPath() != "breachstats fetch" && c.CommandPath() != "breachstats run" {
			return
		}
		if interval, err := c.Flags().GetDuration("interval"); err != nil || interval != time.Second {
			t.Errorf("%s: want a second, got %v, %v", c.Name(), interval, err)
		}
	})
}

// asksPortal reports whether a command line pulls exports from the portal.
func asksPortal(line string) bool {
	return strings.HasPrefix(line, "breachstats fetch") || strings.HasPrefix(line, "breachstats run --if-older-than")
}

// standIn starts a portal on loopback and points the commands of this test at it, with a data
// folder of their own.
func standIn(t *testing.T) {
	t.Helper()
	archive, open, part2 := portaltest.Samples(t, 8000, 20, 1, time.Now())
	portal := portaltest.New(t, portaltest.Options{Archive: archive, UnderInvestigation: open, Part2: part2})
	t.Setenv("BREACHSTATS_URL", portal.URL())
	t.Setenv("BREACHSTATS_DATA", "fetched")
}

// stage makes the current folder one in which every example and every command of the docs
// runs: exports under their usual names, rules and labels, a store of two captures with a built database in data and in
// demo/data.
func stage(t *testing.T) {
	t.Helper()
	t.Setenv("BREACHSTATS_DATA", "")
	models := must.Get(os.OpenRoot("../../sql"))(t)
	defer models.Close()
	t.Chdir(t.TempDir())
	must.Do(t, os.CopyFS("my-models", models.FS()))
	staged.into(t, ".", func() { makeStage(t) })
}

var staged start

func makeStage(t *testing.T) {
	t.Helper()
	rules := must.Get(pipeline.Rules(t.Context(), pipeline.Options{}, false))(t)
	const labels = "name,origin,web_description\nClinic A,external,A laptop was stolen.\nClinic B,internal,An employee lost a laptop.\n"
	for name, text := range map[string]string{"my-rules.csv": string(rules), "labels.csv": labels} {
		must.Do(t, os.WriteFile(name, []byte(text), 0o600))
	}
	const day = "2024-10-17"
	for _, view := range []data.View{data.Archive, data.UnderInvestigation} {
		printed(t, "sample", "--rows", "1000", "--captured", day, "--view", string(view), "--output", day+"_"+string(view)+".csv", "--quiet")
	}
	printed(t, "sample", "--rows", "1000", "--captured", day, "--view", "archive", "--output", "breach_report.csv", "--quiet")
	const earlier = "2023-10-17"
	for _, view := range []data.View{data.Archive, data.UnderInvestigation} {
		printed(t, "sample", "--rows", "1000", "--captured", day, "--listed-on", earlier, "--view", string(view),
			"--output", earlier+"_"+string(view)+".csv", "--quiet")
	}
	printed(t, "import", day+"_archive.csv", day+"_under-investigation.csv", "--quiet")
	printed(t, "import", earlier+"_archive.csv", earlier+"_under-investigation.csv", "--quiet")
	printed(t, "build", "--quiet")
	must.Do(t, os.CopyFS("demo/data", os.DirFS("data")))
}

func eachCommand(c *cobra.Command, visit func(*cobra.Command)) {
	visit(c)
	for _, child := range c.Commands() {
		if child.IsAvailableCommand() && child.Name() != "completion" {
			eachCommand(child, visit)
		}
	}
}

func exampleLines(c *cobra.Command) []string {
	var lines []string
	for _, line := range strings.Split(c.Example, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// calls lists the selectors that a file uses, as time.Now.
func calls(file *ast.File) []string {
	var names []string
	ast.Inspect(file, func(node ast.Node) bool {
		selector, isSelector := node.(*ast.SelectorExpr)
		if !isSelector {
			return true
		}
		if pkg, isName := selector.X.(*ast.Ident); isName {
			names = append(names, pkg.Name+"."+selector.Sel.Name)
		}
		return true
	})
	return names
}
