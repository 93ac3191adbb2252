//go:build !linux

package publish

// takePlace puts folder next in the place of out. What out held stands at next afterwards.
func takePlace(next, out string) error { return renameTwice(next, out) }
