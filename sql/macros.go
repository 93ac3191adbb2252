package models

const (
	// RulesTable is the table of the rules of origins.
	RulesTable = string(Reference) + ".origin_rules"
	// KindRulesTable is the table of the rules of kinds of data, outcomes and reporters.
	KindRulesTable = string(Reference) + ".kind_rules"
)

// RuleMacro is a function that a table of rules makes when it is loaded.
type RuleMacro struct {
	// Table is the table of rules, which a model that calls the function reads.
	Table string
	// Name is the function's in the schema reference.
	Name string
	// Given names its parameters.
	Given []string
	// Comment says what it returns; it becomes the comment in the database.
	Comment string
}

// RuleMacros lists the functions that stand in the schema reference once the tables of rules are
// filled.
func RuleMacros() []RuleMacro {
	return []RuleMacro{
		{RulesTable, "winning_words", []string{"narrative"},
			"The same rule as winning_rule, a line end, and the words that its pattern finds first. Null where no rule fires."},
		{RulesTable, "winning_rule", []string{"narrative"},
			"The rule of reference.origin_rules that wins for a narrative in lower case: the first whose pattern is found and whose unless is not. Null where none is."},
		{RulesTable, "winning_type_words", []string{"types"},
			"The rule of types that wins for a combination of types, as intermediate.typed_origins has them, a line end, and the words that it finds first. Null where none fires."},
		{RulesTable, "naive_type_rule", []string{"types"},
			"The rule of the naive map of types that wins for such a combination in lower case; it is only compared. Null where none fires."},
		{RulesTable, "rule_words", []string{"rule", "words"},
			"What a rule's pattern finds first in words: a narrative in lower case, or types in letters of either case. Null where that is nothing."},
		{RulesTable, "stopping_words", []string{"rule", "words"},
			"What a rule's unless finds first in words, likewise. Null where that is nothing."},
		{KindRulesTable, "described_part", []string{"words"},
			"What a description in lower case and on one line says of the incident, before what was notified, done or found. Null where there is none."},
		{KindRulesTable, "data_kinds", []string{"described"},
			"The kinds of data that a described_part names, alphabetical, with a blank between, by reference.kind_rules. Null where it names none."},
		{KindRulesTable, "ransomware", []string{"described"},
			"ransomware where a described_part speaks of it. Null where it does not."},
		{KindRulesTable, "outcome", []string{"words"},
			"What OCR did in the end by a description in lower case: the first rule of reference.kind_rules that fires. Null where none does."},
		{KindRulesTable, "provider_kind", []string{"name"},
			"What a reporter is by its name in lower case: the first rule of reference.kind_rules that fires. Null where none does."},
	}
}
