package main

import (
	"github.com/spf13/cobra"

	"github.com/breachstats/breachstats/pipeline"
)

func (p *program) publishCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "publish",
		Short: "Write the figures of the built database: CSV, SVG, PNG and a page",
		Long: `Write the figures of the built database to --out: CSV, SVG and PNG for each, index.html, and a
manifest with the sha256 of every file. Every check is run once more before.

The same database gives the same bytes; when they stand there already, nothing is written. In the
CSV files a text that a spreadsheet would run as a formula has an apostrophe in front.`,
		Example: `  breachstats publish
  breachstats publish --data demo/data --out demo/out`,
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			results, err := pipeline.Publish(c.Context(), p.options())
			if err != nil {
				p.report(results)
			}
			return err
		},
	}
}
