package export

import (
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/torture/must"
)

// Names of the chains, as in Summary.
const (
	viaMac      = "utf-8 read as windows-1252, saved as macintosh"
	viaMacTwice = "utf-8 read as windows-1252, saved as macintosh, twice"
	macRead     = "utf-8 read as macintosh, saved as windows-1252"
	viaDOS      = "utf-8 read as windows-1252, saved as ibm437"
)

func TestReadB6Encodings(t *testing.T) {
	for _, c := range []struct {
		name, published   string
		encoding, want    string
		damaged, repaired int64
	}{
		{"ASCII", "a", "utf-8", "a", 0, 0},
		{"UTF-8", "the clinic’s “café” – 12½", "utf-8", "the clinic’s “café” – 12½", 0, 0},
		{"UTF-8 in capitals and another script", "PEÑA É Ωmega 診所", "utf-8", "PEÑA É Ωmega 診所", 0, 0},
		{"UTF-8 with U+FFFD", "St. Mary\ufffd\ufffds", "utf-8", "St. Mary\ufffd\ufffds", 2, 0},
		{"UTF-8 with mojibake", "driverâ€™s and â€œ", "utf-8", "driverâ€™s and â€œ", 2, 0},
		{"UTF-8 with a C1 control", "so\u009d", "utf-8", "so\u009d", 1, 0},
		{"UTF-8 with mojibake of a C1 control", "so?Â\u009d", "utf-8", "so?Â\u009d", 1, 0},
		{"UTF-8 whose letters only look like mojibake", "CAFÉ™ and the café’” of", "utf-8", "CAFÉ™ and the café’” of", 0, 0},

		{"UTF-8 with one byte cut", "driver’s, clinic’s, staff\xE2\x80 and clinic’s", "utf-8", "driver’s, clinic’s, staff\ufffd and clinic’s", 1, 0},
		{"UTF-8 with a stray byte", "driver’s, clinic’s \xFF", "utf-8", "driver’s, clinic’s \ufffd", 1, 0},

		{"windows-1252", "the clinic\x92s \x93caf\xE9\x94 \x96 12\xBD", "windows-1252", "the clinic’s “café” – 12½", 0, 0},
		{"windows-1252, one apostrophe", "the clinic\x92s", "windows-1252", "the clinic’s", 0, 0},
		{"windows-1252, one letter", "Jos\xE9 ", "windows-1252", "José ", 0, 0},
		{"windows-1252, capitals", "PE\xD1A", "windows-1252", "PEÑA", 0, 0},
		{"windows-1252, a byte that it does not define", "the clinic\x92s, the driver\x92s \x81", "windows-1252", "the clinic’s, the driver’s \ufffd", 1, 0},

		{"Mac Roman", "the clinic\xD5s \xD2caf\x8E\xD3 \xD0 a", "macintosh", "the clinic’s “café” – a", 0, 0},
		{"Mac Roman, one apostrophe", "the drivers\xD5 licenses", "macintosh", "the drivers’ licenses", 0, 0},
		{"Mac Roman, one letter", "Jos\x8E ", "macintosh", "José ", 0, 0},
		{"Mac Roman, text that grows", strings.Repeat("caf\x8E, and a tea ", 3000), "macintosh", strings.Repeat("café, and a tea ", 3000), 0, 0},
		{"Mac Roman, í before a letter", "Garc\x92a", "macintosh", "García", 0, 0},

		{"twice through Mac Roman", "Hawai\xE4\xF3\xD6i, OCR\xE4\xF3\xBBs \xE4\xF3\xECrisk\xE4\xF3\x9D \xE4\xF3\xF1 a", viaMacTwice, "Hawai‘i, OCR’s “risk” – a", 0, 6 - 1},
		{"twice through Mac Roman, U+FFFD", "Mary\xA5\xCB_\xA5\xCB_s, OCR\xE4\xF3\xBBs", viaMacTwice, "Mary\ufffd\ufffds, OCR’s", 2, 1},
		{"once through Mac Roman", "OCR\x89\xDB\xAAs \x89\xDB\xCFrisk\x89\xDB\x9D", viaMac, "OCR’s “risk”", 0, 3},
		{"read as Mac Roman", "OCR\x82\xC4\xF4s \x82\xC4\xFArisk\x82\xC4\xF9", macRead, "OCR’s “risk”", 0, 3},

		{"through DOS, lost", "driver\x83??s \x83??CVS", viaDOS, "driver\ufffds \ufffdCVS", 2, 0},
		{"through DOS, closing quote", "(\x83??CVS\x83?\x9D)", viaDOS, "(\ufffdCVS”)", 1, 1},
		{"through DOS, bullet", "\x83?\x9B first", viaDOS, "• first", 0, 1},
		{"through DOS, trade mark", "Word\x83?\x9B \x83??", viaDOS, "Word™ \ufffd", 1, 1},
		{"through DOS, no-break space", "Center?\xFF\x83??", viaDOS, "Center\u00a0\ufffd", 1, 1},
		{"through DOS, no-break space at a word's end", "Center?\xFF, \x83??", viaDOS, "Center\u00a0, \ufffd", 1, 1},
		{"through DOS, no-break space or à: not guessed", "Cr?\xFFs \x83??", viaDOS, "Cr\ufffds \ufffd", 2, 0},
		{"through DOS, letter", "Pe?\xF1a \x83??", viaDOS, "Peña \ufffd", 1, 1},
		{"through DOS, letter lost between letters", "Cl??nico \x83??", viaDOS, "Cl\ufffdnico \ufffd", 2, 0},
		{"through DOS, question marks stay", "what?? why???? \x83??", viaDOS, "what?? why???? \ufffd", 1, 0},
		{"through DOS, U+FFFD", "Mary\x8B\xA8\xAB\x8B\xA8\xABs \x83??", viaDOS, "Mary\ufffd\ufffds \ufffd", 3, 0},
		{"through DOS, question after a lost character", "the clinic\x83??? \x83??", viaDOS, "the clinic\ufffd? \ufffd", 2, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			summary, rows, err := readText(t, hipaaHeader+"\n"+report(c.published)+"\n", data.Archive)
			if err != nil {
				t.Fatal(err)
			}
			if got := rows[0].Values[8]; summary.Encoding != c.encoding || got != c.want {
				t.Errorf("want %q by %s, got %q by %s", c.want, c.encoding, got, summary.Encoding)
			}
			if summary.DamagedCharacters != c.damaged || summary.RepairedCharacters != c.repaired {
				t.Errorf("want %d damaged, %d repaired, got %d, %d",
					c.damaged, c.repaired, summary.DamagedCharacters, summary.RepairedCharacters)
			}
		})
	}
}

// A UTF-8 file that ends within a character is still read as UTF-8, wherever it ends.
func TestReadB6CutInsideACharacter(t *testing.T) {
	for _, start := range []string{"\xE2", "\xE2\x80", "\xC3", "\xF0\x9F\x98"} {
		text := hipaaHeader + "\na,TX,Health Plan,501,1/2/24,Theft,Laptop,No,cut after clinic" + start
		summary, rows, err := readText(t, text, data.Archive)
		if err != nil {
			t.Fatal(err)
		}
		if got := rows[0].Values[8]; got != "cut after clinic\ufffd" || summary.Encoding != "utf-8" || summary.DamagedCharacters != 1 {
			t.Errorf("%q: want utf-8 and one damaged character, got %q, %+v", start, got, summary)
		}
	}
}

func TestReadB6KeepsOddCharacters(t *testing.T) {
	const odd = "no-break\u00a0space, zero\u200bwidth, \u202eright to left\u202c, tab\t, e\u0301"
	summary, rows, err := readText(t, hipaaHeader+"\n"+report(odd), data.Archive)
	if err != nil || rows[0].Values[8] != odd || summary.DamagedCharacters != 0 {
		t.Errorf("want %q untouched, got %q, %+v, %v", odd, rows[0].Values[8], summary, err)
	}
}

func TestReadB6ByteOrderMarkDecides(t *testing.T) {
	summary, rows, err := readText(t, byteOrderMark+hipaaHeader+"\n"+report("the clinic\x92s"), data.Archive)
	if err != nil || summary.Encoding != "utf-8" || rows[0].Values[8] != "the clinic\ufffds" {
		t.Errorf("want utf-8 with one damaged character, got %+v, %v", summary, err)
	}
}

// Runs, line ends and characters at the end of a chunk are read like all others.
func TestReadB6AtChunkEnds(t *testing.T) {
	for _, c := range []struct{ name, published, want, lineEnd string }{
		{"UTF-8", "clinic’s", "clinic’s", "\n"},
		{"UTF-8, lone CR", "clinic’s\r", "clinic’s\n", "\r"},
		{"through DOS", "clinic\x83??s \x83?\x9B", "clinic\ufffds •", "\n"},
		{"through Mac Roman, lone CR", "\r\nclinic\xE4\xF3\xBBs\r", "\nclinic’s\n", "\r"},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := len(hipaaHeader) + 2*len(c.lineEnd) + 2*len(report("")) - 1
			for _, chunk := range []int{4096, surveyChunk} {
				for shift := range 16 {
					text := hipaaHeader + c.lineEnd +
						report(strings.Repeat("x", chunk-shift-before)) + c.lineEnd +
						report(c.published+" ") + c.lineEnd + report(c.published+" ")
					if at := strings.Index(text, c.published); at != chunk-shift {
						t.Fatalf("want the text at %d, got %d", chunk-shift, at)
					}
					_, rows, err := readText(t, text, data.Archive)
					if err != nil {
						t.Fatal(err)
					}
					if got := rows[1].Values[8]; got != c.want+" " || rows[2].Values[8] != got {
						t.Fatalf("chunk %d, shift %d: want %q, got %q", chunk, shift, c.want, got)
					}
				}
			}
		})
	}
}

func TestGatherRunsAtChunkEnds(t *testing.T) {
	for shift := range 8 {
		text := strings.Repeat("x", surveyChunk-shift) + "a\x83??s_\x9D"
		got := must.Get(gatherRuns(strings.NewReader(text)))(t)
		if diff := cmp.Diff(runs{"a\x83??s": 1, "s_\x9D\x00": 1}, got); diff != "" {
			t.Errorf("shift %d: runs (-want +got):\n%s", shift, diff)
		}
	}
}

func TestGatherRunsIsBounded(t *testing.T) {
	var text strings.Builder
	for i := range distinctRuns + 1000 {
		text.WriteString(string([]byte{' ', 0x80 | byte(i), 0x80 | byte(i>>7), 0x80 | byte(i>>14), ' '}))
	}
	text.WriteString(strings.Repeat("\xFF", 3*surveyChunk))
	got, err := gatherRuns(strings.NewReader(text.String()))
	if err != nil || len(got) != distinctRuns {
		t.Errorf("want %d runs, got %d, %v", distinctRuns, len(got), err)
	}
}

func TestIsPlausible(t *testing.T) {
	for _, c := range []struct {
		name   string
		before rune
		char   rune
		after  rune
		want   bool
	}{
		{"apostrophe in it’s", 't', '’', 's', true},
		{"apostrophe after a word", 's', '’', ' ', true},
		{"apostrophe in O’Brien", 'O', '’', 'B', true},
		{"apostrophe inside another word", 'r', '’', 'g', false},
		{"apostrophe of a year", ' ', '’', '9', true},
		{"apostrophe alone", ' ', '’', ' ', false},
		{"opening quote before a word", ' ', '“', 'a', true},
		{"opening quote before a blank", 'a', '“', ' ', false},
		{"closing quote after a word", 'a', '”', ' ', true},
		{"closing quote after a blank", ' ', '”', 'a', false},
		{"dash between words", 'a', '—', 'b', true},
		{"dash between blanks", ' ', '–', ' ', true},
		{"dash at a word's start", ' ', '—', 'u', false},
		{"ellipsis at a sentence's end", 'a', '…', ' ', true},
		{"ellipsis before a letter", ' ', '…', 'c', false},
		{"bullet at a line's start", '\n', '•', 'a', true},
		{"bullet after a word", 'a', '•', ' ', false},
		{"trade mark after a word", 'a', '™', ' ', true},
		{"trade mark after a blank", ' ', '™', ' ', false},
		{"degrees", '5', '°', ' ', true},
		{"degrees after a letter", 'a', '°', ' ', false},
		{"section", ' ', '§', ' ', true},
		{"section after a letter", 'a', '§', 'b', false},
		{"half", '2', '½', ' ', true},
		{"half in a word", 'a', '½', 'b', false},
		{"euro before a number", ' ', '€', '5', true},
		{"euro in a word", 'â', '€', '™', false},
		{"letter in a word", 'e', 'ñ', 'a', true},
		{"letter at a word's end", 's', 'é', ',', true},
		{"letter at the file's end", 's', 'é', edge, false},
		{"letter alone", ' ', 'é', ' ', false},
		{"letter beside a digit", 'a', 'é', '5', false},
		{"letter beside a symbol", 'n', 'â', '€', false},
		{"capital after a small letter", 's', 'É', ' ', false},
		{"capital at a word's start", ' ', 'É', 'c', true},
		{"small letter before a capital", 'a', 'é', 'B', false},
		{"character that reports do not use", 'a', '‰', 'b', false},
		{"no-break space", 'a', '\u00a0', 'b', true},
	} {
		if got := isPlausible(c.before, c.char, c.after); got != c.want {
			t.Errorf("%s: want %v, got %v", c.name, c.want, got)
		}
	}
}

func TestSettle(t *testing.T) {
	for _, c := range []struct {
		name       string
		characters []rune
		isLossy    bool
		want       rune
	}{
		{"the only one", []rune{'Ω'}, false, 'Ω'},
		{"the only one, but something was lost", []rune{'Ω'}, true, '\ufffd'},
		{"the only one that makes sense", []rune{'Ω', '’'}, true, '’'},
		{"two that make sense", []rune{'’', '”'}, false, '\ufffd'},
		{"none that makes sense", []rune{'Ω', '‰'}, false, '\ufffd'},
	} {
		if got := settle(c.characters, c.isLossy, 's', ' '); got != c.want {
			t.Errorf("%s: want %q, got %q", c.name, c.want, got)
		}
	}
}

func TestEncodingsAreTheRules(t *testing.T) {
	names := Encodings()
	for i, rule := range encodingRules() {
		if names[i] != rule.name {
			t.Errorf("want %q at %d, got %q", rule.name, i, names[i])
		}
	}
}

// Every character that reports use is recovered from a chain that loses none of its bytes.
func TestChainsUndoThemselves(t *testing.T) {
	for _, c := range chains() {
		rule := c.rule()
		for char := rune(0xA0); char < 0x2200; char++ {
			spelled := c.spell(char)
			if !isExpected(char) || strings.IndexByte(string(spelled), c.loss) >= 0 {
				continue
			}
			got := rule.next('a', append(spelled, ' '))
			if got.char != char && got.char != '\ufffd' {
				t.Errorf("%s: want %q or U+FFFD for % x, got %q", c.name, char, spelled, got.char)
			}
		}
	}
}

func TestTakeSurveySeesUTF8AcrossChunks(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       bool
	}{
		{"two bytes", "é", true},
		{"three bytes", "’", true},
		{"four bytes", "😀", true},
		{"cut at the file's end", "’\xE2\x80", false},
		{"a stray byte", "\x92", false},
	} {
		for shift := range 6 {
			text := struct{ io.ReadSeeker }{strings.NewReader(strings.Repeat("x", surveyChunk-shift) + c.text)}
			survey := must.Get(takeSurvey(text))(t)
			if got := survey.end().isUTF8; got != c.want {
				t.Errorf("%s, shift %d: want %v, got %v", c.name, shift, c.want, got)
			}
		}
	}
}
