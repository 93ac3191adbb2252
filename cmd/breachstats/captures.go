package main

import (
	"errors"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/spf13/cobra"

	"github.com/breachstats/breachstats/formats"
	"github.com/breachstats/breachstats/pipeline"
	"github.com/breachstats/breachstats/pipeline/fetch"
)

// captureSource says where public captures come from.
type captureSource struct {
	list, base string
	timeout    time.Duration
}

func (s *captureSource) register(command *cobra.Command) {
	flags := command.Flags()
	base := fetch.DefaultCaptures
	if url := os.Getenv("BREACHSTATS_CAPTURES_URL"); url != "" {
		base = url
	}
	flags.StringVar(&s.base, "from", base, "`address` of REPOSITORY/COMMIT/PATH (or BREACHSTATS_CAPTURES_URL)")
	flags.DurationVar(&s.timeout, "timeout", 5*time.Minute, "longest `time` for one file")
	s.registerList(command)
}

func (s *captureSource) registerList(command *cobra.Command) {
	command.Flags().StringVar(&s.list, "list", os.Getenv("BREACHSTATS_CAPTURES_LIST"),
		"CSV `file` of copies to use in place of the built-in list (or BREACHSTATS_CAPTURES_LIST)")
}

func (p *program) captureOptions(s captureSource) pipeline.CaptureOptions {
	return pipeline.CaptureOptions{
		List: s.list,
		From: fetch.Options{Base: s.base, Version: version, Timeout: s.timeout, Progress: p.progress()},
	}
}

func (p *program) capturesCommand() *cobra.Command {
	var format string
	var source captureSource
	command := &cobra.Command{
		Use:   "captures",
		Short: "List public copies of past exports of the portal",
		Long: `List public copies of past exports of the portal: capture, view, whether it is in the data folder, bytes,
the repository that holds it, and known oddities.

The portal shows only today's list. Repositories on GitHub hold exports of earlier years. The program
has their addresses and sha256; "breachstats captures fetch" downloads and imports them.`,
		Example: `  breachstats captures
  breachstats captures --format csv`,
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			captures, err := pipeline.PublicCaptures(p.options(), source.list)
			if err != nil {
				return err
			}
			return p.print(format, captureRecord(captures))
		},
	}
	p.formatFlag(command, &format)
	source.registerList(command)
	command.AddCommand(p.fetchCapturesCommand())
	return command
}

func (p *program) fetchCapturesCommand() *cobra.Command {
	var source captureSource
	var isAll bool
	var study string
	command := &cobra.Command{
		Use:   "fetch [CAPTURE...]",
		Short: "Download past exports of the portal and import them",
		Long: `Download past exports of the portal and import them: the captures that you name, the captures that a
study needs (--for), or all of them (--all).

A file is imported only if its sha256 matches the list. The files of one capture are imported together.
Files in the data folder are not downloaded again, so an interrupted call can be repeated. If a file
cannot be downloaded, the other captures are still imported and the file is reported at the end.`,
		Example: `  breachstats captures fetch --for mccoy-perlis-2018
  breachstats captures fetch --all`,
		Args: func(_ *cobra.Command, days []string) error {
			ways := 0
			for _, isAsked := range []bool{len(days) > 0, isAll, study != ""} {
				if isAsked {
					ways++
				}
			}
			if ways != 1 {
				return wrong("captures fetch: want captures such as 2017-09-13, or --all, or --for STUDY")
			}
			return nil
		},
		RunE: func(c *cobra.Command, days []string) error {
			options := p.captureOptions(source)
			options.Days, options.Study = days, study
			err := pipeline.FetchCaptures(c.Context(), p.options(), options)
			var none pipeline.NoStudy
			switch {
			case errors.As(err, &none):
				return wrong("captures fetch: %w%s `breachstats reproduce` lists them", err, didYouMean(none.Asked, none.Known))
			case errors.Is(err, pipeline.ErrNoPublicCapture):
				return wrong("captures fetch: %w", err)
			}
			return err
		},
	}
	source.register(command)
	command.Flags().BoolVar(&isAll, "all", false, "get every capture of the list")
	command.Flags().StringVar(&study, "for", "", "get the captures that `study` needs; \"breachstats reproduce\" lists the names")
	return command
}

// captureRecord is the list of public captures as one record; a file with several copies has one row.
func captureRecord(captures []pipeline.PublicCapture) arrow.RecordBatch {
	text, number := arrow.BinaryTypes.String, arrow.PrimitiveTypes.Int64
	fields := []arrow.Field{
		{Name: "capture", Type: text}, {Name: "view", Type: text}, {Name: "is_here", Type: arrow.FixedWidthTypes.Boolean},
		{Name: "bytes", Type: number, Metadata: formats.AlignRight()}, {Name: "repositories", Type: text},
		{Name: "remark", Type: text, Nullable: true}, {Name: "sha256", Type: text},
	}
	var rows [][]string
	for _, capture := range captures {
		var repositories []string
		for _, place := range capture.Copies {
			repositories = append(repositories, place.Repository)
		}
		rows = append(rows, []string{
			capture.Capture.String(), string(capture.View), strconv.FormatBool(capture.IsHere), strconv.FormatInt(capture.Bytes, 10),
			strings.Join(repositories, ", "), capture.Remark, capture.SHA256,
		})
	}
	return recordOf(fields, rows)
}
