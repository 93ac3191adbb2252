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

// replaceFolder makes out hold files. They are written and synced in a folder beside it, which
// then takes its place. What else out held, and breachstats did not write, is carried over.
// A folder that breachstats never wrote to is refused, so that no --out can erase one. left says why
// the figures before could not be removed; nobody's figures are at risk by it, and the next
// publication removes them first.
func replaceFolder(out string, files []File) (isUnchanged bool, left, err error) {
	out, err = resolved(out)
	if err != nil {
		return false, nil, err
	}
	next := filepath.Join(filepath.Dir(out), "."+filepath.Base(out)+".publishing")
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
	// What is not surely on the disk takes nobody's place.
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

// resolved is the absolute path of out, which a symlink may name: the link stays one.
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

// Ready tells whether out can be published to: a new or empty folder, or one that breachstats
// published to before, beside whose figures nothing stands that cannot be carried over; and not the
// folder that this process stands in.
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

// LockPath is the file whose lock lets one process publish to out.
func LockPath(out string) (string, error) {
	folder, err := resolved(out)
	return filepath.Join(filepath.Dir(folder), "."+filepath.Base(folder)+".lock"), err
}

// publishedFiles names the files that breachstats wrote to out, the manifest among them; none
// when out is missing or empty. Anything else without a manifest is an error.
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

// sideBySide does something to each of many files, some at once: most of it is to wait for the disk.
func sideBySide[T any](all []T, do func(T) error) error {
	const atOnce = 8
	var doing errgroup.Group
	doing.SetLimit(atOnce)
	for _, one := range all {
		doing.Go(func() error { return do(one) })
	}
	return doing.Wait()
}

// carryOver copies what stands in out and is not of breachstats, such as .nojekyll or CNAME.
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

// wantCarried wants all that is to be carried over, in folders too, to be of a kind that can be: a named
// pipe, a socket or a device has no content to copy, and to read it may never end.
func wantCarried(out string, previous []string) error {
	return eachCarried(out, previous, func(entry fs.DirEntry) error {
		return filepath.WalkDir(filepath.Join(out, entry.Name()), func(path string, entry fs.DirEntry, err error) error {
			switch {
			case errors.Is(err, fs.ErrNotExist): // somebody has just removed it
				return nil
			case err != nil, entry.IsDir(), entry.Type().IsRegular(), entry.Type()&fs.ModeSymlink != 0:
				return err
			}
			return fmt.Errorf("%s: want a file, a folder or a link to carry over to the next figures, got %s; move it elsewhere", path, data.KindOf(entry.Type()))
		})
	})
}

// eachCarried calls do for each entry of out that is not of breachstats.
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
		return fmt.Errorf("%s: stands where a figure would go", from)
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
