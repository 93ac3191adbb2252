package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/spf13/cobra"

	"github.com/breachstats/breachstats/pipeline"
)

// errDiffers reports that a printed figure is outside its tolerance.
var errDiffers = errors.New("outside their tolerance")

// reproduceFlags are the flags of reproduce.
type reproduceFlags struct {
	format                                       string
	asExplanation, isChecked, isFetched, isWhole bool
	source                                       captureSource
}

func (p *program) reproduceCommand() *cobra.Command {
	var f reproduceFlags
	command := &cobra.Command{
		Use:   "reproduce [STUDY]",
		Short: "Compare the numbers a study printed with the list as it read it",
		Long: `Compare the numbers that a study printed with the list as it stood when the study read it, with today's
list, and with a naive pivot over today's list; then show, breach by breach, why they differ. Without a
study: list the studies, and why some cannot be reproduced. A study needs captures from about the day when
it read the list: mccoy-perlis-2018 needs a complete capture of 2018-01-04 or before, and one after 2017.

Each number has a verdict:

  same              equal as rounded in print, or on the printed side of "at least", "more than", "less than"
  within tolerance  off by at most 0.5 % of a count, 0.2 % of people, or half a unit of the last digit
  differs           neither

The formats table and markdown give a report for people. The formats csv, json, jsonl and parquet have one
row per figure or, with --explain, one row per figure and breach that explains it. With --check the exit
status is 3 if a figure differs. A study of descriptions has a summary of ten lines; --all adds the report.

With --fetch the captures that the study needs are downloaded and imported first, as by "breachstats
captures fetch --for STUDY", and the database is built.`,
		Example: `  breachstats reproduce mccoy-perlis-2018 --fetch
  breachstats reproduce --data demo/data --format csv`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return wrong("reproduce: want one study, got %d", len(args))
			}
			if len(args) == 0 && (f.asExplanation || f.isChecked || f.isFetched) {
				return wrong("reproduce: --explain, --check and --fetch want a study")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return p.listStudies(c.Context(), f.format)
			}
			return p.reproduce(c.Context(), args[0], f)
		},
	}
	p.formatFlag(command, &f.format)
	command.Flags().BoolVar(&f.asExplanation, "explain", false, "print the breaches that explain each count and sum, one row each")
	command.Flags().BoolVar(&f.isChecked, "check", false, "exit with status 3 if a figure is outside its tolerance")
	command.Flags().BoolVar(&f.isWhole, "all", false, "print every figure of a study that has a summary, as jiang-bai-2019 has")
	command.Flags().BoolVar(&f.isFetched, "fetch", false, "download the captures that the study needs, and build, first")
	f.source.register(command)
	return command
}

// reproduce compares one study and prints what the flags ask for.
func (p *program) reproduce(ctx context.Context, study string, f reproduceFlags) error {
	var found pipeline.Reproduction
	var err error
	if f.isFetched {
		options := p.captureOptions(f.source)
		options.Study = study
		found, err = pipeline.ReproduceFetched(ctx, p.options(), options, p.report)
	} else {
		found, err = pipeline.Reproduce(ctx, p.options(), study)
	}
	var none pipeline.NoStudy
	if errors.As(err, &none) {
		return wrong("reproduce: %w%s `breachstats reproduce` lists them", err, didYouMean(none.Asked, none.Known))
	}
	if err != nil {
		return fmt.Errorf("reproduce: %w", err)
	}
	asReport := &report{reporter: p.reporter(f.format), found: found, isWhole: f.isWhole}
	asReport.isRuled = true
	if found.Steps != nil {
		if isForPeople(f.format) {
			err = asReport.steps()
		} else {
			err = p.print(f.format, found.Steps)
		}
		if differ := len(numbersIn(found.Steps, "step", "differs")); err == nil && f.isChecked && differ > 0 {
			return fmt.Errorf("reproduce: %s: %d of its figures are %w", study, differ, errDiffers)
		}
		return err
	}
	switch {
	case f.asExplanation:
		err = p.print(f.format, found.Explained)
	case isForPeople(f.format):
		err = asReport.write()
	default:
		err = p.print(f.format, found.Figures)
	}
	if differ := numbersIn(found.Figures, "no", "differs"); err == nil && f.isChecked && len(differ) > 0 {
		return fmt.Errorf("reproduce: %s: %d of %d figures are %w: no %s", study, len(differ), found.Figures.NumRows(), errDiffers,
			strings.Join(differ, ", "))
	}
	return err
}

// numbersIn returns the texts of a column in the rows with a verdict.
func numbersIn(figures arrow.RecordBatch, column, verdict string) []string {
	var found []string
	for _, row := range cellsOf(figures) {
		if row.text("verdict") == verdict {
			found = append(found, row.text(column))
		}
	}
	return found
}

// listStudies prints the studies, with what the captures allow.
func (p *program) listStudies(ctx context.Context, format string) error {
	list, verdicts, err := pipeline.Studies(ctx, p.options())
	if err != nil {
		return err
	}
	if format != "table" {
		return p.print(format, studyRows(list, verdicts))
	}
	p.describeStudies(list, verdicts)
	return nil
}

func (p *program) describeStudies(list []pipeline.Study, verdicts map[string]pipeline.Verdicts) {
	if len(list) > 0 && list[0].IsSynthetic {
		fmt.Fprintf(p.stdout, "%s\n\n", syntheticNotice)
	}
	for _, isPossible := range []bool{true, false} {
		heading := "Can be reproduced from these captures:"
		if !isPossible {
			heading = "Cannot:"
		}
		fmt.Fprintln(p.stdout, heading)
		if isPossible && len(verdicts) == 0 {
			fmt.Fprintln(p.stdout, "\nnone")
		}
		for _, study := range list {
			if (study.WhyNot == "") != isPossible {
				continue
			}
			fmt.Fprintf(p.stdout, "\n%s\n  %s\n", study.Name, study.Citation)
			figures := study.Figures + " figures"
			if study.Figures == "1" {
				figures = "1 figure"
			}
			if !isPossible {
				fmt.Fprintf(p.stdout, "  %s. %s\n", figures, study.WhyNot)
				continue
			}
			v := verdicts[study.Name]
			fmt.Fprintf(p.stdout, "  %s as of %s: %s same, %s within tolerance, %s differ, %s not computed\n",
				figures, study.AsOfOn, v.Same, v.WithinTolerance, v.Differs, v.NotComputed)
		}
		if isPossible {
			fmt.Fprintln(p.stdout)
		}
	}
}

// studyRows is the list of studies as one record.
func studyRows(list []pipeline.Study, verdicts map[string]pipeline.Verdicts) arrow.RecordBatch {
	text, number := arrow.BinaryTypes.String, arrow.PrimitiveTypes.Int64
	fields := []arrow.Field{
		{Name: "study", Type: text}, {Name: "citation", Type: text}, {Name: "read_on", Type: text, Nullable: true},
		{Name: "is_reproducible", Type: arrow.FixedWidthTypes.Boolean}, {Name: "figures", Type: number},
		{Name: "same", Type: number, Nullable: true}, {Name: "within_tolerance", Type: number, Nullable: true},
		{Name: "differs", Type: number, Nullable: true}, {Name: "not_computed", Type: number, Nullable: true},
		{Name: "is_synthetic", Type: arrow.FixedWidthTypes.Boolean}, {Name: "why_not", Type: text, Nullable: true},
	}
	var rows [][]string
	for _, study := range list {
		v := verdicts[study.Name]
		rows = append(rows, []string{
			study.Name, study.Citation, study.ReadOn, strconv.FormatBool(study.WhyNot == ""), study.Figures,
			v.Same, v.WithinTolerance, v.Differs, v.NotComputed, strconv.FormatBool(study.IsSynthetic), study.WhyNot,
		})
	}
	return recordOf(fields, rows)
}
