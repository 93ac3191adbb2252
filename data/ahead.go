package data

import (
	"io"
	"sync"
)

// aheadBytes is how much is read ahead at a time; aheadTurns times that is held.
const aheadBytes, aheadTurns = 256 << 10, 3

// ahead reads on while its caller works on what was read.
type ahead struct {
	full, empty chan []byte
	stop        chan struct{}
	now, rest   []byte
	err         error // good once full is closed
}

func newAhead(source io.Reader) *ahead {
	a := &ahead{full: make(chan []byte, aheadTurns), empty: make(chan []byte, aheadTurns), stop: make(chan struct{})}
	for range aheadTurns {
		a.empty <- make([]byte, aheadBytes)
	}
	go func() {
		defer close(a.full)
		for a.err == nil {
			select {
			case <-a.stop:
				return
			case buffer := <-a.empty:
				n := 0
				for n < len(buffer) && a.err == nil {
					var got int
					got, a.err = source.Read(buffer[n:])
					n += got
				}
				a.full <- buffer[:n] // there is room for all
			}
		}
	}()
	return a
}

// Read gives what was read ahead, and the error of the source where that ended.
func (a *ahead) Read(p []byte) (int, error) {
	for len(a.rest) == 0 {
		if a.now != nil {
			a.empty <- a.now[:cap(a.now)]
			a.now = nil
		}
		next, isThere := <-a.full
		if !isThere {
			return 0, a.err
		}
		a.now, a.rest = next, next
	}
	n := copy(p, a.rest)
	a.rest = a.rest[n:]
	return n, nil
}

// close stops the reading, and returns when the source is left alone.
func (a *ahead) close() {
	close(a.stop)
	for range a.full { //nolint:revive // what was read ahead is for nobody
	}
}

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
