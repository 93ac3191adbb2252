package pipeline

import (
	"errors"
	"fmt"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// yearly returns a report of a year that is complete.
func yearly(name, submitted, individuals string) report {
	return plain(name).with(func(r *report) { r.submitted, r.individuals = submitted, individuals })
}

func TestH3TotalsByCapture(t *testing.T) {
	t.Parallel()
	a, b := yearly("A", "03/01/2021", "600"), yearly("B", "12/30/2021", "")
	late := yearly("Late", "12/28/2021", "1000")
	new2022 := yearly("N", "02/01/2022", "500")
	o, results := buildAll(t,
		whole("2021-06-01", a),
		whole("2022-01-15", a, b),                                               // 2021 is over
		whole("2022-02-01", a, b),                                               // nothing moves
		textExport("2022-02-15", "archive", exportText(a, b, late)),             // lacks a view: no total
		whole("2022-03-01", a, b, late, new2022),                                // a late report
		whole("2022-04-01", yearly("A", "03/01/2021", "900"), b, late, new2022), // H4
		whole("2022-05-01", yearly("A", "03/01/2021", "900"), b, late, new2022),
	)
	columns := "year, capture, is_newest, breaches, individuals, breaches_without_count, previous_capture, breaches_change, individuals_change, " +
		"is_closed, closed_capture, breaches_since_closed, individuals_since_closed, was_closed"
	wantRows(t, ask(t, o, "select "+columns+" from figures.totals_by_capture order by year, captured_on"),
		"2021|2021-06-01|false|1|600|0|null|null|null|false|2022-01-15|null|null|false",
		"2021|2022-01-15|false|2|600|1|2021-06-01|1|0|true|2022-01-15|0|0|false",
		"2021|2022-03-01|false|3|1600|1|2022-02-01|1|1000|true|2022-01-15|1|1000|true",
		"2021|2022-04-01|false|3|1900|1|2022-03-01|0|300|true|2022-01-15|1|1300|true",
		"2021|2022-05-01|true|3|1900|1|2022-04-01|0|0|true|2022-01-15|1|1300|true",
		"2022|2022-03-01|false|1|500|0|2022-02-01|1|500|false|null|null|null|false",
		"2022|2022-05-01|true|1|500|0|2022-04-01|0|0|false|null|null|null|false",
	)
	wantRows(t, ask(t, o, "select year, captured_on, breaches, individuals, closed_individuals, round(moved_share, 3) from figures.revised_years order by all"),
		"2021|2022-01-15|2|600|600|0", "2021|2022-03-01|3|1600|600|1.667", "2021|2022-04-01|3|1900|600|2.167", "2021|2022-05-01|3|1900|600|2.167")
	if reported := strings.Join(failing(results), "\n"); strings.Contains(reported, "no total of a year that is over differs") {
		t.Errorf("want no warning where the newest capture revised nothing, got %q", reported)
	}
}

// A shown total never changes without a message, compared with the previous capture and with the
// one shown before.
func TestH3AYearThatIsOverAndChangedIsTold(t *testing.T) {
	tier.Long(t, "four builds of a history")
	t.Parallel()
	o := options(t)
	var said []string
	o.Say = func(format string, args ...any) { said = append(said, fmt.Sprintf(format, args...)) }
	a, gone, open := yearly("A", "03/01/2021", "600"), yearly("Gone", "12/30/2021", "700"), yearly("Open", "02/01/2023", "500")
	build := func(exports ...Export) (reported, warned string) {
		t.Helper()
		said = nil
		importAll(t, o, exports...)
		results, err := Build(t.Context(), o)
		if err != nil {
			t.Fatalf("%v\n%v", err, failing(results))
		}
		for _, line := range said {
			if strings.Contains(line, "totals of past years") {
				reported += line
			}
		}
		for _, line := range failing(results) {
			if strings.Contains(line, "no total of a year that is over differs") {
				warned += line
			}
		}
		return reported, warned
	}
	if reported, warned := build(whole("2023-03-01", a, gone, open)); reported+warned != "" {
		t.Errorf("H7: want no message for a first capture, got %q, %q", reported, warned)
	}
	reported, warned := build(whole("2023-04-01", a, yearly("Open", "02/01/2023", "900")), // 2021 loses one; 2023 is not over
		whole("2023-05-01", a, yearly("Open", "02/01/2023", "900"))) // nothing since
	want := "totals of past years changed since capture 2023-03-01, which was shown before: " +
		"2021: 1 breaches (was 2), 600 individuals (was 1,300); `breachstats diff 2023-03-01` lists the breaches"
	if reported != want || warned != "" {
		t.Errorf("want %q and no warning, got %q, %q", want, reported, warned)
	}
	if reported, warned = build(); reported+warned != "" {
		t.Errorf("want no message when nothing is new, got %q, %q", reported, warned)
	}
	_, warned = build(whole("2023-06-01", yearly("A", "03/01/2021", "650"), yearly("Open", "02/01/2023", "900")))
	want = `warning: no total of a year that is over differs from the capture before: year 2021, capture_before "2023-05-01", ` +
		"breaches_before 1, breaches 1, individuals_before 600, individuals 650"
	if warned != want {
		t.Errorf("want %q, got %q", want, warned)
	}
	o.AsOf = "2023-04-15"
	if reported, _ = build(); reported != "" {
		t.Errorf("want no message as of a past day, got %q", reported)
	}
}

// With one capture no total can have been revised, so neither the chart nor its data is published.
func TestPublishLeavesOutTheChartOfRevisionsWithOneCapture(t *testing.T) {
	tier.Long(t, "publications of several histories")
	t.Parallel()
	o, _ := buildAll(t, whole("2023-03-01", yearly("A", "03/01/2021", "600"), yearly("B", "02/01/2023", "500")))
	published := func() string {
		t.Helper()
		if _, err := Publish(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		page := must.Get(os.ReadFile(filepath.Join(o.Out, "index.html")))(t)
		return string(page)
	}
	page := published()
	for _, name := range []string{"revised_years.csv", "revised_years.svg", "revised_years.png"} {
		if _, err := os.Stat(filepath.Join(o.Out, name)); !errors.Is(err, fs.ErrNotExist) || strings.Contains(page, name) {
			t.Errorf("want no %s, got %v", name, err)
		}
	}
	for _, name := range []string{"revisions.csv", "totals_by_capture.csv"} {
		if _, err := os.Stat(filepath.Join(o.Out, name)); err != nil {
			t.Error(err)
		}
	}
	importAll(t, o, whole("2023-04-01", yearly("A", "03/01/2021", "900"), yearly("B", "02/01/2023", "500")))
	if _, err := Build(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if page := published(); !strings.Contains(page, "revised_years.svg") {
		t.Error("want the chart with a second capture")
	}
	svg, err := os.ReadFile(filepath.Join(o.Out, "revised_years.svg"))
	if err != nil || !strings.Contains(string(svg), "2021: 600 at the first capture, 900 at the newest, +50\u00A0%") {
		t.Errorf("want 2021 named, got %v", err)
	}
}

// The totals of the shared captures, as counted by a separate script from the raw rows.
func TestRealH3TotalsByCapture(t *testing.T) {
	tier.Long(t, "a build of all real captures")
	t.Parallel()
	o, _ := buildOnce(t, allRealExports(t)...)
	wantRows(t, ask(t, o, "select capture, breaches, individuals, breaches_since_closed, individuals_since_closed from figures.totals_by_capture where year = 2014 order by captured_on"),
		"2016-04-27|294|12683589|0|0", "2017-09-13|313|12682073|19|-1516", "2020-08-29|314|19073551|20|6389962", "2024-10-17|314|19073551|20|6389962")
	wantRows(t, ask(t, o, "select capture, breaches, is_closed from figures.totals_by_capture where year = 2016 order by captured_on"),
		"2016-04-27|63|false", "2017-09-13|327|true", "2020-08-29|329|true", "2022-04-04|329|true", "2024-10-17|328|true")
	wantRows(t, ask(t, o, "select entity_name, old_value, new_value from marts.changes('2017-09-13', '2020-08-29') "+
		"where kind = 'revised' and changed_column = 'individuals' and state = 'TN' and individuals_change > 1000000"),
		"Community Health Systems Professional Services Corporations|null|6121158")
	// Added minus vanished is the difference of the numbers listed.
	wantRows(t, ask(t, o, "select count(*) filter (where kind = 'added') - count(*) filter (where kind = 'vanished') from marts.changes('2017-09-13', '2020-08-29')"), "1319")
	wantRows(t, ask(t, o, "select count(*) filter (where kind = 'added') - count(*) filter (where kind = 'vanished') from marts.changes('2022-04-04', '2024-10-17')"), "1872")
	wantRows(t, ask(t, o, "select kind, count(*) from marts.changes('2022-04-04', '2019-03-01') where kind in ('vanished', 'unknown') and old_value is not null group by all"),
		"vanished|4")
}
