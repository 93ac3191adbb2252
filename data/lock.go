package data

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
)

// ErrLocked tells that another run is changing the data folder.
var ErrLocked = errors.New("another run holds the lock")

// Lock makes this process the only one that changes a data folder until release is called.
// Readers need no lock. See LockFile.
func Lock(dir, holder string) (release func(), err error) {
	return LockFile(filepath.Join(dir, ".lock"), holder)
}

// LockFile takes the lock that a file stands for. holder, one line, is shown to whoever is
// refused meanwhile. The lock ends with the process, however that ends; the file itself stays.
//
// The error is ErrLocked, with the holder's line, when another process has the lock.
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
