package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/breachstats/breachstats/formats"
	models "github.com/breachstats/breachstats/sql"
)

// restated lists the totals of past years that changed since the capture that was shown before,
// such as "totals of past years changed since capture 2022-04-04, …: 2016: 328 breaches (was 329)".
// Users must see this, because they may have printed the old numbers. It is empty if no total
// changed or if no capture was shown before. w is the new database; a year counts as past if it was
// over in the old capture.
func restated(ctx context.Context, w asker, list []models.Model, before string) (string, error) {
	isModel := func(m models.Model) bool { return m.Table() == "marts.changes_by_year" }
	if before == "" || !slices.ContainsFunc(list, isModel) {
		return "", nil
	}
	shown, err := shownBy(ctx, w)
	if err != nil || shown == "" || shown == before {
		return "", err
	}
	rows, err := w.Query(ctx, `
		select
			year, old_breaches, new_breaches,
			coalesce(old_individuals, 0) as old_individuals, coalesce(new_individuals, 0) as new_individuals
		from marts.changes_by_year(?, ?) as moved
		where was_closed
			and (old_breaches <> new_breaches or old_individuals is distinct from new_individuals)
		order by moved.year`, before, shown)
	if err != nil || rows.NumRows() == 0 {
		return "", err
	}
	var years []string
	for row := range int(rows.NumRows()) {
		var moved []string
		for i, unit := range []string{"breaches", "individuals"} {
			was, is := grouped(rows.Column(1+2*i), row), grouped(rows.Column(2+2*i), row)
			if was != is {
				moved = append(moved, fmt.Sprintf("%s %s (was %s)", is, unit, was))
			}
		}
		years = append(years, formats.Cell(rows.Column(0), row)+": "+strings.Join(moved, ", "))
	}
	return fmt.Sprintf("totals of past years changed since capture %s, which was shown before: %s; `breachstats diff %s` lists the breaches",
		before, strings.Join(years, "; "), before), nil
}

// grouped is a whole number with its thousands apart.
func grouped(numbers arrow.Array, row int) string {
	digits := formats.Cell(numbers, row)
	for at := len(digits) - 3; at > 0 && digits[at-1] != '-'; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}
