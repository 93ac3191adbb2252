package torture

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/breachstats/breachstats/torture/must"
)

// Programs are traced with ptrace, not strace: strace counts calls (when=N) for each thread
// separately, and goroutines and DuckDB's threads share the work differently in each run. Only a
// count over all threads reaches every call. A seccomp filter stops the program only at calls on
// files.

// asShim makes the test binary install the filter and then execute the program in its arguments.
const asShim = "BREACHSTATS_TORTURE_SHIM"

// becomeProgram installs the filter on this thread and executes the program. It returns only on
// error.
func becomeProgram(args []string) error {
	runtime.LockOSThread()
	var filter []unix.SockFilter
	filter = append(filter, unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: 0}) // the call's number
	for number := range calls(os.Getenv(asShim)) {
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

// tracee is a program that is being traced, and its folder.
type tracee struct {
	folder string
	calls  string // name of the set of calls
	strike func(op) syscall.Errno
	pid    int
	begun  bool // the shim has executed the program
	ops    []op
	times  map[op]int // count of each call, with nth 0
	killed bool
	struck time.Time // when a signal was sent
}

// traced runs a program in a folder and calls strike before each call of a set on a file below that
// folder, in one order over all threads. strike returns 0 to let the call happen, an error to make
// it fail with, or killIt or a similar value to send a signal.
func traced(t *testing.T, folder, set string, args []string, strike func(op) syscall.Errno) ended {
	t.Helper()
	runtime.LockOSThread() // ptrace binds a tracer to its thread
	defer runtime.UnlockOSThread()
	self := must.Get(os.Executable())(t)
	stdout, stderr := saidTo(t), saidTo(t)
	defer stdout.Close()
	defer stderr.Close()
	null := must.Get(os.OpenFile(os.DevNull, os.O_RDWR, 0))(t)
	defer null.Close()
	pid, err := syscall.ForkExec(self, args, &syscall.ProcAttr{
		Dir: folder, Env: append(programEnv(), asShim+"="+set),
		Files: []uintptr{null.Fd(), stdout.Fd(), stderr.Fd()},
		Sys:   &syscall.SysProcAttr{Ptrace: true},
	})
	if errors.Is(err, syscall.EPERM) {
		t.Skip("ptrace is not allowed here")
	}
	if err != nil {
		t.Fatal(err)
	}
	one := &tracee{folder: folder, calls: set, strike: strike, pid: pid, times: map[op]int{}}
	status, err := one.follow()
	if err != nil {
		t.Fatalf("tracing %q: %v", args, err)
	}
	end := ended{stdout: textOf(t, stdout), stderr: untimed(textOf(t, stderr)), ops: one.ops, status: status.ExitStatus()}
	if status.Signaled() {
		end.status = 128 + int(status.Signal())
	}
	if !one.struck.IsZero() {
		end.left = time.Since(one.struck)
	}
	return end
}

// saidTo returns a file for the output of a program. A pipe would need a thread to read it.
func saidTo(t *testing.T) *os.File {
	t.Helper()
	file, err := os.CreateTemp("", "torture") //nolint:usetesting // it is unlinked at once
	if err != nil {
		t.Fatal(err)
	}
	_ = os.Remove(file.Name())
	return file
}

func textOf(t *testing.T, file *os.File) string {
	t.Helper()
	text := must.Get(io.ReadAll(io.NewSectionReader(file, 0, 1<<20)))(t)
	return string(text)
}

// follow traces the program until it ends.
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
		if !isSetUp { // the first stop is that of the shim
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

// stopped handles a call at which the program has stopped, and lets it happen or fail.
func (p *tracee) stopped(tid int) error {
	if !p.begun || p.killed {
		return nil
	}
	var regs syscall.PtraceRegs
	if err := syscall.PtraceGetRegs(tid, &regs); err != nil {
		return err
	}
	kind := calls(p.calls)[regs.Orig_rax]
	var path string
	switch regs.Orig_rax {
	case unix.SYS_OPEN:
		if !p.isOpenedFor(regs.Rsi) {
			return nil
		}
		path = p.path(tid, unix.AT_FDCWD, regs.Rdi)
	case unix.SYS_OPENAT:
		if !p.isOpenedFor(regs.Rdx) {
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
	one := op{kind: kind, path: chance.ReplaceAllString(below, "N")}
	p.times[one]++
	one.nth = p.times[op{kind: one.kind, path: one.path}]
	p.ops = append(p.ops, one)
	switch fault := p.strike(one); {
	case fault == 0:
		return nil
	case fault > signalled:
		p.killed, p.struck = fault == killIt, time.Now()
		return syscall.Kill(p.pid, syscall.Signal(fault-signalled))
	default:
		regs.Orig_rax = ^uint64(0) // skip the call; rax is its result
		regs.Rax = uint64(-int64(fault))
		return syscall.PtraceSetRegs(tid, &regs)
	}
}

// isOpenedFor reports from the flags of an open whether the call is in the set.
func (p *tracee) isOpenedFor(flags uint64) bool {
	isChange := flags&(unix.O_ACCMODE|unix.O_CREAT|unix.O_TRUNC) != 0
	return isChange == (p.calls != "reading")
}

// path returns the path in a call's argument, relative to an open folder or to the program's
// folder.
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

// opened returns the path of an open file.
func (p *tracee) opened(tid int, file int32) string {
	path, err := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", tid, file))
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(path, " (deleted)")
}
