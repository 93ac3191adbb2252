package fetch

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"strings"
)

// readBody reads a complete answer, decompresses it, and checks its size as it arrives. progress gets the number of
// bytes read so far, at least once.
func readBody(response *http.Response, limit int64, progress func(total int64)) ([]byte, error) {
	var coded io.Reader = response.Body
	switch encoding := strings.ToLower(strings.TrimSpace(response.Header.Get("Content-Encoding"))); encoding {
	case "", "identity":
	case "gzip", "x-gzip":
		unzipped, err := gzip.NewReader(response.Body)
		switch {
		case errors.Is(err, io.EOF):
			progress(0)
			return nil, nil
		case err != nil:
			return nil, cut(err, 0)
		}
		coded = unzipped
	default:
		return nil, untrusted(nextLater, "want bytes as they are or in gzip, got Content-Encoding %s", brief(encoding))
	}
	var body bytes.Buffer
	chunk := make([]byte, 64<<10)
	progress(0)
	for {
		n, err := coded.Read(chunk)
		body.Write(chunk[:n])
		if size := int64(body.Len()); size > limit {
			return nil, untrusted(nextBrowser, "want at most %d bytes, got more", limit).final()
		}
		if n > 0 {
			progress(int64(body.Len()))
		}
		switch {
		case errors.Is(err, io.EOF):
			return body.Bytes(), nil
		case err != nil:
			return nil, cut(err, body.Len())
		}
	}
}

// cut reports that an answer was cut short, or not in the encoding that it names. The caller handles timeouts and
// interruptions.
func cut(err error, got int) error {
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum), errors.As(err, &corrupt):
		return untrusted(nextLater, "want gzip as Content-Encoding says, got other bytes after %d good ones", got).because(err)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return untrusted(nextLater, "want the whole answer, got a body cut after %d bytes", got).because(err)
	}
	return &partial{err: err, got: got}
}

// partial is a body that was cut short by the connection.
type partial struct {
	err error
	got int
}

func (p *partial) Error() string { return p.err.Error() }
func (p *partial) Unwrap() error { return p.err }
