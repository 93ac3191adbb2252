package origins

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/engine"
)

// Load makes the functions of the rules in folder, of origins and of kinds: those of models.RuleMacros. The
// schema reference must be there. Rules of origins must have passed Check; all of the program's hold what
// that claims, by its tests.
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

// Functions writes the rules of origins in folder as functions.
//
// Every pattern is a constant, so DuckDB compiles it once a thread and tries it only on texts that no
// rule before it decided. A pattern that stands in a table would be compiled for each text.
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

// firstFound is the first rule that looks at such a text and fires on it, a line end, and the words that
// its pattern finds first; null where none fires. A rule is tried on what the rules before it left, and
// one search finds whether it fires and on what: DuckDB compiles each pattern once, and where only a
// match is asked for, it also looks for the least and greatest text that could be one.
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

// extracted is what the pattern in a column of a rule finds first in a text, empty where that is nothing.
// Only a pattern of types sees letters as they are, so it has to be blind to their case.
func (s sqlOf) extracted(rule ruleRow, defined words, parameter, column string) string {
	pattern := defined.compile(rule.cells[column])
	if rule.looksAt() != "description" {
		pattern = "(?i)" + pattern
	}
	return s.First(parameter, pattern)
}

// firstOf is the name of the first rule that looks at such a text and fires on it, null where none does.
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

// fires is that a rule's pattern is found and its unless is not.
func (s sqlOf) fires(rule ruleRow, defined words, parameter string) string {
	condition := s.Found(parameter, defined.compile(rule.cells["pattern"]))
	if unless := rule.cells["unless"]; unless != "" {
		condition += " and not " + s.Found(parameter, defined.compile(unless))
	}
	return condition
}

// foundBy is what the pattern in a column of a rule finds first in a text, null where that is nothing.
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

// caseOf is a case with branches; without any, a null.
func (s sqlOf) caseOf(of, branches string) string {
	if branches == "" {
		return s.Null()
	}
	return "case" + of + branches + "\nend"
}
