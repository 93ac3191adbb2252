package pipeline

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"

	"github.com/breachstats/breachstats/pipeline/check"
)

const day = "2024-10-17"

// Each case is one odd report beside a plain one: what the mart shows of it, and what is said.
func TestValuesThatAreKept(t *testing.T) {
	cases := []struct {
		name    string
		odd     report
		columns string
		want    string
		warning string
	}{
		{"V1 blank individuals is null, not 0", plain("Odd").with(func(r *report) { r.individuals = "" }),
			"individuals", "null", "individuals is stated"},
		{"V2 blank state stays null", plain("Odd").with(func(r *report) { r.state = "" }),
			"state", "null", "state is stated"},
		{"V3 blank type and entity type stay null", plain("Odd").with(func(r *report) { r.breachType, r.entityType = "", "" }),
			"breach_types, entity_type", "null|null", "entity_type is stated"},
		{"V4 more than 2^31 cannot be but a billion can", plain("Odd").with(func(r *report) { r.individuals = "1000000000" }),
			"individuals", "1000000000", ""},
		{"V5 fewer than 500 is kept", plain("Odd").with(func(r *report) { r.individuals = "499" }),
			"individuals", "499", "individuals is 500 or more"},
		{"V6 two-digit year is of this century", plain("Odd").with(func(r *report) { r.submitted = "3/4/10" }),
			"submitted_on", "2010-03-04", ""},
		{"V6 four-digit year without leading zeros", plain("Odd").with(func(r *report) { r.submitted = "3/4/2010" }),
			"submitted_on, year", "2010-03-04|2010", ""},
		{"V7 a new type is kept and told", plain("Odd").with(func(r *report) { r.breachType = "Quantum Exfiltration" }),
			"breach_types", "Quantum Exfiltration", "breach_type is one that the portal's form offers"},
		{"V7 a new state is kept and told", plain("Odd").with(func(r *report) { r.state = "ZZ" }),
			"state", "ZZ", "state is a known postal code"},
		{"V8 Other is not a prefix of Other Portable Electronic Device",
			plain("Odd").with(func(r *report) { r.location = "Other Portable Electronic Device, Other" }),
			"len(locations), locations", "2|Other, Other Portable Electronic Device", ""},
		{"V9 odd spacing, repeats and order", plain("Odd").with(func(r *report) { r.breachType = " Theft,  Loss ,Theft, " }),
			"breach_types", "Loss, Theft", ""},
		{"V10 blanks around a name", plain("Odd").with(func(r *report) { r.name = " \u00a0Odd\u200b  " }),
			"entity_name", "Odd", ""},
		{`B7 \N is empty`, plain("Odd").with(func(r *report) { r.description = `\N` }), "description", "null", ""},
		{"B7 a description over lines", plain("Odd").with(func(r *report) { r.description = "one\r\ntwo\n\nthree" }),
			"description", "one\ntwo\n\nthree", ""},
		{"B6 other scripts and directions", plain("Odd").with(func(r *report) { r.description = "\u202e\u0645\u0633\u062a\u202c 病院" }),
			"description", "\u202e\u0645\u0633\u062a\u202c 病院", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			o, results := buildAll(t, textExport(day, data.All, exportText(plain("Plain"), c.odd)))
			got := ask(t, o, "select "+c.columns+" from marts.breaches where source_line > 2")
			if diff := cmp.Diff([]string{c.want}, got); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
			told := strings.Join(failing(results), "\n")
			if c.warning == "" && told != "" || !strings.Contains(told, c.warning) {
				t.Errorf("want a warning %q, got %q", c.warning, told)
			}
		})
	}
}

// A value that would make a number wrong stops the build and names its line.
func TestValuesThatStopTheBuild(t *testing.T) {
	cases := []struct {
		name string
		odd  report
		want string
	}{
		{"V4 thousands separator", plain("Odd").with(func(r *report) { r.individuals = "1,200" }), `individuals_affected "1,200"`},
		{"V4 fraction", plain("Odd").with(func(r *report) { r.individuals = "1200.5" }), `individuals_affected "1200.5"`},
		{"V4 negative", plain("Odd").with(func(r *report) { r.individuals = "-1200" }), `individuals_affected "-1200"`},
		{"V4 a word", plain("Odd").with(func(r *report) { r.individuals = "unknown" }), `individuals_affected "unknown"`},
		{"V4 more than 2^31", plain("Odd").with(func(r *report) { r.individuals = "2147483649" }), `individuals_affected "2147483649"`},
		{"V4 more than 2^63", plain("Odd").with(func(r *report) { r.individuals = "9223372036854775809" }), `"9223372036854775809"`},
		{"V4 an exponent", plain("Odd").with(func(r *report) { r.individuals = "1e3" }), `individuals_affected "1e3"`},
		{"V6 no such day", plain("Odd").with(func(r *report) { r.submitted = "02/30/2020" }), `submission_date "02/30/2020"`},
		{"V6 ISO day", plain("Odd").with(func(r *report) { r.submitted = "2020-02-03" }), `submission_date "2020-02-03"`},
		{"V6 blank day", plain("Odd").with(func(r *report) { r.submitted = "" }), `submission_date ""`},
		{"V6 after the capture", plain("Odd").with(func(r *report) { r.submitted = "10/18/2024" }), "submitted_on 2024-10-18"},
		{"V6 before the duty to notify", plain("Odd").with(func(r *report) { r.submitted = "09/22/2009" }), "submitted_on 2009-09-22"},
		{"V6 two-digit year of the last century", plain("Odd").with(func(r *report) { r.submitted = "3/4/99" }), "submitted_on 1999-03-04"},
		{"a name that is blank", plain("").with(func(r *report) { r.name = " \u00a0" }), "entity_name is blank"},
		{"an associate that is neither yes nor no", plain("Odd").with(func(r *report) { r.associate = "Maybe" }), `"Maybe"`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			o := options(t)
			importAll(t, o, textExport("2024-01-02", data.All, exportText(plain("Plain"))))
			if _, err := Build(t.Context(), o); err != nil {
				t.Fatal(err)
			}
			importAll(t, o, textExport(day, data.All, exportText(plain("Plain"), plain("Plain 2"), c.odd)))
			results, err := Build(t.Context(), o)
			if !errors.Is(err, check.ErrFailed) {
				t.Fatalf("want %v, got %v", check.ErrFailed, err)
			}
			told := strings.Join(failing(results), "\n")
			place := "error: "
			where := o.Data + "/snapshots/" + day + "/all.csv:4: "
			if !strings.Contains(told, place) || !strings.Contains(told, where) || !strings.Contains(told, c.want) {
				t.Errorf("want an error at %s with %s, got %s", where, c.want, told)
			}
			if got := ask(t, o, "select captured_on, count(*) from marts.breaches group by all"); got[0] != "2024-01-02|1" {
				t.Errorf("want the previous database untouched, got %v", got)
			}
		})
	}
}

func TestV11ExactDuplicatesAreKeptAndFlagged(t *testing.T) {
	sameDay := plain("Twice").with(func(r *report) { r.individuals = "900" })
	o, results := buildAll(t, textExport(day, data.All, exportText(
		plain("Twice"), plain("Twice "), sameDay, // the third is another breach of the same name and day
		plain("Once").with(func(r *report) { r.description = "one case" }),
		plain("Once").with(func(r *report) { r.description = "another case" }),
	)))
	got := ask(t, o, "select entity_name, individuals, is_duplicate from marts.breaches order by source_line")
	want := []string{"Twice|1200|false", "Twice|1200|true", "Twice|900|false", "Once|1200|false", "Once|1200|false"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	if got := ask(t, o, "select count(distinct breach_id) from marts.breaches"); got[0] != "5" {
		t.Errorf("want 5 ids, got %v", got)
	}
	if told := strings.Join(failing(results), "\n"); !strings.Contains(told, "warning: no two reports are alike") {
		t.Errorf("want a warning of the duplicate, got %q", told)
	}
}

func TestV12ARowInBothViewsCountsOnce(t *testing.T) {
	both := plain("Both")
	resolved := both.with(func(r *report) { r.description = "OCR closed the case." })
	twins := plain("Twins")
	o, _ := buildAll(t,
		textExport(day, data.Archive, exportText(resolved, plain("Archive only"), twins)),
		textExport(day, data.UnderInvestigation, exportText(both, plain("Open only"), twins, twins)),
	)
	got := ask(t, o, "select entity_name, view, description from marts.breaches order by all")
	want := []string{
		"Archive only|archive|null", "Both|archive|OCR closed the case.", "Open only|under-investigation|null",
		"Twins|archive|null", "Twins|under-investigation|null",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

func TestV13Part2IsNeverAddedToHIPAA(t *testing.T) {
	part2 := part2Header + "\nPlain,TX,1200,03/14/2023,Theft,Laptop,No,\n"
	o, _ := buildAll(t,
		textExport(day, data.All, exportText(plain("Plain"))),
		textExport(day, data.Part2, part2),
	)
	got := ask(t, o, `select (select count(*) from marts.breaches), (select count(*) from marts.part2_breaches),
		(select sum(breaches) from figures.breaches_by_year)`)
	if got[0] != "1|1|1" {
		t.Errorf("want 1 HIPAA breach, 1 Part 2 breach and 1 in the figures, got %v", got)
	}
}

func TestV14SeveralTypesCountInEach(t *testing.T) {
	several := plain("Several").with(func(r *report) { r.breachType, r.location = "Theft, Loss", "Laptop, Email, Other" })
	o, _ := buildAll(t, textExport(day, data.All, exportText(several, plain("Plain"))))
	got := ask(t, o, `select breach_type, breaches, individuals, cumulative_individuals from figures.breaches_by_year_and_type order by all`)
	want := []string{"Loss|1|1200|1200", "Theft|2|2400|2400"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	if got := ask(t, o, "select sum(breaches) from figures.breaches_by_year_and_location"); got[0] != "4" {
		t.Errorf("want 4 breach-locations, got %v", got)
	}
}

func TestV15AGiantIsCountedExactly(t *testing.T) {
	giant := plain("Giant").with(func(r *report) { r.individuals = "192700000" })
	o, _ := buildAll(t, textExport(day, data.All, exportText(giant, plain("Plain"), plain("Plain 2"))))
	got := ask(t, o, `select individuals, median_individuals, largest_individuals from figures.breaches_by_year where year = 2023`)
	if got[0] != "192702400|1200|192700000" {
		t.Errorf("want sum, median and largest, got %v", got)
	}
}
