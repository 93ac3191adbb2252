// Package tier splits the tests in two: those of `make test`, which take minutes, and long ones
// that only `make test-all` runs. The switch is Go's -short.
package tier

import "testing"

// Long skips the rest of a long test if only the quick tests are wanted. walk describes it, as in
// "every command of the docs".
func Long(tb testing.TB, walk string) {
	tb.Helper()
	if testing.Short() {
		tb.Skipf("a long test, %s: `make test-all` runs it", walk)
	}
}

// Part returns the number of cases to try: all, or quick if only the quick tests are wanted; it
// logs that.
func Part(tb testing.TB, all, quick int) int {
	tb.Helper()
	if !testing.Short() || all <= quick {
		return all
	}
	tb.Logf("a long test: %d of %d cases are tried; `make test-all` tries all", quick, all)
	return quick
}
