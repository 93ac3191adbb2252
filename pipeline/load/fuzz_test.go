package load

import (
	"bytes"
	"encoding/csv"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/breachstats/breachstats/data"
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
	} {
		f.Add([]byte(text), false)
		f.Add([]byte(text), true)
	}
	f.Fuzz(func(t *testing.T, export []byte, isPart2 bool) {
		view, columns := data.Archive, len(hipaaColumns())
		if isPart2 {
			view, columns = data.Part2, len(part2Columns())
		}
		rows, line := 0, 1
		summary, err := Read("x.csv", bytes.NewReader(export), view, func(row Row) error {
			rows++
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
			return nil
		})
		if err != nil {
			for _, told := range strings.Split(err.Error(), "\n") {
				if !strings.HasPrefix(told, "x.csv:") || !utf8.ValidString(told) || len(told) > 1000 {
					t.Errorf("want one line that begins with its place, got %q", told)
				}
			}
			return
		}
		if rows == 0 || summary.Rows != rows {
			t.Errorf("want as many rows as were handed on, %d, got %d", rows, summary.Rows)
		}
		if want, known := plainRows(export); known && want != rows {
			t.Errorf("want %d rows, as encoding/csv reads, got %d", want, rows)
		}
	})
}

// plainRows counts the rows of an export that needs no decoding, straight.
func plainRows(export []byte) (rows int, known bool) {
	export = bytes.TrimPrefix(export, []byte(byteOrderMark))
	if at := bytes.IndexAny(export, "\r\n"); !utf8.Valid(export) || at < 0 ||
		export[at] == '\r' && !bytes.HasPrefix(export[at:], []byte("\r\n")) {
		return 0, false
	}
	plain := csv.NewReader(bytes.NewReader(export))
	for ; ; rows++ {
		if _, err := plain.Read(); err == io.EOF {
			return rows - 1, true
		} else if err != nil {
			return 0, false
		}
	}
}
