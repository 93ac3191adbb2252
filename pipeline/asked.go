package pipeline

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/breachstats/breachstats/data"
	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/build"
	"github.com/breachstats/breachstats/pipeline/export"
	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// OpenFiles reads the exports of one capture into a database in memory. There the query finds
// marts.breaches, also as breaches, with one row for each breach that the exports list and those
// columns of the model that need no history. The database is as restricted as a published one; no
// file is written.
//
// Each export must pass the strict reader, and its values the tests of sql/2_staging. Every
// malformed line is reported, in one joined error, which wraps check.ErrFailed if values are wrong.
//
// Columns that the query does not read may be null, so the database must not be used for another
// query. Origins are computed only if the query reads them. Similar reports are compared only if the
// query reads is_duplicate or if there are several exports, which may have the same report.
func OpenFiles(ctx context.Context, o Options, files []AskedFile, limits warehouse.Limits, question string) (*warehouse.Warehouse, error) {
	w, err := warehouse.MemoryWithin(ctx, limits)
	if err != nil {
		return nil, err
	}
	if err := fillFromFiles(ctx, w, o, files, question); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

func fillFromFiles(ctx context.Context, w *warehouse.Warehouse, o Options, files []AskedFile, question string) error {
	list, tests, err := models.Read(models.Embedded(), "sql")
	if err != nil {
		return err
	}
	asked := askedModels{w: w, byTable: map[string]models.Model{}, list: list}
	for _, model := range list {
		asked.byTable[model.Table()] = model
	}
	if err := errors.Join(build.Schemas(ctx, w), w.Exec(ctx, "create schema files")); err != nil {
		return err
	}
	if err := build.Tables(ctx, w, build.Graph{}, []models.Model{asked.byTable[rawTable]}); err != nil {
		return err
	}
	err = w.Append(ctx, "raw", "breach_reports", func(add func(...driver.Value) error) error {
		for _, file := range files {
			if err := file.load(ctx, o, add); err != nil {
				return err
			}
		}
		return nil
	})
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return errors.Join(err, faultsOfOthers(files, err))
	}
	asked.tests = slices.DeleteFunc(tests, func(t models.Test) bool {
		return t.Layer != models.Staging || !strings.HasSuffix(t.Path, "/breach_reports_test.sql")
	})
	if err := asked.breaches(ctx, question, len(files) > 1); err != nil {
		return err
	}
	if err := w.Exec(ctx, "use marts"); err != nil {
		return err
	}
	return w.Filled(ctx)
}

// load reads the export and adds its reports.
func (f AskedFile) load(ctx context.Context, o Options, add func(...driver.Value) error) error {
	var capturedOn, view driver.Value
	if f.Day != "" {
		day, err := time.Parse(time.DateOnly, f.Day)
		if err != nil {
			return err
		}
		capturedOn = day
	}
	if f.View != "" {
		view = string(f.View)
	}
	summary, err := f.read(func(row export.Row) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		v := row.Values
		return add(f.Name, int64(row.Line), capturedOn, int64(1), view, v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8])
	})
	if err == nil {
		o.Say("read %s", describeAs(f.Name, data.Snapshot{
			Rows: int64(summary.Rows), Encoding: summary.Encoding, DamagedCharacters: summary.DamagedCharacters,
			RepairedCharacters: summary.RepairedCharacters, HasRepairedHeader: summary.RepairedHeader, IsSynthetic: summary.IsSynthetic,
		}))
	}
	return err
}

// read passes every row of the export, checked by the strict reader, to each.
func (f AskedFile) read(each func(export.Row) error) (summary export.Summary, err error) {
	opened, err := f.open()
	if err != nil {
		return summary, err
	}
	defer func() { err = errors.Join(err, opened.Close()) }()
	in, isSeekable := opened.(io.ReadSeeker)
	if !isSeekable {
		return summary, fmt.Errorf("%s: want a file that can be read twice", f.Name)
	}
	view := f.View
	if view == "" {
		view = data.All // all lists of HIPAA breaches have the same columns
	}
	return export.Read(f.Name, in, view, each)
}

// faultsOfOthers reads the exports after the one that was refused, so that their faults are
// reported too.
func faultsOfOthers(files []AskedFile, first error) error {
	at := slices.IndexFunc(files, func(f AskedFile) bool { return strings.HasPrefix(first.Error(), f.Name+":") })
	if at < 0 {
		return nil
	}
	var bad []error
	for _, file := range files[at+1:] {
		_, fault := file.read(nil)
		bad = append(bad, fault)
	}
	return errors.Join(bad...)
}
