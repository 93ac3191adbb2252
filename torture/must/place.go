package must

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

var placed = regexp.MustCompile(`^x\.csv:(?:([1-9][0-9]*):)? [^\r]+$`)

// Place reports each line of an error that does not begin with x.csv: or with x.csv: and the number of a
// line of text. Only what is true of the whole file has no number.
func Place(tb testing.TB, err error, text string) {
	tb.Helper()
	lines := 1 + strings.Count(text, "\n") + strings.Count(text, "\r")
	for _, reported := range strings.Split(err.Error(), "\n") {
		match := placed.FindStringSubmatch(reported)
		if match == nil || !utf8.ValidString(reported) || len(reported) > 1500 {
			tb.Errorf("want one line that begins with its place, got %q", reported)
			continue
		}
		if line, err := strconv.Atoi(match[1]); match[1] != "" && (err != nil || line > lines) {
			tb.Errorf("want a place within %d lines, got %q", lines, reported)
		}
	}
}
