// Package charts draws the figures: rows in, SVG and PNG bytes out.
//
// It runs no queries and reads no clock: the same rows and the same note give the same bytes. All
// functions are safe for concurrent use.
package charts

import (
	"errors"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
)

// Note is what every chart states about its source, in its caption and as a stamp.
type Note struct {
	// Captured is the day of capture and the files with their hashes, such as "17 October 2024
	// (archive 3f9a1c2b, under-investigation 90ab12cd)". If empty, the caption leaves it out.
	Captured string
	// Brief is Captured without the files, for the page, which lists them once: "17 October 2024".
	Brief string
	// PageCaveats are those of Caveats that the page does not show at its top.
	PageCaveats []string
	// Caveats are whole sentences. The first is set in bold before the caption. The others end the
	// caption, in this order.
	Caveats []string
	// Events are candidates for the thin lines in charts. A chart draws those that name it, three
	// at most.
	Events []Event
	// IsSynthetic stamps SYNTHETIC across the plot and leaves out the source.
	IsSynthetic bool
}

// Column is a column that a chart requires.
type Column struct {
	Name string
	Type arrow.DataType
}

// Chart is one figure of the catalogue.
type Chart struct {
	// Name is the name of the figure's table and of its files.
	Name string
	// Title describes what is shown.
	Title string
	// Subtitle states what is counted, with unit and scope.
	Subtitle string
	// Description is the alternative text of the image.
	Description string
	// Columns are the required columns. A table may have more, in any order.
	Columns []Column
	// IsOptional: if the table has no rows, neither chart nor data is published.
	IsOptional bool
	// IsOfStudy: the rows are as of a day that a study read the list, not of the capture shown.
	IsOfStudy bool
	// IsOfCaptures: the rows are of all captures, not of the one shown.
	IsOfCaptures bool

	// read turns the checked rows into a figure. It is nil if there is nothing to draw.
	read func(*table) figure
}

// Image is one drawing in three encodings, and one for phones.
type Image struct {
	// Title is the finding that the numbers show, or the chart's title if there is none.
	Title string
	// SVG is a file that needs no other: 960 × 600 points, text as text, with an embedded font for
	// the characters it uses.
	SVG []byte
	// Caption is the text for the page below the drawing: short source and day, and the figure's
	// caveats. The caption inside SVG and PNG has all of the note.
	Caption string
	// Inline is the same drawing as an element for an HTML page, without font, title, subtitle and
	// caption. The page embeds the font once, with [PageFonts], and writes the other texts itself.
	// Its ids start with "chart-" and the chart's name, so that a page can hold many drawings.
	Inline []byte
	// Phone is like Inline, but laid out for a screen 360 pixels wide. Its ids start with "phone-"
	// and the chart's name.
	Phone []byte
	// PNG is an image of 1920 × 1200 pixels.
	PNG []byte
}

// figure is the content of a chart, read from its rows, before it is laid out.
type figure interface {
	// caveats returns sentences for the caption that depend on the rows.
	caveats() []string
	// draw fills the plot area.
	draw(on *drawing, plot box)
}

// Render draws the chart. rows has one row for each mark, in the order of the figure's table. A
// null measure is drawn as "n/a" and a zero as a zero. A category that is zero in every year is
// left out, and the caption says so. A table without rows gives a chart that says so.
//
// Every missing or wrongly typed column is reported, in one joined error, as "charts:
// breaches_by_year: column breaches: want int64, got utf8".
func (c Chart) Render(rows arrow.RecordBatch, note Note) (Image, error) {
	return c.render(rows, note, pageWidth*pixelsPerPoint, pageWidth)
}

// render draws a PNG of a width in pixels and an SVG of a width in points.
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

// layOut checks the columns and returns the drawing, which every encoder can write.
func (c Chart) layOut(rows arrow.RecordBatch, note Note, made layout) (*drawing, error) {
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

// check returns the rows as a table if they have every column that the chart requires.
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
