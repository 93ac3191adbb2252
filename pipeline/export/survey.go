package export

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"unicode/utf8"
)

const (
	// surveyChunk is how many bytes a pass over the file holds at a time.
	surveyChunk = 256 << 10
	// longestHeader is where the line end of the header is looked for, and how long one may be, in
	// bytes. No header is nearly as long.
	longestHeader = 256 << 10
	// openingBytes is how much of the file's start is kept to tell what it is.
	openingBytes = 4 << 10
)

// byteOrderMark is the UTF-8 form of U+FEFF, which some spreadsheets put first.
const byteOrderMark = "\xEF\xBB\xBF"

// survey is what the first pass over the bytes finds out.
type survey struct {
	opening    []byte // the first bytes, at most openingBytes
	bytes      int64
	hasBOM     bool
	hasNUL     bool
	isUTF8     bool
	lineEnds   string // "lf", "crlf", "cr", or "" in a file without a line end
	rowsSHA256 string
}

// bomLength is the number of bytes that stand before the text.
func (s survey) bomLength() int64 {
	if s.hasBOM {
		return int64(len(byteOrderMark))
	}
	return 0
}

// Survey is the first pass over an export: all its bytes are to be written to it, in order, before it
// is asked to read the export. That they are the same ones then is for those who write them to see
// to; another number of them is refused.
type Survey struct {
	found     survey
	rows      hash.Hash
	isBelow   bool              // the header's line end is behind
	header    []byte            // the first bytes, until the header's line end is found
	unsettled [utf8.UTFMax]byte // the start of a character whose rest is still to come
	count     int               // of those
}

// NewSurvey begins one.
func NewSurvey() *Survey { return &Survey{found: survey{isUTF8: true}, rows: sha256.New()} }

// Write looks at the next bytes; it always takes all of them.
func (s *Survey) Write(fresh []byte) (int, error) {
	taken := len(fresh)
	if more := min(openingBytes-len(s.found.opening), len(fresh)); more > 0 {
		s.found.opening = append(s.found.opening, fresh[:more]...)
	}
	s.found.bytes += int64(len(fresh))
	s.found.hasNUL = s.found.hasNUL || bytes.IndexByte(fresh, 0) >= 0
	if s.found.isUTF8 {
		s.validate(fresh)
	}
	for !s.isBelow && len(fresh) > 0 {
		step := min(len(fresh), openingBytes, longestHeader-len(s.header))
		s.header, fresh = append(s.header, fresh[:step]...), fresh[step:]
		at := bytes.IndexAny(s.header, "\r\n")
		// A CR that is the last byte may be followed by an LF.
		if isWhole := at >= 0 && (s.header[at] == '\n' || at+1 < len(s.header)); isWhole || len(s.header) == longestHeader {
			s.endHeader()
		}
	}
	s.rows.Write(fresh)
	return taken, nil
}

// endHeader takes what was written so far for the header and what is below it.
func (s *Survey) endHeader() {
	var header int
	s.found.lineEnds, header = headerEnd(s.header)
	s.rows.Write(s.header[header:])
	s.isBelow, s.header = true, nil
}

// validate looks whether the text goes on as UTF-8.
func (s *Survey) validate(fresh []byte) {
	for s.count > 0 && len(fresh) > 0 {
		s.unsettled[s.count] = fresh[0]
		s.count++
		fresh = fresh[1:]
		if character := s.unsettled[:s.count]; utf8.FullRune(character) {
			s.found.isUTF8 = utf8.Valid(character)
			s.count = 0
		}
	}
	if len(fresh) == 0 || !s.found.isUTF8 {
		return
	}
	s.count = copy(s.unsettled[:], fresh[len(fresh)-incompleteTail(fresh):])
	s.found.isUTF8 = utf8.Valid(fresh[:len(fresh)-s.count])
}

// end gives what was found out of all bytes.
func (s *Survey) end() survey {
	if !s.isBelow {
		s.endHeader()
	}
	found := s.found
	found.isUTF8 = found.isUTF8 && s.count == 0
	found.hasBOM = bytes.HasPrefix(found.opening, []byte(byteOrderMark))
	found.rowsSHA256 = hex.EncodeToString(s.rows.Sum(nil))
	return found
}

// IsPlain reports whether all bytes that were written are UTF-8 whose lines end with LF or CRLF:
// a record of them reads the same in whatever company.
func (s *Survey) IsPlain() bool {
	found := s.end()
	return found.isUTF8 && found.lineEnds != "cr"
}

// takeSurvey reads the export from its start to its end, a chunk at a time where it is not held.
func takeSurvey(export io.ReadSeeker) (*Survey, error) {
	if _, err := export.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	s := NewSurvey()
	if held, isHeld := export.(interface {
		io.WriterTo
		Size() int64
	}); isHeld {
		_, err := held.WriteTo(s)
		return s, err
	}
	_, err := io.CopyBuffer(s, struct{ io.Reader }{export}, make([]byte, surveyChunk))
	return s, err
}

// headerEnd names the first line end in the file's first bytes and counts the bytes up to
// its end; all of them where there is none.
func headerEnd(chunk []byte) (lineEnds string, header int) {
	at := bytes.IndexAny(chunk, "\r\n")
	switch {
	case at < 0:
		return "", len(chunk)
	case chunk[at] == '\n':
		return "lf", at + 1
	case at+1 < len(chunk) && chunk[at+1] == '\n':
		return "crlf", at + 2
	default:
		return "cr", at + 1
	}
}

// incompleteTail is the number of bytes at the end of text that may be the start of a
// UTF-8 sequence whose rest is still to come.
func incompleteTail(text []byte) int {
	for back := 1; back < utf8.UTFMax && back <= len(text); back++ {
		if tail := text[len(text)-back:]; utf8.RuneStart(tail[0]) {
			if utf8.FullRune(tail) {
				return 0
			}
			return back
		}
	}
	return 0
}
