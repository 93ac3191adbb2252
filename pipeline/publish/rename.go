package publish

import (
	"errors"
	"io/fs"
	"os"
)

// renameTwice moves out aside and next into its place, where the system offers no exchange. A
// run that is killed between the two leaves the old folder beside, under the name .aside.
func renameTwice(next, out string) error {
	aside := next + ".aside"
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
