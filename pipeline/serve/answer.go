package serve

import "github.com/apache/arrow-go/v18/arrow/ipc"

// Answer is the answer to a question. It must be closed.
type Answer struct {
	// Generation identifies the database that answered.
	Generation string
	job        *job
}

// Read reads the Arrow IPC stream of the answer as it arrives. If the question fails, the error is an *Error.
func (a *Answer) Read(into []byte) (int, error) { return a.job.spool.Read(into) }

// Take reads exactly n bytes of the stream, without a copy if they arrived in one piece. The caller must not
// change them. The error is io.EOF after the last byte, and io.ErrUnexpectedEOF if fewer than n are left.
func (a *Answer) Take(n int) ([]byte, error) { return a.job.spool.take(n) }

// Records reads the answer as records. Any of them may return the error of the question.
func (a *Answer) Records() (*ipc.Reader, error) {
	rows, err := ipc.NewReader(a)
	if why := a.fault(); err != nil && why != nil {
		return nil, why
	}
	return rows, err
}

// Ending waits for the end of the answer.
func (a *Answer) Ending() (Ending, error) {
	<-a.job.done
	return a.job.ending, a.job.err
}

// fault is the error of a question that has ended; nil if it succeeded.
func (a *Answer) fault() error {
	select {
	case <-a.job.done:
		return a.job.err
	default:
		return nil
	}
}

// Close drops the answer, and ends the question if it is still running.
func (a *Answer) Close() {
	a.job.stop()
	a.job.spool.close()
}
