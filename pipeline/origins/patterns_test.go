package origins

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"

	"github.com/breachstats/breachstats/pipeline/build"
	"github.com/breachstats/breachstats/pipeline/warehouse"
	"github.com/breachstats/breachstats/torture/must"
)

// tableOf returns a table of rules of descriptions, in order, from pairs of pattern and unless.
func tableOf(pairs ...[2]string) string {
	var text strings.Builder
	text.WriteString(rulesHeader)
	for i, pair := range pairs {
		for at, cell := range pair {
			pair[at] = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
		}
		name := string(rune('a' + i))
		text.WriteString(name + ",1" + string(rune('0'+i/10)) + string(rune('0'+i%10)) + ",description," + pair[0] + "," + pair[1] + ",theft-by-outsiders,external,,\n")
	}
	return text.String()
}

// loaded returns a database with the macros of a valid table of rules.
func loaded(t testing.TB, table string) *warehouse.Warehouse {
	t.Helper()
	must.Do(t, Check("my.csv", []byte(table), data.Reference()))
	w := must.Get(warehouse.Memory(t.Context()))(t)
	t.Cleanup(func() { _ = w.Close() })
	must.Do(t, build.Schemas(t.Context(), w))
	must.Do(t, Load(t.Context(), w, beside(t, table)))
	return w
}

// decide returns the rule that wins for a narrative and the words it matched, joined by a bar.
func decide(t testing.TB, w *warehouse.Warehouse, narrative string) string {
	t.Helper()
	rows := must.Get(w.Query(t.Context(), `
		with decided as (
			select lower($1) as narrative, reference.winning_rule(lower($1)) as rule, reference.winning_words(lower($1)) as winning
		)
		select case when winning is distinct from rule || chr(10) || reference.rule_words(rule, narrative) then winning
			else concat(rule, '|', reference.rule_words(rule, narrative)) end
		from decided`, narrative))(t)
	return rows.Column(0).ValueStr(0)
}

func TestPatternsDecide(t *testing.T) {
	const narrative = "On Monday (old and new) charts went to [somebody (x)]. A nurse's LAPTOP, stolen from a car, was never found."
	for _, c := range []struct{ name, pattern, unless, want string }{
		{"a word in letters of either case", `Laptop`, ``, "a|laptop"},
		{"the begin of the narrative", `^on \w+`, ``, "a|on monday"},
		{"the begin and another place", `^nurse`, ``, "|"},
		{"the end of the narrative", `never found\.$`, ``, "a|never found."},
		{"blanks", `never\sfound`, ``, "a|never found"},
		{"no letter", `laptop\W+stolen`, ``, "a|laptop, stolen"},
		{"all but a comma", `stolen[^,]*car`, ``, "a|stolen from a car"},
		{"across sentences", `charts(?s:.*)laptop`, ``, "a|charts went to [somebody (x)]. a nurse's laptop"},
		{"all but a class", `a[[:^alpha:]]car`, ``, "a|a car"},
		{"groups, and parentheses that are none", `\((old|young)( and (new|used))?\) \w[([]?\w`, ``, "a|(old and new) ch"},
		{"a bracket in brackets", `[][]somebody`, ``, "a|[somebody"},
		{"a quotation mark", `nurse's`, ``, "a|nurse's"},
		{"the first alternative that stands", `stolen from|stolen`, ``, "a|stolen from"},
		{"a pattern that is stopped", `laptop`, `found`, "|"},
		{"one that is stopped at the begin only", `laptop`, `^laptop`, "a|laptop"},
		{"one that does not stand there", `desktop`, ``, "|"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := loaded(t, tableOf([2]string{c.pattern, c.unless}))
			if diff := cmp.Diff(c.want, decide(t, w, narrative)); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

func TestFirstRuleWins(t *testing.T) {
	text := tableOf([2]string{"laptop", "found"}, [2]string{"stolen", ""}, [2]string{"laptop", ""})
	lines := strings.SplitAfter(text, "\n")
	shuffled := lines[0] + lines[3] + lines[1] + lines[2]
	w := loaded(t, shuffled)
	for narrative, want := range map[string]string{
		"A laptop was stolen.":           "a|laptop",
		"A stolen laptop was found.":     "b|stolen",
		"The lost laptop was found.":     "c|laptop",
		"Somebody looked at the charts.": "|",
	} {
		if got := decide(t, w, narrative); got != want {
			t.Errorf("%s: want %s, got %s", narrative, want, got)
		}
	}
}

// Neither a long word nor many rules exceed the depth that SQL allows.
func TestManyRules(t *testing.T) {
	var text strings.Builder
	text.WriteString(rulesHeader)
	for i := range 2000 {
		name := strings.Repeat("x", 1+i%7) + string(rune('a'+i%26)) + strings.Repeat("y", i/50)
		order := 100 + i
		text.WriteString(name + string(rune('a'+i/26%26)) + "z" + strings.Repeat("w", i/676) + "," + strconv.Itoa(order) + ",description,word" + strconv.Itoa(i) + "\\b,,theft-by-outsiders,external,,\n")
	}
	w := loaded(t, text.String())
	if got := decide(t, w, "One word1999 more."); !strings.HasSuffix(got, "|word1999") {
		t.Errorf("want the last of 2,000 rules to fire, got %s", got)
	}
}

func TestTypesAreBlindToCase(t *testing.T) {
	text := rulesHeader + "typed,910,type,Theft; locations: (laptop|paper),Associate: yes,theft-by-outsiders,external,,\n" +
		"naive,990,naive-type,theft,,,external,,\n"
	w := loaded(t, text)
	for types, want := range map[string]string{
		"types: Theft; locations: Laptop; business associate: No;":  "typed|naive|Theft; locations: Laptop|",
		"types: Theft; locations: Laptop; business associate: Yes;": "|naive|Theft; locations: Laptop|associate: Yes",
		"types: Loss; locations: Laptop; business associate: No;":   "|||",
	} {
		rows := must.Get(w.Query(t.Context(), `
			select concat_ws('|', coalesce(split_part(reference.winning_type_words($1), chr(10), 1), ''), coalesce(reference.naive_type_rule(lower($1)), ''),
				coalesce(reference.rule_words('typed', $1), ''), coalesce(lower(left(reference.stopping_words('typed', $1), 1)) || substr(reference.stopping_words('typed', $1), 2), ''))`, types))(t)
		if got := rows.Column(0).ValueStr(0); got != want {
			t.Errorf("%s: want %s, got %s", types, want, got)
		}
	}
}

// Without capture groups a pattern still matches the same text.
func TestWithoutGroups(t *testing.T) {
	for pattern, want := range map[string]string{
		`(a|b)(c)`: `(?:a|b)(?:c)`, `\(a\)`: `\(a\)`, `[(]a[)(]`: `[(]a[)(]`, `[]()](a)`: `[]()](?:a)`, `[^](](a)`: `[^](](?:a)`,
		`(?:a)(?s:.)(?i)b`: `(?:a)(?s:.)(?i)b`, `[[:alpha:](](a)`: `[[:alpha:](](?:a)`, `[[:^alpha:](](a)`: `[[:^alpha:](](?:a)`,
		`[\](](a)`: `[\](](?:a)`, `\\(a)`: `\\(?:a)`, `((a)(?:b(c)))`: `(?:(?:a)(?:b(?:c)))`,
	} {
		got := withoutGroups(pattern)
		if got != want {
			t.Errorf("%s: want %s, got %s", pattern, want, got)
		}
		if groups := regexp.MustCompile(got).NumSubexp(); groups != 0 {
			t.Errorf("%s: want no group left, got %d", pattern, groups)
		}
	}
}

func TestAlternatives(t *testing.T) {
	whole := func(pattern string) []alternative { return []alternative{{"", pattern}} }
	cases := []struct {
		pattern string
		want    []alternative
	}{
		{"technical assistance|provided ta to", []alternative{{"", "technical assistance"}, {"", "provided ta to"}}},
		{`obtained (?:a|b)+ c|paid \$[|)(]x\|`, []alternative{{"", "obtained (?:a|b)+ c"}, {"", `paid \$[|)(]x\|`}}},
		{"malware", []alternative{{"", "malware"}}},
		{`social security|\bssns?\b`, []alternative{{"", "social security"}, {"ssn", `\bssns?\b`}}},
		{`\bpaid \$|x?`, whole(`\bpaid \$|x?`)},
		{`\bpaid \$\d`, []alternative{{"paid $", `\bpaid \$\d`}}},
		{`\Bssn|\b\bssn`, whole(`\Bssn|\b\bssn`)},
		// Without letters at its beginning, an alternative is not quicker alone.
		{`social security|s?sn`, whole(`social security|s?sn`)},
		{"(?:imposed|announced) a", whole("(?:imposed|announced) a")},
		{"abc|de|fgh", whole("abc|de|fgh")},
		// Many alternatives take as long as all at once.
		{"aaa|bbb|ccc|ddd|eee", whole("aaa|bbb|ccc|ddd|eee")},
		// Flags may hold in later alternatives.
		{"abc(?i)d|efg", whole("abc(?i)d|efg")},
		{"(?i)abc|def", whole("(?i)abc|def")},
		// A bar in a quote separates nothing.
		{`\Qabc|def\E`, whole(`\Qabc|def\E`)},
	}
	for _, c := range cases {
		if diff := cmp.Diff(c.want, alternatives(c.pattern), cmp.AllowUnexported(alternative{})); diff != "" {
			t.Errorf("%s: want -, got +:\n%s", c.pattern, diff)
		}
	}
}
