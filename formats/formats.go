// Package formats writes Arrow records for people and programs: a table for a terminal, CSV,
// JSON, JSON lines, Markdown and Parquet; and several records as one workbook. It formats; it never
// queries.
package formats

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
)

// Writer takes a result record by record. Close writes what is still held back and must be
// called once, also when there was no record; it does not close the output under it.
type Writer interface {
	Write(arrow.RecordBatch) error
	Close() error
}

// Options say how a result is written.
type Options struct {
	// Width is how many character cells a line of a table may take; 0 for any number. Long texts are
	// cut, with an ellipsis; columns that still do not fit are left out, and a line below says which.
	Width int
	// IsUncounted leaves out the number of rows that a table ends with.
	IsUncounted bool
}

// AlignRight marks a text column that a table aligns as it does numbers.
func AlignRight() arrow.Metadata { return arrow.NewMetadata([]string{"align"}, []string{"right"}) }

// Names lists the formats, the default first.
func Names() []string { return []string{"table", "csv", "json", "jsonl", "markdown", "parquet"} }

// New returns a writer of the named format for records of schema. The error names the
// formats there are.
func New(format string, out io.Writer, schema *arrow.Schema, options Options) (Writer, error) {
	switch format {
	case "table":
		return newTable(out, schema, options, false), nil
	case "markdown":
		return newTable(out, schema, Options{}, true), nil
	case "csv":
		return newCSV(out, schema)
	case "json":
		return &jsonWriter{out: out, schema: schema, isArray: true}, nil
	case "jsonl":
		return &jsonWriter{out: out, schema: schema}, nil
	case "parquet":
		return newParquet(out, schema)
	}
	return nil, CheckName(format)
}

// CheckName returns an error that names the formats unless format is one of them.
func CheckName(format string) error {
	if slices.Contains(Names(), format) {
		return nil
	}
	return fmt.Errorf("want one of %s, got %q", strings.Join(Names(), ", "), format)
}
