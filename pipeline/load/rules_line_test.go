package load

import (
	"strings"
	"testing"

	"github.com/breachstats/breachstats/data"
)

func TestRulesRefusesWhatLeavesItsLine(t *testing.T) {
	const instead = "; write [^.] for any character, a blank for what stands between words"
	const line = "want one that stays on its line, got "
	const sentence = "want one that stays in its sentence, got "
	for _, c := range []struct{ name, pattern, want string }{
		{"a negated POSIX class", `stolen[[:^alpha:]]*from`, line + `"[^A-Za-z]"`},
		{"a POSIX class of blanks", `stolen[[:space:]]from`, line + `"[\\t-\\r ]"`},
		{"a POSIX class of tab and blank", `stolen[[:blank:]]from`, line + `"[\\t ]"`},
		{"a POSIX class of control characters", `stolen[[:cntrl:]]from`, line + `"[\\x00-\\x1f\\x7f]"`},
		{"a POSIX class of all of ASCII", `stolen[[:ascii:]]*from`, line + `"[\\x00-\\x7f]"`},
		{"a tab by its number", `stolen\x09from`, line + `"\\t"`},
		{"a line feed by its number", `stolen\x0afrom`, line + `"\\n"`},
		{"a line feed in capitals", `stolen\x0Afrom`, line + `"\\n"`},
		{"a line feed in braces", `stolen\x{0A}from`, line + `"\\n"`},
		{"a line feed in octal", `stolen\012from`, line + `"\\n"`},
		{"a tab", `stolen\tfrom`, line + `"\\t"`},
		{"a range", `stolen[\t-\r]from`, line + `"[\\t-\\r]"`},
		{"a range from nothing on", `stolen[\x00-z]*from`, line + `"[\\x00-z]"`},
		{"a choice that makes a class", `stolen(?:a|\x0a)from`, line + `"[\\na]"`},
		{"a choice of all characters", `stolen(?:[^.]|\.)*from`, line + `"(?s:.)"`},
		{"a class within a repetition", `stolen(?:(?:x[\t-\r])+y){2}`, line + `"[\\t-\\r]"`},
		{"any character and then any but the period", `stolen.*[^.]*from`, line + `"stolen.*[^.]*from"`},
		{"periods between sentences", `stolen(?:\.[^.]*)*from`, line + `"stolen(?:\\.[^.]*)*from"`},
		{"a line end step by step", `stolen\.[^.]1[0-9]*\.[^.]from`, line + `"stolen\\.[^.]1[0-9]*\\.[^.]from"`},
		{"a word", `{person} left`, line + `"[\\t ]"`},
		{"a class that case turns round", `stolen[Z-a]`, "want a regular expression (RE2) in lower case too: invalid character class range: `z-a`"},
		{"blanks", `stolen\sfrom`, sentence + `"\\s"`},
		{"no blank", `stolen\Wfrom`, sentence + `"\\W"`},
		{"no digit", `stolen\Dfrom`, sentence + `"\\D"`},
		{"a line feed", `stolen\nfrom`, sentence + `"\\n"`},
		{"all but a letter", `stolen[^a]*from`, sentence + `"[^a"`},
		{"all but a class", `stolen[^[:alpha:]]*from`, sentence + `"[^["`},
		{"a flag", `stolen(?s:.)from`, sentence + `"(?s"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			const theft = "theft,110,description,%,@,theft-by-outsiders,external,,\n"
			words := rulesHeader + "person,,word,nurses?[[:blank:]],,,,,\n"
			for column, fill := range map[string]*strings.Replacer{
				"pattern": strings.NewReplacer("%", c.pattern, "@", ""),
				"unless":  strings.NewReplacer("%", "gone", "@", c.pattern),
			} {
				want := "my.csv:3: " + column + ": " + c.want
				if !strings.Contains(c.want, "lower case") {
					want += instead
				}
				wantError(t, Rules("my.csv", []byte(words+fill.Replace(theft)), data.Reference()), want)
			}
		})
	}
}

func TestRulesTakesWhatStaysOnItsLine(t *testing.T) {
	for _, pattern := range []string{
		`stolen[^.]*from`, `stolen[^.,;]*from`, `stolen.*from`, `stolen.?\w*`, `stolen [[:alpha:]]+ from`, `stolen[ -~]*from`,
		`stolen\.`, `stolen[.,]`, `stolen\b[^.]*\bfrom\b`, `Stolen [A-Z]+`, `(a|stolen) (by|from)[^.]*\.`, `stolen\x20from`, `stolen.[^.]*from`,
		`stolen[a\-z]`, `stolen\d{2,4}`,
	} {
		text := rulesHeader + "theft,110,description,\"" + pattern + "\",,theft-by-outsiders,external,,\n"
		if err := Rules("my.csv", []byte(text), data.Reference()); err != nil {
			t.Errorf("want %s taken, got %v", pattern, err)
		}
	}
}

// The begin of a page is that of one narrative of thousands: a rule of "^stolen" fired on no other.
func TestRulesRefusesAnchors(t *testing.T) {
	for _, anchored := range []string{`^stolen`, `stolen$`, `\Astolen`, `stolen\z`, `(?:^| )stolen`, `stolen(?:x|y$)+`} {
		for _, cells := range []string{anchored + ",", "gone," + anchored} {
			want := "want no ^, $, \\A or \\z, since many narratives are looked through at once"
			err := Rules("my.csv", []byte(rulesHeader+"theft,110,description,"+cells+",theft-by-outsiders,external,,\n"), data.Reference())
			if err == nil || !strings.HasPrefix(err.Error(), "my.csv:2: ") || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: want it refused, got %v", cells, err)
			}
		}
	}
	if err := Rules("my.csv", []byte(rulesHeader+"theft,110,type,^theft$,,theft-by-outsiders,external,,\n"), data.Reference()); err != nil {
		t.Errorf("want the begin and end of a type, got %v", err)
	}
}
