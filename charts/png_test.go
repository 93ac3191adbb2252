package charts

import (
	"image"
	"image/color"
	"testing"
)

func TestPalettedKeepsColours(t *testing.T) {
	for _, test := range []struct {
		name    string
		colours int // each on its own pixel
		most    int // difference
	}{
		{"one colour", 1, 0},
		{"as many as fit", paletteSize, 0},
		{"one too many", paletteSize + 1, 4},
		{"thousands", 5000, 16},
	} {
		full := image.NewRGBA(image.Rect(0, 0, test.colours, 1))
		for x := range test.colours {
			full.SetRGBA(x, 0, color.RGBA{R: uint8(x), G: uint8(x >> 8 * 8), B: uint8(x), A: 0xFF})
		}
		reduced := paletted(full, make([]uint8, len(full.Pix)/4))
		if len(reduced.Palette) > paletteSize {
			t.Errorf("%s: want no more than %d colours, got %d", test.name, paletteSize, len(reduced.Palette))
		}
		for x := range test.colours {
			got := color.RGBAModel.Convert(reduced.At(x, 0)).(color.RGBA)
			if away := distance(full.RGBAAt(x, 0), got); away > test.most {
				t.Errorf("%s: want %v within %d, got %v", test.name, full.RGBAAt(x, 0), test.most, got)
			}
		}
	}
}

func TestCrispBoxes(t *testing.T) {
	for _, test := range []struct {
		name     string
		area, to box
	}{
		{"to the nearest pixels", box{1.2, 1.3, 5.7, 9.8}, box{1, 1.5, 5.5, 10}},
		{"never less than a pixel up", box{1, 9.99, 5, 10}, box{1, 9.5, 5, 10}},
		{"never less than a pixel along", box{1, 9, 1.01, 10}, box{1, 9, 1.5, 10}},
	} {
		if got := test.area.crisp(); got != test.to {
			t.Errorf("%s: want %v, got %v", test.name, test.to, got)
		}
	}
}

func TestMissingRunesAreShown(t *testing.T) {
	fonts, err := liberation()
	if err != nil {
		t.Fatal(err)
	}
	face := &fonts[regular]
	if got := face.replaceMissing("Žofín 病院", '□'); got != "Žofín □□" {
		t.Errorf("want a sign for each rune that the font lacks, got %q", got)
	}
	if got := face.width("病院", labelSize); got != 2*labelSize {
		t.Errorf("want the room of one em each, got %v", got)
	}
}

// TestPalettedKeepsPlaces asserts that rows like the one above, rows that
// differ and runs of pixels all come out as they were.
func TestPalettedKeepsPlaces(t *testing.T) {
	const width, height = 7, 9
	full := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			shade := uint8(x / 3 * 40)
			if y%4 == 3 {
				shade = uint8(x*y + 1)
			}
			full.SetRGBA(x, y, color.RGBA{R: shade, G: 7, B: shade / 2, A: 0xFF})
		}
	}
	reduced := paletted(full, make([]uint8, len(full.Pix)/4))
	for y := range height {
		for x := range width {
			if got := color.RGBAModel.Convert(reduced.At(x, y)); got != full.RGBAAt(x, y) {
				t.Errorf("at %d, %d: want %v, got %v", x, y, full.RGBAAt(x, y), got)
			}
		}
	}
}
