package charts

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"slices"

	"github.com/klauspost/compress/zlib"
)

// pngEncoder writes pictures as PNG with a palette, one at a time. Its room serves for the next one.
type pngEncoder struct {
	painted picture
	row     []byte // a filter, and a byte for each pixel: its place in the palette
	alike   []byte // a row that is the one above it
	packed  bytes.Buffer
	packer  *zlib.Writer // nil before the first picture
}

// What a PNG begins with, and the filters of its rows (PNG, third edition, sections 5.2 and 9.2).
const (
	pngSignature = "\x89PNG\r\n\x1a\n"
	filterNone   = 0
	filterUp     = 2
)

// encode writes an opaque picture. Where its edges are smoothed by more mixtures than a palette
// holds, mixtures near one another become one.
func (e *pngEncoder) encode(full *image.RGBA) ([]byte, error) {
	e.painted.read(full)
	colours, places := e.painted.palette()
	if err := e.pack(full.Rect.Dx(), places); err != nil {
		return nil, fmt.Errorf("png: %w", err)
	}
	const depth, paletted = 8, 3
	header := binary.BigEndian.AppendUint32(nil, uint32(full.Rect.Dx()))
	header = binary.BigEndian.AppendUint32(header, uint32(full.Rect.Dy()))
	header = append(header, depth, paletted, 0, 0, 0)
	encoded := make([]byte, 0, e.packed.Len()+1<<10)
	encoded = append(encoded, pngSignature...)
	encoded = appendChunk(encoded, "IHDR", header)
	encoded = appendChunk(encoded, "PLTE", paletteBytes(colours))
	encoded = appendChunk(encoded, "IDAT", e.packed.Bytes())
	return appendChunk(encoded, "IEND", nil), nil
}

// pack writes the rows of the picture that was read, compressed: of rows alike the first as it is, the
// others as no difference from the one above, which takes a small part of the time.
func (e *pngEncoder) pack(width int, places []uint8) error {
	e.packed.Reset()
	if e.packer == nil {
		packer, err := zlib.NewWriterLevel(&e.packed, zlib.BestSpeed)
		if err != nil {
			return err
		}
		e.packer = packer
	} else {
		e.packer.Reset(&e.packed)
	}
	e.row = slices.Grow(e.row[:0], 1+width)[:1+width]
	e.alike = slices.Grow(e.alike[:0], 1+width)[:1+width]
	clear(e.alike)
	e.row[0], e.alike[0] = filterNone, filterUp
	for _, band := range e.painted.bands {
		rest := e.row[1:]
		for _, one := range e.painted.runs[band.from:band.to] {
			rest[0] = places[one.colour]
			for filled := int32(1); filled < one.pixels; filled *= 2 {
				copy(rest[filled:one.pixels], rest[:filled])
			}
			rest = rest[one.pixels:]
		}
		if _, err := e.packer.Write(e.row); err != nil {
			return err
		}
		for range band.rows - 1 {
			if _, err := e.packer.Write(e.alike); err != nil {
				return err
			}
		}
	}
	return e.packer.Close()
}

func paletteBytes(colours []color.RGBA) []byte {
	var channels []byte
	for _, one := range colours {
		channels = append(channels, one.R, one.G, one.B)
	}
	return channels
}

// appendChunk adds a part of a PNG: its length, its name, what it holds, and the sum of these two.
func appendChunk(to []byte, name string, content []byte) []byte {
	to = binary.BigEndian.AppendUint32(to, uint32(len(content)))
	begin := len(to)
	to = append(append(to, name...), content...)
	return binary.BigEndian.AppendUint32(to, crc32.ChecksumIEEE(to[begin:]))
}
