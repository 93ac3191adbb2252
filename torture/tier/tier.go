// Package tier splits the tests in two: what `make test` takes, in minutes, and the long walks, which
// `make test-all` takes too. The switch is Go's own -short.
package tier

import "testing"

// Long skips the rest of a test that is a long walk, where only the quick tests are wanted. walk says what it
// walks, as in "every command of the docs".
func Long(tb testing.TB, walk string) {
	tb.Helper()
	if testing.Short() {
		tb.Skipf("a long walk, %s: `make test-all` takes it", walk)
	}
}

// Part is how many of all cases to try: all of them, or quick where only the quick tests are wanted, which it says.
func Part(tb testing.TB, all, quick int) int {
	tb.Helper()
	if !testing.Short() || all <= quick {
		return all
	}
	tb.Logf("a long walk, of which %d of %d are taken: `make test-all` takes all", quick, all)
	return quick
}
