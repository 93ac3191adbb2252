package pipeline

// breakagesOfOrigins break the checks of what gives a breach its cause and origin.
func breakagesOfOrigins() []breakage {
	return []breakage{
		{"origin_rules_test.sql", "every rule's cause", "update reference.origin_rules set cause = 'x' where rule = 'theft'"},
		{"origin_rules_test.sql", "a rule's origin is its cause's", "update reference.origin_rules set origin = 'internal' where rule = 'theft'"},
		{"origin_rules_test.sql", "every rule's threat", "update reference.origin_rules set hicp_threat = 'x' where rule = 'theft'"},
		{"origin_rules_test.sql", "no two rules", "update reference.origin_rules set rule_order = 110 where rule = 'theft'"},
		{"origin_rules_test.sql", "a rule has a known text to read", "update reference.origin_rules set pattern = null where rule = 'theft'"},
		{"origin_rules_test.sql", "a rule has a known text to read", "update reference.origin_rules set looks_at = 'title' where rule = 'theft'"},
		{"origin_rules_test.sql", "a rule has a known text to read", "update reference.origin_rules set rule_order = 99 where rule = 'theft'"},
		{"origin_rules_test.sql", "a rule has a known text to read", "update reference.origin_rules set cause = null where rule = 'theft'"},
		{"origin_rules_test.sql", "rules of types come after", "update reference.origin_rules set rule_order = 101 where rule = 'server-hacked'"},
		{"origin_rules_test.sql", "must not match the empty text", "update reference.origin_rules set pattern = 'x*' where rule = 'theft'"},
		{"origin_rules_test.sql", "stand for a word", "update reference.origin_rules set pattern = '{thief}' where rule = 'theft'"},
		{"origin_rules_test.sql", "stand for a word", "delete from reference.origin_rules where rule = 'person'"},
		{"origin_rules_test.sql", "no class or flag", "update reference.origin_rules set pattern = '\\pL' where rule = 'server-hacked'"},
		{"derivations_test.sql", "a number that follows", "update marts.derivations set verdict = 'differs' where step = 1"},
		{"derivations_test.sql", "a number that follows", "update marts.derivations set value = null where step = 5"},
		{"narratives_test.sql", "every description has", "delete from intermediate.narratives"},
		{"narratives_test.sql", "a narrative is one line", "update intermediate.narratives set narrative = 'stolen'"},
		{"narratives_test.sql", "a narrative is one line", "update intermediate.narratives set narrative = chr(10) || '.'"},
		{"described_origins_test.sql", "every narrative was tried", "delete from intermediate.described_origins"},
		{"described_origins_test.sql", "a rule that decided", "update intermediate.described_origins set rule = 'theft', evidence = null"},
		{"described_origins_test.sql", "a rule that decided", "update intermediate.described_origins set rule = 'theft', evidence = 'not there'"},
		{"origins_test.sql", "every report of the HIPAA list has one row of origins", "delete from intermediate.origins"},
		{"origins_test.sql", "an origin is internal", "update intermediate.origins set origin = 'sideways'"},
		{"origins_test.sql", "an origin is internal", "update intermediate.origins set origin = 'internal', origin_rule = null"},
		{"origins_test.sql", "a type decides only", "update intermediate.origins set origin_basis = 'type', origin_by_description = 'internal'"},
		{"origins_test.sql", "a type decides only", "update intermediate.origins set origin_basis = 'type', origin_rule = 'naive-internal'"},
		{"origins_test.sql", "every row of origins is of a report", insertAgain("intermediate.origins", "'another' as types", "true")},
	}
}
