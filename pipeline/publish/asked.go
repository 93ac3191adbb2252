package publish

import (
	"context"

	"github.com/breachstats/breachstats/charts"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// NoteOfList is what a chart of a built database's list says of its source: the capture with its hashes,
// and what is missing of it.
func NoteOfList(ctx context.Context, w *warehouse.Warehouse) (charts.Note, error) {
	c, err := currentCapture(ctx, w)
	return c.note(), err
}
