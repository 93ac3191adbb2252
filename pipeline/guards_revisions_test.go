package pipeline

// breakagesOfRevisions break the checks of how captures differ.
func breakagesOfRevisions() []breakage {
	return []breakage{
		{"totals_by_capture_test.sql", "the years of each capture that moved", "update marts.totals_by_capture set breaches_change = breaches_change + 1"},
		{"totals_by_capture_test.sql", "the years of each capture that moved", "delete from marts.totals_by_capture where not is_newest"},
		{"totals_by_capture_test.sql", "the rows of the newest capture", "update marts.totals_by_capture set individuals = individuals + 1"},
		{"totals_by_capture_test.sql", "the rows of the newest capture", "delete from marts.totals_by_capture where year = 2023"},
		{"totals_by_capture_test.sql", "every row of the mart", "delete from figures.totals_by_capture where year = 2023"},
		{"totals_by_capture_test.sql", "every row of the mart", "update figures.totals_by_capture set is_closed = not is_closed"},
		{"revisions_test.sql", "individuals of the capture before", "update figures.revisions set individuals_change = 1 where kind = 'added'"},
		{"revisions_test.sql", "individuals of the capture before", "delete from figures.revisions"},
		{"revisions_test.sql", "each breach more or less", "delete from figures.revisions where kind = 'vanished'"},
		{"revisions_test.sql", "between two complete captures", "update figures.revisions set kind = 'unknown'"},
		{"revisions_test.sql", "between two complete captures", "update figures.revisions set old_value = new_value"},
		{"revised_years_test.sql", "every year that is over in two captures", "delete from figures.revised_years"},
		{"revised_years_test.sql", "every year that is over in two captures", "update figures.revised_years set individuals = individuals + 1"},
		{"revised_years_test.sql", "a year begins at no change", "update figures.revised_years set closed_individuals = closed_individuals + 1"},
	}
}
