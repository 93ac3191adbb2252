package publish

import (
	"context"

	"github.com/breachstats/breachstats/charts"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// NoteOfList returns the source note of a chart of a built database: the capture with its hashes, and what is missing
// from it.
func NoteOfList(ctx context.Context, w *warehouse.Warehouse) (charts.Note, error) {
	c, err := currentCapture(ctx, w)
	return c.note(), err
}
