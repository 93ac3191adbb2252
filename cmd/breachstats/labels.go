package main

import (
	"context"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/breachstats/breachstats/pipeline"
	"github.com/breachstats/breachstats/pipeline/load"
)

// evaluateKnown scores the rules by the labels that come with the program.
func (p *program) evaluateKnown(ctx context.Context, format string) error {
	found, missing, err := pipeline.EvaluateKnown(ctx, p.options())
	if err != nil {
		return fmt.Errorf("evaluate: %w", err)
	}
	if missing > 0 {
		p.say("%d of %d labelled breaches have no description in this database and are left out", missing, missing+int(found.Judged.NumRows()))
	}
	if format == "table" || format == "markdown" {
		return p.tellScores(found, "reference.origin_labels", format)
	}
	return p.print(format, found.Judged)
}

// compareReaders prints how far two files of labels agree.
func (p *program) compareReaders(ctx context.Context, one, other string, columns load.LabelColumns, format string) error {
	found, err := pipeline.Agreement(ctx, p.options(), one, other, columns)
	if err != nil {
		return err
	}
	if format != "table" && format != "markdown" {
		return p.print(format, found)
	}
	to := &account{out: p.stdout, format: format, width: terminalWidth(p.stdout)}
	to.heading(1, one+" and "+other)
	rows := sheet{}
	rows.add("label", false, "both labelled", true, "agreed", true, "agreement", true, "interval", false, "by chance", true, "kappa", true)
	for _, row := range cellsOf(found) {
		rows.rows = append(rows.rows, []string{
			row.text("kind"), row.text("breaches"), row.text("agreed"), row.share("agreement"),
			row.share("agreement_low") + " to " + row.share("agreement_high"), row.share("by_chance"), row.share("kappa"),
		})
	}
	to.table(rows)
	return to.err
}

// ratesOf are sensitivity and specificity as a table.
func ratesOf(rates arrow.RecordBatch) sheet {
	rows := sheet{}
	rows.add("labels", false, "judge", false, "rate", false, "n", true, "found", true, "share", true, "interval", false)
	for _, row := range cellsOf(rates) {
		rows.rows = append(rows.rows, []string{
			row.text("part"), row.text("judge"), row.text("rate"), row.text("labels"), row.text("found"), row.share("share"),
			row.share("share_low") + " to " + row.share("share_high"),
		})
	}
	return rows
}

// sampleToLabel prints breaches for a person to label, and says on stderr how.
func (p *program) sampleToLabel(ctx context.Context, size, seed int64) error {
	sample, err := pipeline.LabelSample(ctx, p.options(), size, seed)
	if err != nil {
		return fmt.Errorf("evaluate: %w", err)
	}
	if err := p.print("csv", sample); err != nil {
		return err
	}
	for _, line := range labelInstructions {
		p.say("%s", line)
	}
	return nil
}

// labelInstructions say how to fill in a sample.
var labelInstructions = []string{
	"How to label: read web_description alone, and fill in origin, cause, confidence and reason.",
	"  origin: internal or external; leave it blank where the text does not say.",
	"  cause: one of the 16 of `breachstats query 'select code, name, origin from reference.causes order by cause_order'`, as its code.",
	"  confidence: high, medium or low. reason: a few words that say why.",
	"  What happened counts, not what was done afterwards. A vendor counts as the entity. An unknown thief or intruder is external.",
	"A second reader takes a blank copy of the same file, and neither looks at the rules or at the other's labels before both are done.",
	"Then: `breachstats evaluate ONE.csv TWO.csv` for the agreement of the two, `breachstats evaluate ONE.csv` for the rules.",
}
