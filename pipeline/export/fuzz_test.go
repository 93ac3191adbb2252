package export

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/torture/bounds"
	"github.com/breachstats/breachstats/torture/must"
)

func FuzzRead(f *testing.F) {
	for _, text := range []string{
		"",
		hipaaHeader,
		hipaaHeader + "\n" + report("a healthy row") + "\n",
		hipaaHeader + "\r\n" + report("two\r\nlines") + "\r\n\r\n" + report("after a blank line"),
		hipaaHeader + "\r" + report("lone\rCR") + "\r",
		byteOrderMark + hipaaHeader + "\n" + report("after a byte order mark"),
		hipaaHeader + "\n" + report("through DOS: driver\x83??s \x83?\x9D \x83?\x9B ?\xFF Cl??nico \x8B\xA8\xAB"),
		hipaaHeader + "\r" + report("twice through Mac Roman: OCR\xE4\xF3\xBBs \xA5\xCB_"),
		hipaaHeader + "\n" + report("windows-1252: clinic\x92s") + "\n" + report("U+FFFD \xEF\xBF\xBD"),
		hipaaHeader + "\n" + report("cut inside a character \xE2\x80"),
		hipaaHeader + "\n" + report(`bad \"quote\"`) + "\ncut,row\n" + hipaaHeader + "\n" + report("NUL \x00"),
		strings.Replace(hipaaHeader, entityHeader, panel("a1"), 1) + "\n" + report("under a repaired header"),
		part2Header + "\nAcme Program,TX,501,01/02/2024,Theft,Laptop,No,a Part 2 row\n",
		"<!DOCTYPE html><html></html>",
		strings.Repeat(",", 300) + "\n",
	} {
		f.Add([]byte(text), false)
		f.Add([]byte(text), true)
	}
	f.Fuzz(func(t *testing.T, export []byte, isPart2 bool) {
		view, columns, head := data.Archive, len(hipaaColumns()), hipaaHeader
		if isPart2 {
			view, columns, head = data.Part2, len(part2Columns()), part2Header
		}
		var rows []Row
		line := 1
		done := bounds.Start(t, len(export), 4<<10, 4<<20)
		summary, err := Read("x.csv", bytes.NewReader(export), view, func(row Row) error {
			if len(row.Values) != columns {
				t.Errorf("line %d: want %d values, got %d", row.Line, columns, len(row.Values))
			}
			if row.Line <= line {
				t.Errorf("want a line after %d, got %d", line, row.Line)
			}
			line = row.Line
			for _, value := range row.Values {
				if !utf8.ValidString(value) || strings.ContainsRune(value, 0) {
					t.Errorf("line %d: want text, got %q", row.Line, value)
				}
			}
			rows = append(rows, row)
			return nil
		})
		if done(); err != nil {
			must.Place(t, err, string(export))
			return
		}
		if len(rows) == 0 || summary.Rows != len(rows) {
			t.Errorf("want as many rows as were handed on, %d, got %d", len(rows), summary.Rows)
		}
		if lines := 1 + bytes.Count(export, []byte("\n")) + bytes.Count(export, []byte("\r")); line > lines {
			t.Errorf("want a line of the file's %d, got %d", lines, line)
		}
		if want, known := plainRows(export); known && !slices.EqualFunc(want, rows, func(a []string, b Row) bool { return slices.Equal(a, b.Values) }) {
			t.Errorf("want what encoding/csv reads, %q, got %+v", want, rows)
		}
		wantWrittenAgain(t, head, view, rows)
		survey := NewSurvey()
		_, _ = survey.Write(export)
		if survey.IsPlain() {
			wantEachAlone(t, export, view, rows)
		}
	})
}

// wantWrittenAgain writes the rows as the portal would and requires them to be read the same.
func wantWrittenAgain(t *testing.T, head string, view data.View, rows []Row) {
	t.Helper()
	var text bytes.Buffer
	text.WriteString(head + "\n")
	for _, row := range rows {
		for i, value := range row.Values {
			if strings.Contains(value, "\r\n") {
				return // left of more than one CR before an LF, of which each reading takes one
			}
			if i > 0 {
				text.WriteByte(',')
			}
			text.WriteString(`"` + strings.ReplaceAll(value, `"`, `""`) + `"`)
		}
		text.WriteByte('\n')
	}
	var again []Row
	if _, err := Read("x.csv", bytes.NewReader(text.Bytes()), view, func(row Row) error {
		again = append(again, row)
		return nil
	}); err != nil {
		t.Errorf("want what was written to be read, got %v", err)
	}
	if !slices.EqualFunc(rows, again, func(a, b Row) bool { return slices.Equal(a.Values, b.Values) }) {
		t.Errorf("want the rows that were written, %+v, got %+v", rows, again)
	}
}

// wantEachAlone cuts a plain export at the ends of its rows and requires each piece to be read the
// same below the header. Records that occur in an earlier snapshot are recognised by the bytes of
// such pieces.
func wantEachAlone(t *testing.T, export []byte, view data.View, rows []Row) {
	t.Helper()
	head := headerLength(export)
	begin := head
	for _, row := range rows {
		alone := append(bytes.Clone(export[:head]), export[begin:row.End]...)
		begin = row.End
		var got []Row
		_, err := Read("x.csv", bytes.NewReader(alone), view, func(row Row) error {
			got = append(got, row)
			return nil
		})
		if err != nil || len(got) != 1 || !slices.Equal(got[0].Values, row.Values) {
			t.Errorf("line %d: want %q alone, got %+v, %v", row.Line, row.Values, got, err)
		}
	}
	if rest := bytes.Trim(export[begin:], "\r\n"); len(rest) > 0 {
		t.Errorf("want rows to the end, got %q after the last", rest)
	}
}

// headerLength returns the offset after the header's line end. The header may have quotes.
func headerLength(export []byte) int64 {
	isOpen := false
	for i, b := range export {
		if isOpen = isOpen != (b == '"'); b == '\n' && !isOpen {
			return int64(i + 1)
		}
	}
	return int64(len(export))
}

// plainRows reads the rows of an export that needs no decoding.
func plainRows(export []byte) (rows [][]string, known bool) {
	export = bytes.TrimPrefix(export, []byte(byteOrderMark))
	if at := bytes.IndexAny(export, "\r\n"); !utf8.Valid(export) || at < 0 ||
		export[at] == '\r' && !bytes.HasPrefix(export[at:], []byte("\r\n")) {
		return nil, false
	}
	all, err := csv.NewReader(bytes.NewReader(export)).ReadAll()
	if err != nil || len(all) == 0 {
		return nil, false
	}
	return all[1:], true
}
