package torture

import "golang.org/x/sys/unix"

// The two sets of system calls, by number, that are made to fail.
var (
	// changing are the calls that change files.
	changing = map[uint64]string{
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
	// reading are the calls that read files.
	reading = map[uint64]string{
		unix.SYS_OPEN: "open", unix.SYS_OPENAT: "open", unix.SYS_GETDENTS64: "list",
		unix.SYS_READ: "read", unix.SYS_PREAD64: "read", unix.SYS_READV: "read", unix.SYS_PREADV: "read",
	}
)

// calls returns a set by its name, which is passed to the shim.
func calls(name string) map[uint64]string {
	if name == "reading" {
		return reading
	}
	return changing
}
