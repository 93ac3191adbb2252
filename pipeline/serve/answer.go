package serve

import "github.com/apache/arrow-go/v18/arrow/ipc"

// Answer is the answer to a question, from its beginning on. It must be closed.
type Answer struct {
	// Generation is the database that it comes from.
	Generation string
	job        *job
}

// Read reads the Arrow IPC stream of the answer, while it comes. An error of the question is an *Error.
func (a *Answer) Read(into []byte) (int, error) { return a.job.spool.Read(into) }

// Take reads exactly n bytes of the stream, without a copy where they came in one piece. The caller may not
// change them. The error is io.EOF behind the last byte, and io.ErrUnexpectedEOF where fewer than n are left.
func (a *Answer) Take(n int) ([]byte, error) { return a.job.spool.take(n) }

// Records reads the answer as records. Its error may come with any of them.
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

// fault is the error of a question that has ended, nil for none.
func (a *Answer) fault() error {
	select {
	case <-a.job.done:
		return a.job.err
	default:
		return nil
	}
}

// Close drops the answer, and ends a question that is still under way.
func (a *Answer) Close() {
	a.job.stop()
	a.job.spool.close()
}
