package pipeline

import (
	"context"
	"errors"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/formats"

	"github.com/breachstats/breachstats/pipeline/load"
	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// previous is what a build takes over from the database that it will replace.
type previous struct {
	// known tells which id each form of a breach has there, so that a published id stays.
	known []load.Identity
	// shown is the complete capture that it shows; empty where there is none, where it shows the
	// list as of a day that was asked for, and where it cannot be told.
	shown string
}

// readPrevious reads the published database. Without one there is nothing to take over; of one that
// cannot be read the ids are made anew, and that is said.
func readPrevious(ctx context.Context, o Options) (previous, error) {
	w, err := warehouse.Open(ctx, o.Database())
	if errors.Is(err, warehouse.ErrMissing) {
		return previous{}, nil
	}
	var before previous
	if err == nil {
		before.shown = shownBy(ctx, w)
		before.known, err = knownIdentities(ctx, w)
		err = errors.Join(err, w.Close())
	}
	if ctx.Err() != nil {
		return previous{}, ctx.Err()
	}
	if err != nil {
		o.Say("breach ids are made anew: the database before this one cannot be read (%v)", err)
		before.known = nil
	}
	return before, nil
}

func knownIdentities(ctx context.Context, w *warehouse.Warehouse) (known []load.Identity, err error) {
	_, err = w.Stream(ctx, "select report_key, place, breach_id from intermediate.identities", func(rows arrow.RecordBatch) error {
		for row := range int(rows.NumRows()) {
			known = append(known, load.Identity{
				ReportKey: rows.Column(0).(*array.String).Value(row),
				Place:     rows.Column(1).(*array.Int64).Value(row),
				BreachID:  rows.Column(2).(*array.String).Value(row),
			})
		}
		return nil
	})
	return known, err
}

// shownBy is the capture that a database shows, as previous has it.
func shownBy(ctx context.Context, w *warehouse.Warehouse) string {
	rows, err := w.Query(ctx, "select capture from marts.captures where is_current and is_complete and not is_as_of")
	if err != nil || rows.NumRows() == 0 {
		return "" // a database of other models says nothing of what it showed
	}
	return formats.Cell(rows.Column(0), 0)
}

// wantCaptureBy refuses a day before the first capture: nobody saw the list then.
func wantCaptureBy(store *data.Store, asOf string) error {
	if asOf == "" {
		return nil
	}
	oldest := ""
	for _, snapshot := range store.Snapshots() {
		if snapshot.View != data.Part2 && (oldest == "" || snapshot.Capture.Day < oldest) {
			oldest = snapshot.Capture.Day
		}
	}
	if asOf < oldest {
		return fmt.Errorf("as of %s: want a day on or after the oldest capture, %s", asOf, oldest)
	}
	return nil
}
