package main

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// ignored is the value of -ignore: tables, columns and files, each a name or a pattern.
type ignored struct {
	patterns []string
	used     []string
}

// String implements flag.Value.
func (i *ignored) String() string { return strings.Join(i.patterns, ", ") }

// Set implements flag.Value.
func (i *ignored) Set(pattern string) error {
	if _, err := path.Match(pattern, ""); err != nil {
		return fmt.Errorf("%q: %w", pattern, err)
	}
	i.patterns = append(i.patterns, pattern)
	return nil
}

// has reports whether a table, TABLE.COLUMN, macro or file is ignored.
func (i *ignored) has(name string) bool {
	for _, pattern := range i.patterns {
		if isMatch, _ := path.Match(pattern, name); isMatch {
			if !slices.Contains(i.used, pattern) {
				i.used = append(i.used, pattern)
			}
			return true
		}
	}
	return false
}

// unused returns the patterns that ignored nothing.
func (i *ignored) unused() []string {
	return slices.DeleteFunc(slices.Clone(i.patterns), func(pattern string) bool { return slices.Contains(i.used, pattern) })
}
