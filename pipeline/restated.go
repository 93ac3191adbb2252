package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/breachstats/breachstats/formats"
	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// restated lists the totals of past years that changed since the capture that was shown before,
// such as "totals of past years changed since capture 2022-04-04, …: 2016: 328 breaches (was 329)".
// Users must see this, because they may have printed the old numbers. It is empty if no total
// changed or if no capture was shown before. w is the new database; a year counts as past if it was
// over in the old capture.
func restated(ctx context.Context, w *warehouse.Warehouse, list []models.Model, before string) (string, error) {
	isModel := func(m models.Model) bool { return m.Table() == "marts.changes_by_year" }
	if before == "" || !slices.ContainsFunc(list, isModel) {
		return "", nil
	}
	if shown, err := shownBy(ctx, w); err != nil || shown == before {
		return "", err
	}
	rows, err := w.Query(ctx, `
		select
			cast(year as varchar) as year,
			format('{:,}', old_breaches), format('{:,}', new_breaches),
			format('{:,}', coalesce(old_individuals, 0)), format('{:,}', coalesce(new_individuals, 0))
		from marts.changes_by_year(?, (select capture from marts.captures where is_current and is_complete and not is_as_of)) as moved
		where was_closed
			and (old_breaches <> new_breaches or old_individuals is distinct from new_individuals)
		order by moved.year`, before)
	if err != nil || rows.NumRows() == 0 {
		return "", err
	}
	var years []string
	for row := range int(rows.NumRows()) {
		var moved []string
		for i, unit := range []string{"breaches", "individuals"} {
			was, is := formats.Cell(rows.Column(1+2*i), row), formats.Cell(rows.Column(2+2*i), row)
			if was != is {
				moved = append(moved, fmt.Sprintf("%s %s (was %s)", is, unit, was))
			}
		}
		years = append(years, formats.Cell(rows.Column(0), row)+": "+strings.Join(moved, ", "))
	}
	return fmt.Sprintf("totals of past years changed since capture %s, which was shown before: %s; `breachstats diff %s` lists the breaches",
		before, strings.Join(years, "; "), before), nil
}
