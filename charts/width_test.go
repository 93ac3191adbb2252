package charts

import (
	"bytes"
	"image/png"
	"strings"
	"testing"
)

func TestRenderAtAWidth(t *testing.T) {
	chart := breachesByYear()
	rows := record(t, chart, typical(t, chart))
	for _, width := range []int{LeastWidth, 1200, 1920} {
		image, err := chart.RenderAt(rows, Note{}, width)
		if err != nil {
			t.Fatal(err)
		}
		size, err := png.DecodeConfig(bytes.NewReader(image.PNG))
		if err != nil || size.Width != width || size.Height != width*5/8 {
			t.Errorf("want %d × %d pixels, got %d × %d, %v", width, width*5/8, size.Width, size.Height, err)
		}
		if !strings.Contains(string(image.SVG), ` width="`+decimal(float64(width))+`" height="`+decimal(float64(width)*5/8)+`" viewBox="0 0 960 600"`) {
			t.Errorf("want the SVG %d wide, got %.200s", width, image.SVG)
		}
	}
	for width, want := range map[int]string{
		0: "want 480 to 7680 pixels, got 0", -40: "want 480 to 7680 pixels, got -40", 7720: "want 480 to 7680 pixels, got 7720",
		1234: "want a multiple of 40 pixels, such as 1200 or 1240, got 1234",
	} {
		if _, err := chart.RenderAt(rows, Note{}, width); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%d: want %q, got %v", width, want, err)
		}
	}
}
