package formats

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/xuri/excelize/v2"
)

// Limits of a sheet, without its header. They are Excel's own, and every reader of the format has
// them; ECMA-376 sets none.
const (
	MostSheetRows = 1<<20 - 1
	MostCellText  = 32767 // UTF-16 code units
	mostSheetName = 31
)

// Sheet is one table of a workbook. Its header stays in view and has filters. Numbers and days are
// stored as such.
type Sheet struct {
	// Name is the name of the sheet; see [SheetNames].
	Name string
	Rows arrow.RecordBatch
	// NumberFormats has an Excel number format for each column, such as #,##0; empty for none.
	NumberFormats []string
	// Chart is drawn on the sheet of charts; nil for none.
	Chart *SheetChart
}

// Line is a line of the sheet of notes, with one cell for each text.
type Line struct {
	Cells     []string
	IsHeading bool
}

// Workbook is an Excel file (ECMA-376) with a sheet of notes and sheets of tables. The same
// workbook gives the same bytes: its dates are On, and its parts are sorted by name.
type Workbook struct {
	Title, Subject, Author string
	// On is the date, YYYY-MM-DD, that the file states as its creation.
	On    string
	Notes []Line
	// Sheets follow the notes. A text is never a formula; null is an empty cell; a list is text
	// joined by ", ". NaN and infinity, which a sheet cannot hold, are text.
	Sheets []Sheet
}

// NotesSheet is the name of the first sheet.
const NotesSheet = "Notes"

// ChartsSheet is the name of the sheet of charts, which follows the notes if a table has a chart.
const ChartsSheet = "Charts"

// SheetNames turns names into names that Excel accepts: at most 31 characters, different in more
// than case, and none that Excel or this package reserves. Names that are valid already are kept.
func SheetNames(names []string) []string {
	taken := []string{strings.ToLower(NotesSheet), strings.ToLower(ChartsSheet), "history"}
	given := make([]string, len(names))
	for i, name := range names {
		if len(name) > mostSheetName {
			name = strings.ReplaceAll(name, "_and_", "_")
		}
		name = name[:min(len(name), mostSheetName)]
		given[i] = name
		for no := 2; slices.Contains(taken, strings.ToLower(given[i])); no++ {
			suffix := "_" + strconv.Itoa(no)
			given[i] = name[:min(len(name), mostSheetName-len(suffix))] + suffix
		}
		taken = append(taken, strings.ToLower(given[i]))
	}
	return given
}

// Write writes the workbook. Errors name the sheet.
func (b Workbook) Write(out io.Writer) (err error) {
	file := excelize.NewFile()
	defer func() { err = errors.Join(err, file.Close()) }()
	file.SetZipWriter(newSortedZip)
	styles, err := newStyles(file)
	if err != nil {
		return err
	}
	if err := file.SetSheetName("Sheet1", NotesSheet); err != nil {
		return err
	}
	if err := writeNotes(file, b.Notes, styles); err != nil {
		return fmt.Errorf("%s: %w", NotesSheet, err)
	}
	if err := writeCharts(file, b.Sheets); err != nil {
		return fmt.Errorf("%s: %w", ChartsSheet, err)
	}
	for _, sheet := range b.Sheets {
		if err := sheet.write(file, styles); err != nil {
			return fmt.Errorf("%s: %w", sheet.Name, err)
		}
	}
	made := b.On + "T00:00:00Z"
	if err := file.SetDocProps(&excelize.DocProperties{
		Title: b.Title, Subject: b.Subject, Creator: b.Author, LastModifiedBy: b.Author, Created: made, Modified: made,
	}); err != nil {
		return err
	}
	return file.Write(out)
}

// styles are the cell styles, by number format.
type styles struct {
	file                           *excelize.File
	title, heading, wrapped, inert int
	formats                        map[string]int
}

func newStyles(file *excelize.File) (*styles, error) {
	s := &styles{file: file, formats: map[string]int{"": 0}}
	// Without a name, some programs show a bold font as serif. Calibri is the plain font of
	// excelize.
	bold := &excelize.Font{Bold: true, Family: "Calibri", Size: 11}
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	looks := []struct {
		into *int
		look excelize.Style
	}{
		{&s.title, excelize.Style{Font: bold, Alignment: &excelize.Alignment{Vertical: "top"}}},
		{&s.heading, excelize.Style{Font: bold, Border: []excelize.Border{{Type: "bottom", Style: 1, Color: "808080"}}}},
		{&s.wrapped, excelize.Style{Alignment: top}},
		{&s.inert, excelize.Style{NumFmt: 49}}, // the built-in format for text
	}
	for _, one := range looks {
		id, err := file.NewStyle(&one.look)
		if err != nil {
			return nil, err
		}
		*one.into = id
	}
	// Texts that look like a formula stay text even if somebody edits the cell.
	isQuoted := true
	file.Styles.CellXfs.Xf[s.inert].QuotePrefix = &isQuoted
	return s, nil
}

// of returns the style for a number format.
func (s *styles) of(format string) (int, error) {
	if id, isMade := s.formats[format]; isMade {
		return id, nil
	}
	id, err := s.file.NewStyle(&excelize.Style{CustomNumFmt: &format})
	s.formats[format] = id
	return id, err
}

func writeNotes(file *excelize.File, notes []Line, s *styles) error {
	if err := printOn(file, NotesSheet, 3, len(notes), false); err != nil {
		return err
	}
	out, err := file.NewStreamWriter(NotesSheet)
	if err != nil {
		return err
	}
	for i, width := range []float64{46, 30, 110} {
		if err := out.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	for row, line := range notes {
		values := make([]any, len(line.Cells))
		for i, cell := range line.Cells {
			look := s.wrapped
			switch {
			case line.IsHeading:
				look = s.heading
			case len(line.Cells) == 1: // a sentence that spans the columns
				look = s.title
			}
			values[i] = excelize.Cell{StyleID: look, Value: cell}
		}
		if err := out.SetRow("A"+strconv.Itoa(row+1), values, excelize.RowOpts{Height: line.height()}); err != nil {
			return err
		}
	}
	return out.Flush()
}

// height is the height in points of a line whose last cell is wrapped. LibreOffice does not compute
// it.
func (l Line) height() float64 {
	const lineHeight, letters = 15, 105
	if len(l.Cells) < 2 || l.IsHeading {
		return lineHeight
	}
	return lineHeight * float64(1+utf8.RuneCountInString(l.Cells[len(l.Cells)-1])/letters)
}

func (t Sheet) write(file *excelize.File, s *styles) error {
	if rows := t.Rows.NumRows(); rows > MostSheetRows {
		return fmt.Errorf("want at most %d rows, got %d", MostSheetRows, rows)
	}
	if _, err := file.NewSheet(t.Name); err != nil {
		return err
	}
	if err := printOn(file, t.Name, int(t.Rows.NumCols()), int(t.Rows.NumRows())+1, true); err != nil {
		return err
	}
	out, err := file.NewStreamWriter(t.Name)
	if err != nil {
		return err
	}
	looks := make([]int, t.Rows.NumCols())
	header := make([]any, t.Rows.NumCols())
	for i, field := range t.Rows.Schema().Fields() {
		header[i] = excelize.Cell{StyleID: s.heading, Value: field.Name}
		if looks[i], err = s.of(t.numberFormat(i)); err != nil {
			return err
		}
		if err := out.SetColWidth(i+1, i+1, t.width(i)); err != nil {
			return err
		}
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	last, err := excelize.CoordinatesToCellName(len(header), int(t.Rows.NumRows())+1)
	if err != nil {
		return err
	}
	if err := file.AutoFilter(t.Name, "A1:"+last, nil); err != nil {
		return err
	}
	if err := out.SetRow("A1", header); err != nil {
		return err
	}
	values := make([]any, len(header))
	for row := range int(t.Rows.NumRows()) {
		for i := range values {
			values[i] = s.cell(t.Rows.Column(i), row, looks[i])
		}
		if err := out.SetRow("A"+strconv.Itoa(row+2), values); err != nil {
			return err
		}
	}
	return out.Flush()
}

// numberFormat returns the number format of column i. Days and times always have one.
func (t Sheet) numberFormat(i int) string {
	switch {
	case i < len(t.NumberFormats) && t.NumberFormats[i] != "":
		return t.NumberFormats[i]
	case t.Rows.Column(i).DataType().ID() == arrow.DATE32:
		return "yyyy-mm-dd"
	case t.Rows.Column(i).DataType().ID() == arrow.TIMESTAMP:
		return "yyyy-mm-dd hh:mm:ss"
	case t.Rows.Column(i).DataType().ID() == arrow.BOOL:
		return `"TRUE";"TRUE";"FALSE"` // Excel's default; LibreOffice would show 1 and 0
	}
	return ""
}

// Excel counts days from the end of 1899 and treats 1900 as a leap year. Only from March 1900 on is
// a day number the same day in every program.
const (
	unixDay    = 25569
	firstDay   = 61
	mostWhole  = 1 << 53 // cells hold a float64, which cannot represent every larger whole number
	widestCell = 60
)

// cell returns a value for excelize; nil for null.
func (s *styles) cell(column arrow.Array, row, look int) any {
	if column.IsNull(row) {
		return nil
	}
	switch values := column.(type) {
	case *array.Int64:
		if value := values.Value(row); value > -mostWhole && value < mostWhole {
			return excelize.Cell{StyleID: look, Value: value}
		}
	case *array.Float32:
		// A cell holds a float64: use the one with the same digits.
		if value, err := strconv.ParseFloat(Cell(column, row), 64); err == nil && !math.IsNaN(value) && !math.IsInf(value, 0) {
			return excelize.Cell{StyleID: look, Value: value}
		}
	case *array.Float64:
		if value := values.Value(row); !math.IsNaN(value) && !math.IsInf(value, 0) {
			return excelize.Cell{StyleID: look, Value: value}
		}
	case *array.Boolean:
		return excelize.Cell{StyleID: look, Value: values.Value(row)}
	case *array.Date32:
		if value := int64(values.Value(row)) + unixDay; value >= firstDay {
			return excelize.Cell{StyleID: look, Value: value}
		}
	case *array.Timestamp:
		seconds := values.Value(row).ToTime(values.DataType().(*arrow.TimestampType).Unit).Unix()
		if value := float64(seconds)/86400 + unixDay; value >= firstDay {
			return excelize.Cell{StyleID: look, Value: value}
		}
	}
	text := fitted(Cell(column, row))
	if inert(text) != text {
		return excelize.Cell{StyleID: s.inert, Value: text}
	}
	return text
}

// FitsCell reports whether a text fits in a cell. A longer one is cut.
func FitsCell(text string) bool {
	return len(text) <= MostCellText || len(utf16.Encode([]rune(text))) <= MostCellText
}

// fitted cuts a text that is too long for a cell and ends it with an ellipsis.
func fitted(text string) string {
	if FitsCell(text) {
		return text
	}
	units := utf16.Encode([]rune(text))[:MostCellText-1]
	return strings.TrimRight(string(utf16.Decode(units)), string(utf8.RuneError)) + "…"
}

// width is the width of a column in characters: that of its header with the filter's arrow or of
// the widest of its first values, within limits.
func (t Sheet) width(i int) float64 {
	const looked, arrow = 500, 4
	widest := len(t.Rows.Schema().Field(i).Name) + arrow
	for row := range min(looked, int(t.Rows.NumRows())) {
		column := t.Rows.Column(i)
		length := utf8.RuneCountInString(Cell(column, row)) + 2
		switch column.(type) {
		case *array.Float32, *array.Float64:
			length = min(length, 12)
		}
		widest = max(widest, length)
	}
	return float64(min(widest, widestCell))
}
