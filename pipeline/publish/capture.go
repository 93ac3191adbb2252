package publish

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/breachstats/breachstats/charts"
	"github.com/breachstats/breachstats/formats"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// capture is the current capture, of which every output speaks.
type capture struct {
	CapturedOn   string // YYYY-MM-DD
	Hashes       string // "archive 3f9a1c2b, under-investigation 90ab12cd"
	MissingViews string // empty for a complete capture
	IsSynthetic  bool
}

func currentCapture(ctx context.Context, w *warehouse.Warehouse) (capture, error) {
	rows, err := w.Query(ctx, `
		select cast(captured_on as varchar), hashes, coalesce(missing_views, ''), is_synthetic
		from marts.captures where is_current`)
	if err != nil {
		return capture{}, err
	}
	if rows.NumRows() != 1 {
		return capture{}, errors.New("marts.captures: want one current capture of the HIPAA list, got none")
	}
	return capture{
		CapturedOn:   formats.Cell(rows.Column(0), 0),
		Hashes:       formats.Cell(rows.Column(1), 0),
		MissingViews: formats.Cell(rows.Column(2), 0),
		IsSynthetic:  formats.Cell(rows.Column(3), 0) == "true",
	}, nil
}

// notices are sentences that no output may leave out.
func (c capture) notices() []string {
	var notices []string
	if c.IsSynthetic {
		notices = append(notices, "SYNTHETIC: a generated sample, not real breaches.")
	}
	if c.MissingViews != "" {
		notices = append(notices, fmt.Sprintf(
			"Incomplete: the %s view of this capture was not saved; its breaches are missing from every number.", c.MissingViews))
	}
	return notices
}

func (c capture) note() charts.Note {
	note := charts.Note{CapturedOn: c.CapturedOn, Hash: c.Hashes, IsSynthetic: c.IsSynthetic}
	if c.MissingViews != "" {
		note.Caveats = c.notices()
		if c.IsSynthetic {
			note.Caveats = note.Caveats[1:] // the stamp and the caption say it
		}
	}
	return note
}

// words is the capture for the page: "captured 17 October 2024 (archive 3f9a1c2b, …)".
func (c capture) words() string {
	day, err := time.Parse(time.DateOnly, c.CapturedOn)
	if err != nil {
		return "captured " + c.CapturedOn
	}
	return fmt.Sprintf("captured %s (sha256: %s)", day.Format("2 January 2006"), c.Hashes)
}
