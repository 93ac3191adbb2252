package pipeline

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/breachstats/breachstats/formats"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// Explanation is everything known about one breach, and why.
type Explanation struct {
	// Breach has one row: that of marts.breaches, with the text that the rules read and the names
	// of cause and threat.
	Breach arrow.RecordBatch
	// Rules has the rows of marts.fired_rules, Versions those of marts.version_changes, in order.
	Rules, Versions arrow.RecordBatch
	// IsSynthetic reports that `breachstats sample` made the breach.
	IsSynthetic bool
}

// ErrNoSuchBreach reports that no breach, or more than one, matches.
var ErrNoSuchBreach = errors.New("want one breach")

// mostListed is the largest number of breaches that an error lists.
const mostListed = 20

// Explain finds a breach by its id, by a full name that it was listed under or, if no name matches,
// by part of a name. If none or several match, the error is [ErrNoSuchBreach] and lists them.
func Explain(ctx context.Context, o Options, asked string) (found Explanation, err error) {
	w, err := warehouse.Open(ctx, o.Database())
	if err != nil {
		return found, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	id, err := breachID(ctx, w, asked)
	if err != nil {
		return found, err
	}
	for _, part := range []struct {
		into  *arrow.RecordBatch
		query string
	}{
		{&found.Breach, `
			select breaches.*, narrative, causes.name as cause_name, hicp_threats.name as threat_name
			from marts.breaches
			join intermediate.reports using (source_file, source_line)
			left join intermediate.narratives using (description_no)
			left join reference.causes on causes.cause = breaches.cause
			left join reference.hicp_threats on hicp_threats.hicp_threat = breaches.hicp_threat
			where breach_id = ?`},
		{&found.Rules, "from marts.fired_rules(?) order by rule_order"},
		{&found.Versions, "from marts.version_changes(?) order by version, changed_column"},
	} {
		if *part.into, err = w.Query(ctx, part.query, id); err != nil {
			return found, err
		}
	}
	synthetic, err := cells(ctx, w, "select coalesce(bool_or(is_synthetic), false) as is_synthetic from marts.captures")
	if err != nil {
		return found, err
	}
	found.IsSynthetic = synthetic[0]["is_synthetic"] == "true"
	return found, nil
}

// breachID returns the id of the one breach that matches. The error lists each breach on its own
// line, whatever characters its name has.
func breachID(ctx context.Context, w *warehouse.Warehouse, asked string) (string, error) {
	rows, err := w.Query(ctx, `
		with named as (
			select
				breach_id,
				bool_or(breach_id = lower(trim($1)) or lower(trim(entity_name)) = lower(trim($1))) as is_exact
			from marts.breach_versions
			where breach_id = lower(trim($1)) or contains(lower(entity_name), lower(trim($1)))
			group by all
		)
		select breach_id, cast(submitted_on as varchar) as submitted_on, coalesce(state, '') as state, entity_name
		from marts.breaches join named using (breach_id)
		where is_exact or not exists (select * from named where is_exact)
		order by breach_id <> lower(trim($1)), entity_name, submitted_on, breach_id`, asked)
	if err != nil {
		return "", err
	}
	text := func(column, row int) string { return formats.Cell(rows.Column(column), row) }
	switch count := int(rows.NumRows()); {
	case count == 0:
		return "", fmt.Errorf("%w, by its id or a part of its name, got none that is %q", ErrNoSuchBreach, asked)
	case count == 1, text(0, 0) == strings.ToLower(strings.TrimSpace(asked)):
		return text(0, 0), nil
	default:
		lines := []string{fmt.Sprintf("%q is in the names of %d", asked, count)}
		for row := range min(count, mostListed) {
			lines = append(lines, fmt.Sprintf("  %s  %s  %-2s  %s", text(0, row), text(1, row), formats.Printable(text(2, row)), formats.Printable(text(3, row))))
		}
		if rest := count - mostListed; rest > 0 {
			lines = append(lines, fmt.Sprintf("  and %d more", rest))
		}
		return "", fmt.Errorf("%w: %s", ErrNoSuchBreach, strings.Join(lines, "\n"))
	}
}
