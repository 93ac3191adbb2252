package main

import (
	"fmt"
	"go/scanner"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// stumblingBlock is a row of .lint/words.tsv: words that a reader has to read twice, and what to write instead.
type stumblingBlock struct {
	pattern *regexp.Regexp
	instead string
	fine    string // a phrase with the words that is fine all the same; mostly empty
}

func stumblingBlocks(t *testing.T) []stumblingBlock {
	t.Helper()
	var blocks []stumblingBlock
	for _, row := range tabbed(t, "../../.lint/words.tsv") {
		pattern, err := regexp.Compile("(?i)" + row[0])
		if err != nil || len(row) < 2 {
			t.Fatalf(".lint/words.tsv: want a pattern and what to write instead, got %q, %v", row, err)
		}
		blocks = append(blocks, stumblingBlock{pattern, row[1], strings.Join(row[2:], "")})
	}
	return blocks
}

// tabbed are the cells of each line of a file, without empty lines and remarks.
func tabbed(t *testing.T, path string) [][]string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimRight(line, "\n"); line != "" && !strings.HasPrefix(line, "#") {
			rows = append(rows, strings.Split(line, "\t"))
		}
	}
	return rows
}

// prose is what a file says to people, line by line, with the number of each line from 1: the comments and texts of a Go file, the
// comments of SQL, of a script and of the Makefile, all of a page. Empty for a file that is none of these.
func prose(path string, text []byte) map[int]string {
	lines := map[int]string{}
	add := func(from int, said string) {
		for line := range strings.Lines(said) {
			lines[from] += line
			from++
		}
	}
	switch filepath.Ext(path) {
	case ".go":
		var s scanner.Scanner
		files := token.NewFileSet()
		file := files.AddFile(path, -1, len(text))
		s.Init(file, text, nil, scanner.ScanComments)
		for {
			at, kind, literal := s.Scan()
			if kind == token.EOF {
				return lines
			}
			if kind == token.COMMENT || kind == token.STRING {
				add(file.Line(at), literal)
			}
		}
	case ".md", ".html", ".tmpl", ".cff":
		add(1, string(text))
	case ".sql":
		for i, line := range strings.Split(string(text), "\n") {
			if _, remark, isRemark := strings.Cut(line, "--"); isRemark {
				add(i+1, remark)
			}
		}
	case ".sh", ".yml", ".service", ".timer", ".py", "":
		for i, line := range strings.Split(string(text), "\n") {
			if _, remark, isRemark := strings.Cut(line, "#"); isRemark || strings.Contains(line, "echo") {
				add(i+1, remark+line)
			}
		}
	}
	return lines
}

// stumbles calls found with each place of the project where a word of the list stands.
func stumbles(t *testing.T, found func(path string, line int, block stumblingBlock, words string)) {
	t.Helper()
	blocks := stumblingBlocks(t)
	left := []string{".git", "bin", "out", "demo", "big", "dist", "testdata", "node_modules", "LICENSE", "data/snapshots"}
	err := filepath.WalkDir("../..", func(path string, entry fs.DirEntry, err error) error {
		name, _ := filepath.Rel("../..", path)
		name = filepath.ToSlash(name)
		if err == nil && (slices.Contains(left, entry.Name()) || slices.Contains(left, name)) {
			if entry.IsDir() {
				return filepath.SkipDir
			}
			return nil
		}
		if err != nil || !entry.Type().IsRegular() || strings.HasPrefix(name, ".lint/") || name == "cmd/breachstats/words_test.go" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		said := prose(name, text)
		for _, line := range slices.Sorted(maps.Keys(said)) {
			for _, block := range blocks {
				in := said[line]
				if block.fine != "" {
					in = strings.ReplaceAll(in, block.fine, "")
				}
				if words := block.pattern.FindString(in); words != "" {
					found(name, line, block, words)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Comments, messages and pages are in plain words. Where old words still stand, .lint/allowed.tsv has the folder and the pattern;
// what is clean comes off that list (-update writes it without), and what is off it stays clean.
func TestPlainWords(t *testing.T) {
	const path = "../../.lint/allowed.tsv"
	allowed, needed := map[string]bool{}, map[string]bool{}
	for _, row := range tabbed(t, path) {
		allowed[strings.Join(row, "\t")] = true
	}
	stumbles(t, func(name string, line int, block stumblingBlock, words string) {
		folder := filepath.ToSlash(filepath.Dir(name))
		entry := folder + "\t" + strings.TrimPrefix(block.pattern.String(), "(?i)")
		needed[entry] = true
		if !allowed[entry] {
			t.Errorf("%s:%d: %q; write instead: %s", name, line, words, block.instead)
		}
	})
	var kept strings.Builder
	kept.WriteString("# Folders where words of words.tsv still stand. This list only becomes shorter.\n")
	for _, entry := range slices.Sorted(maps.Keys(allowed)) {
		if needed[entry] {
			fmt.Fprintln(&kept, entry)
		} else if report := t.Errorf; !*updateGolden {
			if os.Getenv("BREACHSTATS_LINT") == "" {
				report = t.Logf // make lint wants the list short; tests go on
			}
			report(".lint/allowed.tsv: %q is clean now: take it off the list (-update does)", entry)
		}
	}
	if *updateGolden {
		if err := os.WriteFile(path, []byte(kept.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// The list finds what it is for, in comments and texts and not in names.
func TestProse(t *testing.T) {
	const file = "package a\n\n// It tells.\nvar told = \"anew\" // goes back to\n\nfunc tell() { x(`a\nmend`) }\n"
	got := prose("a.go", []byte(file))
	for line, want := range map[int]string{3: "It tells.", 4: "\"anew\"// goes back to", 7: "mend`"} {
		if !strings.Contains(got[line], want) {
			t.Errorf("line %d: want %q in %q", line, want, got[line])
		}
	}
	if strings.Contains(got[4], "told") || strings.Contains(got[6], "tell") {
		t.Errorf("want no names of the program, got %v", got)
	}
	for path, want := range map[string]string{"a.sql": " said", "Makefile": " said", "a.md": "select 1 -- said # said"} {
		text := "select 1 -- said"
		if path != "a.sql" {
			text = "select 1 -- said # said"
		}
		if got := prose(path, []byte(text))[1]; !strings.Contains(got, want) {
			t.Errorf("%s: want %q, got %q", path, want, got)
		}
	}
}
