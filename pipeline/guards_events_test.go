package pipeline

// breakagesIn returns a function that makes breakages of the checks of one model.
func breakagesIn(model string) func(claim, statements string) breakage {
	return func(claim, statements string) breakage { return breakage{model + "_test.sql", claim, statements} }
}

// breakagesOfEvents break the checks of reporters and events.
func breakagesOfEvents() []breakage {
	words, keys, breaches := breakagesIn("entity_words"), breakagesIn("entity_keys"), breakagesIn("breaches")
	incidents, events := breakagesIn("incidents"), breakagesIn("events")
	byYear, byKind := breakagesIn("events_by_year"), breakagesIn("events_by_kind")
	return []breakage{
		words("every word has a known kind", "update reference.entity_words set kind = 'unheard of' where words = 'llc'"),
		words("every word has a known kind", "update reference.entity_words set replaced_by = null where words = 'st'"),
		words("every word has only lower-case letters and digits", "update reference.entity_words set words = 'L.L.C.' where words = 'llc'"),
		words("every word has only lower-case letters and digits", "update reference.entity_words set words = 'a b' where words = 'llc'"),
		keys("every name of a report has its row", "delete from intermediate.entity_keys where entity_name = 'Clinic 1'"),
		keys("a key is words of lower-case letters and digits", "update intermediate.entity_keys set entity_key = 'Clinic 1' where entity_name = 'Clinic 1'"),
		keys("no two names that differ in case", insertAgain("intermediate.entity_keys", "'CLINIC 1' as entity_name, 'other' as entity_key", "entity_name = 'Clinic 1'")),
		breaches("a reporter has the key of its name", "update marts.breaches set entity_key = 'clinic 2' where entity_name = 'Clinic 1'"),
		breaches("a reporter has the key of its name", "update marts.breaches set entity_breaches = entity_breaches + 1"),
		breaches("a reporter has the key of its name", "update marts.breaches set entity_breaches = null where entity_name = 'Clinic 1'"),
		incidents("every incident has words in lower case", "update reference.incidents set words = upper(words)"),
		incidents("every incident has words in lower case", "update reference.incidents set last_on = first_on - 1"),
		incidents("every incident has words in lower case", "update reference.incidents set said_by = null"),
		events("an event has a day, a short name", "update reference.events set happened_on = null where event = 'omnibus-rule'"),
		events("an event has a day, a short name", "update reference.events set short = null where event = 'omnibus-rule'"),
		events("an event has a day, a short name", "update reference.events set short = repeat('x', 25) where event = 'omnibus-rule'"),
		events("an event has a day, a short name", "update reference.events set what = null where event = 'omnibus-rule'"),
		events("an event has a day, a short name", "update reference.events set source = null where event = 'omnibus-rule'"),
		events("an event has a day, a short name", "update reference.events set source_url = 'http://example.com' where event = 'omnibus-rule'"),
		events("no chart has more than three events", "insert into reference.events select * from reference.events"),
		events("an event that is a breach names who reported it", "update reference.events set charts = null, entity = null where event = 'omnibus-rule'"),
		events("every listed breach is in one event", "delete from marts.events where is_first"),
		events("every listed breach is in one event", "update marts.events set breach_id = 'x' || breach_id"),
		events("an event has the reports and individuals", "update marts.events set event_breaches = 2"),
		events("an event has the reports and individuals", "update marts.events set event_individuals = 2"),
		events("an event has the reports and individuals", "update marts.events set is_first = false"),
		events("an event has the reports and individuals", "update marts.events set event_submitted_on = event_submitted_on + 1"),
		events("an event has the reports and individuals", "update marts.events set joined_by = 'same reporter'"),
		events("no event joins reports that contradict each other", "update marts.events set event_id = 'one', event_breaches = 40"),
		events("a report that names an incident was submitted", "update marts.events set incident = 'unheard of'"),
		events("a report that names an incident was submitted", "update marts.events set incident = 'Anthem 2015', joined_by = 'named incident'"),
		events("the reports of a reporter that are joined", "update marts.events set event_id = 'one', joined_by = 'same reporter'"),
		byYear("breaches are those of the mart", "update figures.events_by_year set breaches = breaches + 1 where year = 2023"),
		byYear("breaches are those of the mart", "update figures.events_by_year set events = events - 1 where year = 2023"),
		byYear("there are no more events than reports", "update figures.events_by_year set events = breaches + 1 where year = 2023"),
		byYear("there are no more events than reports", "update figures.events_by_year set events = 0 where year = 2023"),
		byYear("there are no more events than reports", "update figures.events_by_year set largest_event_breaches = 9"),
		byKind("reports are those of the mart", "update figures.events_by_kind set breaches = breaches + 1 where value = 'TX'"),
		byKind("reports are those of the mart", "delete from figures.events_by_kind where value = 'Theft'"),
		byKind("the values of a kind hold all reports", "update figures.events_by_kind set events = 0"),
		byKind("the values of a kind hold all reports", "update figures.events_by_kind set breaches_per_event = 7"),
		byKind("the values of a kind hold all reports", "update figures.events_by_kind set individuals = individuals + 1"),
	}
}

// breakagesOfReporters break the checks of the figures on who reports, when, and how unequally, and of cases.
func breakagesOfReporters() []breakage {
	associates, repeats := breakagesIn("business_associates"), breakagesIn("repeat_reporters_by_year")
	concentration, lorenz := breakagesIn("concentration"), breakagesIn("lorenz_curve")
	weekdays, states := breakagesIn("weekdays"), breakagesIn("states_by_year")
	cases, durations, revisions := breakagesIn("cases"), breakagesIn("case_durations"), breakagesIn("revision_sizes")
	return []breakage{
		associates("breaches and individuals with, without", "update figures.business_associates set breaches_with = breaches_with + 1"),
		associates("breaches and individuals with, without", "update figures.business_associates set individuals_without = individuals_without + 1"),
		associates("breaches and individuals with, without", "delete from figures.business_associates where year = 2023"),
		associates("every breach of a year is counted once", "update figures.business_associates set breaches = breaches + 1"),
		associates("every breach of a year is counted once", "update figures.business_associates set breaches_with_share = 0.5"),
		associates("every breach of a year is counted once", "update figures.business_associates set individuals_with_share = 0.5"),
		concentration("breaches and individuals are those of the mart", "update figures.concentration set breaches = breaches + 1"),
		concentration("breaches and individuals are those of the mart", "delete from figures.concentration where period = '2023'"),
		concentration("the largest 1, 5 and 10 %", "update figures.concentration set top_5_percent_share = top_5_percent_share / 2"),
		concentration("the largest 1, 5 and 10 %", "update figures.concentration set top_10_percent = top_10_percent + 1"),
		concentration("shares rise with the breaches", "update figures.concentration set top_1_percent_share = 1.5"),
		concentration("shares rise with the breaches", "update figures.concentration set gini = null"),
		concentration("the Gini coefficient is that of the Lorenz curve", "update figures.concentration set gini = gini + 0.01"),
		concentration("the Gini coefficient is that of the Lorenz curve", "update figures.lorenz_curve set individuals_share = breaches_percent / 100"),
		lorenz("the curve begins at 0", "update figures.lorenz_curve set individuals_share = 0.1"),
		lorenz("the curve begins at 0", "update figures.lorenz_curve set individuals_share = null where breaches_percent = 50"),
		lorenz("the curve has all its steps", "delete from figures.lorenz_curve where breaches_percent = 50"),
		lorenz("half of the breaches", "update figures.lorenz_curve set individuals_share = individuals_share / 2"),
		weekdays("the breaches and individuals of a weekday", "update figures.weekdays set breaches = breaches + 1"),
		weekdays("the breaches and individuals of a weekday", "update figures.weekdays set weekday = 8 - weekday, name = 'Monday'"),
		weekdays("there are seven days", "delete from figures.weekdays where breaches = 0"),
		weekdays("there are seven days", "update figures.weekdays set breaches_share = breaches_share / 2"),
		states("the breaches of a state and year", "update figures.states_by_year set breaches = breaches + 1 where state = 'TX'"),
		states("the breaches of a state and year", "update figures.states_by_year set largest_individuals = 7 where state = 'WY'"),
		states("the breaches of a state and year", "delete from figures.states_by_year where state = 'TX'"),
		states("every state and district has a row", "delete from figures.states_by_year where state = 'WY'"),
		repeats("every breach whose reporter has a name", "update figures.repeat_reporters_by_year set breaches = breaches + 1"),
		repeats("reporters without an earlier breach", "update figures.repeat_reporters_by_year set repeat_reporters = reporters"),
		repeats("breaches of repeat reporters", "update figures.repeat_reporters_by_year set breaches_of_repeat = breaches_of_repeat + 1"),
		repeats("no year has more repeat reporters", "update figures.repeat_reporters_by_year set repeat_reporters = reporters + 1"),
		repeats("no year has more repeat reporters", "update figures.repeat_reporters_by_year set most_breaches = 9"),
		repeats("no year has more repeat reporters", "update figures.repeat_reporters_by_year set repeat_share = 0.123"),
		cases("every breach has a case", "delete from marts.cases where case_state = 'open'"),
		cases("every breach has a case", "update marts.cases set first_open_on = last_open_on + 1"),
		cases("every breach has a case", "update marts.cases set left_open_on = last_open_on - 1"),
		cases("every breach has a case", "update marts.cases set first_archived_on = last_open_on - 1"),
		cases("a case is closed between two captures", "update marts.cases set case_state = 'closed'"),
		cases("a case is closed between two captures", "update marts.cases set closed_by_on = null, open_days_most = null"),
		cases("a case is closed between two captures", "update marts.cases set open_days_least = open_days_most + 1"),
		cases("a case is closed between two captures", "update marts.cases set closed_after_on = closed_by_on"),
		cases("as of the day shown", "update marts.cases set closed_by_on = date '2024-10-17'"),
		cases("as of the day shown", "update marts.cases set closed_by_on = date '2024-10-18'"),
		cases("as of the day shown", "update marts.cases set last_open_on = null"),
		cases("no case is closed while an open list has it", "update marts.cases set case_state = 'closed', closed_by_on = date '2024-12-03'"),
		durations("what the captures show bounds the curve", "update figures.case_durations set open_share_least = 0.99"),
		durations("what the captures show bounds the curve", "update figures.case_durations set open_share_most = 2"),
		durations("what the captures show bounds the curve", "update figures.case_durations set open_share = 2"),
		durations("what the captures show bounds the curve", "update figures.case_durations set known_open = cases + 1"),
		durations("a share that was reached is not left again", "update figures.case_durations set open_share_least = age_months"),
		durations("the cases of a year are those of the mart", "update figures.case_durations set cases = cases + 1"),
		durations("the cases of a year are those of the mart", "update figures.case_durations set known_closed = known_closed + 1"),
		revisions("every breach is counted once", "update figures.revision_sizes set breaches = breaches + 1"),
		revisions("every breach is counted once", "update figures.revision_sizes set replaced = 999"),
		revisions("a share is that of its counts", "update figures.revision_sizes set replaced_share = 0.123"),
		revisions("a share is that of its counts", "update figures.revision_sizes set raised = replaced + 1"),
		revisions("a share is that of its counts", "update figures.revision_sizes set factor_median = 1e9, factor_upper_quartile = 2"),
		revisions("what replaced numbers add", "update figures.revision_sizes set individuals_newest = individuals_newest + 1"),
	}
}
