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

	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// Every command in a ```sh or ```console block of README.md, SECURITY.md and docs/ is run, in the order
// of the page. In a console block, "$ " marks commands and what follows is what they print, to
// the byte; -update writes down what they print. A quote may end on a later line.
func TestDocsCommandsRun(t *testing.T) {
	tier.Long(t, "each command of the docs")
	pages := must.Get(filepath.Glob("../../docs/*.md"))(t)
	makefile := must.Get(os.ReadFile("../../Makefile"))(t)
	commands := 0
	for _, page := range append(pages, "../../README.md", "../../SECURITY.md") {
		path := must.Get(filepath.Abs(page))(t)
		text := must.Get(os.ReadFile(path))(t)
		steps := docSteps(string(text))
		commands += len(steps)
		if len(steps) == 0 {
			continue
		}
		t.Run(filepath.Base(page), func(t *testing.T) {
			stage(t)
			if slices.ContainsFunc(steps, func(s docStep) bool { return asksForCopies(s.command) }) {
				standInForCopies(t)
			}
			isAsked := false
			for i := range steps {
				if asksPortal(steps[i].command) && !isAsked {
					isAsked = true
					standIn(t) // with a data folder of its own, for what follows too
				}
				printed := runStep(t, steps[i], string(makefile))
				if *updateGolden && !t.Failed() {
					steps[i].output = printed
				}
			}
			if *updateGolden {
				must.Do(t, os.WriteFile(path, []byte(withOutputs(string(text), steps)), 0o644))
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
	// from and to are where the output stands in the page, in bytes.
	from, to int
}

var codeBlock = regexp.MustCompile("(?ms)^```(sh|console)\n(.*?)^```")

// docSteps reads the commands of a page. A line that ends in a backslash goes on in the next, and
// so does one in which a quote is open.
func docSteps(page string) []docStep {
	var steps []docStep
	for _, block := range codeBlock.FindAllStringSubmatchIndex(page, -1) {
		isConsole, at, begun := page[block[2]:block[3]] == "console", block[4], ""
		for line := range strings.Lines(page[block[4]:block[5]]) {
			at += len(line)
			command, isPrompt := strings.CutPrefix(line, "$ ")
			isCommand := isPrompt || !isConsole && strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "#")
			switch {
			case begun != "" || isCommand:
				begun += command
				if joined, goesOn := strings.CutSuffix(begun, "\\\n"); goesOn {
					begun = joined + " "
					continue
				}
				if _, err := shellWords(begun); err != nil {
					continue
				}
				steps = append(steps, docStep{command: strings.TrimSpace(begun), hasOutput: isConsole, from: at, to: at})
				begun = ""
			case isConsole && len(steps) > 0:
				steps[len(steps)-1].output += line
				steps[len(steps)-1].to = at
			}
		}
		if begun != "" {
			steps = append(steps, docStep{command: strings.TrimSpace(begun)})
		}
	}
	return steps
}

// withOutputs is the page with the outputs of its steps.
func withOutputs(page string, steps []docStep) string {
	var text strings.Builder
	end := 0
	for _, step := range steps {
		if step.hasOutput {
			text.WriteString(page[end:step.from] + step.output)
			end = step.to
		}
	}
	return text.String() + page[end:]
}

// runStep runs a command of the docs and returns what it prints, which must be its output on the
// page unless that is being written.
func runStep(t *testing.T, step docStep, makefile string) string {
	t.Helper()
	command, _, _ := strings.Cut(step.command, "  #")
	words, err := shellWords(command)
	if err != nil {
		t.Fatalf("%s: %v", step.command, err)
	}
	var stdout bytes.Buffer
	switch filepath.Base(words[0]) {
	case "make":
		recipe, isThere := recipeOf(makefile, words[1])
		if !isThere {
			t.Errorf("%s: want a target of the Makefile", step.command)
		}
		if words[1] == "demo" {
			// As on a fresh machine; what stood here is for examples that come without it.
			must.Do(t, os.RemoveAll("demo"))
			runStep(t, docStep{command: recipe}, makefile)
		}
	case "export":
		name, value, _ := strings.Cut(words[1], "=")
		t.Setenv(name, os.ExpandEnv(value))
	case "breachstats":
		var stderr bytes.Buffer
		if status := run(restless(words[1:], step.command), strings.NewReader(""), &stdout, &stderr); status != exitDone {
			t.Errorf("%s: want exit status 0, got %d: %s", step.command, status, stderr.String())
		}
		if diff := cmp.Diff(step.output, stdout.String()); step.hasOutput && diff != "" && !*updateGolden {
			t.Errorf("%s: page -, program +:\n%s", step.command, diff)
		}
	case "git", "cd", "go":
		// What stands before there is a program to test.
	case "sha256sum", "tar":
		// An archive of a release: the tests of tools/release run these.
	default:
		t.Errorf("%s: a command that no test runs", step.command)
	}
	return stdout.String()
}

// recipeOf is the first call of the program in a target of the Makefile, empty where there is none.
func recipeOf(makefile, target string) (recipe string, isThere bool) {
	_, rest, isThere := strings.Cut(makefile, "\n"+target+":")
	for line := range strings.Lines(rest) {
		if call, isCall := strings.CutPrefix(line, "\t$(BIN)/"); isCall {
			return strings.TrimSpace(call), isThere
		}
		if strings.TrimSpace(line) == "" {
			break
		}
	}
	return "", isThere
}

// Commands and outputs are distinguished, wherever a command ends.
func TestDocsStepsAreReadFromThePage(t *testing.T) {
	const page = "# Page\n```sh\n# a remark\nbreachstats build \\\n  --quiet   # said\n\nmake demo\n```\ntext\n" +
		"```text\nnot run\n```\n" +
		"```console\n$ breachstats query \"\n  select 'a'\n\n  from b\"\n a\n(1 row)\n$ breachstats models\n$ breachstats status\nfine\n```\nend\n"
	steps := docSteps(page)
	var commands, outputs []string
	for i := range steps {
		commands = append(commands, steps[i].command)
		outputs = append(outputs, steps[i].output)
		steps[i].output = strings.ToUpper(steps[i].output)
	}
	wantCommands := []string{"breachstats build    --quiet   # said", "make demo", "breachstats query \"\n  select 'a'\n\n  from b\"", "breachstats models", "breachstats status"}
	if diff := cmp.Diff(wantCommands, commands); diff != "" {
		t.Errorf("commands: want -, got +:\n%s", diff)
	}
	if diff := cmp.Diff([]string{"", "", " a\n(1 row)\n", "", "fine\n"}, outputs); diff != "" {
		t.Errorf("outputs: want -, got +:\n%s", diff)
	}
	want := strings.NewReplacer(" a\n(1 row)", " A\n(1 ROW)", "fine", "FINE").Replace(page)
	if diff := cmp.Diff(want, withOutputs(page, steps)); diff != "" {
		t.Errorf("page: want -, got +:\n%s", diff)
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
	drawn := must.Get(os.ReadFile(filepath.Join(dir, "out", "breaches_by_year.svg")))(t)
	if *updateGolden {
		must.Do(t, os.WriteFile(picture, drawn, 0o644))
	}
	shown := must.Get(os.ReadFile(picture))(t)
	if diff := cmp.Diff(string(shown), string(drawn)); diff != "" {
		t.Errorf("README -, program +:\n%s", diff)
	}
}
