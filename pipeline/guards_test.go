package pipeline

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"
	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/build"
	"github.com/breachstats/breachstats/pipeline/check"
	"github.com/breachstats/breachstats/pipeline/warehouse"
	"github.com/breachstats/breachstats/torture/tier"
)

// wantError builds, and requires an error (not a warning) whose text contains each of wants.
func wantError(t *testing.T, o Options, wants ...string) {
	t.Helper()
	results, err := Build(t.Context(), o)
	if !errors.Is(err, check.ErrFailed) {
		t.Fatalf("want %v, got %v\n%s", check.ErrFailed, err, strings.Join(failing(results), "\n"))
	}
	for _, want := range wants {
		if !slices.ContainsFunc(failing(results), func(line string) bool {
			return strings.HasPrefix(line, "error: ") && strings.Contains(line, want)
		}) {
			t.Errorf("want an error with %q, got\n%s", want, strings.Join(failing(results), "\n"))
		}
	}
}

// many returns n different reports of the capture's day, with the first odd ones changed.
func many(n, odd int, change func(*report)) []report {
	var reports []report
	for i := range n {
		r := recent(fmt.Sprintf("Clinic %d", i))
		if i < odd {
			change(&r)
		}
		reports = append(reports, r)
	}
	return reports
}

func swapTypeAndLocation(r *report) { r.breachType, r.location = r.location, r.breachType }

// Two unrelated columns are swapped in one list.
func TestV7SwappedColumnsStopTheBuild(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		change func(*report)
		wants  []string
	}{
		{"type and location, state and entity type, an associate that is blank", func(r *report) {
			swapTypeAndLocation(r)
			r.state, r.entityType = r.entityType, r.state
			r.associate = ""
		}, []string{`all.csv:2: unknown_breach_types "Laptop"`, `all.csv:2: unknown_locations "Theft"`,
			`all.csv:2: state "Healthcare Provider"`, `all.csv:2: entity_type "TX"`, "all.csv:2: has_business_associate is blank"}},
		{"entity and state, entity type and type", func(r *report) {
			r.name, r.state = r.state, r.name
			r.entityType, r.breachType = r.breachType, r.entityType
		}, []string{`all.csv:2: state "Clinic 0"`, `all.csv:2: entity_type "Theft"`, `unknown_breach_types "Healthcare Provider"`}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			o := options(t)
			importAll(t, o, textExport(day, data.All, exportText(many(30, 30, c.change)...)))
			wantError(t, o, c.wants...)
		})
	}
}

// Ten odd reports, or 2 % unknown and 1 % duplicates, are accepted as the portal's. One more is an
// error of the export. A list has both faults or neither.
func TestV7AndV11TheLimitOfOddReports(t *testing.T) {
	tier.Long(t, "builds on both sides of each limit")
	t.Parallel()
	cases := []struct {
		name                   string
		n, unknown, duplicates int
		wants                  []string
	}{
		{"10 unknown, 10 duplicates", 40, 10, 10, nil},
		{"11 unknown, 11 duplicates", 40, 11, 11, []string{"name an unknown state", "repeat another in every value"}},
		{"2 in 100 unknown, 1 in 100 duplicates", 1200, 24, 12, nil},
		{"more than 2 in 100 unknown, more than 1 in 100 duplicates", 1200, 25, 13, []string{"name an unknown state", "repeat another in every value"}},
	}
	for _, c := range cases[:tier.Part(t, len(cases), 3)] {
		t.Run(c.name, func(t *testing.T) {
			list := many(c.n, c.unknown, func(r *report) { r.state = "ZZ" })
			for i := range c.duplicates + 1 { // n alike are n - 1 duplicates
				list[c.n-1-i].name = "Twice"
			}
			o := options(t)
			importAll(t, o, textExport(day, data.All, exportText(list...)))
			if len(c.wants) > 0 {
				wantError(t, o, c.wants...)
				return
			}
			results, err := Build(t.Context(), o)
			if failed := failing(results); err != nil || len(failed) != 2 {
				t.Errorf("want a warning of each, got %v, %v", err, failed)
			}
		})
	}
}

func TestV11AListWrittenTwiceStopsTheBuild(t *testing.T) {
	t.Parallel()
	o := options(t)
	list := many(20, 0, nil)
	importAll(t, o, textExport(day, data.All, exportText(append(list, list...)...)))
	wantError(t, o, "repeat another in every value; more are a list written twice")
}

// The day of a capture is the latest possible one. The list itself shows how far it goes.
func TestR7AYearThatTheListDoesNotCoverIsPartial(t *testing.T) {
	t.Parallel()
	old := "the newest submission of the current capture is at most 60 days before its day"
	cases := []struct {
		name       string
		capturedOn string
		newest     string
		wants      []string
		warning    string
	}{
		{"captured in the year", "2018-12-30", "12/28/2018", []string{"2017|false", "2018|true"}, ""},
		{"captured after the year, covered", "2019-02-10", "12/17/2018", []string{"2017|false", "2018|false"}, ""},
		{"captured after the year, last submission a day early", "2019-02-10", "12/16/2018", []string{"2017|false", "2018|true"}, ""},
		{"an older list under a newer day", "2032-04-04", "04/01/2022", []string{"2017|false", "2018|false", "2019|false", "2020|false", "2021|false", "2022|true"}, old},
		{"60 days old", "2019-03-01", "12/31/2018", []string{"2017|false", "2018|false"}, ""},
		{"61 days old", "2019-03-01", "12/30/2018", []string{"2017|false", "2018|false"}, old},
	}
	for _, c := range cases[:tier.Part(t, len(cases), 2)] {
		t.Run(c.name, func(t *testing.T) {
			at := func(day string) report { return plain(day).with(func(r *report) { r.submitted = day }) }
			o, results := buildAll(t, textExport(c.capturedOn, data.All, exportText(at("05/05/2017"), at(c.newest))))
			got := ask(t, o, "select year, is_partial_year from figures.breaches_by_year order by year")
			if diff := cmp.Diff(c.wants, got); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
			failed := strings.Join(failing(results), "\n")
			if c.warning == "" && failed != "" || !strings.Contains(failed, c.warning) {
				t.Errorf("want a warning %q, got %q", c.warning, failed)
			}
		})
	}
}

func TestV12ViewsOfDifferentDaysAreNoCapture(t *testing.T) {
	t.Parallel()
	list := func(view data.View, newest string) Export {
		return textExport(day, view, exportText(plain("In "+string(view)), plain("Newest").with(func(r *report) { r.submitted = newest })))
	}
	cases := []struct{ name, archived, open, want string }{
		{"archive three months older", "06/28/2024", "10/08/2024", ""},
		{"the same day", "10/08/2024", "10/08/2024", ""},
		{"archive 30 days newer", "10/08/2024", "09/08/2024", ""},
		{"archive 31 days newer", "10/08/2024", "09/07/2024", "archive.csv:3: submitted_on 2024-10-08, newest_under_investigation 2024-09-07"},
	}
	for _, c := range cases[:tier.Part(t, len(cases), 2)] {
		t.Run(c.name, func(t *testing.T) {
			o := options(t)
			importAll(t, o, list(data.Archive, c.archived), list(data.UnderInvestigation, c.open))
			if c.want != "" {
				wantError(t, o, c.want)
				return
			}
			if results, err := Build(t.Context(), o); err != nil || len(failing(results)) > 0 {
				t.Errorf("want no fault, got %v, %v", err, failing(results))
			}
		})
	}
}

// brokenCopy is a database in memory of some years, views and lists. All its checks pass.
func brokenCopy(t *testing.T) (*warehouse.Warehouse, []models.Model, []models.Test) {
	t.Helper()
	o := options(t)
	var archived, open []report
	for i, r := range many(40, 0, nil) {
		r.individuals = strconv.Itoa(500 + 100*i)
		r.description = fmt.Sprintf("Laptop %d was stolen.", i)
		if i%2 == 0 {
			r.breachType, r.location, r.entityType = "Theft, Loss", "Email, Laptop", "Health Plan"
		}
		if i%3 == 0 {
			r.submitted = "03/14/2023"
		}
		if i == 7 {
			r.individuals = ""
		}
		if i < 25 {
			archived = append(archived, r)
		}
		if i > 20 { // four stand in both views
			open = append(open, r)
		}
	}
	described := func(name, submitted, what string) report {
		return yearly(name, submitted, "900").with(func(r *report) { r.description = what })
	}
	archived = append(archived, yearly("Of a year that is over in both", "03/14/2022", "700"),
		described("In the frame of Jiang and Bai", "03/14/2017", "Two employees answered a phishing e-mail about names and diagnoses. The clinic agreed to pay $65,000 to settle."),
		described("Beside an Australian quarter", "05/14/2018", "An employee e-mailed a list to the wrong patient."),
		described("Beside the same quarter", "05/15/2018", "A laptop was stolen from a car."))
	importAll(t, o,
		textExport("2024-01-02", data.All, exportText(
			plain("Gone"), many(1, 0, nil)[0].with(func(r *report) { r.individuals, r.submitted = "501", "03/14/2023" }),
			yearly("Of a year that is over in both", "03/14/2022", "700"))),
		textExport(day, data.Archive, exportText(archived...)),
		textExport(day, data.UnderInvestigation, exportText(open...)),
		textExport("2024-12-02", data.UnderInvestigation,
			exportText(append(slices.Clone(open[:len(open)-1]), plain("Waits for an archive"))...)), // the last one left the list
		part2Export(func(*part2Report) {}),
	)
	store, err := data.OpenStore(o.Data)
	if err != nil {
		t.Fatal(err)
	}
	list, tests, err := o.Models()
	if err != nil {
		t.Fatal(err)
	}
	w, err := warehouse.Memory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	another := func(ctx context.Context, w *warehouse.Warehouse) error {
		return w.Exec(ctx, "insert into raw.known_identities values ('another', 1, 'another')")
	}
	if results, err := fill(t.Context(), w, inputs{store, list, tests, data.Reference()}, "", previous{takeIdentities: another}, func(string) bool { return false }); err != nil {
		t.Fatalf("%v\n%s", err, strings.Join(failing(results), "\n"))
	}
	return w, list, tests
}

// wantBroken changes the database, requires the checks to fail, and undoes the change.
func wantBroken(t *testing.T, w *warehouse.Warehouse, list []models.Model, tests []models.Test, statements string) {
	t.Helper()
	if err := w.Exec(t.Context(), "begin; "+statements); err != nil {
		t.Fatal(err)
	}
	_, err := check.NewPlan(list, tests, func(file string) string { return file }).Run(t.Context(), w)
	if !errors.Is(err, check.ErrFailed) {
		t.Errorf("%s: want %v, got %v", statements, check.ErrFailed, err)
	}
	if err := w.Exec(t.Context(), "rollback"); err != nil {
		t.Fatal(err)
	}
}

// A check that cannot fail protects nothing. Each is run on a database on which it must fail.
func TestEveryCheckFailsOnABrokenCopy(t *testing.T) {
	t.Parallel()
	w, list, tests := brokenCopy(t)
	isBroken := map[string]bool{}
	for _, b := range breakages() {
		var meant []models.Test
		for _, test := range tests {
			if path.Base(test.Path) == b.file && strings.Contains(test.Claim, b.claim) && !test.IsWarning {
				meant = append(meant, test)
			}
		}
		if len(meant) != 1 {
			t.Fatalf("%s: want one check that claims %q, got %d", b.file, b.claim, len(meant))
		}
		isBroken[meant[0].Path+meant[0].Claim] = true
		wantBroken(t, w, nil, meant, b.statements)
	}
	for _, test := range tests {
		if !test.IsWarning && !isBroken[test.Path+test.Claim] {
			t.Errorf("%s:%d: want a breakage that makes %q fail", test.Path, test.Line, test.Claim)
		}
	}
	for _, model := range list {
		if model.IsMacro() || model.IsView() {
			continue // its key is that of the table behind it
		}
		if strings.HasPrefix(model.Name, "mccoy_perlis") {
			continue // without a capture of its day there is no row to double
		}
		one := []models.Model{model}
		wantBroken(t, w, one, nil, "insert into "+model.Table()+" from "+model.Table()+" limit 1")
		for _, column := range model.Header.Key {
			wantBroken(t, w, one, nil, insertAgain(model.Table(), "null as "+column, "true"))
		}
	}
}

// The header of every model lists the columns that it returns.
func TestModelsReturnWhatTheirHeadersSay(t *testing.T) {
	t.Parallel()
	w, list, _ := brokenCopy(t)
	if err := build.Headers(t.Context(), w, list); err != nil {
		t.Error(err)
	}
	lies := slices.Clone(list)
	at := slices.IndexFunc(lies, func(m models.Model) bool { return m.Name == "breaches_as_of" })
	lies[at].Header.Columns = lies[at].Header.Columns[1:]
	err := build.Headers(t.Context(), w, lies)
	if want := "sql/4_marts/breaches_as_of.sql:1: query returns breach_id, header does not list it"; err == nil || err.Error() != want {
		t.Errorf("want %q, got %v", want, err)
	}
}

// After every breakage is undone, all checks pass again.
func TestABrokenCopyIsTakenBack(t *testing.T) {
	tier.Long(t, "breakages, one after the other")
	t.Parallel()
	w, list, tests := brokenCopy(t)
	wantBroken(t, w, list, tests, "delete from marts.breaches")
	if results, err := check.NewPlan(list, tests, func(file string) string { return file }).Run(t.Context(), w); err != nil {
		t.Errorf("want every check to hold again, got %v, %v", err, failing(results))
	}
}
