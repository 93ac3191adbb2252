package charts

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/golang/freetype/raster"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"

	"github.com/breachstats/breachstats/torture/must"
)

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
	fonts := must.Get(liberation())(t)
	face := &fonts[regular]
	if got := face.replaceMissing("Žofín 病院", '□'); got != "Žofín □□" {
		t.Errorf("want a sign for each rune that the font lacks, got %q", got)
	}
	if got := face.width("病院", labelSize); got != 2*labelSize {
		t.Errorf("want the room of one em each, got %v", got)
	}
}

// TestEncodesAnyPicture checks that the standard library reads every pixel of a PNG, and its
// checksums, for runs of every length and for repeated rows.
func TestEncodesAnyPicture(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	for _, size := range []image.Point{{2, 5}, {3, 700}, {257, 40}, {258, 40}, {259, 40}, {260, 40}, {7680, 12}, {1920, 300}} {
		on := &canvas{width: size.X, height: size.Y, rows: make([]byte, (size.X+1)*size.Y)}
		for i := range paletteSize {
			on.palette = append(on.palette, colour(chance.IntN(1<<24)&^0xFF|i))
		}
		for _, longest := range []int{1, 3, 300, 4000} {
			for y := range size.Y {
				if y > 0 && chance.IntN(3) == 0 {
					copy(on.row(y), on.row(y-1))
					continue
				}
				for x := 0; x < size.X; {
					place := uint8(min(255, chance.ExpFloat64()*20))
					for range min(size.X-x, 1+chance.IntN(longest)) {
						on.row(y)[x] = place
						x++
					}
				}
			}
			encoded := must.Get(on.encode())(t)
			read := must.Get(png.Decode(bytes.NewReader(encoded)))(t)
			for y := range size.Y {
				for x := range size.X {
					if got, want := rgb(read.At(x, y)), on.palette[on.row(y)[x]]; got != want {
						t.Fatalf("%v, %d: at %d, %d: want %v, got %v", size, longest, x, y, want.hex(), got.hex())
					}
				}
			}
		}
	}
}

func rgb(of color.Color) colour {
	r, g, b, _ := of.RGBA()
	return colour(r>>8<<16 | g>>8<<8 | b>>8)
}

// inFullColour paints the marks of a drawing on an image without a palette, with the finest
// smoothing of edges.
func inFullColour(drawn *drawing, width int) *image.RGBA {
	// The canvas is only used for coordinates, outlines and letters.
	on := newCanvas(width, width*pageHeight/pageWidth, float64(width)/pageWidth)
	on.fonts = drawn.fonts
	on.clear()
	full := image.NewRGBA(image.Rect(0, 0, on.width, on.height))
	draw.Draw(full, full.Rect, image.White, image.Point{}, draw.Src)
	edges := func(of colour) {
		to := raster.NewRGBAPainter(full)
		to.SetColor(color.RGBA{R: uint8(of >> 16), G: uint8(of >> 8), B: uint8(of), A: 0xFF})
		on.edges.Rasterize(to)
	}
	for _, one := range drawn.marks {
		one.paint(on)
		switch one := one.(type) {
		case *bar:
			whole := image.Rect(int(one.left*on.perPoint), int(one.top*on.perPoint), int(one.right*on.perPoint), int(one.bottom*on.perPoint))
			draw.Draw(full, whole, image.NewUniform(color.RGBA{R: uint8(one.fill >> 16), G: uint8(one.fill >> 8), B: uint8(one.fill), A: 0xFF}), image.Point{}, draw.Src)
		case *stroke:
			lines := [][]point{one.points}
			if one.isDashed {
				lines = dashes(one.points)
			}
			on.stroke(lines, one.width, tint{one.colour, 1})
			edges(one.colour)
		case *symbol:
			fill, outline, width := one.look()
			on.fill(one.edge(), tint{fill, 1})
			edges(fill)
			on.stroke([][]point{append(one.edge(), one.edge()[0])}, width, tint{outline, 1})
			edges(outline)
		case *label:
			alpha := uint8(0xFF)
			if one.opacity != 0 {
				alpha = uint8(one.opacity * 0xFF)
			}
			at := fixed.Point26_6{X: on.pixels(one.at.x), Y: on.pixels(one.at.y)}
			width := on.fonts[one.weight].width(one.text, one.size)
			switch one.anchor {
			case atMiddle:
				at.X = on.pixels(one.at.x - width/2)
			case atEnd:
				at.X = on.pixels(one.at.x - width)
			case atStart:
			}
			source := color.NRGBA{R: uint8(one.colour >> 16), G: uint8(one.colour >> 8), B: uint8(one.colour), A: alpha}
			(&font.Drawer{Dst: full, Src: image.NewUniform(source), Face: on.face(faceOf{one.weight, one.size}), Dot: at}).DrawString(one.text)
		}
	}
	return full
}

// TestPictureLooksLikeOneInFullColour checks that the palette and the steps of edges cannot be
// seen: no pixel is far from its full colour, and very few are off by more than an invisible shade.
func TestPictureLooksLikeOneInFullColour(t *testing.T) {
	const most, unseen, fewOf = 32, 16, 400
	for _, chart := range All() {
		note := captured()
		note.IsSynthetic = true // the stamp is transparent
		drawn := must.Get(chart.layOut(record(t, chart, typical(t, chart)), note, wideLayout()))(t)
		const width = pageWidth * pixelsPerPoint
		encoded := must.Get(encodePNG(drawn, width))(t)
		picture := must.Get(png.Decode(bytes.NewReader(encoded)))(t)
		paletted := picture.(*image.Paletted)
		full, off, farthest := inFullColour(drawn, width), 0, 0
		for i, place := range paletted.Pix { // one for each pixel
			want := colour(full.Pix[4*i])<<16 | colour(full.Pix[4*i+1])<<8 | colour(full.Pix[4*i+2])
			if want == paper && place == 0 {
				continue
			}
			away := want.distance(rgb(paletted.Palette[place]))
			if farthest = max(farthest, away); away > unseen {
				off++
			}
		}
		if farthest > most || off*fewOf > full.Rect.Dx()*full.Rect.Dy() {
			t.Errorf("%s: want no pixel off by more than %d of 255, and few by more than %d; one is off by %d, and %d by more than %d",
				chart.Name, most, unseen, farthest, off, unseen)
		}
	}
}

// TestPaletteKeepsColours checks that colours of marks are exact, whatever was mixed before, and
// that a full palette uses the nearest colour.
func TestPaletteKeepsColours(t *testing.T) {
	on := newCanvas(LeastWidth, LeastWidth*pageHeight/pageWidth, float64(LeastWidth)/pageWidth)
	on.clear()
	for i := range 3000 { // far more mixtures than fit
		on.mix(on.tint(tint{colour(i * 5147), 0.5}), uint8(i%len(on.palette)), 7)
	}
	if len(on.palette) > paletteSize-pureColours {
		t.Errorf("want at most %d mixtures, got %d colours", paletteSize-pureColours, len(on.palette))
	}
	for i := range 30 {
		own := colour(0x0A0B0C + i*0x080101)
		if got := on.palette[on.mix(on.tint(tint{own, 1}), 0, steps)]; got != own {
			t.Errorf("want a mark's colour %s, got %s", own.hex(), got.hex())
		}
	}
	for i := range 1000 {
		own := colour(i * 16777)
		nearest := 255
		for _, other := range on.palette {
			nearest = min(nearest, own.distance(other))
		}
		if got := on.palette[on.mix(on.tint(tint{own, 1}), 0, steps)]; len(on.palette) == paletteSize && own.distance(got) > nearest {
			t.Errorf("%s: want the nearest colour, %d away, got %s", own.hex(), nearest, got.hex())
		}
	}
	if len(on.palette) != paletteSize {
		t.Errorf("want a full palette, got %d colours", len(on.palette))
	}
}

func TestDashes(t *testing.T) {
	corner := []point{{0, 0}, {12, 0}, {12, 12}}
	want := [][]point{{{0, 0}, {5, 0}}, {{9, 0}, {12, 0}, {12, 2}}, {{12, 6}, {12, 11}}}
	if diff := cmp.Diff(want, dashes(corner), cmp.AllowUnexported(point{})); diff != "" {
		t.Errorf("dashes of 5 and gaps of 4 go around a corner (-want +got):\n%s", diff)
	}
	if got := dashes(corner[:1]); len(got) != 0 {
		t.Errorf("want no dashes for a single point, got %v", got)
	}
}

// BenchmarkPNG paints every chart with a new canvas, as a publication does.
func BenchmarkPNG(b *testing.B) {
	var sheets []*drawing
	for _, chart := range All() {
		drawn := must.Get(chart.layOut(record(b, chart, typical(b, chart)), captured(), wideLayout()))(b)
		sheets = append(sheets, drawn)
	}
	for b.Loop() {
		canvases = sync.Pool{}
		for _, drawn := range sheets {
			if _, err := encodePNG(drawn, pageWidth*pixelsPerPoint); err != nil {
				b.Fatal(err)
			}
		}
	}
}
