package export

import (
	"encoding/binary"
	"errors"
	"io"
	"unicode/utf8"
)

const (
	// distinctRuns limits the memory for runs. Once so many are known, new ones are ignored; known
	// ones are still counted.
	distinctRuns = 100_000
	// longestRun is the length of the longest run that is counted. A longer one is not text.
	longestRun = 256
)

// runs counts the runs of bytes that are not ASCII. Each key has the byte before the run, the run,
// and the byte after it; 0 at the ends of the file. Question marks and underscores beside a run
// belong to it, because tools write them for characters that they lose.
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

// lastPlain returns the index of the last byte outside any run, or the length of the text if all of
// it is one run.
func lastPlain(text []byte) int {
	for i := len(text) - 1; i > 0; i-- {
		if !isInRun(text[i]) {
			return i
		}
	}
	return len(text)
}

// gather counts the runs of text. before is the byte before it, rest the bytes after it.
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

// plainPrefix returns the number of ASCII bytes at the start of text.
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
