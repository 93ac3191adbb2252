package charts

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
)

// Limits of the width of a PNG in pixels. Only multiples of WidthStep give a whole number of pixels
// of height and of dots per inch, which the canvas needs.
const (
	LeastWidth = 480
	MostWidth  = 7680
	WidthStep  = 40
)

// CheckWidth returns an error, with the valid widths, if width is not valid.
func CheckWidth(width int) error {
	switch {
	case width < LeastWidth || width > MostWidth:
		return fmt.Errorf("want %d to %d pixels, got %d", LeastWidth, MostWidth, width)
	case width%WidthStep != 0:
		below := width - width%WidthStep
		return fmt.Errorf("want a multiple of %d pixels, such as %d or %d, got %d", WidthStep, below, below+WidthStep, width)
	}
	return nil
}

// RenderAt is like [Chart.Render], but the PNG is width pixels wide and the SVG states that width.
// The height is 5/8 of the width. The drawing is scaled as a whole, text and lines included.
func (c Chart) RenderAt(rows arrow.RecordBatch, note Note, width int) (Image, error) {
	if err := CheckWidth(width); err != nil {
		return Image{}, fmt.Errorf("charts: %s: width: %w", c.Name, err)
	}
	return c.render(rows, note, width, float64(width))
}
