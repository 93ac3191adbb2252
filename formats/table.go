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

// tableWriter buffers all rows until Close, because the widest cell decides the width of a column.
type tableWriter struct {
	out        io.Writer
	fields     []arrow.Field
	table      table.Writer
	configs    []table.ColumnConfig
	width      int   // of a line, in character cells; 0 for no limit
	widths     []int // of the widest cell of each column, before it is cut
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

// fit makes lines fit the width, and returns how many columns, from the first, they then have.
// Texts are cut to half the width, or more if that makes room for more columns. Numbers are never
// cut, since part of a number is a wrong number. Columns that do not fit are left out.
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

// holds returns how many columns, from the first, fit on a line if texts are cut to so many cells.
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

// isCut reports whether the values of a column may be cut: texts that are not aligned like numbers.
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

// Printable makes a text safe to print on one line of a terminal. Line ends and tabs become blanks.
// Other control characters (ESC, and the C1 controls of ECMA-48 that start commands), invisible
// formatting characters (such as those of UAX 9 that change the direction of writing) and line
// separators are shown as their code points. A byte that is not UTF-8 becomes U+FFFD.
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
