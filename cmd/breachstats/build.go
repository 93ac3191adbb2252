package main

import (
	"github.com/spf13/cobra"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/pipeline"
	"github.com/breachstats/breachstats/pipeline/check"
)

func (p *program) buildCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "build",
		Short: "Build the database from the snapshots and check it",
		Long: `Build the database from the snapshots, run every check, and replace the previous database.

A failed check stops the build with exit status 3 and prints the rows. Warnings report oddities of the
portal and do not stop it. Readers of the previous database are not disturbed.

With --as-of the tables and figures show the list as it stood on that day. "breachstats publish" then
writes those figures, and every caption names the day. "--as-of newest" is the day of the newest capture,
even if that capture lacks a view. The next build without --as-of shows the newest complete capture again,
and reports what newer captures list.

A build reuses what the previous database read in a description, if the same program, models and rules
read it. --fresh reads every description again. The ids of breaches stay the same in both cases.

With --engine spark the tables are made on a Spark cluster and kept as Parquet in --storage. See
docs/cluster.md for the steps, and for the size below which a cluster is not worth it.`,
		Example: `  breachstats build
  breachstats build --as-of 2025-12-31 --data demo/data`,
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			options, err := p.optionsAsOf()
			if err != nil {
				return err
			}
			results, err := pipeline.Build(c.Context(), options)
			p.report(results)
			return err
		},
	}
	command.Flags().BoolVar(&p.isFresh, "fresh", false, "read every description again, and reuse nothing of the previous database")
	return p.asOfFlag(command)
}

func (p *program) asOfFlag(command *cobra.Command) *cobra.Command {
	command.Flags().StringVar(&p.asOf, "as-of", "", "show the list as it stood on this `day`, YYYY-MM-DD or newest (default: the newest complete capture)")
	return command
}

// optionsAsOf returns the options with the day of --as-of.
func (p *program) optionsAsOf() (pipeline.Options, error) {
	options := p.options()
	options.AsOf = p.asOf
	if p.asOf == "" || p.asOf == pipeline.Newest {
		return options, nil
	}
	if _, err := data.ParseDay(p.asOf); err != nil {
		return options, wrong("--as-of: want a calendar day as YYYY-MM-DD or newest, got %q", p.asOf)
	}
	return options, nil
}

func (p *program) checkCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Run every check again on the built database",
		Long: `Run every check again on the built database, which is opened read only.

Checks are the queries in sql/**/*_test.sql, beside the models. The key of every table is checked too.`,
		Example: `  breachstats check
  breachstats check --data demo/data --quiet`,
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			results, err := pipeline.Check(c.Context(), p.options())
			p.report(results)
			if err == nil {
				p.say("%s", check.Tally(results))
			}
			return err
		},
	}
}
