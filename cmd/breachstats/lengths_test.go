package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The most lines of a function and of a file, in Go and SQL, tests included.
const (
	longestFunction = 80
	longestFile     = 400
)

// longParts calls found with each function and file of a Go or SQL file that has too many lines.
func longParts(path string, text []byte, found func(what string, lines, most int)) error {
	if lines := bytes.Count(text, []byte("\n")); lines > longestFile {
		found(path, lines, longestFile)
	}
	if filepath.Ext(path) != ".go" {
		return nil
	}
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, text, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	for _, declared := range file.Decls {
		if function, isFunction := declared.(*ast.FuncDecl); isFunction {
			if lines := files.Position(function.End()).Line - files.Position(function.Pos()).Line + 1; lines > longestFunction {
				found(path+" "+function.Name.Name, lines, longestFunction)
			}
		}
	}
	return nil
}

// eachSource calls found with the path and text of every Go and SQL file of the project. Generated
// SQL is not for reading.
func eachSource(t *testing.T, found func(path string, text []byte)) {
	t.Helper()
	files := 0
	err := filepath.WalkDir("../..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel("../..", path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		if entry.IsDir() && (name == "bin" || name == "sql/spark" || strings.HasPrefix(name, ".git") || entry.Name() == "node_modules") {
			return filepath.SkipDir
		}
		if ext := filepath.Ext(name); entry.IsDir() || ext != ".go" && ext != ".sql" {
			return nil
		}
		files++
		text, err := os.ReadFile(path)
		if err == nil {
			found(name, text)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 500 {
		t.Errorf("want the files of the project, got %d", files)
	}
}

// No function and no file is too long to be read at once.
func TestLengths(t *testing.T) {
	eachSource(t, func(path string, text []byte) {
		err := longParts(path, text, func(what string, lines, most int) {
			t.Errorf("%s: want at most %d lines, got %d", what, most, lines)
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestLongParts(t *testing.T) {
	lines := func(n int) string { return strings.Repeat("\n", n) }
	for _, c := range []struct{ name, path, text, want string }{
		{"a function", "a.go", "package a\nfunc f() {" + lines(79) + "}\n", ""},
		{"a long function", "a.go", "package a\nfunc f() {" + lines(80) + "}\n", "a.go f"},
		{"a long method", "a.go", "package a\nfunc (t) f() {" + lines(80) + "}\ntype t int\n", "a.go f"},
		{"a long table", "a.go", "package a\nvar table = []int{" + lines(80) + "}\n", ""},
		{"a file", "a.sql", lines(400), ""},
		{"a long file", "a.sql", lines(401), "a.sql"},
	} {
		var got string
		err := longParts(c.path, []byte(c.text), func(what string, _, _ int) { got += what })
		if err != nil || got != c.want {
			t.Errorf("%s: want %q, got %q, %v", c.name, c.want, got, err)
		}
	}
}
