package charts

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// Shape is the kind of chart that a query's answer is drawn as.
type Shape string

// The shapes.
const (
	Bars  Shape = "bars"
	Lines Shape = "lines"
	Dots  Shape = "dots"
)

// Shapes lists the names of the shapes.
func Shapes() []string { return []string{string(Bars), string(Lines), string(Dots)} }

// The largest answers that can be drawn.
const (
	mostAskedRows   = 40 // names, of bars and dots
	mostAskedYears  = 60
	mostAskedSeries = 8
)

// Asked makes a chart of the answer to a query. The first column names the rows, as years or as
// texts. Every other column is a series of numbers, named by the column. Bars draw one series;
// lines need years in the first column; dots draw any answer. The error says why an answer cannot
// be drawn.
func Asked(rows arrow.RecordBatch, shape Shape, title, subtitle string) (Chart, error) {
	answer, err := readAnswer(rows, shape)
	if err != nil {
		return Chart{}, fmt.Errorf("chart: %w", err)
	}
	if title == "" {
		title = capital(strings.ReplaceAll(strings.Join(answer.names(), ", "), "_", " ")) + " by " + strings.ReplaceAll(answer.key, "_", " ")
	}
	return Chart{
		Name: "chart", Title: oneLine(title), Subtitle: oneLine(subtitle),
		Description: "A chart of " + string(shape) + ": " + oneLine(strings.Join(answer.names(), ", ")) + " by " + oneLine(answer.key) + ".",
		read:        func(*table) figure { return answer },
	}, nil
}

// answer is the result of a query in the form in which it is drawn.
type answer struct {
	shape  Shape
	key    string
	labels []string // one for each row
	years  []int64  // of the rows, ascending, if the first column holds years
	series []*series
}

func (f *answer) names() []string {
	var names []string
	for _, one := range f.series {
		names = append(names, one.name)
	}
	return names
}

func readAnswer(rows arrow.RecordBatch, shape Shape) (*answer, error) {
	if !slices.Contains(Shapes(), string(shape)) {
		return nil, fmt.Errorf("want a shape of %s, got %q", strings.Join(Shapes(), ", "), shape)
	}
	if rows.NumCols() < 2 {
		return nil, fmt.Errorf("want a first column that names the rows and a column of numbers, got %d column", rows.NumCols())
	}
	if rows.NumRows() == 0 {
		return nil, errors.New("the answer has no rows")
	}
	read := &answer{shape: shape, key: rows.ColumnName(0)}
	if err := read.readNames(rows.Column(0)); err != nil {
		return nil, err
	}
	if more := int(rows.NumCols()) - 1; more > mostAskedSeries || shape == Bars && more > 1 {
		most := mostAskedSeries
		if shape == Bars {
			most = 1
		}
		return nil, fmt.Errorf("want at most %d %s of numbers for %s, got %d", most, verb(float64(most), "column", "columns"), shape, more)
	}
	for column := 1; column < int(rows.NumCols()); column++ {
		one := &series{name: oneLine(rows.ColumnName(column))}
		for row := range int(rows.NumRows()) {
			value, err := numberAt(rows.Column(column), row)
			if err != nil {
				return nil, fmt.Errorf("column %s, row %d: %w", rows.ColumnName(column), row+1, err)
			}
			if shape == Bars && value < 0 {
				return nil, fmt.Errorf("column %s, row %d: bars begin at zero, got %s; --shape dots draws it", rows.ColumnName(column), row+1, plainNumber(value))
			}
			one.breaches = append(one.breaches, number{value, true})
			one.total += value
		}
		read.series = append(read.series, one)
	}
	read.arrange()
	switch limit := map[bool]int{true: mostAskedYears, false: mostAskedRows}[read.years != nil]; {
	case len(read.labels) > limit:
		return nil, fmt.Errorf("want at most %d rows, got %d; add an order and a limit", limit, len(read.labels))
	case shape == Lines && read.years == nil:
		return nil, fmt.Errorf("column %s: lines go over whole years, got %q; --shape bars or dots names any rows", read.key, read.labels[0])
	}
	return read, nil
}

// readNames reads the first column, as years if all its values are years.
func (f *answer) readNames(column arrow.Array) error {
	const firstYear, lastYear = 1800, 2200
	isYears := true
	seen := map[string]bool{}
	for row := range column.Len() {
		if column.IsNull(row) {
			return fmt.Errorf("column %s, row %d: want a name, got null", f.key, row+1)
		}
		name := oneLine(column.ValueStr(row))
		if name == "" {
			name = notStated
		}
		if seen[name] {
			return fmt.Errorf("column %s, row %d: %q occurs twice; group by it", f.key, row+1, name)
		}
		seen[name] = true
		f.labels = append(f.labels, name)
		year, err := strconv.ParseInt(name, 10, 64)
		isYears = isYears && err == nil && year >= firstYear && year <= lastYear && arrow.IsInteger(column.DataType().ID())
		f.years = append(f.years, year)
	}
	if !isYears {
		f.years = nil
	}
	return nil
}

// arrange sorts the rows by year and gives each series its style.
func (f *answer) arrange() {
	if f.years != nil {
		order := make([]int, len(f.years))
		for i := range order {
			order[i] = i
		}
		slices.SortFunc(order, func(a, b int) int { return int(f.years[a] - f.years[b]) })
		labels, years := make([]string, len(order)), make([]int64, len(order))
		for to, from := range order {
			labels[to], years[to] = f.labels[from], f.years[from]
		}
		for _, one := range f.series {
			values := make([]number, len(order))
			for to, from := range order {
				values[to] = one.breaches[from]
			}
			one.breaches = values
		}
		f.labels, f.years = labels, years
	}
	looks := append([]style{{blue, circle}}, spareStyles()...)
	used := map[colour]bool{}
	looks = slices.DeleteFunc(looks, func(one style) bool {
		isAgain := used[one.colour]
		used[one.colour] = true
		return isAgain
	})
	for i, one := range f.series {
		one.style = looks[i%len(looks)]
	}
}

// numberAt returns a number of a column. It must be finite.
func numberAt(column arrow.Array, row int) (float64, error) {
	if column.IsNull(row) {
		return 0, errors.New("want a number, got null; leave the row out, or coalesce it")
	}
	var value float64
	switch column := column.(type) {
	case *array.Float64:
		value = column.Value(row)
	case *array.Float32:
		value = float64(column.Value(row))
	default:
		if !arrow.IsInteger(column.DataType().ID()) && !arrow.IsDecimal(column.DataType().ID()) {
			return 0, fmt.Errorf("want a number, got %s %q", column.DataType(), column.ValueStr(row))
		}
		parsed, err := strconv.ParseFloat(column.ValueStr(row), 64)
		if err != nil {
			return 0, fmt.Errorf("want a number, got %q", column.ValueStr(row))
		}
		value = parsed
	}
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return 0, fmt.Errorf("want a finite number, got %v", value)
	}
	return value, nil
}

// plainNumber writes a number of any size: 2,149, 3.25, 192.7 million.
func plainNumber(value float64) string {
	const fine = 100
	size := math.Abs(value)
	sign := ""
	if value < 0 {
		sign = "−"
	}
	if size < fine && size != math.Trunc(size) {
		return sign + strconv.FormatFloat(size, 'g', 3, 64)
	}
	return sign + people(size)
}

func (f *answer) caveats() []string { return nil }

// askedRow is the height of a row of names.
const askedRow = 24

func (f *answer) plotHeight(*drawing, float64) float64 {
	if f.years != nil && f.shape != Dots {
		return defaultPlotHeight + line*float64(len(f.series))
	}
	return askedRow*float64(len(f.labels)) + 3*line
}
