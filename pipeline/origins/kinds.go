package origins

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	models "github.com/breachstats/breachstats/sql"
)

// KindsFile is the name of the table of rules of kinds in a folder of reference tables.
const KindsFile = "kind_rules.csv"

// KindMacros returns SQL statements that make the macros for the rules of kinds in folder.
func KindMacros(folder fs.FS) (statements string, err error) {
	text, err := fs.ReadFile(folder, KindsFile)
	if err != nil {
		return "", err
	}
	rows, err := readRows(KindsFile, text, nil)
	if err != nil {
		return "", err
	}
	slices.SortStableFunc(rows, func(a, b ruleRow) int { return cmp.Compare(a.order(), b.order()) })
	of := map[string][]ruleRow{}
	for _, row := range rows {
		of[row.cells["attribute"]] = append(of[row.cells["attribute"]], row)
	}
	if len(of["described"]) != 1 {
		return "", fmt.Errorf("%s: want one rule of attribute described, got %d", KindsFile, len(of["described"]))
	}
	return created(models.KindRulesTable, map[string]string{
		// Everything from the first match on is removed; without a match nothing is.
		"described_part": fmt.Sprintf("regexp_replace(words, %s, '.')", literal("(?s)(?:"+words{}.compile(of["described"][0].cells["pattern"])+").*")),
		"data_kinds":     allOf(of["data_kind"], "described"),
		"ransomware":     valueOf(of["ransomware"], "described"),
		"outcome":        valueOf(of["outcome"], "words"),
		"provider_kind":  valueOf(of["provider_kind"], "name"),
	}), nil
}

// valueOf returns SQL for the value of the first rule that matches; null if none does.
func valueOf(rules []ruleRow, parameter string) string {
	var branches strings.Builder
	for _, rule := range rules {
		fmt.Fprintf(&branches, "\n    when %s then %s", fires(rule, words{}, parameter), literal(rule.cells["value"]))
	}
	return caseOf("", branches.String())
}

// allOf returns SQL for the values of all rules that match, sorted and separated by spaces; null if
// none does.
func allOf(rules []ruleRow, parameter string) string {
	if len(rules) == 0 {
		return "cast(null as varchar)"
	}
	sorted := slices.SortedStableFunc(slices.Values(rules), func(a, b ruleRow) int { return strings.Compare(a.cells["value"], b.cells["value"]) })
	var values []string
	for _, rule := range sorted {
		values = append(values, fmt.Sprintf("\n    case when %s then %s end", fires(rule, words{}, parameter), literal(rule.cells["value"])))
	}
	return "nullif(concat_ws(' '," + strings.Join(values, ",") + "), '')"
}
