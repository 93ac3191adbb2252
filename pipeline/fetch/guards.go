package fetch

import (
	"errors"
	"slices"
	"time"

	"github.com/breachstats/breachstats/data"
)

// Last describes a view of the last good capture.
type Last struct {
	View data.View
	Rows int64
}

// Limits are the conditions under which a capture is accepted after the last good one. A limit that is missing or 0 is
// not checked.
type Limits struct {
	// MinRows is the minimum number of rows of a view.
	MinRows map[data.View]int64
	// MinRetained is the minimum number of rows of a view, as a share (0 to 1) of the last capture's rows.
	MinRetained map[data.View]float64
	// MaxGrowth is the maximum number of rows of a view of HIPAA reports, as a multiple of the last capture's rows.
	// Part 2 is young and small, so its growth is not limited.
	MaxGrowth float64
	// MaxAge is the maximum age of the newest submission, in whole days.
	MaxAge time.Duration
}

// DefaultLimits are limits that the portal's lists have met since 2024.
func DefaultLimits() Limits {
	return Limits{
		MinRows:     map[data.View]int64{data.UnderInvestigation: 400, data.Archive: 6500},
		MinRetained: map[data.View]float64{data.UnderInvestigation: 0.9, data.Archive: 0.995},
		MaxGrowth:   1.5,
		MaxAge:      21 * 24 * time.Hour,
	}
}

// Judge compares a capture with the last good one, of which last has an entry for each view; it is empty on a first
// run. Every broken limit is one line of the error, an ErrUntrusted that names the flag to accept it.
func Judge(downloads []Download, last []Last, now time.Time, limits Limits) error {
	var broken []error
	refuse := func(view data.View, flag, format string, args ...any) {
		f := untrusted("look at the portal in a browser; if it is right, run again with "+flag, format, args...)
		f.view = view
		broken = append(broken, f)
	}
	for _, download := range downloads {
		view, rows := download.View, download.Rows
		if least := limits.MinRows[view]; rows < least {
			refuse(view, "--allow-few-rows", "want at least %d rows, got %d", least, rows)
		}
		i := slices.IndexFunc(last, func(one Last) bool { return one.View == view })
		if i < 0 || last[i].Rows == 0 {
			continue
		}
		before := last[i].Rows
		if share := limits.MinRetained[view]; float64(rows) < share*float64(before) {
			refuse(view, "--allow-shrinkage", "want at least %g %% of the last capture's %d rows, got %d", share*100, before, rows)
		}
		if most := limits.MaxGrowth; most > 0 && view != data.Part2 && float64(rows) > most*float64(before) {
			refuse(view, "--allow-growth", "want at most %g times the last capture's %d rows, got %d", most, before, rows)
		}
	}
	if err := judgeAge(downloads, now, limits.MaxAge); err != nil {
		broken = append(broken, err)
	}
	return errors.Join(broken...)
}

// judgeAge checks the age of the newest submission over the views of HIPAA reports, in whole days.
func judgeAge(downloads []Download, now time.Time, most time.Duration) error {
	var newest time.Time
	isHIPAA := false
	for _, download := range downloads {
		if download.View == data.Part2 {
			continue
		}
		isHIPAA = true
		if download.Newest.After(newest) {
			newest = download.Newest
		}
	}
	const day = 24 * time.Hour
	age := now.UTC().Truncate(day).Sub(newest.UTC().Truncate(day))
	next := "look at the portal in a browser; if it is right, run again with --allow-stale"
	switch {
	case !isHIPAA || most <= 0:
		return nil
	case newest.IsZero():
		return untrusted(next, "want a newest submission, got no day of submission")
	case age > most:
		return untrusted(next, "want a newest submission at most %d days old, got %s, %d days ago",
			most/day, newest.Format(time.DateOnly), age/day)
	case age < -day:
		return untrusted(next, "want a newest submission of today at the latest, got %s", newest.Format(time.DateOnly))
	}
	return nil
}
