package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/breachstats/breachstats/charts"
	"github.com/breachstats/breachstats/pipeline"
	"github.com/breachstats/breachstats/pipeline/publish"
)

func (p *program) publishCommand() *cobra.Command {
	var choice publish.Choice
	var paper charts.Paper
	command := &cobra.Command{
		Use:   "publish",
		Short: "Write the figures of the built database: CSV, SVG, PNG, a workbook, Parquet, a feed and a page",
		Long: `Write the figures of the built database to --out, after every check has passed once more:

  each figure          as CSV, SVG and PNG; all of them in breachstats.xlsx
  the breaches         and their versions, as Parquet
  index.html           the page, with studies.html and descriptions.js beside it
  feed.atom            what changed since the previous capture
  for programs         datapackage.json, CITATION.cff, and a manifest with the sha256 of every file

The same database gives the same bytes; if they are there already, nothing is written. In the CSV files
a text that a spreadsheet would run as a formula begins with an apostrophe, and a boolean is TRUE or FALSE.

For a paper, --width-mm lays out the drawings for that width in print, with text of 8 points, in PDF, EPS,
SVG and PNG. --no-title leaves out title and subtitle, --grey draws without colour.

--only writes some figures and nothing else, each file whole or not at all. Other files in --out are left
alone, and the files of a publication there are never overwritten. "--out -" writes one file to stdout.`,
		Example: `  breachstats publish
  breachstats publish --only breaches_by_year --format pdf,png --width-mm 85 --no-title --grey --dpi 600 --out paper`,
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			for _, flag := range paperFlags() {
				if c.Flags().Changed(flag) {
					choice.Paper = &paper
				}
			}
			if c.Flags().Changed("width-mm") && paper.WidthMM == 0 {
				paper.WidthMM = -1 // an explicit 0 is an error; 0 in WidthMM means "not set"
			}
			if c.Flags().Changed("dpi") && paper.DPI == 0 {
				paper.DPI = -1
			}
			if err := p.wantChoice(c, choice); err != nil {
				return err
			}
			if !choice.IsWhole() {
				results, err := pipeline.PublishOnly(c.Context(), p.options(), choice, p.stdout)
				if err != nil {
					p.report(results)
				}
				return err
			}
			results, err := pipeline.Publish(c.Context(), p.options())
			if err != nil {
				p.report(results)
			}
			return err
		},
	}
	flags := command.Flags()
	flags.StringSliceVar(&choice.Figures, "only", nil, "`figures` to write, by name and joined by commas (default: the whole publication)")
	flags.StringSliceVar(&choice.Formats, "format", nil, "`formats` of those figures: "+strings.Join(publish.ChoiceFormats(), ", ")+" (default: csv, svg and png)")
	flags.IntVar(&choice.Width, "width", 0, "width of those PNG and SVG in `pixels`, a multiple of 40 from 480 to 7680 (default: 1920 for PNG, 960 for SVG)")
	flags.Float64Var(&paper.WidthMM, "width-mm", 0, "width of those drawings in print, in `millimetres` from 70 to 300 (default: 180 for PDF and EPS)")
	flags.BoolVar(&paper.IsUntitled, "no-title", false, "leave title and subtitle out of those drawings")
	flags.BoolVar(&paper.IsGrey, "grey", false, "draw those figures in distinct greys")
	flags.IntVar(&paper.DPI, "dpi", 0, "`dots` per inch of those PNG in print, 72 to 1200 (default: 600)")
	return command
}

// paperFlags lists the flags for drawings in print.
func paperFlags() []string { return []string{"width-mm", "no-title", "grey", "dpi"} }

// wantChoice checks the flags against each other and the models, before anything else is read.
func (p *program) wantChoice(c *cobra.Command, choice publish.Choice) error {
	if choice.IsWhole() {
		for _, flag := range append([]string{"format", "width"}, paperFlags()...) {
			if c.Flags().Changed(flag) {
				return wrong("--%s: want --only too; a whole publication has every format in its own size", flag)
			}
		}
		if c.Flags().Changed("only") || p.outDir == "-" {
			return wrong(`--only: want the name of a figure, such as breaches_by_year; "breachstats models" lists them`)
		}
		return nil
	}
	list, _, err := p.options().Models()
	if err != nil {
		return err
	}
	if c.Flags().Changed("width") && choice.Width == 0 {
		choice.Width = -1 // an explicit 0 is an error; 0 in Width means "not set"
	}
	var none publish.NoFigure
	if err := choice.Check(list); errors.As(err, &none) {
		return wrong("%w%s \"breachstats models\" lists them as figures.NAME", err, didYouMean(none.Asked, none.Known))
	} else if err != nil {
		return wrongCommand{err}
	}
	isDrawn := len(choice.Formats) == 0 || slices.Contains(choice.Formats, "png") || slices.Contains(choice.Formats, "svg")
	isForPrint := isDrawn || slices.Contains(choice.Formats, "pdf") || slices.Contains(choice.Formats, "eps")
	switch {
	case choice.Paper != nil && !isForPrint:
		return wrong("--width-mm, --no-title, --grey and --dpi: want eps, pdf, png or svg among --format, got %s", strings.Join(choice.Formats, ", "))
	case choice.Paper != nil && choice.Paper.DPI != 0 && len(choice.Formats) > 0 && !slices.Contains(choice.Formats, "png"):
		return wrong("--dpi: want png among --format, got %s; other formats have no dots", strings.Join(choice.Formats, ", "))
	case choice.Width != 0 && !isDrawn:
		return wrong("--width: want png or svg among --format, got %s", strings.Join(choice.Formats, ", "))
	case p.outDir == "-" && (len(choice.Figures) != 1 || len(choice.Formats) != 1):
		return wrong("--out: want one figure in one --format for stdout, got %d and %d", len(choice.Figures), len(choice.Formats))
	}
	return nil
}
