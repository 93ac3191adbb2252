package charts

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"slices"
)

// pngEncoder writes pictures as PNG with a palette, one at a time. Its room serves for the next one.
type pngEncoder struct {
	told   picture
	places []uint8            // a byte for each pixel, in the palette
	buffer *png.EncoderBuffer // nil before the first picture
}

// encode writes an opaque picture. Where its edges are smoothed by more mixtures than a palette
// holds, mixtures near one another become one.
func (e *pngEncoder) encode(full *image.RGBA) ([]byte, error) {
	var encoded bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed, BufferPool: e}
	if err := encoder.Encode(&encoded, e.paletted(full)); err != nil {
		return nil, fmt.Errorf("png: %w", err)
	}
	return encoded.Bytes(), nil
}

// paletted gives a painted picture a palette, which makes its PNG less than half as large as full
// colour, and sooner written.
func (e *pngEncoder) paletted(full *image.RGBA) *image.Paletted {
	width, height := full.Rect.Dx(), full.Rect.Dy()
	e.told.read(full)
	colours, places := e.told.palette()
	e.places = slices.Grow(e.places[:0], width*height)[:width*height]
	reduced := &image.Paletted{Pix: e.places, Stride: width, Rect: full.Rect, Palette: make(color.Palette, len(colours))}
	for i, one := range colours {
		reduced.Palette[i] = one
	}
	rest := reduced.Pix
	for _, alike := range e.told.bands {
		first := rest[:width]
		for _, one := range e.told.runs[alike.from:alike.to] {
			first[0] = places[one.colour]
			for filled := int32(1); filled < one.pixels; filled *= 2 {
				copy(first[filled:one.pixels], first[:filled])
			}
			first = first[one.pixels:]
		}
		for row := 1; row < alike.rows; row++ {
			copy(rest[row*width:], rest[:width])
		}
		rest = rest[alike.rows*width:]
	}
	return reduced
}

// Get is of png.EncoderBufferPool.
func (e *pngEncoder) Get() *png.EncoderBuffer { return e.buffer }

// Put is of png.EncoderBufferPool.
func (e *pngEncoder) Put(used *png.EncoderBuffer) { e.buffer = used }
