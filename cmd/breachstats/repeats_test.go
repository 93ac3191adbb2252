package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// shortestRepeat is the number of lines of code that may not stand in two places.
const shortestRepeat = 12

// noCode matches a line, without blanks around it, that says nothing of what a file does: empty, a
// comment, brackets and commas only, or an import.
var noCode = regexp.MustCompile(`^(?:(?://|--).*|[^\pL\pN]*|import .*|(?:[\w.]+ )?"[\w./-]+")$`)

// repeats remembers each run of shortestRepeat lines of code, and where it stood first.
type repeats map[string]string

// add reads a file, and returns the places that begin with a run that stood before: one for each
// stretch of such lines, as "path:line is path:line".
func (r repeats) add(path, text string) (found []string) {
	var code []string
	var places []string
	isRepeat := false
	for number, line := range strings.Split(text, "\n") {
		line = strings.Join(strings.Fields(line), " ")
		if noCode.MatchString(line) {
			continue
		}
		code, places = append(code, line), append(places, fmt.Sprintf("%s:%d", path, number+1))
		if len(code) < shortestRepeat {
			continue
		}
		start := len(code) - shortestRepeat
		run := strings.Join(code[start:], "\n")
		first, stood := r[run]
		switch {
		case !stood:
			r[run] = places[start]
		case !isRepeat:
			found = append(found, places[start]+" is "+first)
		}
		isRepeat = stood
	}
	return found
}

// No twelve lines of Go or SQL stand in two places.
func TestNoRepeats(t *testing.T) {
	seen := repeats{}
	eachSource(t, func(path string, text []byte) {
		for _, place := range seen.add(path, string(text)) {
			t.Errorf("%s: want these %d lines of code in one place", place, shortestRepeat)
		}
	})
}

func TestRepeats(t *testing.T) {
	lines := func(from, to int) string {
		var text strings.Builder
		for i := from; i <= to; i++ {
			fmt.Fprintf(&text, "\tline%d()\n", i)
		}
		return text.String()
	}
	for _, c := range []struct{ name, first, second, want string }{
		{"twelve lines", lines(1, 12), lines(1, 12), "b:1 is a:1"},
		{"eleven lines", lines(1, 11) + "x\n", lines(1, 11) + "y\n", ""},
		{"more lines count once", lines(1, 20), "x\n" + lines(1, 20), "b:2 is a:1"},
		{"two stretches", lines(1, 12) + "x\n" + lines(21, 32), lines(1, 12) + "y\n" + lines(21, 32), "b:1 is a:1, b:14 is a:14"},
		{"in one file", lines(1, 12) + lines(1, 12), "", "a:13 is a:1"},
		{"blanks and comments between", lines(1, 12), lines(1, 6) + "\n// why\n-- why\n})\n" + strings.ReplaceAll(lines(7, 12), "\t", "  "), "b:1 is a:1"},
		{"imports and brackets", strings.Repeat("import \"os\"\n\"io/fs\"\nx \"a/b-c\"\n},\n", 12), "", ""},
		{"other lines", lines(1, 12), lines(2, 13), ""},
	} {
		seen := repeats{}
		got := append(seen.add("a", c.first), seen.add("b", c.second)...)
		if joined := strings.Join(got, ", "); joined != c.want {
			t.Errorf("%s: want %q, got %q", c.name, c.want, joined)
		}
	}
}
