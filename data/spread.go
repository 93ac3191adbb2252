package data

import (
	"context"
	"io"
	"sync"
)

// spread copies source to each of the writers, side by side, and reads on meanwhile. The error of the
// source comes first, then those of the writers in their order.
func spread(source io.Reader, writers ...io.Writer) (size int64, err error) {
	const chunk = 1 << 20
	var buffers [2][]byte
	for i := range buffers {
		buffers[i] = make([]byte, chunk)
	}
	failed := make([]error, len(writers))
	var writing sync.WaitGroup
	defer writing.Wait()
	for turn := 0; ; turn++ {
		buffer := buffers[turn%len(buffers)]
		n, err := io.ReadFull(source, buffer)
		writing.Wait()
		for _, failure := range failed {
			if failure != nil {
				return size, failure
			}
		}
		isLast := err == io.EOF || err == io.ErrUnexpectedEOF
		if err != nil && !isLast {
			return size, err
		}
		size += int64(n)
		for i, writer := range writers {
			writing.Go(func() { _, failed[i] = writer.Write(buffer[:n]) })
		}
		if isLast {
			writing.Wait()
			for _, failure := range failed {
				if failure != nil {
					return size, failure
				}
			}
			return size, nil
		}
	}
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
