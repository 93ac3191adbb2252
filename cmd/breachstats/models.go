package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/breachstats/breachstats/pipeline"
	"github.com/breachstats/breachstats/pipeline/build"
	models "github.com/breachstats/breachstats/sql"
)

func (p *program) modelsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "models [TABLE]",
		Short: "List the tables, or explain one",
		Long: `List the tables, each with what one row is. For one table: its key, its columns, the tables that it
reads, and the tables that read it.`,
		Example: `  breachstats models
  breachstats models marts.breaches`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return wrong("models: want one table, got %d", len(args))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			graph, err := pipeline.Graph(c.Context(), p.options())
			if err != nil {
				return err
			}
			list, _, err := p.options().Models()
			if err != nil {
				return err
			}
			if len(args) == 0 {
				p.listModels(list)
				return nil
			}
			for _, model := range list {
				if model.Table() == args[0] {
					p.explainModel(model, graph)
					return nil
				}
			}
			var tables []string
			for _, model := range list {
				tables = append(tables, model.Table())
			}
			return wrong("models: no table %s%s `breachstats models` lists them", args[0], didYouMean(args[0], tables))
		},
	}
}

func (p *program) listModels(list []models.Model) {
	width := 0
	for _, model := range list {
		width = max(width, len(model.Table()))
	}
	for _, model := range list {
		fmt.Fprintf(p.stdout, "%-*s  %s\n", width, model.Table(), model.Header.Row)
	}
}

func (p *program) explainModel(model models.Model, graph build.Graph) {
	fmt.Fprintf(p.stdout, "%s  %s\n", model.Table(), model.Path)
	fmt.Fprintln(p.stdout, model.Header.Row)
	if model.Header.Notes != "" {
		fmt.Fprintln(p.stdout, model.Header.Notes)
	}
	if model.IsMacro() {
		fmt.Fprintf(p.stdout, "\nCalled with: %s\n", strings.Join(model.Header.Given, ", "))
	}
	fmt.Fprintf(p.stdout, "\nKey: %s\n\n", strings.Join(model.Header.Key, ", "))
	width := 0
	for _, column := range model.Header.Columns {
		width = max(width, len(column.Name))
	}
	for _, column := range model.Header.Columns {
		fmt.Fprintf(p.stdout, "%-*s  %s\n", width, column.Name, column.Comment)
	}
	fmt.Fprintf(p.stdout, "\nReads:   %s\nRead by: %s\n", orNothing(graph.Reads[model.Table()]), orNothing(graph.ReadBy(model.Table())))
}

func orNothing(tables []string) string {
	if len(tables) == 0 {
		return "nothing"
	}
	return strings.Join(tables, ", ")
}
