package charts

import (
	"math"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// PageTable is a table of texts. Each row has a cell for each column.
type PageTable struct {
	Columns []string
	// Kinds says how the cells of each column are set: number, day, hash, or empty for text.
	Kinds []string
	Rows  [][]string
	// More is how many rows of the source were left out at the end.
	More int
}

// mostPageRows is how many rows of a figure the page shows; its CSV has all.
const mostPageRows = 400

// NewPageTable writes rows as people read them: whole numbers in groups of three but for years,
// places and counters of rows, fractions to four digits, yes and no, and – for null.
func NewPageTable(rows arrow.RecordBatch) PageTable {
	shown := min(int(rows.NumRows()), mostPageRows)
	table := PageTable{More: int(rows.NumRows()) - shown, Rows: make([][]string, shown)}
	for i, field := range rows.Schema().Fields() {
		table.Columns = append(table.Columns, field.Name)
		table.Kinds = append(table.Kinds, kindOf(field))
		for row := range shown {
			table.Rows[row] = append(table.Rows[row], pageCell(field.Name, rows.Column(i), row))
		}
	}
	return table
}

func kindOf(field arrow.Field) string {
	id := field.Type.ID()
	switch {
	case arrow.IsInteger(id), arrow.IsFloating(id), arrow.IsDecimal(id):
		return "number"
	case id == arrow.DATE32:
		return "day"
	case strings.HasSuffix(field.Name, "sha256"):
		return "hash"
	default:
		return ""
	}
}

// pageCell writes one value for a reader.
func pageCell(name string, column arrow.Array, row int) string {
	if column.IsNull(row) {
		return "–"
	}
	switch values := column.(type) {
	case *array.Int64:
		if isOrdinal(name) {
			return strconv.FormatInt(values.Value(row), 10)
		}
		return grouped(values.Value(row))
	case *array.Float64:
		return fraction(values.Value(row))
	case *array.Boolean:
		if values.Value(row) {
			return "yes"
		}
		return "no"
	case *array.String:
		return values.Value(row)
	case *array.List:
		first, end := values.ValueOffsets(row)
		parts := make([]string, 0, end-first)
		for i := first; i < end; i++ {
			parts = append(parts, pageCell(name, values.ListValues(), int(i)))
		}
		return strings.Join(parts, ", ")
	}
	return column.ValueStr(row)
}

// isOrdinal tells that the numbers of a column name something and count nothing.
func isOrdinal(name string) bool {
	return name == "year" || strings.HasSuffix(name, "_year") || name == "line" || name == "no" || strings.HasSuffix(name, "_no")
}

// grouped writes a whole number exactly, in groups of three.
func grouped(value int64) string {
	digits := strconv.FormatInt(value, 10)
	sign := ""
	if value < 0 {
		digits, sign = digits[1:], "−"
	}
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return sign + digits
}

// fraction writes a decimal number: whole from a thousand on, else to four digits at most after the
// point and none that are zero at the end.
func fraction(value float64) string {
	const digits, whole = 4, 1000
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return "–"
	}
	if math.Abs(value) >= whole {
		return count(value)
	}
	text := strconv.FormatFloat(value, 'f', digits, 64)
	text = strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	if text == "-0" {
		text = "0"
	}
	return strings.Replace(text, "-", "−", 1)
}
