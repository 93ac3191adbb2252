package spark

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	models "github.com/breachstats/breachstats/sql"
)

// texts are the statements for Spark that are generated from the models, the tests and the prelude.
type texts struct {
	prelude []string
	models  map[string]text           // by the path of the model: 4_marts/breaches.sql
	tests   map[string]map[int]string // by the path of the test and the line of its query
}

// text is a model's: steps, each kept as a table, and its select.
type text struct {
	steps []step
	query string
}

// step is a select whose rows are kept as a table for the statements behind it.
type step struct{ table, query string }

var (
	madeFrom = regexp.MustCompile(`^-- generated from \S*?(\d_\w+/\w+\.sql) sha256:([0-9a-f]{64}) `)
	madeWith = regexp.MustCompile(`(?m)^-- with \S*?(\d_\w+/\w+\.sql) sha256:([0-9a-f]{64})\n`) // of a macro that it calls
	stepMark = regexp.MustCompile(`(?m)\A-- step (\S+)$`)
)

// readTexts reads the generated folder, and wants each file to be of the text that stands in sql. The error
// names every file that is not.
func readTexts(generated, sql fs.FS) (*texts, error) {
	t := &texts{models: map[string]text{}, tests: map[string]map[int]string{}}
	_, tests, err := models.Read(sql, "")
	if err != nil {
		return nil, err
	}
	linesOf := map[string][]int{}
	for _, test := range tests {
		linesOf[test.Path] = append(linesOf[test.Path], test.Line)
	}
	var bad []error
	err = fs.WalkDir(generated, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(file) != ".sql" {
			return err
		}
		content, err := fs.ReadFile(generated, file)
		if err != nil {
			return err
		}
		if file == "prelude.sql" {
			t.prelude = statements(string(content))
			return nil
		}
		made := madeFrom.FindStringSubmatch(string(content))
		if made == nil {
			bad = append(bad, fmt.Errorf("sql/spark/%s:1: want \"-- generated from sql/… sha256:…\"", file))
			return nil
		}
		of := made[1]
		for _, source := range append([][]string{made}, madeWith.FindAllStringSubmatch(string(content), -1)...) {
			text, err := fs.ReadFile(sql, source[1])
			if errors.Is(err, fs.ErrNotExist) {
				return nil // of a model that was taken out: nobody asks for it
			}
			if err != nil {
				return err
			}
			if sum := sha256.Sum256(text); hex.EncodeToString(sum[:]) != source[2] {
				bad = append(bad, fmt.Errorf("sql/%s:1: sql/spark/%s was generated from another text of it; `make dialect` generates it", source[1], file))
				return nil
			}
		}
		_, statements, _ := strings.Cut(string(content), "\n")
		statements = madeWith.ReplaceAllString(statements, "")
		if strings.HasSuffix(file, "_test.sql") {
			t.tests[of], err = testsIn(file, statements, linesOf[of])
		} else {
			t.models[of], err = textIn(file, statements)
		}
		bad = append(bad, err)
		return nil
	})
	return t, errors.Join(append(few(bad), err)...)
}

// few are the first of many errors, and how many more there are: where models were edited, mostly one thing is to do.
func few(bad []error) []error {
	bad = slices.DeleteFunc(bad, func(err error) bool { return err == nil })
	const shown = 3
	if len(bad) <= shown {
		return bad
	}
	return append(slices.Clone(bad[:shown]), fmt.Errorf("sql/spark: and %d more such files", len(bad)-shown))
}

// statements cuts a file at its lines that are nothing but a semicolon.
func statements(content string) []string {
	var all []string
	for _, statement := range strings.Split("\n"+content+"\n", "\n;\n") {
		if strings.TrimSpace(statement) != "" {
			all = append(all, strings.Trim(statement, "\n"))
		}
	}
	return all
}

func textIn(file, content string) (text, error) {
	var t text
	for _, statement := range statements(content) {
		if t.query != "" {
			return t, fmt.Errorf("sql/spark/%s: want the model's select last", file)
		}
		if mark := stepMark.FindStringSubmatch(statement); mark != nil {
			t.steps = append(t.steps, step{mark[1], statement})
			continue
		}
		t.query = statement
	}
	if t.query == "" {
		return t, fmt.Errorf("sql/spark/%s: want a select, got none", file)
	}
	return t, nil
}

// testsIn are queries by the lines on which those that they were generated from begin.
func testsIn(file, content string, lines []int) (map[int]string, error) {
	queries := statements(content)
	if len(queries) != len(lines) {
		return nil, fmt.Errorf("sql/spark/%s: want %d queries as in the file that it is generated from, got %d", file, len(lines), len(queries))
	}
	tests := map[int]string{}
	for i, line := range lines {
		tests[line] = queries[i]
	}
	return tests, nil
}

// inFolder is the path of a file in the folder of models: sql/4_marts/breaches.sql is 4_marts/breaches.sql.
func inFolder(file string) string { return path.Join(path.Base(path.Dir(file)), path.Base(file)) }
