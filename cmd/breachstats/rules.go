package main

import (
	"github.com/spf13/cobra"

	"github.com/breachstats/breachstats/pipeline"
)

func (p *program) rulesCommand() *cobra.Command {
	var areUsed bool
	command := &cobra.Command{
		Use:   "rules",
		Short: "Print the rules that give a breach its cause and origin, as CSV",
		Long: `Print the rules that give a breach its cause and origin, as a CSV file. To use your own rules, change a
copy: "breachstats evaluate LABELS.csv --rules FILE" scores it, "breachstats build --rules FILE" uses it.

A row is a rule. Rules are tried in order. The first rule whose pattern is found, and whose exception (column
unless) is not found, gives cause, origin and threat. "breachstats models reference.origin_rules" explains
the columns.`,
		Example: `  breachstats rules
  breachstats rules --used --data demo/data`,
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			text, err := pipeline.Rules(c.Context(), p.options(), areUsed)
			if err != nil {
				return err
			}
			_, err = p.stdout.Write(text)
			return err
		},
	}
	command.Flags().BoolVar(&areUsed, "used", false, "print the rules that the database was built with, not the built-in ones")
	return command
}
