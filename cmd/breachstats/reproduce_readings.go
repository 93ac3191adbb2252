package main

import (
	"fmt"
	"strings"
)

// readings summarises a study of descriptions in ten lines: its share of internal breaches, ours, and why they differ.
func (r *report) readings() {
	study := r.found.Study
	figure := func(metric, breakdown, category string) cells {
		for _, row := range cellsOf(r.found.Figures) {
			if row.text("metric") == metric && row.text("breakdown") == breakdown && (category == "" || row.text("category") == category) {
				return row
			}
		}
		return cells{}
	}
	cases, share := figure("breaches", "all", ""), figure("share_breaches", "origin", "internal")
	internal, external := figure("breaches", "origin", "internal"), figure("breaches", "origin", "external")
	typed, patients := figure("share_breaches", "categorisation", "confirmed as self-reported"), figure("individuals", "all", "")
	number := func(row cells, column string) string { return row.as(column, row.text("unit")) }
	decided := func(column string) string {
		return people(internal.number(column) + external.number(column))
	}
	undecided := people(cases.number("reproduced") - internal.number("reproduced") - external.number("reproduced"))
	lines := []string{
		study.Name,
		strings.Repeat("─", len([]rune(study.Name))),
		fmt.Sprintf("Printed: %s internal, %s of %s cases, each read by hand.", number(share, "printed"), number(internal, "printed"), number(cases, "printed")),
		fmt.Sprintf("As of %s, by rules: %s internal, %s of the %s that they decide.", study.AsOfOn, number(share, "reproduced"), number(internal, "reproduced"), decided("reproduced")),
		fmt.Sprintf("Today (%s): %s, %s of %s. A map of the portal's types: %s.", study.NewestOn, number(share, "newest"), number(internal, "newest"), decided("newest"), number(share, "naive")),
		"Why they are not equal:",
		fmt.Sprintf("- Other cases: %s with a description can be found of the %s; the rest got theirs between two captures.", number(cases, "reproduced"), number(cases, "printed")),
		fmt.Sprintf("- Other readers: rules decide %s of them and leave %s open (docs/origin.md has how often they err).", decided("reproduced"), undecided),
		fmt.Sprintf("- Other counts: %s people here, %s million in print. The portal's types say the same for %s here, %s there.", number(patients, "reproduced"),
			people(patients.number("printed")/1_000_000), number(typed, "reproduced"), number(typed, "printed")),
		fmt.Sprintf("`breachstats reproduce %s --all` prints every figure.", study.Name),
	}
	if study.IsSynthetic {
		lines = append([]string{syntheticNotice, ""}, lines...)
	}
	if r.isMarkdown {
		lines[len(lines)-10], lines[len(lines)-9] = "## "+study.Name, ""
		lines[len(lines)-8] += "  "
		lines[len(lines)-7] += "  "
		lines[len(lines)-6] += "\n"
		lines[len(lines)-5] += "\n"
		lines[len(lines)-2] += "\n"
	}
	if r.isWhole {
		lines = lines[:len(lines)-1]
	}
	r.line(strings.Join(lines, "\n") + "\n")
	r.last = ""
}
