// Package export reads one export of the portal strictly: bytes to reports, and nothing else. It knows
// the encodings and the headers that the portal and those who keep its exports write, and refuses
// whatever it cannot read without a guess.
package export

import (
	"errors"
	"fmt"
	"io"

	"github.com/breachstats/breachstats/data"
)

// Row is one report as the portal published it.
type Row struct {
	// Line is the line of the file on which the row starts, counted from 1 the way an
	// editor counts. A description may span lines, so Line is not a row number.
	Line int

	// End is the offset in the file after the row's line end, where the export Survey.IsPlain.
	End int64

	// Values holds one value a column, in the order of Columns, as valid UTF-8. They are
	// as published: blanks, trailing blanks and a literal \N stay. A CRLF inside a value
	// is read as LF. The slice belongs to whoever receives the row.
	Values []string
}

// Summary says what is known of an export once every row of it was read.
type Summary struct {
	// Rows counts the reports; the header is none.
	Rows int

	// Encoding names the decoding rule that was used, one of Encodings.
	Encoding string

	// DamagedCharacters counts the characters of the values that could not be
	// recovered: each U+FFFD, each C1 control (U+0080 to U+009F), and each character
	// that stands there as mojibake. Mojibake is a sequence that, encoded as
	// windows-1252 with C1 controls passed through, is the UTF-8 form of one character
	// that reports are written with, of U+FFFD or of a C1 control, such as "â€™" for ’;
	// it is left as it stands and counts as one. Question marks that once were
	// characters cannot be told from question marks and are not counted.
	DamagedCharacters int64

	// RepairedCharacters counts the characters that were recovered by undoing a chain
	// of code pages; 0 for an export that went through none.
	RepairedCharacters int64

	// RowsSHA256 is the hex SHA-256 of the file's bytes after the header's line end, as
	// published. For a file with LF or CRLF line ends it is what
	// `tail -n +2 FILE | sha256sum` prints. It is the same for two answers of the
	// portal that differ in the header only.
	RowsSHA256 string

	// RepairedHeader says that a column was headed javax.faces.component.UIPanel@<hex>
	// where the portal's page means the entity's name or the business associate.
	RepairedHeader bool

	// IsSynthetic says that every entity's name ends in "(synthetic)", which marks a made-up
	// export. A list of which only some do is refused.
	IsSynthetic bool
}

// ErrNoRows is wrapped by the error for an export that has a healthy header and no row
// under it. That is right only where the portal itself shows an empty list.
var ErrNoRows = errors.New("want rows under the header, got none")

// Read reads one export strictly and calls each, which may be nil, for every row in file
// order. The name stands at the start of every error.
//
// The export is read two or three times from its start; memory does not grow with the
// number of rows. The first reading takes the checksum and sees whether the bytes are
// UTF-8. If they are not, a second gathers the evidence for the encoding: the rule is
// told at Encodings. The last one parses.
//
// Lines end the way the header does. Behind LF or CRLF a lone CR is a character of its
// value; behind a lone CR, as spreadsheets on a Mac once wrote, every CR, LF and CRLF is
// a line end. Empty lines are skipped, except before the header.
//
// Each bad line gives one error of the form name:line: want …, got …, all joined; after
// the first hundred the rest are counted only. After a mistake in quoting, nothing tells
// text from rows until a row has the right number of values again, so what goes wrong in
// between is not reported, except a backslash before a quote. An error means that nothing
// of the export may be used: each may have been called for rows before the first bad
// line, and what it made of them must be discarded. An error returned by each stops the
// reading and is wrapped. ErrNoRows comes with the whole Summary, any other error with
// none.
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

// Read is Read for an export that was surveyed.
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
