package models

// RulesTable is the table of the rules of origins.
const RulesTable = string(Reference) + ".origin_rules"

// RuleMacro is a function that the rules of origins make when they are loaded.
type RuleMacro struct {
	// Name is the function's in the schema reference.
	Name string
	// Given names its parameters.
	Given []string
	// Comment says what it returns; it becomes the comment in the database.
	Comment string
}

// RuleMacros lists the functions that stand in the schema reference once reference.origin_rules is
// filled. A model that calls one reads that table, RulesTable.
func RuleMacros() []RuleMacro {
	return []RuleMacro{
		{"winning_rule", []string{"narrative"},
			"The rule of reference.origin_rules that wins for a narrative in lower case: the first whose pattern is found and whose unless is not. Null where none is."},
		{"winning_type_rule", []string{"types"},
			"The rule of types that wins for a combination of types in lower case, as intermediate.typed_origins writes them. Null where none is."},
		{"naive_type_rule", []string{"types"},
			"The same for the naive map of types, which is only compared."},
		{"rule_words", []string{"rule", "words"},
			"What a rule's pattern finds first in words: a narrative in lower case, or types in letters of either case. Null where that is nothing."},
		{"stopping_words", []string{"rule", "words"},
			"What a rule's unless finds first in words, likewise. Null where that is nothing."},
	}
}
