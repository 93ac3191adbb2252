//go:build !linux

package publish

// takePlace replaces the folder out by next. The previous content of out is at next afterwards.
func takePlace(next, out string) error { return renameTwice(next, out) }
