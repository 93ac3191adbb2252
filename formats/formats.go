// Package formats writes Arrow records for people and programs: a table for a terminal, CSV, JSON,
// JSON lines, Markdown and Parquet; and several records as one workbook. It runs no queries.
package formats

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
)

// Writer writes a result record by record. Close writes what is still buffered and must be called
// once, even if there was no record. It does not close the underlying output.
type Writer interface {
	Write(arrow.RecordBatch) error
	Close() error
}

// Options control how a result is written.
type Options struct {
	// Width is the largest width of a table's line in character cells; 0 means no limit. Long texts
	// are cut with an ellipsis. Columns that still do not fit are left out, and a line below names
	// them.
	Width int
	// IsUncounted leaves out the number of rows at the end of a table.
	IsUncounted bool
}

// AlignRight marks a text column that a table aligns like numbers.
func AlignRight() arrow.Metadata { return arrow.NewMetadata([]string{"align"}, []string{"right"}) }

// Names lists the formats, the default first.
func Names() []string {
	return []string{
		"table",
		"csv",
		"json",
		"jsonl",
		"markdown",
		"parquet",
	}
}

// New returns a writer of the named format for records of schema. If the name is wrong, the error
// lists the formats.
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

// CheckName returns an error that lists the formats, unless format is one of them.
func CheckName(format string) error {
	if slices.Contains(Names(), format) {
		return nil
	}
	return fmt.Errorf("want one of %s, got %q", strings.Join(Names(), ", "), format)
}
