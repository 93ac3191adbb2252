package serve

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"syscall"

	seccomp "github.com/elastic/go-seccomp-bpf"
	"github.com/elastic/go-seccomp-bpf/arch"
	"github.com/landlock-lsm/go-landlock/landlock"
	"golang.org/x/sys/unix"
)

// refusedCalls lists the system calls that a worker does not need once its database is open: they
// open files, start programs, reach other processes and make connections.
var refusedCalls = []string{
	"open", "openat", "openat2", "creat", "truncate", "unlink", "unlinkat", "rename", "renameat", "renameat2", "link", "linkat",
	"symlink", "symlinkat", "mkdir", "mkdirat", "rmdir", "chmod", "fchmodat", "chown", "fchownat", "mknod", "mknodat", "mount",
	"execve", "execveat", "ptrace", "process_vm_readv", "process_vm_writev", "kill", "tkill", "pidfd_open", "pidfd_send_signal",
	"socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "io_uring_setup", "bpf", "keyctl", "unshare", "setns",
}

// confine removes from the process, irrevocably, every permission that a worker does not need. It reports the
// protections that hold, and those that this system does not offer.
func confine() (protections, missing []string) {
	try := func(what string, err error) {
		if err != nil {
			missing = append(missing, fmt.Sprintf("%s (%v)", what, err))
		} else {
			protections = append(protections, what)
		}
	}
	try("is the first to go when the system runs out of memory", os.WriteFile("/proc/self/oom_score_adj", []byte("1000"), 0))
	try("writes no file (rlimit)", errorsOf(unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{}), unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})))
	try("opens no file and no connection (Landlock)", landlock.V6.Restrict())
	try("opens no file, starts no program, makes no connection (seccomp)", seccomp.LoadFilter(seccomp.Filter{
		NoNewPrivs: true,
		Flag:       seccomp.FilterFlagTSync,
		Policy: seccomp.Policy{DefaultAction: seccomp.ActionAllow, Syscalls: []seccomp.SyscallGroup{
			{Names: known(refusedCalls), Action: seccomp.ActionErrno},
		}},
	}))
	return protections, missing
}

// known returns the calls that exist on this processor: arm64 lacks the older ones.
func known(names []string) []string {
	info, err := arch.GetInfo("")
	if err != nil {
		return names // loading the filter reports it
	}
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		_, isKnown := info.SyscallNames[name]
		return !isKnown
	})
}

func errorsOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// fileNumber distinguishes a file from all others of its file system.
func fileNumber(info fs.FileInfo) uint64 {
	if stat, isKnown := info.Sys().(*syscall.Stat_t); isKnown {
		return stat.Ino
	}
	return 0
}
