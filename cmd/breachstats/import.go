package main

import (
	"errors"
	"io/fs"
	"time"

	"github.com/spf13/cobra"

	"github.com/breachstats/breachstats/pipeline"
)

func (p *program) importCommand() *cobra.Command {
	var capturedOn, view string
	var allowFuture bool
	command := &cobra.Command{
		Use:   "import FILE...",
		Short: "Add exports of the portal to the snapshot store",
		Long: `Add exports of the portal to the snapshot store, byte for byte.

The strict reader checks every file first; if it refuses one, none is stored. The day of capture and the
view are read from names like 2024-10-17_archive.csv, unless --captured and --view state them.`,
		Example: `  breachstats import 2024-10-17_archive.csv 2024-10-17_under-investigation.csv
  breachstats import breach_report.csv --captured 2024-10-17 --view archive`,
		Args: func(_ *cobra.Command, paths []string) error {
			if len(paths) == 0 {
				return wrong("import: want at least one export file")
			}
			return nil
		},
		RunE: func(c *cobra.Command, paths []string) error {
			exports, err := fileExports(paths, capturedOn, view)
			if err == nil {
				err = wantNoFuture(exports, time.Now(), allowFuture)
			}
			if err != nil {
				return err
			}
			return pipeline.Import(c.Context(), p.options(), exports)
		},
	}
	captureFlags(command, &capturedOn, &view, &allowFuture)
	return command
}

func captureFlags(command *cobra.Command, capturedOn, view *string, allowFuture *bool) {
	command.Flags().StringVar(capturedOn, "captured", "", "`day` on which the portal showed these rows, YYYY-MM-DD (default: from the file name)")
	command.Flags().StringVar(view, "view", "", "archive, under-investigation, all or part2 (default: from the file `name`)")
	command.Flags().BoolVar(allowFuture, "allow-future", false, "accept a capture day that is in the future by this machine's clock; until that day no fetch stores anything")
}

// wantNoFuture refuses captures of future days, unless they are allowed: until that day every fetch would be older.
func wantNoFuture(exports []pipeline.Export, now time.Time, isAllowed bool) error {
	for _, export := range exports {
		day, err := time.Parse(time.DateOnly, export.Capture.Day)
		if err == nil && !isAllowed && day.Sub(now) > pipeline.MostAhead {
			return wrong("%s: capture %s is in the future: it is %s UTC here, and no fetch would be newer; correct the day, or accept it with --allow-future",
				export.Path, export.Capture, now.UTC().Format("2006-01-02 15:04"))
		}
	}
	return nil
}

func fileExports(paths []string, capturedOn, view string) ([]pipeline.Export, error) {
	var exports []pipeline.Export
	for _, path := range paths {
		export, err := pipeline.FileExport(path, capturedOn, view)
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return nil, err
			}
			return nil, wrongCommand{err}
		}
		exports = append(exports, export)
	}
	return exports, nil
}
