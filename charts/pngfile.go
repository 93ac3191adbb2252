package charts

import (
	"bytes"
	"encoding/binary"
	"hash/adler32"
	"hash/crc32"

	"github.com/klauspost/compress/flate"
)

// The signature of a PNG and the filter types of its rows (PNG, third edition, sections 5.2 and
// 9.2).
const (
	pngSignature = "\x89PNG\r\n\x1a\n"
	filterUp     = 2
)

// encode returns the image as a PNG with a palette.
func (c *canvas) encode() ([]byte, error) {
	if err := c.pack(); err != nil {
		return nil, err
	}
	const depth, paletted = 8, 3
	header := binary.BigEndian.AppendUint32(nil, uint32(c.width))
	header = binary.BigEndian.AppendUint32(header, uint32(c.height))
	header = append(header, depth, paletted, 0, 0, 0)
	var colours []byte
	for _, one := range c.palette {
		colours = append(colours, uint8(one>>16), uint8(one>>8), uint8(one))
	}
	encoded := make([]byte, 0, c.packed.Len()+1<<10)
	encoded = append(encoded, pngSignature...)
	encoded = appendChunk(encoded, "IHDR", header)
	encoded = appendChunk(encoded, "PLTE", colours)
	encoded = appendChunk(encoded, "IDAT", c.packed.Bytes())
	return appendChunk(encoded, "IEND", nil), nil
}

// pack compresses the rows in the zlib format (RFC 1950). Of consecutive equal rows it compresses
// only the first; the others are written as "no difference from the row above", which is much
// faster.
func (c *canvas) pack() (err error) {
	const deflateFastest = "\x78\x01"
	c.packed.Reset()
	c.packed.WriteString(deflateFastest)
	if c.packer == nil {
		c.packer, err = flate.NewWriter(&c.packed, flate.BestSpeed)
	} else {
		c.packer.Reset(&c.packed)
	}
	if err != nil {
		return err
	}
	stride := c.width + 1
	alike := make([]byte, stride)
	alike[0] = filterUp
	sum, sumOfAlike := adler32.Checksum(nil), adler32.Checksum(alike)
	var above []byte
	for rest := c.rows; len(rest) > 0; rest = rest[stride:] {
		row, packed, sumOfRow := rest[:stride], alike, sumOfAlike
		if !bytes.Equal(row, above) {
			packed, sumOfRow = row, adler32.Checksum(row)
		}
		sum = joined(sum, sumOfRow, stride)
		if _, err := c.packer.Write(packed); err != nil {
			return err
		}
		above = row
	}
	if err := c.packer.Close(); err != nil {
		return err
	}
	return binary.Write(&c.packed, binary.BigEndian, sum)
}

// joined returns the Adler-32 checksum of two byte sequences, from the checksum of each and the
// length of the second (RFC 1950, section 8.2).
func joined(before, after uint32, following int) uint32 {
	const base = 65521
	ones := before&0xFFFF + base - 1
	low := ones + after&0xFFFF
	high := uint64(before>>16) + uint64(after>>16) + uint64(following)*uint64(ones)
	return uint32(high%base)<<16 | low%base
}

// appendChunk adds a chunk of a PNG: its length, name, content, and the checksum of name and
// content.
func appendChunk(to []byte, name string, content []byte) []byte {
	to = binary.BigEndian.AppendUint32(to, uint32(len(content)))
	begin := len(to)
	to = append(append(to, name...), content...)
	return binary.BigEndian.AppendUint32(to, crc32.ChecksumIEEE(to[begin:]))
}
