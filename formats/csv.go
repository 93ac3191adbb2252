package formats

import (
	"bufio"
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

type csvWriter struct {
	out    *csv.Writer
	lines  *bufio.Writer // the very buffer of out
	fields []arrow.Field
}

// newCSV writes RFC 4180 with LF line ends and a header; null is an empty cell. A text that a
// spreadsheet would run as a formula gets an apostrophe in front (see inert). An empty cell that is alone on
// its line is written as "", because readers skip an empty line.
func newCSV(out io.Writer, schema *arrow.Schema) (*csvWriter, error) {
	lines := bufio.NewWriter(out)
	w := &csvWriter{out: csv.NewWriter(lines), lines: lines, fields: schema.Fields()}
	header := make([]string, len(w.fields))
	for i, field := range w.fields {
		header[i] = inert(field.Name)
	}
	return w, w.line(header)
}

func (w *csvWriter) line(cells []string) error {
	if len(cells) == 1 && cells[0] == "" {
		_, err := w.lines.WriteString("\"\"\n")
		return err
	}
	return w.out.Write(cells)
}

func (w *csvWriter) Write(rows arrow.RecordBatch) error {
	record := make([]string, len(w.fields))
	for row := range int(rows.NumRows()) {
		for i := range record {
			column := rows.Column(i)
			record[i] = Cell(column, row)
			if isText(column.DataType()) {
				record[i] = inert(record[i])
			}
		}
		if err := w.line(record); err != nil {
			return err
		}
	}
	return nil
}

func (w *csvWriter) Close() error {
	w.out.Flush()
	return w.out.Error()
}

func isText(t arrow.DataType) bool {
	switch t.ID() {
	case arrow.STRING, arrow.BINARY, arrow.LIST:
		return true
	default:
		return false
	}
}

// inert puts an apostrophe before a text that begins with = + - @ or a tab or carriage return,
// so that no spreadsheet runs it (OWASP, "CSV Injection").
func inert(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

// Cell is a value as plain text: whole numbers in digits, fractions in the fewest digits that
// say them exactly, days as YYYY-MM-DD, times as RFC 3339 in UTC, lists joined by ", ", null
// as the empty text.
func Cell(column arrow.Array, row int) string {
	if column.IsNull(row) {
		return ""
	}
	switch values := column.(type) {
	case *array.String:
		return values.Value(row)
	case *array.Float64:
		return strconv.FormatFloat(values.Value(row), 'f', -1, 64)
	case *array.Timestamp:
		return values.Value(row).ToTime(arrow.Microsecond).UTC().Format("2006-01-02T15:04:05.999999Z")
	case *array.Decimal128:
		return values.Value(row).ToString(values.DataType().(*arrow.Decimal128Type).Scale)
	case *array.List:
		first, end := values.ValueOffsets(row)
		parts := make([]string, 0, end-first)
		for i := first; i < end; i++ {
			parts = append(parts, Cell(values.ListValues(), int(i)))
		}
		return strings.Join(parts, ", ")
	}
	return column.ValueStr(row)
}
