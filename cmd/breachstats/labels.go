package main

import (
	"context"
	"fmt"

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
	if isForPeople(format) {
		return p.reportScores(found, "reference.origin_labels", format)
	}
	return p.print(format, found.Judged)
}

// compareReaders prints how far two files of labels agree.
func (p *program) compareReaders(ctx context.Context, one, other string, columns load.LabelColumns, format string) error {
	found, err := pipeline.Agreement(ctx, p.options(), one, other, columns)
	if err != nil {
		return err
	}
	if !isForPeople(format) {
		return p.print(format, found)
	}
	to := p.reporter(format)
	to.heading(1, one+" and "+other)
	to.table(sheetOf(cellsOf(found), []string{"label", ">both labelled", ">agreed", ">agreement", "interval", ">by chance", ">kappa"}, func(row cells) []string {
		return []string{
			row.text("kind"), row.text("breaches"), row.text("agreed"), row.share("agreement"), row.interval("agreement"), row.share("by_chance"), row.share("kappa"),
		}
	}))
	return to.err
}

// evaluateKinds prints how often the rules of kinds are right on the labels that come with the program.
func (p *program) evaluateKinds(ctx context.Context, format string) error {
	found, err := pipeline.KindScores(ctx, p.options())
	if err != nil {
		return fmt.Errorf("evaluate: %w", err)
	}
	if !isForPeople(format) {
		return p.print(format, found)
	}
	to := p.reporter(format)
	to.heading(1, "reference.kind_labels")
	to.line("Precision: the share of what the rules found that is right. Recall: the share of what the labels name that was found. With 95 % intervals.")
	columns := []string{"labels", "attribute", "value", ">found", ">right", ">precision", "interval", ">named", ">recalled", ">recall", "interval"}
	to.table(sheetOf(cellsOf(found), columns, func(row cells) []string {
		return []string{
			row.text("half"), row.text("attribute"), row.text("value"),
			row.text("found"), row.text("correct"), row.share("precision"), row.interval("precision"),
			row.text("labels"), row.text("recalled"), row.share("recall"), row.interval("recall"),
		}
	}))
	return to.err
}

// sampleToLabel prints breaches for a person to label, and the instructions on stderr.
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

// labelInstructions explains how to fill in a sample.
var labelInstructions = []string{
	"How to label: read web_description alone, and fill in origin, cause, confidence and reason.",
	"  origin: internal or external; leave it blank if the text does not say.",
	"  cause: one of the 16 of `breachstats query 'select code, name, origin from reference.causes order by cause_order'`, as its code.",
	"  confidence: high, medium or low. reason: a few words that say why.",
	"  Label what happened, not what was done afterwards. A vendor counts as the entity. An unknown thief or intruder is external.",
	"A second reader fills in a blank copy of the same file. Neither looks at the rules or at the other's labels before both are done.",
	"Then `breachstats evaluate ONE.csv TWO.csv` shows how far the two agree, and `breachstats evaluate ONE.csv` scores the rules.",
}
