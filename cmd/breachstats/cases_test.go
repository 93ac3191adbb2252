package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The number of a case in the name of a test is explained in docs/reliability.md.
func TestEveryCaseNumberIsExplained(t *testing.T) {
	page, err := os.ReadFile("../../docs/reliability.md")
	if err != nil {
		t.Fatal(err)
	}
	name := regexp.MustCompile(`(?m)^func Test(\w+)\(`)
	number := regexp.MustCompile(`(?:^|[a-z])((?:[TBVHDRSW])\d{1,2})(?:And|[A-Z]|$)`)
	and := regexp.MustCompile(`And([TBVHDRSW]\d{1,2})(?:[A-Z]|$)`)
	found := map[string]bool{}
	err = filepath.WalkDir("../..", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, test := range name.FindAllStringSubmatch(string(text), -1) {
			for _, numbers := range [][][]string{number.FindAllStringSubmatch(test[1], -1), and.FindAllStringSubmatch(test[1], -1)} {
				for _, n := range numbers {
					found[n[1]] = true
				}
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) < 50 {
		t.Errorf("want tests that name at least 50 cases, got %d", len(found))
	}
	for n := range found {
		if !strings.Contains(string(page), "\n| "+n+" | ") {
			t.Errorf("docs/reliability.md: want case %s explained, a test names it", n)
		}
	}
}
