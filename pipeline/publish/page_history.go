package publish

import (
	"context"
	"fmt"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/breachstats/breachstats/charts"
	"github.com/breachstats/breachstats/formats"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// mostPageChanges is the most changes of a kind on the page; revisions.csv has all.
const mostPageChanges = 50

// pageChanges lists the kinds of changes that the page shows row by row.
var pageChanges = []struct{ name, title, note, query string }{
	{"changes-individuals", "Numbers of individuals that were revised", "The largest change first, %d at most.", `
		select entity_name as name, state, submitted_on as submitted, old_individuals as "from", new_individuals as "to",
			individuals_change as change
		from figures.revisions
		where kind = 'revised' and changed_column = 'individuals'
		order by abs(individuals_change) desc, breach_id
		limit 50`},
	{"changes-vanished", "Reports that the portal no longer lists", "The largest first, %d at most.", `
		select entity_name as name, state, submitted_on as submitted, old_individuals as individuals
		from figures.revisions
		where kind = 'vanished'
		order by old_individuals desc nulls last, breach_id
		limit 50`},
	{"changes-added", "Reports that are new", "The largest first, %d at most.", `
		select entity_name as name, state, submitted_on as submitted, new_individuals as individuals
		from figures.revisions
		where kind = 'added'
		order by new_individuals desc nulls last, breach_id
		limit 50`},
	{"changes-moved", "Cases that were closed, or opened again", "The largest first, %d at most.", `
		select entity_name as name, state, submitted_on as submitted, new_individuals as individuals, old_value as "from", new_value as "to"
		from figures.revisions
		where kind = 'moved'
		order by new_individuals desc nulls last, breach_id
		limit 50`},
	{"changes-other", "Other values that were revised", "The newest submission first, %d at most.", `
		select entity_name as name, state, submitted_on as submitted, replace(changed_column, '_', ' ') as what,
			left(old_value, 200) as "from", left(new_value, 200) as "to"
		from figures.revisions
		where kind = 'revised' and changed_column <> 'individuals'
		order by submitted_on desc, breach_id, changed_column
		limit 50`},
}

// readPageChanges reads what changed since the previous complete capture; nothing if there is none.
func readPageChanges(ctx context.Context, w *warehouse.Warehouse, page *charts.Page) error {
	compared, err := w.Query(ctx, `
		select previous_capture, capture
		from (
			select capture, is_current, lag(capture) over (order by captured_on, capture_no) as previous_capture
			from marts.captures
			where is_complete
		)
		where is_current and previous_capture is not null`)
	if err != nil || compared.NumRows() == 0 {
		return err
	}
	changes := charts.PageChanges{Old: formats.Cell(compared.Column(0), 0), New: formats.Cell(compared.Column(1), 0)}
	kinds, err := w.Query(ctx, `
		select
			case kind
				when 'added' then 'new reports'
				when 'moved' then 'closed or opened again: ' || old_value || ' to ' || new_value
				when 'vanished' then 'no longer listed'
				when 'described' then 'a description was published'
				else 'revised: ' || replace(changed_column, '_', ' ')
			end as change,
			count(distinct breach_id) as breaches,
			cast(sum(individuals_change) as bigint) as "individuals added to the total"
		from figures.revisions
		group by all
		order by breaches desc, change`)
	if err != nil {
		return err
	}
	changes.Kinds = charts.NewPageTable(kinds)
	for _, part := range pageChanges {
		rows, err := w.Query(ctx, part.query)
		if err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
		if rows.NumRows() == 0 {
			continue
		}
		changes.Parts = append(changes.Parts, charts.PagePart{
			Name: part.name, Title: part.title, Note: fmt.Sprintf(part.note, mostPageChanges), Table: charts.NewPageTable(rows),
		})
	}
	page.Changes = &changes
	return nil
}

// readPageStudies reads the printed numbers of every study that can be reproduced from the captures. One query counts
// for all studies, because planning it takes longer than running it.
func readPageStudies(ctx context.Context, w *warehouse.Warehouse, page *charts.Page) error {
	list, err := w.Query(ctx, `
		select study, citation, url, cast(read_on as varchar)
		from marts.studies
		where is_reproducible
		order by study not in ('mccoy-perlis-2018', 'jiang-bai-2019'), study = 'jiang-bai-2019', read_on desc, study`)
	if err != nil {
		return err
	}
	rows, err := w.Query(ctx, `
		select
			study,
			no,
			replace(metric, '_', ' ') as figure,
			period_start as "from",
			period_end as "to",
			category,
			as_printed as printed,
			reproduced as "as of its day",
			newest as "newest capture",
			verdict,
			coalesce(why_not, remark) as remark
		from marts.reproductions((select list(study) from marts.studies where is_reproducible))
		order by study, no`)
	if err != nil {
		return fmt.Errorf("studies: %w", err)
	}
	for row := range int(list.NumRows()) {
		study := charts.PageStudy{
			Name: formats.Cell(list.Column(0), row), Citation: formats.Cell(list.Column(1), row),
			URL: formats.Cell(list.Column(2), row), ReadOn: formats.Cell(list.Column(3), row),
		}
		fillPageStudy(&study, rows)
		page.Studies = append(page.Studies, study)
	}
	return nil
}

// fillPageStudy gives a study its rows, which are contiguous, and the summary of their verdicts. The first column of
// rows is the study.
func fillPageStudy(study *charts.PageStudy, rows arrow.RecordBatch) {
	from, to := 0, int(rows.NumRows())
	for from < to && formats.Cell(rows.Column(0), from) != study.Name {
		from++
	}
	for to > from && formats.Cell(rows.Column(0), to-1) != study.Name {
		to--
	}
	verdict := rows.Column(rows.Schema().FieldIndices("verdict")[0])
	counted := map[string]int{}
	for row := from; row < to; row++ {
		counted[formats.Cell(verdict, row)]++
	}
	var verdicts []string
	for _, verdict := range []struct{ name, words string }{
		{"same", "are the same"}, {"within tolerance", "within tolerance"}, {"differs", "differ"}, {"not computed", "cannot be computed"},
	} {
		if counted[verdict.name] > 0 {
			verdicts = append(verdicts, fmt.Sprintf("%d %s", counted[verdict.name], verdict.words))
		}
	}
	study.Verdict = fmt.Sprintf("of %d numbers %s", to-from, strings.Join(verdicts, ", "))
	shown := array.NewRecordBatch(arrow.NewSchema(rows.Schema().Fields()[1:], nil), rows.Columns()[1:], rows.NumRows())
	study.Table = charts.NewPageTable(shown.NewSlice(int64(from), int64(to)))
}
