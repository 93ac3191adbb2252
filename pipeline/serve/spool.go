package serve

import (
	"errors"
	"io"
	"os"
	"slices"
	"sync"
	"time"
)

// spool holds the bytes of one answer between the worker that writes and the client that reads, so that a slow client
// does not occupy a worker. Up to inMemory bytes wait in memory, the rest in an unlinked file. A writer that is faster
// than its reader first waits a little, so that a fast reader needs no file. There is one reader, which reads
// everything once.
type spool struct {
	mutex     sync.Mutex
	changed   *sync.Cond
	memory    [][]byte      // written and not yet read; comes before the file
	unread    int           // bytes in memory
	file      *os.File      // nil until it is needed
	from, to  int64         // range of the file that is not yet read
	beginning []byte        // a copy of everything written; nil once that is more than mostAnswer bytes
	size      int64         // bytes written
	most      int64         // bytes that may be written
	spare     time.Duration // how long the writer may still wait for the reader
	isRead    bool          // the reader has begun
	ended     error         // io.EOF for a complete answer; nil while it is being written
	closed    bool
}

const (
	inMemory = 4 << 20
	// spareTime is how long the writer of an answer waits for its reader in total, readerTime how long while nothing
	// is read. After either, the writer no longer waits.
	spareTime  = 2 * time.Second
	readerTime = 100 * time.Millisecond
)

func newSpool(most int64) *spool {
	s := &spool{most: most, spare: spareTime}
	s.changed = sync.NewCond(&s.mutex)
	return s
}

// wholeSpool returns the spool of a complete answer. It does not change body.
func wholeSpool(body []byte) *spool {
	s := newSpool(int64(len(body)))
	s.memory, s.unread, s.size = [][]byte{body}, len(body), int64(len(body))
	return s
}

// errClosed means that the reader of an answer is gone.
var errClosed = errors.New("the reader is gone")

// Write takes the next bytes of the answer. The caller must not change them afterwards.
func (s *spool) Write(body []byte) (int, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	defer s.changed.Broadcast()
	s.waitForReader(len(body))
	switch {
	case s.closed:
		return 0, errClosed
	case s.size+int64(len(body)) > s.most:
		return 0, &Error{Fault: FaultMemory, Message: "the answer is larger than one may be here"}
	}
	if s.size+int64(len(body)) <= mostAnswer {
		s.beginning = append(s.beginning, body...)
	} else {
		s.beginning = nil
	}
	if s.from == s.to && s.fits(len(body)) {
		s.memory, s.unread, s.size = append(s.memory, body), s.unread+len(body), s.size+int64(len(body))
		return len(body), nil
	}
	if s.file == nil {
		var err error
		if s.file, err = nameless(); err != nil {
			return 0, err
		}
	}
	n, err := s.file.WriteAt(body, s.to)
	s.to, s.size = s.to+int64(n), s.size+int64(n)
	return n, err
}

// fits reports whether that many more bytes fit into memory. The mutex is held.
func (s *spool) fits(more int) bool { return s.unread == 0 || s.unread+more <= inMemory }

// waitForReader waits until that many more bytes fit into memory, or the time for waiting is used up. The mutex is
// held.
func (s *spool) waitForReader(more int) {
	for !s.closed && s.isRead && s.spare > 0 && s.from == s.to && !s.fits(more) {
		before, began := s.unread, time.Now()
		late := time.AfterFunc(min(readerTime, s.spare), s.changed.Broadcast)
		for !s.closed && s.unread == before && time.Since(began) < readerTime {
			s.changed.Wait()
		}
		late.Stop()
		if s.spare -= time.Since(began); s.unread == before {
			s.spare = 0
		}
	}
}

// nameless creates an unlinked file: it disappears with the process.
func nameless() (*os.File, error) {
	file, err := os.CreateTemp("", "breachstats-answer-")
	if err != nil {
		return nil, err
	}
	return file, os.Remove(file.Name())
}

// end marks the end of the answer: err is nil for a complete one.
func (s *spool) end(err error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.ended == nil {
		s.ended = err
		if err == nil {
			s.ended = io.EOF
		}
	}
	s.changed.Broadcast()
}

// close drops the answer: its writer gets errClosed.
func (s *spool) close() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.closed, s.memory, s.unread, s.beginning = true, nil, 0, nil
	if s.file != nil {
		_ = s.file.Close() // it is unlinked, and disappears with its last user
		s.file = nil
	}
	if s.ended == nil {
		s.ended = errClosed
	}
	s.changed.Broadcast()
}

// Read reads what is written, and waits for what is not written yet.
func (s *spool) Read(into []byte) (n int, err error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.waitForBytes()
	switch {
	case s.closed:
		return 0, errClosed
	case s.unread > 0:
		n = copy(into, s.memory[0])
		s.skip(n)
	case s.from < s.to:
		n, err = s.file.ReadAt(into[:min(int64(len(into)), s.to-s.from)], s.from)
		if s.from += int64(n); s.from == s.to {
			s.from, s.to = 0, 0
		}
	default:
		err = s.ended
	}
	return n, err
}

// take reads exactly n bytes, without a copy if they are in one piece. The caller must not change them. At the end of
// the answer the error is that of Read; if fewer than n bytes are left, it is io.ErrUnexpectedEOF.
func (s *spool) take(n int) ([]byte, error) {
	if body := s.piece(n); body != nil {
		return body, nil
	}
	var body []byte
	for len(body) < n {
		if len(body) == cap(body) { // grow with the bytes, because n is only what a worker claims
			body = slices.Grow(body, min(n-len(body), inMemory))
		}
		read, err := s.Read(body[len(body):min(cap(body), n)])
		if body = body[:len(body)+read]; err != nil {
			if errors.Is(err, io.EOF) && len(body) > 0 {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
	}
	return body, nil
}

// piece waits for bytes and returns the next n if they are in one piece; nil if they are not.
func (s *spool) piece(n int) []byte {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.waitForBytes()
	if s.closed || s.unread == 0 || len(s.memory[0]) < n {
		return nil
	}
	body := s.memory[0][:n:n]
	if n == len(s.memory[0]) {
		body = s.memory[0] // with its capacity, for Reuse
	}
	s.skip(n)
	return body
}

// waitForBytes waits until there is something to read, or the answer has ended. The mutex is held.
func (s *spool) waitForBytes() {
	s.isRead = true
	for s.unread == 0 && s.from == s.to && s.ended == nil {
		s.changed.Wait()
	}
}

// skip drops the first n bytes of memory, which were read. The mutex is held.
func (s *spool) skip(n int) {
	if s.memory[0] = s.memory[0][n:]; len(s.memory[0]) == 0 {
		s.memory[0], s.memory = nil, s.memory[1:]
	}
	s.unread -= n
	s.changed.Broadcast()
}
