package origins

import (
	"strings"
	"testing"

	"github.com/breachstats/breachstats/data"
)

const rulesHeader = "rule,rule_order,looks_at,pattern,unless,cause,origin,hicp_threat,note\n"

func TestCheckTakesTheProgramsOwn(t *testing.T) {
	own, err := data.Reference().Open(File)
	if err != nil {
		t.Fatal(err)
	}
	defer own.Close()
	var text strings.Builder
	buffer := make([]byte, 1<<16)
	n, err := own.Read(buffer)
	if err != nil {
		t.Fatal(err)
	}
	text.Write(buffer[:n])
	if err := Check("own.csv", []byte(text.String()), data.Reference()); err != nil {
		t.Error(err)
	}
	withBlanks := rulesHeader + "theft,110,description,stolen,,theft-by-outsiders,external,,\r\n"
	if err := Check("own.csv", []byte(withBlanks), data.Reference()); err != nil {
		t.Error(err)
	}
	for _, pattern := range []string{`^stolen`, `stolen$`, `stolen\sfrom`, `stolen[^,]*from`, `stolen\W`, `(?s:stolen.*from)`, `\Astolen`, `stolen[[:^alpha:]]`, `(?:x*y)+`, `a{2,}`} {
		if err := Check("own.csv", []byte(tableOf([2]string{pattern, pattern})), data.Reference()); err != nil {
			t.Errorf("want %s accepted, got %v", pattern, err)
		}
	}
}

func TestCheckRefuses(t *testing.T) {
	const theft = "theft,110,description,stolen,,theft-by-outsiders,external,loss-or-theft,\n"
	cases := []struct{ name, text, want string }{
		{"nothing", " \n", "my.csv: want origin rules, got an empty file"},
		{"a header alone", rulesHeader, "my.csv:1: want rules below the header, got none"},
		{"another header", "id,pattern\n", `my.csv:1: want header "rule,rule_order,looks_at,`},
		{"a field too few", rulesHeader + theft + "loss,120,description,lost\n", "my.csv:3: want 9 fields, got 4"},
		{"a quote that never ends", rulesHeader + theft + "\"loss,120\n", "my.csv:3: "},
		{"no UTF-8", rulesHeader + "\xff\n", "my.csv: want UTF-8"},
		{"words only", rulesHeader + "person,,word,staff,,,,,\n", "my.csv:1: want a rule that looks at descriptions or types, got words only"},
		{"a name twice", rulesHeader + theft + strings.Replace(theft, "110", "120", 1), "my.csv:3: rule: theft is already in line 2"},
		{"an order twice", rulesHeader + theft + strings.Replace(theft, "theft,", "other,", 1), "my.csv:3: rule_order: 110 is already used in line 2"},
		{"no name", rulesHeader + strings.Replace(theft, "theft,", ",", 1), "my.csv:2: rule: want a name, got a blank"},
		{"an order in words", rulesHeader + strings.Replace(theft, "110", "first", 1), `my.csv:2: rule_order: want a whole number of 100 or more, got "first"`},
		{"an order below 100", rulesHeader + strings.Replace(theft, "110", "11", 1), `my.csv:2: rule_order: want a whole number of 100 or more, got "11"`},
		{"a word with an order", rulesHeader + theft + "person,100,word,staff,,,,,\n", "my.csv:3: rule_order: want a blank for a word"},
		{"types before descriptions", rulesHeader + theft + "typed,105,type,Theft,,theft-by-outsiders,external,,\n", "my.csv:3: rule_order: want rules of types after those of descriptions, whose last order is 110, got 105"},
		{"no regular expression", rulesHeader + strings.Replace(theft, "stolen", "(stolen", 1), "my.csv:2: pattern: want a regular expression (RE2): missing closing ): `(?i)(stolen`"},
		{"a backward reference", rulesHeader + strings.Replace(theft, "stolen", `(stolen) \1`, 1), "my.csv:2: pattern: want a regular expression (RE2): invalid escape sequence"},
		{"an invalid unless", rulesHeader + strings.Replace(theft, "stolen,", "stolen,lost[", 1), "my.csv:2: unless: want a regular expression (RE2): missing closing ]"},
		{"no pattern", rulesHeader + strings.Replace(theft, "stolen", "", 1), "my.csv:2: pattern: want a regular expression, got a blank"},
		{"a pattern that matches nothing", rulesHeader + strings.Replace(theft, "stolen", "x*", 1), "my.csv:2: pattern: must not match the empty text"},
		{"a pattern for the start alone", rulesHeader + strings.Replace(theft, "stolen", "^", 1), "my.csv:2: pattern: must not match the empty text"},
		{"a pattern for a word boundary alone", rulesHeader + strings.Replace(theft, "stolen", `\b(x*|y+)`, 1), "my.csv:2: pattern: must not match the empty text"},
		{"a pattern of types that matches nothing", rulesHeader + theft + "typed,910,type,(Theft)?,,theft-by-outsiders,external,,\n", "my.csv:3: pattern: must not match the empty text"},
		{"an unless that matches nothing", rulesHeader + strings.Replace(theft, "stolen,", "stolen,(a|b)*$", 1), "my.csv:2: unless: must not match the empty text"},
		{"a class that lower case reverses", rulesHeader + strings.Replace(theft, "stolen", "stolen[Z-a]", 1), "my.csv:2: pattern: want a regular expression (RE2) in lower case too: invalid character class range: `z-a`"},
		{"a group with a name in angles", rulesHeader + strings.Replace(theft, "stolen", "(?<what>stolen)", 1), `my.csv:2: pattern: want groups without a name, got "(?<"`},
		{"a word within a word", rulesHeader + "person,,word,staff|{device},,,,,\ndevice,,word,laptop,,,,,\n" + theft, "my.csv:2: pattern: want no word within a word, got {device}"},
		{"a class in capitals", rulesHeader + strings.Replace(theft, "stolen", `\pLost`, 1), `my.csv:2: pattern: want no class or flag with a capital letter, because case is ignored, got "\\p"`},
		{"a group with a name", rulesHeader + theft + "typed,910,type,(?P<what>Theft),,theft-by-outsiders,external,,\n", `my.csv:3: pattern: want no class or flag with a capital letter, because case is ignored, got "(?P"`},
		{"an unknown word", rulesHeader + strings.Replace(theft, "stolen", `{thief} took`, 1), "my.csv:2: pattern: {thief} is not a word of these rules"},
		{"an unknown cause", rulesHeader + strings.Replace(theft, "theft-by-outsiders", "burglary", 1), `my.csv:2: cause: "burglary" is not in causes.csv`},
		{"an unknown origin", rulesHeader + strings.Replace(theft, "external", "outside", 1), `my.csv:2: origin: want internal or external, got "outside"`},
		{"an origin against its cause", rulesHeader + strings.Replace(theft, "external", "internal", 1), `my.csv:2: origin: theft-by-outsiders is external, got "internal"`},
		{"an unknown threat", rulesHeader + strings.Replace(theft, "loss-or-theft", "theft", 1), `my.csv:2: hicp_threat: "theft" is not in hicp_threats.csv`},
		{"an unknown text to read", rulesHeader + strings.Replace(theft, "description", "title", 1), `my.csv:2: looks_at: want description, type, naive-type or word, got "title"`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			err := Check("my.csv", []byte(c.text), data.Reference())
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("want %q, got %v", c.want, err)
			}
		})
	}
}

func TestCheckNamesEveryFault(t *testing.T) {
	text := rulesHeader + "theft,110,description,(,,theft-by-outsiders,internal,,\nloss,120,description,lost,,none,internal,,\n"
	err := Check("my.csv", []byte(text), data.Reference())
	if err == nil || strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("want three faults, got %v", err)
	}
}
