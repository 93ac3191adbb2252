package formats

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

type csvWriter struct {
	out    *csv.Writer
	lines  *bufio.Writer // the very buffer of out
	fields []arrow.Field
}

// newCSV writes RFC 4180 with LF line ends and a header. null is an empty cell. A boolean is TRUE
// or FALSE, which R, pandas and DuckDB all read as a boolean; R would take true and false for
// texts. A text that a spreadsheet would run as a formula gets an apostrophe in front (see inert).
// If a line has only one cell and that is empty, it is written as "", because readers skip empty
// lines.
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
			switch {
			case column.DataType().ID() == arrow.BOOL:
				record[i] = strings.ToUpper(record[i])
			case isText(column.DataType()):
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

// inert puts an apostrophe before a text that starts with = + - @, a tab or a carriage return, so
// that no spreadsheet runs it (OWASP, "CSV Injection").
func inert(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

// Cell returns a value as plain text: whole numbers in digits, fractions in the fewest digits that
// represent them exactly, days as YYYY-MM-DD, times as RFC 3339 in UTC, years before the year 1
// followed by (BC), lists joined by ", " with brackets around nested lists, bytes as DuckDB casts
// them to text, null as the empty text.
func Cell(column arrow.Array, row int) string {
	if column.IsNull(row) {
		return ""
	}
	switch values := column.(type) {
	case *array.String:
		return values.Value(row)
	case *array.Float32:
		return strconv.FormatFloat(float64(values.Value(row)), 'f', -1, 32)
	case *array.Float64:
		return strconv.FormatFloat(values.Value(row), 'f', -1, 64)
	case *array.Date32:
		return dated(values.Value(row).ToTime(), "-01-02")
	case *array.Timestamp:
		at := values.Value(row).ToTime(values.DataType().(*arrow.TimestampType).Unit)
		return dated(at, "-01-02T15:04:05.999999999Z")
	case *array.Decimal128:
		return values.Value(row).ToString(values.DataType().(*arrow.Decimal128Type).Scale)
	case *array.Binary:
		return escaped(values.Value(row))
	case *array.List:
		first, end := values.ValueOffsets(row)
		parts := make([]string, 0, end-first)
		elements := values.ListValues()
		_, isNested := elements.(*array.List)
		for i := int(first); i < int(end); i++ {
			part := Cell(elements, i)
			if isNested && elements.IsValid(i) {
				part = "[" + part + "]"
			}
			parts = append(parts, part)
		}
		return strings.Join(parts, ", ")
	}
	return column.ValueStr(row)
}

// dated writes the year of a time and then the rest, which is a layout. Without a year 0, as in
// DuckDB, 44 BC is Go's year -43.
func dated(at time.Time, rest string) string {
	if at.Year() > 0 {
		return at.Format("2006" + rest)
	}
	return fmt.Sprintf("%04d", 1-at.Year()) + at.Format(rest) + " (BC)"
}

// escaped writes bytes as DuckDB casts them to text: anything but plain letters, digits and signs
// becomes \x and two digits.
func escaped(blob []byte) string {
	var text strings.Builder
	for _, b := range blob {
		if b < ' ' || b > '~' || b == '\\' || b == '\'' || b == '"' {
			fmt.Fprintf(&text, `\x%02X`, b)
		} else {
			text.WriteByte(b)
		}
	}
	return text.String()
}
