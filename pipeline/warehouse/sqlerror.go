package warehouse

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

var lineOf = regexp.MustCompile(`(?m)^LINE (\d+):`)

// AtLine says where in a file DuckDB's error is: path:line: what, on one line. first is the
// file's line, counted from 1, on which the statement begins.
func AtLine(path string, first int, err error) error {
	message := err.Error()
	line := first
	if match := lineOf.FindStringSubmatch(message); match != nil {
		if n, convErr := strconv.Atoi(match[1]); convErr == nil {
			line = first + n - 1
		}
	}
	what, rest, _ := strings.Cut(message, "\n")
	if _, hint, found := strings.Cut(rest, "Candidate bindings: "); found {
		hint, _, _ = strings.Cut(hint, "\n")
		what += " (there are " + hint + ")"
	}
	return fmt.Errorf("%s:%d: %s", path, line, what)
}
