package publish

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/breachstats/breachstats/data"
)

// File is one published file; Name has no folder. Its content is Bytes or, if it may be too large for memory, that of
// another file, which is moved when the publication is written.
type File struct {
	Name  string
	Bytes []byte

	from   string // the other file; empty if the content is Bytes
	size   int64
	sha256 string // of the other file
}

// fileFrom makes a published file of one that was written elsewhere, under the same name.
func fileFrom(path string) (File, error) {
	f := File{Name: filepath.Base(path), from: path}
	var err error
	f.size, f.sha256, err = digestOf(path)
	return f, err
}

// facts returns the size and the sha256 of the content.
func (f File) facts() (size int64, sha string) {
	if f.from != "" {
		return f.size, f.sha256
	}
	return int64(len(f.Bytes)), digest(f.Bytes)
}

// stands reports whether the file at path has this content.
func (f File) stands(path string) bool {
	if f.from == "" {
		content, err := readRegular(path)
		return err == nil && bytes.Equal(content, f.Bytes)
	}
	if size, err := regularSize(path); err != nil || size != f.size {
		return false
	}
	_, sha, err := digestOf(path)
	return err == nil && sha == f.sha256
}

// put writes the content to path, where no file may exist.
func (f File) put(path string) error {
	if f.from != "" {
		return os.Rename(f.from, path)
	}
	return os.WriteFile(path, f.Bytes, 0o644)
}

// digestOf returns the size and the sha256 of a file of any size.
func digestOf(path string) (size int64, sha string, err error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, "", err
	}
	hash := sha256.New()
	size, err = io.Copy(hash, file)
	return size, hex.EncodeToString(hash.Sum(nil)), errors.Join(err, file.Close())
}

// regularSize returns the size of a regular file or of one behind a symlink. Anything else is an error: opening a named
// pipe or reading a device may never end.
func regularSize(path string) (int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	if kind := data.KindOf(info.Mode()); kind != "" {
		return 0, fmt.Errorf("%s: want a regular file, got %s; move it elsewhere", path, kind)
	}
	return info.Size(), nil
}

// readRegular is os.ReadFile for regular files only.
func readRegular(path string) ([]byte, error) {
	if _, err := regularSize(path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

// MartsPath is the folder beside out where the marts of a publication are written before the publication replaces out.
func MartsPath(out string) string {
	folder, err := resolved(out)
	if err != nil {
		folder = out // writing there will report the error
	}
	return filepath.Join(filepath.Dir(folder), "."+filepath.Base(folder)+".marts")
}

// MakeMarts creates that folder, empty; remove removes it. The caller must hold the lock of LockPath.
func MakeMarts(out string) (remove func(), err error) {
	folder := MartsPath(out)
	if err := os.RemoveAll(folder); err != nil {
		return nil, err
	}
	return func() { _ = os.RemoveAll(folder) }, os.MkdirAll(folder, 0o755)
}
