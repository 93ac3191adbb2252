// Package models holds the SQL models, embedded, and reads what they say of themselves:
// which table a file builds, what one row of it is, its key and its columns, and the
// test queries that stand beside it. It never runs anything.
//
// The folder is named sql; a package of that name would shadow the standard one.
package models

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

//go:embed 0_reference/*.sql 1_raw/*.sql 2_staging/*.sql 3_intermediate/*.sql 4_marts/*.sql 5_figures/*.sql 6_evaluation/*.sql 7_files/*.sql
var embedded embed.FS

//go:embed spark
var spark embed.FS

// Embedded returns the folder of models that the program was built with.
func Embedded() fs.FS { return embedded }

// Spark returns the folder of the same models, tests and macros in the SQL of Apache Spark, generated from them.
func Spark() (fs.FS, error) { return fs.Sub(spark, "spark") }

// Layer is a folder of models: a schema of the database.
type Layer string

// The layers, in the order in which a row passes them. Reference and Raw tables are
// declared by a model and filled from files; all others are what their query returns.
const (
	Reference    Layer = "reference"
	Raw          Layer = "raw"
	Staging      Layer = "staging"
	Intermediate Layer = "intermediate"
	Marts        Layer = "marts"
	Figures      Layer = "figures"
	// Evaluation judges the rules of origins by labels; no build makes it.
	Evaluation Layer = "evaluation"
	// Files answers questions from exports that stand in no store; no build makes it.
	Files Layer = "files"
)

// Layers returns every layer, in order.
func Layers() []Layer {
	return []Layer{Reference, Raw, Staging, Intermediate, Marts, Figures, Evaluation, Files}
}

// Reads returns the layers that a model of this layer may read.
func (l Layer) Reads() []Layer {
	switch l {
	case Staging:
		return []Layer{Reference, Raw}
	case Intermediate:
		return []Layer{Reference, Staging, Intermediate}
	case Marts:
		return []Layer{Reference, Staging, Intermediate, Marts}
	case Figures:
		return []Layer{Reference, Marts}
	case Evaluation:
		return []Layer{Reference, Intermediate, Evaluation}
	case Files:
		return []Layer{Staging, Intermediate, Files}
	case Reference, Raw:
	}
	return nil
}

// IsBuilt reports whether a build makes the tables of this layer.
func (l Layer) IsBuilt() bool { return l != Evaluation && l != Files }

// IsFilled reports whether tables of this layer are declared by their model and filled from files.
func (l Layer) IsFilled() bool { return l == Reference || l == Raw }

// Model is one file, one select, one table.
type Model struct {
	Layer Layer
	// Name is the table's name in its schema, breaches; Table() is marts.breaches.
	Name string
	// Path names the file in messages: sql/4_marts/breaches.sql.
	Path string
	// Query is the whole file, header included, so that DuckDB's LINE n is the file's line n.
	Query  string
	Header Header
}

// Table is the model's name with its schema: marts.breaches.
func (m Model) Table() string { return string(m.Layer) + "." + m.Name }

// IsMacro reports whether the model is computed when it is called: from marts.breaches_as_of(day).
func (m Model) IsMacro() bool { return len(m.Header.Given) > 0 }

// IsView reports that the model is a view: nothing of it is stored.
func (m Model) IsView() bool { return m.Header.View != "" }

// Create is the SQL that goes before the model's query, on the same line, to make what it is.
func (m Model) Create() string {
	switch {
	case m.IsMacro():
		return "create macro " + m.Table() + "(" + strings.Join(m.Header.Given, ", ") + ") as table "
	case m.IsView():
		return "create view " + m.Table() + " as "
	}
	return "create table " + m.Table() + " as "
}

// Header is what the first comment block of a model says.
type Header struct {
	// Row says what one row is: "One row per reported breach."
	Row string
	// Notes are the sentences between Row and Key, joined by blanks; often empty.
	Notes string
	// View says why a model is a view, computed whenever it is read, and not a table; empty for a table.
	View string
	// Given names the parameters of a model that is a macro: a table that is computed when it is
	// called, in anyone's SQL. Empty for a table.
	Given []string
	// Key lists the columns that are unique together and never null.
	Key []string
	// Columns are in the order in which the query returns them.
	Columns []Column
}

// Column is a column and its meaning: unit, meaning of null, time zone.
type Column struct{ Name, Comment string }

// Test is a query that returns the rows which break a claim.
type Test struct {
	// Claim is the comment above the query, without its "warn:".
	Claim string
	// IsWarning reports that a failure is the portal's oddity, and the figures stay right.
	IsWarning bool
	// Layer is that of the folder in which the test stands.
	Layer Layer
	// Path and Line say where the query begins; Line is counted from 1.
	Path  string
	Line  int
	Query string
}

var (
	folderName = regexp.MustCompile(`^\d_([a-z]+)$`)
	fileName   = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	columnLine = regexp.MustCompile(`^([a-z][a-z0-9_]*(?:, [a-z][a-z0-9_]*)*)(?:  +(\S.*))?$`)
	listLine   = regexp.MustCompile(`^[a-z][a-z0-9_]*(?:, [a-z][a-z0-9_]*)*,$`)
)

// Read reads every model and test under folder. prefix goes before each path in messages.
// Models are ordered by layer and name, tests by path and line. Every fault is
// reported as path:line in one joined error.
func Read(folder fs.FS, prefix string) (models []Model, tests []Test, err error) {
	var bad []error
	err = fs.WalkDir(folder, ".", func(file string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && file == "spark" {
			return fs.SkipDir // is generated from the others
		}
		if err != nil || entry.IsDir() || path.Ext(file) != ".sql" {
			return err
		}
		text, err := fs.ReadFile(folder, file)
		if err != nil {
			return err
		}
		shown := path.Join(prefix, file)
		layer, err := layerOf(file)
		if err != nil {
			bad = append(bad, fmt.Errorf("%s:1: %w", shown, err))
			return nil
		}
		name := strings.TrimSuffix(path.Base(file), ".sql")
		if strings.HasSuffix(name, "_test") {
			found, err := parseTests(layer, shown, string(text))
			tests = append(tests, found...)
			bad = append(bad, err)
			return nil
		}
		if !fileName.MatchString(name) {
			bad = append(bad, fmt.Errorf("%s:1: want a file name of lower-case letters, digits and _, got %q", shown, name))
			return nil
		}
		header, err := parseHeader(shown, string(text))
		bad = append(bad, err)
		models = append(models, Model{Layer: layer, Name: name, Path: shown, Query: string(text), Header: header})
		return nil
	})
	if err := errors.Join(append(bad, err, inherit(models))...); err != nil {
		return nil, nil, err
	}
	if len(models) == 0 {
		return nil, nil, fmt.Errorf("%s: want models such as 4_marts/breaches.sql, got none", prefix)
	}
	slices.SortFunc(models, func(a, b Model) int {
		return cmp.Or(
			cmp.Compare(slices.Index(Layers(), a.Layer), slices.Index(Layers(), b.Layer)),
			strings.Compare(a.Name, b.Name),
		)
	})
	return models, tests, nil
}

func layerOf(file string) (Layer, error) {
	match := folderName.FindStringSubmatch(path.Dir(file))
	if match == nil || !slices.Contains(Layers(), Layer(match[1])) {
		return "", fmt.Errorf("want a folder such as 4_marts, got %q", path.Dir(file))
	}
	return Layer(match[1]), nil
}

// parseHeader reads the comment block at the top: a line that says what a row is, notes,
// "Given: a, b" for a macro's parameters, "View: why" for a view,
// "Key: a, b", then a line a column, "name  meaning", continued by deeper indentation. Columns with a
// meaning of another model may share a line: "a, b  As in marts.breaches."; a comma at its end continues it.
func parseHeader(file, text string) (Header, error) {
	var header Header
	var notes []string
	last, list := 0, ""
	for number, line := range strings.Split(text, "\n") {
		comment, isComment := strings.CutPrefix(line, "--")
		if !isComment {
			break
		}
		last = number + 1
		words := strings.TrimSpace(comment)
		indented := strings.HasPrefix(comment, "  ")
		key, isKey := strings.CutPrefix(words, "Key:")
		given, isGiven := strings.CutPrefix(words, "Given:")
		view, isView := strings.CutPrefix(words, "View:")
		switch {
		case words == "":
		case header.Row == "":
			header.Row = words
		case isKey && header.Key != nil, isGiven && header.Given != nil, isView && header.View != "":
			return header, fmt.Errorf("%s:%d: want one such line, got %q again", file, number+1, words)
		case isKey:
			header.Key = names(key)
		case isGiven && header.Key == nil:
			header.Given = names(given)
		case isView && header.Key == nil:
			if header.View = strings.TrimSpace(view); header.View == "" {
				return header, fmt.Errorf("%s:%d: want \"View:\" and why it is one", file, number+1)
			}
		case header.Key == nil:
			notes = append(notes, words)
		case list != "", listLine.MatchString(words) && !indented:
			list = strings.TrimSpace(list + " " + words)
			if strings.HasSuffix(words, ",") {
				continue
			}
			words, list = list, ""
			fallthrough
		case !indented || len(header.Columns) == 0:
			columns, err := parseColumns(words)
			if err != nil {
				return header, fmt.Errorf("%s:%d: %w", file, number+1, err)
			}
			header.Columns = append(header.Columns, columns...)
		default:
			column := &header.Columns[len(header.Columns)-1]
			column.Comment = strings.TrimSpace(column.Comment + " " + words)
		}
	}
	if list != "" {
		return header, fmt.Errorf("%s:%d: want the end of the columns %q, got the end of the header", file, last, list)
	}
	header.Notes = strings.Join(notes, " ")
	return header, header.check(file, last)
}

// parseColumns reads a line of the header: a column and its meaning, or columns whose meaning is that in another model.
func parseColumns(words string) ([]Column, error) {
	match := columnLine.FindStringSubmatch(words)
	if match == nil {
		return nil, fmt.Errorf("want a column as \"name  meaning\", got %q", words)
	}
	var columns []Column
	for _, name := range names(match[1]) {
		columns = append(columns, Column{Name: name, Comment: match[2]})
	}
	if len(columns) > 1 && !asIn.MatchString(match[2]) {
		return nil, fmt.Errorf("want columns that share a line as \"a, b  As in marts.breaches.\", got %q", words)
	}
	return columns, nil
}

// check refuses a header that contradicts itself; last is the line on which it ends.
func (header Header) check(file string, last int) error {
	switch {
	case header.Row == "":
		return fmt.Errorf("%s:1: want a comment that says what one row is", file)
	case len(header.Key) == 0:
		return fmt.Errorf("%s:%d: want \"Key:\" and the columns that identify a row", file, last)
	}
	columns := map[string]bool{}
	for _, column := range header.Columns {
		if column.Comment == "" {
			return fmt.Errorf("%s:1: header says nothing of column %s", file, column.Name)
		}
		if columns[column.Name] {
			return fmt.Errorf("%s:1: want each column once, got %s twice", file, column.Name)
		}
		columns[column.Name] = true
	}
	for i, key := range header.Key {
		if !columns[key] {
			return fmt.Errorf("%s:1: key %q is not among the header's columns", file, key)
		}
		if slices.Contains(header.Key[:i], key) {
			return fmt.Errorf("%s:1: want each column of the key once, got %s twice", file, key)
		}
	}
	if header.View != "" && header.Given != nil {
		return fmt.Errorf("%s:1: want a view or a macro, got \"View:\" and \"Given:\"", file)
	}
	for i, given := range header.Given {
		if !fileName.MatchString(given) || slices.Contains(header.Given[:i], given) {
			return fmt.Errorf("%s:1: want different parameters of lower-case letters, digits and _, got %q", file, header.Given)
		}
	}
	return nil
}

// names splits "a, b".
func names(list string) []string {
	var all []string
	for _, name := range strings.Split(list, ",") {
		all = append(all, strings.TrimSpace(name))
	}
	return all
}

// parseTests splits a test file into its queries. A query begins with a comment that states
// the claim and ends with a line that ends in a semicolon. No claim stands alone.
func parseTests(layer Layer, file, text string) ([]Test, error) {
	var tests []Test
	var claim, query []string
	claimed, start := 0, 0
	for number, line := range strings.Split(text, "\n") {
		comment, isComment := strings.CutPrefix(line, "--")
		switch {
		case len(query) == 0 && isComment:
			if len(claim) == 0 {
				claimed = number + 1
			}
			claim = append(claim, strings.TrimSpace(comment))
			continue
		case len(query) == 0 && strings.TrimSpace(line) == "":
			continue
		case len(query) == 0:
			start = number + 1
		}
		query = append(query, line)
		if !strings.HasSuffix(strings.TrimRight(line, " \t\r"), ";") {
			continue
		}
		words := strings.TrimSpace(strings.Join(claim, " "))
		stated, isWarning := strings.CutPrefix(words, "warn:")
		if strings.TrimSpace(stated) == "" {
			return tests, fmt.Errorf("%s:%d: want a comment above the query that states the claim", file, start)
		}
		if strings.Trim(strings.Join(query, ""), "; \t\r") == "" {
			return tests, fmt.Errorf("%s:%d: want a query before the semicolon, got none", file, start)
		}
		tests = append(tests, Test{
			Claim: strings.TrimSpace(stated), IsWarning: isWarning, Layer: layer,
			Path: file, Line: start, Query: strings.Join(query, "\n"),
		})
		claim, query = nil, nil
	}
	if len(query) > 0 {
		return tests, fmt.Errorf("%s:%d: want a query that ends with a semicolon", file, start)
	}
	if words := strings.TrimSpace(strings.Join(claim, " ")); words != "" {
		return tests, fmt.Errorf("%s:%d: want a query below the claim %q, got none", file, claimed, words)
	}
	return tests, nil
}
