package publish

import (
	"context"
	"strings"

	"github.com/breachstats/breachstats/charts"
	"github.com/breachstats/breachstats/formats"
	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// readPage reads what the page holds besides the figures.
func (e *Edition) readPage(ctx context.Context, w *warehouse.Warehouse) (charts.Page, error) {
	page := charts.Page{
		Version: e.options.Version, Capture: e.capture.words(), Notices: e.capture.notices(), IsSynthetic: e.capture.IsSynthetic,
	}
	return page, fillPage(ctx, w, &page)
}

// renderPage writes the page with the charts of the catalogue.
func (e *Edition) renderPage(catalogue []charts.Chart) ([]byte, error) {
	page := e.page
	headers := map[string]models.Header{}
	for _, figure := range e.figures {
		headers[figure.Name] = figure.Header
	}
	for _, chart := range catalogue {
		header := headers[chart.Name]
		page.Figures = append(page.Figures, charts.PageFigure{
			Name: chart.Name, Title: chart.Title, Subtitle: chart.Subtitle, Description: chart.Description,
			Row: strings.TrimSpace(header.Row + " " + header.Notes),
		})
	}
	return page.Render()
}

// fillPage reads what the page says of the data: totals, checks and snapshots.
func fillPage(ctx context.Context, w *warehouse.Warehouse, page *charts.Page) error {
	queries := []struct {
		into  *charts.PageTable
		query string
	}{
		{&page.Totals, `
			select
				format('{:,}', count(*)) as "breaches listed",
				format('{:,}', cast(sum(individuals) as bigint)) as "individuals affected",
				count(*) - count(individuals) as "breaches that state no number",
				count(*) filter (where is_duplicate) as "reports listed twice",
				cast(min(submitted_on) as varchar) as "first submission",
				cast(max(submitted_on) as varchar) as "newest submission"
			from marts.breaches
			where vanished_on is null`},
		{&page.Checks, `
			select
				case when failing_rows = 0 then 'holds' when is_warning then 'warning' else 'fails' end as result,
				claim as check,
				failing_rows as "rows against it",
				path || ':' || line as "written in"
			from meta.checks
			order by failing_rows = 0, is_warning, path, line`},
		{&page.Snapshots, `
			select
				captured_on as captured, view, rows as reports, bytes, encoding,
				damaged_characters as "damaged characters", has_repaired_header as "repaired header",
				is_current as "shown here", sha256
			from marts.snapshots
			order by captured_on desc, capture_no desc, view`},
	}
	for _, q := range queries {
		rows, err := w.Query(ctx, q.query)
		if err != nil {
			return err
		}
		for _, field := range rows.Schema().Fields() {
			q.into.Columns = append(q.into.Columns, field.Name)
		}
		for row := range int(rows.NumRows()) {
			cells := make([]string, rows.NumCols())
			for i := range cells {
				cells[i] = formats.Cell(rows.Column(i), row)
			}
			q.into.Rows = append(q.into.Rows, cells)
		}
	}
	return nil
}
