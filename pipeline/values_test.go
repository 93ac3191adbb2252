package pipeline

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"

	"github.com/breachstats/breachstats/pipeline/check"
	"github.com/breachstats/breachstats/torture/tier"
)

const day = "2024-10-17"

// kept is one odd report: the row that the mart shows for it, and its warning, if any.
type kept struct {
	name    string
	odd     report
	columns string
	want    string
	warning string
}

// oddities are the odd reports, keyed by case number. All are in one list.
func oddities() map[string][]kept {
	description := func(text string) report { return odd(func(r *report) { r.description = text }) }
	return map[string][]kept{
		"V1": {
			{"blank", individuals(""), "individuals", "null", "individuals is stated"},
		},
		"V2": {
			{"blank", odd(func(r *report) { r.state = "" }), "state", "null", "state is stated"},
		},
		"V3": {
			{"entity type", odd(func(r *report) { r.entityType = "" }), "entity_type", "null", "entity_type is stated"},
			{"breach type", odd(func(r *report) { r.breachType = "" }), "breach_types", "null", "a type of breach is stated"},
			{"location", odd(func(r *report) { r.location = " , " }), "locations", "null", "a location is stated"},
			{"associate", odd(func(r *report) { r.associate = "" }), "has_business_associate", "null", "has_business_associate is stated"},
		},
		"V4": {
			{"a billion", individuals("1000000000"), "individuals", "1000000000", "no breach is larger than"},
		},
		"V5": {
			{"499", individuals("499"), "individuals", "499", "individuals is 500 or more"},
		},
		"V6": {
			{"a two-digit year is of this century", submitted("3/4/10"), "submitted_on", "2010-03-04", ""},
			{"no leading zeros", submitted("3/5/2010"), "submitted_on, year", "2010-03-05|2010", ""},
			{"the day of the capture", submitted("10/17/2024"), "submitted_on", "2024-10-17", ""},
			{"the day the duty began", submitted("09/23/2009"), "submitted_on", "2009-09-23", ""},
		},
		"V7": {
			{"type", odd(func(r *report) { r.breachType = "Quantum Exfiltration" }),
				"breach_types", "Quantum Exfiltration", "breach_type is one that the portal's form offers"},
			{"location", odd(func(r *report) { r.location = "Moon" }),
				"locations", "Moon", "location is one that the portal's form offers"},
			{"entity type", odd(func(r *report) { r.entityType = "Robot" }),
				"entity_type", "Robot", "entity_type is one that the portal's form offers"},
			{"state", odd(func(r *report) { r.state = "ZZ" }), "state", "ZZ", "state is a known postal code"},
		},
		"V8": {
			{"both", odd(func(r *report) { r.location = "Other Portable Electronic Device, Other" }),
				"len(locations), locations", "2|Other, Other Portable Electronic Device", ""},
		},
		"V9": {
			{"all of them", odd(func(r *report) { r.breachType = " Theft,  Loss ,Theft, " }), "breach_types", "Loss, Theft", ""},
		},
		"V10": {
			{"blanks, no-break space, zero width", plain(" \u00a0Odd\u200b  "), "entity_name", "Odd", ""},
		},
		"B6 and B7": {
			{`\N is empty`, description(`\N`), "description", "null", ""},
			{"over lines", description("one\r\ntwo\n\nthree"), "description", "one\ntwo\n\nthree", ""},
			{"another script and direction", description("\u202e\u0645\u0633\u202c 病院"), "description", "\u202e\u0645\u0633\u202c 病院", ""},
			{"a megabyte", description(strings.Repeat("long ", 200_000) + "end"), "length(description)", "1000003", ""},
		},
		"V15": {
			{"200 million", individuals("200000000"), "individuals", "200000000", ""},
			{"one more", individuals("200000001"), "individuals", "200000001", "no breach is larger than 200 million"},
		},
	}
}

// wantKept requires the mart to show the cases of a number as expected, with the expected warnings.
func wantKept(t *testing.T, number string) {
	t.Helper()
	reports, at, all := []report{recent("Plain")}, 0, 0
	warned := 0
	for _, of := range slices.Sorted(maps.Keys(oddities())) {
		if of == number {
			at = len(reports)
		}
		for _, c := range oddities()[of] {
			if all++; c.odd.individuals == "1200" {
				c.odd.individuals = strconv.Itoa(1200 + all) // no two are alike
			}
			if c.warning != "" {
				warned++
			}
			reports = append(reports, c.odd)
		}
	}
	o, results := buildOnce(t, textExport(day, data.All, exportText(reports...)))
	reported, rows := rowsThatBreak(results, true)
	if errs, _ := rowsThatBreak(results, false); rows != warned || len(errs) > 0 {
		t.Errorf("want %d warnings of one report each, got %d: %q, %q", warned, rows, reported, errs)
	}
	lines := ask(t, o, "select source_line from marts.breaches order by source_line")
	for i, c := range oddities()[number] {
		t.Run(c.name, func(t *testing.T) {
			line := lines[at+i]
			if diff := cmp.Diff([]string{c.want}, ask(t, o, "select "+c.columns+" from marts.breaches where source_line = "+line)); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
			var ofIt []string
			for _, one := range reported {
				if strings.Contains(one, "/all.csv:"+line+": ") {
					ofIt = append(ofIt, one)
				}
			}
			if c.warning == "" && len(ofIt) > 0 || c.warning != "" && (len(ofIt) != 1 || !strings.Contains(ofIt[0], c.warning)) {
				t.Errorf("want as warnings only [%s], got %q", c.warning, ofIt)
			}
		})
	}
}

// stopped is one odd report that would make a number wrong. It stops the build, and the error has
// its file, its line and want.
type stopped struct {
	name string
	odd  report
	want string
}

// wantStopped puts the reports of all cases into one list after two plain ones. Exactly the cases
// are errors, and the previous database stays.
func wantStopped(t *testing.T, cases ...stopped) {
	t.Helper()
	o, _ := buildOnce(t, textExport("2024-01-02", data.All, exportText(plain("Plain"))))
	reports := []report{plain("Plain"), plain("Plain 2")}
	for _, c := range cases {
		reports = append(reports, c.odd)
	}
	importAll(t, o, textExport(day, data.All, exportText(reports...)))
	results, err := Build(t.Context(), o)
	if !errors.Is(err, check.ErrFailed) {
		t.Fatalf("want %v, got %v", check.ErrFailed, err)
	}
	errs, rows := rowsThatBreak(results, false)
	for i, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			where := fmt.Sprintf("%s/snapshots/%s/all.csv:%d: ", o.Data, day, 4+i)
			if !slices.ContainsFunc(errs, func(line string) bool { return strings.Contains(line, where) && strings.Contains(line, c.want) }) {
				t.Errorf("want an error at %s with %s, got %s", where, c.want, strings.Join(errs, "\n"))
			}
		})
	}
	if rows != len(cases) {
		t.Errorf("want %d errors of one report each, got %d: %s", len(cases), rows, strings.Join(errs, "\n"))
	}
	if got := ask(t, o, "select last_captured_on, count(*) from marts.breaches where vanished_on is null group by all"); got[0] != "2024-01-02|1" {
		t.Errorf("want the previous database untouched, got %v", got)
	}
}

// rowsThatBreak lists the rows that fail a check, only warnings or only errors, as "claim: row",
// and counts them.
func rowsThatBreak(results []check.Result, isWarning bool) (lines []string, rows int) {
	for _, r := range results {
		if r.IsWarning != isWarning {
			continue
		}
		rows += int(r.Failing)
		for _, example := range r.Examples {
			lines = append(lines, r.Claim+": "+example)
		}
	}
	return lines, rows
}

func odd(change func(*report)) report { return plain("Odd").with(change) }

// recent returns a plain report of the capture's own day, so that the capture is up to date.
func recent(name string) report {
	return plain(name).with(func(r *report) { r.submitted = "10/17/2024" })
}

func individuals(text string) report { return odd(func(r *report) { r.individuals = text }) }

func submitted(text string) report { return odd(func(r *report) { r.submitted = text }) }

func TestV1BlankIndividualsIsNullNotZero(t *testing.T) { wantKept(t, "V1") }

func TestV2BlankStateStaysNull(t *testing.T) { wantKept(t, "V2") }

func TestV3BlankTypesStayNull(t *testing.T) { wantKept(t, "V3") }

func TestV4IndividualsIsAWholeNumber(t *testing.T) {
	t.Parallel()
	wantKept(t, "V4")
	wantStopped(t,
		stopped{"thousands separator", individuals("1,200"), `individuals_affected "1,200"`},
		stopped{"fraction", individuals("1200.5"), `individuals_affected "1200.5"`},
		stopped{"negative", individuals("-1200"), `individuals_affected "-1200"`},
		stopped{"a word", individuals("unknown"), `individuals_affected "unknown"`},
		stopped{"more than 2^31", individuals("2147483649"), `individuals_affected "2147483649"`},
		stopped{"more than 2^63", individuals("9223372036854775809"), `"9223372036854775809"`},
		stopped{"an exponent", individuals("1e3"), `individuals_affected "1e3"`},
	)
}

func TestV5FewerThan500IsKeptAndTold(t *testing.T) { wantKept(t, "V5") }

func TestV6SubmissionDays(t *testing.T) {
	tier.Long(t, "builds of odd days")
	t.Parallel()
	wantKept(t, "V6")
	wantStopped(t,
		stopped{"no such day", submitted("02/30/2020"), `submission_date "02/30/2020"`},
		stopped{"ISO", submitted("2020-02-03"), `submission_date "2020-02-03"`},
		stopped{"blank", submitted(""), `submission_date ""`},
		stopped{"before the duty to notify", submitted("09/22/2009"), "submitted_on 2009-09-22"},
		stopped{"two digits of the last century", submitted("3/4/99"), "submitted_on 1999-03-04"},
	)
}

func TestV6ASubmissionAfterTheCaptureIsNotImported(t *testing.T) {
	t.Parallel()
	err := Import(t.Context(), options(t), []Export{textExport(day, data.All, exportText(plain("Plain"), submitted("10/18/2024")))})
	want := day + "_all.csv:3: want submissions up to the capture of " + day + ", got 2024-10-18"
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("want %q, got %v", want, err)
	}
}

func TestV7ANewValueIsKeptAndTold(t *testing.T) { wantKept(t, "V7") }

func TestV8OtherIsNoPrefixOfOtherPortableElectronicDevice(t *testing.T) { wantKept(t, "V8") }

func TestV9OddSpacingRepeatsAndOrder(t *testing.T) { wantKept(t, "V9") }

func TestV10BlanksAroundAName(t *testing.T) { wantKept(t, "V10") }

func TestB6AndB7DescriptionsAreKept(t *testing.T) { wantKept(t, "B6 and B7") }

func TestABlankNameOrAnUnclearAssociateStopsTheBuild(t *testing.T) {
	tier.Long(t, "builds that stop, one after the other")
	t.Parallel()
	wantStopped(t,
		stopped{"a name that is blank", plain(" \u00a0"), "entity_name is blank"},
		stopped{"an associate that is neither yes nor no", odd(func(r *report) { r.associate = "Maybe" }), `"Maybe"`},
	)
}

func TestV11ExactDuplicatesAreKeptAndFlagged(t *testing.T) {
	t.Parallel()
	shouted := plain("TWICE") // upper and lower case differ, so the values do
	sameDay := plain("Twice").with(func(r *report) { r.individuals = "900" })
	o, results := buildAll(t, textExport(day, data.All, exportText(
		plain("Twice"), plain("Twice "), sameDay, // the third is another breach of the same name and day
		plain("Once").with(func(r *report) { r.description = "one case" }),
		plain("Once").with(func(r *report) { r.description = "another case" }), shouted,
	)))
	got := ask(t, o, "select entity_name, individuals, is_duplicate from marts.breaches order by source_line")
	want := []string{"Twice|1200|false", "Twice|1200|true", "Twice|900|false", "Once|1200|false", "Once|1200|false", "TWICE|1200|false"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	if got := ask(t, o, "select count(distinct breach_id) from marts.breaches"); got[0] != "6" {
		t.Errorf("want 6 ids, got %v", got)
	}
	if reported := strings.Join(failing(results), "\n"); !strings.Contains(reported, "warning: no two reports are alike") {
		t.Errorf("want a warning of the duplicate, got %q", reported)
	}
}

func TestV12ARowInBothViewsCountsOnce(t *testing.T) {
	t.Parallel()
	both := plain("Both")
	resolved := both.with(func(r *report) { r.description = "OCR closed the case." })
	twins := plain("Twins")
	o, _ := buildAll(t,
		textExport(day, data.Archive, exportText(resolved, plain("Archive only"), twins)),
		textExport(day, data.UnderInvestigation, exportText(both, plain("Open only"), twins, twins)),
	)
	got := ask(t, o, "select entity_name, view, description from marts.breaches order by all")
	want := []string{
		"Archive only|archive|null", "Both|under-investigation|OCR closed the case.", "Open only|under-investigation|null",
		"Twins|under-investigation|null", "Twins|under-investigation|null",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

func TestV13Part2IsNeverAddedToHIPAA(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
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
	t.Parallel()
	giant := plain("Giant").with(func(r *report) { r.individuals = "192700000" })
	o, _ := buildAll(t, textExport(day, data.All, exportText(giant, plain("Plain"), plain("Plain 2"))))
	got := ask(t, o, `select individuals, median_individuals, largest_individuals from figures.breaches_by_year where year = 2023`)
	if got[0] != "192702400|1200|192700000" {
		t.Errorf("want sum, median and largest, got %v", got)
	}
}

func TestV15MoreThan200MillionIsKeptAndTold(t *testing.T) { wantKept(t, "V15") }

func TestV3ABlankNumberOrSizeHasAClassOfItsOwn(t *testing.T) {
	t.Parallel()
	o, _ := buildAll(t, textExport(day, data.All, exportText(recent("Plain"), individuals(""), individuals("499"), individuals("2000"))))
	got := ask(t, o, "select at_least, below, breaches, individuals from figures.breach_sizes order by size_order")
	want := []string{"0|500|1|499", "500|630|0|0", "630|800|0|0", "800|1000|0|0", "1000|1250|1|1200", "1250|1600|0|0", "1600|2000|0|0",
		"2000|2500|1|2000", "null|null|1|null"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}
