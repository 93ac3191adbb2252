package pipeline

import (
	"context"
	"errors"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// KindScores compares the rules of kinds with the labels of reference.kind_labels whose breaches
// are in the published database. It returns the rows of marts.kind_scores after a column half,
// which is tuning or held out. If the database has none of these breaches, that is an error.
func KindScores(ctx context.Context, o Options) (arrow.RecordBatch, error) {
	w, err := warehouse.Open(ctx, o.Database())
	if err != nil {
		return nil, err
	}
	scores, err := w.Query(ctx, `
		select 'tuning' as half, * from marts.kind_scores('tuning')
		union all
		select 'held out' as half, * from marts.kind_scores('held out')
		order by half desc, attribute, value`)
	if err := errors.Join(err, w.Close()); err != nil {
		return nil, fmt.Errorf("marts.kind_scores: %w", err)
	}
	if scores.NumRows() == 0 {
		return nil, fmt.Errorf("%s: want a breach of reference.kind_labels, got none; import a capture that has them", o.Database())
	}
	return scores, nil
}
