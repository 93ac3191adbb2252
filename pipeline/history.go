package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/formats"
	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// previous is what a build keeps from the database that it replaces.
type previous struct {
	// takeIdentities copies the id of each form of a breach to raw.known_identities, which is empty, so that
	// published ids are kept; nil if the database has none. It leaves that database attached.
	takeIdentities func(context.Context, *warehouse.Warehouse) error
	// readings are the tables from which rows are taken over.
	readings []reading
	// shown is the complete capture that the database shows. It is empty if there is none, if the
	// database shows the list as of a day, or if it is unknown.
	shown string
}

// readPrevious reads the published database. If there is none, there is nothing to keep. If it is
// damaged or lacks the ids, they are assigned again and the user is informed. If the operating
// system refuses the read, that is an error: the ids may be readable next time, and a published id
// must not change.
func readPrevious(ctx context.Context, o Options, list []models.Model, reference fs.FS) (previous, error) {
	w, err := warehouse.OpenWithin(ctx, o.Database(), o.limits())
	if errors.Is(err, warehouse.ErrMissing) {
		return previous{}, nil
	}
	var before previous
	if err == nil {
		if before.shown, err = shownBy(ctx, w); err == nil {
			// Read every value now: damage in the file must show here and not in takeIdentities.
			_, err = w.Query(ctx, "select bit_xor(hash(report_key, place, breach_id)) from intermediate.identities")
		}
		if err == nil {
			before.takeIdentities = takeIdentities
			if !o.IsFresh {
				before.readings = readBefore(ctx, w, list, reference)
			}
		}
		err = errors.Join(err, w.Close())
	}
	if ctx.Err() != nil {
		return previous{}, ctx.Err()
	}
	if err != nil && warehouse.IsOfSystem(err) {
		return previous{}, fmt.Errorf("the previous database has the published breach ids and cannot be read: %w", err)
	}
	if err != nil {
		o.Say("breach ids are assigned again: the previous database cannot be read (%v)", err)
	}
	return before, nil
}

// takeIdentities copies raw.known_identities, which is empty, from the previous database.
func takeIdentities(ctx context.Context, w *warehouse.Warehouse) error {
	if err := w.AttachPrevious(ctx); err != nil {
		return err
	}
	return w.Exec(ctx, `
		insert into raw.known_identities
		select report_key, place, breach_id from previous.intermediate.identities`)
}

// shownBy returns the value of previous.shown for a database.
func shownBy(ctx context.Context, w asker) (string, error) {
	rows, err := w.Query(ctx, "select capture from marts.captures where is_current and is_complete and not is_as_of")
	if err != nil && warehouse.IsOfSystem(err) {
		return "", err
	}
	shown := "" // unknown if other models built the database
	if err == nil && rows.NumRows() > 0 {
		shown = formats.Cell(rows.Column(0), 0)
	}
	return shown, nil
}

// Newest is a value of [Options].AsOf: the day of the newest capture, even one that lacks a view.
const Newest = "newest"

// dayShown returns the day that asOf means; empty for none. A day before the first capture is an
// error: the list of that day is not known.
func dayShown(store *data.Store, asOf string) (string, error) {
	if asOf == "" {
		return "", nil
	}
	oldest, newest := "", ""
	for _, snapshot := range store.Snapshots() {
		if snapshot.View == data.Part2 {
			continue
		}
		if oldest == "" || snapshot.Capture.Day < oldest {
			oldest = snapshot.Capture.Day
		}
		newest = max(newest, snapshot.Capture.Day)
	}
	if asOf == Newest {
		return newest, nil
	}
	if asOf < oldest {
		return "", fmt.Errorf("as of %s: want a day on or after the oldest capture, %s", asOf, oldest)
	}
	return asOf, nil
}
