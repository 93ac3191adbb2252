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

// File is one published file; Name has no folder. Its content is Bytes or, where it may be too large
// to be held in memory, that of a file elsewhere, which moves when the publication is written.
type File struct {
	Name  string
	Bytes []byte

	from   string // the file elsewhere; empty where the content is Bytes
	size   int64
	sha256 string // of the file elsewhere
}

// fileFrom is a published file of the same name as one that was written elsewhere.
func fileFrom(path string) (File, error) {
	f := File{Name: filepath.Base(path), from: path}
	var err error
	f.size, f.sha256, err = digestOf(path)
	return f, err
}

// facts are the size and the sha256 of the content.
func (f File) facts() (size int64, sha string) {
	if f.from != "" {
		return f.size, f.sha256
	}
	return int64(len(f.Bytes)), digest(f.Bytes)
}

// stands tells that the content is that of the file at path.
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

// put writes the content to path, where no file is.
func (f File) put(path string) error {
	if f.from != "" {
		return os.Rename(f.from, path)
	}
	return os.WriteFile(path, f.Bytes, 0o644)
}

// digestOf is the size and the sha256 of a file of any size.
func digestOf(path string) (size int64, sha string, err error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, "", err
	}
	hash := sha256.New()
	size, err = io.Copy(hash, file)
	return size, hex.EncodeToString(hash.Sum(nil)), errors.Join(err, file.Close())
}

// regularSize is the size of a regular file, which a symlink may name. Anything else is an error: to
// open a named pipe, or to read a device, may never end.
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

// readRegular is os.ReadFile, which opens nothing but regular files.
func readRegular(path string) ([]byte, error) {
	if _, err := regularSize(path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

// MartsPath is the folder beside out in which the marts of a publication are written before the
// publication takes its place.
func MartsPath(out string) string {
	folder, err := resolved(out)
	if err != nil {
		folder = out // whoever writes there will say why not
	}
	return filepath.Join(filepath.Dir(folder), "."+filepath.Base(folder)+".marts")
}

// MakeMarts makes that folder, empty, for one who holds the lock that LockPath names; remove removes it.
func MakeMarts(out string) (remove func(), err error) {
	folder := MartsPath(out)
	if err := os.RemoveAll(folder); err != nil {
		return nil, err
	}
	return func() { _ = os.RemoveAll(folder) }, os.MkdirAll(folder, 0o755)
}
