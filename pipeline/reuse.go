package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/breachstats/breachstats/formats"
	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/build"
	"github.com/breachstats/breachstats/pipeline/engine"
	"github.com/breachstats/breachstats/pipeline/origins"
	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// reading is a model that reads one text for each row: the row depends only on that text, the SQL and the reference
// tables. So a build may reuse the row of the previous database.
type reading struct {
	table string
	// key is the column that identifies the text. Its type is BIGINT or VARCHAR.
	key string
	// texts selects each key and its text, both not null; every key has one text. Each table's name is preceded by @.
	texts string
}

// distinctDescriptions selects the texts of models with one row per distinct description.
const distinctDescriptions = `
	select description_no as key, description as text
	from (select distinct description_no from @intermediate.reports) as reports
	join @staging.descriptions as descriptions on report_no = description_no`

// readings lists the models that are slow because they match texts against many patterns.
func readings() []reading {
	return []reading{
		{"intermediate.narratives", "description_no", distinctDescriptions},
		{"intermediate.described_origins", "description_no", distinctDescriptions},
		{"intermediate.entity_keys", "entity_name",
			"select distinct entity_name as key, entity_name as text from @staging.breach_reports where entity_name is not null"},
		{"intermediate.typed_origins", "types", "select distinct types as key, types as text from @intermediate.reports"},
		{"marts.breach_kinds", "breach_id", "select breach_id as key, [entity_name, description] as text from @marts.breaches"},
	}
}

// textsIn returns texts for an attached database; for an empty catalog, for the database under construction.
func (r reading) textsIn(catalog string) string { return strings.ReplaceAll(r.texts, "@", catalog) }

// values returns the columns of a reading's model except its key.
func (r reading) values(model models.Model) []string {
	var names []string
	for _, column := range model.Header.Columns {
		if column.Name != r.key {
			names = append(names, column.Name)
		}
	}
	return names
}

// proof returns a query for the number of rows of a reading, and a hash of these rows and their texts.
func (r reading) proof(model models.Model) string {
	return fmt.Sprintf("select count(*), cast(bit_xor(hash(key, text, %s)) as varchar) from (%s) as texts join %s on %s = key",
		strings.Join(r.values(model), ", "), r.textsIn(""), r.table, r.key)
}

// readBy identifies everything that a reading depends on besides its texts: the version of DuckDB, the SQL of all models
// and of the readings, the reference tables, and the functions that are made from the rules.
func readBy(ctx context.Context, w *warehouse.Warehouse, list []models.Model, reference fs.FS) (string, error) {
	version, err := w.Query(ctx, "select version()")
	if err != nil {
		return "", err
	}
	all := sha256.New()
	fmt.Fprintln(all, formats.Cell(version.Column(0), 0), models.Digest(list), readings())
	for _, functions := range []func(fs.FS, engine.Patterns) ([]engine.Function, error){origins.Functions, origins.KindFunctions} {
		list, err := functions(reference, w.Patterns())
		if err != nil {
			return "", err
		}
		statements := warehouse.MacrosOf(list)
		fmt.Fprintln(all, len(statements), statements)
	}
	files, err := fs.Glob(reference, "*.csv")
	if err != nil {
		return "", err
	}
	for _, name := range files {
		text, err := fs.ReadFile(reference, name)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(all, "%s %d %s\n", name, len(text), text)
	}
	return hex.EncodeToString(all.Sum(nil)), nil
}

// keepReadings writes to meta.readings what the next build needs to decide which readings it may reuse.
func keepReadings(ctx context.Context, w *warehouse.Warehouse, list []models.Model, by string) error {
	err := w.Exec(ctx, `
		create table meta.readings (model varchar, read_by varchar, rows bigint, hash varchar);
		comment on table meta.readings is 'One row per model of which the next build may take over the rows whose text it has read.';
		comment on column meta.readings.model is 'Table that it makes.';
		comment on column meta.readings.read_by is 'sha256 of the version of DuckDB, the models, the reference tables and the rules, in hexadecimal digits.';
		comment on column meta.readings.rows is 'Rows of the table that have a text.';
		comment on column meta.readings.hash is 'Of these rows and their texts, so that one that is changed later is found.'`)
	if err != nil {
		return err
	}
	for _, r := range readings() {
		model, isModel := modelOf(list, r.table)
		if !isModel {
			continue
		}
		if err := w.Exec(ctx, fmt.Sprintf("insert into meta.readings select '%s', '%s', * from (%s)", r.table, by, r.proof(model))); err != nil {
			return fmt.Errorf("%s: %w", r.table, err)
		}
	}
	return nil
}

func modelOf(list []models.Model, table string) (models.Model, bool) {
	at := slices.IndexFunc(list, func(m models.Model) bool { return m.Table() == table })
	if at < 0 {
		return models.Model{}, false
	}
	return list[at], true
}

// readBefore returns the tables of a published database whose rows a build may reuse: their rows were read by the same
// program, models and rules, and have not changed since. A table without proof of that is left out.
func readBefore(ctx context.Context, w *warehouse.Warehouse, list []models.Model, reference fs.FS) []reading {
	by, err := readBy(ctx, w, list, reference)
	if err != nil {
		return nil
	}
	var same []reading
	for _, r := range readings() {
		model, isModel := modelOf(list, r.table)
		if !isModel {
			continue
		}
		found, err := w.Query(ctx, fmt.Sprintf("(%s) intersect select rows, hash from meta.readings where model = $1 and read_by = $2", r.proof(model)), r.table, by)
		if err == nil && found.NumRows() == 1 {
			same = append(same, r)
		}
	}
	return same
}

// mostUnread is the most new texts with which a build reuses rows. If there are more, it reads all texts.
const mostUnread = 1000

// sparing is a build.Queries that reads only texts that the previous database has not read. That database has these
// readings, and is attached as previous until none of them is left to build.
func sparing(readings []reading) build.Queries {
	matched := map[string]*sync.Once{} // by texts, which several readings may share
	for _, r := range readings {
		matched[r.texts] = new(sync.Once)
	}
	return func(ctx context.Context, e engine.Engine, model models.Model) (query string, err error) {
		at := slices.IndexFunc(readings, func(r reading) bool { return r.table == model.Table() })
		if at < 0 {
			return model.Query, nil
		}
		r, lane := readings[at], e.(*warehouse.Warehouse) // the engine whose database has readings
		matched[r.texts].Do(func() { err = lane.Exec(ctx, r.match()) })
		if err != nil {
			return "", fmt.Errorf("%s: rows to take over: %w", r.table, err)
		}
		unread, err := lane.Query(ctx, fmt.Sprintf("select key from %s where key_before is null order by key limit %d", r.matches(), mostUnread+1))
		if err != nil {
			return "", fmt.Errorf("%s: rows to take over: %w", r.table, err)
		}
		var columns, taken []string // in the order of the model's own query
		for _, column := range model.Header.Columns {
			columns = append(columns, column.Name)
			if column.Name == r.key {
				taken = append(taken, "matches.key as "+r.key)
			} else {
				taken = append(taken, "before."+column.Name)
			}
		}
		known := fmt.Sprintf("select %s from %s as matches join previous.%s as before on before.%s = key_before", strings.Join(taken, ", "), r.matches(), r.table, r.key)
		switch {
		case unread.NumRows() > mostUnread:
			return model.Query, nil
		case unread.NumRows() == 0:
			return known, nil
		}
		// Only the rows of new texts are needed from the model's own query. DuckDB checks a list of constants, unlike a
		// join, before it reads any text. The first line stays the first, so that errors name the right line.
		return fmt.Sprintf("select * from (select %s from (%s\n) as own where list_contains([%s], %s) union all %s) as both_parts order by %[4]s",
			strings.Join(columns, ", "), model.Query, constants(unread.Column(0)), r.key, known), nil
	}
}

// matches is the name of the table that match makes, outside of the database under construction.
func (r reading) matches() string {
	sum := sha256.Sum256([]byte(r.texts))
	return fmt.Sprintf("memory.main.matches_%x", sum[:4])
}

// match returns SQL for a table with one row per text that the model reads: its key here, and its key in the previous
// database, null if that has not read it.
func (r reading) match() string {
	return fmt.Sprintf("create table %s as select texts.key, min(before.key) as key_before from (%s) as texts left join (%s) as before using (text) group by all",
		r.matches(), r.textsIn(""), r.textsIn("previous."))
}

// forgetPrevious detaches the previous database and removes the tables of match.
func forgetPrevious(ctx context.Context, w *warehouse.Warehouse, known []reading) error {
	for _, r := range known {
		if err := w.Exec(ctx, "drop table if exists "+r.matches()); err != nil {
			return err
		}
	}
	return w.DetachPrevious(ctx)
}

// constants returns values of type BIGINT or VARCHAR as SQL, separated by commas.
func constants(values arrow.Array) string {
	texts := make([]string, values.Len())
	for i := range texts {
		texts[i] = formats.Cell(values, i)
		if values.DataType().ID() == arrow.STRING {
			texts[i] = "'" + strings.ReplaceAll(texts[i], "'", "''") + "'"
		}
	}
	return strings.Join(texts, ", ")
}
