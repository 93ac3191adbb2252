package pipeline

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/breachstats/breachstats/formats"
	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/build"
	"github.com/breachstats/breachstats/pipeline/engine"
	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// Models reads the models and tests that the options choose, for the layers of a build.
func (o Options) Models() ([]models.Model, []models.Test, error) {
	if o.SQL == "" {
		return modelsIn(models.Embedded(), "sql")
	}
	if _, err := os.Stat(o.SQL); err != nil {
		return nil, nil, err
	}
	return modelsIn(os.DirFS(o.SQL), o.SQL)
}

func modelsIn(folder fs.FS, prefix string) ([]models.Model, []models.Test, error) {
	list, tests, err := models.Read(folder, prefix)
	return slices.DeleteFunc(list, func(m models.Model) bool { return !m.Layer.IsBuilt() }), tests, err
}

// hasOwnModels reports whether models differ from the program's own.
func (o Options) hasOwnModels(list []models.Model) (bool, error) {
	if o.SQL == "" {
		return false, nil
	}
	own, _, err := modelsIn(models.Embedded(), "sql")
	return models.Digest(own) != models.Digest(list), err
}

// keptModels is meta.models.
var keptModels = engine.Relation{
	Kind: engine.Declared, Name: "meta.models", Path: "meta.models", Create: "create table meta.models as ",
	Query:   "select cast(null as varchar) as model,\ncast(null as varchar) as sha256\nwhere false",
	Meaning: "One row per model that the database was built by.",
	Columns: []engine.Column{
		{Name: "model", Meaning: "Table or macro that it makes."}, {Name: "sha256", Meaning: "Of its file, in hexadecimal digits."},
	},
}

// keepModels writes to meta.models which models a database is built by.
func keepModels(ctx context.Context, w engine.Engine, list []models.Model) error {
	if _, err := w.Make(ctx, keptModels); err != nil {
		return err
	}
	if err := w.Comment(ctx, keptModels); err != nil {
		return err
	}
	return w.Append(ctx, "meta", "models", func(add func(...driver.Value) error) error {
		for _, model := range list {
			if err := add(model.Table(), model.SHA256()); err != nil {
				return err
			}
		}
		return nil
	})
}

// errOtherModels reports that a database was built by models other than the chosen ones.
var errOtherModels = errors.New("built by other models")

// wantBuiltBy returns an error unless the database was built by the models in list. Otherwise the
// SQL that is printed beside the numbers would not be the SQL that made them.
func (o Options) wantBuiltBy(ctx context.Context, w asker, list []models.Model) error {
	published := o.Database()
	if o.Cluster != nil {
		published = o.Cluster.Storage
	}
	rows, err := w.Query(ctx, "select model, sha256 from meta.models")
	if err != nil && strings.Contains(err.Error(), "does not exist") {
		return fmt.Errorf("%s: it does not record which models built it; `breachstats build` makes it again", published)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", published, err)
	}
	built := map[string]string{}
	for row := range int(rows.NumRows()) {
		built[formats.Cell(rows.Column(0), row)] = formats.Cell(rows.Column(1), row)
	}
	var differ []string
	for _, model := range list {
		if built[model.Table()] != model.SHA256() {
			differ = append(differ, model.Table())
		}
		delete(built, model.Table())
	}
	for table := range built {
		differ = append(differ, table)
	}
	if len(differ) == 0 {
		return nil
	}
	slices.Sort(differ)
	const shown = 3
	named := strings.Join(differ[:min(shown, len(differ))], ", ")
	if more := len(differ) - shown; more > 0 {
		named += fmt.Sprintf(" and %d more", more)
	}
	return fmt.Errorf("%s: %w, which differ in %s; `breachstats build` makes it again, or --sql names the folder of the models that built it",
		published, errOtherModels, named)
}

// isBuiltByModels reports whether the published database was built by the chosen models, and sha is
// their digest.
func isBuiltByModels(ctx context.Context, o Options, sha string) bool {
	list, _, err := o.Models()
	if err != nil || models.Digest(list) != sha {
		return false
	}
	w, err := warehouse.Open(ctx, o.Database())
	if err != nil {
		return false
	}
	return errors.Join(o.wantBuiltBy(ctx, w, list), w.Close()) == nil
}

// Graph reads the models and derives which model reads which.
func Graph(ctx context.Context, o Options) (build.Graph, error) {
	list, _, err := o.Models()
	if err != nil {
		return build.Graph{}, err
	}
	w, err := warehouse.Memory(ctx)
	if err != nil {
		return build.Graph{}, err
	}
	graph, err := build.NewGraph(ctx, w, list)
	return graph, errors.Join(err, w.Close())
}
