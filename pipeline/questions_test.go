package pipeline

import (
	"fmt"
	"io"
	"math"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/torture/must"
)

// listedReport is a report of an export, read by cut, which shares no code with the program's
// reader.
type listedReport struct {
	name, state, entityType, types, locations, associate, description string
	people                                                            int64
	hasPeople                                                         bool
	on                                                                time.Time
}

// listedReports reads exports of one capture. A report that is in both views counts once.
func listedReports(t *testing.T, exports ...Export) (reports []listedReport) {
	t.Helper()
	inEarlier := map[string]int{}
	for _, export := range exports {
		in := must.Get(export.Open())(t)
		text := must.Get(io.ReadAll(in))(t)
		records := must.Get(cut(text))(t)
		inThis := map[string]int{}
		for _, r := range records[1:] {
			for i := range r.cells {
				r.cells[i] = withoutBlanks(r.cells[i])
			}
			key := strings.Join(r.cells[:8], "|")
			inThis[key]++
			if inThis[key] <= inEarlier[key] {
				continue
			}
			reports = append(reports, readReport(t, r.cells))
		}
		for key, n := range inThis {
			inEarlier[key] = max(inEarlier[key], n)
		}
	}
	return reports
}

func readReport(t *testing.T, cells []string) listedReport {
	t.Helper()
	for i, cell := range cells {
		if cell == `\N` {
			cells[i] = ""
		}
	}
	r := listedReport{name: cells[0], state: cells[1], entityType: cells[2], types: cells[5], locations: cells[6], associate: cells[7], description: cells[8]}
	if cells[3] != "" {
		n := must.Get(strconv.ParseInt(cells[3], 10, 64))(t)
		r.people, r.hasPeople = n, true
	}
	match := submittedOn.FindStringSubmatch(cells[4])
	if match == nil {
		t.Fatalf("submitted %q", cells[4])
	}
	month, _ := strconv.Atoi(match[1])
	dayOfMonth, _ := strconv.Atoi(match[2])
	year, _ := strconv.Atoi(match[3])
	if year < 100 {
		year += 2000
	}
	r.on = time.Date(year, time.Month(month), dayOfMonth, 0, 0, 0, 0, time.UTC)
	return r
}

// wantLines compares the answer of SQL with a count made in another way.
func wantLines(t *testing.T, o Options, query string, want []string) {
	t.Helper()
	if diff := cmp.Diff(want, ask(t, o, query)); diff != "" {
		t.Errorf("%s (counted -, answered +):\n%s", query, diff)
	}
}

// Each question that docs/sql.md answers with one select is counted again from the rows of the
// export.
func TestQuestionsOfOneListAreCountedAgain(t *testing.T) {
	t.Parallel()
	exports := []Export{sampleExport(t, "2024-10-17", data.Archive, false), sampleExport(t, "2024-10-17", data.UnderInvestigation, false)}
	o, _ := buildAll(t, exports...)
	wantCountedAgain(t, o, listedReports(t, exports...))
}

func TestRealQuestionsOfOneListAreCountedAgain(t *testing.T) {
	t.Parallel()
	exports := realExports(t, "2024-10-17")
	o, _ := buildOnce(t, exports...)
	wantCountedAgain(t, o, listedReports(t, exports...))
	// Counted earlier with other tools.
	wantLines(t, o, `
		select breaches_with, associates.breaches, round(individuals_with / 1e6, 1), round(associates.individuals / 1e6, 1),
			round(top_1_percent_share, 2), top_1_percent, concentration.breaches, round(gini, 3)
		from figures.business_associates as associates join figures.concentration as concentration on period = 'All years'
		where associates.year = 2023`,
		[]string{"278|745|113.8|166.5|0.56|64|6441|0.929"})
}

func wantCountedAgain(t *testing.T, o Options, reports []listedReport) {
	t.Helper()
	years := map[int][]listedReport{}
	for _, r := range reports {
		years[r.on.Year()] = append(years[r.on.Year()], r)
	}
	wantAssociates(t, o, years)
	wantConcentration(t, o, reports)
	wantWeekdaysAndStates(t, o, reports)
	wantRepeatReporters(t, o)
}

func sortedYears(years map[int][]listedReport) (sorted []int) {
	for year := range years {
		sorted = append(sorted, year)
	}
	slices.Sort(sorted)
	return sorted
}

func wantAssociates(t *testing.T, o Options, years map[int][]listedReport) {
	t.Helper()
	var want []string
	for _, year := range sortedYears(years) {
		var with, without, reportedBy, people, peopleWith, peopleWithout int64
		for _, r := range years[year] {
			people += r.people
			if r.entityType == "Business Associate" {
				reportedBy++
			}
			switch r.associate {
			case "Yes":
				with, peopleWith = with+1, peopleWith+r.people
			case "No":
				without, peopleWithout = without+1, peopleWithout+r.people
			}
		}
		want = append(want, fmt.Sprintf("%d|%d|%d|%d|%d|%d|%d|%d|%d", year, len(years[year]), with, without,
			int64(len(years[year]))-with-without, reportedBy, people, peopleWith, peopleWithout))
	}
	wantLines(t, o, `select year, breaches, breaches_with, breaches_without, breaches_not_stated, breaches_reported_by,
		coalesce(individuals, 0), coalesce(individuals_with, 0), coalesce(individuals_without, 0) from figures.business_associates where breaches > 0 order by 1`, want)
}

// wantConcentration computes the Gini coefficient by its definition, the mean difference of all
// pairs.
func wantConcentration(t *testing.T, o Options, reports []listedReport) {
	t.Helper()
	var people []int64
	var total int64
	for _, r := range reports {
		if r.hasPeople {
			people = append(people, r.people)
			total += r.people
		}
	}
	slices.Sort(people)
	slices.Reverse(people)
	share := func(percent int) (int, float64) {
		most := max(len(people)*percent/100, 1)
		var sum int64
		for _, n := range people[:most] {
			sum += n
		}
		return most, float64(sum) / float64(total)
	}
	var differences float64
	for _, one := range people {
		for _, other := range people {
			differences += math.Abs(float64(one - other))
		}
	}
	gini := differences / (2 * float64(len(people)) * float64(total))
	top1, share1 := share(1)
	top5, share5 := share(5)
	top10, share10 := share(10)
	wantLines(t, o, `
		select breaches, individuals, top_1_percent, printf('%.6f', top_1_percent_share), top_5_percent, printf('%.6f', top_5_percent_share),
			top_10_percent, printf('%.6f', top_10_percent_share), printf('%.6f', gini)
		from figures.concentration where period = 'All years'`,
		[]string{fmt.Sprintf("%d|%d|%d|%.6f|%d|%.6f|%d|%.6f|%.6f", len(people), total, top1, share1, top5, share5, top10, share10, gini)})
	// Half of the breaches, and all but the largest tenth, from the curve.
	for _, percent := range []int{50, 90} {
		want := 0.0
		smaller := float64(len(people)) * float64(percent) / 100
		for i := range people {
			want += float64(people[len(people)-1-i]) * min(1, max(0, smaller-float64(i)))
		}
		wantLines(t, o, fmt.Sprintf("select printf('%%.6f', individuals_share) from figures.lorenz_curve where breaches_percent = %d", percent),
			[]string{fmt.Sprintf("%.6f", want/float64(total))})
	}
}

func wantWeekdaysAndStates(t *testing.T, o Options, reports []listedReport) {
	t.Helper()
	days, states := map[time.Weekday]int{}, map[string]int{}
	for _, r := range reports {
		days[r.on.Weekday()]++
		state := r.state
		if state == "" {
			state = "Not stated"
		}
		states[fmt.Sprintf("%d|%s", r.on.Year(), state)]++
	}
	var want []string
	for i := range 7 {
		weekday := time.Weekday((i + 1) % 7)
		want = append(want, fmt.Sprintf("%s|%d", weekday, days[weekday]))
	}
	wantLines(t, o, "select name, breaches from figures.weekdays order by weekday", want)
	want = nil
	for place, n := range states {
		want = append(want, fmt.Sprintf("%s|%d", place, n))
	}
	slices.Sort(want)
	got := ask(t, o, "select year, state, breaches from figures.states_by_year where breaches > 0")
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("states by year (counted -, answered +):\n%s", diff)
	}
}

var (
	inBrackets   = regexp.MustCompile(`\([^)]*\)|\[[^\]]*\]`)
	loneLetter   = regexp.MustCompile(`\b([a-z])[./]`)
	apostrophes  = strings.NewReplacer("'", "", "’", "", "‘", "", "`", "", "´", "", "\uFFFD", "")
	otherLetters = regexp.MustCompile(`[^a-z0-9]+`)
)

// entityKey normalises the name of a reporter by reference.entity_words, with other code than the
// model's.
func entityKey(t *testing.T, name string, rules map[string][2]string) string {
	t.Helper()
	text := loneLetter.ReplaceAllString(inBrackets.ReplaceAllString(strings.ToLower(name), " "), "$1")
	words := strings.Fields(otherLetters.ReplaceAllString(apostrophes.Replace(text), " "))
	var kept []string
	for i, word := range words {
		rule, isRule := rules[word]
		if isRule && rule[0] == "cut" && i > 0 {
			break
		}
		isFiller := rule[0] == "legal form" || rule[0] == "title" || rule[0] == "filler"
		if isFiller && (i == 0 || words[i-1] != "of" && words[i-1] != "in") {
			continue
		}
		if rule[0] == "abbreviation" {
			word = rule[1]
		}
		kept = append(kept, word)
	}
	if len(kept) == 0 {
		kept = words
	}
	key := strings.Join(kept, " ")
	if rules[key][0] == "no name" {
		return ""
	}
	return key
}

// wantRepeatReporters takes names as the build reads them, because copies of the list have wrong
// encodings.
func wantRepeatReporters(t *testing.T, o Options) {
	t.Helper()
	text := must.Get(os.ReadFile("../data/reference/entity_words.csv"))(t)
	rules := map[string][2]string{}
	for _, line := range strings.Split(string(text), "\n")[1:] {
		if cells := strings.SplitN(line, ",", 4); len(cells) == 4 {
			rules[cells[0]] = [2]string{cells[1], cells[2]}
		}
	}
	years := map[int][]listedReport{}
	for _, line := range ask(t, o, "select year, entity_name from marts.breaches where vanished_on is null") {
		year, name, _ := strings.Cut(line, "|")
		years[int(number(t, year))] = append(years[int(number(t, year))], listedReport{name: name})
	}
	before := map[string]bool{}
	var want []string
	for _, year := range sortedYears(years) {
		inYear := map[string]int{}
		for _, r := range years[year] {
			if key := entityKey(t, r.name, rules); key != "" {
				inYear[key]++
			}
		}
		var repeat, ofRepeat, several int
		for key, n := range inYear {
			if before[key] {
				repeat, ofRepeat = repeat+1, ofRepeat+n
			}
			if n > 1 {
				several++
			}
		}
		for key := range inYear {
			before[key] = true
		}
		want = append(want, fmt.Sprintf("%d|%d|%d|%d|%d", year, len(inYear), repeat, ofRepeat, several))
	}
	wantLines(t, o, `select year, reporters, repeat_reporters, breaches_of_repeat, reporters_of_several
		from figures.repeat_reporters_by_year where reporters > 0 order by 1`, want)
}
