package sample

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/torture/must"
)

// Every quirk stands in a capture of 1,000 rows, whatever the seed and the day.
func TestEveryQuirkStandsInAThousandRows(t *testing.T) {
	name := func(start string) func([]string) bool {
		return func(row []string) bool { return strings.HasPrefix(row[nameColumn], start) }
	}
	text := func(part string) func([]string) bool {
		return func(row []string) bool { return strings.Contains(row[textColumn], part) }
	}
	blank := func(column int) func([]string) bool {
		return func(row []string) bool { return row[column] == "" }
	}
	// The reader turns CRLF into a line feed, so line ends are looked for in the bytes; a
	// row ends with a quote and a line feed.
	bareLineFeed := regexp.MustCompile(`[^"\r]\n`)
	quirks := []struct {
		name string
		is   func([]string) bool
	}{
		{"trailing blank", func(row []string) bool { return strings.HasSuffix(row[nameColumn], ") ") }},
		{"blank state", blank(stateColumn)},
		{"blank entity type", blank(entityColumn)},
		{"blank individuals", blank(individualsColumn)},
		{"blank type", blank(typeColumn)},
		{"several types", func(row []string) bool { return strings.Contains(row[typeColumn], ", ") }},
		{"several locations", func(row []string) bool { return strings.Contains(row[placeColumn], ", ") }},
		{"null mark", func(row []string) bool { return row[textColumn] == nullText }},
		{"bullets", text("\n• ")},
		{"curly quotes", text("“")},
		{"apostrophe", text("’")},
		{"dash", text(" – ")},
		{"straight quotes", text(`"`)},
		{"long text", func(row []string) bool { return utf8.RuneCountInString(row[textColumn]) == longestText }},
		{"formula", func(row []string) bool { return strings.HasPrefix(row[textColumn], "=") }},
		{"name at", name("@")}, {"name plus", name("+")}, {"name minus", name("-")},
		{"broken character", func(row []string) bool { return strings.Contains(row[nameColumn], "\uFFFD") }},
		{"markup", func(row []string) bool { return strings.Contains(row[nameColumn], "<script>alert(1)</script> & ") }},
		{"comma and quotes", func(row []string) bool { return strings.Contains(row[nameColumn], `, the "Old Mill" office`) }},
		{"giant", func(row []string) bool { return len(row[individualsColumn]) >= len("1000000") }},
	}
	for _, day := range []string{"2009-12-31", "2012-03-01", "2016-04-27", "2024-10-17", "2040-01-02"} {
		for seed := range uint64(5) {
			o := options(t, quirksFrom, data.All)
			o.CapturedOn, o.Seed = on(t, day), seed
			capture := rows(t, o)
			if raw := export(t, o); !bareLineFeed.Match(raw) || !bytes.Contains(raw, []byte("\r\n")) {
				t.Errorf("%s: seed %d: want line feeds and CRLF inside descriptions", day, seed)
			}
			for _, quirk := range quirks {
				found := false
				for _, row := range capture {
					found = found || quirk.is(row)
				}
				if !found {
					t.Errorf("%s: seed %d: no row with %s", day, seed, quirk.name)
				}
			}
			if duplicates, twins := pairs(capture); duplicates == 0 || twins == 0 {
				t.Errorf("%s: seed %d: %d duplicates, %d pairs of name and day", day, seed, duplicates, twins)
			}
			if inBothViews(t, o) == 0 {
				t.Errorf("%s: seed %d: no report stands in both views", day, seed)
			}
		}
	}
}

// pairs counts rows equal to the one before, and rows that share with it the name, the
// state and the day but not the count.
func pairs(capture [][]string) (duplicates, twins int) {
	for i, row := range capture[1:] {
		before := capture[i]
		switch {
		case strings.Join(before, "\x00") == strings.Join(row, "\x00"):
			duplicates++
		case strings.TrimSpace(before[nameColumn]) == strings.TrimSpace(row[nameColumn]) &&
			before[dateColumn] == row[dateColumn] &&
			before[individualsColumn] != row[individualsColumn]:
			twins++
		}
	}
	return duplicates, twins
}

// inBothViews counts the rows of the archive that stand among the open ones.
func inBothViews(t *testing.T, o Options) int {
	t.Helper()
	open := map[string]bool{}
	o.View = data.UnderInvestigation
	for _, row := range rows(t, o) {
		open[strings.Join(row, "\x00")] = true
	}
	both := 0
	o.View = data.Archive
	for _, row := range rows(t, o) {
		if open[strings.Join(row, "\x00")] {
			both++
		}
	}
	return both
}

func TestQuirksKeepTheirRates(t *testing.T) {
	const n = 200_000
	capture := rows(t, options(t, n, data.All))
	duplicates, twins := pairs(capture)
	trailing, puertoRican, blankStates := 0, 0, 0
	for _, row := range capture {
		if strings.HasSuffix(row[nameColumn], " ") {
			trailing++
		}
		switch row[stateColumn] {
		case puertoRico:
			puertoRican++
		case "":
			blankStates++
		}
	}
	for _, test := range []struct {
		name           string
		got, low, high float64
	}{
		{"trailing blanks", float64(trailing) / n, 0.078, 0.082},
		{"blank among Puerto Rican states", float64(blankStates) / float64(blankStates+puertoRican), 0.33, 0.41},
		{"exact duplicates", float64(duplicates) / n, 0.0004, 0.0008},
		{"same name and day", float64(twins) / n, 0.003, 0.006},
	} {
		if test.got < test.low || test.got > test.high {
			t.Errorf("%s: want %v to %v, got %v", test.name, test.low, test.high, test.got)
		}
	}
}

// About 2 % of the reports of the Part 2 list stand in the HIPAA lists too.
func TestSomePart2ReportsAreFiledTwice(t *testing.T) {
	const n = 20_000
	key := func(row []string, count int) string {
		return fmt.Sprint(row[nameColumn], row[stateColumn], row[count:count+4])
	}
	hipaa := map[string]bool{}
	for _, row := range rows(t, options(t, n, data.All)) {
		hipaa[key(row, individualsColumn)] = true
	}
	twice := 0
	for _, row := range rows(t, options(t, n, data.Part2)) {
		if hipaa[key(row, individualsColumn-1)] {
			twice++
		}
	}
	if twice < n/100 || twice > n*3/100 {
		t.Errorf("want about 2 %% of %d, got %d", n, twice)
	}
}

// The breaches of each year are in proportion to the published ones, but for rounding and
// for the report that may move to the newest day; the individuals come near.
func TestYearsFollowThePublishedTotals(t *testing.T) {
	totals := published(t)
	sum := 0
	for _, total := range totals {
		sum += total.Breaches
	}
	for _, factor := range []int{1, 20} {
		o := options(t, sum*factor, data.All)
		o.CapturedOn = on(t, "2025-01-05") // so that the last report is of 2024-12-31 or -01-01
		breaches, individuals := map[int]int{}, map[int]int64{}
		for _, row := range rows(t, o) {
			year := must.Get(strconv.Atoi(row[dateColumn][len("01/02/"):]))(t)
			breaches[year]++
			if row[individualsColumn] == "" {
				continue
			}
			count := must.Get(strconv.ParseInt(row[individualsColumn], 10, 64))(t)
			individuals[year] += count
		}
		for _, total := range totals {
			want := total.Breaches * factor
			if got := breaches[total.Year]; got < want*997/1000-2 || got > want+2 {
				t.Errorf("%d: want %d breaches, got %d", total.Year, want, got)
			}
			published := total.Individuals * int64(factor)
			if got := individuals[total.Year]; published > 0 && (got < published*7/10 || got > published*13/10) {
				t.Errorf("%d: want about %d individuals, got %d", total.Year, published, got)
			}
		}
	}
}
