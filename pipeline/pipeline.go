// Package pipeline takes reports from the portal to the figures: import, load, build, check, swap,
// publish. Each verb is a folder below; this package calls them in order.
package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/breachstats/breachstats/data"
	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/build"
	"github.com/breachstats/breachstats/pipeline/check"
	"github.com/breachstats/breachstats/pipeline/engine"
	"github.com/breachstats/breachstats/pipeline/load"
	"github.com/breachstats/breachstats/pipeline/origins"
	"github.com/breachstats/breachstats/pipeline/publish"
	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// Options control what a run reads and writes.
type Options struct {
	// Data is the data folder: snapshots, manifest and database.
	Data string
	// Out is the folder of published figures.
	Out string
	// SQL is a folder of models to use instead of the built-in ones; empty for the built-in ones.
	SQL string
	// Rules is a CSV file of origin rules to use instead of the built-in ones; empty for the
	// built-in ones.
	Rules string
	// AsOf is the day, YYYY-MM-DD or [Newest], whose list the figures show; empty for the newest
	// complete capture. The database has the whole history either way.
	AsOf string
	// IsFresh makes Run build and publish even if the figures show these captures already. A fresh
	// build does not take over what the previous database has read of texts. It keeps the published ids.
	IsFresh bool
	// Version is the program's version, for the manifest and the page.
	Version string
	// Memory is how many bytes DuckDB may use before it spills to a folder beside the database; 0
	// means DuckDB's own limit, 80 % of the machine's memory. Threads is the number of threads it
	// uses; 0 means one for each core.
	Memory  int64
	Threads int
	// Trace is called when a part of the work begins ("import", "model marts.breaches", "check
	// sql/4_marts/breaches_test.sql:2", "publish charts"), and the function that it returns when
	// the part ends. It may be nil. Parts are not nested but may overlap in time, so it must be
	// safe for concurrent use. This package reads no clock; Trace may.
	Trace func(part string) (ended func())
	// Cluster makes the models in place of the embedded engine; nil for that.
	Cluster *Cluster
	// Say is called with each line of progress. It must not be nil.
	Say func(format string, args ...any)
}

// trace calls o.Trace, if it is set, and returns the function to call when the part ends.
func (o Options) trace(part string) (ended func()) {
	if o.Trace == nil {
		return func() {}
	}
	return o.Trace(part)
}

// Database is the path of the published database.
func (o Options) Database() string { return filepath.Join(o.Data, "breaches.duckdb") }

// limits apply to every database that is opened to build, check or publish.
func (o Options) limits() warehouse.Limits {
	limits := warehouse.Limits{Memory: o.Memory, Threads: o.Threads, Spill: warehouse.SpillBeside(o.Database()), IsShared: true}
	if o.Out != "" && o.Out != "-" {
		limits.Copies = publish.MartsPath(o.Out)
	}
	return limits
}

// Run imports, builds and publishes under one lock. report gets the results of all checks, even if
// one failed. If the store has these exports already and the database and figures are up to date,
// nothing is built: isUnchanged is true and report is not called.
func Run(ctx context.Context, o Options, exports []Export, report func([]check.Result)) (isUnchanged bool, err error) {
	if _, err := o.reference(); err != nil {
		return false, err
	}
	release, err := data.Lock(o.Data, holder("running from import to "+o.Out))
	if err != nil {
		return false, err
	}
	defer release()
	if err := publish.Ready(o.Out); err != nil {
		return false, err
	}
	before, err := data.OpenStore(o.Data)
	if err != nil {
		return false, err
	}
	if err := importInto(ctx, o, exports); err != nil {
		return false, err
	}
	after, err := data.OpenStore(o.Data)
	if err != nil {
		return false, err
	}
	if !o.IsFresh && o.Cluster == nil && areSameSnapshots(before.Snapshots(), after.Snapshots()) && isPublished(ctx, o) {
		o.Say("unchanged: %s shows these captures already", o.Out)
		removeLeft(o)
		return true, nil
	}
	return false, rebuildAndPublish(ctx, o, report)
}

func areSameSnapshots(some, others []data.Snapshot) bool {
	return slices.EqualFunc(some, others, func(a, b data.Snapshot) bool { return a.File() == b.File() && a.SHA256 == b.SHA256 })
}

// rebuildAndPublish builds and publishes for callers that hold the lock of the data folder. It
// locks the folder of the figures before the database is replaced. The figures are drawn meanwhile
// and written once the database is in place.
func rebuildAndPublish(ctx context.Context, o Options, report func([]check.Result)) error {
	var drawing errgroup.Group
	var out publication
	defer out.end()
	var files []publish.File
	results, err := rebuild(ctx, o, func(w *warehouse.Warehouse, list []models.Model) (err error) {
		if err := out.lock(o); err != nil {
			return err
		}
		if err := out.read(ctx, o, w, list); err != nil {
			return err
		}
		drawing.Go(func() (err error) {
			files, err = out.edition.Draw()
			return err
		})
		return nil
	})
	drawn := drawing.Wait()
	report(results)
	if err := errors.Join(err, drawn); err != nil {
		return err
	}
	return out.write(o, files)
}

// Build makes a new database from every snapshot of the store, checks it, and replaces the
// published one. It returns the results of all checks. After any error, check.ErrFailed included,
// the published database is unchanged.
func Build(ctx context.Context, o Options) ([]check.Result, error) {
	if _, err := storeToBuild(o); err != nil {
		return nil, err
	}
	release, err := data.Lock(o.Data, holder("building "+o.Database()))
	if err != nil {
		return nil, err
	}
	defer release()
	var notices []string
	results, err := rebuild(ctx, o, func(w *warehouse.Warehouse, _ []models.Model) (err error) {
		notices, err = publish.NoticesOfList(ctx, w)
		return err
	})
	if err == nil {
		for _, notice := range notices {
			o.Say("%s", notice)
		}
	}
	return results, err
}

// rebuild does the work of Build. The caller holds the lock. When every check has passed, proved is
// called with the new database, just before that replaces the old one.
func rebuild(ctx context.Context, o Options, proved func(*warehouse.Warehouse, []models.Model) error) ([]check.Result, error) {
	store, err := storeToBuild(o)
	if err != nil {
		return nil, err
	}
	if o.AsOf, err = dayShown(store, o.AsOf); err != nil {
		return nil, err
	}
	in := inputs{store: store}
	if in.list, in.tests, err = o.Models(); err != nil {
		return nil, err
	}
	if in.reference, err = o.reference(); err != nil {
		return nil, err
	}
	if o.Cluster != nil {
		return rebuildOnCluster(ctx, o, in, proved)
	}
	// The old database is read while the new one is created.
	var before previous
	var reading errgroup.Group
	reading.Go(func() (err error) {
		before, err = readPrevious(ctx, o, in.list, in.reference)
		return err
	})
	w, err := warehouse.Create(ctx, o.Database(), bytesOf(store), o.limits())
	if err := errors.Join(err, reading.Wait()); err != nil {
		if w != nil {
			err = errors.Join(err, warehouse.Discard(w))
		}
		return nil, err
	}
	w.Traced(o.Trace)
	results, err := fill(ctx, w, in, o.AsOf, before, o.ships)
	if errors.Is(err, check.ErrFailed) {
		err = o.refused(err, o.Database())
	}
	notice := ""
	if err == nil {
		ended := o.trace("restated")
		notice, err = restated(ctx, w, in.list, before.shown)
		ended()
	}
	if err == nil && o.SQL != "" {
		err = build.Headers(ctx, w, in.list) // the program's tests do this for its own models
	}
	if err == nil {
		err = proved(w, in.list)
	}
	if err != nil {
		return results, errors.Join(err, warehouse.Discard(w))
	}
	ended := o.trace("swap")
	err = warehouse.Swap(ctx, w, o.Database())
	ended()
	if err != nil {
		return results, errors.Join(err, warehouse.Discard(w))
	}
	o.Say("built %s: %d models, %s", o.Database(), len(in.list), check.Tally(results))
	if notice != "" {
		o.Say("%s", notice)
	}
	return results, nil
}

// refused says after failed checks what was kept, and what to do.
func (o Options) refused(err error, kept string) error {
	advice := "`breachstats snapshots forget` removes an export that is wrong"
	if o.SQL != "" {
		advice = "an export is wrong, or a model or check in " + o.SQL
	}
	return fmt.Errorf("%w; %s is unchanged; %s", err, kept, advice)
}

// bytesOf is the total size of the exports in a store.
func bytesOf(store *data.Store) int64 {
	var total int64
	for _, snapshot := range store.Snapshots() {
		total += snapshot.Bytes
	}
	return total
}

// fill builds all tables, from the snapshots to the figures, and checks them. before has the ids
// to keep and the readings to take over. Checks that read only tables for which ships is true are
// not run.
func fill(ctx context.Context, w *warehouse.Warehouse, in inputs, asOf string, before previous, ships func(table string) bool) ([]check.Result, error) {
	ended := w.Begin("order")
	graph, err := build.NewGraph(ctx, w, in.list)
	ended()
	if err != nil {
		return nil, err
	}
	if err := fillFiled(ctx, w, graph, in, asOf); err != nil {
		return nil, err
	}
	if before.takeIdentities != nil {
		if err := before.takeIdentities(ctx, w); err != nil {
			return nil, err
		}
	}
	if err := w.Filled(ctx); err != nil {
		return nil, err
	}
	plan, err := derive(ctx, w, graph, in, sparing(before.readings), ships)
	if err != nil {
		return nil, err
	}
	if err := forgetPrevious(ctx, w, before.readings); err != nil {
		return nil, err
	}
	results, err := prove(ctx, w, in, plan)
	if err != nil {
		return results, err
	}
	by, err := readBy(ctx, w, in.list, in.reference)
	return results, errors.Join(err, keepReadings(ctx, w, in.list, by))
}

// fillFiled makes the tables that come from files and fills them, all but raw.known_identities.
func fillFiled(ctx context.Context, e engine.Engine, graph build.Graph, in inputs, asOf string) error {
	filled := slices.DeleteFunc(slices.Clone(in.list), func(m models.Model) bool { return !m.Layer.IsFilled() })
	if err := build.Schemas(ctx, e); err != nil {
		return err
	}
	if err := build.Tables(ctx, e, graph, filled); err != nil {
		return err
	}
	ended := e.Begin("load reference")
	err := fillReference(ctx, e, in.reference, filled)
	ended()
	if err != nil {
		return err
	}
	if err := load.Snapshots(ctx, e, in.store); err != nil {
		return err
	}
	return load.AsOf(ctx, e, asOf)
}

// derive makes every other table of the models, each by its query of queries, and runs the checks of the plan
// that it returns. Checks that read only tables for which ships is true are not run.
func derive(ctx context.Context, e engine.Engine, graph build.Graph, in inputs, queries build.Queries, ships func(table string) bool) (*check.Plan, error) {
	derived := slices.DeleteFunc(slices.Clone(graph.Order), func(m models.Model) bool { return m.Layer.IsFilled() })
	plan := check.NewPlan(in.list, in.tests, in.store.Path)
	plan.Trust(ships)
	return plan, build.TablesBy(ctx, e, graph, derived, queries, tasksOf(plan)...)
}

// prove returns the results of a plan whose checks have run. If all passed, the database records them, and the
// models that made it.
func prove(ctx context.Context, e engine.Engine, in inputs, plan *check.Plan) ([]check.Result, error) {
	results, err := plan.Results()
	if err != nil {
		return results, err
	}
	return results, errors.Join(check.Keep(ctx, e, results), keepModels(ctx, e, in.list))
}

// ships reports whether a table is part of the program, so that the program's tests have checked
// it. It is not if the options replace the models or, for the table of origin rules, the rules.
func (o Options) ships(table string) bool {
	return o.SQL == "" && strings.HasPrefix(table, string(models.Reference)+".") && (o.Rules == "" || table != models.RulesTable)
}

// tasksOf returns the checks of a plan as tasks. Each runs as soon as the models that it reads are
// built.
func tasksOf(plan *check.Plan) []build.Task {
	tasks := make([]build.Task, plan.Size())
	for i := range tasks {
		tasks[i] = build.Task{Reads: plan.Reads(i), Do: func(ctx context.Context, lane engine.Engine) error {
			plan.Do(ctx, lane, i)
			return ctx.Err()
		}}
	}
	return tasks
}

// fillReference fills the reference tables of the models and makes the macros of the origin rules.
func fillReference(ctx context.Context, w engine.Engine, reference fs.FS, filled []models.Model) error {
	for _, model := range filled {
		if model.Layer != models.Reference {
			continue
		}
		var columns []string
		for _, column := range model.Header.Columns {
			columns = append(columns, column.Name)
		}
		if err := load.Reference(ctx, w, reference, model.Name, columns); err != nil {
			return err
		}
	}
	return origins.Load(ctx, w, reference)
}

// ErrNoCapture reports that the store holds nothing to build from.
var ErrNoCapture = errors.New("no capture of the HIPAA breach list yet; `breachstats import` adds one")

// storeToBuild opens the store. It is an error if the store has no capture of the HIPAA list.
func storeToBuild(o Options) (*data.Store, error) {
	store, err := data.OpenStore(o.Data)
	if err != nil {
		return nil, err
	}
	for _, snapshot := range store.Snapshots() {
		if snapshot.View != data.Part2 {
			return store, nil
		}
	}
	return nil, fmt.Errorf("%s: %w", o.Data, ErrNoCapture)
}

// holder describes this run to another that finds the lock taken.
func holder(doing string) string { return fmt.Sprintf("process %d, %s", os.Getpid(), doing) }
