package main

import (
	"context"
	"fmt"

	"github.com/breachstats/breachstats/pipeline"
)

// evaluateKinds prints how often the rules of kinds are right on the labels that come with the program.
func (p *program) evaluateKinds(ctx context.Context, format string) error {
	found, err := pipeline.KindScores(ctx, p.options())
	if err != nil {
		return fmt.Errorf("evaluate: %w", err)
	}
	if format != "table" && format != "markdown" {
		return p.print(format, found)
	}
	to := &account{out: p.stdout, format: format, width: terminalWidth(p.stdout)}
	to.heading(1, "reference.kind_labels")
	to.line("Precision is of what the rules found, recall of what the labels name, with 95 % intervals.")
	rows := sheet{}
	rows.add("labels", false, "attribute", false, "value", false, "found", true, "right", true, "precision", true, "interval", false,
		"named", true, "recalled", true, "recall", true, "interval", false)
	for _, row := range cellsOf(found) {
		rows.rows = append(rows.rows, []string{
			row.text("half"), row.text("attribute"), row.text("value"),
			row.text("found"), row.text("correct"), row.share("precision"), intervalOf(row, "precision"),
			row.text("labels"), row.text("recalled"), row.share("recall"), intervalOf(row, "recall"),
		})
	}
	to.table(rows)
	return to.err
}

// intervalOf is the interval of a share, empty where there is no share.
func intervalOf(row cells, share string) string {
	if row.text(share) == "" {
		return ""
	}
	return row.share(share+"_low") + " to " + row.share(share+"_high")
}
