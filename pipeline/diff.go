package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/breachstats/breachstats/data"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// Difference is what changed between two captures.
type Difference struct {
	// Old and New are the names of the captures, Old the earlier one.
	Old, New string
	// Years has the rows of marts.changes_by_year, Changes those of marts.changes, largest effect
	// first.
	Years, Changes arrow.RecordBatch
	// Notices are sentences that every output of the difference must include: which view was not
	// saved, and what is unknown for that reason.
	Notices []string
}

// ErrNoSuchCapture reports a name that is not a capture of the HIPAA list.
var ErrNoSuchCapture = errors.New("no such capture")

// diffable is a capture that can be compared.
type diffable struct {
	name, missingViews      string // missingViews: the view that was not saved; empty for a complete capture
	isComplete, isSynthetic bool
}

// Diff compares two captures of the published database, in any order. Names are those that
// `breachstats status` shows. With one name, it compares that capture with the newest complete one;
// with none, the two newest complete ones. If a name is unknown, the error is [ErrNoSuchCapture]
// and lists the captures.
func Diff(ctx context.Context, o Options, names ...string) (diff Difference, err error) {
	w, err := warehouse.Open(ctx, o.Database())
	if err != nil {
		return diff, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	captures, err := diffables(ctx, w)
	if err != nil {
		return diff, err
	}
	older, newer, err := choose(captures, names)
	if err != nil {
		return diff, err
	}
	diff.Old, diff.New = captures[older].name, captures[newer].name
	if diff.Years, err = w.Query(ctx, "from marts.changes_by_year(?, ?) order by year", diff.Old, diff.New); err != nil {
		return diff, err
	}
	diff.Changes, err = w.Query(ctx, `
		from marts.changes(?, ?)
		order by abs(individuals_change) desc nulls last, kind, submitted_on, breach_id, changed_column`, diff.Old, diff.New)
	if err != nil {
		return diff, err
	}
	left, err := w.Query(ctx, `
		select count(*)
		from marts.unknown_views
		where unknown_since > (select captured_on from marts.captures where capture = $1)
			and unknown_since <= (select captured_on from marts.captures where capture = $2)
			and coalesce(known_on > (select captured_on from marts.captures where capture = $2), true)`, diff.Old, diff.New)
	if err != nil {
		return diff, err
	}
	diff.Notices = diff.notices(captures[older], captures[newer], left.Column(0).(*array.Int64).Value(0))
	return diff, nil
}

// diffables reads the captures, oldest first.
func diffables(ctx context.Context, w *warehouse.Warehouse) ([]diffable, error) {
	rows, err := w.Query(ctx, `
		select capture, coalesce(missing_views, ''), is_complete, is_synthetic
		from marts.captures order by captured_on, capture_no`)
	if err != nil {
		return nil, err
	}
	captures := make([]diffable, rows.NumRows())
	for row := range captures {
		captures[row] = diffable{
			name:         rows.Column(0).(*array.String).Value(row),
			missingViews: rows.Column(1).(*array.String).Value(row),
			isComplete:   rows.Column(2).(*array.Boolean).Value(row),
			isSynthetic:  rows.Column(3).(*array.Boolean).Value(row),
		}
	}
	return captures, nil
}

// choose returns the indexes of the two captures that the names mean, the earlier first.
func choose(captures []diffable, names []string) (older, newer int, err error) {
	var chosen []int
	for _, name := range names {
		if parsed, err := data.ParseCapture(name); err == nil {
			name = parsed.String()
		}
		at := slices.IndexFunc(captures, func(c diffable) bool { return c.name == name })
		if at < 0 {
			return 0, 0, fmt.Errorf("%w as %q; there are %s", ErrNoSuchCapture, name, listed(captures))
		}
		if slices.Contains(chosen, at) {
			return 0, 0, fmt.Errorf("%w: want two different captures, got %s twice; there are %s", ErrNoSuchCapture, name, listed(captures))
		}
		chosen = append(chosen, at)
	}
	for at, capture := range slices.Backward(captures) {
		if len(chosen) < 2 && capture.isComplete && !slices.Contains(chosen, at) {
			chosen = append(chosen, at)
		}
	}
	switch {
	case len(captures) < 2:
		return 0, 0, fmt.Errorf("%w: want two captures to compare, got only %s", ErrNoSuchCapture, listed(captures))
	case len(chosen) < 2:
		return 0, 0, fmt.Errorf("%w: want two complete captures, or the names of two; there are %s", ErrNoSuchCapture, listed(captures))
	}
	return min(chosen[0], chosen[1]), max(chosen[0], chosen[1]), nil
}

// listed lists the names of captures. If there are many it names only the first and the newest.
func listed(captures []diffable) string {
	const most, first = 24, 3
	var names []string
	for at, capture := range captures {
		switch hidden := len(captures) - most; {
		case hidden > 0 && at == first:
			names = append(names, fmt.Sprintf("%d more", hidden))
		case hidden > 0 && at > first && at < first+hidden:
		default:
			names = append(names, capture.name)
		}
	}
	return strings.Join(names, ", ")
}

// notices returns the notices of a difference. left is the number of breaches that left their view
// after the older capture and whose present view is unknown.
func (d Difference) notices(older, newer diffable, left int64) []string {
	var notices []string
	if older.isSynthetic || newer.isSynthetic {
		notices = append(notices, "SYNTHETIC: a generated sample, not real breaches.")
	}
	for _, capture := range []diffable{older, newer} {
		if capture.missingViews != "" {
			notices = append(notices, fmt.Sprintf(
				"Incomplete: the %s view of %s was not saved; its breaches are taken as they were last seen before, and later changes to them are unknown.",
				capture.missingViews, capture.name))
		}
	}
	switch {
	case left == 1:
		notices = append(notices, "Left: 1 breach left its view by "+newer.name+", and no capture by then shows where it is: it counts as listed.")
	case left > 1:
		notices = append(notices, fmt.Sprintf("Left: %d breaches left their view by %s, and no capture by then shows where they are: they count as listed.", left, newer.name))
	}
	unknown := int64(0)
	counts := d.Years.Column(d.Years.Schema().FieldIndices("unknown_breaches")[0]).(*array.Int64)
	for row := range counts.Len() {
		unknown += counts.Value(row)
	}
	if unknown > 0 {
		breaches := "breaches of one capture may have been in the view that the other lacks: they are"
		if unknown == 1 {
			breaches = "breach of one capture may have been in the view that the other lacks: it is"
		}
		notices = append(notices, fmt.Sprintf("Unknown: %d %s counted neither as added nor as vanished.", unknown, breaches))
	}
	return notices
}
