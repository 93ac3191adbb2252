package main

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/google/renameio/v2"
	"golang.org/x/sync/errgroup"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/pipeline/sample"
)

// writeSample writes one list to a temporary file beside path, and renames that.
func writeSample(path string, o sample.Options) error {
	pending, err := renameio.NewPendingFile(path, renameio.WithTempDir(filepath.Dir(path)), renameio.WithPermissions(0o644))
	if err != nil {
		return err
	}
	if err := sample.Write(pending, o); err != nil {
		_ = pending.Cleanup()
		return err
	}
	return pending.CloseAtomicallyReplace()
}

// writeSampleDays writes the views of the given number of days up to o.ListedOn into folder,
// under the names that import reads: 2025-10-17_archive.csv. It writes the oldest day first and
// alone: if that fails, no other file is left behind.
func writeSampleDays(ctx context.Context, folder string, o sample.Options, days int, views []data.View) error {
	write := func(back int) error {
		listed := o
		listed.ListedOn = o.ListedOn.AddDate(0, 0, -back)
		for _, view := range views {
			if err := ctx.Err(); err != nil {
				return err
			}
			listed.View = view
			name := listed.ListedOn.Format(time.DateOnly) + "_" + string(view) + ".csv"
			if err := writeSample(filepath.Join(folder, name), listed); err != nil {
				return err
			}
		}
		return nil
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	if err := write(days - 1); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for back := days - 2; back >= 0; back-- {
		group.Go(func() error { return write(back) })
	}
	return group.Wait()
}
