package main

import (
	"github.com/spf13/cobra"

	"github.com/breachstats/breachstats/pipeline"
	"github.com/breachstats/breachstats/pipeline/check"
)

func (p *program) buildCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "build",
		Short: "Build the database from the snapshots and check it",
		Long: `Build the database from the snapshots, run every check, and put it in the place of the previous one.

A check that fails stops the build with exit status 3 and prints the rows; warnings tell where the
portal is odd and do not stop it. Readers of the previous database are not disturbed.`,
		Example: `  breachstats build
  breachstats build --sql my-models --data demo/data`,
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			results, err := pipeline.Build(c.Context(), p.options())
			p.report(results)
			return err
		},
	}
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
