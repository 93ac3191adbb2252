// Package must ends a test where a step that the test is not about fails, and checks where errors point.
package must

import "testing"

// Get returns what a call returned, or ends the test with its error: must.Get(os.ReadFile(name))(t).
func Get[T any](value T, err error) func(testing.TB) T {
	return func(tb testing.TB) T {
		tb.Helper()
		Do(tb, err)
		return value
	}
}

// Do ends the test where err is not nil.
func Do(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}
