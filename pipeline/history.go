package pipeline

import (
	"context"
	"errors"
	"fmt"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/formats"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// previous is what a build takes over from the database that it will replace.
type previous struct {
	// hasIdentities tells that it says which id each form of a breach has, so that a published id stays.
	hasIdentities bool
	// shown is the complete capture that it shows; empty where there is none, where it shows the
	// list as of a day that was asked for, and where it cannot be told.
	shown string
}

// readPrevious reads the published database. Without one there is nothing to take over; of one that
// does not hold what can be read the ids are made anew, and that is said. One that the system keeps from
// being read is an error: the next time its ids are there, and a published id never changes for that.
func readPrevious(ctx context.Context, o Options) (previous, error) {
	w, err := warehouse.OpenWithin(ctx, o.Database(), o.limits())
	if errors.Is(err, warehouse.ErrMissing) {
		return previous{}, nil
	}
	var before previous
	if err == nil {
		if before.shown, err = shownBy(ctx, w); err == nil {
			// Every value is read, so that a fault in the file is found here and not by takeIdentities.
			_, err = w.Query(ctx, "select bit_xor(hash(report_key, place, breach_id)) from intermediate.identities")
			before.hasIdentities = err == nil
		}
		err = errors.Join(err, w.Close())
	}
	if ctx.Err() != nil {
		return previous{}, ctx.Err()
	}
	if err != nil && warehouse.IsOfSystem(err) {
		return previous{}, fmt.Errorf("the database before this one has the breach ids that were published: %w", err)
	}
	if err != nil {
		o.Say("breach ids are made anew: the database before this one cannot be read (%v)", err)
	}
	return before, nil
}

// takeOver gives what fills raw.known_identities.
func (p previous) takeOver() func(context.Context, *warehouse.Warehouse) error {
	if p.hasIdentities {
		return takeIdentities
	}
	return func(context.Context, *warehouse.Warehouse) error { return nil }
}

// takeIdentities fills raw.known_identities, which stands empty, from the database before.
func takeIdentities(ctx context.Context, w *warehouse.Warehouse) error {
	return w.FromPrevious(ctx, `
		insert into raw.known_identities
		select report_key, place, breach_id from previous.intermediate.identities`)
}

// shownBy is the capture that a database shows, as previous has it.
func shownBy(ctx context.Context, w asker) (string, error) {
	rows, err := w.Query(ctx, "select capture from marts.captures where is_current and is_complete and not is_as_of")
	if err != nil && warehouse.IsOfSystem(err) {
		return "", err
	}
	shown := "" // a database of other models says nothing of what it showed
	if err == nil && rows.NumRows() > 0 {
		shown = formats.Cell(rows.Column(0), 0)
	}
	return shown, nil
}

// Newest is the day of the newest capture, for Options.AsOf: also of one that lacks a view.
const Newest = "newest"

// dayShown gives the day that asOf asks for; empty for none. It refuses a day before the first capture:
// nobody saw the list then.
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
