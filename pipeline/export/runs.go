package export

import (
	"encoding/binary"
	"errors"
	"io"
	"unicode/utf8"
)

const (
	// distinctRuns bounds the memory of the contest. Runs first seen when that many
	// are known are left out of it; the counts of the known ones go on.
	distinctRuns = 100_000
	// longestRun bounds one run. Longer ones are no text and are left out.
	longestRun = 256
)

// runs counts the runs of bytes that are not ASCII, each with the byte before and the
// byte after it, 0 at the ends of the file. Question marks and underscores that touch a
// run belong to it, since tools write them for characters that they lose.
type runs map[string]int64

// gatherRuns reads the export from its start.
func gatherRuns(export io.ReadSeeker) (runs, error) {
	if _, err := export.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	found := make(runs)
	chunk := make([]byte, surveyChunk)
	before, kept := byte(0), 0
	for {
		n, err := io.ReadFull(export, chunk[kept:])
		atEnd := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !atEnd {
			return nil, err
		}
		text := chunk[:kept+n]
		whole := len(text)
		if !atEnd {
			whole = lastPlain(text)
		}
		found.gather(before, text[:whole], text[whole:])
		if whole > 0 {
			before = text[whole-1]
		}
		kept = copy(chunk, text[whole:])
		if atEnd {
			return found, nil
		}
	}
}

// lastPlain is the index of the last byte that is in no run, or the length of a text that
// is one run as a whole.
func lastPlain(text []byte) int {
	for i := len(text) - 1; i > 0; i-- {
		if !isInRun(text[i]) {
			return i
		}
	}
	return len(text)
}

// gather counts the runs of text, which stands between before and rest.
func (r runs) gather(before byte, text, rest []byte) {
	var around [longestRun + 2]byte
	for at := 0; ; {
		at += plainPrefix(text[at:])
		if at == len(text) {
			return
		}
		start, end := at, at+1
		for start > 0 && isInRun(text[start-1]) {
			start--
		}
		for end < len(text) && isInRun(text[end]) {
			end++
		}
		at = end
		if end-start > longestRun {
			continue
		}
		key := append(around[:0], before)
		if start > 0 {
			key[0] = text[start-1]
		}
		key = append(key, text[start:end]...)
		switch {
		case end < len(text):
			key = append(key, text[end])
		case len(rest) > 0:
			key = append(key, rest[0])
		default:
			key = append(key, 0)
		}
		if _, known := r[string(key)]; known || len(r) < distinctRuns {
			r[string(key)]++
		}
	}
}

func isInRun(b byte) bool { return b >= utf8.RuneSelf || b == '?' || b == '_' }

// plainPrefix is the number of ASCII bytes that text begins with.
func plainPrefix(text []byte) int {
	const highBits = 0x8080808080808080
	at := 0
	for ; at+8 <= len(text); at += 8 {
		if binary.LittleEndian.Uint64(text[at:])&highBits != 0 {
			break
		}
	}
	for at < len(text) && text[at] < utf8.RuneSelf {
		at++
	}
	return at
}
