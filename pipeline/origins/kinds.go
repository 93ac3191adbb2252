package origins

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/engine"
)

// KindsFile is the name of the table of rules of kinds in a folder of reference tables.
const KindsFile = "kind_rules.csv"

// KindFunctions returns the functions for the rules of kinds in folder.
func KindFunctions(folder fs.FS, in engine.Patterns) ([]engine.Function, error) {
	text, err := fs.ReadFile(folder, KindsFile)
	if err != nil {
		return nil, err
	}
	rows, err := readRows(KindsFile, text, nil)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(rows, func(a, b ruleRow) int { return cmp.Compare(a.order(), b.order()) })
	of := map[string][]ruleRow{}
	for _, row := range rows {
		of[row.cells["attribute"]] = append(of[row.cells["attribute"]], row)
	}
	if len(of["described"]) != 1 {
		return nil, fmt.Errorf("%s: want one rule of attribute described, got %d", KindsFile, len(of["described"]))
	}
	s := sqlOf{in}
	return functionsOf(models.KindRulesTable, map[string]string{
		// Everything from the first match on is removed; without a match nothing is.
		"described_part": s.Replaced("words", "(?s)(?:"+words{}.compile(of["described"][0].cells["pattern"])+").*", "."),
		"data_kinds":     s.allOf(of["data_kind"], "described"),
		"ransomware":     s.valueOf(of["ransomware"], "described"),
		"outcome":        s.valueOf(of["outcome"], "words"),
		"provider_kind":  s.valueOfSome(of["provider_kind"], "name"),
	}), nil
}

// valueOf returns SQL for the value of the first rule that matches; null if none does.
func (s sqlOf) valueOf(rules []ruleRow, parameter string) string {
	var branches strings.Builder
	for _, rule := range rules {
		fmt.Fprintf(&branches, "\n    when %s then %s", s.fires(rule, words{}, parameter), s.Literal(rule.cells["value"]))
	}
	return s.caseOf("", branches.String())
}

// valueOfSome is valueOf for a parameter that most often no rule matches: one pattern of all rules
// says so at once.
func (s sqlOf) valueOfSome(rules []ruleRow, parameter string) string {
	if len(rules) == 0 {
		return s.Null()
	}
	var patterns []string
	for _, rule := range rules {
		patterns = append(patterns, words{}.compile(rule.cells["pattern"]))
	}
	return s.caseOf("", "\n    when "+s.Found(parameter, strings.Join(patterns, "|"))+" then "+s.valueOf(rules, parameter))
}

// allOf returns SQL for the values of all rules that match, sorted and separated by spaces; null if
// none does.
func (s sqlOf) allOf(rules []ruleRow, parameter string) string {
	if len(rules) == 0 {
		return s.Null()
	}
	sorted := slices.SortedStableFunc(slices.Values(rules), func(a, b ruleRow) int { return strings.Compare(a.cells["value"], b.cells["value"]) })
	var values []string
	for _, rule := range sorted {
		values = append(values, fmt.Sprintf("\n    case when %s then %s end", s.fires(rule, words{}, parameter), s.Literal(rule.cells["value"])))
	}
	return "nullif(concat_ws(' '," + strings.Join(values, ",") + "), '')"
}
