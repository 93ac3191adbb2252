package serve

import (
	"io"
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// lowPriority is the nice value of workers for large questions. Where processors are short, a process with
// the usual 0 gets about nine times the time of one with 10.
const lowPriority = 10

// atLowPriority starts a process that has a low priority from its first moment on, with all its threads.
func atLowPriority(start func() error) error {
	started := make(chan error, 1)
	go func() {
		// On Linux the priority is the thread's, and a new process inherits it. The thread cannot raise its
		// priority again, so it stays locked and ends with this goroutine. The first thread of a process cannot
		// end: while it is held here, another one starts the process.
		runtime.LockOSThread()
		if unix.Gettid() == unix.Getpid() {
			started <- atLowPriority(start)
			runtime.UnlockOSThread()
			return
		}
		_ = unix.Setpriority(unix.PRIO_PROCESS, 0, lowPriority) // without it, questions are answered all the same
		started <- start()
	}()
	return <-started
}

// pipeSize is how many bytes a pipe from a worker holds: with the usual 64 KB the two ends wait for each
// other at every turn.
const pipeSize = 1 << 20

// widen lets a pipe hold more. Where the system refuses that, it holds what it did.
func widen(pipe io.Reader) {
	if file, isFile := pipe.(*os.File); isFile {
		if raw, err := file.SyscallConn(); err == nil {
			_ = raw.Control(func(fd uintptr) { _, _ = unix.FcntlInt(fd, unix.F_SETPIPE_SZ, pipeSize) })
		}
	}
}
