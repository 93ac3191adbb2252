package charts

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
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
		reduced := encodedAndRead(t, full)
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
	reduced := encodedAndRead(t, full)
	for y := range height {
		for x := range width {
			if got := color.RGBAModel.Convert(reduced.At(x, y)); got != full.RGBAAt(x, y) {
				t.Errorf("at %d, %d: want %v, got %v", x, y, full.RGBAAt(x, y), got)
			}
		}
	}
}

// encodedAndRead is a picture as the standard library reads it from its PNG, which checks all sums.
func encodedAndRead(t *testing.T, full *image.RGBA) image.Image {
	t.Helper()
	var encoder pngEncoder
	var encoded []byte
	for _, one := range []*image.RGBA{image.NewRGBA(image.Rect(0, 0, 300, 20)), full} { // nothing may be left of the first
		var err error
		if encoded, err = encoder.encode(one); err != nil {
			t.Fatal(err)
		}
	}
	read, err := png.Decode(bytes.NewReader(encoded))
	if err != nil {
		t.Fatal(err)
	}
	if read.Bounds() != full.Bounds() {
		t.Fatalf("want %v, got %v", full.Bounds(), read.Bounds())
	}
	return read
}

// TestEncodesAnyPicture asserts that a PNG holds each pixel: of stretches of every length, and rows that
// come again.
func TestEncodesAnyPicture(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	for _, size := range []image.Point{{2, 5}, {3, 700}, {257, 40}, {258, 40}, {259, 40}, {260, 40}, {7680, 12}, {1920, 300}} {
		for _, longest := range []int{1, 3, 300, 4000} {
			full := image.NewRGBA(image.Rectangle{Max: size})
			for y := range size.Y {
				if y > 0 && chance.IntN(3) == 0 {
					copy(rowOf(full, y), rowOf(full, y-1))
					continue
				}
				for x := 0; x < size.X; {
					shade := uint8(min(255, chance.ExpFloat64()*20))
					for range min(size.X-x, 1+chance.IntN(longest)) {
						full.SetRGBA(x, y, color.RGBA{R: shade, G: shade, B: 1, A: 0xFF})
						x++
					}
				}
			}
			read := encodedAndRead(t, full)
			for y := range size.Y {
				for x := range size.X {
					if got := color.RGBAModel.Convert(read.At(x, y)); got != full.RGBAAt(x, y) {
						t.Fatalf("%v, %d: at %d, %d: want %v, got %v", size, longest, x, y, full.RGBAAt(x, y), got)
					}
				}
			}
		}
	}
}
