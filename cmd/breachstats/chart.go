package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/renameio/v2"
	"github.com/spf13/cobra"

	"github.com/breachstats/breachstats/charts"
	"github.com/breachstats/breachstats/pipeline/publish"
	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// chartAsked is what the flags ask of a chart.
type chartAsked struct {
	shape, title, subtitle, out string
	formats                     []string
}

func (p *program) chartCommand() *cobra.Command {
	var wanted chartAsked
	allowed := defaultLimits()
	command := &cobra.Command{
		Use:   "chart [SQL]",
		Short: "Draw the answer to a question in SQL: bars, lines or dots, with its source",
		Long: `Draw the answer to a question in SQL, given as an argument or on standard input, in the style of
the published charts. The source line names the capture.

The first column names the rows: years, or any text. Every other column is a series of numbers; its
name is the label. Bars draw one series, lines need years, dots draw up to eight series. The chart is
refused, and nothing is written, if the answer has a null, a number that is not finite, a repeated name,
or more rows than fit. The same database and the same question give the same bytes.`,
		Example: `  breachstats chart 'select year, count(*) as breaches from marts.breaches group by year' --shape bars --out breaches.svg
  breachstats chart 'select year, individuals from figures.individuals_by_year' --shape lines --format svg,png,pdf --out individuals`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return wrong("chart: want the SQL as one argument, in quotes, got %d arguments", len(args))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			paths, err := wanted.paths()
			if err != nil {
				return err
			}
			statement, err := p.statement(args, "", false)
			if err != nil {
				return err
			}
			return p.within(c.Context(), allowed, func() {}, func(ctx context.Context, writing func(func() error) error) error {
				return p.drawAsked(ctx, statement, wanted, paths, allowed, writing)
			})
		},
	}
	flags := command.Flags()
	flags.StringVar(&wanted.shape, "shape", string(charts.Bars), "`one of` "+strings.Join(charts.Shapes(), ", "))
	flags.StringVar(&wanted.out, "out", "chart.svg", "`file` to write; without --format its ending selects the format")
	flags.StringSliceVar(&wanted.formats, "format", nil, "`formats` to write, from eps, pdf, png and svg; each file has the name of --out and its own ending (default: the ending of --out)")
	flags.StringVar(&wanted.title, "title", "", "`text` of the title (default: the names of the columns)")
	flags.StringVar(&wanted.subtitle, "subtitle", "", "`text` below it: what is counted (default: none)")
	allowed.flags(command)
	return command
}

// paths returns the files to write, by format.
func (a chartAsked) paths() (map[string]string, error) {
	if !slices.Contains(charts.Shapes(), a.shape) {
		return nil, wrong("--shape: want one of %s, got %q", strings.Join(charts.Shapes(), ", "), a.shape)
	}
	ending := filepath.Ext(a.out)
	stem, chosen := a.out, a.formats
	if slices.Contains(charts.PaperFormats(), strings.TrimPrefix(ending, ".")) {
		stem = strings.TrimSuffix(a.out, ending)
		if len(chosen) == 0 {
			chosen = []string{ending[1:]}
		}
	}
	if len(chosen) == 0 {
		return nil, wrong("--out: want a name that ends in .%s, or --format, got %q", strings.Join(charts.PaperFormats(), ", ."), a.out)
	}
	paths := map[string]string{}
	for _, format := range chosen {
		if !slices.Contains(charts.PaperFormats(), format) {
			return nil, wrong("--format: want some of %s, got %q", strings.Join(charts.PaperFormats(), ", "), format)
		}
		paths[format] = stem + "." + format
	}
	return paths, nil
}

// drawAsked asks the question and draws every format before it writes the first file.
func (p *program) drawAsked(ctx context.Context, statement string, wanted chartAsked, paths map[string]string, allowed limits, writing func(func() error) error) error {
	w, err := p.openAsked(ctx, posed{statement: statement}, allowed)
	if warehouse.IsOutOfMemory(err) {
		return allowed.tooMuch()
	}
	if err != nil {
		return err
	}
	drawn, err := drawAnswer(ctx, w, statement, wanted, paths)
	if warehouse.IsOutOfMemory(err) {
		err = allowed.tooMuch()
	}
	if err = errors.Join(err, w.Close()); err != nil {
		return err
	}
	return writing(func() error {
		for _, format := range charts.PaperFormats() {
			path, isWanted := paths[format]
			if !isWanted {
				continue
			}
			if err := renameio.WriteFile(path, drawn[format], 0o644); err != nil {
				return fmt.Errorf("--out %s: %w", path, err)
			}
		}
		return nil
	})
}

// drawAnswer draws the answer in each format.
func drawAnswer(ctx context.Context, w *warehouse.Warehouse, statement string, wanted chartAsked, paths map[string]string) (map[string][]byte, error) {
	rows, err := w.Query(ctx, statement)
	if err != nil {
		return nil, warehouse.AtLine("chart", 1, err)
	}
	note, err := publish.NoteOfList(ctx, w)
	if err != nil {
		return nil, err
	}
	chart, err := charts.Asked(rows, charts.Shape(wanted.shape), wanted.title, wanted.subtitle)
	if err != nil {
		return nil, err
	}
	image, err := chart.Render(rows, note)
	if err != nil {
		return nil, err
	}
	drawn := map[string][]byte{"svg": image.SVG, "png": image.PNG}
	for format := range paths {
		if drawn[format] != nil {
			continue
		}
		const page = 180 // mm
		if drawn[format], err = chart.ForPaper(rows, note, charts.Paper{WidthMM: page}, format); err != nil {
			return nil, err
		}
	}
	return drawn, nil
}
