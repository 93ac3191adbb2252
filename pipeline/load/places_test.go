package load

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

var placed = regexp.MustCompile(`^x\.csv:(?:([1-9][0-9]*):)? [^\r]+$`)

// wantPlaces wants every line of an error to be text that names the file and a line of it. Only
// what is true of the whole file has no line.
func wantPlaces(t *testing.T, err error, text string) {
	t.Helper()
	lines := 1 + strings.Count(text, "\n") + strings.Count(text, "\r")
	for _, told := range strings.Split(err.Error(), "\n") {
		match := placed.FindStringSubmatch(told)
		if match == nil || !utf8.ValidString(told) || len(told) > 1500 {
			t.Errorf("want one line that begins with its place, got %q", told)
			continue
		}
		if line, err := strconv.Atoi(match[1]); match[1] != "" && (err != nil || line > lines) {
			t.Errorf("want a place within %d lines, got %q", lines, told)
		}
	}
}

// wantError compares an error's text.
func wantError(t testing.TB, err error, want string) {
	t.Helper()
	if err == nil {
		t.Fatalf("want error %s, got none", want)
	}
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Errorf("error (-want +got):\n%s", diff)
	}
}
