package load

import (
	"bytes"
	"database/sql/driver"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/pipeline/export"
)

const hipaaHeader = "Name of Covered Entity,State,Covered Entity Type,Individuals Affected,Breach Submission Date," +
	"Type of Breach,Location of Breached Information,Business Associate Present,Web Description\n"

// The records of a list are the reports that the strict reader finds, each on its line. A list that
// the reader refuses is refused as records too.
func FuzzSplit(f *testing.F) {
	row := func(text string) string { return "Acme,TX,Health Plan,501,01/02/2024,Theft,Laptop,No," + text }
	for _, rows := range []string{
		"", row("one") + "\n", row("no line end"), row("one") + "\r\n\r\n" + row("after a blank line") + "\n\n",
		row("\"two\nlines\"") + "\n" + row(`"a ""quote"""`) + "\n", row("a lone \r CR") + "\n" + row("end") + "\r",
		row("a bare \" quote") + "\n" + row("another \"") + "\n", row("\"open") + "\n" + row("x") + "\n",
		row("x") + "\r\r\n" + row("y") + "\n", row("NUL \x00") + "\n", "cut,row\n", row("’") + "\n",
	} {
		f.Add([]byte(hipaaHeader + rows))
		f.Add([]byte("\xEF\xBB\xBF" + strings.ReplaceAll(hipaaHeader+rows, "\n", "\r\n")))
		f.Add([]byte("\n" + hipaaHeader + rows))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		l := newLists(&data.Store{}, false, nil)
		s := l.split(text)
		survey := export.NewSurvey()
		_, _ = survey.Write(s.unknown)
		if !survey.IsPlain() {
			return // such a list is read in full
		}
		read := func(text []byte) (rows []export.Row, err error) {
			_, err = export.Read("x.csv", bytes.NewReader(text), data.All, func(row export.Row) error {
				rows = append(rows, row)
				return nil
			})
			if errors.Is(err, export.ErrNoRows) {
				err = nil
			}
			return rows, err
		}
		want, wrong := read(text)
		got, err := read(s.unknown)
		if (wrong == nil) != (err == nil) {
			t.Fatalf("want the same error for the records, %v, got %v", wrong, err)
		}
		if wrong != nil {
			return
		}
		if len(s.records) != len(want) || len(got) != len(want) {
			t.Fatalf("want %d records, got %d, of which %d are read", len(want), len(s.records), len(got))
		}
		for i, record := range s.records {
			alone, err := read(slices.Concat(s.header, record.bytes))
			if err != nil || record.line != want[i].Line || len(alone) != 1 ||
				!slices.Equal(alone[0].Values, want[i].Values) || !slices.Equal(got[i].Values, want[i].Values) {
				t.Errorf("want %+v, got line %d, %+v alone and %+v with the others, %v", want[i], record.line, alone, got[i], err)
			}
		}
	})
}

// If there are more records than are kept, all are forgotten; they are known again after they are
// read.
func TestRecordsThatAreKeptAreBounded(t *testing.T) {
	l := newLists(&data.Store{}, false, func(...driver.Value) error { return nil })
	l.most = 400
	record := bytes.Repeat([]byte("x"), 100)
	for i := range 9 {
		record[0] = byte('a' + i)
		l.keep(record, int32(i))
		if report, isKnown := l.records[string(record)]; !isKnown || report != int32(i) {
			t.Fatalf("want record %d known, got %d, %t", i, report, isKnown)
		}
	}
	if len(l.records) > 4 || l.size > l.most {
		t.Errorf("want at most 4 records of %d bytes, got %d of %d", l.most, len(l.records), l.size)
	}
}
