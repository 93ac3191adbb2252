package charts

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/breachstats/breachstats/torture/must"
)

// captured returns the note of a complete capture.
func captured() Note { return Note{Captured: "17 October 2024 (3f9a1c2b)"} }

// chartNamed returns a chart of the catalogue.
func chartNamed(tb testing.TB, name string) Chart {
	tb.Helper()
	for _, chart := range All() {
		if chart.Name == name {
			return chart
		}
	}
	tb.Fatalf("no chart %s", name)
	return Chart{}
}

// record builds rows in the order of the chart's columns; nil is null, a day
// is text.
func record(tb testing.TB, chart Chart, rows [][]any) arrow.RecordBatch {
	tb.Helper()
	fields := make([]arrow.Field, len(chart.Columns))
	for i, column := range chart.Columns {
		fields[i] = arrow.Field{Name: column.Name, Type: column.Type, Nullable: true}
	}
	builder := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	defer builder.Release()
	for _, row := range rows {
		if len(row) > len(fields) {
			tb.Fatalf("%s: want %d values, got %v", chart.Name, len(fields), row)
		}
		// The last columns are null where a row leaves them out.
		for i, value := range append(slices.Clone(row), make([]any, len(fields)-len(row))...) {
			appendValue(tb, builder.Field(i), value)
		}
	}
	return builder.NewRecordBatch()
}

func appendValue(tb testing.TB, to array.Builder, value any) {
	tb.Helper()
	if value == nil {
		to.AppendNull()
		return
	}
	switch to := to.(type) {
	case *array.Int64Builder:
		switch value := value.(type) {
		case int:
			to.Append(int64(value))
		case int64:
			to.Append(value)
		default:
			tb.Fatalf("want a whole number, got %v", value)
		}
	case *array.Float64Builder:
		to.Append(value.(float64))
	case *array.StringBuilder:
		to.Append(value.(string))
	case *array.BooleanBuilder:
		to.Append(value.(bool))
	case *array.Date32Builder:
		day := must.Get(time.Parse(time.DateOnly, value.(string)))(tb)
		to.Append(arrow.Date32FromTime(day))
	default:
		tb.Fatalf("no builder for %v", value)
	}
}

const firstYear = 2009

// yearCounts returns the breaches of each year, 2009 to 2024.
func yearCounts() []int {
	return []int{18, 199, 200, 218, 277, 314, 270, 328, 358, 369, 511, 663, 715, 720, 745, 537}
}

func isPartYear(at int) bool { return at == 0 || at == len(yearCounts())-1 }

// firstAndLast returns the days of the first and the last submission of a year.
func firstAndLast(at int) (first, last string) {
	first, last = fmt.Sprintf("%d-01-02", firstYear+at), fmt.Sprintf("%d-12-30", firstYear+at)
	switch at {
	case 0:
		first = "2009-10-21"
	case len(yearCounts()) - 1:
		last = "2024-10-08"
	}
	return first, last
}

// typical returns rows of the size and shape of the portal's, for each chart.
func typical(tb testing.TB, chart Chart) [][]any {
	tb.Helper()
	switch chart.Name {
	case "breaches_by_year":
		return typicalYears()
	case "individuals_by_year":
		return typicalSums()
	case "breaches_by_year_and_entity_type":
		return typicalGrid([]string{"Healthcare Provider", "Health Plan", "Business Associate", "Healthcare Clearing House"},
			[][2]int{{72, 74}, {13, 10}, {14, 15}, {1, 1}})
	case "breaches_by_year_and_location":
		return typicalGrid([]string{
			"Network Server", "Email", "Paper/Films", "Laptop", "Desktop Computer", "Electronic Medical Record",
			"Other Portable Electronic Device", "Other", notStated,
		}, [][2]int{{11, 62}, {2, 24}, {24, 6}, {26, 2}, {16, 2}, {3, 7}, {14, 1}, {10, 4}, {0, 1}})
	case "breaches_by_year_and_type":
		return typicalGrid([]string{
			"Hacking/IT Incident", "Unauthorized Access/Disclosure", "Theft", "Loss", "Improper Disposal", "Other", "Unknown",
		}, [][2]int{{8, 81}, {18, 17}, {56, 1}, {12, 1}, {5, 1}, {9, 0}, {3, 0}})
	case "mccoy_perlis_entity_types":
		return typicalStudy([]string{"Healthcare Provider", "Health Plan", "Business Associate", "Healthcare Clearing House"})
	case "mccoy_perlis_locations":
		return typicalStudy([]string{"Network Server", "Email", "Paper/Films", "Laptop", "Desktop Computer", "Electronic Medical Record"})
	case "mccoy_perlis_breach_types":
		return typicalStudy([]string{"Hacking/IT Incident", "Unauthorized Access/Disclosure", "Theft", "Loss", "Improper Disposal"})
	case "largest_breaches":
		return typicalLargest()
	case "revised_years":
		return typicalRevisions()
	}
	if rows := typicalPlaces(chart.Name); rows != nil {
		return rows
	}
	if rows := typicalOrigins(chart.Name); rows != nil {
		return rows
	}
	tb.Fatalf("no rows for %s", chart.Name)
	return nil
}

// typicalStudy returns eight years of categories, each smaller than the one before.
func typicalStudy(categories []string) [][]any {
	var rows [][]any
	for at := range 8 {
		for i, category := range categories {
			breaches := (150 + 20*at) >> i
			rows = append(rows, []any{2010 + at, category, breaches, breaches * 20_000, (at + 1) * breaches * 20_000, false, 2157, 129, "2018-01-04"})
		}
	}
	return rows
}

func typicalYears() [][]any {
	var rows [][]any
	for at, breaches := range yearCounts() {
		first, last := firstAndLast(at)
		rows = append(rows, []any{firstYear + at, breaches, breaches * 20_000, 2300.5, 4_900_000, isPartYear(at), first, last, nil, nil, nil})
	}
	// The running year has a projection.
	last := rows[len(rows)-1]
	last[8], last[9], last[10] = last[1].(int)*27/20, last[1].(int)*24/20, last[1].(int)*31/20
	return rows
}

func typicalSums() [][]any {
	sums := []int{134_773, 5_900_000, 13_200_000, 2_900_000, 7_000_000, 19_100_000, 112_500_000, 16_700_000, 5_300_000,
		15_200_000, 44_900_000, 34_800_000, 60_000_000, 57_100_000, 168_200_000, 279_000_000}
	names := map[int]string{
		2: "TRICARE Management Activity", 5: "Community Health Systems Professional Services Corporations",
		6: "Anthem Inc.", 14: "HCA Healthcare", 15: "Change Healthcare, Inc.",
	}
	largest := map[int]int{2: 4_901_432, 5: 4_500_000, 6: 78_800_000, 14: 11_270_000, 15: 192_700_000}
	var rows [][]any
	for at, breaches := range yearCounts() {
		first, last := firstAndLast(at)
		name, most := names[at], largest[at]
		if name == "" {
			name, most = "A Hospital", sums[at]/5
		}
		rows = append(rows, []any{firstYear + at, breaches, at % 2, sums[at], most, name, isPartYear(at), first, last})
	}
	return rows
}

// typicalGrid returns categories whose shares, in percent, move from the first number to the second
// over the years.
func typicalGrid(categories []string, shares [][2]int) [][]any {
	var rows [][]any
	cumulative := make([]int, len(categories))
	last := len(yearCounts()) - 1
	for at, all := range yearCounts() {
		for i, category := range categories {
			breaches := all * (shares[i][0]*(last-at) + shares[i][1]*at) / last / 100
			cumulative[i] += breaches * 61_234
			rows = append(rows, []any{firstYear + at, category, breaches, breaches * 61_234, cumulative[i], isPartYear(at)})
		}
	}
	return rows
}

func typicalLargest() [][]any {
	names := []string{
		"Change Healthcare, Inc.", "Anthem Inc.", "Welltok, Inc.", "Optum360, LLC", "HCA Healthcare",
		"Premera Blue Cross", "Laboratory Corporation of America Holdings dba LabCorp", "Excellus Health Plan, Inc.",
		"Perry Johnson & Associates, Inc. dba PJ&A", "Managed Care of North America (MCNA)", "Community Health Systems Professional Services Corporations",
		"Science Applications International Corporation (SA", "Kaiser Foundation Health Plan, Inc.", "University of California, Los Angeles Health", "PharMerica Corporation",
		"Advocate Health and Hospitals Corporation", "MedEvolve",
	}
	sizes := []int{192_700_000, 78_800_000, 14_782_887, 11_500_000, 11_270_000, 10_466_692, 10_251_784, 9_358_891, 9_302_588,
		8_861_076, 6_121_158, 4_900_000, 4_800_000, 4_500_000, 4_470_000, 4_029_530, 3_998_163}
	years := []int{2024, 2015, 2023, 2019, 2023, 2015, 2019, 2015, 2023, 2023, 2014, 2011, 2024, 2015, 2023, 2013, 2022}
	var rows [][]any
	for i, name := range names {
		rows = append(rows, []any{
			i + 1, name, "CA", "Business Associate", sizes[i], "2024-07-19", years[i], "Hacking/IT Incident", "Network Server", i == 9, 0,
		})
	}
	return rows
}

// typicalRevisions returns years at five captures. A year has rows from the first capture after its
// end.
func typicalRevisions() [][]any {
	captures := []string{"2016-04-27", "2017-09-13", "2020-08-29", "2022-04-04", "2024-10-17"}
	totals := [][]int{ // from 2009 on; as many captures as there were after the end of the year
		{134_773, 134_773, 134_773, 134_773, 134_773},
		{5_534_276, 5_932_276, 5_932_276, 5_932_276, 5_932_276},
		{13_149_792, 13_150_298, 13_162_158, 13_162_158, 13_162_158},
		{2_808_042, 2_808_042, 2_854_525, 2_854_525, 2_854_525},
		{6_950_118, 6_939_276, 7_018_839, 7_018_839, 7_018_839},
		{12_683_589, 12_682_073, 19_073_551, 19_073_551, 19_073_551},
		{113_258_966, 113_267_174, 113_307_814, 112_466_720, 112_466_720},
		{16_655_090, 16_659_090, 16_706_554, 16_711_004},
		{5_131_289, 5_306_786, 5_314_987},
		{13_522_273, 14_158_490, 15_236_139},
		{41_638_062, 44_747_247, 44_969_724},
		{34_373_975, 35_309_732},
		{46_088_830, 60_003_104},
	}
	var rows [][]any
	for at, moves := range totals {
		skipped := len(captures) - len(moves)
		for i, individuals := range moves {
			share := float64(individuals)/float64(moves[0]) - 1
			rows = append(rows, []any{firstYear + at, captures[skipped+i], 1, individuals, moves[0], share})
		}
	}
	return rows
}
