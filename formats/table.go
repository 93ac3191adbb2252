package formats

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// tableWriter holds all rows back until Close, because a column is as wide as its widest cell.
type tableWriter struct {
	out        io.Writer
	fields     []arrow.Field
	table      table.Writer
	isMarkdown bool
	isCounted  bool
	rows       int64
}

func newTable(out io.Writer, schema *arrow.Schema, options Options, isMarkdown bool) *tableWriter {
	width := options.Width
	w := &tableWriter{out: out, fields: schema.Fields(), table: table.NewWriter(), isMarkdown: isMarkdown, isCounted: !options.IsUncounted}
	header := make(table.Row, len(w.fields))
	configs := make([]table.ColumnConfig, len(w.fields))
	for i, field := range w.fields {
		header[i] = printable(field.Name)
		configs[i] = table.ColumnConfig{Number: i + 1}
		if isNumber(field.Type) || field.Metadata.Equal(AlignRight()) {
			configs[i].Align, configs[i].AlignHeader = text.AlignRight, text.AlignRight
		}
		if width > 0 {
			// One long text must not push every other column off the screen.
			configs[i].WidthMax = max(12, width/2)
			configs[i].WidthMaxEnforcer = snip
		}
	}
	w.table.AppendHeader(header)
	w.table.SetColumnConfigs(configs)
	style := table.StyleLight
	style.Format.Header = text.FormatDefault
	style.Options = table.OptionsNoBordersAndSeparators
	style.Options.SeparateHeader = true
	style.Size.WidthMax = width
	w.table.SetStyle(style)
	return w
}

func (w *tableWriter) Write(rows arrow.RecordBatch) error {
	for row := range int(rows.NumRows()) {
		record := make(table.Row, len(w.fields))
		for i := range record {
			record[i] = printable(Cell(rows.Column(i), row))
		}
		w.table.AppendRow(record)
		w.rows++
	}
	return nil
}

func (w *tableWriter) Close() error {
	if len(w.fields) == 0 {
		return nil
	}
	if w.isMarkdown {
		_, err := fmt.Fprintln(w.out, w.table.RenderMarkdown())
		return err
	}
	rendered := w.table.Render()
	for line := range strings.Lines(rendered + "\n") {
		if _, err := io.WriteString(w.out, strings.TrimRight(line, " \n")+"\n"); err != nil {
			return err
		}
	}
	if !w.isCounted {
		return nil
	}
	rows := "rows"
	if w.rows == 1 {
		rows = "row"
	}
	_, err := fmt.Fprintf(w.out, "(%d %s)\n", w.rows, rows)
	return err
}

func isNumber(t arrow.DataType) bool {
	switch t.ID() {
	case arrow.INT64, arrow.UINT64, arrow.FLOAT64, arrow.DECIMAL128:
		return true
	default:
		return false
	}
}

func snip(cell string, width int) string { return text.Snip(cell, width, "…") }

// printable keeps a value on its line and its terminal: line ends and tabs become blanks, and
// every other control or invisible formatting character is shown as its code point.
func printable(value string) string {
	var shown strings.Builder
	for _, r := range value {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			shown.WriteByte(' ')
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			fmt.Fprintf(&shown, "<U+%04X>", r)
		default:
			shown.WriteRune(r)
		}
	}
	return shown.String()
}
