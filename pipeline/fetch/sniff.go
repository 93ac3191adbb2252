package fetch

import (
	"bytes"
	"strings"
)

// Kinds of bytes, as messages name them. Only kindText can be a CSV export.
const (
	kindText    = "text"
	kindEmpty   = "an empty body"
	kindHTML    = "HTML"
	kindPartial = "a partial response"
	kindXML     = "XML"
	kindXLS     = "an XLS spreadsheet"
	kindXLSX    = "an XLSX spreadsheet or ZIP archive"
	kindPDF     = "a PDF"
	kindJSON    = "JSON"
	kindGzip    = "gzip without a Content-Encoding that says so"
	kindUTF16   = "UTF-16 text"
	kindBinary  = "binary bytes"
)

var magics = []struct{ magic, kind string }{
	{"PK\x03\x04", kindXLSX}, {"PK\x05\x06", kindXLSX},
	{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", kindXLS}, {"\x09\x08", kindXLS},
	{"%PDF", kindPDF},
	{"\x1F\x8B", kindGzip},
	{"\xFF\xFE", kindUTF16}, {"\xFE\xFF", kindUTF16},
}

// sniff identifies bytes by their beginning, and ignores the Content-Type.
func sniff(body []byte) string {
	for _, known := range magics {
		if bytes.HasPrefix(body, []byte(known.magic)) {
			return known.kind
		}
	}
	const opening = 2048
	text := strings.ToLower(string(body[:min(len(body), opening)]))
	text = strings.TrimSpace(strings.TrimPrefix(text, "\xEF\xBB\xBF"))
	switch {
	case text == "" && len(body) <= opening:
		return kindEmpty
	case strings.ContainsRune(text, 0):
		return kindBinary
	case strings.HasPrefix(text, "{"), strings.HasPrefix(text, "["):
		return kindJSON
	case !strings.HasPrefix(text, "<"):
		return kindText
	case strings.Contains(text, "<partial-response"):
		return kindPartial
	case strings.HasPrefix(text, "<?xml") && !strings.Contains(text, "<html") && !strings.Contains(text, "<!doctype html"):
		return kindXML
	}
	return kindHTML
}
