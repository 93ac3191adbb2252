package tier

import (
	"flag"
	"testing"

	"github.com/breachstats/breachstats/torture/must"
)

// A long test runs without -short and is skipped with it.
func TestLongWalksAreSkippedByShort(t *testing.T) {
	was := flag.Lookup("test.short").Value.String()
	t.Cleanup(func() {
		if err := flag.Set("test.short", was); err != nil {
			t.Error(err)
		}
	})
	for short, want := range map[string]struct {
		skipped bool
		part    int
	}{"true": {true, 20}, "false": {false, 200}} {
		must.Do(t, flag.Set("test.short", short))
		isTaken := false
		t.Run("short="+short, func(t *testing.T) {
			Long(t, "of this test")
			isTaken = true
		})
		if isTaken == want.skipped || Part(t, 200, 20) != want.part {
			t.Errorf("-short=%s: want skipped %v and a part of %d, got %v and %d", short, want.skipped, want.part, !isTaken, Part(t, 200, 20))
		}
	}
}
