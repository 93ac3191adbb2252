package load

import (
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// wantLittle begins to count what is allocated; what it returns wants that to be at most fixed
// bytes and times bytes for each byte that was read, and no more than ten seconds to have passed.
func wantLittle(t *testing.T, size, times, fixed int) func() {
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	started := time.Now()
	return func() {
		t.Helper()
		var after runtime.MemStats
		runtime.ReadMemStats(&after)
		most := uint64(fixed + size*times)
		if got := after.TotalAlloc - before.TotalAlloc; got > most {
			t.Errorf("want at most %d bytes allocated for %d bytes, got %d", most, size, got)
		}
		if took := time.Since(started); took > 10*time.Second {
			t.Errorf("want an end within 10 seconds, got %s", took)
		}
	}
}

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
