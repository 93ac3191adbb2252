package models

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/breachstats/breachstats/torture/bounds"
)

// wantPlace wants an error to be one line that names the file and a line of its text.
func wantPlace(t *testing.T, err error, text string) {
	t.Helper()
	var line int
	match := regexp.MustCompile(`^x\.sql:([1-9][0-9]*): \S[^\r\n]*$`).FindStringSubmatch(err.Error())
	if match == nil {
		t.Errorf("want one line that names file and line, got %q", err)
	} else if _, err := fmt.Sscan(match[1], &line); err != nil || line > 1+strings.Count(text, "\n") {
		t.Errorf("want a line of the text, got %q", match[0])
	}
}

// write gives a header as a model has it.
func (h Header) write() string {
	lines := []string{"-- " + h.Row}
	if h.Notes != "" {
		lines = append(lines, "-- "+h.Notes)
	}
	if len(h.Given) > 0 {
		lines = append(lines, "-- Given: "+strings.Join(h.Given, ", "))
	}
	if h.View != "" {
		lines = append(lines, "-- View: "+h.View)
	}
	lines = append(lines, "-- Key: "+strings.Join(h.Key, ", "))
	for _, column := range h.Columns {
		lines = append(lines, "-- "+column.Name+"  "+column.Comment)
	}
	return strings.Join(lines, "\n") + "\nselect 1\n"
}

// A header is complete and reads the same after it is written again, or it is refused.
func FuzzHeader(f *testing.F) {
	models, _, err := Read(Embedded(), "sql")
	if err != nil {
		f.Fatal(err)
	}
	for i := 0; i < len(models); i += 7 {
		f.Add(models[i].Query)
	}
	for _, text := range []string{
		"", "select 1", "-- One row.\n-- Key: a\n-- a", "-- One row.\n-- Key: a\rb\n-- a  A.\n",
		"-- One row.\n-- Key: a, a\n-- a  A.\n-- a  Again.\n", "-- One row.\n-- Given:\n-- Key: a\n-- a  A.\n",
		"-- One row.\r\n-- Key: a\r\n-- a  A.\r\n--    More.\r\nselect 1\r\n", "-- Key: a\n-- Key: a\n-- a  A.",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		defer bounds.Start(t, len(text), 1<<10, 1<<20)()
		header, err := parseHeader("x.sql", text)
		if err != nil {
			wantPlace(t, err, text)
			return
		}
		columns := map[string]bool{}
		for _, column := range header.Columns {
			if columns[column.Name] || column.Comment == "" || !fileName.MatchString(column.Name) {
				t.Errorf("want every column once, and its meaning, got %q", header.Columns)
			}
			columns[column.Name] = true
		}
		keys := map[string]bool{}
		for _, key := range header.Key {
			if keys[key] || !columns[key] {
				t.Errorf("want a key of different columns, got %q", header.Key)
			}
			keys[key] = true
		}
		for _, given := range header.Given {
			if !fileName.MatchString(given) {
				t.Errorf("want names of parameters, got %q", header.Given)
			}
		}
		if header.Row == "" || len(header.Key) == 0 {
			t.Errorf("want a row and a key, got %+v", header)
		}
		again, err := parseHeader("x.sql", header.write())
		if err != nil || fmt.Sprintf("%+v", again) != fmt.Sprintf("%+v", header) {
			t.Errorf("want the header that was written, %+v, got %+v, %v", header, again, err)
		}
	})
}

// Every line of a file of tests that says anything is part of a test, or the file is refused.
func FuzzTests(f *testing.F) {
	_, tests, err := Read(Embedded(), "sql")
	if err != nil {
		f.Fatal(err)
	}
	for i := 0; i < len(tests); i += 20 {
		f.Add("-- " + tests[i].Claim + "\n" + tests[i].Query)
	}
	for _, text := range []string{
		"", "select 1;", "-- a claim\nselect 1;\n\n-- warn: another\nselect 2\n-- within;\n;\n", "-- a claim alone\n",
		"-- a claim\nselect 1; -- and more\n", "-- warn:\nselect 1;\n", "-- a claim\r\nselect 1;\r\n", "-- a claim\n;\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		defer bounds.Start(t, len(text), 1<<10, 1<<20)()
		tests, err := parseTests(Marts, "x.sql", text)
		if err != nil {
			wantPlace(t, err, text)
			return
		}
		lines := strings.Split(text, "\n")
		isTaken := make([]bool, len(lines))
		for _, test := range tests {
			if test.Claim == "" || strings.Trim(test.Query, "; \t\r\n") == "" {
				t.Errorf("want a claim and a query, got %+v", test)
			}
			queried := strings.Split(test.Query, "\n")
			for i, line := range queried {
				if lines[test.Line-1+i] != line {
					t.Errorf("want line %d, got %q", test.Line+i, line)
				}
				isTaken[test.Line-1+i] = true
			}
			for i := test.Line - 2; i >= 0 && !isTaken[i]; i-- {
				isTaken[i] = strings.HasPrefix(lines[i], "--") || strings.TrimSpace(lines[i]) == ""
			}
		}
		for i, line := range lines {
			if !isTaken[i] && strings.Trim(line, "- \t\r\v\f\u0085\u00a0") != "" && strings.TrimSpace(strings.TrimPrefix(line, "--")) != "" {
				t.Errorf("want line %d in a test, got %q left out", i+1, line)
			}
		}
	})
}
