package publish

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/breachstats/breachstats/charts"
	"github.com/breachstats/breachstats/formats"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// readEvents reads the events that charts over the years show as context, oldest first.
func readEvents(ctx context.Context, w *warehouse.Warehouse) ([]charts.Event, error) {
	rows, err := w.Query(ctx, `
		select cast(happened_on as varchar) as happened_on, short, what, source, charts, entity
		from reference.events
		order by happened_on, event`)
	if err != nil {
		return nil, fmt.Errorf("reference.events: %w", err)
	}
	events := make([]charts.Event, rows.NumRows())
	for i := range events {
		text := func(column int) string { return formats.Cell(rows.Column(column), i) }
		day, err := time.Parse(time.DateOnly, text(0))
		if err != nil {
			return nil, fmt.Errorf("reference.events: %w", err)
		}
		events[i] = charts.Event{On: day, Short: text(1), What: text(2), Source: text(3), Entity: text(5)}
		if named := text(4); named != "" {
			events[i].Charts = strings.Split(named, "|")
		}
	}
	return events, nil
}
