package main

import (
	"github.com/spf13/cobra"

	"github.com/breachstats/breachstats/pipeline"
)

func (p *program) runCommand() *cobra.Command {
	var capturedOn, view, source string
	var generated sampleFlags
	command := &cobra.Command{
		Use:   "run [FILE...]",
		Short: "Import, build, check and publish in one go",
		Long: `Import exports, build the database, check it and publish the figures, in one go.

Files are named and described as for import. With --source sample the exports are generated
instead, and everything published from them is marked SYNTHETIC.`,
		Example: `  breachstats run --source sample --data demo/data --out demo/out
  breachstats run 2024-10-17_archive.csv 2024-10-17_under-investigation.csv`,
		RunE: func(c *cobra.Command, paths []string) error {
			exports, err := p.runExports(paths, capturedOn, view, source, generated)
			if err != nil {
				return err
			}
			return pipeline.Run(c.Context(), p.options(), exports, p.report)
		},
	}
	captureFlags(command, &capturedOn, &view)
	command.Flags().StringVar(&source, "source", "files", "where exports come from: `files or sample`")
	generated.register(command, false)
	return command
}

func (p *program) runExports(paths []string, capturedOn, view, source string, generated sampleFlags) ([]pipeline.Export, error) {
	switch {
	case source == "sample" && len(paths) > 0:
		return nil, wrong("--source sample takes no files, got %d", len(paths))
	case source == "sample":
		return generated.exports(capturedOn)
	case source != "files":
		return nil, wrong("--source: want files or sample, got %q", source)
	case len(paths) == 0:
		return nil, wrong("run: want export files, or --source sample")
	}
	return fileExports(paths, capturedOn, view)
}
