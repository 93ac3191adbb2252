package charts

import (
	"math"
	"strings"
	"time"
	"unicode"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// table is a record whose columns were checked against those of a chart.
type table struct {
	rows    int
	columns map[string]arrow.Array
}

// number is a measure of a row. It is null unless isKnown.
type number struct {
	value   float64
	isKnown bool
}

// plus adds two numbers. A null adds nothing; the sum of two nulls is null.
func (n number) plus(other number) number {
	return number{value: n.value + other.value, isKnown: n.isKnown || other.isKnown}
}

// height is the value as a length to draw; 0 if it is null or negative.
func (n number) height() float64 { return max(0, n.value) }

// number returns a whole or decimal number. NaN and infinity count as null.
func (t *table) number(column string, row int) number {
	values := t.columns[column]
	if values.IsNull(row) {
		return number{}
	}
	switch values := values.(type) {
	case *array.Int64:
		return number{value: float64(values.Value(row)), isKnown: true}
	case *array.Float64:
		value := values.Value(row)
		if math.IsNaN(value) || math.IsInf(value, 0) {
			return number{}
		}
		return number{value: value, isKnown: true}
	default:
		return number{}
	}
}

// whole returns an int64 and whether it is known.
func (t *table) whole(column string, row int) (int64, bool) {
	values, ok := t.columns[column].(*array.Int64)
	if !ok || values.IsNull(row) {
		return 0, false
	}
	return values.Value(row), true
}

// text returns a text that fits on one line, or otherwise if it is null or blank.
func (t *table) text(column string, row int, otherwise string) string {
	values, ok := t.columns[column].(*array.String)
	if !ok || values.IsNull(row) {
		return otherwise
	}
	if line := oneLine(values.Value(row)); line != "" {
		return line
	}
	return otherwise
}

// is returns a boolean; null is false.
func (t *table) is(column string, row int) bool {
	values, ok := t.columns[column].(*array.Boolean)
	return ok && !values.IsNull(row) && values.Value(row)
}

// day returns a calendar day and whether it is known.
func (t *table) day(column string, row int) (time.Time, bool) {
	values, ok := t.columns[column].(*array.Date32)
	if !ok || values.IsNull(row) {
		return time.Time{}, false
	}
	return values.Value(row).ToTime(), true
}

// oneLine makes text safe to draw. Runs of white space and control characters become one space.
// Invisible format characters, which could reverse the line, are removed. Characters that XML
// forbids become U+FFFD.
func oneLine(text string) string {
	const replacement = '\uFFFD'
	visible := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r):
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		case r == '\uFFFE' || r == '\uFFFF':
			return replacement
		default:
			return r
		}
	}, strings.ToValidUTF8(text, string(replacement)))
	return strings.Join(strings.Fields(visible), " ")
}
