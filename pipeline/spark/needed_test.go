package spark

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestNeededTextsOfAPattern(t *testing.T) {
	for pattern, want := range map[string][]string{
		`misconfigur`:                          {"misconfigur"},
		`phish\w*`:                             {"phish"},
		`\bhack(?:ed|ers?|ing)\b`:              {"hacked", "hacker", "hacking"},
		`(?:stolen|sold) by (?:an?|its) nurse`: {"stolen by an nurse", "stolen by a nurse", "stolen by its nurse", "sold by an nurse", "sold by a nurse", "sold by its nurse"},
		`lost[^.]{0,9} in the mail`:            {" in the mail"},
		`(?:lost|missing)[a-z]* (?:at|in) `:    {"lost", "missing"},
		`e-?mail`:                              {"e-mail", "email"},
		`identi[ft]y`:                          {"identify", "identity"},
		`(?:pass)+word`:                        {"pass"},
		`(?:pass){2,}`:                         {"pass"},
		// Nothing is known where an alternative, a class or a repetition leaves it open, or ignores case.
		`lost|[a-z]+`: nil, `(?:lost)*`: nil, `(?:lost)?`: nil, `(?i)lost`: nil, `ab`: nil, `.`: nil, ``: nil, `lost|`: nil, `(`: nil,
	} {
		got := needed(pattern)
		if !slices.Equal(got, want) {
			t.Errorf("%s: want %q, got %q", pattern, want, got)
		}
	}
}

// What RE2 finds contains one of the needed texts, whatever stands around it.
func TestEveryMatchContainsANeededText(t *testing.T) {
	texts := []string{
		"a laptop was stolen by an nurse", "e-mail account", "emailed to", "the hackers hacked", "lost in the mail", "lostx in it", "identify identity",
		"passpassword", "unaccounted for; missing at home", "blind copy", "line\nstolen",
	}
	for _, pattern := range []string{
		`stolen`, `(?:stolen|lost) (?:by|in) `, `e-?mail(?:ed)?`, `(?m)^stolen`, `(?:un)?account(?:ed|s)?`, `(?:pass)+word`, `(?:pass){1,2}`, `\bidenti[ft]y\b`,
		`hack(?:ed|ers?)|missing|blind`, `(?U)lost.*in`, `lost(?s:.*)mail`, `l(?:os|o)t`,
	} {
		list, matched := needed(pattern), false
		for _, text := range texts {
			for _, found := range regexp.MustCompile(pattern).FindAllString(text, -1) {
				matched = true
				if list != nil && !slices.ContainsFunc(list, func(one string) bool { return strings.Contains(found, one) }) {
					t.Errorf("%s found %q, which contains none of %q", pattern, found, list)
				}
			}
		}
		if !matched || list == nil {
			t.Errorf("%s: want needed texts %q and a match, got %v", pattern, list, matched)
		}
	}
}

func TestBoundaryLooksAtTheSideThatIsOpen(t *testing.T) {
	const both = `(?:(?<!\w)(?=\w)|(?<=\w)(?!\w))`
	for pattern, want := range map[string]string{
		`\blost`: `(?<!\w)lost`, `lost\b`: `lost(?!\w)`, `\b(?:lost|stolen)`: `(?<!\w)(?:lost|stolen)`, `\b-`: `(?<=\w)\x{2D}`, `-\b`: `\x{2D}(?=\w)`,
		`\b\w+\b`: `(?<!\w)(?:\w)+(?!\w)`, `\b[0-9]{2}`: `(?<!\w)(?:[0-9]){2,2}`,
		// Either side is open where a letter may be missing, or folds to one outside of ASCII.
		`\bs?-`: both + `(?:s)?\x{2D}`, `(?i)\bk`: both + `[Kk\x{212A}]`, `\b`: both, `\b.`: both + `[^\n]`, `(?:lost|-)\b`: `(?:lost|\x{2D})` + both,
		`\w*\b`: `(?:\w)*` + both, `[^.]`: `[^\x{2E}]`,
	} {
		if got := java(pattern); got != want {
			t.Errorf("%s: want %s, got %s", pattern, want, got)
		}
	}
}
