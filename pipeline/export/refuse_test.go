package export

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/breachstats/breachstats/data"
)

// panel returns a header as the portal writes it where its page builds the header from parts.
func panel(hash string) string { return "javax.faces.component.UIPanel@" + hash }

// withHeaders returns the header line with some columns, counted from 1, replaced.
func withHeaders(columns []string, replaced map[int]string) string {
	for column, header := range replaced {
		columns[column-1] = header
	}
	return strings.Join(columns, ",")
}

func TestReadB1PanelHeader(t *testing.T) {
	const part2Row = "Acme Program,TX,501,01/02/2024,Theft,Laptop,No,a healthy row"
	for _, c := range []struct {
		name, header, row string
		view              data.View
	}{
		{"columns 1 and 8", withHeaders(hipaaColumns(), map[int]string{1: panel("3408c427"), 8: panel("3408c427")}), report("a"), data.UnderInvestigation},
		{"another hash in each", withHeaders(hipaaColumns(), map[int]string{1: panel("0"), 8: panel("ffffffff")}), report("a"), data.Archive},
		{"column 8 only", withHeaders(hipaaColumns(), map[int]string{8: panel("a1")}), report("a"), data.All},
		{"Part 2, columns 1 and 7", withHeaders(part2Columns(), map[int]string{1: panel("a1"), 7: panel("b2")}), part2Row, data.Part2},
	} {
		t.Run(c.name, func(t *testing.T) {
			summary, _, err := readText(t, c.header+"\n"+c.row, c.view)
			if err != nil || summary.Rows != 1 || !summary.RepairedHeader {
				t.Errorf("want 1 row under a repaired header, got %+v, %v", summary, err)
			}
		})
	}
}

func TestReadB2HealthyHeader(t *testing.T) {
	for _, header := range []string{hipaaHeader, byteOrderMark + hipaaHeader, `"` + strings.Join(hipaaColumns(), `","`) + `"`} {
		summary, _, err := readText(t, header+"\n"+report("a"), data.Archive)
		if err != nil || summary.Rows != 1 || summary.RepairedHeader {
			t.Errorf("%s: want 1 row under a healthy header, got %+v, %v", header, summary, err)
		}
	}
}

func TestReadB3ChangedHeader(t *testing.T) {
	for _, c := range []struct {
		name     string
		replaced map[int]string
		want     string
	}{
		{"one changed beside the panels", map[int]string{1: panel("a"), 8: panel("b"), 2: "St"}, `x.csv:1: want "State" in column 2, got "St"`},
		{"a panel in another column", map[int]string{2: panel("a")}, `x.csv:1: want "State" in column 2, got "javax.faces.component.UIPanel@a"`},
		{"a panel of another kind", map[int]string{1: "javax.faces.component.UIInput@a"}, `x.csv:1: want "Name of Covered Entity" in column 1, got "javax.faces.component.UIInput@a"`},
		{"an invalid hash", map[int]string{1: panel("xyz")}, `x.csv:1: want "Name of Covered Entity" in column 1, got "javax.faces.component.UIPanel@xyz"`},
		{"two changed", map[int]string{2: "St", 6: "Kind"}, "x.csv:1: want \"State\" in column 2, got \"St\"\nx.csv:1: want \"Type of Breach\" in column 6, got \"Kind\""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := readText(t, withHeaders(hipaaColumns(), c.replaced)+"\n"+report("a"), data.Archive)
			wantError(t, err, c.want)
		})
	}
}

func TestReadB4Columns(t *testing.T) {
	columns := hipaaColumns()
	for _, c := range []struct{ name, header, want string }{
		{"case changed", withHeaders(hipaaColumns(), map[int]string{2: "STATE"}), `x.csv:1: want "State" in column 2, got "STATE"`},
		{"blank added", withHeaders(hipaaColumns(), map[int]string{2: "State "}), `x.csv:1: want "State" in column 2, got "State "`},
		{"swapped", withHeaders(hipaaColumns(), map[int]string{2: columns[2], 3: columns[1]}),
			"x.csv:1: want \"State\" in column 2, got \"Covered Entity Type\"\nx.csv:1: want \"Covered Entity Type\" in column 3, got \"State\""},
		{"added at the end", hipaaHeader + ",Notes", `x.csv:1: want 9 columns, got 10: want none after column 9, got "Notes"`},
		{"added inside", strings.Replace(hipaaHeader, "State,", "State,County,", 1), `x.csv:1: want 9 columns, got 10: want "Covered Entity Type" in column 3, got "County"`},
		{"removed at the end", strings.TrimSuffix(hipaaHeader, ",Web Description"), `x.csv:1: want 9 columns, got 8: want "Web Description" in column 9, got none`},
		{"removed inside", strings.Replace(hipaaHeader, "State,", "", 1), `x.csv:1: want 9 columns, got 8: want "State" in column 2, got "Covered Entity Type"`},
		{"semicolons", strings.ReplaceAll(hipaaHeader, ",", ";"), "x.csv:1: want 9 columns, got 1: want commas between the columns"},
		{"missing header", report("the first row stands where the header should"),
			`x.csv:1: want header "Name of Covered Entity" in column 1, got "Acme Clinic": the header line is missing`},
		{"blank line first", "\n" + hipaaHeader, "x.csv:1: want the header in line 1, got a blank line"},
		{"long and strange header", withHeaders(hipaaColumns(), map[int]string{1: "\x1b[31m" + strings.Repeat("é", 80)}),
			`x.csv:1: want "Name of Covered Entity" in column 1, got "\x1b[31m` + strings.Repeat("é", 55) + `"…`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, rows, err := readText(t, c.header+"\n"+report("a"), data.Archive)
			wantError(t, err, c.want)
			if len(rows) > 0 {
				t.Errorf("want no row under a wrong header, got %d", len(rows))
			}
		})
	}
}

func TestReadB8HeaderOnly(t *testing.T) {
	for _, text := range []string{hipaaHeader, hipaaHeader + "\n", hipaaHeader + "\r\n\r\n", hipaaHeader + "\r"} {
		_, _, err := readText(t, text, data.Archive)
		if !errors.Is(err, ErrNoRows) {
			t.Errorf("%q: want ErrNoRows, got %v", text, err)
		}
		wantError(t, err, "x.csv:1: want rows under the header, got none")
	}
}

func TestReadB9NotAnExport(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "an empty file"},
		{"blank", " \r\n\n", "blank lines only"},
		{"HTML", "\r\n\r\n<!DOCTYPE html>\r\n<html>", `HTML: "<!DOCTYPE html>"`},
		{"HTML after a byte order mark", byteOrderMark + "<html>\n", `HTML: "<html>"`},
		{"XML", "<?xml version='1.0'?>\n<partial-response>", `XML: "<?xml version='1.0'?>"`},
		{"JSON object", "{\"error\": 1}\n", `JSON: "{\"error\": 1}"`},
		{"JSON array", "[1]", `JSON: "[1]"`},
		{"XLSX", "PK\x03\x04\x14\x00", "an Excel workbook (XLSX) or another zip archive: save it as CSV UTF-8"},
		{"XLS", "\xD0\xCF\x11\xE0\xA1\xB1", "an old Excel workbook (XLS): save it as CSV UTF-8"},
		{"PDF", "%PDF-1.7\n", "a PDF: export CSV instead"},
		{"gzip", "\x1F\x8B\x08", "gzip: decompress it first"},
		{"UTF-16, little end first", "\xFF\xFEN\x00a\x00", "UTF-16: save it as CSV UTF-8"},
		{"UTF-16, big end first", "\xFE\xFF\x00N\x00a", "UTF-16: save it as CSV UTF-8"},
		{"UTF-16 without a mark", "N\x00a\x00m\x00e\x00 \x00o\x00f\x00", "UTF-16: save it as CSV UTF-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := readText(t, c.text, data.Archive)
			wantError(t, err, "x.csv:1: want a CSV export, got "+c.want)
		})
	}
}

func TestReadB10SeveralExportsInOne(t *testing.T) {
	again := "want a row, got a header again: are these several exports in one file?"
	panels := withHeaders(hipaaColumns(), map[int]string{1: panel("a1"), 8: panel("b2")})
	for _, c := range []struct{ name, second, want string }{
		{"same header", hipaaHeader, "x.csv:3: " + again},
		{"panel header", panels, "x.csv:3: " + again},
		{"header of the Part 2 report", part2Header, "x.csv:3: " + again},
		{"with a byte order mark", byteOrderMark + hipaaHeader, "x.csv:3: " + again},
		{"quoted, with a byte order mark", byteOrderMark + `"Name of Covered Entity",State`, "x.csv:3: want a row, got a byte order mark: are these several exports in one file?"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := readText(t, hipaaHeader+"\n"+report("a")+"\n"+c.second+"\n"+report("b"), data.Archive)
			wantError(t, err, c.want)
		})
	}
}

func TestReadB11OtherReport(t *testing.T) {
	const part2Row = "Acme Program,TX,501,01/02/2024,Theft,Laptop,No,a healthy row"
	part2Panels := withHeaders(part2Columns(), map[int]string{1: panel("a1"), 7: panel("b2")})
	hipaaPanels := withHeaders(hipaaColumns(), map[int]string{1: panel("a1"), 8: panel("b2")})
	const isPart2 = "x.csv:1: want the 9 columns of the HIPAA report, got the 8 of the Part 2 report: use --view part2"
	const isHIPAA = "x.csv:1: want the 8 columns of the Part 2 report, got the 9 of the HIPAA report: use --view archive, under-investigation or all"
	for _, c := range []struct {
		name, text string
		view       data.View
		want       string
	}{
		{"Part 2 as archive", part2Header + "\n" + part2Row, data.Archive, isPart2},
		{"Part 2 with panels as all", part2Panels + "\n" + part2Row, data.All, isPart2},
		{"HIPAA as Part 2", hipaaHeader + "\n" + report("a"), data.Part2, isHIPAA},
		{"HIPAA with panels as Part 2", hipaaPanels + "\n" + report("a"), data.Part2, isHIPAA},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := readText(t, c.text, c.view)
			wantError(t, err, c.want)
		})
	}
}

func TestReadTellsEveryBadLine(t *testing.T) {
	text := hipaaHeader + "\n" + report("good\nin two lines") + "\na,b\n" + report("good") + "\n1,2,3,4,5,6,7,8,9,10\n"
	_, rows, err := readText(t, text, data.Archive)
	wantError(t, err, "x.csv:4: want 9 fields, got 2\nx.csv:6: want 9 fields, got 10")
	if len(rows) != 1 {
		t.Errorf("want only the row before the first bad line, got %d", len(rows))
	}
}

func TestReadCapsTheBadLines(t *testing.T) {
	for _, c := range []struct {
		bad  int
		last string
	}{
		{100, "x.csv:101: want 9 fields, got 1"},
		{101, "x.csv: … and 1 more bad line"},
		{150, "x.csv: … and 50 more bad lines"},
	} {
		_, _, err := readText(t, hipaaHeader+"\n"+strings.Repeat("cut\n", c.bad), data.Archive)
		lines := strings.Split(fmt.Sprint(err), "\n")
		if got := lines[len(lines)-1]; got != c.last || len(lines) != min(c.bad, 101) {
			t.Errorf("%d bad lines: want the last to be %q, got %q of %d", c.bad, c.last, got, len(lines))
		}
	}
}
