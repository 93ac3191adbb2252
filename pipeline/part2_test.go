package pipeline

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"

	"github.com/breachstats/breachstats/pipeline/check"
)

// part2Report returns a report of the Part 2 list. Tests change the field that they are about.
type part2Report struct{ name, individuals, submitted, breachType, location, organization, description string }

// part2Export returns a Part 2 list with one report for each change.
func part2Export(changes ...func(*part2Report)) Export {
	text := part2Header + "\n"
	for _, change := range changes {
		r := part2Report{"Program", "1200", "03/14/2023", "Theft", "Laptop", "No", ""}
		change(&r)
		text += `"` + strings.Join([]string{r.name, "TX", r.individuals, r.submitted, r.breachType, r.location, r.organization, r.description}, `","`) + "\"\n"
	}
	return textExport(day, data.Part2, text)
}

func TestPart2ReportsAreCleanedAsThoseOfHIPAA(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name    string
		change  func(*part2Report)
		columns string
		want    string
	}{
		{"V9 odd spacing", func(r *part2Report) { r.breachType = " Theft,  Improper   Disposal ,Theft, " }, "breach_types", "Improper Disposal, Theft"},
		{"V9 odd spacing of locations", func(r *part2Report) { r.location = "Other  Portable Electronic Device" }, "locations", "Other Portable Electronic Device"},
		{"V10 blanks around a name", func(r *part2Report) { r.name = " \u00a0Odd\u200b " }, "program_name", "Odd"},
		{`\N is empty`, func(r *part2Report) {
			r.individuals, r.breachType, r.location, r.organization, r.description = `\N`, ` \N `, `\N`, `\N`, ` \N `
		}, "individuals, breach_types, locations, has_qualified_service_organization, description", "null|null|null|null|null"},
		{"an organization", func(r *part2Report) { r.organization = " Yes " }, "has_qualified_service_organization", "true"},
	}
	var changes []func(*part2Report)
	for _, c := range cases {
		changes = append(changes, c.change)
	}
	o, _ := buildAll(t, textExport(day, data.All, exportText(recent("Plain"))), part2Export(changes...))
	for i, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := ask(t, o, fmt.Sprintf("select %s from marts.part2_breaches where source_line = %d", c.columns, 2+i))
			if diff := cmp.Diff([]string{c.want}, got); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

func TestAPart2ReportThatIsUnclearStopsTheBuild(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		change func(*part2Report)
		want   string
	}{
		{"no name", func(r *part2Report) { r.name = `\N` }, "names the program that submitted it"},
		{"neither yes nor no", func(r *part2Report) { r.organization = "Maybe" }, `qualified_service_organization_present "Maybe"`},
		{"V4 a word", func(r *part2Report) { r.individuals = "unknown" }, `individuals_affected "unknown"`},
		{"V6 no such day", func(r *part2Report) { r.submitted = "02/30/2020" }, `submission_date "02/30/2020"`},
	}
	var changes []func(*part2Report)
	for _, c := range cases {
		changes = append(changes, c.change)
	}
	o := options(t)
	importAll(t, o, textExport(day, data.All, exportText(recent("Plain"))), part2Export(changes...))
	results, err := Build(t.Context(), o)
	if !errors.Is(err, check.ErrFailed) {
		t.Fatalf("want %v, got %v", check.ErrFailed, err)
	}
	errs, rows := rowsThatBreak(results, false)
	for i, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			where := fmt.Sprintf("/part2.csv:%d: ", 2+i)
			if !slices.ContainsFunc(errs, func(line string) bool { return strings.Contains(line, where) && strings.Contains(line, c.want) }) {
				t.Errorf("want an error at %s with %q, got\n%s", where, c.want, strings.Join(errs, "\n"))
			}
		})
	}
	if rows != len(cases) {
		t.Errorf("want %d errors of one report each, got %d: %s", len(cases), rows, strings.Join(errs, "\n"))
	}
}
