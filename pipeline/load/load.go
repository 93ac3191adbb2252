// Package load brings exports and reference tables into the database: a strict reader of
// the portal's CSV files, and the raw tables with the file and line of every row.
package load

import (
	"context"
	"database/sql/driver"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// Snapshots fills raw.snapshots, raw.breach_reports, raw.part2_reports and raw.listings, which
// stand empty, from every snapshot of the store. A report that stands in many snapshots with the
// same text is loaded once, and its listings say where it stood. The bytes are verified against
// the manifest and pass the strict reader again; after an error the tables are not to be used.
func Snapshots(ctx context.Context, w *warehouse.Warehouse, store *data.Store) error {
	snapshots := store.Snapshots()
	found := make([]Summary, len(snapshots))
	var kinds []*reports
	for _, table := range []struct {
		name    string
		isPart2 bool
	}{{"breach_reports", false}, {"part2_reports", true}} {
		known := newReports()
		kinds = append(kinds, known)
		err := w.Append(ctx, "raw", table.name, func(add func(...driver.Value) error) error {
			for i, snapshot := range snapshots {
				if (snapshot.View == data.Part2) != table.isPart2 {
					continue
				}
				var err error
				if found[i], err = snapshotRows(store, snapshot, known, add); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	err := w.Append(ctx, "raw", "listings", func(add func(...driver.Value) error) error {
		for _, known := range kinds {
			if err := known.addListings(add); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return w.Append(ctx, "raw", "snapshots", func(add func(...driver.Value) error) error {
		for i, s := range snapshots {
			day, err := captureDay(s.Capture)
			if err != nil {
				return err
			}
			// How the bytes were read is what this reader says; the rest is the manifest's.
			if err := add(s.File(), day, int64(s.Capture.No), string(s.View), s.Source, s.SHA256, s.RowsSHA256,
				s.Bytes, s.Rows, found[i].Encoding, found[i].DamagedCharacters, found[i].RepairedCharacters,
				found[i].RepairedHeader, s.IsSynthetic, orNull(s.Answer.FinalURL), orNull(s.Answer.RetrievedAt)); err != nil {
				return err
			}
		}
		return nil
	})
}

// snapshotRows adds the reports of a snapshot that stood in none before, notes that all of them
// are listed in it, and wants the file to be what the manifest says.
func snapshotRows(store *data.Store, snapshot data.Snapshot, known *reports, add func(...driver.Value) error) (summary Summary, err error) {
	day, err := captureDay(snapshot.Capture)
	if err != nil {
		return Summary{}, err
	}
	export, err := store.Open(snapshot)
	if err != nil {
		return Summary{}, err
	}
	defer func() { err = errors.Join(err, export.Close()) }()
	file := snapshot.File()
	page := known.begin(snapshot)
	var row []driver.Value
	summary, err = Read(store.Path(file), export, snapshot.View, func(r Row) error {
		if !page.see(r) {
			return nil
		}
		row = append(row[:0], file, int64(r.Line), day, int64(snapshot.Capture.No), string(snapshot.View))
		for _, value := range r.Values {
			row = append(row, value)
		}
		return add(row...)
	})
	if snapshot.Rows == 0 && errors.Is(err, ErrNoRows) {
		err = nil // a list that had no report when it was fetched
	}
	if err != nil {
		return Summary{}, err
	}
	for _, fact := range []struct {
		name            string
		said, foundHere any
	}{
		{"rows", snapshot.Rows, int64(summary.Rows)},
		{"rows_sha256", snapshot.RowsSHA256, summary.RowsSHA256},
		{"is_synthetic", snapshot.IsSynthetic, summary.IsSynthetic},
	} {
		if fact.said != fact.foundHere {
			return Summary{}, fmt.Errorf("%s: want %s %v as the manifest says, got %v", store.Path(file), fact.name, fact.said, fact.foundHere)
		}
	}
	return summary, nil
}

func captureDay(capture data.Capture) (time.Time, error) {
	return time.Parse(time.DateOnly, capture.Day)
}

// orNull is the text, or null where there is none.
func orNull(text string) driver.Value {
	if text == "" {
		return nil
	}
	return text
}

// Reference fills the table reference.NAME, which stands empty, from NAME.csv in folder. The
// header must name the table's columns in order; a blank cell is null.
func Reference(ctx context.Context, w *warehouse.Warehouse, folder fs.FS, name string, columns []string) error {
	file := name + ".csv"
	text, err := fs.ReadFile(folder, file)
	if err != nil {
		return err
	}
	records, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if len(records) == 0 || strings.Join(records[0], ",") != strings.Join(columns, ",") {
		return fmt.Errorf("%s:1: want header %q", file, strings.Join(columns, ","))
	}
	// Text first, then DuckDB casts each cell to its column's type, or says which it cannot.
	declared := "create temp table cells (" + strings.Join(columns, " varchar, ") + " varchar)"
	if err := w.Exec(ctx, declared); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	err = w.Append(ctx, "", "cells", func(add func(...driver.Value) error) error {
		for _, record := range records[1:] {
			row := make([]driver.Value, len(record))
			for i, cell := range record {
				if cell != "" {
					row[i] = cell
				}
			}
			if err := add(row...); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = w.Exec(ctx, "insert into reference."+name+" select * from cells; drop table cells")
	}
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}
