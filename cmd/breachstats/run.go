package main

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/breachstats/breachstats/pipeline"
	"github.com/breachstats/breachstats/pipeline/check"
)

func (p *program) runCommand() *cobra.Command {
	var capturedOn, view, source string
	var allowFuture bool
	var generated sampleFlags
	var fetching fetchFlags
	command := &cobra.Command{
		Use:   "run [FILE...]",
		Short: "Fetch or import, build, check and publish in one go",
		Long: `Fetch the portal's exports, or import the files that you name; then build the database, check it and
publish the figures. If there is nothing new and the figures are there, nothing is built.

The flags are those of import, fetch and build. With --source sample the exports are generated instead, and
everything published from them is marked SYNTHETIC. With --as-of the figures show the list as it stood on
that day.`,
		Example: `  breachstats run --if-older-than 20h --contact you@example.org
  breachstats run 2024-10-17_archive.csv 2024-10-17_under-investigation.csv`,
		RunE: func(c *cobra.Command, paths []string) error {
			if source == "" {
				source = "files"
				if len(paths) == 0 {
					source = "portal"
				}
			}
			if err := wantFlagsOf(c, source); err != nil {
				return err
			}
			if source == "portal" {
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
			if err == nil {
				err = wantNoFuture(exports, time.Now(), allowFuture)
			}
			if err != nil {
				return err
			}
			return p.runOf(c.Context(), options, exports, fetching.asJSON)
		},
	}
	captureFlags(command, &capturedOn, &view, &allowFuture)
	command.Flags().StringVar(&source, "source", "", "where exports come from: `portal, files or sample` (default: files if you name some, otherwise the portal)")
	command.Flags().BoolVar(&p.isFresh, "fresh", false, "build and publish even if nothing is new, and read every description again")
	generated.register(command, false)
	fetching.register(command)
	return p.asOfFlag(command)
}

// sourcesOf lists, for a flag, the sources of a run that use it; a flag that is missing here works with all.
var sourcesOf = func() map[string][]string {
	sources := map[string][]string{
		"rows": {"sample"}, "seed": {"sample"}, "captured": {"files", "sample"}, "view": {"files"}, "allow-future": {"files", "sample"},
	}
	for _, name := range []string{
		"url", "contact", "if-older-than", "interval", "timeout", "allow-few-rows", "allow-shrinkage", "allow-growth", "allow-stale",
	} {
		sources[name] = []string{"portal"}
	}
	return sources
}()

// wantFlagsOf refuses a flag that has no effect with the source of a run.
func wantFlagsOf(c *cobra.Command, source string) error {
	if !slices.Contains([]string{"portal", "files", "sample"}, source) {
		return wrong("--source: want portal, files or sample, got %q", source)
	}
	for _, name := range slices.Sorted(maps.Keys(sourcesOf)) {
		if sources := sourcesOf[name]; c.Flags().Changed(name) && !slices.Contains(sources, source) {
			return wrong("--%s goes with --source %s, not with %s", name, strings.Join(sources, " or "), source)
		}
	}
	return nil
}

// runOf imports exports, builds and publishes. asJSON prints how the run ended, whether it succeeded or not.
func (p *program) runOf(ctx context.Context, options pipeline.Options, exports []pipeline.Export, asJSON bool) error {
	isUnchanged, err := pipeline.Run(ctx, options, exports, func(results []check.Result) {
		p.checks = check.Tally(results)
		p.report(results)
	})
	if !asJSON {
		return err
	}
	report := runReport{ExitStatus: p.exitStatus(err), Checks: p.checks}
	report.Views = []pipeline.FetchedView{}
	switch {
	case isInterrupted(ctx, err):
		report.ExitStatus, report.Message = exitInterrupted, errInterrupted.Error()
	case err != nil:
		report.Message = strings.ReplaceAll(err.Error(), "\n", "; ")
	case isUnchanged:
		report.Outcome, report.Capture = pipeline.Unchanged, newestOf(exports)
		report.Message = "unchanged: published from capture " + report.Capture + " before"
	default:
		report.Outcome, report.Capture = pipeline.Captured, newestOf(exports)
		report.Message = "published from capture " + report.Capture
	}
	return errors.Join(err, writeJSON(p.stdout, report))
}

// newestOf names the newest capture among exports.
func newestOf(exports []pipeline.Export) string {
	return slices.MaxFunc(exports, func(a, b pipeline.Export) int { return a.Capture.Compare(b.Capture) }).Capture.String()
}

func (p *program) runExports(paths []string, capturedOn, view, source string, generated sampleFlags) ([]pipeline.Export, error) {
	switch {
	case source == "sample" && len(paths) > 0:
		return nil, wrong("--source sample takes no files, got %d", len(paths))
	case source == "sample":
		return generated.exports(capturedOn)
	case len(paths) == 0:
		return nil, wrong("--source files: want export files, got none")
	}
	return fileExports(paths, capturedOn, view)
}
