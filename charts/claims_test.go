package charts

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/breachstats/breachstats/torture/must"
)

// plainTitle replaces no-break spaces of a title by spaces.
func plainTitle(title string) string { return strings.ReplaceAll(title, "\u00A0", " ") }

// cells returns the rows of a record as texts, by the names of the columns. null is empty.
func cells(rows arrow.RecordBatch) []map[string]string {
	all := make([]map[string]string, rows.NumRows())
	for i := range all {
		all[i] = map[string]string{}
		for at, field := range rows.Schema().Fields() {
			if column := rows.Column(at); !column.IsNull(i) {
				all[i][field.Name] = column.ValueStr(i)
			}
		}
	}
	return all
}

func numberOf(text string) float64 {
	value, err := strconv.ParseFloat(strings.ReplaceAll(text, ",", ""), 64)
	if err != nil {
		return math.NaN()
	}
	return value
}

// written returns the value of a number in a title, with million multiplied out, and its rounding.
func written(number, unit string) (value, slack float64) {
	value = numberOf(number)
	digits := 0
	if _, after, isFound := strings.Cut(number, "."); isFound {
		digits = len(after)
	}
	slack = 0.5001 * math.Pow10(-digits)
	switch unit {
	case "million":
		return value * 1e6, slack * 1e6
	case "billion":
		return value * 1e9, slack * 1e9
	}
	return value, slack
}

var fromTo = regexp.MustCompile(`(?:from|:) ([0-9.,]*[0-9]) ?(million|billion|)(?: breaches)? in ([0-9]{4})(?: to|,) ([0-9.,]*[0-9]) ?(million|billion|)(?: breaches)? in ([0-9]{4})`)

// checkClaim computes again what a title claims about a yearly number. It uses only the rows, and
// no code that makes titles.
func checkClaim(t *testing.T, name, title string, rows []map[string]string) {
	t.Helper()
	title = plainTitle(title)
	column := map[string]string{
		"breaches_by_year": "breaches", "sizes_by_year": "median_individuals", "breaches_by_year_and_type": "breaches", "breaches_by_year_and_location": "breaches",
	}[name]
	category := map[string]string{"breaches_by_year_and_type": "breach_type", "breaches_by_year_and_location": "location"}[name]
	found := fromTo.FindStringSubmatch(title)
	if column == "" || found == nil {
		return
	}
	years := map[string]bool{}
	for _, row := range rows {
		if row["is_partial_year"] != "true" && row[column] != "" {
			years[row["year"]] = true
		}
	}
	var whole []string
	for year := range years {
		whole = append(whole, year)
	}
	slices.Sort(whole)
	if found[3] != whole[0] || found[6] != whole[len(whole)-1] {
		t.Errorf("%s: %q compares %s and %s, but the whole years are %v", name, title, found[3], found[6], whole)
	}
	// Among categories, take the largest in the last whole year.
	largest, most := "", -1.0
	for _, row := range rows {
		if value := numberOf(row[column]); row["year"] == found[6] && value > most && !slices.Contains([]string{"Other", "Unknown", ""}, row[category]) {
			largest, most = row[category], value
		}
	}
	var values [2]float64
	for i, at := range []int{1, 4} {
		want, slack := written(found[at], found[at+1])
		for _, row := range rows {
			if row["year"] == found[at+2] && (category == "" || row[category] == largest) {
				values[i] = numberOf(row[column])
			}
		}
		if math.Abs(values[i]-want) > slack {
			t.Errorf("%s: %q, but the row of %s has %v", name, title, found[at+2], values[i])
		}
	}
	if isRise := strings.Contains(title, "rose") || regexp.MustCompile(`(doubl|tripl|quadrupl)ed`).MatchString(title); isRise && values[1] <= values[0] {
		t.Errorf("%s: %q, but there is no rise: %v", name, title, values)
	}
}

// checkOtherClaim does the same for titles that are not about a yearly number.
func checkOtherClaim(t *testing.T, name, title string, rows []map[string]string) {
	t.Helper()
	title = plainTitle(title)
	wrong := func(got any) { t.Errorf("%s: %q, but the rows give %v", name, title, got) }
	switch name {
	case "individuals_by_year":
		checkIndividuals(title, rows, wrong)
	case "breach_sizes":
		checkSizes(title, rows, wrong)
	case "largest_breaches":
		checkLargest(title, rows, wrong)
	case "breaches_by_state":
		checkStates(title, rows, wrong)
	case "listed_by_capture":
		checkListed(title, rows, wrong)
	case "hicp_threats_by_year":
		checkThreats(t, title, rows)
	case "breaches_by_year_and_entity_type":
		checkEntityTypes(title, rows, wrong)
	}
}

func checkIndividuals(title string, rows []map[string]string, wrong func(any)) {
	most, year, largest := -1.0, "", 0.0
	for _, row := range rows {
		if value := numberOf(row["individuals"]); value > most {
			most, year, largest = value, row["year"], numberOf(row["largest_individuals"])
		}
	}
	if !strings.Contains(title, year) || !strings.Contains(title, people(most)) {
		wrong(fmt.Sprint(year, " ", most))
	}
	if share := regexp.MustCompile(`is ([0-9]+) % of`).FindStringSubmatch(title); share != nil && math.Abs(numberOf(share[1])-100*largest/most) > 0.51 {
		wrong(largest / most)
	}
}

func checkSizes(title string, rows []map[string]string, wrong func(any)) {
	if share := regexp.MustCompile(`^([0-9]+) % of breaches affect fewer than 10,000`).FindStringSubmatch(title); share != nil {
		below, all := 0.0, 0.0
		for _, row := range rows {
			if row["at_least"] == "" {
				continue
			}
			all += numberOf(row["breaches"])
			if numberOf(row["at_least"]) < 10_000 {
				below += numberOf(row["breaches"])
			}
		}
		if math.Abs(numberOf(share[1])-100*below/all) > 0.51 {
			wrong(below / all)
		}
	}
}

func checkLargest(title string, rows []map[string]string, wrong func(any)) {
	isOfAll := strings.Contains(title, " together") && !strings.Contains(title, " shown together") && !strings.Contains(title, "others here") ||
		strings.HasSuffix(title, "the most of any breach")
	if waiting := rows[len(rows)-1]["larger_waiting"]; isOfAll && waiting != "" && numberOf(waiting) > 0 {
		wrong(waiting + " larger")
	}
	together := regexp.MustCompile(`more than the next (\w+)(?: shown)? together`).FindStringSubmatch(title)
	if together == nil {
		return
	}
	next := slices.Index([]string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}, together[1])
	if next < 0 {
		next = int(numberOf(together[1]))
	}
	sum := 0.0
	for _, row := range rows[1 : next+1] {
		sum += numberOf(row["individuals"])
	}
	if next < 2 || sum > numberOf(rows[0]["individuals"]) {
		wrong(sum)
	}
}

func checkStates(title string, rows []map[string]string, wrong func(any)) {
	state := regexp.MustCompile(`^(.+) has the most breaches for its residents, ([0-9.]+)`).FindStringSubmatch(title)
	if state == nil {
		return
	}
	for _, row := range rows {
		if value := numberOf(row["breaches_per_million"]); value > numberOf(state[2])+0.06 && row["name"] != state[1] {
			wrong(row)
		}
	}
}

func checkListed(title string, rows []map[string]string, wrong func(any)) {
	var whole []string
	for _, row := range rows {
		if row["breaches"] != "" {
			whole = append(whole, count(numberOf(row["breaches"])))
		}
	}
	if len(whole) > 1 && (!strings.Contains(title, whole[0]) || !strings.Contains(title, whole[len(whole)-1])) {
		wrong(whole)
	}
}

func checkEntityTypes(title string, rows []map[string]string, wrong func(any)) {
	share := regexp.MustCompile(`reported ([0-9]+) % of the breaches of ([0-9]{4})`).FindStringSubmatch(title)
	if share == nil {
		return
	}
	most, all := 0.0, 0.0
	for _, row := range rows {
		if row["year"] == share[2] {
			all, most = all+numberOf(row["breaches"]), max(most, numberOf(row["breaches"]))
		}
	}
	if math.Abs(numberOf(share[1])-100*most/all) > 0.51 {
		wrong(most / all)
	}
}

func checkThreats(t *testing.T, title string, rows []map[string]string) {
	t.Helper()
	share := regexp.MustCompile(`(?:from ([0-9.]+) % of identified threats in ([0-9]{4}) to |is )([0-9.]+) % (?:of identified threats )?in ([0-9]{4})`).FindStringSubmatch(title)
	if share == nil {
		return
	}
	most, all := 0.0, 0.0
	for _, row := range rows {
		if row["year"] == share[4] && row["threat"] != "Not told" {
			all, most = all+numberOf(row["breaches"]), max(most, numberOf(row["breaches"]))
		}
	}
	if math.Abs(numberOf(share[3])-100*most/all) > 0.51 {
		t.Errorf("%q, but the rows give %v of %v", title, most, all)
	}
}

// TestTitlesClaimWhatTheRowsShow checks the claims of titles for typical and for odd rows.
func TestTitlesClaimWhatTheRowsShow(t *testing.T) {
	for _, odd := range oddities() {
		for _, chart := range All() {
			rows := record(t, chart, odd.rows(t, chart))
			drawn := must.Get(chart.layOut(rows, captured(), phoneLayout()))(t)
			if strings.Contains(drawn.title, "NaN") || strings.Contains(drawn.title, "Inf") || drawn.title == "" {
				t.Errorf("%s, %s: %q", odd.name, chart.Name, drawn.title)
			}
			if odd.name == "typical rows" || odd.name == "R3 giant beside 500" {
				CheckClaims(t, chart, rows)
			}
		}
	}
}

// TestTypicalTitlesState checks, on two charts, that a chart with enough rows states a finding in its title.
func TestTypicalTitlesState(t *testing.T) {
	for name, want := range map[string]string{
		"breaches_by_year":                 "Breaches a year nearly quadrupled from 199 in 2010 to 745 in 2023",
		"breaches_by_year_and_entity_type": "Healthcare providers reported 74 % of the breaches of 2023, up from 73 % in 2010",
	} {
		chart := chartNamed(t, name)
		if got := plainTitle(render(t, chart, typical(t, chart), captured()).Title); got != want {
			t.Errorf("%s: want %q, got %q", name, want, got)
		}
	}
}

// A title makes no claim about breaches that are not shown or years that were not counted.
func TestTitlesSayOfWhichBreachesTheyAre(t *testing.T) {
	largest := chartNamed(t, "largest_breaches")
	for _, c := range []struct {
		name                   string
		second, third, waiting int
		want                   string
	}{
		{"no larger breaches left out", 30_000_000, 20_000_000, 0, "Anthem affected 78.8 million individuals, more than all others here together"},
		{"the others together are larger", 50_000_000, 30_000_000, 0, "Anthem affected 78.8 million individuals, the most of any breach"},
		{"larger breaches left out", 50_000_000, 30_000_000, 2, "Anthem affected 78.8 million individuals, the most of any breach shown"},
	} {
		var rows [][]any
		for i, individuals := range []int{78_800_000, c.second, c.third} {
			name := []string{"Anthem", "Second", "Third"}[i]
			rows = append(rows, []any{i + 1, name, "IN", "Health Plan", individuals, "2015-03-13", 2015, "Hacking/IT Incident", "Network Server", false, c.waiting})
		}
		if got := plainTitle(render(t, largest, rows, captured()).Title); got != c.want {
			t.Errorf("%s: want %q, got %q", c.name, c.want, got)
		}
		CheckClaims(t, largest, record(t, largest, rows))
	}
	rows := [][]any{{1, "Anthem", "IN", "Health Plan", 78_800_000, "2015-03-13", 2015, "", "", false, 1}}
	for i := range 6 {
		rows = append(rows, []any{i + 2, "Another", "IN", "Health Plan", 30_000_000, "2015-03-13", 2015, "", "", false, 1})
	}
	if got, want := plainTitle(render(t, largest, rows, captured()).Title), "Anthem affected 78.8 million individuals, more than the next two shown together"; got != want {
		t.Errorf("want %q, got %q", want, got)
	}
	causes := chartNamed(t, "causes")
	if got := render(t, causes, typical(t, causes), captured()).Title; strings.Contains(got, "frequent") && !strings.Contains(got, " to 2017") {
		t.Errorf("want the years named in %q", got)
	}
}
