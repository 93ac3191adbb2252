package origins

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// Load makes the macros of the rules in folder, for origins and for kinds: those of
// models.RuleMacros. The schema reference must exist. Rules of origins must have passed [Check];
// the tests check the program's own rules.
func Load(ctx context.Context, w *warehouse.Warehouse, folder fs.FS) error {
	for _, rules := range []struct {
		file   string
		macros func(fs.FS) (string, error)
	}{{File, Macros}, {KindsFile, KindMacros}} {
		statements, err := rules.macros(folder)
		if err != nil {
			return err
		}
		if err := w.Exec(ctx, statements); err != nil {
			return fmt.Errorf("%s: %w", rules.file, err)
		}
	}
	return nil
}

// Macros returns SQL statements that make the macros for the rules of origins in folder.
//
// Every pattern is a constant, so DuckDB compiles it once per thread, and tries it only on texts
// that no earlier rule has decided. If patterns were read from a table, they would be compiled for
// each text.
func Macros(folder fs.FS) (statements string, err error) {
	text, err := fs.ReadFile(folder, File)
	if err != nil {
		return "", err
	}
	rows, err := readRows(File, text, nil)
	if err != nil {
		return "", err
	}
	defined := wordsOf(rows)
	rules := slices.DeleteFunc(slices.Clone(rows), func(r ruleRow) bool { return r.looksAt() == "word" })
	slices.SortStableFunc(rules, func(a, b ruleRow) int { return cmp.Compare(a.order(), b.order()) })
	return created(models.RulesTable, map[string]string{
		"winning_words":      firstFound(rules, defined, "narrative", "description"),
		"winning_rule":       "split_part(reference.winning_words(narrative), chr(10), 1)",
		"winning_type_words": firstFound(rules, defined, "types", "type"),
		"naive_type_rule":    firstOf(rules, defined, "types", "naive-type"),
		"rule_words":         foundBy(rules, defined, "pattern"),
		"stopping_words":     foundBy(rules, defined, "unless"),
	}), nil
}

// created returns the statements that make the macros for a table of rules, given their bodies by
// name.
func created(table string, bodies map[string]string) string {
	var out strings.Builder
	for _, macro := range models.RuleMacros() {
		if macro.Table != table {
			continue
		}
		fmt.Fprintf(&out, "create macro reference.%s(%s) as %s;\ncomment on macro reference.%[1]s is %[4]s;\n",
			macro.Name, strings.Join(macro.Given, ", "), bodies[macro.Name], literal(macro.Comment))
	}
	return out.String()
}

// firstFound returns SQL for the name of the first rule that matches a text of kind looksAt, a line
// end, and the first words that its pattern matches; null if no rule matches. A rule is tried only
// on texts that no earlier rule matches. regexp_extract both tests and finds the match, so DuckDB
// compiles each pattern once; regexp_matches would also compute the least and greatest text that
// could match.
func firstFound(rules []ruleRow, defined words, parameter, looksAt string) string {
	var branches []string
	for _, rule := range rules {
		if rule.looksAt() != looksAt {
			continue
		}
		name, found := literal(rule.cells["rule"])+" || chr(10)", extracted(rule, defined, parameter, "pattern")
		branch := fmt.Sprintf("%s || nullif(%s, '')", name, found)
		if rule.cells["unless"] != "" {
			stopping := extracted(rule, defined, parameter, "unless")
			branch = fmt.Sprintf("case when %s <> '' and %s = '' then %s || %[1]s end", found, stopping, name)
		}
		branches = append(branches, "\n    "+branch)
	}
	if branches == nil {
		return "cast(null as varchar)"
	}
	return "coalesce(" + strings.Join(branches, ",") + ")"
}

// extracted returns SQL for the first match of the pattern in a column of a rule; empty if there is
// none. Texts of types are not in lower case, so their patterns must ignore case.
func extracted(rule ruleRow, defined words, parameter, column string) string {
	pattern := defined.compile(rule.cells[column])
	if rule.looksAt() != "description" {
		pattern = "(?i)" + pattern
	}
	return fmt.Sprintf("regexp_extract(%s, %s)", parameter, literal(pattern))
}

// firstOf returns SQL for the name of the first rule that matches a text of kind looksAt; null if
// none does.
func firstOf(rules []ruleRow, defined words, parameter, looksAt string) string {
	var branches strings.Builder
	for _, rule := range rules {
		if rule.looksAt() != looksAt {
			continue
		}
		fmt.Fprintf(&branches, "\n    when %s then %s", fires(rule, defined, parameter), literal(rule.cells["rule"]))
	}
	return caseOf("", branches.String())
}

// fires returns SQL for the condition that a rule matches: its pattern does, and its unless does
// not.
func fires(rule ruleRow, defined words, parameter string) string {
	condition := fmt.Sprintf("regexp_matches(%s, %s)", parameter, literal(defined.compile(rule.cells["pattern"])))
	if unless := rule.cells["unless"]; unless != "" {
		condition += fmt.Sprintf(" and not regexp_matches(%s, %s)", parameter, literal(defined.compile(unless)))
	}
	return condition
}

// foundBy returns SQL for the first match of the pattern in a column of a rule; null if there is
// none.
func foundBy(rules []ruleRow, defined words, column string) string {
	var branches strings.Builder
	for _, rule := range rules {
		if rule.cells[column] == "" {
			continue
		}
		fmt.Fprintf(&branches, "\n    when %s then nullif(%s, '')", literal(rule.cells["rule"]), extracted(rule, defined, "words", column))
	}
	return caseOf(" rule", branches.String())
}

// caseOf returns a SQL case with branches, or null without any.
func caseOf(of, branches string) string {
	if branches == "" {
		return "cast(null as varchar)"
	}
	return "case" + of + branches + "\nend"
}

func literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
