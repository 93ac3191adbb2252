package charts

import (
	"bytes"
	_ "embed"
	"html/template"
)

//go:embed page.html
var pageHTML string

// Page is out/index.html: the figures with their downloads, and what the reader needs to trust
// them. Every text is escaped; the page loads nothing from elsewhere.
type Page struct {
	Version     string
	Capture     string   // "captured 17 October 2024 (sha256: …)"
	Notices     []string // sentences that no output may leave out, shown first
	IsSynthetic bool
	Totals      PageTable // one row
	Figures     []PageFigure
	Checks      PageTable
	Snapshots   PageTable
}

// PageFigure is one figure: its chart is NAME.svg, its data NAME.csv.
type PageFigure struct {
	Name, Title, Subtitle string
	// Description is the chart's alternative text.
	Description string
	// Row says what one row of the data is.
	Row string
}

// PageTable is a table of texts; each row has a cell for each column.
type PageTable struct {
	Columns []string
	Rows    [][]string
}

// Render writes the page as HTML.
func (p Page) Render() ([]byte, error) {
	layout, err := template.New("page.html").Parse(pageHTML)
	if err != nil {
		return nil, err
	}
	var html bytes.Buffer
	err = layout.Execute(&html, p)
	return html.Bytes(), err
}
