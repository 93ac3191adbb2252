package publish

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/breachstats/breachstats/charts"
	"github.com/breachstats/breachstats/formats"
	models "github.com/breachstats/breachstats/sql"
)

// publishedMarts are the marts that are published whole, as Parquet: tables that a reader can count
// anew, and not the macros and helpers beside them.
var publishedMarts = []string{"breaches", "breach_versions", "captures", "snapshots", "part2_breaches"}

// mart is a mart that is published whole, its rows in the order of its key.
type mart struct {
	model models.Model
	rows  arrow.RecordBatch
}

// publishedFigures are the figures of which something is published, by name.
func (e *Edition) publishedFigures() []models.Model {
	catalogue := charts.All()
	return slices.DeleteFunc(slices.Clone(e.figures), func(figure models.Model) bool {
		return slices.ContainsFunc(catalogue, func(c charts.Chart) bool { return c.Name == figure.Name && e.isLeftOut(c) })
	})
}

// writeTables writes the rows of each figure as CSV.
func (e *Edition) writeTables() ([]File, error) {
	var files []File
	for _, figure := range e.publishedFigures() {
		text, err := written("csv", e.rows[figure.Name])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", figure.Table(), err)
		}
		files = append(files, File{Name: figure.Name + ".csv", Bytes: text})
	}
	return files, nil
}

// writeParquet writes a mart. The file says of itself what it is: title, capture, program and
// notices as metadata of its schema, the meaning of a column as its metadata.
func (e *Edition) writeParquet(m mart) ([]File, error) {
	fields := m.rows.Schema().Fields()
	meanings := commentsOf(m.model)
	for i := range fields {
		fields[i].Metadata = arrow.NewMetadata([]string{"description"}, []string{meanings[fields[i].Name]})
	}
	about := arrow.NewMetadata(
		[]string{"title", "capture", "hashes", "program", "notices"},
		[]string{m.model.Header.Row, e.capture.shown(), e.capture.Hashes, "breachstats " + e.options.Version, strings.Join(e.capture.notices(), " ")})
	schema := arrow.NewSchema(fields, &about)
	content, err := written("parquet", array.NewRecordBatch(schema, m.rows.Columns(), m.rows.NumRows()))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", m.model.Table(), err)
	}
	return []File{{Name: m.model.Name + ".parquet", Bytes: content}}, nil
}

// written is the rows in a format of package formats.
func written(format string, rows arrow.RecordBatch) ([]byte, error) {
	var content bytes.Buffer
	out, err := formats.New(format, &content, rows.Schema(), formats.Options{})
	if err != nil {
		return nil, err
	}
	err = errors.Join(out.Write(rows), out.Close())
	return content.Bytes(), err
}

// commentsOf is the meaning of each column of a model, by its name.
func commentsOf(model models.Model) map[string]string {
	comments := make(map[string]string, len(model.Header.Columns))
	for _, column := range model.Header.Columns {
		comments[column.Name] = column.Comment
	}
	return comments
}
