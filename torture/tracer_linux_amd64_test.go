package torture

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// A program is traced by ptrace and not by strace, whose when=N counts the calls of each thread
// alone: goroutines and DuckDB's threads share the work differently in each run, so only a count
// over all threads reaches every call. A seccomp filter stops the program at calls on files alone.

// asShim makes the test binary install the filter and become the program in its arguments.
const asShim = "BREACHSTATS_TORTURE_SHIM"

// changing are the calls that change files, by number.
var changing = map[uint64]string{
	unix.SYS_OPEN: "open", unix.SYS_OPENAT: "open", unix.SYS_CREAT: "open",
	unix.SYS_WRITE: "write", unix.SYS_PWRITE64: "write", unix.SYS_WRITEV: "write", unix.SYS_PWRITEV: "write",
	unix.SYS_COPY_FILE_RANGE: "copy", unix.SYS_SENDFILE: "copy",
	unix.SYS_FSYNC: "fsync", unix.SYS_FDATASYNC: "fsync",
	unix.SYS_TRUNCATE: "truncate", unix.SYS_FTRUNCATE: "truncate", unix.SYS_FALLOCATE: "truncate",
	unix.SYS_RENAME: "rename", unix.SYS_RENAMEAT: "rename", unix.SYS_RENAMEAT2: "rename",
	unix.SYS_CHMOD: "chmod", unix.SYS_FCHMOD: "chmod", unix.SYS_FCHMODAT: "chmod",
	unix.SYS_MKDIR: "mkdir", unix.SYS_MKDIRAT: "mkdir",
	unix.SYS_UNLINK: "unlink", unix.SYS_UNLINKAT: "unlink", unix.SYS_RMDIR: "unlink",
	unix.SYS_LINK: "link", unix.SYS_LINKAT: "link", unix.SYS_SYMLINK: "link", unix.SYS_SYMLINKAT: "link",
}

// becomeProgram installs the filter on this thread and runs the program on it; it returns on error only.
func becomeProgram(args []string) error {
	runtime.LockOSThread()
	var filter []unix.SockFilter
	filter = append(filter, unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: 0}) // the call's number
	for number := range changing {
		filter = append(filter,
			unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, Jf: 1, K: uint32(number)},
			unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_TRACE})
	}
	filter = append(filter, unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW})
	prog := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("no_new_privs: %w", err)
	}
	if err := unix.Prctl(unix.PR_SET_SECCOMP, unix.SECCOMP_MODE_FILTER, uintptr(unsafe.Pointer(&prog)), 0, 0); err != nil {
		return fmt.Errorf("seccomp: %w", err)
	}
	return syscall.Exec(args[0], args, os.Environ())
}

// tracee is a program under trace, in its folder.
type tracee struct {
	folder string
	strike func(op) syscall.Errno
	pid    int
	begun  bool // the shim has become the program
	ops    []op
	killed bool
}

// traced runs a program in a folder and asks strike before each call that changes a file below that
// folder, in one order over all its threads: 0 lets the call be, an error makes it fail with that
// one, and killIt and its like send a signal there.
func traced(t *testing.T, folder string, args []string, strike func(op) syscall.Errno) ended {
	t.Helper()
	runtime.LockOSThread() // a tracer is a thread
	defer runtime.UnlockOSThread()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	stderr, err := os.CreateTemp(t.TempDir(), "stderr")
	if err != nil {
		t.Fatal(err)
	}
	defer stderr.Close()
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	pid, err := syscall.ForkExec(self, args, &syscall.ProcAttr{
		Dir: folder, Env: append(programEnv(), asShim+"=1"),
		Files: []uintptr{null.Fd(), null.Fd(), stderr.Fd()},
		Sys:   &syscall.SysProcAttr{Ptrace: true},
	})
	if errors.Is(err, syscall.EPERM) {
		t.Skip("ptrace is not allowed here")
	}
	if err != nil {
		t.Fatal(err)
	}
	one := &tracee{folder: folder, strike: strike, pid: pid}
	status, err := one.follow()
	if err != nil {
		t.Fatalf("tracing %q: %v", args, err)
	}
	text, err := os.ReadFile(stderr.Name())
	if err != nil {
		t.Fatal(err)
	}
	end := ended{stderr: string(text), ops: one.ops, status: status.ExitStatus()}
	if status.Signaled() {
		end.status = 128 + int(status.Signal())
	}
	return end
}

// follow lets the program run to its end.
func (p *tracee) follow() (syscall.WaitStatus, error) {
	var status syscall.WaitStatus
	isSetUp := false
	known := map[int]bool{}
	for {
		tid, err := syscall.Wait4(-1, &status, unix.WALL|unix.WNOTHREAD, nil)
		if errors.Is(err, syscall.EINTR) {
			continue
		}
		if err != nil {
			return status, fmt.Errorf("wait: %w", err)
		}
		if status.Exited() || status.Signaled() {
			if tid == p.pid {
				return status, nil
			}
			continue
		}
		if !isSetUp { // the first stop, of the shim
			isSetUp = true
			if err := syscall.PtraceSetOptions(tid, unix.PTRACE_O_TRACECLONE|unix.PTRACE_O_TRACESECCOMP|
				unix.PTRACE_O_TRACEEXEC|unix.PTRACE_O_EXITKILL); err != nil {
				return status, fmt.Errorf("options: %w", err)
			}
			known[tid] = true
			_ = syscall.PtraceCont(tid, 0)
			continue
		}
		signal := 0
		switch event := status.TrapCause(); {
		case status.StopSignal() == syscall.SIGTRAP && event == unix.PTRACE_EVENT_SECCOMP:
			if err := p.stopped(tid); err != nil && !errors.Is(err, syscall.ESRCH) {
				return status, err
			}
		case status.StopSignal() == syscall.SIGTRAP && event == unix.PTRACE_EVENT_EXEC:
			p.begun = true
		case status.StopSignal() == syscall.SIGTRAP && event > 0: // a new thread
		case status.StopSignal() == syscall.SIGSTOP && !known[tid]: // the first stop of a new thread
		default:
			signal = int(status.StopSignal())
		}
		known[tid] = true
		_ = syscall.PtraceCont(tid, signal) // it may have been killed meanwhile
	}
}

// stopped looks at a call and lets it fail, or not.
func (p *tracee) stopped(tid int) error {
	if !p.begun || p.killed {
		return nil
	}
	var regs syscall.PtraceRegs
	if err := syscall.PtraceGetRegs(tid, &regs); err != nil {
		return err
	}
	kind := changing[regs.Orig_rax]
	var path string
	switch regs.Orig_rax {
	case unix.SYS_OPEN:
		if regs.Rsi&(unix.O_ACCMODE|unix.O_CREAT|unix.O_TRUNC) == 0 {
			return nil
		}
		path = p.path(tid, unix.AT_FDCWD, regs.Rdi)
	case unix.SYS_OPENAT:
		if regs.Rdx&(unix.O_ACCMODE|unix.O_CREAT|unix.O_TRUNC) == 0 {
			return nil
		}
		path = p.path(tid, int32(regs.Rdi), regs.Rsi)
	case unix.SYS_CREAT, unix.SYS_TRUNCATE, unix.SYS_CHMOD, unix.SYS_MKDIR, unix.SYS_UNLINK, unix.SYS_RMDIR:
		path = p.path(tid, unix.AT_FDCWD, regs.Rdi)
	case unix.SYS_RENAME, unix.SYS_LINK, unix.SYS_SYMLINK:
		path = p.path(tid, unix.AT_FDCWD, regs.Rsi)
	case unix.SYS_FCHMODAT, unix.SYS_MKDIRAT, unix.SYS_UNLINKAT:
		path = p.path(tid, int32(regs.Rdi), regs.Rsi)
	case unix.SYS_RENAMEAT, unix.SYS_RENAMEAT2, unix.SYS_LINKAT:
		path = p.path(tid, int32(regs.Rdx), regs.R10)
	case unix.SYS_SYMLINKAT:
		path = p.path(tid, int32(regs.Rsi), regs.Rdx)
	case unix.SYS_COPY_FILE_RANGE:
		path = p.opened(tid, int32(regs.Rdx))
	default: // the first argument is an open file
		path = p.opened(tid, int32(regs.Rdi))
	}
	below, err := filepath.Rel(p.folder, path)
	isOurs := err == nil && !strings.HasPrefix(below, "..")
	if !isOurs { // a terminal, a socket, a file of the system
		return nil
	}
	one := op{number: len(p.ops) + 1, kind: kind, path: below}
	p.ops = append(p.ops, one)
	switch fault := p.strike(one); {
	case fault == 0:
		return nil
	case fault > signalled:
		p.killed = fault == killIt
		return syscall.Kill(p.pid, syscall.Signal(fault-signalled))
	default:
		regs.Orig_rax = ^uint64(0) // no call is made; what stands in rax is its result
		regs.Rax = uint64(-int64(fault))
		return syscall.PtraceSetRegs(tid, &regs)
	}
}

// path is the path that a call names by text, below an open folder or that of the program.
func (p *tracee) path(tid int, folder int32, text uint64) string {
	var name []byte
	for len(name) < unix.PathMax {
		var word [8]byte
		if _, err := syscall.PtracePeekData(tid, uintptr(text)+uintptr(len(name)), word[:]); err != nil {
			return ""
		}
		if before, _, found := strings.Cut(string(word[:]), "\x00"); found {
			name = append(name, before...)
			break
		}
		name = append(name, word[:]...)
	}
	switch {
	case filepath.IsAbs(string(name)):
		return filepath.Clean(string(name))
	case folder == unix.AT_FDCWD:
		return filepath.Join(p.folder, string(name))
	}
	return filepath.Join(p.opened(tid, folder), string(name))
}

// opened is the path of an open file.
func (p *tracee) opened(tid int, file int32) string {
	path, err := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", tid, file))
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(path, " (deleted)")
}
