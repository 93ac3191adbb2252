package pipeline

// kindBreakages break the checks of kinds of data, outcomes and reporters.
func kindBreakages() (all []breakage) {
	add := func(file, claim string, statements ...string) {
		all = append(all, broken(file, claim, statements...)...)
	}
	rules := func(claim string, statements ...string) { add("kind_rules_test.sql", claim, statements...) }
	rules("a rule has an order, an attribute",
		"update reference.kind_rules set rule_order = null where rule = 'ransomware'",
		"update reference.kind_rules set looks_at = 'name' where attribute = 'outcome'",
		"update reference.kind_rules set attribute = 'mood' where rule = 'ransomware'",
		"update reference.kind_rules set words = 'after' where attribute = 'described'")
	rules("no two rules have the same order",
		"update reference.kind_rules set rule_order = 310 where attribute = 'provider_kind'",
		insertAgain("reference.kind_rules", "'again' as rule, 999 as rule_order, 'clinical' as value", "attribute = 'data_kind'")+
			"; "+insertAgain("reference.kind_rules", "'and again' as rule, 999 as rule_order, 'clinical' as value", "attribute = 'data_kind'"))
	rules("one rule ends the part of a description", "delete from reference.kind_rules where attribute = 'described'",
		insertAgain("reference.kind_rules", "'again' as rule, 11 as rule_order", "attribute = 'described'"))
	rules("a pattern must not match the empty text", "update reference.kind_rules set pattern = 'x*' where rule = 'ransomware'",
		"update reference.kind_rules set words = 'ransom|' where rule = 'ransomware'")
	rules("neither a pattern nor a phrase has a capital letter", "update reference.kind_rules set words = 'Ransom' where rule = 'ransomware'",
		"update reference.kind_rules set pattern = 'HIPAA' where rule = 'ransomware'",
		"update reference.kind_rules set pattern = 'HIPAA' where rule = 'ransomware'",
		"update reference.kind_rules set unless = 'HIPAA' where rule = 'ransomware'")
	rules("a value is one word", "update reference.kind_rules set value = 'social security' where value = 'social-security'")

	labels := func(claim string, statements ...string) { add("kind_labels_test.sql", claim, statements...) }
	labels("a label uses only kinds that have a rule",
		"update reference.kind_labels set data_kinds = 'clinical astral' where label_no = 1",
		"update reference.kind_labels set outcome = 'applause' where label_no = 2",
		"update reference.kind_labels set provider_kind = 'circus' where label_no = 2")
	labels("a label states how its breach was selected",
		"update reference.kind_labels set half = 'both' where label_no = 1", "update reference.kind_labels set drawn = 'by eye' where label_no = 1",
		"update reference.kind_labels set is_ransomware = null where label_no = 1", "update reference.kind_labels set reason = null where label_no = 1")
	labels("only an agreement or a penalty has dollars", "update reference.kind_labels set outcome = 'assurances' where outcome_dollars is not null")

	kinds := func(claim string, statements ...string) { add("breach_kinds_test.sql", claim, statements...) }
	kinds("every breach has its kinds", "delete from marts.breach_kinds where is_described", "update marts.breach_kinds set breach_id = 'x' || breach_id")
	kinds("a breach is described where it has a description",
		"update marts.breach_kinds set is_described = not is_described", "update marts.breach_kinds set is_ransomware = null",
		"update marts.breach_kinds set outcome = 'assurances' where not is_described",
		"update marts.breach_kinds set data_kinds = ['clinical'] where not is_described")
	kinds("a kind is one that reference.kind_rules has", "update marts.breach_kinds set provider_kind = 'circus'",
		"update marts.breach_kinds set data_kinds = ['astral'] where is_described", "update marts.breach_kinds set outcome = 'applause' where is_described")
	kinds("dollars are those of an agreement or a penalty", "update marts.breach_kinds set outcome_dollars = 5 where outcome is null",
		"update marts.breach_kinds set outcome_dollars = 0 where outcome_dollars > 0")

	add("outcomes_test.sql", "every breach with an agreement", "delete from figures.outcomes", "update figures.outcomes set breaches = breaches + 1")
	add("outcomes_test.sql", "people of the breaches", "update figures.outcomes set individuals = individuals + 1")

	years := func(claim string, statements ...string) { add("kinds_by_year_test.sql", claim, statements...) }
	years("every listed breach has one kind of reporter",
		"update figures.kinds_by_year set breaches = breaches + 1 where attribute = 'provider_kind' and year = 2023",
		"delete from figures.kinds_by_year where value = 'other'")
	years("bases are the breaches of the year",
		"update figures.kinds_by_year set base = base + 1 where attribute = 'data_kind'", "update figures.kinds_by_year set base = base + 1 where attribute = 'ransomware'")
	years("a kind of data counts", "update figures.kinds_by_year set breaches = breaches + 1 where value = 'clinical'",
		"delete from figures.kinds_by_year where value = 'clinical'")
	years("a share is of its base", "update figures.kinds_by_year set share = 0.5 where base = 0", "update figures.kinds_by_year set share = share + 0.1 where base > 0",
		"update figures.kinds_by_year set breaches = base + 1 where value = 'insurance'")
	return all
}

// projectionBreakages break the checks of the projection, and of the share that is corrected for errors.
func projectionBreakages() (all []breakage) {
	add := func(file, claim string, statements ...string) {
		all = append(all, broken(file, claim, statements...)...)
	}
	projected := func(claim string, statements ...string) { add("projection_test.sql", claim, statements...) }
	set := "update marts.projection set "
	projected("there is a projection of the newest year, or a reason", set+"reason = null", set+"projected_breaches = 40", set+"projected_low = 30, projected_high = 50",
		set+"year = 2019")
	projected("so one year is projected", "delete from marts.projection")
	projected("a projection lies in its interval", set+"projected_low = breaches - 1", set+"projected_low = 90, projected_breaches = 80, projected_high = 99",
		set+"projected_low = 90, projected_breaches = 100, projected_high = 99")
	projected("an interval held in 9 of 10", set+"projected_breaches = 99, past_years = 10, held_years = 8", set+"projected_breaches = 99, past_years = 4, held_years = 4")
	projected("what is projected from is counted", set+"breaches = breaches + 1")
	add("breaches_by_year_test.sql", "a projection stands beside the count",
		"update figures.breaches_by_year set projected_breaches = 99 where year = 2023", "update figures.breaches_by_year set projected_breaches = 99 where year = 2024")

	corrected := func(claim string, statements ...string) {
		add("corrected_origin_by_year_test.sql", claim, statements...)
	}
	share := "update figures.corrected_origin_by_year set "
	corrected("the raw share is that of the reading", share+"internal = internal + 1", share+"external = external + 1", share+"internal_share = 0.25",
		"delete from figures.corrected_origin_by_year where year = 2023")
	corrected("seen through the rules' errors", share+"corrected_share = 0.5, sensitivity = 0.9, specificity = 0.9, internal_share = 0.6")
	corrected("a corrected share is between 0 and 1", share+"corrected_share = 1.5", share+"corrected_share_low = -0.5", share+"corrected_share_high = 1.5",
		share+"corrected_share_low = 0.5, corrected_share_high = 0.5", share+"corrected_share = 0.5",
		share+"internal_labels = 30, external_labels = 30, sensitivity = 0.9, specificity = 0.9, internal_share = 0.5",
		share+"corrected_share = 0.5, corrected_share_low = 0.4, corrected_share_high = 0.6, internal_labels = 5")
	return all
}
