package charts

import (
	"math"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// PageTable is a table of texts. Each row has one cell for each column.
type PageTable struct {
	Columns []string
	// Kinds is how the cells of each column are set: number, day, hash, or empty for text.
	Kinds []string
	Rows  [][]string
	// More is the number of rows that were left out at the end.
	More int
}

// mostPageRows is the largest number of rows of a figure on the page. The CSV has all rows.
const mostPageRows = 400

// NewPageTable formats rows for readers. Whole numbers are grouped by thousands, except years,
// places and row numbers. Fractions have up to four digits. Booleans are yes or no, and null is –.
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

// pageCell formats one value.
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

// isOrdinal reports whether the numbers of a column identify something rather than count it.
func isOrdinal(name string) bool {
	return name == "year" || strings.HasSuffix(name, "_year") || name == "line" || name == "no" || strings.HasSuffix(name, "_no")
}

// grouped writes a whole number exactly, grouped by thousands.
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

// fraction writes a decimal number: rounded to a whole number from 1,000 on, else with at most four
// digits after the point and no trailing zeros.
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
