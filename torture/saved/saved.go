// Package saved finds real exports of the portal and published figures about them. They are not
// part of the project: tests read them where they are, in the folder shared beside the checkout,
// and are skipped if it does not exist. No other test depends on a path outside the project.
package saved

import (
	"os"
	"path/filepath"
	"testing"
)

// folder is their path. It is found at the start, before a test changes the current folder.
var folder = find()

// find returns the folder shared beside the one with go.mod, which is the current folder or above
// it.
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

// Found lists the exports whose names, DAY_VIEW.csv, match a pattern, sorted; empty if there are
// none.
func Found(pattern string) []string {
	paths, err := filepath.Glob(filepath.Join(folder, "data", "portal", pattern))
	if err != nil || folder == "" {
		return nil
	}
	return paths
}

// Exports is like [Found] but skips the test if there are none.
func Exports(tb testing.TB, pattern string) []string {
	tb.Helper()
	paths := Found(pattern)
	if len(paths) == 0 {
		tb.Skipf("no real exports %s in %s", pattern, filepath.Join(folder, "data", "portal"))
	}
	return paths
}

// Reference returns the path of a published reference file, such as labels. It skips the test if
// the file does not exist.
func Reference(tb testing.TB, name string) string {
	tb.Helper()
	path := filepath.Join(folder, "reference", name)
	if _, err := os.Stat(path); err != nil {
		tb.Skipf("no published reference %s", path)
	}
	return path
}
