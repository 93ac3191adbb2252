package serve

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// GenerationOf identifies the file of a published database by its inode, size and time: the same file always has
// the same generation, and its replacement has another. Without a file the error is warehouse.ErrMissing.
func GenerationOf(path string) (string, error) {
	info, err := warehouse.Stat(path)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%x-%x-%x", fileNumber(info), info.Size(), info.ModTime().UnixNano()), nil
}

// errOtherGeneration means that the database was replaced while a worker opened it.
var errOtherGeneration = errors.New("the database was replaced meanwhile")

// openGeneration opens the database from within its folder, so that no answer can show its path.
func openGeneration(ctx context.Context, o WorkerOptions) (*warehouse.Warehouse, error) {
	path, err := filepath.EvalSymlinks(o.Database)
	if err != nil {
		return nil, err
	}
	if err := os.Chdir(filepath.Dir(path)); err != nil {
		return nil, err
	}
	name := filepath.Base(path)
	w, err := warehouse.OpenWithin(ctx, name, o.Limits)
	if err != nil {
		return nil, err
	}
	// A database is replaced by a rename and never comes back: if the wanted file is still there, it is the one
	// that was opened.
	got, err := GenerationOf(name)
	if err == nil && got != o.Generation {
		err = errOtherGeneration
	}
	if err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}
