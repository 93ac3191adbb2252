package main

import (
	"cmp"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/breachstats/breachstats/pipeline"
	"github.com/breachstats/breachstats/pipeline/load"
)

func (p *program) evaluateCommand() *cobra.Command {
	var format string
	var columns load.LabelColumns
	var sample, seed int64
	var areKinds bool
	command := &cobra.Command{
		Use:   "evaluate [LABELS.csv [SECOND.csv]]",
		Short: "Score the rules of origins against labels",
		Long: `Score the rules of origins against labels:

  no file    the project's own labels, with the descriptions of the built database
  one file   your labels: one row per breach, with its origin as a person read it and the description
             that was read; no database is needed
  two files  how far two readers agree, and their kappa

A file has the columns origin (internal or external; anything else is not scored) and web_description.
It may have cause_code or cause, confidence, name, breach_id and submitted_on, and, for the rules of types
and the naive maps, hhs_type, hhs_location and hhs_ba. Files of the VERIS Community Database can be read
too: from adjudicated_origin, or else vcdb_origin_jb, and hhs_web_description.

A breach that the rules leave undetermined counts as wrong. The formats table and markdown show the
scores. The formats csv, json, jsonl and parquet have one row per label, or, for two files, one per kind.

--sample prints a number of described breaches of the database as a CSV file to label, with instructions
on stderr. --kinds scores the rules of kinds of data, outcomes and reporters against the project's own
labels, with one row per kind and half of the labels.`,
		Example: `  breachstats evaluate labels.csv --rules my-rules.csv --format csv
  breachstats evaluate --sample 100 --seed 1`,
		Args: func(c *cobra.Command, args []string) error {
			switch {
			case len(args) > 2:
				return wrong("evaluate: want at most two files of labels, got %d", len(args))
			case areKinds && (len(args) > 0 || c.Flags().Changed("sample")):
				return wrong("evaluate: --kinds goes with no file and no --sample")
			case c.Flags().Changed("sample") && (len(args) > 0 || sample < 1):
				return wrong("evaluate: --sample wants a number from 1 up, and no file")
			case c.Flags().Changed("seed") && !c.Flags().Changed("sample"):
				return wrong("evaluate: --seed goes with --sample")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			switch {
			case areKinds:
				return p.evaluateKinds(c.Context(), format)
			case sample > 0:
				return p.sampleToLabel(c.Context(), sample, seed)
			case len(args) == 2:
				return p.compareReaders(c.Context(), args[0], args[1], columns, format)
			case len(args) == 0:
				return p.evaluateKnown(c.Context(), format)
			}
			found, err := pipeline.Evaluate(c.Context(), p.options(), args[0], columns)
			if err != nil {
				return err
			}
			if isForPeople(format) {
				return p.reportScores(found, args[0], format)
			}
			return p.print(format, found.Judged)
		},
	}
	p.formatFlag(command, &format)
	flags := command.Flags()
	flags.StringSliceVar(&columns.Origin, "origin-column", nil, "`column` of the label; of several, joined by commas, the first that is not blank counts")
	flags.StringSliceVar(&columns.Cause, "cause-column", nil, "`column` of the cause, likewise: a cause of reference.causes, or its code")
	flags.StringSliceVar(&columns.Description, "description-column", nil, "`column` of the text that the rules read, likewise")
	flags.BoolVar(&areKinds, "kinds", false, "score the rules of kinds of data, outcomes and reporters instead")
	flags.Int64Var(&sample, "sample", 0, "print this `number` of described breaches to label, each period and type in proportion")
	flags.Int64Var(&seed, "seed", 1, "`number` that decides which breaches are drawn")
	return command
}

// reportScores writes the scores for people.
func (p *program) reportScores(found pipeline.Evaluation, path, format string) error {
	to := p.reporter(format)
	judged := cellsOf(found.Judged)
	described, labelled, withCause := 0, 0, 0
	var wrongRows []cells
	for _, row := range judged {
		isDescribed := row.text("is_described") == "true"
		if row.text("label_cause") != "" {
			withCause++
		}
		if row.text("label_origin") == "" {
			continue
		}
		labelled++
		if !isDescribed {
			continue
		}
		described++
		if row.text("is_right_origin") == "false" || row.text("is_right_cause") == "false" {
			wrongRows = append(wrongRows, row)
		}
	}
	to.heading(1, path)
	to.line(fmt.Sprintf("%d rows: %d labelled internal or external, %d of them with a description; %d with a cause.", len(judged), labelled, described, withCause))
	to.heading(2, "Right, with a 95 % interval")
	to.table(sheetOf(cellsOf(found.Scores), []string{"labels", "judge", ">n", ">right", ">undetermined", ">accuracy", "interval"}, func(row cells) []string {
		return []string{
			row.text("part"), row.text("judge"), row.text("labels"), row.text("correct"), row.text("undetermined"), row.share("accuracy"), row.interval("accuracy"),
		}
	}))
	if found.Rates.NumRows() > 0 {
		to.heading(2, "Internal found, and external found")
		to.table(sheetOf(cellsOf(found.Rates), []string{"labels", "judge", "rate", ">n", ">found", ">share", "interval"}, func(row cells) []string {
			return []string{row.text("part"), row.text("judge"), row.text("rate"), row.text("labels"), row.text("found"), row.share("share"), row.interval("share")}
		}))
	}
	to.heading(2, "Confusion")
	to.table(sheetOf(cellsOf(found.Confusion), []string{"", "label", "rules", ">n"}, func(row cells) []string {
		return []string{row.text("kind"), row.text("label"), row.text("answer"), row.text("labels")}
	}))
	if found.Causes.NumRows() > 0 {
		to.heading(2, "By cause")
		to.table(sheetOf(cellsOf(found.Causes), []string{"cause", ">n", ">origin right", ">cause right", ">taken for it"}, func(row cells) []string {
			return []string{row.text("cause"), row.text("labels"), row.text("right_origin"), row.text("right_cause"), row.text("taken_for_it")}
		}))
	}
	to.heading(2, "Wrong")
	if len(wrongRows) == 0 {
		to.line("None.")
		return to.err
	}
	to.table(mistakes(wrongRows))
	return to.err
}

func mistakes(rows []cells) sheet {
	both := func(origin, cause string) string {
		if cause == "" {
			return cmp.Or(origin, "undetermined")
		}
		return origin + ", " + cause
	}
	return sheetOf(rows, []string{">line", "name", "label", "rules", "rule", "words"}, func(row cells) []string {
		return []string{
			row.text("source_line"), cut(row.text("name"), longestName), both(row.text("label_origin"), row.text("label_cause")),
			both(row.text("origin"), row.text("cause")), row.text("origin_rule"), cut(row.text("origin_evidence"), longestName),
		}
	})
}
