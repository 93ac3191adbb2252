// Package origins reads, checks and compiles two tables of rules: those that give a breach its
// origin, and those that give it kinds of data, an outcome and a kind of reporter. It turns their
// regular expressions into a few SQL macros, which anyone can call.
package origins

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// File is the name of the table of origin rules in a folder of reference tables.
const File = "origin_rules.csv"

// ruleRow is a rule as in its file, by column; line is counted from 1.
type ruleRow struct {
	line  int
	cells map[string]string
}

// looksAt is description, type, naive-type or word.
func (r ruleRow) looksAt() string { return r.cells["looks_at"] }

// order is the number in rule_order; 0 if there is none.
func (r ruleRow) order() int64 {
	order, err := strconv.ParseInt(r.cells["rule_order"], 10, 64)
	if err != nil {
		return 0
	}
	return order
}

// readRows reads the rows of a table of rules, in the order of the file. The header must be
// columns; if columns is nil, any header is accepted. A row with another number of fields is an
// error.
func readRows(path string, text []byte, columns []string) (rows []ruleRow, err error) {
	in := csv.NewReader(bytes.NewReader(text))
	in.FieldsPerRecord = -1
	for number := 0; ; number++ {
		record, err := in.Read()
		var malformed *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			if len(rows) == 0 {
				return nil, fmt.Errorf("%s:1: want rules below the header, got none", path)
			}
			return rows, nil
		case errors.As(err, &malformed):
			return nil, fmt.Errorf("%s:%d: %w", path, malformed.StartLine, malformed.Err)
		case err != nil:
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		line, _ := in.FieldPos(0)
		if number == 0 && columns == nil {
			columns = record
		}
		switch {
		case number == 0 && !slices.Equal(record, columns):
			return nil, fmt.Errorf("%s:%d: want header %q, got %s", path, line, strings.Join(columns, ","), quoted(strings.Join(record, ",")))
		case len(record) != len(columns):
			return nil, fmt.Errorf("%s:%d: want %d fields, got %d", path, line, len(columns), len(record))
		case number > 0:
			row := ruleRow{line: line, cells: map[string]string{}}
			for i, column := range columns {
				row.cells[column] = record[i]
			}
			rows = append(rows, row)
		}
	}
}

// quoted formats a value for an error: on one line, with control characters escaped, cut to a
// length that fits in a terminal.
func quoted(value string) string {
	const longest = 60 // characters
	if shown := []rune(value); len(shown) > longest {
		return strconv.Quote(string(shown[:longest])) + "…"
	}
	return strconv.Quote(value)
}
