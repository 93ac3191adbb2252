package origins

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/engine"
)

// Load makes the functions of the rules in folder, for origins and for kinds: those of
// models.RuleMacros. The schema reference must exist. Rules of origins must have passed [Check];
// the tests check the program's own rules.
func Load(ctx context.Context, w engine.Engine, folder fs.FS) error {
	for _, rules := range []struct {
		file      string
		functions func(fs.FS, engine.Patterns) ([]engine.Function, error)
	}{{File, Functions}, {KindsFile, KindFunctions}} {
		list, err := rules.functions(folder, w.Patterns())
		if err != nil {
			return err
		}
		if err := w.Functions(ctx, list); err != nil {
			return fmt.Errorf("%s: %w", rules.file, err)
		}
	}
	return nil
}

// Functions returns the functions for the rules of origins in folder.
//
// Every pattern is a constant, so DuckDB compiles it once per thread, and tries it only on texts
// that no earlier rule has decided. If patterns were read from a table, they would be compiled for
// each text.
func Functions(folder fs.FS, in engine.Patterns) ([]engine.Function, error) {
	text, err := fs.ReadFile(folder, File)
	if err != nil {
		return nil, err
	}
	rows, err := readRows(File, text, nil)
	if err != nil {
		return nil, err
	}
	defined := wordsOf(rows)
	rules := slices.DeleteFunc(slices.Clone(rows), func(r ruleRow) bool { return r.looksAt() == "word" })
	slices.SortStableFunc(rules, func(a, b ruleRow) int { return cmp.Compare(a.order(), b.order()) })
	s := sqlOf{in}
	return functionsOf(models.RulesTable, map[string]string{
		"winning_words":      s.firstFound(rules, defined, "narrative", "description"),
		"winning_rule":       "split_part(" + s.Call("winning_words") + "(narrative), chr(10), 1)",
		"winning_type_words": s.firstFound(rules, defined, "types", "type"),
		"naive_type_rule":    s.firstOf(rules, defined, "types", "naive-type"),
		"rule_words":         s.foundBy(rules, defined, "pattern"),
		"stopping_words":     s.foundBy(rules, defined, "unless"),
	}), nil
}

// functionsOf are the functions of a table of rules, whose bodies are given by name.
func functionsOf(table string, bodies map[string]string) []engine.Function {
	var list []engine.Function
	for _, macro := range models.RuleMacros() {
		if macro.Table == table {
			list = append(list, engine.Function{Name: macro.Name, Given: macro.Given, Body: bodies[macro.Name], Meaning: macro.Comment})
		}
	}
	return list
}

// sqlOf writes rules as SQL of one engine.
type sqlOf struct{ engine.Patterns }

// firstFound returns SQL for the name of the first rule that matches a text of kind looksAt, a line
// end, and the first words that its pattern matches; null if no rule matches. A rule is tried only
// on texts that no earlier rule matches. regexp_extract both tests and finds the match, so DuckDB
// compiles each pattern once; regexp_matches would also compute the least and greatest text that
// could match.
func (s sqlOf) firstFound(rules []ruleRow, defined words, parameter, looksAt string) string {
	var branches []string
	for _, rule := range rules {
		if rule.looksAt() != looksAt {
			continue
		}
		name, found := s.Literal(rule.cells["rule"])+" || chr(10)", s.extracted(rule, defined, parameter, "pattern")
		branch := fmt.Sprintf("%s || nullif(%s, '')", name, found)
		if rule.cells["unless"] != "" {
			stopping := s.extracted(rule, defined, parameter, "unless")
			branch = fmt.Sprintf("case when %s <> '' and %s = '' then %s || %[1]s end", found, stopping, name)
		}
		branches = append(branches, "\n    "+branch)
	}
	if branches == nil {
		return s.Null()
	}
	return "coalesce(" + strings.Join(branches, ",") + ")"
}

// extracted returns SQL for the first match of the pattern in a column of a rule; empty if there is
// none. Texts of types are not in lower case, so their patterns must ignore case.
func (s sqlOf) extracted(rule ruleRow, defined words, parameter, column string) string {
	pattern := defined.compile(rule.cells[column])
	if rule.looksAt() != "description" {
		pattern = "(?i)" + pattern
	}
	return s.First(parameter, pattern)
}

// firstOf returns SQL for the name of the first rule that matches a text of kind looksAt; null if
// none does.
func (s sqlOf) firstOf(rules []ruleRow, defined words, parameter, looksAt string) string {
	var branches strings.Builder
	for _, rule := range rules {
		if rule.looksAt() != looksAt {
			continue
		}
		fmt.Fprintf(&branches, "\n    when %s then %s", s.fires(rule, defined, parameter), s.Literal(rule.cells["rule"]))
	}
	return s.caseOf("", branches.String())
}

// fires returns SQL for the condition that a rule matches: the text contains one of its words if it
// has any, its pattern matches, and its unless does not.
func (s sqlOf) fires(rule ruleRow, defined words, parameter string) string {
	condition := s.found(parameter, defined.compile(rule.cells["pattern"]))
	if list := rule.cells["words"]; list != "" {
		var contained []string
		for _, word := range strings.Split(list, "|") {
			contained = append(contained, s.Found(parameter, regexp.QuoteMeta(word)))
		}
		condition = "(" + strings.Join(contained, " or ") + ") and " + condition
	}
	if unless := rule.cells["unless"]; unless != "" {
		condition += " and not " + s.found(parameter, defined.compile(unless))
	}
	return condition
}

// found returns SQL for the condition that a pattern matches a text.
func (s sqlOf) found(parameter, pattern string) string {
	var conditions []string
	for _, one := range alternatives(pattern) {
		condition := s.Found(parameter, one.pattern)
		if one.needs != "" {
			condition = "(" + s.Found(parameter, regexp.QuoteMeta(one.needs)) + " and " + condition + ")"
		}
		conditions = append(conditions, condition)
	}
	return "(" + strings.Join(conditions, " or ") + ")"
}

// foundBy returns SQL for the first match of the pattern in a column of a rule; null if there is
// none.
func (s sqlOf) foundBy(rules []ruleRow, defined words, column string) string {
	var branches strings.Builder
	for _, rule := range rules {
		if rule.cells[column] == "" {
			continue
		}
		fmt.Fprintf(&branches, "\n    when %s then nullif(%s, '')", s.Literal(rule.cells["rule"]), s.extracted(rule, defined, "words", column))
	}
	return s.caseOf(" rule", branches.String())
}

// caseOf returns a SQL case with branches, or null without any.
func (s sqlOf) caseOf(of, branches string) string {
	if branches == "" {
		return s.Null()
	}
	return "case" + of + branches + "\nend"
}
