package export

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

var placed = regexp.MustCompile(`^x\.csv:(?:([1-9][0-9]*):)? [^\r]+$`)

// wantPlaces requires every line of an error to be text that starts with the file and a line of it.
// A fault of the whole file has no line.
func wantPlaces(t *testing.T, err error, text string) {
	t.Helper()
	lines := 1 + strings.Count(text, "\n") + strings.Count(text, "\r")
	for _, told := range strings.Split(err.Error(), "\n") {
		match := placed.FindStringSubmatch(told)
		if match == nil || !utf8.ValidString(told) || len(told) > 1500 {
			t.Errorf("want one line that starts with its place, got %q", told)
			continue
		}
		if line, err := strconv.Atoi(match[1]); match[1] != "" && (err != nil || line > lines) {
			t.Errorf("want a place within %d lines, got %q", lines, told)
		}
	}
}
