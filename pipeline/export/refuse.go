package export

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// mostFaults is the number of bad lines that are reported one by one.
const mostFaults = 100

// faults collects what is wrong with an export.
type faults struct {
	name     string
	reported []error
	more     int
}

// add records one bad line.
func (f *faults) add(line int, wrong string) {
	if len(f.reported) == mostFaults {
		f.more++
		return
	}
	f.reported = append(f.reported, fmt.Errorf("%s:%d: %s", f.name, line, wrong))
}

// any reports whether there is a fault.
func (f *faults) any() bool { return len(f.reported) > 0 }

// err joins the faults; nil if there are none.
func (f *faults) err() error {
	switch f.more {
	case 0:
		return errors.Join(f.reported...)
	case 1:
		return errors.Join(errors.Join(f.reported...), fmt.Errorf("%s: … and 1 more bad line", f.name))
	}
	return errors.Join(errors.Join(f.reported...), fmt.Errorf("%s: … and %d more bad lines", f.name, f.more))
}

// Quoted formats a value for an error: on one line, with control characters escaped, cut to a
// length that fits in a terminal.
func Quoted(value string) string {
	const longest = 60 // characters
	shown := 0
	for at := range value {
		if shown == longest {
			return strconv.Quote(value[:at]) + "…"
		}
		shown++
	}
	return strconv.Quote(value)
}

// notAnExport identifies a file that is not CSV by its first bytes. It is "" if the file may be
// CSV.
func notAnExport(opening []byte) string {
	if len(opening) == 0 {
		return "an empty file"
	}
	for _, kind := range []struct{ magic, what string }{
		{"\xFF\xFE", "UTF-16: save it as CSV UTF-8"},
		{"\xFE\xFF", "UTF-16: save it as CSV UTF-8"},
		{"PK\x03\x04", "an Excel workbook (XLSX) or another zip archive: save it as CSV UTF-8"},
		{"\xD0\xCF\x11\xE0", "an old Excel workbook (XLS): save it as CSV UTF-8"},
		{"%PDF", "a PDF: export CSV instead"},
		{"\x1F\x8B", "gzip: decompress it first"},
	} {
		if bytes.HasPrefix(opening, []byte(kind.magic)) {
			return kind.what
		}
	}
	if isWideText(opening) {
		return "UTF-16: save it as CSV UTF-8"
	}
	text := strings.TrimLeft(strings.TrimPrefix(string(opening), byteOrderMark), " \t\r\n")
	switch {
	case text == "":
		return "blank lines only"
	case strings.HasPrefix(text, "<?xml"):
		return "XML: " + firstLine(text)
	case strings.HasPrefix(text, "<"):
		return "HTML: " + firstLine(text)
	case strings.HasPrefix(text, "{") || strings.HasPrefix(text, "["):
		return "JSON: " + firstLine(text)
	}
	return ""
}

// isWideText reports whether every other byte is NUL, as in English text in UTF-16.
func isWideText(opening []byte) bool {
	const seen = 64
	sample := opening[:min(seen, len(opening))&^1]
	var even, odd int
	for i := 0; i < len(sample); i += 2 {
		if sample[i] == 0 {
			even++
		}
		if sample[i+1] == 0 {
			odd++
		}
	}
	const most = 0.9
	pairs := float64(len(sample)) / 2
	return pairs > 1 && (float64(even) > most*pairs || float64(odd) > most*pairs) && even != odd
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return Quoted(strings.TrimRight(line, "\r"))
}
