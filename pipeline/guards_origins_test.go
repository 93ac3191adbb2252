package pipeline

import "slices"

// broken makes breakages of one check.
func broken(file, claim string, statements ...string) []breakage {
	var all []breakage
	for _, statement := range statements {
		all = append(all, breakage{file, claim, statement})
	}
	return all
}

// originBreakages break the checks of the readings of origins and of causes.
func originBreakages() []breakage {
	ofShares := func(file, table, claim string) []breakage {
		set := "update figures." + table + " set "
		return broken(file, claim,
			set+"internal_share = null where internal > 0",
			set+"internal_share = internal_share + 0.1 where internal > 0",
			set+"internal_share_low = 1.5",
			set+"internal_share_high = -0.5",
			set+"internal_share_low = internal_share_high",
			set+"internal_share_low = 0.99, internal_share_high = 0.999, internal = 0, internal_share = 0 where external > 0",
			set+"internal_share_low = 0.01, internal_share_high = 0.02, external = 0, internal_share = 1 where internal > 0",
		)
	}
	return slices.Concat(
		broken("origin_readings_test.sql", "every listed breach stands",
			"delete from marts.origin_readings where reading = 'both'",
			insertAgain("marts.origin_readings", "4 as reading_order", "true")),
		broken("origin_readings_test.sql", "the reading of both",
			"update marts.origin_readings set origin = 'sideways'",
			"update marts.origin_readings set origin = null"),
		broken("origin_by_year_test.sql", "every breach of a year is internal",
			"update figures.origin_by_year set undetermined = undetermined + 1",
			"delete from figures.origin_by_year where year = 2023"),
		broken("origin_by_year_test.sql", "the individuals of each year's origins",
			"update figures.origin_by_year set external_individuals = external_individuals + 1"),
		ofShares("origin_by_year_test.sql", "origin_by_year", "a year's internal share"),
		broken("origin_sensitivity_test.sql", "the readings of the whole list",
			"update figures.origin_sensitivity set external = external + 1",
			"update figures.origin_sensitivity set undetermined_individuals = undetermined_individuals + 1",
			"delete from figures.origin_sensitivity where cohort = 'all breaches'"),
		broken("origin_sensitivity_test.sql", "the set of Jiang and Bai",
			"update figures.origin_sensitivity set undetermined = undetermined + 1"),
		ofShares("origin_sensitivity_test.sql", "origin_sensitivity", "an internal share is between"),
		broken("causes_test.sql", "causes and undetermined hold",
			"update figures.causes set breaches = breaches + 1 where cause = 'phishing'",
			"update figures.causes set individuals = individuals + 1 where level = 'undetermined'",
			"update figures.causes set share = 0",
			"delete from figures.causes"),
		broken("causes_test.sql", "a category adds up its causes",
			"update figures.causes set breaches = breaches + 1 where cause = 'phishing'",
			"update figures.causes set individuals = individuals + 1 where cause = 'phishing'",
			"update figures.causes set published_breaches = published_breaches + 1 where hhs_category = 'Improper Disposal'",
			"delete from figures.causes where level = 'category' and hhs_category = 'Loss'"),
	)
}

// practiceBreakages break the checks of threats, practices and Australia.
func practiceBreakages() []breakage {
	return slices.Concat(
		broken("hicp_practice_threats_test.sql", "every mitigated threat is one",
			"update reference.hicp_practice_threats set hicp_threat = 'x'",
			"update reference.hicp_practice_threats set practice_no = 11"),
		broken("hicp_practice_threats_test.sql", "every practice mitigates a threat",
			"delete from reference.hicp_practice_threats where practice_no = 9",
			"update reference.hicp_practice_threats set hicp_threat = 'insider' where hicp_threat = 'phishing'"),
		broken("oaic_health_sector_test.sql", "a period ends after it begins",
			"update reference.oaic_health_sector set period_end = period_start",
			"update reference.oaic_health_sector set human_errors = 1000",
			"update reference.oaic_health_sector set notifications = 1"),
		broken("oaic_health_sector_test.sql", "a printed share of human error",
			"update reference.oaic_health_sector set human_error_share = human_error_share + 0.02"),
		broken("hicp_threats_by_year_test.sql", "every breach has one threat or none",
			"update figures.hicp_threats_by_year set breaches = breaches + 1 where hicp_threat is null",
			"update figures.hicp_threats_by_year set individuals = individuals + 1",
			"delete from figures.hicp_threats_by_year where year = 2023"),
		broken("hicp_threats_by_year_test.sql", "cumulative individuals of a threat",
			"update figures.hicp_threats_by_year set cumulative_individuals = 1 where year = 2024"),
		broken("hicp_practices_test.sql", "a practice counts the breaches",
			"update figures.hicp_practices set breaches = breaches + 1",
			"update figures.hicp_practices set individuals = individuals + 1",
			"delete from figures.hicp_practices where practice_no = 2"),
		broken("hicp_practices_test.sql", "the breaches of a practice are those of its threats",
			"update figures.hicp_practices set insider_breaches = 1000",
			"update figures.hicp_practices set recent_breaches = breaches + 1",
			"update figures.hicp_practices set recent_individuals = individuals + 1",
			"update figures.hicp_practices set told_share = 2"),
		broken("hicp_practices_test.sql", "all ten practices are ranked",
			"update figures.hicp_practices set rank_by_breaches = 1",
			"delete from figures.hicp_practices where practice_no = 9"),
		broken("oaic_comparison_test.sql", "the breaches beside each Australian period",
			"update figures.oaic_comparison set both_internal = both_internal + 1",
			"update figures.oaic_comparison set described_determined = 0",
			"delete from figures.oaic_comparison"),
		broken("oaic_comparison_test.sql", "a share beside Australia's",
			"update figures.oaic_comparison set oaic_share = null",
			"update figures.oaic_comparison set oaic_share = 0.01",
			"update figures.oaic_comparison set oaic_share = 0.99",
			"update figures.oaic_comparison set both_share_low = -0.1",
			"update figures.oaic_comparison set described_share_high = 1.1",
			"update figures.oaic_comparison set described_share_low = described_share_high"),
	)
}
