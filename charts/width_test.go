package charts

import (
	"bytes"
	"image/color"
	"image/png"
	"math"
	"strings"
	"testing"

	"github.com/breachstats/breachstats/torture/must"
)

func TestRenderAtAWidth(t *testing.T) {
	chart := breachesByYear()
	rows := record(t, chart, typical(t, chart))
	for _, width := range []int{LeastWidth, 1200, 1920} {
		image := must.Get(chart.RenderAt(rows, Note{}, width))(t)
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

// TestRenderAtKeepsLettersInPlace compares the darkness of each part of the image at twice the
// usual width and at the usual one. Letters that do not move with their marks would change it.
func TestRenderAtKeepsLettersInPlace(t *testing.T) {
	const across, down, most = 24, 15, 6 // columns and rows of parts, and the largest difference of 256 shades
	chart := breachesByYear()
	rows := record(t, chart, typical(t, chart))
	var shades [2][]float64
	for i, width := range []int{pageWidth * pixelsPerPoint, 2 * pageWidth * pixelsPerPoint} {
		drawn := must.Get(chart.RenderAt(rows, Note{}, width))(t)
		picture := must.Get(png.Decode(bytes.NewReader(drawn.PNG)))(t)
		size := picture.Bounds().Size()
		shades[i] = make([]float64, across*down)
		for y := range size.Y {
			for x := range size.X {
				grey := color.GrayModel.Convert(picture.At(x, y)).(color.Gray).Y
				shades[i][y*down/size.Y*across+x*across/size.X] += float64(grey) * across * down / float64(size.X*size.Y)
			}
		}
	}
	for at, usual := range shades[0] {
		if away := math.Abs(usual - shades[1][at]); away > most {
			t.Errorf("part %d, %d: want a shade of %.0f, as at the usual width, got %.0f", at%across, at/across, usual, shades[1][at])
		}
	}
}
