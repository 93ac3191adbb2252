// Command equal compares two programs. It runs both on the same exports and compares the databases
// and the published files, to prove that a change changes no number.
//
//	go run ./bench/equal -old OLD -new NEW
//	go run ./bench/equal -old OLD -new NEW -inputs sample:80000 -schemas all -ignore marts.breaches.note
//
// Every table and view of -schemas is compared by its columns (name, type, order) and by its rows
// (all of them, in both directions, repeated rows counted); every macro is compared by its results.
// Published files are compared byte for byte; Parquet files by their rows, if the two versions have
// different lengths. What identifies the program may differ: its version, the digest of its models,
// and the checksums of files with these. A table, macro or file that only NEW has is listed but is
// not a difference; one that only OLD has is.
//
// The exit status is 0 if everything is equal, 1 if anything differs or fails, 2 for a wrong
// command line.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// options are the values of the flags.
type options struct {
	old, new    string
	inputs      string
	portal      string
	schemas     string
	work        string
	ignored     ignored
	rowsShown   int
	calls       int
	isKeptWhole bool
}

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr))
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var o options
	flags := flag.NewFlagSet("equal", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.old, "old", "", "`program` before the change")
	flags.StringVar(&o.new, "new", "", "`program` after the change")
	flags.StringVar(&o.inputs, "inputs", "each,together,nightly,sample:8000,history:30x500", "inputs, joined by commas: "+
		"each, together, nightly, as-of:DAY (real captures, each alone, all at once, one run a day, all as of a day); "+
		"sample:ROWS, history:DAYSxROWS, nightly:DAYSxROWS (synthetic)")
	flags.StringVar(&o.portal, "portal", "../shared/data/portal", "`folder` of real exports, DAY_VIEW.csv")
	flags.StringVar(&o.schemas, "schemas", "marts,figures", "`schemas` to compare, joined by commas, or all")
	flags.StringVar(&o.work, "work", "", "`folder` to work in (default: a new one for temporary files)")
	flags.Var(&o.ignored, "ignore", "leave out what a change adds on purpose: a `name` of a table, TABLE.COLUMN or published file, or a pattern for it (*, ?); may be repeated")
	flags.IntVar(&o.rowsShown, "rows", 5, "show at most this `number` of rows that differ, of each side")
	flags.IntVar(&o.calls, "calls", 4, "call each macro with at most this `number` of arguments")
	flags.BoolVar(&o.isKeptWhole, "keep", false, "keep the databases and files that were made")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	inputs, err := o.check(flags.NArg())
	if err != nil {
		fmt.Fprintln(stderr, "equal:", err)
		return 2
	}
	differs, err := o.compareAll(ctx, inputs, stdout)
	if err != nil {
		fmt.Fprintln(stderr, "equal:", err)
		return 1
	}
	if differs {
		return 1
	}
	return 0
}

// check requires two programs that exist, and valid inputs.
func (o *options) check(arguments int) ([]input, error) {
	if arguments > 0 {
		return nil, errors.New("want flags only")
	}
	if o.old == "" || o.new == "" {
		return nil, errors.New("want -old and -new")
	}
	for _, program := range []*string{&o.old, &o.new} {
		path, err := filepath.Abs(*program)
		if err != nil {
			return nil, err
		}
		if _, err := os.Stat(path); err != nil {
			return nil, err
		}
		*program = path
	}
	return parseInputs(o.inputs, o.portal)
}

// compareAll compares every input and prints whether it is equal.
func (o *options) compareAll(ctx context.Context, inputs []input, out io.Writer) (differs bool, err error) {
	work, err := os.MkdirTemp(o.work, "breachstats-equal")
	if err != nil {
		return false, err
	}
	if o.isKeptWhole {
		fmt.Fprintln(out, "in", work)
	} else {
		defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	}
	for i, one := range inputs {
		folder := filepath.Join(work, fmt.Sprintf("%02d", i+1))
		compared, err := o.compare(ctx, one, folder)
		if err != nil {
			return false, fmt.Errorf("%s: %w", one.name, err)
		}
		fmt.Fprintln(out, compared.describe(one.name))
		differs = differs || len(compared.differences) > 0
		if !o.isKeptWhole {
			if err := os.RemoveAll(folder); err != nil {
				return false, err
			}
		}
	}
	for _, name := range o.ignored.unused() {
		fmt.Fprintf(out, "note: -ignore %s left out nothing\n", name)
	}
	return differs, nil
}

// comparison is the result for one input.
type comparison struct {
	tables, results, files int
	// parquet are the published files whose rows are compared.
	parquet []string
	// refusal is the error with which both programs ended; empty if they did not.
	refusal     string
	differences []string
	// additions are what only the new program makes, which is not a difference.
	additions []string
}

func (c *comparison) differ(format string, args ...any) {
	c.differences = append(c.differences, fmt.Sprintf(format, args...))
}

// add records something that only the new program makes.
func (c *comparison) add(kind, name string) {
	c.additions = append(c.additions, kind+" "+name)
}

func (c *comparison) describe(name string) string {
	said := fmt.Sprintf("equal    %s: %d tables, %d results of macros, %d files", name, c.tables, c.results, c.files)
	switch {
	case len(c.differences) > 0:
		said = "DIFFERS  " + name + "\n  " + strings.Join(c.differences, "\n  ")
	case c.refusal != "":
		said = "equal    " + name + ": both refuse it: " + c.refusal
	}
	if len(c.additions) > 0 {
		said += "\n  only in new: " + strings.Join(c.additions, ", ")
	}
	return said
}

// compare runs both programs on one input, below folder, and compares their results.
func (o *options) compare(ctx context.Context, one input, folder string) (*comparison, error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	commands, err := one.commands(ctx, o.old, folder)
	if err != nil {
		return nil, err
	}
	before, after := side{o.old, filepath.Join(folder, "old")}, side{o.new, filepath.Join(folder, "new")}
	oldSays, err := before.do(ctx, commands)
	if err != nil {
		return nil, err
	}
	newSays, err := after.do(ctx, commands)
	if err != nil {
		return nil, err
	}
	var c comparison
	switch {
	case oldSays != newSays:
		c.differ("old: %s", oldSays)
		c.differ("new: %s", newSays)
		return &c, nil
	case !strings.HasPrefix(oldSays, done):
		c.refusal = oldSays
		return &c, nil
	}
	if err := o.compareFiles(ctx, &c, before, after); err != nil {
		return nil, err
	}
	return &c, o.compareDatabases(ctx, &c, before, after)
}
