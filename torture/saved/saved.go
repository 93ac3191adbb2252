// Package saved finds real exports of the portal and what others published about them. They are no part of
// the project: tests read them in place, in the folder shared beside the checkout, and are skipped where it is
// not. No other test depends on a path outside the project.
package saved

import (
	"os"
	"path/filepath"
	"testing"
)

// folder is where they are. It is found when the tests begin, before one changes the current folder.
var folder = find()

// find is the folder shared beside the one with go.mod, which is this one or above it.
func find() string {
	root, err := os.Getwd()
	if err != nil {
		return ""
	}
	for {
		if _, err := os.Stat(filepath.Join(root, "go.mod")); err == nil {
			return filepath.Join(filepath.Dir(root), "shared")
		}
		above := filepath.Dir(root)
		if above == root {
			return ""
		}
		root = above
	}
}

// Found lists the exports whose names, DAY_VIEW.csv, match a pattern, by name; none where there are none.
func Found(pattern string) []string {
	paths, err := filepath.Glob(filepath.Join(folder, "data", "portal", pattern))
	if err != nil || folder == "" {
		return nil
	}
	return paths
}

// Exports is Found, and skips the test where there are none.
func Exports(tb testing.TB, pattern string) []string {
	tb.Helper()
	paths := Found(pattern)
	if len(paths) == 0 {
		tb.Skipf("no real exports %s in %s", pattern, filepath.Join(folder, "data", "portal"))
	}
	return paths
}

// Reference is the path of a file of the published reference, such as labels. It skips the test where that is not there.
func Reference(tb testing.TB, name string) string {
	tb.Helper()
	path := filepath.Join(folder, "reference", name)
	if _, err := os.Stat(path); err != nil {
		tb.Skipf("no published reference %s", path)
	}
	return path
}
