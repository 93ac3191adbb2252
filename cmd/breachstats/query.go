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
		Long: `Ask the built database anything in SQL: as an argument, in --file, or on standard input.
"breachstats models" lists the tables.

The database is opened read only, without access to files, network or settings. A question stops at its
limits: --timeout for the time that DuckDB takes, --max-memory for the memory of the process. The exit
status is then 1, and a file of --output is unchanged.

On a terminal a table leaves out columns that do not fit, and names them below; pipe it, or choose another
format, to see all of them. In CSV a text that a spreadsheet would run as a formula begins with an
apostrophe.

Exports of one capture can be asked without a data folder: --file archive.csv --file open.csv. Nothing is
stored. The table breaches then has one row per breach in these exports, with the columns of marts.breaches
that need no history. The strict reader of import checks each export and reports every bad line. The view
of an export is given, as in archive=FILE, or read from its name: 2024-10-17_archive.csv, or a name with
the word archive, open or investigation. Several exports must be different views of the same day.`,
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

// longestStatement is the most bytes of SQL that are read: far more than anybody writes, and few enough for
// DuckDB's parser, which needs about a hundred times as much memory.
const longestStatement = 4_000_000

// posed is a question and the exports that it asks; without exports it asks the built database.
type posed struct {
	statement string
	files     []pipeline.AskedFile
}

// asks sorts the files of --file into exports and SQL, and reads the question.
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

// isExport reports whether a value of --file names an export: its path ends in .csv, or a view is given.
func isExport(file string) bool {
	if view, _, isGiven := strings.Cut(file, "="); isGiven {
		if _, err := data.ParseView(view); err == nil {
			return true
		}
	}
	return file == "-" || strings.EqualFold(filepath.Ext(file), ".csv")
}

// statement returns the SQL: from the argument, the file, or standard input if that is not an export.
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

// wantText refuses bytes that are not UTF-8, and names their line. It also refuses NUL: DuckDB stops reading there
// and would run the part before it.
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

// openAsked opens the database of a question, after the statement has been recognised as one.
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

// terminalWidth is the width of out in character cells; 0 if it is not a terminal.
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
