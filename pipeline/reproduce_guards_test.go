package pipeline

// studyBreakages break the checks of the reference of studies and of the figures of papers, which
// are empty for a list that begins in 2024.
func studyBreakages() []breakage {
	broken := []breakage{
		{"published_figures_test.sql", "every published figure belongs to a listed study", "delete from reference.studies where study = 'mccoy-perlis-2018'"},
		{"published_figures_test.sql", "a multiple of the unit", "update reference.published_figures set printed_to = 0.7"},
		{"published_figures_test.sql", "a multiple of the unit", "update reference.published_figures set printed_to = null"},
		{"published_figures_test.sql", "read as the words printed with it require", "update reference.published_figures set rounding = 'nearest' where as_printed = 'at least 173 million'"},
		{"published_figures_test.sql", "read as the words printed with it require", "update reference.published_figures set rounding = null"},
		{"published_figures_test.sql", "in two places is one figure",
			"insert into reference.published_figures select * replace (57 as no, 'cases' as category) from reference.published_figures where study = 'jiang-bai-2019' and no = 48"},
		{"studies_test.sql", "a study has a day on which it read the list", "update reference.studies set read_on = null"},
		{"studies_test.sql", "a study has a day on which it read the list", "update reference.studies set why_not = null"},
		{"studies_test.sql", "every study stands in the list once", "delete from marts.studies where study = 'liu-musen-chou-2015'"},
		{"studies_test.sql", "every study stands in the list once", "update marts.studies set figures = figures + 1"},
		{"origin_labels_test.sql", "a label has a cause of the scheme", "update reference.origin_labels set origin = 'external' where origin = 'internal'"},
		{"origin_labels_test.sql", "a label has a cause of the scheme", "update reference.origin_labels set cause = 'fate' where label_no = 1"},
		{"origin_labels_test.sql", "a breach is labelled once",
			"insert into reference.origin_labels select * replace (999 as label_no) from reference.origin_labels where label_no = 1"},
		{"posting_lags_test.sql", "zero or more days", "update reference.posting_lags set lag_days = -1, newest_submitted_on = measured_on + 1"},
		{"posting_lags_test.sql", "zero or more days", "update reference.posting_lags set kind = 'guessed' where kind = 'measured'"},
		{"posting_lags_test.sql", "the number of days between its two days", "update reference.posting_lags set lag_days = lag_days + 1 where kind = 'measured'"},
		{"posting_lags_test.sql", "in force on every day", "update reference.posting_lags set applies_to = date '2020-01-01' where kind = 'assumed'"},
		{"posting_lags_test.sql", "a first and a last day in force", "update reference.posting_lags set applies_from = date '2017-01-01' where kind = 'measured'"},
		{"studies_test.sql", "a study is reproducible, or", "update marts.studies set is_reproducible = not is_reproducible"},
	}
	const one = " values (2010, 'Theft', 1, 500, 500, false, 0, 1, 0, date '2018-01-04')"
	for figure, kind := range map[string]string{"entity_types": "type of entity", "locations": "location", "breach_types": "type of breach"} {
		broken = append(broken, breakage{"mccoy_perlis_" + figure + "_test.sql", "by " + kind + " has the breaches", "insert into figures.mccoy_perlis_" + figure + one})
	}
	for claim, sum := range map[string]string{"are those of the list": "500", "add up": "501"} {
		broken = append(broken, breakage{"mccoy_perlis_test.sql", claim,
			"insert into marts.mccoy_perlis values (2010, 'breach_type', 'Theft', 1, 500, " + sum + ", false, 0, 1, 0, date '2018-01-04')"})
	}
	return broken
}
