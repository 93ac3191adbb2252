package export

import (
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/transform"
)

// decoder reads the bytes of an export as UTF-8 text. If the lines of the file end with CR, every
// line end becomes LF.
type decoder struct {
	io.Reader
	source  *countingReader
	reading *transcoder // nil if the bytes are UTF-8 already
}

// newDecoder decodes an export from its current position.
func newDecoder(export io.Reader, rule encodingRule, first survey) *decoder {
	d := &decoder{source: &countingReader{Reader: export}}
	d.Reader = d.source
	if !first.isUTF8 {
		d.reading = &transcoder{rule: rule}
		d.Reader = transform.NewReader(d.Reader, d.reading)
	}
	if first.lineEnds == "cr" {
		d.Reader = transform.NewReader(d.Reader, lineEndsToLF{})
	}
	return d
}

// bytesRead is the number of bytes read from the export so far.
func (d *decoder) bytesRead() int64 { return d.source.total }

// repaired is the number of characters recovered so far.
func (d *decoder) repaired() int64 {
	if d.reading == nil {
		return 0
	}
	return d.reading.repaired
}

type countingReader struct {
	io.Reader
	total int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.total += int64(n)
	return n, err
}

// transcoder applies an encoding rule to a stream.
type transcoder struct {
	rule     encodingRule
	before   rune // the character decoded last
	repaired int64
}

// Reset starts a new stream.
func (t *transcoder) Reset() { t.before, t.repaired = edge, 0 }

// Transform implements [transform.Transformer].
func (t *transcoder) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		if plain := t.plainPrefix(src[nSrc:]); plain > 0 {
			n := copy(dst[nDst:], src[nSrc:nSrc+plain])
			nDst, nSrc = nDst+n, nSrc+n
			if n > 0 {
				t.before = rune(src[nSrc-1])
			}
			if n < plain {
				return nDst, nSrc, transform.ErrShortDst
			}
			continue
		}
		if !atEOF && len(src)-nSrc < lookahead {
			return nDst, nSrc, transform.ErrShortSrc
		}
		if len(dst)-nDst < utf8.UTFMax {
			return nDst, nSrc, transform.ErrShortDst
		}
		read := t.rule.next(t.before, src[nSrc:])
		nDst += utf8.EncodeRune(dst[nDst:], read.char)
		nSrc += read.size
		t.before = read.char
		if t.rule.repairs && read.size > 1 && read.char != utf8.RuneError {
			t.repaired++
		}
	}
	return nDst, nSrc, nil
}

// plainPrefix returns the number of bytes at the start of text that the rule leaves unchanged.
func (t *transcoder) plainPrefix(text []byte) int {
	plain := plainPrefix(text)
	if t.rule.loss != 0 {
		if at := bytes.IndexByte(text[:plain], t.rule.loss); at >= 0 {
			return at
		}
	}
	return plain
}

// lineEndsToLF replaces CR and CRLF by LF.
type lineEndsToLF struct{ transform.NopResetter }

// Transform implements [transform.Transformer].
func (lineEndsToLF) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		plain := bytes.IndexByte(src[nSrc:], '\r')
		if plain < 0 {
			plain = len(src) - nSrc
		}
		n := copy(dst[nDst:], src[nSrc:nSrc+plain])
		nDst, nSrc = nDst+n, nSrc+n
		switch {
		case n < plain:
			return nDst, nSrc, transform.ErrShortDst
		case nSrc == len(src):
			return nDst, nSrc, nil
		case nSrc+1 == len(src) && !atEOF:
			return nDst, nSrc, transform.ErrShortSrc
		case nDst == len(dst):
			return nDst, nSrc, transform.ErrShortDst
		}
		dst[nDst] = '\n'
		nDst++
		nSrc++
		if nSrc < len(src) && src[nSrc] == '\n' {
			nSrc++
		}
	}
	return nDst, nSrc, nil
}
