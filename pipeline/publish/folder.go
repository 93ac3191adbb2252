package publish

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/breachstats/breachstats/data"
)

func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// replaceFolder replaces the content of out by files. They are written and synced in a folder beside out, which then
// replaces it. Files in out that breachstats did not write are carried over. A folder that breachstats never wrote to is
// refused, so that a wrong --out erases nothing. left reports why the previous figures could not be removed; that does
// no harm, and the next publication removes them first.
func replaceFolder(out string, files []File) (isUnchanged bool, left, err error) {
	out, err = resolved(out)
	if err != nil {
		return false, nil, err
	}
	next := nextOf(out)
	if err := restore(next, out); err != nil {
		return false, nil, err
	}
	previous, err := publishedFiles(out)
	if err != nil {
		return false, nil, err
	}
	if holds(out, files) && len(previous) == len(files) {
		return true, nil, nil
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return false, nil, err
	}
	if err := writeFolder(next, files); err != nil {
		return false, nil, errors.Join(err, os.RemoveAll(next))
	}
	if err := carryOver(out, next, previous); err != nil {
		return false, nil, errors.Join(err, os.RemoveAll(next))
	}
	// Only files that are safely on the disk may replace others.
	if err := syncTree(next); err != nil {
		return false, nil, errors.Join(err, os.RemoveAll(next))
	}
	if err := takePlace(next, out); err != nil {
		return false, nil, errors.Join(err, os.RemoveAll(next))
	}
	if err := syncPath(filepath.Dir(out)); err != nil {
		return false, nil, errors.Join(err, os.RemoveAll(next))
	}
	return false, os.RemoveAll(next), nil
}

// nextOf returns the folder in which the files are written that will replace out. Then it holds those that they replaced.
func nextOf(out string) string {
	return filepath.Join(filepath.Dir(out), "."+filepath.Base(out)+".publishing")
}

// HasLeft reports whether a publication to out has left a folder beside it: it was killed, or could not remove it.
func HasLeft(out string) bool {
	out, err := resolved(out)
	if err != nil {
		return false
	}
	return slices.ContainsFunc([]string{nextOf(out), asideOf(nextOf(out)), MartsPath(out)}, func(path string) bool {
		_, err := os.Lstat(path)
		return err == nil
	})
}

// RemoveLeft removes what a publication to out has left beside it. The caller holds the lock of out.
func RemoveLeft(out string) error {
	out, err := resolved(out)
	if err != nil {
		return err
	}
	return errors.Join(restore(nextOf(out), out), os.RemoveAll(MartsPath(out)))
}

// resolved returns the absolute path of out. It follows a symlink, so that the link is kept.
func resolved(out string) (string, error) {
	out, err := filepath.Abs(out)
	if err != nil {
		return "", err
	}
	if target, err := filepath.EvalSymlinks(out); err == nil {
		return target, nil
	}
	return out, nil
}

// Ready returns an error unless out can be published to. It must be a new or empty folder, or one that breachstats
// published to before, in which every other file can be carried over; and it must not be the working folder of this
// process.
func Ready(out string) error {
	folder, err := resolved(out)
	if err != nil {
		return err
	}
	if current, err := os.Getwd(); err == nil && (folder == current || strings.HasPrefix(current, folder+string(filepath.Separator))) {
		return fmt.Errorf("%s: want a folder of its own, got the one that this command runs in", out)
	}
	published, err := publishedFiles(folder)
	if err != nil {
		return err
	}
	return wantCarried(folder, published)
}

// LockPath is the file whose lock lets one process at a time publish to out.
func LockPath(out string) (string, error) {
	folder, err := resolved(out)
	return filepath.Join(filepath.Dir(folder), "."+filepath.Base(folder)+".lock"), err
}

// publishedFiles lists the files that breachstats wrote to out, including the manifest; none if out is missing or empty.
// A folder with other content and no manifest is an error.
func publishedFiles(out string) ([]string, error) {
	entries, err := os.ReadDir(out)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	path := filepath.Join(out, manifestName)
	text, err := readRegular(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: want a new or empty folder, or one that breachstats published to; this one has no %s",
			out, manifestName)
	}
	if err != nil {
		return nil, err
	}
	var m manifest
	if err := json.Unmarshal(text, &m); err != nil || m.Program != "breachstats" {
		return nil, fmt.Errorf("%s: want a manifest that breachstats wrote; publish to another folder", path)
	}
	names := []string{manifestName}
	for _, file := range m.Files {
		names = append(names, file.Name)
	}
	return names, nil
}

func holds(out string, files []File) bool {
	for _, file := range files {
		if !file.stands(filepath.Join(out, file.Name)) {
			return false
		}
	}
	return true
}

func writeFolder(folder string, files []File) error {
	if err := os.Mkdir(folder, 0o755); err != nil {
		return err
	}
	return sideBySide(files, func(file File) error { return file.put(filepath.Join(folder, file.Name)) })
}

// sideBySide calls a function for each of many files, several at a time, because most of the time is waiting for the
// disk.
func sideBySide[T any](all []T, do func(T) error) error {
	const atOnce = 8
	var doing errgroup.Group
	doing.SetLimit(atOnce)
	for _, one := range all {
		doing.Go(func() error { return do(one) })
	}
	return doing.Wait()
}

// carryOver copies files in out that breachstats did not write, such as .nojekyll or CNAME.
func carryOver(out, next string, previous []string) error {
	if err := wantCarried(out, previous); err != nil {
		return err
	}
	return eachCarried(out, previous, func(entry fs.DirEntry) error {
		from, to := filepath.Join(out, entry.Name()), filepath.Join(next, entry.Name())
		switch {
		case entry.IsDir():
			return os.CopyFS(to, os.DirFS(from))
		case entry.Type()&fs.ModeSymlink != 0:
			return copyLink(from, to)
		}
		return copyFile(from, to)
	})
}

// wantCarried returns an error if something to be carried over cannot be, also inside folders: a named pipe, a socket or
// a device has no content to copy, and reading it may never end.
func wantCarried(out string, previous []string) error {
	return eachCarried(out, previous, func(entry fs.DirEntry) error {
		return filepath.WalkDir(filepath.Join(out, entry.Name()), func(path string, entry fs.DirEntry, err error) error {
			switch {
			case errors.Is(err, fs.ErrNotExist): // it has just been removed
				return nil
			case err != nil, entry.IsDir(), entry.Type().IsRegular(), entry.Type()&fs.ModeSymlink != 0:
				return err
			}
			return fmt.Errorf("%s: want a file, a folder or a link to carry over to the next figures, got %s; move it elsewhere", path, data.KindOf(entry.Type()))
		})
	})
}

// eachCarried calls do for each entry of out that breachstats did not write.
func eachCarried(out string, previous []string, do func(fs.DirEntry) error) error {
	entries, err := os.ReadDir(out)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if slices.Contains(previous, entry.Name()) {
			continue
		}
		if err := do(entry); err != nil {
			return err
		}
	}
	return nil
}

func copyLink(from, to string) error {
	target, err := os.Readlink(from)
	if err != nil {
		return err
	}
	return os.Symlink(target, to)
}

func copyFile(from, to string) error {
	if _, err := os.Lstat(to); err == nil {
		return fmt.Errorf("%s: has the name of a figure", from)
	}
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	content, err := readRegular(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, content, info.Mode().Perm())
}

func syncTree(folder string) error {
	var paths []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type()&fs.ModeSymlink == 0 {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		return err
	}
	return sideBySide(paths, syncPath)
}

func syncPath(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}
