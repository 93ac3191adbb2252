package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/spf13/cobra"

	"github.com/breachstats/breachstats/formats"
)

// formatFlag adds --format to a command that prints rows. Before the command runs it refuses an unknown format,
// and Parquet on a terminal.
func (p *program) formatFlag(command *cobra.Command, format *string) {
	usage := "`one of` " + strings.Join(formats.Names(), ", ")
	command.Flags().StringVar(format, "format", formats.Names()[0], usage)
	wantFirst(command, func() error {
		if err := formats.CheckName(*format); err != nil {
			return wrong("--format: %w", err)
		}
		output := command.Flags().Lookup("output")
		if *format != "parquet" || !isTerminal(p.stdout) || output != nil && output.Value.String() != "" {
			return nil
		}
		if output != nil {
			return wrong("--format parquet: want --output FILE or a pipe, got a terminal")
		}
		return wrong("--format parquet: want a pipe, got a terminal")
	})
}

// print writes rows to stdout.
func (p *program) print(format string, rows arrow.RecordBatch) error {
	out, err := formats.New(format, p.stdout, rows.Schema(), formats.Options{Width: terminalWidth(p.stdout)})
	if err != nil {
		return err
	}
	if err := errors.Join(out.Write(rows), out.Close()); err != nil {
		return fmt.Errorf("stdout: %w", err)
	}
	return nil
}

// reporter writes a text for people: headings, lines, paragraphs and tables, plain or in Markdown. After the
// first error, which it keeps in err, it writes nothing more.
type reporter struct {
	out        io.Writer
	isMarkdown bool
	isRuled    bool   // plain headings have a line below them
	last       string // the last line written; empty before the first
	err        error
}

// isForPeople reports whether a format is a text for people; the other formats have one row per fact.
func isForPeople(format string) bool { return format == "table" || format == "markdown" }

// reporter returns a reporter that writes to stdout, as a table or markdown.
func (p *program) reporter(format string) *reporter {
	return &reporter{out: p.stdout, isMarkdown: format == "markdown"}
}

// textWidth is where lines of plain text break.
const textWidth = 100

// aTable is the value of reporter.last after a table.
const aTable = "\x00"

func (r *reporter) line(text string) {
	if r.last == aTable && r.isMarkdown && text != "" {
		text = "\n" + text // otherwise Markdown would read it as a row of the table
	}
	if r.err == nil {
		_, r.err = fmt.Fprintln(r.out, printableLines(text))
	}
	r.last = text
}

// printableLines returns a text of several lines without anything that would control a terminal; the text may
// quote an export.
func printableLines(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = formats.Printable(line)
	}
	return strings.Join(lines, "\n")
}

// heading writes a heading with a blank line before it, and in markdown one after it.
func (r *reporter) heading(level int, text string) {
	if r.last != "" {
		r.line("")
	}
	switch {
	case r.isMarkdown:
		r.line(strings.Repeat("#", level) + " " + text + "\n")
		r.last = ""
	case r.isRuled:
		r.line(text + "\n" + strings.Repeat("─", len([]rune(text))))
	default:
		r.line(text)
	}
}

// prose writes a paragraph; outside of markdown it breaks the lines between words.
func (r *reporter) prose(text string) {
	if !r.isMarkdown {
		text = wrapped(text, textWidth)
	}
	r.line(text)
}

// say writes a paragraph and a blank line.
func (r *reporter) say(format string, args ...any) {
	r.prose(fmt.Sprintf(format, args...))
	r.line("")
}

// sheet is a table of texts. A column whose name begins with > holds numbers, aligned to the right.
type sheet struct {
	columns []string
	rows    [][]string
}

// sheetOf makes one row of a sheet of each row of a result.
func sheetOf(rows []cells, columns []string, of func(cells) []string) sheet {
	made := sheet{columns: columns}
	for _, row := range rows {
		made.rows = append(made.rows, of(row))
	}
	return made
}

func (r *reporter) table(from sheet) {
	if r.err != nil {
		return
	}
	fields := make([]arrow.Field, len(from.columns))
	for i, column := range from.columns {
		name, isNumber := strings.CutPrefix(column, ">")
		fields[i] = arrow.Field{Name: name, Type: arrow.BinaryTypes.String}
		if isNumber {
			fields[i].Metadata = formats.AlignRight()
		}
	}
	rows, name := recordOf(fields, from.rows), "table"
	if r.isMarkdown {
		name = "markdown"
		if r.last != "" {
			r.line("")
		}
	}
	r.last = aTable
	out, err := formats.New(name, r.out, rows.Schema(), formats.Options{Width: terminalWidth(r.out), IsUncounted: true})
	if err != nil {
		r.err = err
		return
	}
	r.err = errors.Join(out.Write(rows), out.Close())
}

// recordOf makes a record of rows of texts. Each text is parsed as its column's type; an empty one is null if the
// column is nullable.
func recordOf(fields []arrow.Field, rows [][]string) arrow.RecordBatch {
	builder := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	for _, row := range rows {
		for i, cell := range row {
			if cell == "" && fields[i].Nullable {
				builder.Field(i).AppendNull()
			} else if err := builder.Field(i).AppendValueFromString(cell); err != nil {
				panic(err) // the callers give texts of the column's type
			}
		}
	}
	return builder.NewRecordBatch()
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

// text is a value as plain text; empty for null, and if the result has no rows.
func (c cells) text(name string) string {
	if c.rows == nil {
		return ""
	}
	return formats.Cell(c.column(name), c.row)
}

// number is a value rounded to a whole number; 0 for null.
func (c cells) number(name string) int64 {
	value, err := strconv.ParseFloat(c.text(name), 64)
	if err != nil {
		return 0
	}
	return int64(math.Round(value))
}

// count is a whole number with separators, empty for null.
func (c cells) count(name string) string { return c.as(name, "count") }

// as formats a value of a unit for people; empty for null.
func (c cells) as(name, unit string) string { return spoken(c.text(name), unit) }

// share formats a share with three digits, 0.983; empty for null.
func (c cells) share(name string) string {
	value, err := strconv.ParseFloat(c.text(name), 64)
	if err != nil {
		return ""
	}
	return strconv.FormatFloat(value, 'f', 3, 64)
}

// interval formats the interval of a share, 0.952 to 0.991; empty if the share is null.
func (c cells) interval(share string) string {
	if c.text(share) == "" {
		return ""
	}
	return c.share(share+"_low") + " to " + c.share(share+"_high")
}

const (
	arrowTo      = " → "
	blank        = "blank"
	widestEntity = 60
	widestValue  = 70
	longestName  = 48
)

// value formats a value of a change for people: a count with separators, a long text shortened.
func (c cells) value(name string) string {
	text := c.text(name)
	if c.text("changed_column") == "individuals" {
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return people(n)
		}
	}
	return cut(cmp.Or(text, blank), widestValue)
}

// individuals is the count of a breach that only one of the captures lists.
func (c cells) individuals() string {
	for _, name := range []string{"new_individuals", "old_individuals"} {
		if c.text(name) != "" {
			return people(c.number(name))
		}
	}
	return blank
}

// match says how certain it is that both rows are one breach: "similar name and day, 0.87".
func (c cells) match() string {
	matched := c.text("matched_by")
	if similarity := c.column("name_similarity").(*array.Float64); matched != "" && similarity.IsValid(c.row) && similarity.Value(c.row) < 1 {
		matched += ", " + strconv.FormatFloat(similarity.Value(c.row), 'f', 2, 64)
	}
	return matched
}

// cut shortens a text to at most the given number of characters, on one line.
func cut(text string, most int) string {
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > most {
		return strings.TrimRight(string(runes[:most-1]), " ") + "…"
	}
	return text
}

// people formats a whole number with separators: 2,149.
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

// signed formats a change: +14, −2, 0.
func signed(n int64) string {
	if n > 0 {
		return "+" + people(n)
	}
	return people(n)
}

// orBlank formats a number, and is empty for 0.
func orBlank(n int64) string {
	if n == 0 {
		return ""
	}
	return people(n)
}

// spoken formats a number of a unit for people: 176,515,555, 84,175 or 70.1 %; empty stays empty.
func spoken(cell, unit string) string {
	value, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		return ""
	}
	if unit == "log" {
		return strings.Replace(strconv.FormatFloat(value, 'f', 3, 64), "-", "−", 1)
	}
	if unit == "percent" {
		return strings.Replace(strconv.FormatFloat(value, 'f', 1, 64), "-", "−", 1) + " %"
	}
	if math.Abs(value) < 100 && value != math.Trunc(value) {
		return strings.Replace(strconv.FormatFloat(value, 'f', 1, 64), "-", "−", 1)
	}
	return people(int64(math.Round(value)))
}

// signedIn formats a difference: +8, −1,203, 0, or +0.3 for percentage points.
func signedIn(cell, unit string) string {
	text := strings.Replace(spoken(cell, unit), " %", " points", 1)
	if value, err := strconv.ParseFloat(cell, 64); err == nil && value > 0 {
		return "+" + text
	}
	return text
}

// wrapped breaks the lines of a text between words.
func wrapped(text string, width int) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		filled := ""
		for _, word := range strings.Fields(line) {
			if filled != "" && len([]rune(filled))+1+len([]rune(word)) > width {
				lines = append(lines, filled)
				filled = ""
			}
			filled = strings.TrimLeft(filled+" "+word, " ")
		}
		lines = append(lines, filled)
	}
	return strings.Join(lines, "\n")
}
