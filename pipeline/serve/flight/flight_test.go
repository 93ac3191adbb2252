package flight

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/flight"
	"github.com/apache/arrow-go/v18/arrow/flight/flightsql"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"

	"github.com/breachstats/breachstats/pipeline/serve"
	"github.com/breachstats/breachstats/pipeline/serve/servetest"
	"github.com/breachstats/breachstats/pipeline/warehouse/warehousetest"
)

func TestMain(m *testing.M) {
	servetest.WorkIfAsked()
	os.Exit(m.Run())
}

const breaches = `
	create schema marts;
	create table marts.breaches as
	from (values
		('a1', 'CA', 500, date '2023-01-02', ['Theft', 'Loss'], timestamp '2024-01-02 03:04:05'),
		('b2', 'NY', 12000, date '2023-05-01', ['Hacking/IT Incident'], null),
		('c3', null, cast(null as integer), date '2024-02-29', null, null)
	) t(breach_id, state, individuals, submitted_on, breach_types, seen_at);
	comment on table marts.breaches is 'One row per breach. Key: breach_id.';
	comment on column marts.breaches.state is 'Postal code; null where blank.';
	create table marts.states_by_year as select 'CA' as state, 2023 as year;
	comment on table marts.states_by_year is 'One row per state and year. Key: state, year.';
	create view marts.newest as select max(submitted_on) as day from marts.breaches;`

// publish puts a database at path whose statements were run.
// site is a server over a small database.
type site struct {
	database, address string
	pool              *serve.Pool
	server            *Server
}

func testSite(t testing.TB, change func(*Options)) site {
	t.Helper()
	s := site{database: filepath.Join(t.TempDir(), "breaches.duckdb")}
	warehousetest.Publish(t, s.database, breaches)
	s.pool = servetest.Open(t, serve.Options{Database: s.database, Workers: 2, Queue: 32, Wait: 2 * time.Minute, Resident: 900_000_000})
	o := Options{Pool: s.pool, Time: 30 * time.Second, Prepare: 5 * time.Second, SQL: 20000, Hosts: []string{"127.0.0.1"}, Version: "test"}
	if change != nil {
		change(&o)
	}
	var err error
	if s.server, err = New(o); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.address = listener.Addr().String()
	go func() { _ = s.server.Serve(listener) }()
	t.Cleanup(func() { s.server.Stop(5 * time.Second) })
	return s
}

func (s site) client(t testing.TB, options ...grpc.DialOption) *flightsql.Client {
	t.Helper()
	if len(options) == 0 {
		options = append(options, grpc.WithTransportCredentials(insecure.NewCredentials()))
	}
	client, err := flightsql.NewClient(s.address, nil, nil, options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return client
}

// fetched is the rows of all endpoints, each row as values joined by |.
func fetched(ctx context.Context, client *flightsql.Client, info *flight.FlightInfo) ([]string, error) {
	var lines []string
	for _, endpoint := range info.GetEndpoint() {
		reader, err := client.DoGet(ctx, endpoint.GetTicket())
		if err != nil {
			return nil, err
		}
		defer reader.Release()
		for reader.Next() {
			lines = append(lines, linesOf(reader.RecordBatch())...)
		}
		if err := reader.Err(); err != nil {
			return lines, err
		}
	}
	return lines, nil
}

func linesOf(record arrow.RecordBatch) (lines []string) {
	for i := range int(record.NumRows()) {
		var cells []string
		for _, column := range record.Columns() {
			cells = append(cells, column.ValueStr(i))
		}
		lines = append(lines, strings.Join(cells, "|"))
	}
	return lines
}

// asked is the answer to a statement.
func asked(ctx context.Context, client *flightsql.Client, sql string) ([]string, error) {
	info, err := client.Execute(ctx, sql)
	if err != nil {
		return nil, err
	}
	return fetched(ctx, client, info)
}

func TestStatements(t *testing.T) {
	client := testSite(t, nil).client(t)
	for _, c := range []struct {
		name, sql, want string
		code            codes.Code
		says            string
	}{
		{"rows", "select breach_id, individuals from marts.breaches order by 1", "a1|500 b2|12000 c3|(null)", codes.OK, ""},
		{"no row", "select 1 where false", "", codes.OK, ""},
		{"a list and a time", "select breach_types, seen_at from marts.breaches where breach_id = 'a1'", `["Theft","Loss"]|2024-01-02T03:04:05`, codes.OK, ""},
		{"a mistake", "select 1,\nbogus from marts.breaches", "", codes.InvalidArgument, "line 2"},
		{"a write", "delete from marts.breaches", "", codes.PermissionDenied, "nothing here can be changed"},
		{"a file", "from read_text('/etc/passwd')", "", codes.InvalidArgument, "disabled"},
		{"where files lie", "from duckdb_settings()", "", codes.PermissionDenied, "shows paths of the server"},
		{"two statements", "select 1; select 2", "", codes.PermissionDenied, "one statement"},
		{"too long", "select '" + strings.Repeat("x", 20000) + "'", "", codes.InvalidArgument, "at most 20000 bytes"},
		{"no SQL", "", "", codes.InvalidArgument, ""},
	} {
		got, err := asked(t.Context(), client, c.sql)
		if strings.Join(got, " ") != c.want || status.Code(err) != c.code || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: want %q, %s; got %q, %v", c.name, c.want, c.code, got, err)
		}
	}
}

// A statement takes the values of its parameters in the types that DuckDB finds.
func TestPreparedStatements(t *testing.T) {
	client := testSite(t, nil).client(t)
	prepared, err := client.Prepare(t.Context(), "select breach_id from marts.breaches where individuals >= ? and state = ? and submitted_on < ? and ? order by 1")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := typesOf(prepared.ParameterSchema()), "int32 utf8 date32 bool"; strings.ReplaceAll(got, "int64", "int32") != want {
		t.Errorf("want parameters of %s, got %s", want, got)
	}
	if got := typesOf(prepared.DatasetSchema()); got != "utf8" {
		t.Errorf("want one column of text, got %s", got)
	}
	for _, c := range []struct{ row, want string }{
		{`{"parameter_1": 400, "parameter_2": "CA", "parameter_3": "2024-01-01", "parameter_4": true}`, "a1"},
		{`{"parameter_1": 600, "parameter_2": "CA", "parameter_3": "2024-01-01", "parameter_4": true}`, ""},
		{`{"parameter_1": 600, "parameter_2": "NY", "parameter_3": "2024-01-01", "parameter_4": true}`, "b2"},
		{`{"parameter_1": 600, "parameter_2": "NY", "parameter_3": "2023-05-01", "parameter_4": true}`, ""},
		{`{"parameter_1": 600, "parameter_2": "NY", "parameter_3": "2024-01-01", "parameter_4": null}`, ""},
		{`{"parameter_1": 0, "parameter_2": "' or 'a'='a", "parameter_3": "2024-01-01", "parameter_4": true}`, ""},
	} {
		if got, err := bound(t, client, prepared, c.row); strings.Join(got, " ") != c.want || err != nil {
			t.Errorf("%s: want %q, got %q, %v", c.row, c.want, got, err)
		}
	}
	if _, err := bound(t, client, prepared, `{"parameter_1": 1, "parameter_2": "CA", "parameter_3": "2024-01-01", "parameter_4": true},
		{"parameter_1": 1, "parameter_2": "CA", "parameter_3": "2024-01-01", "parameter_4": true}`); status.Code(err) != codes.InvalidArgument || !strings.Contains(err.Error(), "one row") {
		t.Errorf("two rows of parameters: got %v", err)
	}
	if err := prepared.Close(t.Context()); err != nil {
		t.Error(err)
	}
	unbound, err := client.Prepare(t.Context(), "select cast(? as date)")
	if err != nil {
		t.Fatal(err)
	}
	info, err := unbound.Execute(t.Context())
	if err == nil {
		_, err = fetched(t.Context(), client, info)
	}
	if status.Code(err) != codes.InvalidArgument || !strings.Contains(err.Error(), "1 parameters") {
		t.Errorf("a parameter without a value: got %v", err)
	}
	if _, err := client.Prepare(t.Context(), "drop table marts.breaches"); status.Code(err) != codes.PermissionDenied {
		t.Errorf("a write: got %v", err)
	}
}

func typesOf(schema *arrow.Schema) string {
	var names []string
	for _, field := range schema.Fields() {
		names = append(names, field.Type.Name())
	}
	return strings.Join(names, " ")
}

// bound runs a prepared statement with rows of parameters, as JSON.
func bound(t *testing.T, client *flightsql.Client, prepared *flightsql.PreparedStatement, rows string) ([]string, error) {
	t.Helper()
	record, _, err := array.RecordFromJSON(memory.DefaultAllocator, prepared.ParameterSchema(), strings.NewReader("["+rows+"]"))
	if err != nil {
		t.Fatal(err)
	}
	prepared.SetParameters(record)
	info, err := prepared.Execute(t.Context())
	if err != nil {
		return nil, err
	}
	return fetched(t.Context(), client, info)
}

func TestWritesAreRefusedInWords(t *testing.T) {
	client := testSite(t, nil).client(t)
	if _, err := client.ExecuteUpdate(t.Context(), "delete from marts.breaches"); status.Code(err) != codes.PermissionDenied || !strings.Contains(err.Error(), "nothing here can be changed") {
		t.Errorf("an update: got %v", err)
	}
	if _, err := client.BeginTransaction(t.Context()); err == nil || !strings.Contains(err.Error(), "nothing here can be changed") {
		t.Errorf("a transaction: got %v", err)
	}
}

func TestCatalogue(t *testing.T) {
	ctx := t.Context()
	client := testSite(t, nil).client(t)
	like := func(text string) *string { return &text }
	for _, c := range []struct {
		name, want string
		ask        func() (*flight.FlightInfo, error)
	}{
		{"catalogs", "breaches", func() (*flight.FlightInfo, error) { return client.GetCatalogs(ctx) }},
		{"schemas", "breaches|marts", func() (*flight.FlightInfo, error) { return client.GetDBSchemas(ctx, &flightsql.GetDBSchemasOpts{}) }},
		{"schemas like none", "", func() (*flight.FlightInfo, error) {
			return client.GetDBSchemas(ctx, &flightsql.GetDBSchemasOpts{DbSchemaFilterPattern: like("mart")})
		}},
		{"tables", "breaches|marts|breaches|TABLE breaches|marts|states_by_year|TABLE breaches|marts|newest|VIEW", func() (*flight.FlightInfo, error) {
			return client.GetTables(ctx, &flightsql.GetTablesOpts{})
		}},
		{"tables like a pattern", "breaches|marts|states_by_year|TABLE", func() (*flight.FlightInfo, error) {
			return client.GetTables(ctx, &flightsql.GetTablesOpts{DbSchemaFilterPattern: like("m_rt%"), TableNameFilterPattern: like(`%\_by\_%`)})
		}},
		{"views", "breaches|marts|newest|VIEW", func() (*flight.FlightInfo, error) {
			return client.GetTables(ctx, &flightsql.GetTablesOpts{TableTypes: []string{"VIEW"}})
		}},
		{"tables of another catalog", "", func() (*flight.FlightInfo, error) {
			return client.GetTables(ctx, &flightsql.GetTablesOpts{Catalog: like("other")})
		}},
		{"table types", "TABLE VIEW", func() (*flight.FlightInfo, error) { return client.GetTableTypes(ctx) }},
		{"a key of two columns", "breaches|marts|states_by_year|state|1|(null) breaches|marts|states_by_year|year|2|(null)", func() (*flight.FlightInfo, error) {
			return client.GetPrimaryKeys(ctx, flightsql.TableRef{DBSchema: like("marts"), Table: "states_by_year"})
		}},
		{"imported keys", "", func() (*flight.FlightInfo, error) {
			return client.GetImportedKeys(ctx, flightsql.TableRef{Table: "breaches"})
		}},
		{"exported keys", "", func() (*flight.FlightInfo, error) {
			return client.GetExportedKeys(ctx, flightsql.TableRef{Table: "breaches"})
		}},
		{"keys between tables", "", func() (*flight.FlightInfo, error) {
			return client.GetCrossReference(ctx, flightsql.TableRef{Table: "a"}, flightsql.TableRef{Table: "b"})
		}},
	} {
		info, err := c.ask()
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got, err := fetched(ctx, client, info); strings.Join(got, " ") != c.want || err != nil {
			t.Errorf("%s: want %q, got %q, %v", c.name, c.want, got, err)
		}
	}
	if _, err := asked(ctx, client, "select 1"); err != nil {
		t.Error(err)
	}
}

// The columns of a table are those of its answer, with comments.
func TestColumnsHaveComments(t *testing.T) {
	ctx := t.Context()
	client := testSite(t, nil).client(t)
	name := "breaches"
	info, err := client.GetTables(ctx, &flightsql.GetTablesOpts{TableNameFilterPattern: &name, IncludeSchema: true})
	if err != nil {
		t.Fatal(err)
	}
	reader, err := client.DoGet(ctx, info.GetEndpoint()[0].GetTicket())
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Release()
	if !reader.Next() {
		t.Fatal("want a table, got none")
	}
	listed, err := flight.DeserializeSchema(reader.RecordBatch().Column(4).(*array.Binary).Value(0), memory.DefaultAllocator)
	if err != nil {
		t.Fatal(err)
	}
	answered, err := client.GetExecuteSchema(ctx, "from marts.breaches")
	if err != nil {
		t.Fatal(err)
	}
	promised, err := flight.DeserializeSchema(answered.GetSchema(), memory.DefaultAllocator)
	if err != nil {
		t.Fatal(err)
	}
	if typesOf(listed) != typesOf(promised) {
		t.Errorf("want the types of the answer %s, got %s", typesOf(promised), typesOf(listed))
	}
	metadata := listed.Field(1).Metadata
	column := flightsql.ColumnMetadata{Data: &metadata}
	remarks, _ := column.Remarks()
	kind, _ := column.TypeName()
	table, _ := column.TableName()
	if remarks != "Postal code; null where blank." || kind != "VARCHAR" || table != "breaches" {
		t.Errorf("want the comment, type and table of a column, got %q, %q, %q", remarks, kind, table)
	}
}

// Every info is there: some clients fail where one is missing.
func TestEveryInfoIsThere(t *testing.T) {
	client := testSite(t, nil).client(t)
	info, err := client.GetSqlInfo(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := fetched(t.Context(), client, info)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, line := range got {
		number, _, _ := strings.Cut(line, "|")
		found[number] = true
	}
	for _, of := range [][2]flightsql.SqlInfo{
		{flightsql.SqlInfoFlightSqlServerName, flightsql.SqlInfoFlightSqlServerIngestTransactionsSupported}, {flightsql.SqlInfoFlightSqlServerStatementTimeout, flightsql.SqlInfoFlightSqlServerTransactionTimeout},
		{flightsql.SqlInfoDDLCatalog, flightsql.SqlInfoStoredFunctionsUsingCallSyntaxSupported},
	} {
		for number := of[0]; number <= of[1]; number++ {
			if !found[strconv.FormatUint(uint64(number), 10)] {
				t.Errorf("info %d is missing", number)
			}
		}
	}
	types, err := client.GetXdbcTypeInfo(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := fetched(t.Context(), client, types); len(got) != len(xdbcTypes) || err != nil {
		t.Errorf("want %d types, got %d, %v", len(xdbcTypes), len(got), err)
	}
}
