package data

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
)

// ErrLocked reports that another process holds the lock.
var ErrLocked = errors.New("another run holds the lock")

// Lock takes the lock of a data folder, which every process needs that changes the folder. Readers
// need no lock. See [LockFile].
func Lock(dir, holder string) (release func(), err error) {
	return LockFile(filepath.Join(dir, ".lock"), holder)
}

// LockFile takes the lock on a file, and creates the file if needed. holder is one line that
// describes this process to others that want the lock. The lock ends with release or with the
// process; the file stays.
//
// If another process has the lock, the error is [ErrLocked] with that process's line.
func LockFile(path, holder string) (release func(), err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	lock := flock.New(path, flock.SetFlag(os.O_CREATE|os.O_RDWR), flock.SetPermissions(0o644))
	locked, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if !locked {
		who, _ := os.ReadFile(path)
		name, _, isWhole := strings.Cut(string(who), "\n")
		if !isWhole {
			name = "it has just begun"
		}
		return nil, fmt.Errorf("%s: %w: %s", path, ErrLocked, name)
	}
	if err := os.WriteFile(path, []byte(holder+"\n"), 0o644); err != nil {
		return nil, errors.Join(err, lock.Unlock())
	}
	return func() { _ = lock.Unlock() }, nil
}
