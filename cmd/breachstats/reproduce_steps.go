package main

import (
	"errors"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/breachstats/breachstats/pipeline"
)

// tellSteps shows how a study's numbers follow from others that were printed.
func (p *program) tellSteps(found pipeline.Reproduction, format string) error {
	if format != "table" && format != "markdown" {
		return p.print(format, found.Steps)
	}
	r := &report{out: p.stdout, isMarkdown: format == "markdown", found: found}
	study := found.Study
	r.heading(study.Name)
	r.say("%s\n%s", study.Citation, study.URL)
	r.say("Counted: %s %s", study.Rule, study.ReadNote)
	var rows [][]string
	for _, row := range rowsOf(found.Steps) {
		rows = append(rows, []string{
			row["step"], row["result"], row["computed"], spoken(row["value"], row["unit"]), spoken(row["printed"], row["unit"]), row["verdict"],
		})
	}
	r.heading("How it follows from other printed totals")
	r.table([]string{"step", "what", "how", ">gives", ">compared with", "verdict"}, rows)
	r.say("The breach list has no part in this: it is of another country, and a notification there is no report here.")
	return errors.Join(r.bad...)
}

// stepsThatDiffer counts the steps whose number is another than the one printed.
func stepsThatDiffer(steps arrow.RecordBatch) int { return len(numbersIn(steps, "step", "differs")) }
