// Package charts draws the figures: rows in, SVG and PNG bytes out.
//
// It queries nothing and reads no clock, so the same rows and the same note
// give the same bytes on every run. All functions may be called concurrently.
package charts

import (
	"errors"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
)

// Note is what the caption and the stamp of every chart say about its source.
type Note struct {
	// Captured says when the rows were captured, and names the files with their hashes: "17 October 2024
	// (archive 3f9a1c2b, under-investigation 90ab12cd)"; left out when empty.
	Captured string
	// Brief is the same for the page, which names the files in one place: "17 October 2024".
	Brief string
	// PageCaveats are those of the Caveats that the page does not say at its top.
	PageCaveats []string
	// Caveats are whole sentences. The first stands in bold before the caption;
	// the others close it, in this order.
	Caveats []string
	// Events are what charts draw as thin lines, each those that name it, and at most three.
	Events []Event
	// IsSynthetic stamps SYNTHETIC across the plot and names no real source.
	IsSynthetic bool
}

// Column is a column that a chart needs.
type Column struct {
	Name string
	Type arrow.DataType
}

// Chart is one figure of the catalogue.
type Chart struct {
	// Name is the name of the figure's table and of its files.
	Name string
	// Title says what is seen.
	Title string
	// Subtitle says what is counted, in which unit and scope.
	Subtitle string
	// Description is the alternative text of the image.
	Description string
	// Columns are the columns that Render needs. A table may hold more, in any order.
	Columns []Column
	// IsOptional tells that nothing is published of a table without rows: neither chart nor data.
	IsOptional bool
	// IsOfStudy tells that the rows are of a day of their own, and not of the capture shown.
	IsOfStudy bool
	// IsOfCaptures reports that the rows are of all captures, not of the one shown.
	IsOfCaptures bool

	// read turns the checked rows into a figure; nil when nothing can be drawn.
	read func(*table) figure
}

// Image is one drawing in three encodings, and for a phone.
type Image struct {
	// Title states what the figures show, or is the chart's title where they show nothing to state.
	Title string
	// SVG is a file that stands alone: 960 × 600 points, text as text, the
	// characters that it uses embedded as a font.
	SVG []byte
	// Caption is what the page says below the drawing: source and day in short, and the caveats of the
	// figure. The caption inside SVG and PNG has all of the note.
	Caption string
	// Inline is the same drawing without font, title, subtitle and caption, to be put into
	// an HTML page as it is. The page gives the font once, with PageFonts, and the
	// other texts in words of its own. Its ids begin with "chart-" and the chart's name,
	// so that many drawings share a page.
	Inline []byte
	// Phone is Inline drawn for a page 360 pixels wide: another layout, not a smaller one. Its ids
	// begin with "phone-" and the chart's name.
	Phone []byte
	// PNG is a picture of 1920 × 1200 pixels.
	PNG []byte
}

// figure is what a chart's rows become before there is a place to draw them.
type figure interface {
	// caveats are sentences for the caption that only the rows can tell.
	caveats() []string
	// draw fills the plot area.
	draw(on *sheet, plot box)
}

// Render draws the chart of rows, one row per mark and in the order of the
// figure's table. A null measure is drawn as "n/a", a zero as a zero; a category
// that is zero in every year is left out, and the caption says so. A table
// without rows gives a chart that says so.
//
// Every missing or wrongly typed column is reported, in one joined error, as
// "charts: breaches_by_year: column breaches: want int64, got utf8".
func (c Chart) Render(rows arrow.RecordBatch, note Note) (Image, error) {
	return c.render(rows, note, pageWidth*pixelsPerPoint, pageWidth)
}

// render draws a PNG of so many pixels across, and an SVG of so many points.
func (c Chart) render(rows arrow.RecordBatch, note Note, pixels int, points float64) (Image, error) {
	drawn, err := c.layOut(rows, note, wideLayout())
	if err != nil {
		return Image{}, err
	}
	phone, err := c.layOut(rows, note, phoneLayout())
	if err != nil {
		return Image{}, err
	}
	picture, err := encodePNG(drawn, pixels)
	if err != nil {
		return Image{}, fmt.Errorf("charts: %s: %w", c.Name, err)
	}
	fonts, err := fontsOf(drawn)
	if err != nil {
		return Image{}, fmt.Errorf("charts: %s: %w", c.Name, err)
	}
	return Image{
		Title: drawn.title, Caption: drawn.pageCaption, SVG: encodeSVG(drawn, points, fonts.CSS()), PNG: picture,
		Inline: encodeInline(drawn), Phone: encodeInline(phone),
	}, nil
}

// layOut checks the columns and gives the drawing that both encoders write.
func (c Chart) layOut(rows arrow.RecordBatch, note Note, made layout) (*sheet, error) {
	checked, err := c.check(rows)
	if err != nil {
		return nil, err
	}
	fonts, err := liberation()
	if err != nil {
		return nil, fmt.Errorf("charts: %s: %w", c.Name, err)
	}
	drawn := newSheet(c, fonts, made)
	if !note.IsSynthetic {
		drawn.events, drawn.known = eventsOf(c.Name, note.Events), note.Events
	}
	figure := c.read(checked)
	drawFrame(drawn, c, note, figure)
	drawn.pageCaption = captionOf(note.Brief, note.IsSynthetic, figure, note.PageCaveats)
	return drawn, nil
}

// check gives the rows as a table if every column that c needs is there.
func (c Chart) check(rows arrow.RecordBatch) (*table, error) {
	if rows == nil {
		return nil, fmt.Errorf("charts: %s: want a record, got none", c.Name)
	}
	checked := &table{rows: int(rows.NumRows()), columns: make(map[string]arrow.Array, len(c.Columns))}
	var bad []error
	for _, column := range c.Columns {
		found := rows.Schema().FieldIndices(column.Name)
		if len(found) == 0 {
			bad = append(bad, fmt.Errorf("charts: %s: column %s: want %s, got no such column",
				c.Name, column.Name, column.Type))
			continue
		}
		values := rows.Column(found[0])
		if !arrow.TypeEqual(values.DataType(), column.Type) {
			bad = append(bad, fmt.Errorf("charts: %s: column %s: want %s, got %s",
				c.Name, column.Name, column.Type, values.DataType()))
			continue
		}
		checked.columns[column.Name] = values
	}
	return checked, errors.Join(bad...)
}
