package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/breachstats/breachstats/torture/must"
)

// Every exit status is explained, in the help of each command and in docs/scheduling.md.
func TestEveryExitStatusIsExplained(t *testing.T) {
	text := must.Get(os.ReadFile("../../docs/scheduling.md"))(t)
	for _, status := range []int{
		exitDone, exitFailed, exitWrongCommand, exitChecksFailed, exitUntrusted, exitUnreachable, exitLocked,
		exitStale, exitFuture, exitHalf, exitMissing, exitInterrupted,
	} {
		if row := fmt.Sprintf("\n| %d | ", status); !strings.Contains(string(text), row) {
			t.Errorf("docs/scheduling.md: want a row %q", row)
		}
		words := strings.FieldsFunc(exitStatuses, func(r rune) bool { return (r < '0' || r > '9') && (r < 'a' || r > 'z') })
		isNamed := false
		for _, word := range words {
			isNamed = isNamed || word == strconv.Itoa(status)
		}
		if !isNamed {
			t.Errorf("help: want exit status %d in\n%s", status, exitStatuses)
		}
	}
}
