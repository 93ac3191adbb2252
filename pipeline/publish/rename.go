package publish

import (
	"errors"
	"io/fs"
	"os"
)

// restore cleans up after an interrupted publication: it removes the folder next, and moves the published folder back if
// renameTwice had moved it aside.
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

// renameTwice moves out aside and next into its place, for systems that cannot exchange two folders. If the process is
// killed between the two renames, the next publication restores the old folder.
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
