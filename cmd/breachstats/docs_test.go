package main

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Every command in a ```sh or ```console block of the README and of docs/ is run, in the order
// of the page. In a console block, "$ " marks commands and what follows is what they print.
func TestDocsCommandsRun(t *testing.T) {
	pages, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	commands := 0
	for _, page := range append(pages, "../../README.md") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		steps := docSteps(string(text))
		commands += len(steps)
		if len(steps) == 0 {
			continue
		}
		t.Run(filepath.Base(page), func(t *testing.T) {
			stage(t)
			if slices.ContainsFunc(steps, func(s docStep) bool { return asksPortal(s.command) }) {
				standIn(t)
			}
			for _, step := range steps {
				runStep(t, step, string(makefile))
			}
		})
	}
	if commands < 10 {
		t.Errorf("want the docs to show commands, got %d", commands)
	}
}

// docStep is a command of the docs and, in a console block, what it prints.
type docStep struct {
	command, output string
	hasOutput       bool
}

var codeBlock = regexp.MustCompile("(?ms)^```(sh|console)\n(.*?)^```")

func docSteps(page string) []docStep {
	var steps []docStep
	for _, block := range codeBlock.FindAllStringSubmatch(page, -1) {
		for line := range strings.Lines(strings.ReplaceAll(block[2], "\\\n", " ")) {
			command, isCommand := strings.CutPrefix(line, "$ ")
			switch {
			case block[1] == "sh" && strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "#"):
				steps = append(steps, docStep{command: strings.TrimSpace(line)})
			case block[1] == "console" && isCommand:
				steps = append(steps, docStep{command: strings.TrimSpace(command), hasOutput: true})
			case block[1] == "console" && len(steps) > 0:
				steps[len(steps)-1].output += line
			}
		}
	}
	return steps
}

func runStep(t *testing.T, step docStep, makefile string) {
	t.Helper()
	command, _, _ := strings.Cut(step.command, "  #")
	words, err := shellWords(command)
	if err != nil {
		t.Fatalf("%s: %v", step.command, err)
	}
	switch filepath.Base(words[0]) {
	case "make":
		if !strings.Contains(makefile, "\n"+words[1]+":") {
			t.Errorf("%s: want a target of the Makefile", step.command)
		}
	case "breachstats":
		var stdout, stderr bytes.Buffer
		if status := run(words[1:], strings.NewReader(""), &stdout, &stderr); status != exitDone {
			t.Errorf("%s: want exit status 0, got %d: %s", step.command, status, stderr.String())
		}
		if diff := cmp.Diff(step.output, stdout.String()); step.hasOutput && diff != "" {
			t.Errorf("%s: page -, program +:\n%s", step.command, diff)
		}
	case "git", "cd", "go":
		// What stands before there is a program to test.
	default:
		t.Errorf("%s: a command that no test runs", step.command)
	}
}

// shellWords splits a command line at blanks outside single and double quotes.
func shellWords(line string) ([]string, error) {
	var words []string
	var word strings.Builder
	quote, isWord := rune(0), false
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '\'' || r == '"':
			quote, isWord = r, true
		case r == ' ':
			if isWord {
				words = append(words, word.String())
			}
			word.Reset()
			isWord = false
		default:
			word.WriteRune(r)
			isWord = true
		}
	}
	if quote != 0 {
		return nil, errors.New("a quote that never ends")
	}
	if isWord {
		words = append(words, word.String())
	}
	return words, nil
}

var updateGolden = flag.Bool("update", false, "rewrite the golden files")

// The README's picture is what the sample gives, byte for byte.
func TestDocsPictureIsOfTheSample(t *testing.T) {
	const picture = "../../docs/images/sample_breaches_by_year.svg"
	dir := t.TempDir()
	var stdout, stderr bytes.Buffer
	status := run([]string{"run", "--source", "sample", "--quiet", "--data", filepath.Join(dir, "data"), "--out", filepath.Join(dir, "out")},
		strings.NewReader(""), &stdout, &stderr)
	if status != exitDone {
		t.Fatalf("want exit status 0, got %d: %s", status, stderr.String())
	}
	drawn, err := os.ReadFile(filepath.Join(dir, "out", "breaches_by_year.svg"))
	if err != nil {
		t.Fatal(err)
	}
	if *updateGolden {
		if err := os.WriteFile(picture, drawn, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	shown, err := os.ReadFile(picture)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(shown), string(drawn)); diff != "" {
		t.Errorf("README -, program +:\n%s", diff)
	}
}
