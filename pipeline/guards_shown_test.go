package pipeline

// breakagesOfShown break the checks of the list that is shown.
func breakagesOfShown() []breakage {
	list := func(claim, statements string) breakage {
		return breakage{"shown_list_test.sql", claim, "update marts.shown_list set " + statements}
	}
	return []breakage{
		{"snapshots_test.sql", "every row of marts.breaches comes from", "update marts.snapshots set is_shown = false"},
		{"snapshots_test.sql", "every row of marts.breaches comes from", "update marts.snapshots set breaches_shown = breaches_shown + 1"},
		{"snapshots_test.sql", "every row of marts.breaches comes from", "update marts.breaches set source_file = 'another'"},
		{"waiting_breaches_test.sql", "what waits is what", "delete from marts.waiting_breaches"},
		{"waiting_breaches_test.sql", "what waits is what", insertAgain("marts.waiting_breaches", "'another' as breach_id", "true")},
		{"waiting_breaches_test.sql", "what waits is what", "update marts.waiting_breaches set source_line = 1"},
		list("the list that is described", "breaches = breaches + 1"),
		list("the list that is described", "reconstructed = 1"),
		list("the list that is described", "newest_captured_on = date '2030-01-01'"),
		list("a list is whole where", "half_captures = 1"),
		list("a list is whole where", "missing_view = 'archive'"),
		list("a list is whole where", "is_complete = false, missing_view = 'archive', half_captures = 1, newest_half_on = null"),
		list("what waits is counted", "waiting_breaches = waiting_breaches + 1"),
		list("what waits is counted", "waiting_revisions = waiting_revisions + 1"),
		list("what waits is counted", "waiting_individuals = 7"),
		list("what waits is counted", "waiting_captures = 0"),
	}
}
