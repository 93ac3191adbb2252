package load

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"unicode/utf8"
)

const (
	// surveyChunk is how many bytes a pass over the file holds at a time. No header is
	// nearly as long, so its line end is in the first chunk.
	surveyChunk = 256 << 10
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

// takeSurvey reads the export from its start to its end, a chunk at a time.
func takeSurvey(export io.ReadSeeker) (survey, error) {
	if _, err := export.Seek(0, io.SeekStart); err != nil {
		return survey{}, err
	}
	found := survey{isUTF8: true}
	rows := sha256.New()
	size := int64(surveyChunk)
	if held, isHeld := export.(interface{ Size() int64 }); isHeld {
		size = min(size, held.Size()+utf8.UTFMax) // a few new reports need no more
	}
	chunk := make([]byte, size)
	kept := 0 // bytes at the start of chunk: a character whose rest is still to come
	for {
		n, err := io.ReadFull(export, chunk[kept:])
		atEnd := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !atEnd {
			return survey{}, err
		}
		fresh := chunk[kept : kept+n]
		if found.bytes == 0 {
			found.opening = bytes.Clone(fresh[:min(openingBytes, n)])
			var header int
			found.lineEnds, header = headerEnd(fresh)
			rows.Write(fresh[header:])
		} else {
			rows.Write(fresh)
		}
		found.bytes += int64(n)
		found.hasNUL = found.hasNUL || bytes.IndexByte(fresh, 0) >= 0
		if found.isUTF8 {
			text := chunk[:kept+n]
			kept = 0
			if !atEnd {
				kept = incompleteTail(text)
			}
			found.isUTF8 = utf8.Valid(text[:len(text)-kept])
			copy(chunk, text[len(text)-kept:])
		} else {
			kept = 0
		}
		if atEnd {
			break
		}
	}
	found.hasBOM = bytes.HasPrefix(found.opening, []byte(byteOrderMark))
	found.rowsSHA256 = hex.EncodeToString(rows.Sum(nil))
	return found, nil
}

// headerEnd names the first line end in the file's first chunk and counts the bytes up to
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
