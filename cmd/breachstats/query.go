package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/google/renameio/v2"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/formats"
	"github.com/breachstats/breachstats/pipeline"
	"github.com/breachstats/breachstats/pipeline/warehouse"
)

func (p *program) queryCommand() *cobra.Command {
	var format, output string
	var given []string
	allowed := defaultLimits()
	command := &cobra.Command{
		Use:   "query [SQL]",
		Short: "Ask the built database, or an export, anything in SQL",
		Long: `Ask the built database anything in SQL: given as an argument, in --file, or on standard input.

With exports of one capture in --file, as --file archive.csv --file open.csv, no data folder is needed,
and nothing is written: the table
breaches has the columns of marts.breaches that need no history, one row per breach that the exports
list. Each passes the strict reader of import, and every line at fault is reported. Which list an
export shows is given, as in archive=FILE, or read from its name: 2024-10-17_archive.csv, or a name
with the word archive, open or investigation. Of several exports each must be another list of one day.

The database is opened read only, without access to files, network or settings, and a question stops
at its limits: --timeout for the time that DuckDB takes, --max-memory for what the process comes to hold.
Then the exit status is 1, and an --output file is as it was. On a
terminal a table leaves out the columns that do not fit, and says so below; pipe it, or choose another
format, for everything. In CSV a text that a spreadsheet would run as a formula has an apostrophe in
front. "breachstats models" lists the tables.`,
		Example: `  breachstats query 'select year, breaches from figures.breaches_by_year'
  breachstats query 'from marts.breaches' --format parquet --output breaches.parquet`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return wrong("query: want the SQL as one argument, in quotes, got %d arguments", len(args))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			asks, err := p.asks(args, given)
			if err != nil {
				return err
			}
			if output != "" {
				return p.queryToFile(c.Context(), asks, format, output, allowed)
			}
			return p.within(c.Context(), allowed, func() {}, func(ctx context.Context, writing func(func() error) error) error {
				return p.query(ctx, asks, format, p.stdout, allowed, writing)
			})
		},
	}
	command.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		return fmt.Errorf("%w; SQL that begins with a comment goes in --file or on standard input, a result into --output", err)
	})
	p.formatFlag(command, &format)
	command.Flags().StringArrayVarP(&given, "file", "f", nil, "ask this export of the portal, a `file` ending in .csv, VIEW=FILE or -, and no database; may be repeated. Any other file holds the SQL")
	command.Flags().StringVarP(&output, "output", "o", "", "write the result to this `file` (default: standard output)")
	allowed.flags(command)
	return command
}

// longestStatement is how many bytes of SQL are read: far more than anybody writes, and little enough
// for DuckDB's parser, which takes some hundred times as many.
const longestStatement = 4_000_000

// posed is a question and the exports that it is put to; none of these for the built database.
type posed struct {
	statement string
	files     []pipeline.AskedFile
}

// asks takes the files of --file for exports or the SQL, and finds the question.
func (p *program) asks(args, given []string) (posed, error) {
	var exports, statements []string
	for _, file := range given {
		if isExport(file) {
			exports = append(exports, file)
		} else {
			statements = append(statements, file)
		}
	}
	if len(statements) > 1 {
		return posed{}, wrong("query: want SQL in one --file, got %s; the name of an export ends in .csv", strings.Join(statements, " and "))
	}
	isStdinTaken := false
	for _, name := range exports {
		if _, path, isView := strings.Cut(name, "="); name == "-" || isView && path == "-" {
			if isStdinTaken {
				return posed{}, wrong("query: want one export on standard input, got several")
			}
			isStdinTaken = true
		}
	}
	files, err := pipeline.AskedFiles(exports, p.stdin)
	if err != nil {
		return posed{}, wrong("query: %w", err)
	}
	statement, err := p.statement(args, strings.Join(statements, ""), isStdinTaken)
	return posed{statement: statement, files: files}, err
}

// isExport reports whether a value of --file names an export: its path ends in .csv, or is given a view.
func isExport(file string) bool {
	if view, _, isGiven := strings.Cut(file, "="); isGiven {
		if _, err := data.ParseView(view); err == nil {
			return true
		}
	}
	return file == "-" || strings.EqualFold(filepath.Ext(file), ".csv")
}

// statement finds the SQL: the argument, the file, or standard input where that holds no export.
func (p *program) statement(args []string, file string, isStdinTaken bool) (string, error) {
	var text []byte
	var err error
	switch {
	case len(args) == 1 && file != "":
		return "", wrong("query: want SQL as an argument or in --file, got both")
	case len(args) == 1:
		text = []byte(args[0])
	case file != "":
		text, err = readStatement(file)
	case isTerminal(p.stdin) || isStdinTaken:
		return "", wrong("query: want SQL as an argument, in --file, or on standard input")
	default:
		text, err = io.ReadAll(io.LimitReader(p.stdin, longestStatement+1))
	}
	if err != nil {
		return "", err
	}
	if strings.TrimSpace(string(text)) == "" {
		return "", wrong("query: want SQL, got nothing")
	}
	if len(text) > longestStatement {
		return "", fmt.Errorf("query: want at most %d bytes of SQL, got more", longestStatement)
	}
	return string(text), wantText(text)
}

func readStatement(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, longestStatement+1))
}

// wantText refuses what is no text in UTF-8, with its line, and NUL, at which DuckDB stops to read: it
// would run the half before.
func wantText(text []byte) error {
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRune(text[at:])
		if r == 0 || r == utf8.RuneError && size == 1 {
			line := 1 + bytes.Count(text[:at], []byte("\n"))
			return fmt.Errorf("query:%d: want text in UTF-8, got byte 0x%02x", line, text[at])
		}
		at += size
	}
	return nil
}

func (p *program) queryToFile(ctx context.Context, asks posed, format, path string, allowed limits) error {
	pending, err := renameio.NewPendingFile(path, renameio.WithPermissions(0o644))
	if err != nil {
		return fmt.Errorf("--output %s: %w", path, err)
	}
	err = p.within(ctx, allowed, func() { _ = pending.Cleanup() }, func(ctx context.Context, writing func(func() error) error) error {
		return p.query(ctx, asks, format, pending, allowed, writing)
	})
	if err != nil {
		return errors.Join(err, pending.Cleanup())
	}
	if err := pending.CloseAtomicallyReplace(); err != nil {
		return fmt.Errorf("--output %s: %w", path, err)
	}
	return nil
}

// openAsked opens the database that a question is put to, once it is known to be a question.
func (p *program) openAsked(ctx context.Context, asks posed, allowed limits) (w *warehouse.Warehouse, err error) {
	if len(asks.files) > 0 {
		w, err = pipeline.OpenFiles(ctx, p.options(), asks.files, allowed.database(), asks.statement)
	} else {
		w, err = warehouse.OpenWithin(ctx, p.options().Database(), allowed.database())
	}
	if err != nil {
		return nil, err
	}
	if err := w.WantQuestion(ctx, asks.statement); err != nil {
		return nil, errors.Join(fmt.Errorf("query: %w", err), w.Close())
	}
	return w, nil
}

func (p *program) query(ctx context.Context, asks posed, format string, out io.Writer, allowed limits, writing func(func() error) error) error {
	if p.cluster.asked() != nil {
		return p.queryCluster(ctx, asks, format, out, writing)
	}
	w, err := p.openAsked(ctx, asks, allowed)
	if warehouse.IsOutOfMemory(err) {
		return allowed.tooMuch()
	}
	if err != nil {
		return err
	}
	var result formats.Writer
	start := func(schema *arrow.Schema) (err error) {
		result, err = formats.New(format, out, schema, formats.Options{Width: terminalWidth(out)})
		return err
	}
	schema, err := w.Stream(ctx, asks.statement, func(rows arrow.RecordBatch) error {
		return writing(func() error {
			if result == nil {
				if err := start(rows.Schema()); err != nil {
					return err
				}
			}
			return result.Write(rows)
		})
	})
	switch {
	case warehouse.IsOutOfMemory(err):
		return errors.Join(allowed.tooMuch(), w.Close())
	case err != nil:
		return errors.Join(warehouse.AtLine("query", 1, err), w.Close())
	}
	if result == nil {
		if err := start(schema); err != nil {
			return errors.Join(err, w.Close())
		}
	}
	return errors.Join(result.Close(), w.Close())
}

func isTerminal(stream any) bool {
	file, isFile := stream.(*os.File)
	return isFile && term.IsTerminal(int(file.Fd()))
}

// terminalWidth is the width of out in character cells, 0 where it is not a terminal.
func terminalWidth(out io.Writer) int {
	file, isFile := out.(*os.File)
	if !isFile {
		return 0
	}
	width, _, err := term.GetSize(int(file.Fd()))
	if err != nil {
		return 0
	}
	return width
}
