package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/breachstats/breachstats/formats"
)

// account is a text of headings, lines and tables for people: plain or markdown. The first error
// stays in err, and nothing more is written.
type account struct {
	out    io.Writer
	format string // table or markdown
	width  int    // of the terminal, 0 for none
	last   string // line; empty before the first
	err    error
}

// aTable stands for a table as the last line.
const aTable = "\x00"

func (a *account) line(text string) {
	if a.last == aTable && a.format == "markdown" && text != "" {
		text = "\n" + text // or it would be a row
	}
	if a.err == nil {
		_, a.err = fmt.Fprintln(a.out, printableLines(text))
	}
	a.last = text
}

// printableLines is a text of several lines that does nothing to a terminal, whatever a list quoted in it.
func printableLines(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = formats.Printable(line)
	}
	return strings.Join(lines, "\n")
}

// heading writes a heading with a blank line before it, and in markdown one after it.
func (a *account) heading(level int, text string) {
	if a.last != "" {
		a.line("")
	}
	if a.format == "markdown" {
		a.line(strings.Repeat("#", level) + " " + text)
		a.line("")
		return
	}
	a.line(text)
}

// sheet is a table of texts; those of a number column are written flush right.
type sheet struct {
	names    []string
	isNumber []bool
	rows     [][]string
}

// add appends columns, given as name and whether it is a number.
func (s *sheet) add(columns ...any) {
	for i := 0; i+1 < len(columns); i += 2 {
		s.names = append(s.names, columns[i].(string))
		s.isNumber = append(s.isNumber, columns[i+1].(bool))
	}
}

func (a *account) table(from sheet) {
	if a.err != nil {
		return
	}
	fields := make([]arrow.Field, len(from.names))
	for i, name := range from.names {
		fields[i] = arrow.Field{Name: name, Type: arrow.BinaryTypes.String}
		if from.isNumber[i] {
			fields[i].Metadata = formats.AlignRight()
		}
	}
	builder := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	for i := range from.names {
		for _, row := range from.rows {
			builder.Field(i).(*array.StringBuilder).Append(row[i])
		}
	}
	rows := builder.NewRecordBatch()
	if a.format == "markdown" && a.last != "" {
		a.line("")
	}
	a.last = aTable
	out, err := formats.New(a.format, a.out, rows.Schema(), formats.Options{Width: a.width, IsUncounted: true})
	if err != nil {
		a.err = err
		return
	}
	a.err = errors.Join(out.Write(rows), out.Close())
}

// cells is one row of a result, by column.
type cells struct {
	rows arrow.RecordBatch
	row  int
}

func cellsOf(rows arrow.RecordBatch) []cells {
	all := make([]cells, rows.NumRows())
	for row := range all {
		all[row] = cells{rows, row}
	}
	return all
}

func (c cells) column(name string) arrow.Array {
	return c.rows.Column(c.rows.Schema().FieldIndices(name)[0])
}

// text is a value as plain text, empty for null.
func (c cells) text(name string) string { return formats.Cell(c.column(name), c.row) }

// number is a whole number, 0 for null.
func (c cells) number(name string) int64 {
	column := c.column(name).(*array.Int64)
	if column.IsNull(c.row) {
		return 0
	}
	return column.Value(c.row)
}

const (
	arrowTo      = " → "
	blank        = "blank"
	widestEntity = 60
	widestValue  = 70
)

// value is a value of a change for people: a count with separators, a long text cut.
func (c cells) value(name string) string {
	text := c.text(name)
	if c.text("changed_column") == "individuals" {
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return people(n)
		}
	}
	return cut(cmp.Or(text, blank), widestValue)
}

// individuals is the count of a breach that stands in one capture only.
func (c cells) individuals() string {
	for _, name := range []string{"new_individuals", "old_individuals"} {
		if c.text(name) != "" {
			return people(c.number(name))
		}
	}
	return blank
}

// match says how sure it is that both are one breach: "similar name and day, 0.87".
func (c cells) match() string {
	matched := c.text("matched_by")
	if similarity := c.column("name_similarity").(*array.Float64); matched != "" && similarity.IsValid(c.row) && similarity.Value(c.row) < 1 {
		matched += ", " + strconv.FormatFloat(similarity.Value(c.row), 'f', 2, 64)
	}
	return matched
}

// cut shortens a text to so many characters on one line.
func cut(text string, most int) string {
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > most {
		return strings.TrimRight(string(runes[:most-1]), " ") + "…"
	}
	return text
}

// people writes a whole number as people read it: 2,149.
func people(n int64) string {
	digits := strconv.FormatInt(n, 10)
	digits, isNegative := strings.CutPrefix(digits, "-")
	var grouped strings.Builder
	if isNegative {
		grouped.WriteString("−")
	}
	for i, digit := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			grouped.WriteByte(',')
		}
		grouped.WriteRune(digit)
	}
	return grouped.String()
}

// signed writes a change: +14, −2, 0.
func signed(n int64) string {
	if n > 0 {
		return "+" + people(n)
	}
	return people(n)
}

// orBlank leaves zeros out of a table.
func orBlank(n int64) string {
	if n == 0 {
		return ""
	}
	return people(n)
}
