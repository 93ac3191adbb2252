package charts

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
)

// Widths of a PNG in pixels. Only a multiple of WidthStep gives whole pixels of height and whole
// dots per inch, which the canvas wants.
const (
	LeastWidth = 480
	MostWidth  = 7680
	WidthStep  = 40
)

// CheckWidth returns an error that names the widths there are unless width is one.
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

// RenderAt is Render with a PNG that is width pixels wide and an SVG that asks for that width; the
// height is 5/8 of it. The drawing is the same, its letters and lines as large in proportion.
func (c Chart) RenderAt(rows arrow.RecordBatch, note Note, width int) (Image, error) {
	if err := CheckWidth(width); err != nil {
		return Image{}, fmt.Errorf("charts: %s: width: %w", c.Name, err)
	}
	return c.render(rows, note, width, float64(width))
}
