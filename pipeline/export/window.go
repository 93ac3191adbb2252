package export

import (
	"errors"
	"io"
)

const (
	// longestRecord limits one row, in bytes of decoded text. The longest description seen has 4
	// KB, but a quote that is never closed would turn the rest of the file into one row.
	longestRecord = 16 << 20
	// parserBuffer is the number of bytes that the parser reads ahead.
	parserBuffer = 64 << 10
)

var (
	errRecordTooLong = errors.New("want rows of at most 16 MB, got a longer one: is a quote not closed?")
	errHeaderTooLong = errors.New("want a header of at most 256 KB, got a longer one: is the header line missing, or a quote not closed?")
)

// window passes text to the parser and keeps the text of the current row, so that an error can show
// it.
type window struct {
	source io.Reader
	most   int64 // limit for the current row: longestHeader, then longestRecord
	kept   []byte
	start  int64 // offset of kept[0] in the text
	row    int64 // offset of the current row in the text
}

// Read passes text on. It fails if the current row is too long.
func (w *window) Read(p []byte) (int, error) {
	if end := w.start + int64(len(w.kept)); end-w.row > w.most+parserBuffer {
		if w.most == longestHeader {
			return 0, errHeaderTooLong
		}
		return 0, errRecordTooLong
	}
	n, err := w.source.Read(p)
	if begun := int(w.row - w.start); begun > 0 {
		w.kept = w.kept[:copy(w.kept, w.kept[begun:])]
		w.start = w.row
	}
	w.kept = append(w.kept, p[:n]...)
	return n, err
}

// raw returns the text of the current row up to the offset end, exclusive.
func (w *window) raw(end int64) []byte { return w.kept[w.row-w.start : end-w.start] }

// next starts a row at the offset.
func (w *window) next(offset int64) { w.row = offset }
