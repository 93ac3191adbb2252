package serve

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"time"
)

// answerBytes is so many bytes of which no two neighbouring pieces are alike.
func answerBytes(size int) []byte {
	all := make([]byte, size)
	for i := range all {
		all[i] = byte(i*31 + i>>8 + i>>16)
	}
	return all
}

func writePieces(t *testing.T, s *spool, all []byte) {
	t.Helper()
	for piece := 1; len(all) > 0; piece = piece*7%(mostFrame-1) + 1 {
		n := min(piece, len(all))
		if _, err := s.Write(all[:n]); err != nil {
			t.Error(err)
			break
		}
		s.mutex.Lock()
		unread := s.unread
		s.mutex.Unlock()
		if unread > inMemory {
			t.Errorf("want at most %d bytes in memory, got %d", inMemory, unread)
		}
		all = all[n:]
	}
	s.end(nil)
}

// Every reader gets every byte in its order, and no writer waits long for one: the rest goes into a file.
func TestSpool(t *testing.T) {
	all := answerBytes(5 * inMemory)
	for _, c := range []struct {
		name   string
		before time.Duration // pause before the first byte is read
		every  int           // bytes between two further pauses; 0 for none
		pause  time.Duration
		isFile bool // the rest has to go into a file; where false, it may on a busy machine
	}{
		{"a reader that begins at the end", 300 * time.Millisecond, 0, 0, true},
		{"a reader that stops for good once", 0, inMemory / 2, 3 * readerTime, true},
		{"a reader that is slower than the writer", 0, inMemory / 16, 5 * time.Millisecond, false},
		{"a reader that is as fast as the writer", 0, 0, 0, false},
	} {
		s := newSpool(int64(len(all)))
		written := make(chan time.Duration, 1)
		if c.before > 0 {
			began := time.Now()
			writePieces(t, s, all)
			written <- time.Since(began)
		} else {
			go func() {
				for !s.hasReader() {
					time.Sleep(time.Millisecond)
				}
				began := time.Now()
				writePieces(t, s, all)
				written <- time.Since(began)
			}()
		}
		var got bytes.Buffer
		piece := make([]byte, 100_000)
		for paused := 0; ; {
			n, err := s.Read(piece)
			got.Write(piece[:n])
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if c.every > 0 && got.Len()/c.every > paused {
				paused = got.Len() / c.every
				time.Sleep(c.pause)
			}
		}
		if !bytes.Equal(got.Bytes(), all) {
			t.Errorf("%s: want %d bytes as they were written, got %d", c.name, len(all), got.Len())
		}
		if c.isFile && s.file == nil {
			t.Errorf("%s: want the rest in a file", c.name)
		}
		if took := <-written; took > spareTime+time.Minute { // the disk of a busy machine may be slow
			t.Errorf("%s: it held its writer for %s", c.name, took)
		}
		s.close()
	}
}

func (s *spool) hasReader() bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.isRead
}

// A writer that waits for its reader is woken when the reader goes away.
func TestSpoolWithoutItsReader(t *testing.T) {
	var err error
	var took time.Duration
	isWoken := false
	for tries := 0; tries < 100 && !isWoken; tries++ { // on a busy machine the reader may go away too late, or before the writer waits
		s := newSpool(10 * inMemory)
		if _, err := s.Write(make([]byte, inMemory)); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Read(make([]byte, 1)); err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(readerTime/4, s.close)
		began := time.Now()
		_, err = s.Write(make([]byte, inMemory))
		took = time.Since(began)
		isWoken = errors.Is(err, errClosed) && took > readerTime/8 && took < readerTime
	}
	if !isWoken {
		t.Errorf("want the writer to learn that the reader is gone before it would have stopped to wait, got %v after %s", err, took)
	}
	if _, err := newSpool(10).Write(make([]byte, 11)); FaultOf(err) != FaultMemory {
		t.Errorf("want an answer beyond its bound refused, got %v", err)
	}
}

// Bytes are taken as they were written, whether they lie in one piece, in several, or in the file.
func TestSpoolTake(t *testing.T) {
	s := newSpool(1 << 30)
	defer s.close()
	var written []byte
	for i := range 20 { // 10 MB: the file has most of them
		piece := bytes.Repeat([]byte{byte(i)}, 1<<19)
		written = append(written, piece...)
		if _, err := s.Write(piece); err != nil {
			t.Fatal(err)
		}
	}
	s.end(nil)
	for _, n := range []int{8, 1<<19 - 8, 1 << 20, 3 << 20, 1, 5 << 20} {
		got, err := s.take(n)
		if err != nil || !bytes.Equal(got, written[:n]) {
			t.Fatalf("take %d: got %d other bytes, %v", n, len(got), err)
		}
		written = written[n:]
	}
	if _, err := s.take(len(written) + 1); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("beyond the end: got %v", err)
	}
	if _, err := s.take(1); !errors.Is(err, io.EOF) {
		t.Errorf("behind the end: got %v", err)
	}
}
