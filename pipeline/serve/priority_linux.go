package serve

import (
	"io"
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// lowPriority is the nice value of workers for large questions. If processors are short, a process with the usual
// 0 gets about nine times the CPU time of one with 10.
const lowPriority = 10

// atLowPriority starts a process whose threads all have a low priority from the start.
func atLowPriority(start func() error) error {
	started := make(chan error, 1)
	go func() {
		// On Linux a priority belongs to a thread, and a new process inherits it. The thread cannot raise its
		// priority again, so it stays locked and ends with this goroutine. The first thread of a process cannot
		// end: if this is that thread, it is held here while another one starts the process.
		runtime.LockOSThread()
		if unix.Gettid() == unix.Getpid() {
			started <- atLowPriority(start)
			runtime.UnlockOSThread()
			return
		}
		_ = unix.Setpriority(unix.PRIO_PROCESS, 0, lowPriority) // if it fails, the worker keeps the usual priority
		started <- start()
	}()
	return <-started
}

// pipeSize is the capacity of a pipe from a worker in bytes: with the usual 64 KB the two ends wait for each other
// too often.
const pipeSize = 1 << 20

// widen raises the capacity of a pipe. If the system refuses, the capacity does not change.
func widen(pipe io.Reader) {
	if file, isFile := pipe.(*os.File); isFile {
		if raw, err := file.SyscallConn(); err == nil {
			_ = raw.Control(func(fd uintptr) { _, _ = unix.FcntlInt(fd, unix.F_SETPIPE_SZ, pipeSize) })
		}
	}
}
