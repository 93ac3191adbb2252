package data

import (
	"context"
	"errors"
	"io"
	"math/bits"
	"os"

	"github.com/klauspost/compress/zstd"
)

// largestHeld is how many bytes an export may have to be held in memory. A larger one is stored whole,
// and no other is stored against it.
const largestHeld = 64 << 20

// widestWindow bounds what a frame may ask to be held while it is read: what zstdcat allows.
const widestWindow = 128 << 20

// base is a snapshot that is stored whole and held, against which others of its view are packed. A
// frame against it is one that zstd reads with --patch-from.
type base struct {
	capture Capture
	bytes   []byte
	encoder *zstd.Encoder
	decoder *zstd.Decoder
}

// pack gives an export as a frame.
func (b *base) pack(export []byte) ([]byte, error) {
	if b.encoder == nil {
		// The window spans the base and an export as large as any.
		window := max(zstd.MinWindowSize, 1<<bits.Len(uint(2*len(b.bytes)+1<<20)))
		encoder, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true),
			zstd.WithWindowSize(window), zstd.WithSingleSegment(true), zstd.WithEncoderDictRaw(0, b.bytes))
		if err != nil {
			return nil, err
		}
		b.encoder = encoder
	}
	return b.encoder.EncodeAll(export, nil), nil
}

// unpack gives the bytes of a frame, in the room of a slice that is needed no more.
func (b *base) unpack(frame, room []byte) ([]byte, error) {
	if b.decoder == nil {
		decoder, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(2*largestHeld),
			zstd.WithDecoderDictRaw(0, b.bytes))
		if err != nil {
			return nil, err
		}
		b.decoder = decoder
	}
	return b.decoder.DecodeAll(frame, room[:0])
}

// close ends packing and unpacking; what was unpacked stays good.
func (b *base) close() {
	if b.encoder != nil {
		_ = b.encoder.Close()
	}
	if b.decoder != nil {
		b.decoder.Close()
	}
}

// packedWindow is how far back a frame refers. A wider one saves a few bytes in a thousand, and costs
// memory that no cache of a processor holds.
const packedWindow = 1 << 20

// packWhole writes one frame that any zstd reads. It packs one part of the export while it reads the next.
func packWhole(out io.Writer, export io.Reader) error {
	packer, err := zstd.NewWriter(out, zstd.WithEncoderConcurrency(2), zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithWindowSize(packedWindow))
	if err != nil {
		return err
	}
	if _, err = io.CopyBuffer(packer, struct{ io.Reader }{export}, make([]byte, 256<<10)); err != nil {
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

// heeding reads until a context ends, and from then on gives its error: what is read may be of any
// size, or come without an end.
type heeding struct {
	ctx    context.Context
	source io.Reader
}

// Read reads on.
func (h heeding) Read(p []byte) (int, error) {
	if err := h.ctx.Err(); err != nil {
		return 0, err
	}
	return h.source.Read(p)
}
