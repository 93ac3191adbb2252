package flight

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/flight/flightsql"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/breachstats/breachstats/pipeline/serve"
)

// catalogue is the tables of a database, by schema and name.
type catalogue struct {
	generation, name string
	tables           []table
}

// table is a table or a view. Its schema has the comments as metadata of the fields, by the keys of
// Flight SQL; key are the columns that identify a row, none where the comment names none.
type table struct {
	schema, name, kind string
	key                []string
	columns            *arrow.Schema
}

// Kinds of tables.
const (
	kindTable = "TABLE"
	kindView  = "VIEW"
)

// catalogueSQL gives a row for each column, in order: database, schema, table, its kind and key, column,
// its type and comment. The comment of a table ends with its key.
const catalogueSQL = `
with relations as (
    select schema_name, table_name as relation, '` + kindTable + `' as kind, comment from duckdb_tables() where not internal
    union all
    select schema_name, view_name, '` + kindView + `', comment from duckdb_views() where not internal
)
select
    current_database(), relations.schema_name, relation, kind, coalesce(regexp_extract(relations.comment, ' Key: ([^.]+)\.$', 1), ''),
    column_name, data_type, coalesce(columns.comment, '')
from relations
join duckdb_columns() as columns on columns.schema_name = relations.schema_name and table_name = relation
order by relations.schema_name, relation, column_index`

const catalogueTime = 20 * time.Second

// catalogues keeps the catalogue of the database that is served.
type catalogues struct {
	mutex  sync.Mutex
	newest *catalogue
}

// catalogue is that of the database that is served now.
func (s *answers) catalogue(ctx context.Context) (*catalogue, error) {
	s.catalogues.mutex.Lock()
	defer s.catalogues.mutex.Unlock()
	if known := s.catalogues.newest; known != nil && known.generation == s.o.Pool.Generation() {
		return known, nil
	}
	read, err := s.readCatalogue(ctx)
	if err != nil {
		return nil, statusOf(err)
	}
	s.catalogues.newest = read
	return read, nil
}

// texts asks a question whose columns are all text.
func (s *answers) texts(ctx context.Context, sql string) (rows [][]string, generation string, err error) {
	asked, err := s.o.Pool.Ask(ctx, serve.ClientOf(ctx), serve.Question{SQL: sql}, catalogueTime, "")
	if err != nil {
		return nil, "", err
	}
	defer asked.Close()
	records, err := asked.Records()
	if err != nil {
		return nil, "", err
	}
	defer records.Release()
	for records.Next() {
		record := records.RecordBatch()
		for i := range int(record.NumRows()) {
			row := make([]string, record.NumCols())
			for j := range row {
				row[j] = strings.Clone(record.Column(j).(*array.String).Value(i))
			}
			rows = append(rows, row)
		}
	}
	_, err = asked.Ending()
	return rows, asked.Generation, errors.Join(err, records.Err())
}

func (s *answers) readCatalogue(ctx context.Context) (*catalogue, error) {
	rows, generation, err := s.texts(ctx, catalogueSQL)
	if err != nil {
		return nil, err
	}
	types, err := s.typesOf(ctx, rows, generation)
	if err != nil {
		return nil, err
	}
	found := &catalogue{generation: generation}
	var fields []arrow.Field
	for i, row := range rows {
		found.name = row[0]
		fields = append(fields, arrow.Field{Name: row[5], Type: types[row[6]], Nullable: true, Metadata: flightsql.NewColumnMetadataBuilder().
			CatalogName(row[0]).SchemaName(row[1]).TableName(row[2]).TypeName(row[6]).Remarks(row[7]).
			IsReadOnly(true).IsSearchable(true).IsCaseSensitive(true).IsAutoIncrement(false).Metadata()})
		if i+1 < len(rows) && rows[i+1][1] == row[1] && rows[i+1][2] == row[2] {
			continue
		}
		of := table{schema: row[1], name: row[2], kind: row[3], columns: arrow.NewSchema(fields, nil)}
		if row[4] != "" {
			of.key = strings.Split(row[4], ", ")
		}
		found.tables = append(found.tables, of)
		fields = nil
	}
	return found, nil
}

// typesOf are the Arrow types of DuckDB's types as a worker answers with them.
func (s *answers) typesOf(ctx context.Context, rows [][]string, generation string) (map[string]arrow.DataType, error) {
	types := map[string]arrow.DataType{}
	var names, casts []string
	for _, row := range rows {
		if _, isKnown := types[row[6]]; !isKnown {
			types[row[6]] = nil
			names = append(names, row[6])
			casts = append(casts, fmt.Sprintf("cast(null as %s) as c%d", row[6], len(casts)))
		}
	}
	if len(names) == 0 {
		return types, nil
	}
	asked, err := s.o.Pool.Ask(ctx, serve.ClientOf(ctx), serve.Question{SQL: "select " + strings.Join(casts, ", "), IsDescribed: true}, catalogueTime, generation)
	if err != nil {
		return nil, err
	}
	defer asked.Close()
	records, err := asked.Records()
	if err != nil {
		return nil, err
	}
	defer records.Release()
	for i, name := range names {
		types[name] = records.Schema().Field(i).Type
	}
	return types, nil
}

// mostPattern is how long a pattern may be, in bytes.
const mostPattern = 1000

// liked is whether names are like a pattern of SQL: % is any text, _ any character, and \ keeps the next
// one as it is. A pattern that is nil is any.
func liked(pattern *string) (func(name string) bool, error) {
	if pattern == nil {
		return func(string) bool { return true }, nil
	}
	if len(*pattern) > mostPattern {
		return nil, status.Errorf(codes.InvalidArgument, "want a pattern of at most %d bytes, got %d", mostPattern, len(*pattern))
	}
	var text strings.Builder
	isKept := false
	for _, char := range *pattern {
		switch {
		case !isKept && char == '\\':
			isKept = true
			continue
		case !isKept && char == '%':
			text.WriteString(".*")
		case !isKept && char == '_':
			text.WriteString(".")
		default:
			text.WriteString(regexp.QuoteMeta(string(char)))
		}
		isKept = false
	}
	compiled, err := regexp.Compile("(?s)^" + text.String() + "$")
	if err != nil {
		return nil, status.Error(codes.InvalidArgument, "the pattern cannot be read")
	}
	return compiled.MatchString, nil
}
