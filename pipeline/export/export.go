// Package export reads one export of the portal strictly: bytes in, reports out. It knows the
// encodings and headers that the portal and copies of its exports have, and refuses whatever it
// could only guess.
package export

import (
	"errors"
	"fmt"
	"io"

	"github.com/breachstats/breachstats/data"
)

// Row is one report as the portal published it.
type Row struct {
	// Line is the line of the file on which the row starts, counted from 1. A description may span
	// lines, so Line is not a row number.
	Line int

	// End is the offset after the row's line end in the file. It is valid if [Survey.IsPlain].
	End int64

	// Values has one value for each column, in the order of [Columns], as valid UTF-8 and otherwise
	// as published: blanks and a literal \N stay. A CRLF inside a value becomes LF. The receiver
	// owns the slice.
	Values []string
}

// Summary describes an export after every row was read.
type Summary struct {
	// Rows counts the reports, without the header.
	Rows int

	// Encoding is the decoding rule that was used, one of [Encodings].
	Encoding string

	// DamagedCharacters counts the characters of the values that could not be recovered: each
	// U+FFFD, each C1 control (U+0080 to U+009F), and each mojibake. A mojibake is a sequence of
	// characters that, encoded in windows-1252 with C1 controls unchanged, is the UTF-8 form of one
	// character that reports use, of U+FFFD or of a C1 control, such as "â€™" for ’. It is left
	// unchanged and counts as one. Question marks that replaced characters look like any others and
	// are not counted.
	DamagedCharacters int64

	// RepairedCharacters counts the characters that were recovered by undoing wrong code pages.
	RepairedCharacters int64

	// RowsSHA256 is the hex SHA-256 of the bytes after the header's line end, as published. For a
	// file with LF or CRLF line ends it is what `tail -n +2 FILE | sha256sum` prints. It is the
	// same for two answers of the portal that differ only in the header.
	RowsSHA256 string

	// RepairedHeader: a column was named javax.faces.component.UIPanel@<hex> where the portal's
	// page has the entity's name or the business associate.
	RepairedHeader bool

	// IsSynthetic: every entity's name ends in "(synthetic)", the mark of a generated export. A
	// list with both kinds of names is refused.
	IsSynthetic bool
}

// ErrNoRows reports an export with a valid header and no rows. That is right only if the portal
// itself shows an empty list.
var ErrNoRows = errors.New("want rows under the header, got none")

// Read reads one export strictly and calls each, which may be nil, for every row in file order.
// Every error starts with name.
//
// The export is read two or three times from its start; memory does not grow with the number of
// rows. The first pass computes the checksum and checks whether the bytes are UTF-8. If they are
// not, a second pass gathers the evidence for the encoding; see [Encodings]. The last pass parses.
//
// The line end of the header is that of all lines. After LF or CRLF, a lone CR is a character of
// its value. After a lone CR, which spreadsheets on a Mac once wrote, every CR, LF and CRLF is a
// line end. Empty lines are skipped, except before the header.
//
// Each bad line gives one error of the form name:line: want …, got …. They are joined; after the
// first hundred the rest is only counted. After a quoting mistake, text and rows cannot be
// distinguished until a row has the right number of values again, so faults in between are not
// reported, except a backslash before a quote.
//
// After an error nothing of the export may be used: each may have been called for rows before the
// first bad line, and the caller must discard them. An error from each stops the reading and is
// wrapped. With [ErrNoRows] the Summary is complete; with any other error it is empty.
func Read(name string, export io.ReadSeeker, view data.View, each func(Row) error) (Summary, error) {
	if _, err := Columns(view); err != nil {
		return Summary{}, fmt.Errorf("%s: %w", name, err)
	}
	survey, err := takeSurvey(export)
	if err != nil {
		return Summary{}, fmt.Errorf("%s: %w", name, err)
	}
	return survey.Read(name, export, view, each)
}

// Read is like the function [Read] for an export that was surveyed already.
func (s *Survey) Read(name string, export io.ReadSeeker, view data.View, each func(Row) error) (Summary, error) {
	columns, err := Columns(view)
	if err != nil {
		return Summary{}, fmt.Errorf("%s: %w", name, err)
	}
	first := s.end()
	if what := notAnExport(first.opening); what != "" {
		return Summary{}, fmt.Errorf("%s:1: want a CSV export, got %s", name, what)
	}
	rule, err := chooseEncoding(export, first)
	if err != nil {
		return Summary{}, fmt.Errorf("%s: %w", name, err)
	}
	if _, err := export.Seek(first.bomLength(), io.SeekStart); err != nil {
		return Summary{}, fmt.Errorf("%s: %w", name, err)
	}
	text := newDecoder(export, rule, first)
	parser := newRecords(name, text, columns, each)
	parser.watchNUL = first.hasNUL
	parser.before = first.bomLength()
	if err := parser.read(); err != nil {
		return Summary{}, err
	}
	if read := first.bomLength() + text.bytesRead(); read != first.bytes {
		return Summary{}, fmt.Errorf("%s: want the %d bytes of the first reading, got %d: the file is being written",
			name, first.bytes, read)
	}
	summary := parser.summary
	summary.Encoding = rule.name
	summary.RepairedCharacters = text.repaired()
	summary.RowsSHA256 = first.rowsSHA256
	if summary.Rows == 0 {
		return summary, fmt.Errorf("%s:1: %w", name, ErrNoRows)
	}
	return summary, nil
}
