package main

import (
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/pipeline"
	"github.com/breachstats/breachstats/pipeline/sample"
)

// sampleFlags describes the synthetic capture that a command generates.
type sampleFlags struct {
	rows int
	seed uint64
}

func (s *sampleFlags) register(command *cobra.Command, isAlone bool) {
	of := " of --source sample"
	if isAlone {
		of = ""
	}
	command.Flags().IntVar(&s.rows, "rows", 6500, "`reports` in the whole capture"+of+", both views together")
	command.Flags().Uint64Var(&s.seed, "seed", 1, "`number` that chooses the capture"+of)
}

// sampleDay is the default capture day: fixed, so that the sample never changes.
const sampleDay = "2025-10-17"

func (s *sampleFlags) options(capturedOn string, view data.View) (sample.Options, error) {
	if capturedOn == "" {
		capturedOn = sampleDay
	}
	day, err := time.Parse(time.DateOnly, capturedOn)
	if err != nil {
		return sample.Options{}, wrong("--captured: want a calendar day as YYYY-MM-DD, got %q", capturedOn)
	}
	table, err := fs.ReadFile(data.Reference(), "published_yearly_totals.csv")
	if err != nil {
		return sample.Options{}, err
	}
	totals, err := sample.ReadTotals(strings.NewReader(string(table)))
	if err != nil {
		return sample.Options{}, fmt.Errorf("published_yearly_totals.csv: %w", err)
	}
	return sample.Options{Rows: s.rows, Seed: s.seed, CapturedOn: day, View: view, Totals: totals}, nil
}

// exports returns the two views of one synthetic capture; their rows are generated as they are read.
func (s *sampleFlags) exports(capturedOn string) ([]pipeline.Export, error) {
	var exports []pipeline.Export
	for _, view := range []data.View{data.Archive, data.UnderInvestigation} {
		options, err := s.options(capturedOn, view)
		if err != nil {
			return nil, err
		}
		name := fmt.Sprintf("breachstats sample --rows %d --seed %d --captured %s --view %s",
			s.rows, s.seed, options.CapturedOn.Format(time.DateOnly), view)
		exports = append(exports, pipeline.Export{
			Name: name, Path: name, Capture: data.Capture{Day: options.CapturedOn.Format(time.DateOnly), No: 1}, View: view,
			Open: func() (io.ReadCloser, error) {
				reader, writer := io.Pipe()
				go func() { writer.CloseWithError(sample.Write(writer, options)) }()
				return reader, nil
			},
		})
	}
	return exports, nil
}

func (p *program) sampleCommand() *cobra.Command {
	var generated sampleFlags
	var capturedOn, listedOn, view, output string
	var days int
	var openInArchive bool
	command := &cobra.Command{
		Use:   "sample",
		Short: "Write a synthetic export with every quirk of the real one",
		Long: `Write a synthetic export of any size, with the shape, the vocabulary, the yearly growth and every quirk of
the real one. The same flags give the same bytes. Every name ends in "(synthetic)", and everything
published from such a file is marked SYNTHETIC.

A capture has a history. --listed-on writes its list as it stood on an earlier day, before later reports
arrived, investigations closed, and counts and names were revised. --days writes the lists of several days
in a row: both views, or only that of --view, to imitate half captures. --open-in-archive puts the open
cases into the archive too, as the portal did in March 2021.`,
		Example: `  breachstats sample --rows 1000 --view archive --output 2025-10-17_archive.csv
  breachstats sample --rows 100 --seed 7 --captured 2020-06-30 --days 30 --output daily`,
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			parsed, err := data.ParseView(view)
			if err != nil {
				return wrong("--view: %w", err)
			}
			options, err := generated.options(capturedOn, parsed)
			if err != nil {
				return err
			}
			options.OpenInArchive = openInArchive
			if options.ListedOn, err = listedDay(listedOn, options.CapturedOn); err != nil {
				return err
			}
			switch {
			case !c.Flags().Changed("days") && output == "":
				return sample.Write(p.stdout, options)
			case !c.Flags().Changed("days"):
				return writeSample(output, options)
			case days < 1:
				return wrong("--days: want at least 1 day, got %d", days)
			case output == "":
				return wrong("--days: want a folder in --output, got none")
			}
			views := []data.View{data.Archive, data.UnderInvestigation}
			if c.Flags().Changed("view") {
				views = []data.View{parsed}
			}
			return writeSampleDays(c.Context(), output, options, days, views)
		},
	}
	generated.register(command, true)
	command.Flags().StringVar(&capturedOn, "captured", sampleDay, "`day` of the capture, YYYY-MM-DD")
	command.Flags().StringVar(&listedOn, "listed-on", "", "write the list as it stood on this earlier `day`, YYYY-MM-DD (default: the day of the capture)")
	command.Flags().IntVar(&days, "days", 0, "write the views of this `number` of days up to that day, into the folder --output")
	command.Flags().BoolVar(&openInArchive, "open-in-archive", false, "put the open cases into the archive too")
	command.Flags().StringVar(&view, "view", string(data.All), "`list` to write: archive, under-investigation, all or part2")
	command.Flags().StringVarP(&output, "output", "o", "", "write to this `file`, or with --days into this folder (default: standard output)")
	return command
}

// listedDay reads --listed-on, a day up to that of the capture. The default is the day of the capture.
func listedDay(listedOn string, captured time.Time) (time.Time, error) {
	if listedOn == "" {
		return captured, nil
	}
	day, err := time.Parse(time.DateOnly, listedOn)
	switch {
	case err != nil:
		return time.Time{}, wrong("--listed-on: want a calendar day as YYYY-MM-DD, got %q", listedOn)
	case day.After(captured):
		return time.Time{}, wrong("--listed-on: want a day up to that of the capture, %s, got %s", captured.Format(time.DateOnly), listedOn)
	}
	return day, nil
}
