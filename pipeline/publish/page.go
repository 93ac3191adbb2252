package publish

import (
	"context"
	"fmt"
	"strings"

	"github.com/apache/arrow-go/v18/arrow/array"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/breachstats/breachstats/charts"
	"github.com/breachstats/breachstats/formats"
	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// readPage reads what the page shows besides the figures.
func (e *Edition) readPage(ctx context.Context, w *warehouse.Warehouse) (charts.Page, error) {
	asOf := e.capture.CapturedOn
	if e.capture.AsOf != "" {
		asOf = e.capture.AsOf
	}
	page := charts.Page{
		Version: e.options.Version, Capture: "captured " + e.capture.brief(), AsOf: inWords(asOf), Notices: e.capture.notices(),
		IsSynthetic: e.capture.IsSynthetic,
	}
	for _, read := range []func(context.Context, *warehouse.Warehouse, *charts.Page) error{
		e.readPageNumbers, readPageTables, readPageChanges, readPageStudies,
	} {
		if err := read(ctx, w, &page); err != nil {
			return page, fmt.Errorf("page: %w", err)
		}
	}
	return page, nil
}

// renderPage writes the page with the list of breaches and a drawing of each chart of the catalogue.
// It links all files beside it.
func (e *Edition) renderPage(catalogue []charts.Chart, inside insides, files []File) ([]byte, error) {
	page := e.page
	page.List, page.DescriptionCharacters, page.ListNote = inside.list, inside.described, e.listNote()
	page.Citation = e.citation()
	page.Dataset = e.schemaOrg(files)
	built := map[string]models.Model{}
	for _, figure := range e.figures {
		built[figure.Name] = figure
	}
	for i, chart := range catalogue {
		model, drawn := built[chart.Name], inside.drawings[i]
		figure := charts.PageFigure{
			Name: chart.Name, Title: drawn.Title, PlainTitle: chart.Title, Subtitle: chart.Subtitle, SVG: drawn.Inline, Phone: drawn.Phone,
			Caption: drawn.Caption, Notice: e.noticeOfLarger(chart),
			Citation: e.citationOf(drawn.Title, chart.Name),
			Row:      strings.TrimSpace(model.Header.Row + " " + model.Header.Notes),
			Data:     charts.NewPageTable(e.rows[chart.Name]), Path: model.Path, SQL: strings.TrimSpace(model.Query),
		}
		note := e.noteOf(chart)
		figure.HasNotice = len(note.Caveats) > len(note.PageCaveats)
		for _, column := range model.Header.Columns {
			figure.Columns = append(figure.Columns, charts.PageColumn{Name: column.Name, Meaning: column.Comment})
		}
		page.Figures = append(page.Figures, figure)
	}
	for _, model := range e.publishedFigures() {
		if !hasChart(model.Name) {
			page.Tables = append(page.Tables, charts.PageFile{Name: model.Name, Holds: strings.TrimSpace(model.Header.Row + " " + model.Header.Notes)})
		}
	}
	page.Provenance = e.provenance()
	page.Files = e.pageFiles(catalogue, files)
	return page.Render()
}

// provenance identifies the publication: with it, anyone can check whether theirs is the same.
func (e *Edition) provenance() []charts.PageIdentity {
	return []charts.PageIdentity{
		{Label: "Capture shown", Value: e.capture.shown()},
		{Label: "Rows from", Value: e.capture.words()},
		{Label: "Program", Value: "breachstats " + e.options.Version},
		{Label: "sha256 of the SQL models", Value: e.manifest.ModelsSHA, InCitation: true},
		{Label: "sha256 of the origin rules", Value: e.manifest.RulesSHA, InCitation: true},
		{Label: "sha256 of all captures", Value: e.manifest.HistorySHA, InCitation: true},
	}
}

// readPageNumbers reads the headline numbers.
func (e *Edition) readPageNumbers(ctx context.Context, w *warehouse.Warehouse, page *charts.Page) error {
	rows, err := w.Query(ctx, `
		select
			format('{:,}', count(*)) as "breaches listed",
			format('{:,}', cast(sum(individuals) as bigint)) as "individuals affected",
			format('{:,}', cast(median(individuals) as bigint)) as "individuals in the median breach",
			format('{:,}', (select under_investigation from marts.shown_list)) as "under investigation",
			format('{:,}', count(*) - count(individuals)) as "breaches that state no number",
			format('{:,}', count(*) filter (where is_duplicate)) as "reports listed twice",
			cast(min(submitted_on) as varchar) as "first submission",
			cast(max(submitted_on) as varchar) as "newest submission"
		from marts.breaches
		where vanished_on is null`)
	if err != nil {
		return err
	}
	for i, field := range rows.Schema().Fields() {
		value := formats.Cell(rows.Column(i), 0)
		if value == "" {
			value = "not stated"
		}
		page.Numbers = append(page.Numbers, charts.PageNumber{Label: field.Name, Value: value})
		if field.Name == "under investigation" && e.capture.Left > 0 {
			page.Numbers = append(page.Numbers, charts.PageNumber{Label: e.capture.leftSince(), Value: grouped(e.capture.Left)})
		}
	}
	return nil
}

// mostListed is the most breaches that the page lets a reader search, because a browser holds all of them in memory.
// Real lists have a third of that.
const mostListed = 25_000

// readPageList reads the list that a reader searches: breaches that are listed now and those that vanished. If there are
// too many, it reads the newest submissions.
func (e *Edition) readPageList(ctx context.Context, w *warehouse.Warehouse) error {
	counted, err := w.Query(ctx, "select count(*) from marts.breaches")
	if err != nil {
		return err
	}
	e.listed = counted.Column(0).(*array.Int64).Value(0)
	e.list, err = w.Query(ctx, listQuery, mostListed)
	return err
}

// listNote states that the list is not complete; empty if it is.
func (e *Edition) listNote() string {
	if e.listed <= mostListed {
		return ""
	}
	return message.NewPrinter(language.English).Sprintf(
		"The list here ends after the %d newest of %d breaches; breaches.parquet, among the files below, has all of them.", mostListed, e.listed)
}

const listQuery = `
	with newest as (
		select *
		from marts.breaches
		order by submitted_on desc, breach_id
		limit $1
	)
	select
		breach_id,
		entity_name,
		newest.state,
		states.name as state_name,
		entity_type,
		individuals,
		submitted_on,
		array_to_string(breach_types, ', ') as breach_types,
		array_to_string(locations, ', ') as locations,
		has_business_associate,
		replace(cause, '-', ' ') as cause,
		origin,
		origin_basis,
		origin_evidence,
		case
			when vanished_on is not null then 'no longer listed'
			when view = 'archive' then 'archived'
			when view = 'under-investigation' then 'open'
			when view_unknown_since is not null then 'left its list'
			else 'listed'
		end as status,
		description
	from newest
	left join marts.states as states on states.state = newest.state
	order by submitted_on desc, breach_id`

// readPageTables reads the checks and the snapshots.
func readPageTables(ctx context.Context, w *warehouse.Warehouse, page *charts.Page) error {
	for _, q := range []struct {
		into  *charts.PageTable
		query string
	}{
		{&page.Warnings, `
			select claim as warning, failing_rows as "rows against it", path || ':' || line as "written in"
			from meta.checks
			where failing_rows > 0
			order by path, line`},
		{&page.Checks, `
			select claim as "what holds", path || ':' || line as "written in"
			from meta.checks
			where failing_rows = 0
			order by path, line`},
		{&page.Snapshots, `
			select
				captured_on as captured, view, rows as reports, bytes, encoding,
				damaged_characters as "damaged characters", has_repaired_header as "repaired header",
				breaches_shown as "reports shown here", sha256
			from marts.snapshots
			order by captured_on desc, capture_no desc, view`},
	} {
		rows, err := w.Query(ctx, q.query)
		if err != nil {
			return err
		}
		*q.into = charts.NewPageTable(rows)
	}
	return nil
}
