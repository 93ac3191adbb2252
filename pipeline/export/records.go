package export

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// syntheticMark ends the name of every entity in a generated export.
const syntheticMark = "(synthetic)"

// records parses decoded text into rows.
type records struct {
	name     string
	columns  []string
	each     func(Row) error
	watchNUL bool  // the survey saw NUL bytes
	before   int64 // bytes before the text: the byte order mark

	text   *window
	csv    *csv.Reader
	header headerReader
	lines  int  // number of line ends before the current row
	lost   bool // there was a quoting mistake, and no row of the right length since
	faults faults

	summary Summary
}

func newRecords(name string, text io.Reader, columns []string, each func(Row) error) *records {
	if each == nil {
		each = func(Row) error { return nil }
	}
	passing := &window{source: text, most: longestHeader}
	parser := csv.NewReader(bufio.NewReaderSize(passing, parserBuffer))
	parser.FieldsPerRecord = -1 // checked in take, for a better message
	return &records{
		name:    name,
		columns: columns,
		each:    each,
		text:    passing,
		csv:     parser,
		header:  newHeaderReader(),
		faults:  faults{name: name},
	}
}

// read reads the header and every row. The error has every bad line.
func (r *records) read() error {
	for isHeader := true; ; isHeader = false {
		values, err := r.csv.Read()
		raw := r.text.raw(r.csv.InputOffset())
		blank := blankLines(raw)
		r.checkNUL(raw)
		var malformed *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return r.faults.err()
		case errors.Is(err, errHeaderTooLong) && blank == 0:
			r.faults.add(1, err.Error())
		case errors.Is(err, errRecordTooLong):
			r.faults.add(r.lines+blank+1, err.Error())
			return r.faults.err()
		case errors.As(err, &malformed):
			r.addMalformed(malformed, raw)
		case err != nil && !errors.Is(err, errHeaderTooLong):
			return fmt.Errorf("%s: %w", r.name, err)
		case isHeader:
			r.takeHeader(values, blank)
		default:
			if err := r.take(values); err != nil {
				return err
			}
		}
		if isHeader && r.faults.any() {
			return r.faults.err() // without a header, rows have no meaning
		}
		r.lines += bytes.Count(raw, []byte{'\n'})
		r.text.next(r.csv.InputOffset())
		r.text.most = longestRecord
	}
}

// takeHeader checks the first line.
func (r *records) takeHeader(values []string, blank int) {
	if blank > 0 {
		r.faults.add(1, "want the header in line 1, got a blank line")
		return
	}
	wrong, repaired := r.header.check(values, r.columns)
	for _, message := range wrong {
		r.faults.add(1, message)
	}
	r.summary.RepairedHeader = repaired
}

// take checks one row and passes it to each. The error is that of each.
func (r *records) take(values []string) error {
	line, _ := r.csv.FieldPos(0)
	switch {
	case r.header.isHeaderAgain(values):
		r.faults.add(line, "want a row, got a header again: are these several exports in one file?")
		return nil
	case len(values) != len(r.columns):
		if !r.lost {
			r.faults.add(line, fmt.Sprintf("want %d fields, got %d", len(r.columns), len(values)))
		}
		return nil
	}
	r.lost = false
	r.summary.Rows++
	for _, value := range values {
		r.summary.DamagedCharacters += damagedIn(value)
	}
	isSynthetic := strings.HasSuffix(strings.TrimSpace(values[0]), syntheticMark)
	if r.summary.Rows == 1 {
		r.summary.IsSynthetic = isSynthetic
	}
	if isSynthetic != r.summary.IsSynthetic {
		r.faults.add(line, "want a list of real or of synthetic entities, got both: "+Quoted(values[0]))
	}
	if r.faults.any() {
		return nil // the export will be refused
	}
	if err := r.each(Row{Line: line, End: r.before + r.csv.InputOffset(), Values: values}); err != nil {
		return fmt.Errorf("%s:%d: %w", r.name, line, err)
	}
	return nil
}

// checkNUL reports a NUL byte in the text of a row.
func (r *records) checkNUL(raw []byte) {
	if !r.watchNUL {
		return
	}
	if at := bytes.IndexByte(raw, 0); at >= 0 {
		r.faults.add(r.lines+1+bytes.Count(raw[:at], []byte{'\n'}), "want text, got a NUL byte")
	}
}

// addMalformed reports a quoting mistake, unless it may only follow from the one before.
func (r *records) addMalformed(malformed *csv.ParseError, raw []byte) {
	line := faultyLine(raw, malformed.Line-r.lines)
	at := malformed.Column - 1
	endsOpen := at >= len(line) || line[at] != '"'
	isBackslash := !endsOpen && at > 0 && line[at-1] == '\\'
	var wrong string
	reported := malformed.Line
	switch {
	case endsOpen:
		reported = malformed.StartLine
		wrong = "want a closing quote, got the end of the file"
	case bytes.HasPrefix(line, []byte(byteOrderMark)):
		wrong = "want a row, got a byte order mark: are these several exports in one file?"
	case isBackslash:
		wrong = `want a quote inside a value doubled (""), got a backslash before it: ` + excerpt(line, at)
	case errors.Is(malformed.Err, csv.ErrBareQuote):
		wrong = "want quotes around a value that has a quote in it, got " + excerpt(line, at)
	default:
		wrong = "want a comma or a line end after a closing quote, got " + excerpt(line, at)
	}
	if reported != malformed.StartLine {
		wrong += fmt.Sprintf(" (the row starts in line %d)", malformed.StartLine)
	}
	if !r.lost || isBackslash {
		r.faults.add(reported, wrong)
	}
	r.lost = true
}

// faultyLine returns the n-th line of the text, counted from 1.
func faultyLine(raw []byte, n int) []byte {
	for ; n > 1; n-- {
		_, raw, _ = bytes.Cut(raw, []byte{'\n'})
	}
	line, _, _ := bytes.Cut(raw, []byte{'\n'})
	return bytes.TrimSuffix(line, []byte{'\r'})
}

// excerpt returns the text around an offset in a line.
func excerpt(line []byte, at int) string {
	const around = 20 // bytes on either side
	from, to := max(0, at-around), min(len(line), at+around)
	shown := strings.ToValidUTF8(string(line[from:to]), "")
	if !strconv.CanBackquote(shown) {
		return Quoted(shown)
	}
	return "`" + shown + "`"
}

// blankLines counts the empty lines at the start of the text.
func blankLines(raw []byte) int {
	blank := 0
	for {
		raw = bytes.TrimPrefix(raw, []byte{'\r'})
		if len(raw) == 0 || raw[0] != '\n' {
			return blank
		}
		raw = raw[1:]
		blank++
	}
}
