package main

import (
	"github.com/spf13/cobra"

	"github.com/breachstats/breachstats/pipeline"
)

func (p *program) runCommand() *cobra.Command {
	var capturedOn, view, source string
	var generated sampleFlags
	var fetching fetchFlags
	command := &cobra.Command{
		Use:   "run [FILE...]",
		Short: "Fetch or import, build, check and publish in one go",
		Long: `Fetch the portal's exports, or import those that are named, build the database, check it and publish the
figures, in one go. When the portal has nothing new, nothing is written.

Files are named and described as for import, fetching as for fetch. With --source sample the exports are
generated instead, and everything published from them is marked SYNTHETIC.

--as-of shows the list as it stood on a day, as for build.`,
		Example: `  breachstats run --if-older-than 20h --contact you@example.org
  breachstats run 2024-10-17_archive.csv 2024-10-17_under-investigation.csv`,
		RunE: func(c *cobra.Command, paths []string) error {
			for _, name := range []string{"rows", "seed"} {
				if source != "sample" && c.Flags().Changed(name) {
					return wrong("--%s goes with --source sample", name)
				}
			}
			if source == "" && len(paths) == 0 || source == "portal" {
				if len(paths) > 0 {
					return wrong("--source portal takes no files, got %d", len(paths))
				}
				return p.scheduled(c.Context(), fetching, p.runFromPortal)
			}
			options, err := p.optionsAsOf()
			if err != nil {
				return err
			}
			exports, err := p.runExports(paths, capturedOn, view, source, generated)
			if err != nil {
				return err
			}
			return pipeline.Run(c.Context(), options, exports, p.report)
		},
	}
	captureFlags(command, &capturedOn, &view)
	command.Flags().StringVar(&source, "source", "", "where exports come from: `portal, files or sample` (default: files where some are named, the portal otherwise)")
	generated.register(command, false)
	fetching.register(command)
	return p.asOfFlag(command)
}

func (p *program) runExports(paths []string, capturedOn, view, source string, generated sampleFlags) ([]pipeline.Export, error) {
	switch {
	case source == "sample" && len(paths) > 0:
		return nil, wrong("--source sample takes no files, got %d", len(paths))
	case source == "sample":
		return generated.exports(capturedOn)
	case source != "" && source != "files":
		return nil, wrong("--source: want portal, files or sample, got %q", source)
	case len(paths) == 0:
		return nil, wrong("--source files: want export files, got none")
	}
	return fileExports(paths, capturedOn, view)
}
