package spark

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/breachstats/breachstats/formats"
)

// What Spark finds by a translated pattern is what RE2 finds by the pattern, also where Java reads the pattern
// or the text in another way.
func TestPatternsFindWhatRE2Finds(t *testing.T) {
	s, err := connect(t.Context(), optionsOf(t, t.TempDir()))
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{
		"", "a", "ab", "abc, abc", "A laptop was stolen.", "A laptop was stolen.\n", "line\u0085next", "line\u2028next", "ta\vb", "ta\tb",
		"K and \u212a", "ſ and s", "İstanbul ısı i", "ÅNGSTRÖM \u212b", "é e\u0301", "\ufffd", "𝒳y", "it's \\ $1 \"q\" [x] {2} ^&&~ -", "e-mail e mail email", "x1_y",
		"ransom ware", "Straße STRASSE", "ΑΣ ας ασ", "null\x01", "aaa", "a.b.c. d", "aſent", "ſent", "a lost", "alost losta",
	}
	patterns := []string{
		`a`, `^a$`, `stolen\.$`, `(?m)^next$`, `(?s)line.next`, `line.next`, `tab\stab`, `(?i)k`, `(?i)s`, `(?i)i`, `(?i)\x{e5}ngstr`, `\be\b`, `\Be`, `(?i)[k-s]`,
		`\w+`, `\W`, `\d`, `[^\w ]`, `[[:alpha:]]+`, `[[&~]`, `\\ \$1`, `\[x\]`, `x{2}`, `\{2\}`, `e[- ]?mail`, `(ransom)\s*(ware)?`, `a*?b`, `(?U)a+`, `a|b|`, `(?i)strasse`, `(?i)σ`,
		`\pL+`, `[^a-z.]+`, `.`, `[^.]*\.`, `\Aab\z`, `(?:a{1,2}){2}`, `"q"`, `'`, `\x{1d4b3}`, `[\x{fffd}]`, `(?i)[^k]`,
		`lost`, `lost|e-?mail`, `\blost`, `lost\b`, `(?:lost|stolen)\b`, `\b-`, `,\b`, `(?i)\bsent`, `(?i)\bk`, `\b\w+\b`, `\b(?:e|ransom)`, `[a-z]+\b[^a-z]`, `(?:lost )?losta`,
	}
	var from strings.Builder
	for i, text := range texts {
		fmt.Fprintf(&from, "%s select %d as n, %s as t", []string{"", " union all"}[min(i, 1)], i, literal(text))
	}
	p := s.Patterns()
	for _, pattern := range patterns {
		want := regexp.MustCompile(pattern)
		rows, err := s.Query(t.Context(), fmt.Sprintf("select %s, %s, %s from (%s) order by n", p.Found("t", pattern), p.First("t", pattern), p.Replaced("t", "(?s)(?:"+pattern+").*", `<$1\>`), from.String()))
		if err != nil {
			t.Fatalf("%s: %v", pattern, err)
		}
		for row, text := range texts {
			replaced := text
			if at := want.FindStringIndex(text); at != nil {
				replaced = text[:at[0]] + `<$1\>`
			}
			expected := []string{strconv.FormatBool(want.MatchString(text)), want.FindString(text), replaced}
			var got []string
			for i := range expected {
				got = append(got, formats.Cell(rows.Column(i), row))
			}
			if !slices.Equal(expected, got) {
				t.Errorf("%q in %q as %q: want %q, got %q", pattern, text, java(pattern), expected, got)
			}
		}
	}
}
