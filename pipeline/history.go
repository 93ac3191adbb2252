package pipeline

import (
	"context"
	"errors"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/breachstats/breachstats/data"

	"github.com/breachstats/breachstats/pipeline/load"
	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// knownIdentities reads from the database that a build will replace which id each form of a breach
// has there, so that a published id stays. Without a database there is none; of one that cannot be
// read the ids are made anew, and that is said.
func knownIdentities(ctx context.Context, o Options) (known []load.Identity, err error) {
	w, err := warehouse.Open(ctx, o.Database())
	if errors.Is(err, warehouse.ErrMissing) {
		return nil, nil
	}
	if err == nil {
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
		err = errors.Join(err, w.Close())
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		o.Say("breach ids are made anew: the database before this one cannot be read (%v)", err)
		return nil, nil
	}
	return known, nil
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
