package pipeline

import "slices"

// breakage is a change to a built database that makes one check fail.
type breakage struct{ file, claim, statements string }

// insertAgain adds a copy of one row of a table, with some columns replaced.
func insertAgain(table, replace, where string) string {
	return "insert into " + table + " select * replace (" + replace + ") from " + table + " where " + where + " limit 1"
}

func breakages() []breakage {
	all := slices.Concat(breakagesOfReports(), breakagesOfBreaches())
	all = append(all, breakagesOfRevisions()...)
	all = append(all, breakagesOfOrigins()...)
	all = append(all, breakagesOfFigures()...)
	all = append(all, breakagesOfStates()...)
	all = append(all, breakagesOfShown()...)
	all = append(all, breakagesOfViews()...)
	all = append(all, breakagesOfEvents()...)
	all = append(all, breakagesOfReporters()...)
	all = append(all, studyBreakages()...)
	all = append(all, originBreakages()...)
	all = append(all, practiceBreakages()...)
	all = append(all, kindBreakages()...)
	all = append(all, projectionBreakages()...)
	all = append(all, breakagesOfGrid("entity_type", "entity_type", "every breach is counted in exactly one year and type", "")...)
	all = append(all, breakagesOfGrid("type", "breach_type", "every type of every breach is counted", "individuals add up")...)
	return append(all, breakagesOfGrid("location", "location", "every location of every breach is counted", "individuals add up")...)
}

// breakagesOfGrid break the checks of a figure with a row for each year and category.
func breakagesOfGrid(name, column, count, countLocations string) []breakage {
	table := "figures.breaches_by_year_and_" + name
	file := "breaches_by_year_and_" + name + "_test.sql"
	add := "update " + table + " set individuals = individuals + 1 where year = 2024"
	found := []breakage{
		{file, count, "update " + table + " set breaches = breaches + 1 where year = 2023"},
		{file, "cumulative individuals of a", "update " + table + " set cumulative_individuals = 0 where year = 2024"},
		{file, "cumulative individuals of a", "update " + table + " set cumulative_individuals = null where year = 2024"},
		{file, "ends with as many cumulative individuals", "update " + table + " set cumulative_individuals = cumulative_individuals + 1"},
		{file, "ends with as many cumulative individuals", "delete from " + table + " where " + column + " in ('Theft', 'Email', 'Health Plan')"},
		{file, "ends with as many cumulative individuals", insertAgain(table, "'New' as "+column, "year = 2024")},
	}
	if countLocations != "" {
		found = append(found, breakage{file, countLocations, add})
	}
	return found
}

// breakagesOfReports break the checks of reports, their listings, and versions.
func breakagesOfReports() []breakage {
	return []breakage{
		{"listings_test.sql", "every snapshot lists as many reports as the manifest states", "delete from raw.listings where source_line = 2"},
		{"listings_test.sql", "every snapshot lists as many reports as the manifest states", "delete from raw.listings where view = 'archive'"},
		{"listings_test.sql", "every snapshot lists as many reports as the manifest states", "update raw.listings set first_captured_on = date '2024-01-02', view = 'all'"},
		{"listings_test.sql", "every listing is of a report", "delete from raw.breach_reports where source_line = 2"},
		{"listings_test.sql", "every listing is of a report", "delete from raw.part2_reports"},
		{"listings_test.sql", "every listing is of a report", "delete from raw.listings where source_line = 2"},
		{"listings_test.sql", "every run of every report is listed", "delete from intermediate.listings where report_no = 1"},
		{"listings_test.sql", "every run of every report is listed", "update intermediate.listings set first_order = 3"},
		{"identities_test.sql", "every form is a form of one breach", "delete from intermediate.identities where step = 2"},
		{"identities_test.sql", "no two breaches have one id", "update intermediate.identities set breach_id = 'one'"},
		{"identities_test.sql", "no capture lists two forms of one breach", "update intermediate.identities set breach_id = 'one'"},
		{"breach_reports_test.sql", "every raw report is staged once", "delete from staging.breach_reports where source_line = 2"},
		{"breach_reports_test.sql", "every raw report is staged once", insertAgain("staging.breach_reports", "9999 as report_no, 9999 as source_line", "true")},
		{"breach_reports_test.sql", "individuals_affected is blank or", "update staging.breach_reports set individuals = null where source_line = 2"},
		{"breach_reports_test.sql", "individuals_affected is blank or", "update staging.breach_reports set individuals = 1000000001 where source_line = 2"},
		{"breach_reports_test.sql", "submission_date is a day", "update staging.breach_reports set submitted_on = null where source_line = 2"},
		{"breach_reports_test.sql", "the report was submitted between", "update staging.breach_reports set submitted_on = date '2009-09-22' where source_line = 2"},
		{"breach_reports_test.sql", "the report was submitted between", "update staging.breach_reports set submitted_on = captured_on + 1 where source_line = 2"},
		{"breach_reports_test.sql", "business_associate_present is", "update staging.breach_reports set has_business_associate = null where source_line = 2"},
		{"breach_reports_test.sql", "the report names the entity", "update staging.breach_reports set entity_name = null where source_line = 2"},
		{"part2_reports_test.sql", "every raw report of the Part 2 list is staged once", "delete from staging.part2_reports"},
		{"part2_reports_test.sql", "individuals_affected of a Part 2", "update staging.part2_reports set individuals = null"},
		{"part2_reports_test.sql", "submission_date of a Part 2", "update staging.part2_reports set submitted_on = captured_on + 1"},
		{"part2_reports_test.sql", "qualified_service_organization_present is", "update staging.part2_reports set has_qualified_service_organization = null"},
		{"part2_reports_test.sql", "names the program", "update staging.part2_reports set program_name = null"},
		{"breach_versions_test.sql", "a version begins where the one before it ended", "update intermediate.breach_versions set first_order = 1"},
		{"breach_versions_test.sql", "a version begins where the one before it ended", "update intermediate.breach_versions set gone_order = null"},
		{"breach_versions_test.sql", "a version begins where the one before it ended", "update intermediate.breach_versions set is_return = true"},
		{"breach_versions_test.sql", "a version differs from the one before it", "update intermediate.breach_versions set changed_columns = []"},
		{"breach_versions_test.sql", "a complete capture lists as many breaches", "delete from intermediate.breach_versions where report_no in (select report_no from intermediate.reports where source_line = 4)"},
		{"breach_versions_test.sql", "a complete capture lists as many breaches", "update intermediate.breach_versions set gone_order = null"},
		{"captures_test.sql", "one capture of the HIPAA list is current", "update intermediate.captures set is_current = true"},
		{"captures_test.sql", "one capture of the HIPAA list is current", "update intermediate.captures set is_current = false"},
		{"captures_test.sql", "synthetic and real", "update staging.snapshots set is_synthetic = true where view = 'archive'"},
		{"captures_test.sql", "the views of the current capture are of one day", "update staging.breach_reports set submitted_on = date '2020-01-01' where (source_file, source_line) in (select (source_file, source_line) from staging.listings where view = 'under-investigation')"},
	}
}

// breakagesOfBreaches break the checks of breaches and of the figures by year.
func breakagesOfBreaches() []breakage {
	return []breakage{
		{"breaches_test.sql", "every report of the current capture is the listed version", "delete from marts.breaches where source_line = 4"},
		{"breaches_test.sql", "every report of the current capture is the listed version", "update marts.breaches set vanished_on = last_captured_on"},
		{"breaches_test.sql", "every report of the current capture is the listed version", "update marts.breaches set breach_id = 'x' || breach_id"},
		{"breaches_test.sql", "no other breach is listed", insertAgain("marts.breaches", "'another' as breach_id", "vanished_on is null")},
		{"breaches_test.sql", "no other breach is listed", "update marts.breaches set vanished_on = null"},
		{"breaches_test.sql", "as of the day shown", "update marts.breaches set vanished_on = null"},
		{"breaches_test.sql", "as of the day shown", "delete from marts.breaches where vanished_on is null"},
		{"breaches_test.sql", "every breach ever listed", "delete from marts.breaches where vanished_on is not null"},
		{"breaches_test.sql", "every breach has a year", "update marts.breaches set year = null where source_line = 2"},
		{"breaches_test.sql", "name an unknown state", "update marts.breaches set state = 'ZZ'"},
		{"breaches_test.sql", "name an unknown entity_type", "update marts.breaches set entity_type = 'TX'"},
		{"breaches_test.sql", "leave has_business_associate blank", "update marts.breaches set has_business_associate = null"},
		{"breaches_test.sql", "repeat another in every value", "update marts.breaches set is_duplicate = true"},
		{"breach_types_test.sql", "every type of every breach", "update marts.breach_types set breach_type = 'Loss' where breach_type = 'Theft'"},
		{"breach_types_test.sql", "every type of every breach", "delete from marts.breach_types where breach_type = 'Theft'"},
		{"breach_types_test.sql", "every type of every breach", insertAgain("marts.breach_types", "'another' as breach_id", "true")},
		{"breach_types_test.sql", "name an unknown breach_type", "update marts.breach_types set breach_type = 'Laptop'"},
		{"breach_locations_test.sql", "every location of every breach", "update marts.breach_locations set breach_id = 'x' || breach_id"},
		{"breach_locations_test.sql", "every location of every breach", "update marts.breach_locations set individuals = 7"},
		{"breach_locations_test.sql", "name an unknown location", "update marts.breach_locations set location = 'Theft'"},
		{"part2_breaches_test.sql", "every report of the newest capture", "delete from marts.part2_breaches"},
		{"part2_breaches_test.sql", "every report of the newest capture", insertAgain("marts.part2_breaches", "9999 as source_line", "true")},
		{"breaches_by_year_test.sql", "every breach is counted in exactly one year", "delete from figures.breaches_by_year where year = 2023"},
		{"breaches_by_year_test.sql", "individuals add up", "update figures.breaches_by_year set individuals = individuals + 1"},
		{"individuals_by_year_test.sql", "the largest breach are those", "update figures.individuals_by_year set largest_individuals = 1 where year = 2023"},
		{"individuals_by_year_test.sql", "the largest breach are those", "update figures.individuals_by_year set largest_individuals = null where year = 2023"},
		{"individuals_by_year_test.sql", "the largest breach are those", "update figures.individuals_by_year set individuals = 1 where year = 2023"},
		{"individuals_by_year_test.sql", "the largest breach are those", "update figures.individuals_by_year set breaches = 1 where year = 2023"},
		{"individuals_by_year_test.sql", "the largest breach are those", "delete from figures.individuals_by_year where year = 2023"},
		{"individuals_by_year_test.sql", "largest_entity_name reported", "update figures.individuals_by_year set largest_entity_name = 'Clinic 0' where year = 2023"},
		{"individuals_by_year_test.sql", "largest_entity_name reported", "update figures.individuals_by_year set largest_entity_name = null where year = 2023"},
		{"individuals_by_year_test.sql", "largest_entity_name reported", "update figures.individuals_by_year set largest_individuals = null where year = 2023"},
		{"individuals_by_year_test.sql", "breaches_without_count", "update figures.individuals_by_year set breaches_without_count = 0"},
		{"individuals_by_year_test.sql", "breaches_without_count", "update figures.individuals_by_year set breaches_without_count = 1"},
		{"largest_breaches_test.sql", "no breach that is left out", "delete from figures.largest_breaches where rank = 1"},
	}
}
