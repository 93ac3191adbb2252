package serve

import (
	"errors"
	"io"
	"os"
	"sync"
)

// spool holds the bytes of one answer between the worker that writes and the client that reads, so that
// a slow client does not keep a worker. The first inMemory bytes are kept in memory, the rest in a file
// without a name.
type spool struct {
	mutex   sync.Mutex
	changed *sync.Cond
	memory  []byte
	file    *os.File // nil while all fits into memory
	size    int64
	most    int64 // bytes that it may hold
	ended   error // io.EOF for a whole answer; nil while it is written
	closed  bool
}

const inMemory = 4 << 20

func newSpool(most int64) *spool {
	s := &spool{most: most}
	s.changed = sync.NewCond(&s.mutex)
	return s
}

// errClosed is of an answer whose reader is gone.
var errClosed = errors.New("the reader is gone")

// Write takes the next bytes of the answer.
func (s *spool) Write(body []byte) (int, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	defer s.changed.Broadcast()
	switch {
	case s.closed:
		return 0, errClosed
	case s.size+int64(len(body)) > s.most:
		return 0, &Error{Fault: FaultMemory, Message: "the answer is larger than one may be here"}
	}
	fits := min(len(body), max(0, inMemory-len(s.memory)))
	if s.file != nil {
		fits = 0
	}
	s.memory = append(s.memory, body[:fits]...)
	s.size += int64(fits)
	if fits == len(body) {
		return fits, nil
	}
	if s.file == nil {
		var err error
		if s.file, err = nameless(); err != nil {
			return fits, err
		}
	}
	n, err := s.file.WriteAt(body[fits:], s.size-int64(len(s.memory)))
	s.size += int64(n)
	return fits + n, err
}

// nameless makes a file that is gone when the process is.
func nameless() (*os.File, error) {
	file, err := os.CreateTemp("", "breachstats-answer-")
	if err != nil {
		return nil, err
	}
	return file, os.Remove(file.Name())
}

// end says that no more comes: err is why, nil for a whole answer.
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
	s.closed, s.memory = true, nil
	if s.file != nil {
		_ = s.file.Close() // it has no name, and is gone with its last user
		s.file = nil
	}
	if s.ended == nil {
		s.ended = errClosed
	}
	s.changed.Broadcast()
}

// reader reads a spool from its beginning, and waits for what is not written yet.
type reader struct {
	of *spool
	at int64
}

func (r *reader) Read(into []byte) (int, error) {
	s := r.of
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for r.at == s.size && s.ended == nil {
		s.changed.Wait()
	}
	switch {
	case s.closed:
		return 0, errClosed
	case r.at == s.size:
		return 0, s.ended
	}
	var n int
	var err error
	if kept := int64(len(s.memory)); r.at < kept {
		n = copy(into, s.memory[r.at:])
	} else {
		n, err = s.file.ReadAt(into[:min(int64(len(into)), s.size-r.at)], r.at-kept)
	}
	r.at += int64(n)
	return n, err
}
