package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// takePlace puts folder next in the place of out, in one step of the file system: there is no
// moment at which out is missing or half full. What out held stands at next afterwards.
// File systems that cannot exchange two folders get two renames.
func takePlace(next, out string) error {
	if _, err := os.Lstat(out); errors.Is(err, fs.ErrNotExist) {
		return os.Rename(next, out)
	}
	err := unix.Renameat2(unix.AT_FDCWD, next, unix.AT_FDCWD, out, unix.RENAME_EXCHANGE)
	if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOSYS) {
		return renameTwice(next, out)
	}
	if errors.Is(err, unix.EBUSY) {
		return fmt.Errorf("%s: want a folder that is no mount point; publish to a folder inside it", out)
	}
	if err != nil {
		return &os.LinkError{Op: "exchange", Old: next, New: out, Err: err}
	}
	return nil
}
