package export

import (
	"strings"
	"testing"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/torture/bounds"
	"github.com/breachstats/breachstats/torture/tier"
)

func TestReadB7Descriptions(t *testing.T) {
	for _, c := range []struct{ name, published, want string }{
		{"CRLF inside", "a\r\n\r\nb", "a\n\nb"},
		{"LF inside", "a\nb", "a\nb"},
		{"CRLF and LF and CR inside", "a\r\nb\nc\rd", "a\nb\nc\rd"},
		{"the longest seen", strings.Repeat("x", 3944), strings.Repeat("x", 3944)},
		{"1 MB", strings.Repeat("long\n", 200_000), strings.Repeat("long\n", 200_000)},
		{"a line that looks like a row", "a\n1,2,3", "a\n1,2,3"},
		{"a backslash before a doubled quote", `C:\""x""`, `C:\"x"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, rows, err := readText(t, hipaaHeader+"\n"+report(c.published)+"\n"+report("after")+"\n", data.Archive)
			if err != nil {
				t.Fatal(err)
			}
			if len(rows) != 2 || rows[0].Values[8] != c.want {
				t.Fatalf("want 2 rows and the description kept, got %d", len(rows))
			}
			if want := 3 + strings.Count(c.want, "\n"); rows[1].Line != want {
				t.Errorf("want the next row in line %d, got %d", want, rows[1].Line)
			}
		})
	}
}

func TestReadB7Quoting(t *testing.T) {
	const eight = "a,TX,Health Plan,501,1/2/24,Theft,Laptop,No,"
	good := "\n" + report("a good row in between") + "\n"
	for _, c := range []struct{ name, rows, want string }{
		{"quote never closed", report("good") + "\n" + eight + "\"open\nto the end\n",
			"x.csv:3: want a closing quote, got the end of the file"},
		{"quote never closed, no final newline", eight + `"open`,
			"x.csv:2: want a closing quote, got the end of the file"},
		{"nothing but an opening quote", eight + `"`,
			"x.csv:2: want a closing quote, got the end of the file"},
		{"backslash before a quote", eight + `"he said \"stop\" twice"` + good,
			"x.csv:2: want a quote inside a value doubled (\"\"), got a backslash before it: `Laptop,No,\"he said \\\"stop\\\" twice\"`"},
		{"backslashes in two rows that touch", eight + `"a \"b\" c"` + "\n" + eight + `"d \"e\" f"` + good,
			"x.csv:2: want a quote inside a value doubled (\"\"), got a backslash before it: `Theft,Laptop,No,\"a \\\"b\\\" c\"`\n" +
				"x.csv:3: want a quote inside a value doubled (\"\"), got a backslash before it: `Theft,Laptop,No,\"d \\\"e\\\" f\"`"},
		{"text after a closing quote", eight + `"12" disk"` + good,
			"x.csv:2: want a comma or a line end after a closing quote, got `,Theft,Laptop,No,\"12\" disk\"`"},
		{"the same in a later line of the row", eight + "\"one\ntwo \"three\" four\"" + good,
			"x.csv:3: want a comma or a line end after a closing quote, got `two \"three\" four\"` (the row starts in line 2)"},
		{"bare quote", eight + `a 12" disk` + good,
			"x.csv:2: want quotes around a value that has a quote in it, got `Theft,Laptop,No,a 12\" disk`"},
		{"control characters in an excerpt", eight + "\x1b[31m12\" disk" + good,
			`x.csv:2: want quotes around a value that has a quote in it, got "ft,Laptop,No,\x1b[31m12\" disk"`},
		{"what follows a mistake is not reported", eight + "\"a \"b\" c\nmore of it\nand, more\"" + good + "short",
			"x.csv:2: want a comma or a line end after a closing quote, got `,Theft,Laptop,No,\"a \"b\" c`\nx.csv:6: want 9 fields, got 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := readText(t, hipaaHeader+"\n"+c.rows, data.Archive)
			wantError(t, err, c.want)
		})
	}
}

func TestReadB7QuoteThatSwallowsTheFile(t *testing.T) {
	tier.Long(t, "64 MB")
	in := &repeatedExport{
		header: hipaaHeader + "\n\n" + report("good\nrow") + "\n" + `a,TX,,,,,,,"never closed` + "\n",
		row:    "rows, without, quotes\n",
		rows:   3 << 20,
	}
	_, err := Read("x.csv", in, data.Archive, nil)
	wantError(t, err, "x.csv:5: want rows of at most 16 MB, got a longer one: is a quote not closed?")
}

// The limit of a header is far below that of a row, so that a file without a header costs little.
func TestReadEndsAHeaderThatIsNone(t *testing.T) {
	const size = 16 << 20
	for _, c := range []struct{ name, text, want string }{
		{"commas", strings.Repeat(",", size) + "\n", errHeaderTooLong.Error()},
		{"names of columns", strings.Repeat(hipaaHeader+",", size/len(hipaaHeader)), errHeaderTooLong.Error()},
		{"one word", strings.Repeat("x", size), errHeaderTooLong.Error()},
		{"a quote that is never closed", `"` + strings.Repeat(hipaaHeader+"\n", size/len(hipaaHeader)), errHeaderTooLong.Error()},
		{"a blank line and commas", "\n" + strings.Repeat(",", size), "want the header in line 1, got a blank line"},
		{"half as many commas", strings.Repeat(",", longestHeader/2) + "\n", `want header "Name of Covered Entity" in column 1, got "": the header line is missing`},
	} {
		t.Run(c.name, func(t *testing.T) {
			done := bounds.Start(t, len(c.text), 2, 64<<20)
			_, err := Read("x.csv", strings.NewReader(c.text), data.Archive, nil)
			done()
			wantError(t, err, "x.csv:1: "+c.want)
		})
	}
}

func TestReadB6NUL(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"in a row", hipaaHeader + "\n" + report("good") + "\n" + report("bad \x00") + "\n", "x.csv:3: want text, got a NUL byte"},
		{"in a later line of a row", hipaaHeader + "\n" + report("a\nb\x00") + "\n", "x.csv:3: want text, got a NUL byte"},
		{"in two rows", hipaaHeader + "\n" + report("\x00") + "\n" + report("\x00\x00"), "x.csv:2: want text, got a NUL byte\nx.csv:3: want text, got a NUL byte"},
		{"in the header", strings.Replace(hipaaHeader, "State", "State\x00", 1) + "\n" + report("a"),
			"x.csv:1: want text, got a NUL byte\nx.csv:1: want \"State\" in column 2, got \"State\\x00\""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := readText(t, c.text, data.Archive)
			wantError(t, err, c.want)
		})
	}
}
