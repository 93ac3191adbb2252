package pipeline

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// listedDays returns the days of submission of the breaches in the shown list, by year.
func listedDays(t *testing.T, o Options) map[int][]time.Time {
	t.Helper()
	days := map[int][]time.Time{}
	for _, text := range ask(t, o, "select submitted_on from marts.breaches where vanished_on is null order by all") {
		day := must.Get(time.Parse(time.DateOnly, text))(t)
		days[day.Year()] = append(days[day.Year()], day)
	}
	return days
}

// by counts the days up to a number of days after 1 January of the year.
func by(days []time.Time, after int) float64 {
	return float64(len(slices.DeleteFunc(slices.Clone(days), func(day time.Time) bool { return day.YearDay()-1 > after })))
}

// points are Student's t for 95 %, by degrees of freedom.
var points = map[int]float64{3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262}

// expected returns the mean growth of some years from a day on, and the deviation of one more year,
// as logarithms.
func expected(days map[int][]time.Time, years []int, after int) (middle, reach float64) {
	n := float64(len(years))
	var growths []float64
	for _, year := range years {
		growth := math.Log(float64(len(days[year])) / by(days[year], after))
		growths = append(growths, growth)
		middle += growth / n
	}
	for _, growth := range growths {
		reach += (growth - middle) * (growth - middle) / (n - 1)
	}
	return middle, points[len(years)-1] * math.Sqrt(reach*(1+1/n))
}

// projectionOf returns the one projection: its columns by name.
func projectionOf(t *testing.T, o Options) map[string]string {
	t.Helper()
	columns := []string{"year", "breaches", "captures", "lag_days", "past_years", "held_years", "projected_breaches", "projected_low", "projected_high", "reason"}
	rows := ask(t, o, "select "+strings.Join(columns, ", ")+", compared_to - make_date(year, 1, 1) as days from marts.projection")
	if len(rows) != 1 {
		t.Fatalf("want one projection, got %q", rows)
	}
	found := map[string]string{}
	for i, cell := range strings.Split(rows[0], "|") {
		found[append(columns, "days")[i]] = cell
	}
	return found
}

func wholeNumber(t *testing.T, text string) int {
	t.Helper()
	n := must.Get(strconv.Atoi(text))(t)
	return n
}

// wantProjection repeats the method from the days alone: each of ten years predicted from the nine
// others, and the running year from all ten. The interval in the database is wider, since it allows
// for late reports.
func wantProjection(t *testing.T, o Options) {
	t.Helper()
	got, days := projectionOf(t, o), listedDays(t, o)
	if got["reason"] != "null" {
		t.Fatalf("want a projection, got none: %s", got["reason"])
	}
	year, after := wholeNumber(t, got["year"]), wholeNumber(t, got["days"])
	var past []int
	for y := year - 10; y < year; y++ {
		past = append(past, y)
	}
	held := 0
	for i, left := range past {
		middle, reach := expected(days, slices.Concat(past[:i:i], past[i+1:]), after)
		if whole := math.Log(float64(len(days[left])) / by(days[left], after)); math.Abs(whole-middle) <= reach {
			held++
		}
	}
	middle, reach := expected(days, past, after)
	listed := float64(len(days[year]))
	t.Logf("%d: %v breaches, %s projected, %s to %s; %d of 10 held here, %s there", year, listed, got["projected_breaches"], got["projected_low"], got["projected_high"], held, got["held_years"])
	if wholeNumber(t, got["held_years"]) < 9 || held < 9 || wholeNumber(t, got["held_years"]) < held {
		t.Errorf("want the interval to hold for 9 of 10 years, got %d here and %s there", held, got["held_years"])
	}
	if want := math.Round(listed * math.Exp(middle)); want != float64(wholeNumber(t, got["projected_breaches"])) {
		t.Errorf("want %v projected, got %s", want, got["projected_breaches"])
	}
	low, high := wholeNumber(t, got["projected_low"]), wholeNumber(t, got["projected_high"])
	if float64(low) > math.Round(listed*math.Exp(middle-reach)) || float64(high) < math.Round(listed*math.Exp(middle+reach)) || float64(low) < listed {
		t.Errorf("want an interval as wide as that of the years, got %d to %d", low, high)
	}
	if width := math.Log(float64(high)/float64(low)) / 2; width > 1.5*reach {
		t.Errorf("want late reports to add less than half to the interval, got %v and %v", width, reach)
	}
}

func TestRealProjection(t *testing.T) {
	tier.Long(t, "builds of real captures")
	t.Parallel()
	o, _ := buildOnce(t, allRealExports(t)...)
	wantProjection(t, o)
	// The projection stands beside the year and is never part of a total.
	if got := ask(t, o, "select year, breaches, projected_breaches > breaches from figures.breaches_by_year where projected_breaches is not null"); !slices.Equal(got, []string{"2024|537|true"}) {
		t.Errorf("want the projection of 2024, got %q", got)
	}
	if got := ask(t, o, "select sum(breaches) from figures.breaches_by_year"); got[0] != "6442" {
		t.Errorf("want the sum of what is listed, got %q", got)
	}
}

// The projection on the day of a capture, from what was known then: 2022 ended with 720 breaches.
func TestRealProjectionOfAYearThatIsOver(t *testing.T) {
	tier.Long(t, "a build of real captures")
	t.Parallel()
	var exports []Export
	for _, day := range []string{"2016-04-27", "2017-09-13", "2019-03-01", "2020-08-29", "2022-04-04"} {
		exports = append(exports, realExports(t, day)...)
	}
	o, _ := buildOnce(t, exports...)
	wantProjection(t, o)
	if got := projectionOf(t, o); got["year"] != "2022" || wholeNumber(t, got["projected_low"]) > 720 || wholeNumber(t, got["projected_high"]) < 720 {
		t.Errorf("want 720 breaches of 2022 between %s and %s", got["projected_low"], got["projected_high"])
	}
}

func TestSampleProjection(t *testing.T) {
	tier.Long(t, "a build of four lists")
	t.Parallel()
	o, _ := buildAll(t, sampleOf(t, "2022-06-01", data.All), sampleOf(t, "2023-06-01", data.All), sampleOf(t, "2024-09-02", data.All), sampleOf(t, "2025-06-02", data.All))
	wantProjection(t, o)
}

// If there is too little to project from, there is no projection, and a reason is given.
func TestNoProjection(t *testing.T) {
	t.Parallel()
	year := func(year, month, n int) (list []report) {
		for i := range n {
			list = append(list, yearly(fmt.Sprintf("Clinic %d of %d", i, year), fmt.Sprintf("%02d/%02d/%d", 1+i%month, 1+i%27, year), "900"))
		}
		return list
	}
	history := func(upTo int) (list []report) {
		for y := 2012; y <= upTo; y++ {
			list = append(list, year(y, 12, 96)...)
		}
		return list
	}
	list := func(day string, parts ...[]report) Export {
		return textExport(day, data.All, exportText(slices.Concat(parts...)...))
	}
	early := []Export{list("2019-07-15", history(2018), year(2019, 6, 48)), list("2020-07-15", history(2019), year(2020, 6, 48))}
	cases := []struct {
		name, reason string
		exports      []Export
	}{
		{"one capture", "fewer than 2 earlier captures show how late reports are posted", []Export{list("2021-07-15", history(2020), year(2021, 6, 48))}},
		{"a young year", "fewer than 60 days of the year are posted", append(early, list("2021-02-15", history(2020), year(2021, 1, 48)))},
		{"few breaches", "fewer than 30 breaches of the year are listed", append(early, list("2021-07-15", history(2020), year(2021, 6, 24)))},
		{"a year that is over", "the year is over", append(early, list("2022-03-15", history(2021)))},
	}
	for _, c := range cases[:tier.Part(t, len(cases), 2)] {
		t.Run(c.name, func(t *testing.T) {
			o, _ := buildAll(t, c.exports...)
			if got := projectionOf(t, o); got["reason"] != c.reason || got["projected_breaches"] != "null" {
				t.Errorf("want no projection since %s, got %v", c.reason, got)
			}
			if got := ask(t, o, "select count(projected_breaches) from figures.breaches_by_year"); got[0] != "0" {
				t.Errorf("want no year with a projection, got %q", got)
			}
		})
	}
}
