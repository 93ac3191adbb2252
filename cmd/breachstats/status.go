package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/formats"
	"github.com/breachstats/breachstats/pipeline"
)

// staleAfter is the age of the newest capture from which status warns: the portal gets new
// reports on most days, so a week without a capture means that the schedule does not work.
const staleAfter = 7 * 24 * time.Hour

func (p *program) statusCommand() *cobra.Command {
	var asJSON, isChecked bool
	var maxAge time.Duration
	command := &cobra.Command{
		Use:   "status",
		Short: "Show the captures, the last run, and what is published from what",
		Long: `Show the captures in the store and the age of the newest, how the last scheduled run ended, and from which
capture the database and the figures were made. Files that were changed after they were written are named.

With --check the exit status is for monitors:

  1   a file was changed after it was written
  7   the newest capture is older than --max-age
  8   the newest capture is in the future
  9   the newest capture lacks one of the two views
  10  there is no capture, or no database

If several apply, each is an error line, and the exit status is that of the first line.`,
		Example: `  breachstats status
  breachstats status --data demo/data --out demo/out --json`,
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			status, err := pipeline.Inspect(c.Context(), p.options())
			if isChecked && errors.Is(err, fs.ErrNotExist) {
				return unfitStore{exitMissing, err.Error()}
			}
			if err != nil {
				return err
			}
			now := time.Now()
			if asJSON {
				err = writeJSON(p.stdout, status)
			} else {
				p.showStatus(status, now, maxAge)
			}
			if err == nil && isChecked {
				err = p.unfit(status, now, maxAge)
			}
			return err
		},
	}
	flags := command.Flags()
	flags.BoolVar(&asJSON, "json", false, "print one JSON object")
	flags.BoolVar(&isChecked, "check", false, "exit with a status other than 0 when something is wrong, for monitors")
	flags.DurationVar(&maxAge, "max-age", staleAfter, "`age` from which the newest capture is stale, as in 36h")
	return command
}

// unfitStore is the error of status --check: a message of one or more lines, and the exit status of the first.
type unfitStore struct {
	status  int
	message string
}

func (u unfitStore) Error() string { return u.message }

// unfit returns an error that lists everything wrong with the store, worst first; nil if nothing is wrong.
func (p *program) unfit(s pipeline.Status, now time.Time, maxAge time.Duration) error {
	var found unfitStore
	add := func(status int, format string, args ...any) {
		if found.message == "" {
			found.status = status
		} else {
			found.message += "\n"
		}
		found.message += "status: " + fmt.Sprintf(format, args...)
	}
	for _, fault := range s.Faults {
		add(exitFailed, "%s", fault)
	}
	newest, isThere := s.Newest()
	age := now.Sub(s.NewestAt)
	switch {
	case !isThere:
		add(exitMissing, "%s: no capture of the HIPAA breach list", p.dataDir)
	case age < -pipeline.MostAhead:
		add(exitFuture, "capture %s is in the future: its day or this machine's clock is wrong", newest.Capture)
	}
	if isThere && len(s.Faults) == 0 && s.BuiltFrom == "" {
		add(exitMissing, "%s: no database", p.dataDir)
	}
	if isThere && !newest.IsComplete() {
		saved := slices.DeleteFunc(slices.Clone(newest.Views), func(v data.View) bool { return v == data.Part2 })
		add(exitHalf, "capture %s is half: of the two views only %s was saved", newest.Capture, saved[0])
	}
	if isThere && age > maxAge {
		add(exitStale, "capture %s is %s old, and there is none newer; want at most %s", newest.Capture, inWords(age), inWords(maxAge))
	}
	if found.message == "" {
		return nil
	}
	return found
}

func (p *program) showStatus(s pipeline.Status, now time.Time, maxAge time.Duration) {
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
		case age > maxAge:
			warning = "; STALE: no capture for more than " + inWords(maxAge)
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

// inWords formats an age in the unit that a person would use.
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
