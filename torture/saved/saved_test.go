package saved

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// Only package saved looks into the folder beside the project.
func TestNoOtherTestLooksBesideTheProject(t *testing.T) {
	root := filepath.Join("..", "..")
	files := 0
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		files++
		parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		above := strings.Repeat("../", strings.Count(filepath.ToSlash(name), "/")+1) // path to the parent of the project
		for _, text := range textsOf(parsed) {
			if strings.HasPrefix(text, above+"shared") {
				t.Errorf("%s: want the path from package saved, got %q", name, text)
			}
		}
		return nil
	})
	if err != nil || files < 100 {
		t.Fatalf("want the project's tests, got %d, %v", files, err)
	}
}

// If the folder exists, each export in it is found, by its full path.
func TestExportsAreFound(t *testing.T) {
	for _, path := range Exports(t, "*.csv") {
		if !filepath.IsAbs(path) {
			t.Errorf("want an absolute path, got %s", path)
		}
	}
	if got := Found("no such export *"); len(got) > 0 {
		t.Errorf("want none, got %q", got)
	}
}

// textsOf lists the string literals of a file.
func textsOf(file *ast.File) []string {
	var texts []string
	ast.Inspect(file, func(node ast.Node) bool {
		if literal, isLiteral := node.(*ast.BasicLit); isLiteral && literal.Kind == token.STRING {
			if text, err := strconv.Unquote(literal.Value); err == nil {
				texts = append(texts, text)
			}
		}
		return true
	})
	return texts
}
