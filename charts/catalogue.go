package charts

import "github.com/apache/arrow-go/v18/arrow"

// All returns the catalogue: all charts, in the order of the page.
func All() []Chart {
	return []Chart{
		breachesByYear(),
		individualsByYear(),
		originByYear(),
		breachesByYearAndType(),
		breachesByYearAndLocation(),
		breachesByYearAndEntityType(),
		breachesByState(),
		breachesByMonth(),
		breachSizes(),
		sizesByYear(),
		largestBreaches(),
		originSensitivity(),
		causes(),
		hicpThreatsByYear(),
		hicpPractices(),
		oaicComparison(),
		listedByCapture(),
		revisedTotals(),
		mccoyPerlisEntityTypes(),
		mccoyPerlisLocations(),
		mccoyPerlisBreachTypes(),
	}
}

func breachesByYear() Chart {
	return Chart{
		Name:     "breaches_by_year",
		Title:    "Breaches reported each year",
		Subtitle: "Breaches of 500 or more individuals reported to HHS OCR, by year of submission",
		Description: "Vertical bars, one for each year, as high as the number of breaches submitted in it. " +
			"The number stands on the bar. A year that the capture covers in part is hatched and says from or to which day it reaches. " +
			"A dashed outline over the running year is a projection of its end, with a line for its interval.",
		Columns: []Column{
			intColumn("year"), intColumn("breaches"), intColumn("individuals"), floatColumn("median_individuals"),
			intColumn("largest_individuals"), boolColumn("is_partial_year"), dateColumn("first_submitted_on"), dateColumn("last_submitted_on"),
			intColumn("projected_breaches"), intColumn("projected_low"), intColumn("projected_high"),
		},
		read: readBreachesByYear,
	}
}

func individualsByYear() Chart {
	return Chart{
		Name:     "individuals_by_year",
		Title:    "Individuals affected each year",
		Subtitle: "Individuals affected by breaches of 500 or more reported to HHS OCR, by year of submission",
		Description: "Vertical bars, one for each year, as high as the number of individuals affected by the breaches submitted in it. " +
			"The part at the foot of the bar is the year's largest single breach, named where it is half of the year or more.",
		Columns: []Column{
			intColumn("year"), intColumn("breaches"), intColumn("breaches_without_count"), intColumn("individuals"),
			intColumn("largest_individuals"), textColumn("largest_entity_name"), boolColumn("is_partial_year"),
			dateColumn("first_submitted_on"), dateColumn("last_submitted_on"),
		},
		read: readIndividualsByYear,
	}
}

func breachesByYearAndEntityType() Chart {
	return Chart{
		Name:     "breaches_by_year_and_entity_type",
		Title:    "Who reports breaches",
		Subtitle: "Breaches of 500 or more individuals reported to HHS OCR, by type of reporting entity and year of submission",
		Description: "Stacked vertical bars, one for each year, of the number of breaches by type of reporting entity. " +
			"Below each bar stand the individuals affected in breaches up to the end of that year, for each type of entity.",
		Columns: gridColumns("entity_type"),
		read:    func(rows *table) figure { return readStacks(rows, "entity_type") },
	}
}

func breachesByYearAndLocation() Chart {
	return Chart{
		Name:     "breaches_by_year_and_location",
		Title:    "Where the breached information was",
		Subtitle: "Breaches of 500 or more individuals reported to HHS OCR, by location of the information and year of submission",
		Description: "Small charts side by side, one for each location of the breached information, with a vertical bar for each year as high as " +
			"the number of breaches, on one scale or, where its heading names it, on its own. Numbers stand on the highest bar and on the newest whole year. A year that the capture covers in part is hatched.",
		Columns: gridColumns("location"),
		read: func(rows *table) figure {
			return readPanels(rows, "location", "A breach with several locations counts in each.")
		},
	}
}

func breachesByYearAndType() Chart {
	return Chart{
		Name:     "breaches_by_year_and_type",
		Title:    "How the information was breached",
		Subtitle: "Breaches of 500 or more individuals reported to HHS OCR, by type of breach and year of submission",
		Description: "Small charts side by side, one for each type of breach, with a vertical bar for each year as high as " +
			"the number of breaches, on one scale or, where its heading names it, on its own. Numbers stand on the highest bar and on the newest whole year. A year that the capture covers in part is hatched.",
		Columns: gridColumns("breach_type"),
		read: func(rows *table) figure {
			return readPanels(rows, "breach_type", "A breach with several types counts in each.")
		},
	}
}

func largestBreaches() Chart {
	return Chart{
		Name:     "largest_breaches",
		Title:    "The largest breaches",
		Subtitle: "Individuals affected by the largest breaches reported to HHS OCR, with the year of submission",
		Description: "Horizontal bars, one for each of the largest breaches and the largest at the top, as long as the number of " +
			"individuals affected, which stands beside it. The name of the reporting entity and the year stand with it.",
		Columns: []Column{
			intColumn("rank"), textColumn("entity_name"), textColumn("state"), textColumn("entity_type"), intColumn("individuals"),
			dateColumn("submitted_on"), intColumn("year"), textColumn("breach_types"), textColumn("locations"), boolColumn("is_duplicate"),
			intColumn("larger_waiting"),
		},
		read: readLargest,
	}
}

func revisedTotals() Chart {
	return Chart{
		Name:     "revised_years",
		Title:    "How the totals of past years were revised",
		Subtitle: "Individuals affected by the breaches reported to HHS OCR in a year: the first capture after its end, and the newest",
		Description: "Rows, one for each year that is over and the newest first, with its number of individuals at the first capture after its end " +
			"and at the newest, and a bar for how far it has moved in percent, to the right for more and to the left for fewer.",
		Columns: []Column{
			intColumn("year"), dateColumn("captured_on"), intColumn("capture_no"), intColumn("individuals"),
			intColumn("closed_individuals"), floatColumn("moved_share"),
		},
		IsOptional: true,
		read:       readRevisedYears,
	}
}

// gridColumns returns the columns of a table by year and category.
func gridColumns(category string) []Column {
	return []Column{
		intColumn("year"), textColumn(category), intColumn("breaches"), intColumn("individuals"),
		intColumn("cumulative_individuals"), boolColumn("is_partial_year"),
	}
}

func intColumn(name string) Column   { return Column{Name: name, Type: arrow.PrimitiveTypes.Int64} }
func floatColumn(name string) Column { return Column{Name: name, Type: arrow.PrimitiveTypes.Float64} }
func textColumn(name string) Column  { return Column{Name: name, Type: arrow.BinaryTypes.String} }
func boolColumn(name string) Column  { return Column{Name: name, Type: arrow.FixedWidthTypes.Boolean} }
func dateColumn(name string) Column  { return Column{Name: name, Type: arrow.FixedWidthTypes.Date32} }
