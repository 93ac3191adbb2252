package origins

import (
	"encoding/csv"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/torture/bounds"

	"github.com/breachstats/breachstats/pipeline/warehouse"
	"github.com/breachstats/breachstats/torture/must"
)

// An accepted table of rules is valid by a plain reading too; a refused one has errors with their
// lines.
func FuzzCheck(f *testing.F) {
	own := must.Get(fs.ReadFile(data.Reference(), File))(f)
	lines := strings.SplitAfter(string(own), "\n")
	for i := 1; i+3 < len(lines); i += 10 {
		f.Add(lines[0] + strings.Join(lines[i:i+3], ""))
	}
	const theft = "theft,110,description,stolen,,theft-by-outsiders,external,,\n"
	for _, text := range []string{
		"", rulesHeader, rulesHeader + theft, rulesHeader + theft + theft, "\ufeff" + rulesHeader + theft,
		rulesHeader + strings.Replace(theft, "theft,", "\"a\nb\",", 2) + strings.Replace(theft, "theft,", "\"a\nb\",", 1),
		rulesHeader + "person,,word,(a|b),,,,,\n" + strings.Replace(theft, "stolen", "{person} of {device}", 1),
		rulesHeader + strings.Replace(theft, "stolen", "(?:(?:a{100}){100}){100}", 1),
		rulesHeader + strings.Replace(theft, "stolen", "stolen[[:^alpha:]]*from", 1),
		rulesHeader + strings.Replace(theft, "stolen", "stolen.*[^.]*from", 1),
		rulesHeader + strings.Replace(theft, "stolen", strings.Repeat("(?:.{99}[^.]){9}", 99), 1),
		rulesHeader + strings.Replace(theft, "stolen", "sto\x00len", 1),
		rulesHeader + strings.Replace(theft, "stolen", "\"a\r\nb\"", 1),
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		done := bounds.Start(t, len(text), 128<<10, 16<<20)
		err := Check("x.csv", []byte(text), data.Reference())
		if done(); err != nil {
			must.Place(t, err, text)
			return
		}
		records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil || strings.Join(records[0], ",")+"\n" != rulesHeader {
			t.Fatalf("want what encoding/csv reads, got %v", err)
		}
		var names []string
		words := map[string]string{}
		for _, record := range records[1:] {
			names = append(names, record[0])
			if record[2] == "word" {
				words["{"+record[0]+"}"] = record[3]
			} else if order, err := strconv.Atoi(record[1]); err != nil || order < 100 {
				t.Errorf("want an order from 100 up, got %q", record[1])
			}
			for _, cell := range record[:8] { // the note may be anything
				if strings.ContainsAny(cell, "\x00\r\n") {
					t.Errorf("want cells of one line of text, got %q", cell)
				}
			}
		}
		if slices.Sort(names); len(slices.Compact(slices.Clone(names))) != len(names) || names[0] == "" {
			t.Errorf("want names, each once, got %q", names)
		}
		for _, record := range records[1:] {
			pattern := strings.NewReplacer("{person}", words["{person}"], "{device}", words["{device}"]).Replace(record[3])
			if _, err := regexp.Compile(pattern); err != nil || pattern == "" {
				t.Errorf("want a pattern, got %q: %v", pattern, err)
			}
		}
	})
}

// A long word cannot make a pattern exceed the limit.
func TestCheckRefusesPatternsThatGrow(t *testing.T) {
	text := rulesHeader + "person,,word," + strings.Repeat("a", 1<<18) + ",,,,,\n" +
		"theft,110,description," + strings.Repeat("{person}", 1<<15) + ",,theft-by-outsiders,external,,\n"
	done := bounds.Start(t, len(text), 1<<10, 4<<20)
	err := Check("x.csv", []byte(text), data.Reference())
	done()
	if err == nil || !strings.HasPrefix(err.Error(), "x.csv:2: pattern: want at most 8192 bytes") {
		t.Errorf("want a pattern that is too long refused, got %v", err)
	}
}

// The macros of a rule find what Go's regular expressions find, which have the same syntax.
func FuzzMacros(f *testing.F) {
	for _, seed := range [][3]string{
		{`stolen`, ``, "A laptop was stolen."}, {`^a\s`, `found$`, "A laptop was stolen."}, {`[^,]*stolen`, `\bfound\b`, "Stolen, and found."},
		{`(a|b(c))+[(]?`, `x{2,3}`, "abcbc(xx"}, {`(?s:a.b)`, `(?m)^b`, "a\nb"}, {`K[a-z]`, `ſ`, "\u212aab ſ İ"}, {`\W\D\S`, `\.{3}`, "é…—"}, {`'|"`, `\\x41`, "'"},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	w := must.Get(warehouse.Memory(f.Context()))(f)
	f.Cleanup(func() { _ = w.Close() })
	f.Fuzz(func(t *testing.T, pattern, unless, text string) {
		table := tableOf([2]string{pattern, unless})
		if !utf8.ValidString(text) || strings.Contains(text, "\x00") || Check("x.csv", []byte(table), data.Reference()) != nil {
			return
		}
		must.Do(t, w.Exec(t.Context(), "drop schema if exists reference cascade; create schema reference"))
		must.Do(t, Load(t.Context(), w, beside(t, table)))
		rows := must.Get(w.Query(t.Context(), "select lower($1)", text))(t)
		narrative, want := strings.Clone(rows.Column(0).ValueStr(0)), "|"
		found := regexp.MustCompile(inLowerCase(pattern)).FindString(narrative)
		if isStopped := unless != "" && regexp.MustCompile(inLowerCase(unless)).MatchString(narrative); found != "" && !isStopped {
			want = "a|" + found
		}
		if got := decide(t, w, text); got != want {
			t.Errorf("%q unless %q on %q: want %q, got %q", pattern, unless, narrative, want, got)
		}
	})
}
