package main

import (
	"context"
	"errors"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/pipeline"
	"github.com/breachstats/breachstats/pipeline/check"
	"github.com/breachstats/breachstats/pipeline/fetch"
)

// fetchFlags holds how to ask the portal, and which differences from the last capture to accept.
type fetchFlags struct {
	url, contact                                      string
	interval, timeout, ifOlderThan                    time.Duration
	asJSON                                            bool
	allowFew, allowShrinkage, allowGrowth, allowStale bool
}

func (f *fetchFlags) register(command *cobra.Command) {
	flags := command.Flags()
	base := fetch.DefaultBase
	if url := os.Getenv("BREACHSTATS_URL"); url != "" {
		base = url
	}
	flags.StringVar(&f.url, "url", base, "`folder` of the portal's pages (or BREACHSTATS_URL)")
	flags.StringVar(&f.contact, "contact", "", "`address or URL` where the portal's operators can reach you; sent in the User-Agent")
	flags.DurationVar(&f.ifOlderThan, "if-older-than", 0, "do nothing if the newest capture is younger than this `time`, as in 20h (default: always ask)")
	flags.DurationVar(&f.interval, "interval", fetch.DefaultInterval, "minimum `time` between two requests")
	flags.DurationVar(&f.timeout, "timeout", 5*time.Minute, "maximum `time` for one request and its whole answer")
	flags.BoolVar(&f.asJSON, "json", false, "print one JSON object that reports the run on standard output")
	flags.BoolVar(&f.allowFew, "allow-few-rows", false, "accept a list with few rows: fewer than 400 under investigation, or 6,500 in the archive")
	flags.BoolVar(&f.allowShrinkage, "allow-shrinkage", false, "accept a list that lost rows: more than 10 % under investigation, or 0.5 % in the archive")
	flags.BoolVar(&f.allowGrowth, "allow-growth", false, "accept a list that grew to more than one and a half times its last size")
	flags.BoolVar(&f.allowStale, "allow-stale", false, "accept lists whose newest submission is more than 21 days old")
}

func (f *fetchFlags) options(now time.Time) pipeline.FetchOptions {
	limits := fetch.DefaultLimits()
	if f.allowFew {
		limits.MinRows = nil
	}
	if f.allowShrinkage {
		limits.MinRetained = nil
	}
	if f.allowGrowth {
		limits.MaxGrowth = 0
	}
	if f.allowStale {
		limits.MaxAge = 0
	}
	return pipeline.FetchOptions{
		Portal: fetch.Options{
			Base: f.url, Version: version, Contact: f.contact, Interval: f.interval, Timeout: f.timeout,
		},
		Limits: limits, IfOlderThan: f.ifOlderThan, Now: now,
	}
}

func (p *program) fetchCommand() *cobra.Command {
	var flags fetchFlags
	command := &cobra.Command{
		Use:   "fetch",
		Short: "Pull the portal's exports into a new capture",
		Long: `Pull the portal's exports into a new capture: both tabs of the HIPAA list, and the Part 2 list.

A capture is stored whole or not at all, and only after every check: the page is the tab that was asked
for, the file passes the strict reader and has as many rows as the page shows, the two tabs differ, and
the lists are plausible beside the last good capture. If no row has changed, nothing is stored.`,
		Example: `  breachstats fetch --contact you@example.org
  breachstats fetch --if-older-than 20h --json`,
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return p.scheduled(c.Context(), flags, pipeline.Fetch)
		},
	}
	flags.register(command)
	return command
}

// runReport is what --json prints: how the run ended, whether it succeeded or not.
type runReport struct {
	ExitStatus int    `json:"exit_status"`
	Message    string `json:"message"`
	pipeline.FetchReport
	// Checks counts the checks of a build in words; empty when nothing was built.
	Checks string `json:"checks,omitempty"`
}

// scheduled runs what unattended jobs call. It records for status how the run ended, and prints that as JSON
// if asked to.
func (p *program) scheduled(ctx context.Context, flags fetchFlags,
	journey func(context.Context, pipeline.Options, pipeline.FetchOptions) (pipeline.FetchReport, error)) error {
	started := time.Now()
	asked := flags.options(started)
	asked.Portal.Progress = p.progress()
	options, err := p.optionsAsOf()
	if err != nil {
		return err
	}
	fetched, err := journey(ctx, options, asked)
	report := runReport{ExitStatus: p.exitStatus(err), FetchReport: fetched, Checks: p.checks}
	if isInterrupted(ctx, err) {
		report.ExitStatus = exitInterrupted
	}
	switch {
	case err != nil:
		report.Message = strings.ReplaceAll(err.Error(), "\n", "; ")
	case fetched.Outcome == pipeline.Captured:
		report.Message = "new capture " + fetched.Capture
	case fetched.Outcome == pipeline.Unchanged:
		report.Message = "unchanged since capture " + fetched.Capture
	case fetched.Outcome == pipeline.Young:
		report.Message = "nothing to do: capture " + fetched.Capture + " is young"
	}
	if !errors.Is(err, data.ErrLocked) {
		keepErr := pipeline.KeepLastRun(p.options(), pipeline.LastRun{
			StartedAt: started.UTC().Truncate(time.Second), EndedAt: time.Now().UTC().Truncate(time.Second),
			ExitStatus: report.ExitStatus, Outcome: report.Message,
		})
		if err == nil { // otherwise the run's own error, such as a full disk, is already reported
			err = keepErr
		}
	}
	if flags.asJSON {
		err = errors.Join(err, writeJSON(p.stdout, report))
	}
	return err
}

// runFromPortal fetches, builds and publishes: what scheduled runs for the command run.
func (p *program) runFromPortal(ctx context.Context, o pipeline.Options, f pipeline.FetchOptions) (pipeline.FetchReport, error) {
	return pipeline.RunPortal(ctx, o, f, func(results []check.Result) {
		p.checks = check.Tally(results)
		p.report(results)
	})
}
