package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"unicode"

	"github.com/breachstats/breachstats/formats"
	"github.com/breachstats/breachstats/torture/must"
)

// hostile is a name that would colour a terminal, set its title, turn the direction of writing, start a
// command in one byte, ring, and break a line for some.
const hostile = "Evil\x1b[31m\x1b]0;title\x07 \u202eClinic\u2066 \u009b2J\u2028 Care (synthetic)"

// forger is a name that would end its line and begin one that looks like the program's own.
const forger = "Forger \x1b[31m A (synthetic)\nbreachstats: all 59 checks passed (synthetic)"

// A covered entity whose name holds commands for a terminal does nothing to one, whatever prints it; CSV
// and JSON keep what the list says.
func TestHostileNamesDoNothingToATerminal(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("BREACHSTATS_DATA", "")
	call := func(status int, args ...string) (stdout, stderr string) {
		t.Helper()
		var out, said bytes.Buffer
		if got := run(args, strings.NewReader(""), &out, &said); got != status {
			t.Fatalf("%q: want exit status %d, got %d: %s", args, status, got, said.String())
		}
		return out.String(), said.String()
	}
	const export = "2024-10-17_all.csv"
	call(exitDone, "sample", "--rows", "1000", "--captured", "2024-10-17", "--view", "all", "--output", export)
	text := must.Get(os.ReadFile(export))(t)
	lines := strings.SplitN(string(text), "\n", 5)
	for i, name := range []string{hostile, forger, forger} {
		_, rest, isFound := strings.Cut(lines[1+i], "(synthetic)")
		if !isFound {
			t.Fatalf("want a synthetic name in %q", lines[1+i])
		}
		lines[1+i] = `"` + name + `"` + strings.TrimPrefix(rest, `"`)
	}
	must.Do(t, os.WriteFile(export, []byte(strings.Join(lines, "\n")), 0o600))
	call(exitDone, "import", export)
	call(exitDone, "build")
	const find = "select entity_name from marts.breaches where entity_name like 'Evil%'"
	shown := map[string]string{}
	shown["table"], _ = call(exitDone, "query", find)
	shown["markdown"], _ = call(exitDone, "query", find, "--format", "markdown")
	shown["explain"], _ = call(exitDone, "explain", "Evil")
	shown["column"], _ = call(exitDone, "query", `select 1 as "a`+hostile+`"`)
	_, shown["stderr"] = call(exitFailed, "query", "select error(entity_name) from ("+find+")")
	_, shown["stderr of a refusal"] = call(exitFailed, "import", "--captured", "2024-10-17", "--view", "archive", hostileFile(t))
	_, shown["explain of several"] = call(exitWrongCommand, "explain", "Forger")
	if got := strings.Count(shown["explain of several"], "\n"); got != 3 || strings.Contains(shown["explain of several"], "\nbreachstats: all") {
		t.Errorf("explain of several: want a line that counts and one for each of two breaches, got %q", shown["explain of several"])
	}
	for what, printed := range shown {
		if !strings.Contains(printed, "<U+001B>[31m") && !strings.Contains(printed, `\x1b[31m`) {
			t.Errorf("%s: want the name shown with <U+001B>[31m or \\x1b[31m, got %q", what, printed)
		}
		for _, r := range printed {
			if r != '\n' && (unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp)) {
				t.Errorf("%s: %U reaches the terminal: %q", what, r, printed)
				break
			}
		}
	}
	asCSV, _ := call(exitDone, "query", find, "--format", "csv")
	if want := "entity_name\n" + hostile + "\n"; asCSV != want {
		t.Errorf("csv: want the name byte for byte, %q, got %q", want, asCSV)
	}
}

// hostileFile is no export, and says so with commands for a terminal.
func hostileFile(t *testing.T) string {
	t.Helper()
	const path = "refused.csv"
	must.Do(t, os.WriteFile(path, []byte(hostile+",b\n1,2\n"), 0o600))
	return path
}

func TestPrintable(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Clinic – Zürich 東京", "Clinic – Zürich 東京"},
		{"\x1b[31mred", "<U+001B>[31mred"},
		{"\u009b31m", "<U+009B>31m"},
		{"a\nb\r\nc\td", "a b  c d"},
		{"\u202eabc\u2069", "<U+202E>abc<U+2069>"},
		{"a\u2028b\u2029c", "a<U+2028>b<U+2029>c"},
		{"a\u200bb\ufeff", "a<U+200B>b<U+FEFF>"},
		{"\x00\x07\x7f", "<U+0000><U+0007><U+007F>"},
		{"\x9b31m", "\ufffd31m"},
	} {
		if got := formats.Printable(c.text); got != c.want {
			t.Errorf("%q: want %q, got %q", c.text, c.want, got)
		}
	}
}
