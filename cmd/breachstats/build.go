package main

import (
	"github.com/spf13/cobra"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/pipeline"
	"github.com/breachstats/breachstats/pipeline/check"
)

func (p *program) buildCommand() *cobra.Command {
	var asOf string
	command := &cobra.Command{
		Use:   "build",
		Short: "Build the database from the snapshots and check it",
		Long: `Build the database from the snapshots, run every check, and put it in the place of the previous one.

A check that fails stops the build with exit status 3 and prints the rows; warnings tell where the
portal is odd and do not stop it. Readers of the previous database are not disturbed.

With --as-of the tables and figures show the list as it stood on that day, and every caption says so:
publish writes them. The next build without it shows the newest complete capture again.`,
		Example: `  breachstats build
  breachstats build --as-of 2025-12-31 --data demo/data`,
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			options := p.options()
			if asOf != "" {
				day, err := data.ParseDay(asOf)
				if err != nil {
					return wrong("--as-of: %w", err)
				}
				options.AsOf = day
			}
			results, err := pipeline.Build(c.Context(), options)
			p.report(results)
			return err
		},
	}
	command.Flags().StringVar(&asOf, "as-of", "", "show the list as it stood on this `day`, YYYY-MM-DD (default: the newest complete capture)")
	return command
}

func (p *program) checkCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Run every check again on the built database",
		Long: `Run every check again on the built database, which is opened read only.

Checks stand beside the models, in sql/**/*_test.sql; the key of every table is one more.`,
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
