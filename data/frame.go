package data

import (
	"context"
	"errors"
	"io"
	"math/bits"
	"os"

	"github.com/klauspost/compress/zstd"
)

// largestHeld is the size in bytes of the largest export that is held in memory. A larger export is
// stored whole and is never the base of a delta.
const largestHeld = 64 << 20

// widestWindow is the largest window, in bytes, that a frame may require of its reader. It is the
// limit that zstdcat sets.
const widestWindow = 128 << 20

// base is a whole snapshot, held in memory, from which deltas of the same view are packed and
// unpacked. The zstd program reads such a delta with --patch-from.
type base struct {
	capture Capture
	bytes   []byte
	encoder *zstd.Encoder
	decoder *zstd.Decoder
}

// pack returns an export as a delta from the base: one zstd frame.
func (b *base) pack(export []byte) ([]byte, error) {
	if b.encoder == nil {
		// The window must span the base and an export that may be larger than it.
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

// unpack returns the export that a delta encodes. It reuses the memory of buf if that is large
// enough.
func (b *base) unpack(frame, buf []byte) ([]byte, error) {
	if b.decoder == nil {
		decoder, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(2*largestHeld),
			zstd.WithDecoderDictRaw(0, b.bytes))
		if err != nil {
			return nil, err
		}
		b.decoder = decoder
	}
	return b.decoder.DecodeAll(frame, buf[:0])
}

// close frees the encoder and the decoder. Exports that were unpacked stay valid.
func (b *base) close() {
	if b.encoder != nil {
		_ = b.encoder.Close()
	}
	if b.decoder != nil {
		b.decoder.Close()
	}
}

// packedWindow is the window of a whole frame, in bytes. A larger window saves only a few bytes
// in a thousand and does not fit in the cache of a processor.
const packedWindow = 1 << 20

// packWhole writes an export as one zstd frame that needs no base. It packs while it reads.
func packWhole(out io.Writer, export io.Reader) error {
	packer, err := zstd.NewWriter(out, zstd.WithEncoderConcurrency(2), zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithWindowSize(packedWindow))
	if err != nil {
		return err
	}
	if _, err = io.CopyBuffer(packer, struct{ io.Reader }{export}, make([]byte, 256<<10)); err != nil {
		_ = packer.Close() // reports the error of the copy again
		return err
	}
	return packer.Close()
}

// packedFile reads a whole snapshot without holding it in memory, until its context ends.
type packedFile struct {
	ctxReader
	file   *os.File
	reader *zstd.Decoder
}

func openPacked(ctx context.Context, path string) (*packedFile, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	// At a concurrency of 2 the decoder unpacks ahead of its reader.
	reader, err := zstd.NewReader(file, zstd.WithDecoderConcurrency(2), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(widestWindow))
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &packedFile{ctxReader: ctxReader{ctx, reader}, file: file, reader: reader}, nil
}

// Seek moves to an offset from the start of the export. It reads all bytes before the offset again.
func (p *packedFile) Seek(offset int64, whence int) (int64, error) {
	if whence != io.SeekStart {
		return 0, errors.ErrUnsupported
	}
	if err := p.reader.Reset(nil); err != nil { // stops reading ahead
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

func (p *packedFile) Close() error {
	p.reader.Close()
	return p.file.Close()
}

// ctxReader reads from source until its context ends; then every Read returns the context's error.
type ctxReader struct {
	ctx    context.Context
	source io.Reader
}

func (h ctxReader) Read(p []byte) (int, error) {
	if err := h.ctx.Err(); err != nil {
		return 0, err
	}
	return h.source.Read(p)
}
