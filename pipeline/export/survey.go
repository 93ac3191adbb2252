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
	// surveyChunk is the number of bytes that a pass over the file holds at a time.
	surveyChunk = 256 << 10
	// longestHeader is the largest length of a header in bytes. Real headers are far shorter.
	longestHeader = 256 << 10
	// openingBytes is how much of the start of the file is kept to identify its type.
	openingBytes = 4 << 10
)

// byteOrderMark is the UTF-8 form of U+FEFF, with which some spreadsheets start a file.
const byteOrderMark = "\xEF\xBB\xBF"

// survey is the result of the first pass over the bytes.
type survey struct {
	opening    []byte // the first bytes, at most openingBytes
	bytes      int64
	hasBOM     bool
	hasNUL     bool
	isUTF8     bool
	lineEnds   string // "lf", "crlf", "cr", or "" in a file without a line end
	rowsSHA256 string
}

// bomLength is the number of bytes before the text.
func (s survey) bomLength() int64 {
	if s.hasBOM {
		return int64(len(byteOrderMark))
	}
	return 0
}

// Survey is the first pass over an export. Write all bytes of the export to it, in order, and then
// call [Survey.Read] with the same export. The caller must make sure that the bytes are the same;
// only their number is checked.
type Survey struct {
	found     survey
	rows      hash.Hash
	isBelow   bool              // the header's line end was found
	header    []byte            // the first bytes, until the header's line end is found
	unsettled [utf8.UTFMax]byte // the start of an incomplete character
	count     int               // number of bytes in unsettled
}

// NewSurvey returns a survey without any bytes.
func NewSurvey() *Survey { return &Survey{found: survey{isUTF8: true}, rows: sha256.New()} }

// Write examines the next bytes. It never fails.
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
		// A CR at the end may be followed by an LF.
		if isWhole := at >= 0 && (s.header[at] == '\n' || at+1 < len(s.header)); isWhole || len(s.header) == longestHeader {
			s.endHeader()
		}
	}
	s.rows.Write(fresh)
	return taken, nil
}

// endHeader splits the bytes so far into the header and the rows below it.
func (s *Survey) endHeader() {
	var header int
	s.found.lineEnds, header = headerEnd(s.header)
	s.rows.Write(s.header[header:])
	s.isBelow, s.header = true, nil
}

// validate checks whether the text is still UTF-8.
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

// end returns the result for all bytes.
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

// IsPlain reports whether all bytes are UTF-8 with LF or CRLF line ends. Then a record has the same
// meaning in any file that is plain too.
func (s *Survey) IsPlain() bool {
	found := s.end()
	return found.isUTF8 && found.lineEnds != "cr"
}

// takeSurvey reads the export from its start to its end, in chunks unless it is held in memory.
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

// headerEnd identifies the first line end of a file and returns the number of bytes up to and
// including it, or of all bytes if there is none.
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

// incompleteTail returns the number of bytes at the end of text that may start an incomplete UTF-8
// sequence.
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
