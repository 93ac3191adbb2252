package export

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// hipaaHeader and part2Header are the right header lines.
var (
	hipaaHeader = strings.Join(hipaaColumns(), ",")
	part2Header = strings.Join(part2Columns(), ",")
)

// report returns a valid row with the given description, which states why the row is there.
func report(description string) string {
	return `Acme Clinic,TX,Healthcare Provider,501,01/02/2024,Theft,Laptop,No,"` + description + `"`
}

// readText reads an export given as text under the name x.csv.
func readText(t testing.TB, text string, view data.View) (Summary, []Row, error) {
	t.Helper()
	var rows []Row
	summary, err := Read("x.csv", strings.NewReader(text), view, func(row Row) error {
		rows = append(rows, row)
		return nil
	})
	return summary, rows, err
}

// wantError compares the text of an error.
func wantError(t testing.TB, err error, want string) {
	t.Helper()
	if err == nil {
		t.Fatalf("want error %s, got none", want)
	}
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Errorf("error (-want +got):\n%s", diff)
	}
}

func TestReadValues(t *testing.T) {
	first := hipaaHeader + "\n" +
		"Acme Clinic ,,,,01/02/2024,\"Theft, Loss\",,No,\\N\n"
	text := first +
		`"St. ""Mary""",TX,Health Plan,501,1/2/24,Theft,Laptop,Yes,"doubled quotes come out single"` + "\n"
	summary, rows, err := readText(t, text, data.All)
	if err != nil {
		t.Fatal(err)
	}
	want := []Row{
		{2, int64(len(first)), []string{"Acme Clinic ", "", "", "", "01/02/2024", "Theft, Loss", "", "No", `\N`}},
		{3, int64(len(text)), []string{`St. "Mary"`, "TX", "Health Plan", "501", "1/2/24", "Theft", "Laptop", "Yes",
			"doubled quotes come out single"}},
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	wantSummary := Summary{
		Rows: 2, Encoding: "utf-8",
	}
	summary.RowsSHA256 = "" // compared in TestReadRowsSHA256
	if diff := cmp.Diff(wantSummary, summary); diff != "" {
		t.Errorf("summary (-want +got):\n%s", diff)
	}
}

// The checksums were computed with `printf 'a row\n' | sha256sum`.
func TestReadRowsSHA256(t *testing.T) {
	const header, row = "H,H\n", "a row\n"
	for _, c := range []struct{ name, text, want string }{
		{"after LF", header + row, "140b5b71"},
		{"after CRLF", "H,H\r\n" + row, "140b5b71"},
		{"after a lone CR", "H,H\ra row\n", "140b5b71"},
		{"another header, same rows", "another\n" + row, "140b5b71"},
		{"a byte order mark is the header's", byteOrderMark + header + row, "140b5b71"},
		{"no rows", header, "e3b0c442"},
		{"no line end", "H,H", "e3b0c442"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := must.Get(takeSurvey(strings.NewReader(c.text)))(t)
			if sum := got.end().rowsSHA256; sum[:8] != c.want {
				t.Errorf("want %s…, got %s", c.want, sum)
			}
			byByte := NewSurvey()
			for i := range len(c.text) {
				if _, err := byByte.Write([]byte{c.text[i]}); err != nil {
					t.Fatal(err)
				}
			}
			if whole, pieces := got.end(), byByte.end(); !reflect.DeepEqual(whole, pieces) {
				t.Errorf("want the same byte by byte, %+v, got %+v", whole, pieces)
			}
		})
	}
}

func TestReadB5LineEnds(t *testing.T) {
	one, two := report("one"), report("two")
	for _, c := range []struct {
		name, text, lineEnds string
		lines                []int
		description          string // of the first row
	}{
		{"LF", hipaaHeader + "\n" + one + "\n" + two + "\n", "lf", []int{2, 3}, "one"},
		{"CRLF", hipaaHeader + "\r\n" + one + "\r\n" + two + "\r\n", "crlf", []int{2, 3}, "one"},
		{"lone CR", hipaaHeader + "\r" + one + "\r" + two + "\r", "cr", []int{2, 3}, "one"},
		{"no final newline", hipaaHeader + "\n" + one + "\n" + two, "lf", []int{2, 3}, "one"},
		{"no final CR", hipaaHeader + "\r" + one + "\r" + two, "cr", []int{2, 3}, "one"},
		{"rows with LF after a header with CRLF", hipaaHeader + "\r\n" + one + "\n" + two, "crlf", []int{2, 3}, "one"},
		{"rows with CRLF and LF after a header with CR", hipaaHeader + "\r" + one + "\r\n" + two + "\n", "cr", []int{2, 3}, "one"},
		{"byte order mark", byteOrderMark + hipaaHeader + "\n" + one + "\n" + two, "lf", []int{2, 3}, "one"},
		{"after a two-line value", hipaaHeader + "\n" + report("a\nb") + "\n" + two, "lf", []int{2, 4}, "a\nb"},
		{"after a two-line value, lone CR", hipaaHeader + "\r" + report("a\rb") + "\r" + two, "cr", []int{2, 4}, "a\nb"},
		{"CR in a value of an LF file stays", hipaaHeader + "\n" + report("a\rb") + "\n" + two, "lf", []int{2, 3}, "a\rb"},
		{"CR in a value of a CRLF file stays", hipaaHeader + "\r\n" + report("a\rb") + "\r\n" + two, "crlf", []int{2, 3}, "a\rb"},
		{"blank lines are skipped", hipaaHeader + "\n\n" + one + "\n\r\n\n" + two + "\n\n", "lf", []int{3, 6}, "one"},
		{"trailing blank line, lone CR", hipaaHeader + "\r" + one + "\r" + two + "\r\r", "cr", []int{2, 3}, "one"},
	} {
		t.Run(c.name, func(t *testing.T) {
			summary, rows, err := readText(t, c.text, data.Archive)
			if err != nil {
				t.Fatal(err)
			}
			var lines []int
			for _, row := range rows {
				lines = append(lines, row.Line)
			}
			if diff := cmp.Diff(c.lines, lines); diff != "" {
				t.Errorf("lines (-want +got):\n%s", diff)
			}
			if got := rows[0].Values[8]; got != c.description {
				t.Errorf("want description %q, got %q", c.description, got)
			}
			if len(rows) != summary.Rows {
				t.Errorf("want %d rows, got %d", summary.Rows, len(rows))
			}
			survey := must.Get(takeSurvey(strings.NewReader(c.text)))(t)
			if found, want := survey.end(), strings.HasPrefix(c.text, byteOrderMark); found.lineEnds != c.lineEnds || found.hasBOM != want {
				t.Errorf("want %s and a byte order mark %v, got %s and %v", c.lineEnds, want, found.lineEnds, found.hasBOM)
			}
		})
	}
}

func TestReadSynthetic(t *testing.T) {
	row := strings.Replace(report("a made-up row"), "Acme Clinic", "Acme Clinic (synthetic) ", 1)
	for _, c := range []struct {
		name, text string
		want       bool
	}{
		{"marked", hipaaHeader + "\n" + row + "\n" + row, true},
		{"mark in the description only", hipaaHeader + "\n" + report("not made up (synthetic)"), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			summary, _, err := readText(t, c.text, data.Archive)
			if err != nil || summary.IsSynthetic != c.want {
				t.Errorf("want %v, got %v, %v", c.want, summary.IsSynthetic, err)
			}
		})
	}
}

func TestReadRefusesRealBesideSynthetic(t *testing.T) {
	row := strings.Replace(report("a made-up row"), "Acme Clinic", "Acme Clinic (synthetic) ", 1)
	_, _, err := readText(t, hipaaHeader+"\n"+report("a real row")+"\n"+row, data.Archive)
	if err == nil || !strings.Contains(err.Error(), ":3: want a list of real or of synthetic entities, got both") {
		t.Errorf("want a mixture refused, got %v", err)
	}
}

func TestReadStopsWhereEachDoes(t *testing.T) {
	stop := errors.New("the appender is full")
	_, err := Read("x.csv", strings.NewReader(hipaaHeader+"\n"+report("a")+"\n"+report("b")), data.Archive,
		func(row Row) error {
			if row.Line == 3 {
				return stop
			}
			return nil
		})
	if !errors.Is(err, stop) {
		t.Fatalf("want the error of each wrapped, got %v", err)
	}
	wantError(t, err, "x.csv:3: the appender is full")
}

func TestReadWithoutEach(t *testing.T) {
	summary, err := Read("x.csv", strings.NewReader(hipaaHeader+"\n"+report("a")), data.Archive, nil)
	if err != nil || summary.Rows != 1 {
		t.Errorf("want 1 row, got %d, %v", summary.Rows, err)
	}
}

func TestReadUnknownView(t *testing.T) {
	_, _, err := readText(t, hipaaHeader, "nothing")
	wantError(t, err, `x.csv: view: want one of archive, under-investigation, all, part2, got "nothing"`)
}

// failingReader fails at the n-th read.
type failingReader struct {
	*strings.Reader
	reads, fail int
	instead     error
}

func (f *failingReader) Read(p []byte) (int, error) {
	if f.reads++; f.reads == f.fail {
		return 0, f.instead
	}
	return f.Reader.Read(p)
}

func TestReadSurvivesFailingReads(t *testing.T) {
	broken := errors.New("input/output error")
	const windows1252 = "\x92" // needs all three passes
	text := hipaaHeader + "\n" + report("the clinic"+windows1252+"s row needs three passes")
	for fail := 1; ; fail++ {
		in := &failingReader{Reader: strings.NewReader(text), fail: fail, instead: broken}
		summary, err := Read("x.csv", in, data.Archive, nil)
		if in.reads < fail {
			if err != nil || summary.Rows != 1 {
				t.Errorf("want 1 row without a fault, got %d, %v", summary.Rows, err)
			}
			return
		}
		if !errors.Is(err, broken) {
			t.Errorf("read %d: want %v, got %v", fail, broken, err)
		}
	}
}

func TestReadRefusesFileThatShrinks(t *testing.T) {
	text := hipaaHeader + "\n" + report("a") + "\n" + report("b") + "\n"
	short := strings.LastIndex(strings.TrimSuffix(text, "\n"), "\n") + 1
	in := &shrinkingReader{Reader: strings.NewReader(text), shorter: text[:short]}
	_, err := Read("x.csv", in, data.Archive, nil)
	wantError(t, err, fmt.Sprintf("x.csv: want the %d bytes of the first reading, got %d: the file is being written",
		len(text), short))
}

// shrinkingReader returns a shorter text from the second pass on.
type shrinkingReader struct {
	*strings.Reader
	shorter string
	seeks   int
}

func (s *shrinkingReader) Seek(offset int64, whence int) (int64, error) {
	if s.seeks++; s.seeks == 2 {
		s.Reader = strings.NewReader(s.shorter)
	}
	return s.Reader.Seek(offset, whence)
}

// repeatedExport is an export of many rows that needs little memory.
type repeatedExport struct {
	header, row string
	rows        int64
	at          int64
}

func (r *repeatedExport) size() int64 { return int64(len(r.header)) + r.rows*int64(len(r.row)) }

func (r *repeatedExport) Read(p []byte) (int, error) {
	if r.at >= r.size() {
		return 0, io.EOF
	}
	var n int
	if header := int64(len(r.header)); r.at < header {
		n = copy(p, r.header[r.at:])
	} else {
		n = copy(p, r.row[(r.at-header)%int64(len(r.row)):])
	}
	r.at += int64(n)
	return n, nil
}

func (r *repeatedExport) Seek(offset int64, _ int) (int64, error) {
	r.at = offset
	return offset, nil
}

func TestReadMemoryDoesNotGrow(t *testing.T) {
	tier.Long(t, "40 MB")
	const rows, mostGrowth = 200_000, 8 << 20
	in := &repeatedExport{
		header: hipaaHeader + "\n",
		row:    report("one of many rows, with a curly quote of windows-1252 in it: \x92; "+strings.Repeat("long ", 20)) + "\n",
		rows:   rows,
	}
	var memory runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&memory)
	before, seen := memory.HeapAlloc, 0
	summary, err := Read("x.csv", in, data.Archive, func(Row) error {
		if seen++; seen == rows {
			runtime.GC()
			runtime.ReadMemStats(&memory)
		}
		return nil
	})
	if err != nil || summary.Rows != rows {
		t.Fatalf("want %d rows, got %d, %v", rows, summary.Rows, err)
	}
	if memory.HeapAlloc > before+mostGrowth {
		t.Errorf("want at most %d bytes more than before, got %d", mostGrowth, memory.HeapAlloc-before)
	}
}
