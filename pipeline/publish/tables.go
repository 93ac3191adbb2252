package publish

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/flight"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/breachstats/breachstats/charts"
	"github.com/breachstats/breachstats/formats"
	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// publishedMarts lists the marts that are published whole, as Parquet: tables for a reader to count in, without the
// macros and helper tables beside them.
var publishedMarts = []string{"breaches", "breach_kinds", "breach_versions", "captures", "snapshots", "part2_breaches", "events", "cases"}

// mart is a mart that is published whole.
type mart struct {
	model  models.Model
	schema *arrow.Schema
	file   File
}

// publishedFigures returns the figures of which something is published, by name.
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

// writeMarts writes the marts that are published whole.
func (e *Edition) writeMarts(ctx context.Context, w *warehouse.Warehouse, list []models.Model) error {
	for _, model := range list {
		if model.Layer != models.Marts || !slices.Contains(publishedMarts, model.Name) {
			continue
		}
		if err := e.writeMart(ctx, w, model); err != nil {
			return fmt.Errorf("%s: %w", model.Table(), err)
		}
	}
	return nil
}

// writeMart writes a mart of any size as Parquet. The file describes itself: its metadata has title, capture, program and
// notices and, in the form that readers of Arrow expect, the meaning of each column.
func (e *Edition) writeMart(ctx context.Context, w *warehouse.Warehouse, model models.Model) error {
	none, err := w.Query(ctx, "select * from "+model.Table()+" limit 0")
	if err != nil {
		return err
	}
	fields := none.Schema().Fields()
	meanings := commentsOf(model)
	columns := make([]string, len(fields))
	for i := range fields {
		fields[i].Metadata = arrow.NewMetadata([]string{"description"}, []string{meanings[fields[i].Name]})
		columns[i] = fields[i].Name
		if fields[i].Type.ID() == arrow.TIMESTAMP { // times are in UTC, and the file says so
			columns[i] = "timezone('UTC', " + columns[i] + ") as " + columns[i]
		}
	}
	query := "select " + strings.Join(columns, ", ") + " from " + model.Table() + inOrder(model)
	schema := arrow.NewSchema(fields, nil)
	path := filepath.Join(MartsPath(e.options.Out), model.Name+".parquet")
	ended := e.options.trace("parquet")
	err = w.Copy(ctx, query, path, [][2]string{
		{"title", model.Header.Row}, {"capture", e.capture.shown()}, {"hashes", e.capture.hashesOfSources()},
		{"program", "breachstats " + e.options.Version}, {"notices", strings.Join(e.capture.notices(), " ")},
		{"ARROW:schema", base64.StdEncoding.EncodeToString(flight.SerializeSchema(schema, memory.DefaultAllocator))},
	})
	ended()
	if err != nil {
		return err
	}
	m := mart{model: model, schema: schema}
	if m.file, err = fileFrom(path); err != nil {
		return err
	}
	e.marts = append(e.marts, m)
	return nil
}

// written returns the rows in a format of package formats.
func written(format string, rows arrow.RecordBatch) ([]byte, error) {
	var content bytes.Buffer
	out, err := formats.New(format, &content, rows.Schema(), formats.Options{})
	if err != nil {
		return nil, err
	}
	err = errors.Join(out.Write(rows), out.Close())
	return content.Bytes(), err
}

// commentsOf returns the meaning of each column of a model, by name.
func commentsOf(model models.Model) map[string]string {
	comments := make(map[string]string, len(model.Header.Columns))
	for _, column := range model.Header.Columns {
		comments[column.Name] = column.Comment
	}
	return comments
}
