package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

const module = "github.com/breachstats/breachstats"

// level says who may import whom: a package imports only from lower levels.
func level(pkg string) int {
	switch {
	case pkg == "cmd/breachstats", pkg == "torture":
		return 4
	case pkg == "pipeline", pkg == "pipeline/fetch/portaltest": // a portal for tests
		return 3
	case pkg == "pipeline/engine":
		return 0
	case pkg == "pipeline/warehouse", pkg == "pipeline/spark", pkg == "pipeline/export":
		return 1
	case pkg == "pipeline/serve/web", pkg == "pipeline/serve/flight", pkg == "pipeline/serve/mcp", pkg == "pipeline/serve/servetest": // over the workers of pipeline/serve
		return 3
	case strings.HasPrefix(pkg, "pipeline/"):
		return 2
	}
	return 0
}

// onlyIn names the packages that alone may use a library.
var onlyIn = map[string][]string{
	"github.com/apache/spark-connect-go":   {"pipeline/spark"},
	"database/sql":                         {"pipeline/warehouse"},
	"github.com/duckdb/duckdb-go":          {"pipeline/warehouse"},
	"github.com/spf13/cobra":               {"cmd/breachstats"},
	"github.com/golang/freetype":           {"charts"},
	"github.com/duckdb/duckdb-go-bindings": {"pipeline/warehouse"},
	"net/http":                             {"pipeline/fetch", "pipeline/fetch/portaltest", "pipeline/serve/web", "pipeline/serve/mcp", "cmd/breachstats"},
	"google.golang.org/grpc":               {"pipeline/serve/flight", "pipeline/spark"},
	"github.com/modelcontextprotocol/":     {"pipeline/serve/mcp"},
	"github.com/landlock-lsm/":             {"pipeline/serve"},
	"github.com/elastic/":                  {"pipeline/serve"},
	"github.com/jedib0t/go-pretty":         {"formats"},
	"github.com/xuri/excelize":             {"formats"},
	"github.com/PuerkitoBio/":              {"pipeline/fetch"},
	"math/rand":                            {"pipeline/sample", "pipeline/fetch/portaltest"},
}

func TestImportsFollowTheLevels(t *testing.T) {
	root := filepath.Join("..", "..")
	files := 0
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		if entry.IsDir() && (name == "bench" || strings.HasPrefix(name, ".git")) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		files++
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		pkg := path.Dir(filepath.ToSlash(name))
		for _, spec := range parsed.Imports {
			imported := strings.Trim(spec.Path.Value, `"`)
			if ours, isOurs := strings.CutPrefix(imported, module+"/"); isOurs && level(ours) >= level(pkg) {
				t.Errorf("%s: %s is level %d and may not import %s of level %d", name, pkg, level(pkg), ours, level(ours))
			}
			for library, allowed := range onlyIn {
				if !strings.HasPrefix(imported, library) || imported == "database/sql/driver" {
					continue
				}
				isAllowed := false
				for _, a := range allowed {
					isAllowed = isAllowed || a == pkg
				}
				if !isAllowed {
					t.Errorf("%s: only %v may import %s", name, allowed, library)
				}
			}
		}
		return nil
	})
	if err != nil || files < 20 {
		t.Fatalf("want the project's files, got %d, %v", files, err)
	}
}

func TestNoClockBelowFetch(t *testing.T) {
	root := filepath.Join("..", "..")
	for _, folder := range []string{"charts", "data", "formats", "sql", "pipeline"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(file string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
				return err
			}
			// What asks the portal, and what answers clients, has a clock; what makes figures has none.
			if strings.Contains(file, "fetch") || strings.Contains(file, "serve") {
				return nil
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
			if err != nil {
				return err
			}
			for _, name := range calls(parsed) {
				if name == "time.Now" || name == "time.Since" {
					t.Errorf("%s: uses the clock (%s)", file, name)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
