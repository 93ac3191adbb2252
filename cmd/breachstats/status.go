package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/breachstats/breachstats/formats"
	"github.com/breachstats/breachstats/pipeline"
)

// staleAfter is the age of the newest capture from which status warns: the portal gets new
// reports on most days, so a week without a capture is a schedule that does not work.
const staleAfter = 7 * 24 * time.Hour

func (p *program) statusCommand() *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:   "status",
		Short: "Show the captures, the last run, and what is published from what",
		Long: `Show the captures in the store and the age of the newest, how the last scheduled run ended, and
from which capture the database and the figures were made. What is not as it was written is named.`,
		Example: `  breachstats status
  breachstats status --data demo/data --out demo/out --json`,
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			status, err := pipeline.Inspect(c.Context(), p.options())
			if err != nil {
				return err
			}
			if asJSON {
				return writeJSON(p.stdout, status)
			}
			p.showStatus(status, time.Now())
			return nil
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return command
}

func (p *program) showStatus(s pipeline.Status, now time.Time) {
	line := func(label, format string, args ...any) {
		fmt.Fprintf(p.stdout, "%-10s %s\n", label, formats.Printable(fmt.Sprintf(format, args...)))
	}
	label := "captures"
	for _, capture := range s.Captures {
		var views []string
		for _, view := range capture.Views {
			views = append(views, string(view))
		}
		line(label, "%-12s %6d reports  %s", capture.Capture, capture.Reports, strings.Join(views, ", "))
		label = ""
	}
	if len(s.Captures) == 0 {
		line(label, "none")
	}
	if !s.NewestAt.IsZero() {
		age := now.Sub(s.NewestAt)
		warning := ""
		switch {
		case age > staleAfter:
			warning = "; STALE: no capture for more than a week"
		case age < -pipeline.MostAhead:
			warning = "; IN THE FUTURE: its day or this machine's clock is wrong"
		}
		line("newest", "%s, %s old%s", s.NewestAt.UTC().Format("2006-01-02 15:04 UTC"), inWords(max(age, 0)), warning)
	}
	if run := s.LastRun; run != nil {
		line("last run", "%s: exit status %d: %s", run.StartedAt.UTC().Format("2006-01-02 15:04 UTC"), run.ExitStatus, run.Outcome)
	} else {
		line("last run", "none")
	}
	line("database", "%s", orNone(s.BuiltFrom, "of capture "))
	line("figures", "%s", orNone(s.PublishedFrom, fmt.Sprintf("%d files, of capture ", s.PublishedFiles)))
	for _, fault := range s.Faults {
		line("FAULT", "%s", fault)
	}
}

func orNone(capture, before string) string {
	if capture == "" {
		return "none"
	}
	return before + capture
}

// inWords is an age to the nearest unit that a person would use.
func inWords(age time.Duration) string {
	count := func(n int, unit string) string {
		if n == 1 {
			return "1 " + unit
		}
		return fmt.Sprintf("%d %ss", n, unit)
	}
	switch {
	case age < 90*time.Minute:
		return count(int(age.Minutes()), "minute")
	case age < 48*time.Hour:
		return count(int(age.Hours()), "hour")
	}
	return count(int(age.Hours()/24), "day")
}

func writeJSON(out io.Writer, value any) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}
