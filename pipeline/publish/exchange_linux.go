package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// takePlace exchanges the folders next and out in one step of the file system, so out is never missing or half full. The
// previous content of out is at next afterwards. On file systems that cannot exchange two folders it renames twice.
func takePlace(next, out string) error {
	if _, err := os.Lstat(out); errors.Is(err, fs.ErrNotExist) {
		return os.Rename(next, out)
	}
	err := unix.Renameat2(unix.AT_FDCWD, next, unix.AT_FDCWD, out, unix.RENAME_EXCHANGE)
	if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOSYS) {
		return renameTwice(next, out)
	}
	if errors.Is(err, unix.EBUSY) {
		return fmt.Errorf("%s: want a folder that is not a mount point; publish to a folder inside it", out)
	}
	if err != nil {
		return &os.LinkError{Op: "exchange", Old: next, New: out, Err: err}
	}
	return nil
}
