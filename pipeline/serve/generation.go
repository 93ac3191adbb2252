package serve

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// GenerationOf names the file of a published database, by what the file system says of it: another
// file in its place has another name, the same file always the same. Without a file the error is
// warehouse.ErrMissing.
func GenerationOf(path string) (string, error) {
	info, err := warehouse.Stat(path)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%x-%x-%x", fileNumber(info), info.Size(), info.ModTime().UnixNano()), nil
}

// errOtherGeneration is of a database that was replaced while a worker opened it.
var errOtherGeneration = errors.New("the database was replaced meanwhile")

// openGeneration opens the database within its folder, so that no answer shows where it lies.
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
	// A database is replaced by a rename and never comes back: if the wanted one stands there still,
	// it is the one that was opened.
	got, err := GenerationOf(name)
	if err == nil && got != o.Generation {
		err = errOtherGeneration
	}
	if err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}
