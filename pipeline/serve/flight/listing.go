package flight

import (
	"context"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/flight"
	"github.com/apache/arrow-go/v18/arrow/flight/flightsql"
	"github.com/apache/arrow-go/v18/arrow/flight/flightsql/schema_ref"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// listing is where a client fetches a list: the command is its own ticket.
func listing(schema *arrow.Schema, asked *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	return infoOf(flight.SerializeSchema(schema, memory.DefaultAllocator), asked.GetCmd(), asked), nil
}

// rows answers a list.
func rows(schema *arrow.Schema, fill func(*array.RecordBuilder)) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	builder := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer builder.Release()
	fill(builder)
	chunks := make(chan flight.StreamChunk, 1)
	chunks <- flight.StreamChunk{Data: builder.NewRecordBatch()}
	close(chunks)
	return schema, chunks, nil
}

func none(*array.RecordBuilder) {}

func texts(into *array.RecordBuilder, values ...string) {
	for i, value := range values {
		into.Field(i).(*array.StringBuilder).Append(value)
	}
}

func (c *catalogue) isNamed(name *string) bool { return name == nil || *name == "" || *name == c.name }

// GetFlightInfoCatalogs says where the list of catalogs is.
func (s *answers) GetFlightInfoCatalogs(_ context.Context, asked *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	return listing(schema_ref.Catalogs, asked)
}

// DoGetCatalogs lists the one catalog.
func (s *answers) DoGetCatalogs(ctx context.Context) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	found, err := s.catalogue(ctx)
	if err != nil {
		return nil, nil, err
	}
	return rows(schema_ref.Catalogs, func(into *array.RecordBuilder) { texts(into, found.name) })
}

// GetFlightInfoSchemas says where the list of schemas is.
func (s *answers) GetFlightInfoSchemas(_ context.Context, _ flightsql.GetDBSchemas, asked *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	return listing(schema_ref.DBSchemas, asked)
}

// DoGetDBSchemas lists the schemas that a pattern is like, by name.
func (s *answers) DoGetDBSchemas(ctx context.Context, of flightsql.GetDBSchemas) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	found, err := s.catalogue(ctx)
	if err != nil {
		return nil, nil, err
	}
	isLiked, err := liked(of.GetDBSchemaFilterPattern())
	if err != nil {
		return nil, nil, err
	}
	return rows(schema_ref.DBSchemas, func(into *array.RecordBuilder) {
		before := ""
		for _, table := range found.tables {
			if table.schema != before && found.isNamed(of.GetCatalog()) && isLiked(table.schema) {
				texts(into, found.name, table.schema)
			}
			before = table.schema
		}
	})
}

// GetFlightInfoTables says where the list of tables is.
func (s *answers) GetFlightInfoTables(_ context.Context, of flightsql.GetTables, asked *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	return listing(tablesSchema(of), asked)
}

func tablesSchema(of flightsql.GetTables) *arrow.Schema {
	if of.GetIncludeSchema() {
		return schema_ref.TablesWithIncludedSchema
	}
	return schema_ref.Tables
}

// DoGetTables lists tables and views by kind, schema and name, with their columns where these are asked
// for.
func (s *answers) DoGetTables(ctx context.Context, of flightsql.GetTables) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	found, err := s.catalogue(ctx)
	if err != nil {
		return nil, nil, err
	}
	isSchema, err := liked(of.GetDBSchemaFilterPattern())
	if err != nil {
		return nil, nil, err
	}
	isTable, err := liked(of.GetTableNameFilterPattern())
	if err != nil {
		return nil, nil, err
	}
	return rows(tablesSchema(of), func(into *array.RecordBuilder) {
		for _, kind := range []string{kindTable, kindView} {
			if wanted := of.GetTableTypes(); len(wanted) > 0 && !slices.Contains(wanted, kind) {
				continue
			}
			for _, table := range found.tables {
				if table.kind != kind || !found.isNamed(of.GetCatalog()) || !isSchema(table.schema) || !isTable(table.name) {
					continue
				}
				texts(into, found.name, table.schema, table.name, table.kind)
				if of.GetIncludeSchema() {
					into.Field(4).(*array.BinaryBuilder).Append(flight.SerializeSchema(table.columns, memory.DefaultAllocator))
				}
			}
		}
	})
}

// GetFlightInfoTableTypes says where the list of kinds of tables is.
func (s *answers) GetFlightInfoTableTypes(_ context.Context, asked *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	return listing(schema_ref.TableTypes, asked)
}

// DoGetTableTypes lists the kinds of tables.
func (s *answers) DoGetTableTypes(context.Context) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	return rows(schema_ref.TableTypes, func(into *array.RecordBuilder) {
		texts(into, kindTable)
		texts(into, kindView)
	})
}

// GetFlightInfoPrimaryKeys says where the key of a table is.
func (s *answers) GetFlightInfoPrimaryKeys(_ context.Context, _ flightsql.TableRef, asked *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	return listing(schema_ref.PrimaryKeys, asked)
}

// DoGetPrimaryKeys lists the columns that identify a row of a table. The build has checked that they do.
func (s *answers) DoGetPrimaryKeys(ctx context.Context, of flightsql.TableRef) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	found, err := s.catalogue(ctx)
	if err != nil {
		return nil, nil, err
	}
	return rows(schema_ref.PrimaryKeys, func(into *array.RecordBuilder) {
		for _, table := range found.tables {
			if !found.isNamed(of.Catalog) || of.DBSchema != nil && *of.DBSchema != table.schema || of.Table != table.name {
				continue
			}
			for i, column := range table.key {
				texts(into, found.name, table.schema, table.name, column)
				into.Field(4).(*array.Int32Builder).Append(int32(i + 1))
				into.Field(5).AppendNull()
			}
		}
	})
}

// GetFlightInfoExportedKeys says where the keys are that refer to a table.
func (s *answers) GetFlightInfoExportedKeys(_ context.Context, _ flightsql.TableRef, asked *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	return listing(schema_ref.ExportedKeys, asked)
}

// DoGetExportedKeys lists none: the database declares no foreign key.
func (s *answers) DoGetExportedKeys(context.Context, flightsql.TableRef) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	return rows(schema_ref.ExportedKeys, none)
}

// GetFlightInfoImportedKeys says where the keys are by which a table refers to others.
func (s *answers) GetFlightInfoImportedKeys(_ context.Context, _ flightsql.TableRef, asked *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	return listing(schema_ref.ImportedKeys, asked)
}

// DoGetImportedKeys lists none: the database declares no foreign key.
func (s *answers) DoGetImportedKeys(context.Context, flightsql.TableRef) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	return rows(schema_ref.ImportedKeys, none)
}

// GetFlightInfoCrossReference says where the keys between two tables are.
func (s *answers) GetFlightInfoCrossReference(_ context.Context, _ flightsql.CrossTableRef, asked *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	return listing(schema_ref.CrossReference, asked)
}

// DoGetCrossReference lists none: the database declares no foreign key.
func (s *answers) DoGetCrossReference(context.Context, flightsql.CrossTableRef) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	return rows(schema_ref.CrossReference, none)
}
