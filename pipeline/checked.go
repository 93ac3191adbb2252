package pipeline

import (
	"context"
	"errors"
	"os"

	"github.com/breachstats/breachstats/data"
	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/check"
	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// Check runs every check on the published database, which it does not change. If a check that is
// not a warning fails, the error is check.ErrFailed.
func Check(ctx context.Context, o Options) ([]check.Result, error) {
	return checked(ctx, o, func() (bool, error) { return false, nil }, nil)
}

// checked opens the published database, runs every check, and passes it to proved if all passed.
// It calls begin once, between the checks and proved; begin reports whether it locked the folder of
// the figures. If it did, and another database has replaced the checked one since, checked opens
// and checks that one too. proved may be nil.
func checked(ctx context.Context, o Options, begin func() (bool, error), proved func(*warehouse.Warehouse, []models.Model) error) ([]check.Result, error) {
	list, tests, err := o.Models()
	if err != nil {
		return nil, err
	}
	store, err := data.OpenStore(o.Data)
	if err != nil {
		return nil, err
	}
	if o.Cluster != nil {
		return checkedOnCluster(ctx, o, inputs{store: store, list: list, tests: tests}, begin, proved)
	}
	for hasBegun := false; ; {
		opened, err := warehouse.Stat(o.Database())
		if err != nil {
			return nil, err
		}
		w, err := warehouse.OpenWithin(ctx, o.Database(), o.limits())
		if err != nil {
			return nil, err
		}
		w.Traced(o.Trace)
		var results []check.Result
		if err = o.wantBuiltBy(ctx, w, list); err == nil {
			results, err = check.NewPlan(list, tests, store.Path).Run(ctx, w)
		}
		if err == nil && !hasBegun {
			var isLocked bool
			hasBegun = true
			isLocked, err = begin()
			if now, statErr := os.Stat(o.Database()); isLocked && statErr == nil && !os.SameFile(opened, now) {
				if err = errors.Join(err, w.Close()); err == nil {
					continue
				}
				return results, err
			}
		}
		if err == nil && proved != nil {
			err = proved(w, list)
		}
		return results, errors.Join(err, w.Close())
	}
}
