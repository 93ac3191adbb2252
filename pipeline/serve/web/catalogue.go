package web

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/breachstats/breachstats/pipeline/serve"
)

// catalogue lists the tables and macros of a database for readers.
type catalogue struct {
	generation string
	Relations  []relation
	// asOf is the day of the list that marts.breaches shows; isSynthetic reports that it is a sample. Both are zero for
	// a database without marts.captures.
	asOf        string
	isSynthetic bool

	facetMutex sync.Mutex
	facetNames map[string][]string // columns whose values are counted, by relation
}

// relation is a table, or a macro that returns a table for its arguments.
type relation struct {
	Schema, Name, Comment string
	// Columns are in order; empty for a macro, whose columns are not known.
	Columns []columnInfo
	// Parameters are the parameters of a macro; nil for a table.
	Parameters []string
}

func (r relation) isMacro() bool { return r.Parameters != nil }

type columnInfo struct{ Name, Type, Comment string }

func (c *catalogue) find(schema, name string) (relation, bool) {
	i := slices.IndexFunc(c.Relations, func(r relation) bool { return r.Schema == schema && r.Name == name })
	if i < 0 {
		return relation{}, false
	}
	return c.Relations[i], true
}

// catalogues keeps the catalogue of the database that is served.
type catalogues struct {
	mutex  sync.Mutex
	newest *catalogue
}

// readersSchemas lists the schemas for readers; the others are intermediate steps.
const readersSchemas = "('reference', 'marts', 'figures', 'evaluation', 'meta')"

// catalogueSQL returns a row for each column of each table, in order, and one for each macro.
const catalogueSQL = `
select
    columns.schema_name, columns.table_name, coalesce(tables.comment, ''), column_name, column_index, data_type,
    coalesce(columns.comment, ''), cast(null as varchar[])
from duckdb_columns() as columns
join duckdb_tables() as tables using (schema_name, table_name)
where schema_name in ` + readersSchemas + `
union all
select schema_name, function_name, coalesce(comment, ''), '', 0, '', '', parameters
from duckdb_functions()
where function_type = 'table_macro' and schema_name in ` + readersSchemas + `
order by 1, 2, 5`

const catalogueTime = 20 * time.Second

// of returns the catalogue of the database that is served now.
func (c *catalogues) of(ctx context.Context, pool *serve.Pool) (*catalogue, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.newest != nil && c.newest.generation == pool.Generation() {
		return c.newest, nil
	}
	read, err := readCatalogue(ctx, pool)
	if err == nil {
		err = read.readDay(ctx, pool)
	}
	if err == nil {
		c.newest = read
	}
	return read, err
}

// readDay reads the day of the list that the database shows.
func (c *catalogue) readDay(ctx context.Context, pool *serve.Pool) error {
	if _, hasCaptures := c.find("marts", "captures"); !hasCaptures {
		return nil
	}
	talk := &conversation{pool: pool, ctx: ctx, client: "catalogue", limit: catalogueTime, generation: c.generation}
	rows, err := talk.ask(1, "select captured_on, is_synthetic from marts.captures where is_current")
	if err != nil {
		return err
	}
	for _, shown := range rows.records() {
		c.asOf, c.isSynthetic = shown["captured_on"], shown["is_synthetic"] == "true"
	}
	return nil
}

func readCatalogue(ctx context.Context, pool *serve.Pool) (*catalogue, error) {
	answer, err := pool.Ask(ctx, "catalogue", serve.Question{SQL: catalogueSQL}, catalogueTime, "")
	if err != nil {
		return nil, err
	}
	defer answer.Close()
	rows, err := answer.Records()
	if err != nil {
		return nil, err
	}
	defer rows.Release()
	found := &catalogue{generation: answer.Generation}
	for rows.Next() {
		batch := rows.RecordBatch()
		for i := range int(batch.NumRows()) {
			text := func(column int) string { return batch.Column(column).(*array.String).Value(i) }
			last := len(found.Relations) - 1
			if last < 0 || found.Relations[last].Schema != text(0) || found.Relations[last].Name != text(1) {
				found.Relations = append(found.Relations, relation{Schema: text(0), Name: text(1), Comment: text(2)})
				last++
			}
			if text(3) != "" {
				found.Relations[last].Columns = append(found.Relations[last].Columns, columnInfo{Name: text(3), Type: text(5), Comment: text(6)})
				continue
			}
			parameters := batch.Column(7).(*array.List)
			from, to := parameters.ValueOffsets(i)
			names := []string{}
			for at := from; at < to; at++ {
				names = append(names, parameters.ListValues().(*array.String).Value(int(at)))
			}
			found.Relations[last].Parameters = names
		}
	}
	return found, rows.Err()
}
