package pipeline

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/formats"
	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/build"
	"github.com/breachstats/breachstats/pipeline/check"
	"github.com/breachstats/breachstats/pipeline/engine"
	"github.com/breachstats/breachstats/pipeline/origins"
	"github.com/breachstats/breachstats/pipeline/spark"
	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// Cluster is a Spark cluster that makes the models in place of the embedded engine, and the storage that this
// program and its workers both see.
type Cluster struct {
	// Remote is its Spark Connect server, as sc://HOST:15002.
	Remote string
	// Storage is the folder as this program sees it. StorageURI is the folder as Spark sees it, empty
	// where that is the same path.
	Storage, StorageURI string
	// Settings are those of Spark for the session, as KEY=VALUE.
	Settings []string
}

// asker is a database that is asked: the embedded one, or a build of a cluster.
type asker interface {
	Query(ctx context.Context, query string, args ...any) (arrow.RecordBatch, error)
	Close() error
}

// withAsker opens the published database for do. With a cluster, do gets a copy of what people read of its
// published build: it asks many times, and Spark needs long to plan each call of a function of studies.
func (o Options) withAsker(ctx context.Context, do func(asker) error) error {
	if o.Cluster == nil {
		w, err := warehouse.Open(ctx, o.Database())
		if err != nil {
			return err
		}
		return errors.Join(do(w), w.Close())
	}
	list, _, err := o.Models()
	if err != nil {
		return err
	}
	s, err := OpenCluster(ctx, o)
	if err != nil {
		return err
	}
	if err := o.wantBuiltBy(ctx, s, list); err != nil {
		return errors.Join(err, s.Close())
	}
	folder, err := os.MkdirTemp("", "breachstats-cluster-")
	if err == nil {
		defer func() { _ = os.RemoveAll(folder) }()
		err = withCopyOfPublished(ctx, o, s, inputs{list: list}, filepath.Join(folder, "copy.duckdb"), func(w *warehouse.Warehouse, _ []models.Model) error {
			return do(w)
		})
	}
	return errors.Join(err, s.Close())
}

// OpenCluster opens the published build of the cluster's storage.
func OpenCluster(ctx context.Context, o Options) (*spark.Spark, error) {
	options, err := o.sparkOptions()
	if err != nil {
		return nil, err
	}
	return spark.Open(ctx, options)
}

// sparkOptions are those of package spark. With models of a folder, their texts for Spark are below it.
func (o Options) sparkOptions() (spark.Options, error) {
	options := spark.Options{
		Remote: o.Cluster.Remote, Storage: spark.Storage{Path: o.Cluster.Storage, URI: o.Cluster.StorageURI},
		Settings: o.Cluster.Settings, SQL: models.Embedded(), Trace: o.Trace,
	}
	var err error
	if o.SQL != "" {
		options.SQL = os.DirFS(o.SQL)
		options.Generated = os.DirFS(filepath.Join(o.SQL, "spark"))
		if _, err = os.Stat(filepath.Join(o.SQL, "spark")); errors.Is(err, fs.ErrNotExist) {
			err = fmt.Errorf("%s: want the models for Spark in its folder spark, got none; `make dialect` generates them", o.SQL)
		}
		return options, err
	}
	options.Generated, err = models.Spark()
	return options, err
}

// inputs are what a build is made of.
type inputs struct {
	store     *data.Store
	list      []models.Model
	tests     []models.Test
	reference fs.FS
}

// rebuildOnCluster is rebuild on a cluster. The checks decide there; then the tables that people read are copied
// into a database of the embedded engine beside the published one, which proved gets.
func rebuildOnCluster(ctx context.Context, o Options, in inputs, proved func(*warehouse.Warehouse, []models.Model) error) ([]check.Result, error) {
	options, err := o.sparkOptions()
	if err != nil {
		return nil, err
	}
	release, err := data.LockFile(options.LockPath(), holder("building in "+o.Cluster.Storage))
	if err != nil {
		return nil, err
	}
	defer release()
	graph, err := Graph(ctx, o)
	if err != nil {
		return nil, err
	}
	s, err := spark.Create(ctx, options)
	if err != nil {
		return nil, err
	}
	results, err := fillCluster(ctx, s, o, in, graph)
	if errors.Is(err, check.ErrFailed) {
		err = o.refused(err, "the build in "+o.Cluster.Storage)
	}
	notice := ""
	if err == nil {
		notice, err = restatedOnCluster(ctx, s, o, in.list)
	}
	if err == nil {
		err = withCopy(ctx, o, s, in, graph, o.clusterCopy(), proved)
	}
	if err == nil {
		ended := o.trace("swap")
		err = s.Publish()
		ended()
	}
	if err != nil {
		return results, errors.Join(err, s.Discard(ctx))
	}
	o.Say("built %s: %d models, %s", o.Cluster.Storage, len(in.list), check.Tally(results))
	if notice != "" {
		o.Say("%s", notice)
	}
	return results, nil
}

func fillCluster(ctx context.Context, s *spark.Spark, o Options, in inputs, graph build.Graph) ([]check.Result, error) {
	if err := fillFiled(ctx, s, graph, in, o.AsOf); err != nil {
		return nil, err
	}
	if err := takeIdentitiesToCluster(ctx, s, o); err != nil {
		return nil, err
	}
	plan, err := derive(ctx, s, graph, in, build.Own, o.ships)
	if err != nil {
		return nil, err
	}
	return prove(ctx, s, in, plan)
}

// takeIdentitiesToCluster fills raw.known_identities from the published build or, where the storage has none,
// from the embedded engine's database: a published id never changes for a change of engines.
func takeIdentitiesToCluster(ctx context.Context, s *spark.Spark, o Options) error {
	const ids = "select report_key, place, breach_id from intermediate.identities"
	isFilled, err := s.FromPrevious(ctx, "raw.known_identities", ids)
	if isFilled || err != nil {
		return err
	}
	w, err := warehouse.OpenWithin(ctx, o.Database(), o.limits())
	if err != nil && !errors.Is(err, warehouse.ErrMissing) {
		return err
	}
	err = s.AppendText(ctx, "raw.known_identities", 3, func(add func(...driver.Value) error) error {
		if w == nil {
			return nil
		}
		_, err := w.Stream(ctx, "select report_key, place, breach_id from intermediate.identities", func(rows arrow.RecordBatch) error {
			return addRows(rows, add)
		})
		return err
	})
	if w != nil {
		err = errors.Join(err, w.Close())
	}
	return err
}

// withCopy copies the tables that people read, and what their macros read, into a database of the embedded
// engine at path, which do gets and which is removed afterwards.
func withCopy(ctx context.Context, o Options, s *spark.Spark, in inputs, graph build.Graph, path string, do func(*warehouse.Warehouse, []models.Model) error) error {
	limits := o.limits()
	limits.Reads = s.Path
	var size int64
	if in.store != nil {
		size = bytesOf(in.store)
	}
	w, err := warehouse.Create(ctx, path, size, limits)
	if err != nil {
		return err
	}
	w.Traced(o.Trace)
	if err = fillCopy(ctx, w, s, in, graph); err == nil {
		err = do(w, in.list)
	}
	return errors.Join(err, warehouse.Discard(w))
}

func fillCopy(ctx context.Context, w *warehouse.Warehouse, s *spark.Spark, in inputs, graph build.Graph) error {
	if err := build.Schemas(ctx, w); err != nil {
		return err
	}
	isRead := map[string]bool{}
	for _, model := range in.list {
		switch {
		case model.IsMacro():
			for _, read := range graph.Reads[model.Table()] {
				isRead[read] = true
			}
		case model.Layer == models.Reference, model.Layer == models.Marts, model.Layer == models.Figures:
			isRead[model.Table()] = true
		}
	}
	for _, model := range in.list {
		if !model.IsMacro() && isRead[model.Table()] {
			if err := build.Copy(ctx, w, model, s.Files(model.Table())); err != nil {
				return err
			}
		}
	}
	for _, kept := range []engine.Relation{check.Kept, keptModels} {
		if err := build.CopyKept(ctx, w, kept, s.Files(kept.Name)); err != nil {
			return err
		}
	}
	if err := origins.Load(ctx, w, in.reference); err != nil {
		return err
	}
	if err := w.Filled(ctx); err != nil {
		return err
	}
	ordered := slices.DeleteFunc(slices.Clone(graph.Order), func(m models.Model) bool { return !m.IsMacro() })
	return build.Tables(ctx, w, graph, ordered)
}

// restatedOnCluster is restated, beside the build that is published in the storage.
func restatedOnCluster(ctx context.Context, s *spark.Spark, o Options, list []models.Model) (string, error) {
	defer o.trace("restated")()
	before, err := OpenCluster(ctx, o)
	if errors.Is(err, spark.ErrMissing) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	shown, err := shownBy(ctx, before)
	if err = errors.Join(err, before.Close()); err != nil {
		return "", err
	}
	return restated(ctx, s, list, shown)
}

// checkedOnCluster is checked on a cluster: every check there, and for proved a copy of what people read.
func checkedOnCluster(ctx context.Context, o Options, in inputs, begin func() (bool, error), proved func(*warehouse.Warehouse, []models.Model) error) ([]check.Result, error) {
	s, err := OpenCluster(ctx, o)
	if err != nil {
		return nil, err
	}
	defer func() { _ = s.Close() }()
	if err := o.wantBuiltBy(ctx, s, in.list); err != nil {
		return nil, err
	}
	results, err := check.NewPlan(in.list, in.tests, in.store.Path).Run(ctx, s)
	if err != nil || proved == nil {
		return results, err
	}
	if _, err := begin(); err != nil {
		return results, err
	}
	return results, withCopyOfPublished(ctx, o, s, in, o.clusterCopy(), proved)
}

// clusterCopy is where a build and a publication copy what people read, under the lock of the data folder.
func (o Options) clusterCopy() string { return filepath.Join(o.Data, "cluster.duckdb") }

// withCopyOfPublished is withCopy of a published build. The rules that made it, not those of today, make the
// functions of its copy.
func withCopyOfPublished(ctx context.Context, o Options, s *spark.Spark, in inputs, path string, do func(*warehouse.Warehouse, []models.Model) error) error {
	graph, err := Graph(ctx, o)
	if err != nil {
		return err
	}
	rules, err := rulesOf(ctx, s)
	if err != nil {
		return err
	}
	in.reference = ownRules{data.Reference(), rules}
	return withCopy(ctx, o, s, in, graph, path, do)
}

// addRows adds each row of a record as texts and nulls.
func addRows(rows arrow.RecordBatch, add func(...driver.Value) error) error {
	for row := range int(rows.NumRows()) {
		values := make([]driver.Value, rows.NumCols())
		for i := range values {
			if rows.Column(i).IsValid(row) {
				values[i] = strings.Clone(formats.Cell(rows.Column(i), row))
			}
		}
		if err := add(values...); err != nil {
			return err
		}
	}
	return nil
}
