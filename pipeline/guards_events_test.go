package pipeline

// breakagesOfEvents are those of reporters, events, and the figures that ask who, when and how unequal.
func breakagesOfEvents() []breakage {
	of := func(file string) func(claim, statements string) breakage {
		return func(claim, statements string) breakage { return breakage{file + "_test.sql", claim, statements} }
	}
	words, keys, breaches := of("entity_words"), of("entity_keys"), of("breaches")
	incidents, events := of("incidents"), of("events")
	byYear, byKind := of("events_by_year"), of("events_by_kind")
	associates, repeats := of("business_associates"), of("repeat_reporters_by_year")
	concentration, lorenz := of("concentration"), of("lorenz_curve")
	weekdays, states := of("weekdays"), of("states_by_year")
	return []breakage{
		words("every word has a known kind", "update reference.entity_words set kind = 'unheard of' where words = 'llc'"),
		words("every word has a known kind", "update reference.entity_words set replaced_by = null where words = 'st'"),
		words("every word is written as names are compared", "update reference.entity_words set words = 'L.L.C.' where words = 'llc'"),
		words("every word is written as names are compared", "update reference.entity_words set words = 'a b' where words = 'llc'"),
		keys("every name of a report has its row", "delete from intermediate.entity_keys where entity_name = 'Clinic 1'"),
		keys("a key is words of lower-case letters and digits", "update intermediate.entity_keys set entity_key = 'Clinic 1' where entity_name = 'Clinic 1'"),
		keys("a key is words of lower-case letters and digits", insertAgain("intermediate.entity_keys", "'CLINIC 1' as entity_name, 'other' as entity_key", "entity_name = 'Clinic 1'")),
		breaches("a reporter has the key of its name", "update marts.breaches set entity_key = 'clinic 2' where entity_name = 'Clinic 1'"),
		breaches("a reporter has the key of its name", "update marts.breaches set entity_breaches = entity_breaches + 1"),
		breaches("a reporter has the key of its name", "update marts.breaches set entity_breaches = null where entity_name = 'Clinic 1'"),
		incidents("every incident has words in lower case", "update reference.incidents set words = upper(words)"),
		incidents("every incident has words in lower case", "update reference.incidents set last_on = first_on - 1"),
		incidents("every incident has words in lower case", "update reference.incidents set said_by = null"),
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
	}
}
