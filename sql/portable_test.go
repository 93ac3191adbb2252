package models

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// translated are the functions that models and tests may call: tools/dialect translates each, and
// what Spark makes of it was compared with DuckDB. A name may mean something else there without a
// word: dayname gives Mon, list(x order by y) drops the order. Add a function here when its
// translation is written and compared.
var translated = strings.Fields(`
	abs any_value arg_max_null arg_min_null array_length array_to_string avg bool_and bool_or cast ceil
	chr coalesce concat concat_ws contains count date_diff dayname dense_rank exp first_value flatten
	floor format generate_subscripts greatest isodow jaro_winkler_similarity lag last_day last_value
	lead least left length len list list_contains list_distinct list_filter list_has_any list_sort
	list_transform ln lower ltrim make_date max max_by md5 median min min_by month nullif power
	quantile_cont range rank regexp_extract regexp_extract_all regexp_full_match regexp_matches
	regexp_replace replace right round row_number rtrim split_part sqrt starts_with string_agg
	string_split strip_accents strpos struct_pack substr sum translate trim try_cast try_strptime unnest upper
	year`)

// words that stand before a parenthesis and call nothing.
var notCalled = strings.Fields("all and as between by case else exclude exists filter from group having in is join materialized not on or over partition select then union using values when where with")

var (
	notSQL    = regexp.MustCompile(`(?s)--[^\n]*|'(?:[^']|'')*'`) // what begins first wins
	character = regexp.MustCompile(`[^\n]`)
	called    = regexp.MustCompile(`(?:\b(\w+)\.)?\b([a-z_][a-z0-9_]*)\s*\(`)
	cteName   = regexp.MustCompile(`\b([a-z_][a-z0-9_]*)(?:\s*\([a-z_, ]*\))?\s+as\s+(?:not\s+)?(?:materialized\s+)?\(|\b(?:as)\s+([a-z_][a-z0-9_]*)\s*\(`)
)

// silently lists what tools/dialect could take for something else.
var silently = []struct {
	pattern *regexp.Regexp
	why     string
}{
	{regexp.MustCompile(`::`), "write cast(x as t)"},
	{regexp.MustCompile(`\blambda\s+\w+\s*,`), "the index of a lambda counts from 1 here and from 0 in Spark"},
	{regexp.MustCompile(`\bgetvariable\b`), "Spark has no such variables"},
	{regexp.MustCompile(`\bnatural\s+join\b`), "name the columns of a join"},
	{regexp.MustCompile(`\bregexp_extract\([^()]*,\s*\d\s*,`), "write (?i) into the pattern"},
	{regexp.MustCompile(`\blimit\s+\d+\s*%`), "Spark has no limit in percent"},
}

// blanked is SQL with its comments and texts replaced by blanks, line by line as long as before.
func blanked(text string) string {
	return notSQL.ReplaceAllStringFunc(text, func(found string) string {
		return character.ReplaceAllString(found, " ")
	})
}

// unportable finds what a model holds that Spark would read otherwise without a word.
func unportable(text string) []string {
	bare := blanked(text)
	var own []string
	for _, match := range cteName.FindAllStringSubmatch(bare, -1) {
		own = append(own, match[1], match[2])
	}
	var found []string
	for _, match := range called.FindAllStringSubmatch(bare, -1) {
		schema, name := match[1], match[2]
		if schema == "" && !slices.Contains(translated, name) && !slices.Contains(notCalled, name) && !slices.Contains(own, name) {
			found = append(found, name+": no translation of this function was compared")
		}
	}
	for _, one := range silently {
		if text := one.pattern.FindString(bare); text != "" {
			found = append(found, strings.TrimSpace(text)+": "+one.why)
		}
	}
	return found
}

func TestModelsHoldNothingThatSparkReadsOtherwise(t *testing.T) {
	err := fs.WalkDir(Embedded(), ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(Embedded(), file)
		for _, fault := range unportable(string(text)) {
			t.Errorf("sql/%s: %s", file, fault)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestUnportable(t *testing.T) {
	for _, c := range []struct {
		name, sql string
		want      int
	}{
		{"plain", "select count(*) from t where a in (1, 2)", 0},
		{"a function that was not compared", "select strftime(day, '%Y') from t", 1},
		{"the same in a comment", "select a -- strftime(day, '%Y')\nfrom t", 0},
		{"the same in a text", "select 'strftime(day)' from t", 0},
		{"a CTE", "with named as (select 1 as a) select a from named", 0},
		{"a short cast", "select a::bigint from t", 1},
		{"an index of a lambda", "select list_transform(a, lambda x, i: x) from t", 1},
		{"a flag of a pattern", "select regexp_extract(a, b, 0, 'i') from t", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			if found := unportable(c.sql); len(found) != c.want {
				t.Errorf("want %d, got %q", c.want, found)
			}
		})
	}
}
