package spark

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/breachstats/breachstats/pipeline/engine"
)

// Ask runs one select; see engine.Engine.
func (s *Spark) Ask(ctx context.Context, ask engine.Statement, each func(arrow.RecordBatch) error) error {
	query := ask.SQL
	if !ask.IsPortable {
		test, isThere := s.texts.tests[inFolder(ask.Path)][ask.Line]
		if query = test; !isThere {
			return fmt.Errorf("%s:%d: want the query in sql/spark/%s, generated from it, got none; `make dialect` generates it", ask.Path, ask.Line, inFolder(ask.Path))
		}
	}
	if _, err := s.Stream(ctx, query, each); err != nil {
		return fmt.Errorf("%s:%d: %w", ask.Path, ask.Line, err)
	}
	return nil
}

// run runs a statement in which tables and macros have the names of the models.
func (s *Spark) run(ctx context.Context, statement string) error {
	statement, err := s.spelled(ctx, statement)
	if err != nil {
		return err
	}
	return s.session.run(ctx, statement)
}

// spelled is a statement as Spark takes it, with the steps that its macros share kept.
func (s *Spark) spelled(ctx context.Context, statement string) (string, error) {
	s.mutex.Lock()
	macros := maps.Clone(s.macros)
	s.mutex.Unlock()
	statement, err := expanded(statement, macros, func(step string) (string, error) { return s.keepStep(ctx, step) })
	return mapped(strings.TrimRight(statement, "; \t\r\n"), s.schema), err
}

// keepStep makes Spark write the rows of a step of macros into the storage, where they stay until the session is
// closed, and returns the name of their table. The tables of a build do not change, so the rows of a step do not
// either. A cached view would not do: Spark plans it again with all that it reads, for each select that names it.
func (s *Spark) keepStep(ctx context.Context, step string) (string, error) {
	s.stepping.Lock()
	defer s.stepping.Unlock()
	for i, kept := range s.steps {
		if kept == step {
			return s.stepTable(i), nil
		}
	}
	query, table := mapped(step, s.schema), s.stepTable(len(s.steps))
	if err := s.declare(ctx, query); err != nil {
		return "", err
	}
	for _, statement := range []string{
		"create schema if not exists " + s.schema(stepsSchema),
		fmt.Sprintf("create table %s using parquet location %s as %s", s.mapped(table), literal(s.uri(table)), query),
	} {
		if err := s.session.run(ctx, statement); err != nil {
			return "", errors.Join(err, os.RemoveAll(s.folder(table)))
		}
	}
	s.steps = append(s.steps, step)
	return table, nil
}

// stepTable is the table of a step of this session's macros.
func (s *Spark) stepTable(no int) string {
	return fmt.Sprintf("%s.asked_%s_%d", stepsSchema, s.asker, no)
}

// Stream runs one select in Spark's SQL, in which tables and macros have the names of the models, and hands
// out its rows, one record after another; none where there are none.
func (s *Spark) Stream(ctx context.Context, query string, each func(arrow.RecordBatch) error) (*arrow.Schema, error) {
	query, err := s.spelled(ctx, query)
	if err != nil {
		return nil, err
	}
	if err := s.declare(ctx, query); err != nil {
		return nil, err
	}
	return s.session.rows(ctx, query, each)
}

// Query runs one select in Spark's SQL with the names of the models, and returns its rows as one record. A text
// or a number stands in place of each ? in turn.
func (s *Spark) Query(ctx context.Context, query string, args ...any) (arrow.RecordBatch, error) {
	for _, arg := range args {
		text := fmt.Sprint(arg)
		if words, isText := arg.(string); isText {
			text = literal(words)
		}
		query = strings.Replace(query, "?", text, 1)
	}
	var batches []arrow.RecordBatch
	schema, err := s.Stream(ctx, query, func(batch arrow.RecordBatch) error {
		batches = append(batches, batch)
		return nil
	})
	if err != nil {
		return nil, err
	}
	columns := make([]arrow.Array, schema.NumFields())
	rows := int64(0)
	for _, batch := range batches {
		rows += batch.NumRows()
	}
	for i := range columns {
		if len(batches) == 0 {
			columns[i] = array.MakeArrayOfNull(memory.DefaultAllocator, schema.Field(i).Type, 0)
			continue
		}
		parts := make([]arrow.Array, len(batches))
		for j, batch := range batches {
			parts[j] = batch.Column(i)
		}
		if columns[i], err = array.Concatenate(parts, memory.DefaultAllocator); err != nil {
			return nil, err
		}
	}
	return array.NewRecordBatch(schema, columns, rows), nil
}

// Files are the Parquet files of a table, as this program sees them.
func (s *Spark) Files(table string) []string {
	files, _ := filepath.Glob(filepath.Join(s.folder(table), "*.parquet"))
	return files
}

// Close ends the use of the session, and removes the steps of its macros.
func (s *Spark) Close() error {
	ctx, done := context.WithTimeout(context.Background(), time.Minute)
	defer done()
	var failed []error
	for i := range s.steps {
		failed = append(failed, s.session.run(ctx, "drop table "+s.mapped(s.stepTable(i))), os.RemoveAll(s.folder(s.stepTable(i))))
	}
	return errors.Join(append(failed, s.session.client.Stop())...)
}

// inModel says where in a model's file an error is: at the line of the name that it is about, as near as can
// be, as the statement was generated from the file.
func (s *Spark) inModel(r engine.Relation, err error) error {
	var known said
	if !errors.As(err, &known) {
		return fmt.Errorf("%s: %w", r.Path, err)
	}
	line := lineNaming(r.Query, known.name)
	if known.line > 0 {
		return fmt.Errorf("%s:%d: %s (line %d of what is generated from it)", r.Path, line, known.what, known.line)
	}
	return fmt.Errorf("%s:%d: %s", r.Path, line, known.what)
}

// lineNaming is the first line of a text, counted from 1, that has a name outside of its comments; 1 where none does.
func lineNaming(text, name string) int {
	if name == "" {
		return 1
	}
	line := 1
	for _, t := range tokens(text) {
		if t.isWord && strings.EqualFold(t.text, name) {
			return line
		}
		line += strings.Count(t.text, "\n")
	}
	return 1
}
