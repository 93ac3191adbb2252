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
