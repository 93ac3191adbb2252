package data

import (
	"context"
	"errors"
	"io"
	"math/bits"
	"os"

	"github.com/klauspost/compress/zstd"
)

// largestChained is how many bytes a snapshot may have for others to go back to it. Larger ones
// are stored whole, and are never held in memory.
const largestChained = 64 << 20

// widestWindow bounds what a frame may ask to be held while it is read: what zstdcat allows.
const widestWindow = 128 << 20

// codec packs differences with the whole snapshot that they go back to as dictionary: a text that
// stands in it costs next to nothing.
type codec struct {
	whole   []byte
	encoder *zstd.Encoder
	decoder *zstd.Decoder
}

func (c *codec) pack(plain []byte) ([]byte, error) {
	if c.encoder == nil {
		// The window spans the dictionary and what follows it.
		window := max(zstd.MinWindowSize, 1<<bits.Len(uint(len(c.whole)+len(plain))+1<<20))
		encoder, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true),
			zstd.WithWindowSize(window), zstd.WithEncoderDictRaw(0, c.whole))
		if err != nil {
			return nil, err
		}
		c.encoder = encoder
	}
	return c.encoder.EncodeAll(plain, nil), nil
}

func (c *codec) unpack(packed []byte) ([]byte, error) {
	if c.decoder == nil {
		decoder, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
			zstd.WithDecoderMaxMemory(2*largestChained), zstd.WithDecoderDictRaw(0, c.whole))
		if err != nil {
			return nil, err
		}
		c.decoder = decoder
	}
	return c.decoder.DecodeAll(packed, nil)
}

func (c *codec) close() {
	if c.encoder != nil {
		_ = c.encoder.Close()
	}
	if c.decoder != nil {
		c.decoder.Close()
	}
}

// packedWindow is how far back a frame refers. A wider one saves a few bytes in a thousand, and costs
// memory that no cache of a processor holds.
const packedWindow = 1 << 20

// newPacker writes one frame that any zstd reads.
func newPacker(out io.Writer) (*zstd.Encoder, error) {
	return zstd.NewWriter(out, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithWindowSize(packedWindow))
}

func packWhole(out io.Writer, export io.Reader) error {
	packer, err := newPacker(out)
	if err != nil {
		return err
	}
	if _, err = io.Copy(packer, export); err != nil {
		_ = packer.Close() // says the same again
		return err
	}
	return packer.Close()
}

// packedFile reads a snapshot that is stored whole without holding it in memory, until a context ends.
type packedFile struct {
	heeding
	file   *os.File
	reader *zstd.Decoder
}

func openPacked(ctx context.Context, path string) (*packedFile, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	// With two, it unpacks ahead of its reader.
	reader, err := zstd.NewReader(file, zstd.WithDecoderConcurrency(2), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(widestWindow))
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &packedFile{heeding: heeding{ctx, reader}, file: file, reader: reader}, nil
}

// Seek goes to an offset from the start, which reads again what stands before it.
func (p *packedFile) Seek(offset int64, whence int) (int64, error) {
	if whence != io.SeekStart {
		return 0, errors.ErrUnsupported
	}
	if err := p.reader.Reset(nil); err != nil { // which reads ahead no more
		return 0, err
	}
	if _, err := p.file.Seek(0, io.SeekStart); err != nil {
		return 0, err
	}
	if err := p.reader.Reset(p.file); err != nil {
		return 0, err
	}
	return io.CopyN(io.Discard, p, offset)
}

// Close ends the reading.
func (p *packedFile) Close() error {
	p.reader.Close()
	return p.file.Close()
}
