package charts

import (
	"encoding/binary"
	"hash/crc32"
	"image"
	"slices"
)

// pngEncoder writes pictures as PNG with a palette. It writes one at a time.
type pngEncoder struct {
	told picture
	rows deflater
	row  []byte
}

// encode writes an opaque picture. Where its edges are smoothed by more mixtures than a palette
// holds, mixtures near one another become one.
func (e *pngEncoder) encode(full *image.RGBA) []byte {
	e.told.read(full)
	palette, places := e.told.palette()
	e.rows.begin()
	e.row = slices.Grow(e.row[:0], 1+full.Rect.Dx())[:1+full.Rect.Dx()]
	for _, alike := range e.told.bands {
		e.row[0] = 0 // as it is, without a filter
		rest := e.row[1:]
		for _, one := range e.told.runs[alike.from:alike.to] {
			rest[0] = places[one.colour]
			for filled := int32(1); filled < one.pixels; filled *= 2 {
				copy(rest[filled:one.pixels], rest[:filled])
			}
			rest = rest[one.pixels:]
		}
		e.rows.add(e.row, alike.rows)
	}

	const depth, isPaletted = 8, 3
	var header, colours []byte
	header = binary.BigEndian.AppendUint32(header, uint32(full.Rect.Dx()))
	header = binary.BigEndian.AppendUint32(header, uint32(full.Rect.Dy()))
	header = append(header, depth, isPaletted, 0, 0, 0)
	for _, one := range palette {
		colours = append(colours, one.R, one.G, one.B)
	}
	file := []byte("\x89PNG\r\n\x1a\n")
	file = appendChunk(file, "IHDR", header)
	file = appendChunk(file, "PLTE", colours)
	file = appendChunk(file, "IDAT", e.rows.close())
	return appendChunk(file, "IEND", nil)
}

// appendChunk adds a chunk to a PNG.
func appendChunk(file []byte, name string, content []byte) []byte {
	file = binary.BigEndian.AppendUint32(file, uint32(len(content)))
	from := len(file)
	file = append(append(file, name...), content...)
	return binary.BigEndian.AppendUint32(file, crc32.ChecksumIEEE(file[from:]))
}
