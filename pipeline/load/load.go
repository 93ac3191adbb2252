// Package load fills the raw tables from the snapshots of a store, with file and line of every
// report, and the reference tables.
package load

import (
	"context"
	"database/sql/driver"
	"encoding/csv"
	"fmt"
	"io/fs"
	"runtime/debug"
	"strings"
	"time"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/pipeline/engine"
)

// Snapshots fills raw.snapshots, raw.breach_reports, raw.part2_reports and raw.listings, which are
// empty, from every snapshot of the store. A report that several snapshots have with the same text
// is loaded once, and its listings record where it occurs.
//
// Stored bytes are verified against the manifest, and records pass the strict reader again: all
// records of a whole snapshot, and of a delta those that do not occur, byte for byte, in an earlier
// snapshot. After an error the tables must not be used.
func Snapshots(ctx context.Context, w engine.Engine, store *data.Store) error {
	var kinds []*lists
	for _, table := range []struct {
		name    string
		isPart2 bool
	}{{"breach_reports", false}, {"part2_reports", true}} {
		ended := w.Begin("load raw." + table.name)
		err := w.Append(ctx, "raw", table.name, func(add func(...driver.Value) error) error {
			kind := newLists(store, table.isPart2, add)
			kinds = append(kinds, kind)
			return kind.load(ctx)
		})
		ended()
		if err != nil {
			return err
		}
	}
	defer w.Begin("load raw.listings")()
	if isLarge(store) {
		// The collected reports are no longer needed, and DuckDB needs the memory.
		defer debug.FreeOSMemory()
	}
	err := w.Append(ctx, "raw", "listings", func(add func(...driver.Value) error) error {
		for _, kind := range kinds {
			if err := kind.known.addListings(add); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return w.Append(ctx, "raw", "snapshots", func(add func(...driver.Value) error) error {
		for _, s := range store.Snapshots() {
			day, err := captureDay(s.Capture)
			if err != nil {
				return err
			}
			// The facts about the bytes of a snapshot are those of this reader, if it read the
			// snapshot in full.
			for _, kind := range kinds {
				if said, isFound := kind.summaries[s.File()]; isFound {
					s.Encoding, s.DamagedCharacters = said.Encoding, said.DamagedCharacters
					s.RepairedCharacters, s.HasRepairedHeader = said.RepairedCharacters, said.RepairedHeader
				}
			}
			if err := add(s.File(), day, int64(s.Capture.No), string(s.View), s.Source, s.SHA256, s.RowsSHA256,
				s.Bytes, s.Rows, s.Encoding, s.DamagedCharacters, s.RepairedCharacters,
				s.HasRepairedHeader, s.IsSynthetic, orNull(s.Answer.FinalURL), orNull(s.Answer.RetrievedAt)); err != nil {
				return err
			}
		}
		return nil
	})
}

// isLarge reports whether a store has so many reports that collecting them takes much memory.
func isLarge(store *data.Store) bool {
	rows := int64(0)
	for _, snapshot := range store.Snapshots() {
		rows = max(rows, snapshot.Rows)
	}
	return rows > 500_000
}

func captureDay(capture data.Capture) (time.Time, error) {
	return time.Parse(time.DateOnly, capture.Day)
}

// orNull returns the text, or null if it is empty.
func orNull(text string) driver.Value {
	if text == "" {
		return nil
	}
	return text
}

// Reference fills the table reference.NAME, which is empty, from NAME.csv in folder. The header
// must name the table's columns in order. An empty cell is null.
func Reference(ctx context.Context, w engine.Engine, folder fs.FS, name string, columns []string) error {
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
	err = w.AppendText(ctx, "reference."+name, len(columns), func(add func(...driver.Value) error) error {
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
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}
