package pipeline

// breakagesOfViews break the checks of marts.views and marts.unknown_views.
func breakagesOfViews() []breakage {
	views := func(claim, statements string) breakage { return breakage{"views_test.sql", claim, statements} }
	unknown := func(claim, statements string) breakage { return breakage{"unknown_views_test.sql", claim, statements} }
	return []breakage{
		views("every listed breach counts in one row", "update marts.views set breaches = breaches + 1"),
		views("every listed breach counts in one row", "delete from marts.views where place = 'archive'"),
		views("since when a view is unknown", "update marts.breaches set view = null"),
		views("since when a view is unknown", "update marts.breaches set view_unknown_since = date '2024-12-02'"),
		unknown("a breach is lost only after it was listed", "update marts.unknown_views set last_listed_on = unknown_since + 1"),
		unknown("a breach is lost only after it was listed", "update marts.unknown_views set known_on = unknown_since"),
		unknown("while its view is unknown", "update marts.unknown_views set breach_id = 'another'"),
		unknown("while its view is unknown", "update marts.unknown_views set unknown_since = date '2020-01-01'"),
		unknown("the newest open list by the day shown", "update marts.views set breaches = breaches + 1"),
	}
}
