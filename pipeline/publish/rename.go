package publish

import (
	"errors"
	"io/fs"
	"os"
)

// restore clears what an interrupted publication left: the folder next, and the published one
// where renameTwice had moved it aside.
func restore(next, out string) error {
	aside := asideOf(next)
	if _, err := os.Lstat(out); errors.Is(err, fs.ErrNotExist) {
		if err := os.Rename(aside, out); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return errors.Join(os.RemoveAll(next), os.RemoveAll(aside))
}

func asideOf(next string) string { return next + ".aside" }

// renameTwice moves out aside and next into its place, where the system offers no exchange. A
// run that is killed between the two leaves the old folder aside, and the next one restores it.
func renameTwice(next, out string) error {
	aside := asideOf(next)
	if err := os.RemoveAll(aside); err != nil {
		return err
	}
	err := os.Rename(out, aside)
	if errors.Is(err, fs.ErrNotExist) {
		return os.Rename(next, out)
	}
	if err != nil {
		return err
	}
	if err := os.Rename(next, out); err != nil {
		return errors.Join(err, os.Rename(aside, out))
	}
	return os.Rename(aside, next)
}
