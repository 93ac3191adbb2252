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
	configs    []table.ColumnConfig
	width      int   // of a line, in character cells; 0 for any
	widths     []int // of each column's widest cell, before it is cut
	isMarkdown bool
	isCounted  bool
	rows       int64
}

func newTable(out io.Writer, schema *arrow.Schema, options Options, isMarkdown bool) *tableWriter {
	width := options.Width
	fields := schema.Fields()
	configs := make([]table.ColumnConfig, len(fields))
	w := &tableWriter{
		out: out, fields: fields, table: table.NewWriter(), configs: configs, width: width, widths: make([]int, len(fields)),
		isMarkdown: isMarkdown, isCounted: !options.IsUncounted,
	}
	header := make(table.Row, len(w.fields))
	for i, field := range w.fields {
		name := Printable(field.Name)
		header[i], w.widths[i] = name, text.StringWidthWithoutEscSequences(name)
		configs[i] = table.ColumnConfig{Number: i + 1}
		if isNumber(field.Type) || field.Metadata.Equal(AlignRight()) {
			configs[i].Align, configs[i].AlignHeader = text.AlignRight, text.AlignRight
		}
	}
	w.table.AppendHeader(header)
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
			cell := Printable(Cell(rows.Column(i), row))
			record[i], w.widths[i] = cell, max(w.widths[i], text.StringWidthWithoutEscSequences(cell))
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
	shown := w.fit()
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
	if w.isCounted {
		rows := "rows"
		if w.rows == 1 {
			rows = "row"
		}
		if _, err := fmt.Fprintf(w.out, "(%d %s)\n", w.rows, rows); err != nil {
			return err
		}
	}
	if shown == len(w.fields) {
		return nil
	}
	leftOut := strings.TrimSpace(Printable(w.fields[shown].Name))
	if last := len(w.fields) - 1; last > shown {
		leftOut += " to " + strings.TrimSpace(Printable(w.fields[last].Name))
	}
	_, err := fmt.Fprintf(w.out, "(%d of %d columns fit; left out: %s)\n", shown, len(w.fields), leftOut)
	return err
}

// fit makes a line fit the width, and returns how many columns, from the first, it then holds. Texts
// are cut, to half the width at most and further where that lets more columns in; numbers never are,
// since half a number is a wrong number. What still crosses the end is left out whole.
func (w *tableWriter) fit() (shown int) {
	shown = len(w.fields)
	if w.width > 0 {
		const shortest = 16
		cut := max(shortest, w.width/2)
		shown = w.holds(shortest)
		for w.holds(cut) < shown {
			cut--
		}
		shown = max(1, shown)
		for i := range w.configs {
			w.configs[i].Hidden = i >= shown
			if w.isCut(i) {
				w.configs[i].WidthMax, w.configs[i].WidthMaxEnforcer = cut, snip
			}
		}
	}
	w.table.SetColumnConfigs(w.configs)
	return shown
}

// holds is how many columns, from the first, fit a line whose texts are cut to so many cells.
func (w *tableWriter) holds(cut int) int {
	used := 0
	for i, widest := range w.widths {
		if w.isCut(i) {
			widest = min(widest, cut)
		}
		used += widest + len("  ")
		if used > w.width {
			return i
		}
	}
	return len(w.widths)
}

// isCut tells a column whose values may be cut: a text that is not aligned as numbers are.
func (w *tableWriter) isCut(column int) bool {
	return isText(w.fields[column].Type) && w.configs[column].Align != text.AlignRight
}

func isNumber(t arrow.DataType) bool {
	switch t.ID() {
	case arrow.INT64, arrow.UINT64, arrow.FLOAT32, arrow.FLOAT64, arrow.DECIMAL128:
		return true
	default:
		return false
	}
}

func snip(cell string, width int) string { return text.Snip(cell, width, "…") }

// Printable keeps a text on its line, and a terminal as it is: line ends and tabs become blanks; every other
// control character (ESC and the C1 of ECMA-48 that start commands), invisible formatting character (as
// those that turn the direction of writing, UAX 9) and line separator is shown as its code point, and a byte
// that is no UTF-8 as U+FFFD.
func Printable(value string) string {
	var shown strings.Builder
	for _, r := range value {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			shown.WriteByte(' ')
		case unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp):
			fmt.Fprintf(&shown, "<U+%04X>", r)
		default:
			shown.WriteRune(r)
		}
	}
	return shown.String()
}
