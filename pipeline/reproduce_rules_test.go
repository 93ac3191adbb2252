package pipeline

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/torture/tier"
)

// filed returns a report with a day of submission and a count of people.
func filed(name, submitted, individuals string) report {
	return plain(name).with(func(r *report) { r.submitted, r.individuals = submitted, individuals })
}

// A report that no capture up to the day lists still counts, if it was submitted early enough to be
// posted by then.
func TestReproducePostingLag(t *testing.T) {
	listed := filed("Listed", "08/29/2017", "1000")
	o, _ := buildAll(t, list("2017-09-13", listed),
		list("2020-08-29", listed, filed("Late", "08/15/2017", "2000"), filed("Posted", "12/25/2017", "3000"), filed("Not yet", "12/26/2017", "4000"), filed("After", "01/05/2018", "5000")))
	got := ask(t, o, "select entity_name, is_reconstructed from marts.breaches_as_of(date '2018-01-04') order by all")
	if diff := cmp.Diff([]string{"Listed|false", "Posted|true"}, got); diff != "" {
		t.Errorf("as of the day: want -, got +:\n%s", diff)
	}
	got = ask(t, o, "select lag_days, is_used, reconstructed, breaches, individuals from marts.reproduction_lags('mccoy-perlis-2018')")
	want := []string{"0|false|2|3|8000", "7|false|2|3|8000", "10|true|1|2|4000", "14|false|0|1|1000"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("by lag: want -, got +:\n%s", diff)
	}
}

// A month is counted by day of submission in the first complete capture on or after the day of the
// study. Later captures do not count, and neither does one with only one view.
func TestReproduceMonths(t *testing.T) {
	july := []report{
		filed("First day", "07/01/2020", "500"), filed("Last day", "07/31/2020", "501"), filed("Below", "07/10/2020", "9999"),
		filed("At", "07/11/2020", "10000"), filed("Above", "07/12/2020", "20000"), filed("Blank", "07/13/2020", ""),
	}
	others := []report{filed("June", "06/30/2020", "70000"), filed("August", "08/01/2020", "80000")}
	revised := july[4].with(func(r *report) { r.individuals = "90000" })
	o, _ := buildAll(t,
		textExport("2020-08-21", data.Archive, exportText(july[0])),
		list("2020-08-29", append(july, others...)...),
		list("2022-04-04", append([]report{revised, filed("Late", "07/15/2020", "600")}, append(july[:4], others...)...)...))
	got := ask(t, o, "select metric, breakdown, category, reproduced, newest, without_count from marts.reproduction('hipaa-journal-month-2020-07') order by no")
	want := []string{
		"breaches|all|all|6|6|1", "individuals|all|all|41000|111600|1", "mean_individuals|all|all|8200|18600|1",
		"median_individuals|all|all|9999|5299.5|1", "breaches|size|10000..|2|2|0",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	if got := ask(t, o, "select as_of_on, counted_to from marts.studies where study = 'hipaa-journal-month-2020-07'"); got[0] != "2020-08-29|2020-08-10" {
		t.Errorf("want the next complete capture, and the last day that was posted, got %v", got)
	}
}

// A report that was not posted by the day of the study does not count, even if the next capture
// lists it.
func TestReproduceInTheNextCaptureWithoutWhatWasNotPosted(t *testing.T) {
	tier.Long(t, "studies of several histories")
	associate := filed("Posted", "07/07/2017", "1000").with(func(r *report) { r.associate = "Yes" })
	o, _ := buildAll(t, list("2017-09-13", associate, filed("Not yet", "07/08/2017", "2000")))
	got := ask(t, o, "select breakdown, reproduced, newest from marts.reproduction('melamedia-2017-07') order by no")
	if diff := cmp.Diff([]string{"all|1|2", "all|1000|3000", "business_associate|1|1"}, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	got = ask(t, o, "select change, entity_name, difference from marts.reproduction_explained('melamedia-2017-07') where part = 'changed since' and no = 1")
	if diff := cmp.Diff([]string{"added late|Not yet|1"}, got); diff != "" {
		t.Errorf("explained: want -, got +:\n%s", diff)
	}
}

// "All but business associates" includes reports without a type of entity.
func TestReproduceAllOtherEntityTypes(t *testing.T) {
	of := func(name, kind, individuals string) report {
		return filed(name, "05/01/2015", individuals).with(func(r *report) { r.entityType = kind })
	}
	o, _ := buildAll(t, list("2017-09-13", of("A", "Business Associate", "1000"), of("B", "Health Plan", "20000"), of("C", "", "300000"), of("D", "Healthcare Provider", "4000000")))
	got := ask(t, o, "select breakdown, reproduced from marts.reproduction('yaraghi-gopal-2018') where year(period_start) = 2015 order by no")
	if diff := cmp.Diff([]string{"not_entity_type|4320000", "entity_type|1000"}, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// A regression on the first listed type: each coefficient is the difference of mean logarithms from
// hacking.
func TestReproduceRegressionOnTheFirstType(t *testing.T) {
	of := func(name, kind, individuals string) report {
		return filed(name, "05/01/2015", individuals).with(func(r *report) { r.breachType = kind })
	}
	o, _ := buildAll(t, list("2023-05-13",
		of("A", "Hacking/IT Incident", "1000"), of("B", "Hacking/IT Incident, Unauthorized Access/Disclosure", "4000"),
		of("C", "Theft, Unauthorized Access/Disclosure", "500"), of("D", "Loss, Theft", "800"), of("E", "Loss", ""),
		of("F", "Unauthorized Access/Disclosure", "2000")))
	got := ask(t, o, "select category, round(reproduced, 6) from marts.reproduction('jmir-2024-e59674') where reproduced is not null order by no")
	want := ask(t, o, `
		select * from (values ('all', 6.0e0), ('Loss', round(ln(800) - ln(2000), 6)), ('Theft', round(ln(500) - ln(2000), 6)),
			('Unauthorized Access/Disclosure', round(0.0e0, 6)), ('Hacking/IT Incident', round(ln(2000), 6)))`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// If only one view gives a printed total, the answer names the view. If the whole list gives it, no
// view is named.
func TestReproduceTotalsOfOneView(t *testing.T) {
	tier.Long(t, "builds of a study by view")
	placeholders := func(names string) []report {
		var reports []report
		for _, name := range names {
			reports = append(reports, filed("Clinic "+string(name), "04/15/2024", "501"))
		}
		return reports
	}
	for _, c := range []struct{ name, archived, open, want string }{
		{"five in the archive and one open", "abcde", "f", "6|differs|archive"},
		{"one in the archive and five open", "a", "bcdef", "6|differs|under-investigation"},
		{"five in all", "abc", "de", "5|same|null"},
		{"neither", "abcd", "ef", "6|differs|null"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o, _ := buildAll(t, textExport("2024-10-17", data.Archive, exportText(placeholders(c.archived)...)),
				textExport("2024-10-17", data.UnderInvestigation, exportText(placeholders(c.open)...)))
			got := ask(t, o, "select reproduced, verdict, fits_view from marts.reproduction('hipaa-journal-month-2024-04') where category = '500..501'")
			if diff := cmp.Diff([]string{c.want}, got); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

// The views are known only on the day of a complete capture.
func TestReproduceViews(t *testing.T) {
	tier.Long(t, "studies by view")
	archived, open := exportText(filed("A", "05/01/2016", "500"), filed("B", "05/02/2016", "500")), exportText(filed("C", "05/03/2017", "500"))
	for day, want := range map[string][]string{
		"2017-12-17": {"archive|2|null", "archive|null|the views are known of the day read alone, and the number is of 2017-11-17", "under-investigation|1|null"},
		"2017-12-16": {
			"archive|null|no complete capture of that day says in which view a report stood",
			"archive|null|no complete capture of that day says in which view a report stood",
			"under-investigation|null|no complete capture of that day says in which view a report stood",
		},
	} {
		t.Run(day, func(t *testing.T) {
			o, _ := buildAll(t, textExport(day, data.Archive, archived), textExport(day, data.UnderInvestigation, open),
				list("2018-03-01", filed("A", "05/01/2016", "500")))
			got := ask(t, o, "select category, reproduced, why_not from marts.reproduction('melamedia-2017-12') where breakdown = 'view' order by no")
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

// Ronquillo et al. count a breach in each of its types and locations.
func TestReproduceTypesLocationsAndShares(t *testing.T) {
	of := func(name, kind, location, individuals string) report {
		return filed(name, "05/01/2015", individuals).with(func(r *report) { r.breachType, r.location = kind, location })
	}
	o, _ := buildAll(t, list("2017-12-17",
		of("A", "Hacking/IT Incident, Theft", "Electronic Medical Record, Laptop", "9000"), of("B", "Theft", "Electronic Medical Record", "500"), of("C", "Loss", "Laptop", "500"),
		filed("Before", "12/31/2012", "700")))
	got := ask(t, o, "select metric, category, reproduced from marts.reproduction('ronquillo-2018') order by no")
	want := []string{
		"breaches|all|3", "individuals|all|10000", "breaches|Electronic Medical Record|2", "individuals|Electronic Medical Record|9500",
		"breaches|Hacking/IT Incident|1", "individuals|Hacking/IT Incident|9000",
		"share_breaches|Hacking/IT Incident|33.333333333333336", "share_individuals|Hacking/IT Incident|90",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// Comparison of two years: the change, means, and breaches of more than a million.
func TestReproduceYearsBesideEachOther(t *testing.T) {
	o, _ := buildAll(t, list("2026-02-01", filed("A", "05/01/2024", "1000000"), filed("B", "05/02/2024", "1000001"), filed("C", "05/03/2024", "999"),
		filed("D", "12/31/2025", "2000001"), filed("E", "01/11/2026", "5000000")))
	got := ask(t, o, "select metric, category, year(period_end), round(reproduced, 3) from marts.reproduction('hipaa-journal-2025-annual') where breakdown <> 'breach_type' order by no")
	want := []string{
		"breaches|all|2025|1", "mean_individuals|all|2024|667000", "mean_individuals|all|2025|2000001", "median_individuals|all|2024|1000000",
		"median_individuals|all|2025|2000001", "breaches|1000001..|2025|1", "breaches|1000001..|2024|1",
		"pct_change_breaches|all|2025|-66.667", "pct_change_individuals|all|2025|-0.05", "individuals|all|2025|2000001",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}
