package flight

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow/flight"
	"github.com/apache/arrow-go/v18/arrow/flight/flightsql"
	"github.com/apache/arrow-go/v18/arrow/util"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/breachstats/breachstats/pipeline/warehouse/warehousetest"
)

// A handle outlives the database as long as the answer has the same columns.
func TestHandlesAndSwaps(t *testing.T) {
	s := testSite(t, nil)
	client := s.client(t)
	info, err := client.Execute(t.Context(), "select max(individuals) as n from marts.breaches")
	if err != nil {
		t.Fatal(err)
	}
	replaced := func(statements string) {
		before := s.pool.Generation()
		warehousetest.Publish(t, s.database, statements)
		waitFor(t, func() bool { return s.pool.Generation() != before })
	}
	replaced("create schema marts; create table marts.breaches as select 77 as individuals")
	if got, err := fetched(t.Context(), client, info); strings.Join(got, "") != "77" || err != nil {
		t.Errorf("want the answer of the new database, got %q, %v", got, err)
	}
	if tables, err := client.GetTables(t.Context(), &flightsql.GetTablesOpts{}); err != nil {
		t.Error(err)
	} else if got, err := fetched(t.Context(), client, tables); strings.Join(got, " ") != "breaches|marts|breaches|TABLE" || err != nil {
		t.Errorf("want the tables of the new database, got %q, %v", got, err)
	}
	replaced("create schema marts; create table marts.breaches as select 'many' as individuals")
	if _, err := fetched(t.Context(), client, info); status.Code(err) != codes.FailedPrecondition || !strings.Contains(err.Error(), "ask again") {
		t.Errorf("want other columns refused, got %v", err)
	}
}

// W4: a reader that takes nothing keeps no worker, and gets its whole answer in the end.
func TestW4SlowReaders(t *testing.T) {
	s := testSite(t, nil)
	client := s.client(t)
	var slow []*flight.Reader
	for range 4 {
		info, err := client.Execute(t.Context(), "select i, repeat('x', 1000) as x from range(20000) t(i)")
		if err != nil {
			t.Fatal(err)
		}
		reader, err := client.DoGet(t.Context(), info.GetEndpoint()[0].GetTicket())
		if err != nil {
			t.Fatal(err)
		}
		defer reader.Release()
		slow = append(slow, reader)
	}
	if got, err := asked(t.Context(), client, "select 42"); strings.Join(got, "") != "42" || err != nil {
		t.Fatalf("got %q, %v", got, err)
	}
	for _, reader := range slow {
		rows := int64(0)
		for reader.Next() {
			rows += reader.RecordBatch().NumRows()
			if size := util.TotalRecordSize(reader.RecordBatch()); size > 3<<20 {
				t.Errorf("want messages of about 2 MB at most, got %d bytes", size)
			}
		}
		if rows != 20000 || reader.Err() != nil {
			t.Errorf("want the whole answer, got %d rows, %v", rows, reader.Err())
		}
	}
}

func TestPatterns(t *testing.T) {
	for _, c := range []struct {
		pattern, name string
		want          bool
	}{
		{"%", "breaches", true}, {"b%s", "breaches", true}, {"breaches", "breaches", true}, {"breache_", "breaches", true}, {"breach", "breaches", false},
		{`by\_year`, "by_year", true}, {`by\_year`, "byxyear", false}, {"", "breaches", false}, {".*", "breaches", false}, {`\%`, "%", true},
		{strings.Repeat("%b", 400), strings.Repeat("a", 400), false},
	} {
		isLiked, err := liked(&c.pattern)
		if err != nil || isLiked(c.name) != c.want {
			t.Errorf("%q like %.20q: want %v, got the other, %v", c.name, c.pattern, c.want, err)
		}
	}
	long := strings.Repeat("%", mostPattern+1)
	if _, err := liked(&long); status.Code(err) != codes.InvalidArgument {
		t.Errorf("a long pattern: got %v", err)
	}
}

// Each call is recorded with its statement, and counted by status.
func TestCallsAreRecordedAndCounted(t *testing.T) {
	var record, metrics bytes.Buffer
	s := testSite(t, func(o *Options) { o.Access = slog.New(slog.NewJSONHandler(&record, nil)) })
	client := s.client(t)
	for _, statement := range []string{"select 42", "drop table marts.breaches"} {
		_, _ = asked(t.Context(), client, statement)
	}
	s.server.Stop(time.Minute) // its end is recorded, too
	for _, want := range []string{`"path":"DoGet","query":"select 42","status":"OK"`, `"query":"drop table marts.breaches","status":"PermissionDenied"`} {
		if !strings.Contains(record.String(), want) {
			t.Errorf("want %s in the record, got %s", want, record.String())
		}
	}
	s.server.WriteMetrics(&metrics)
	for _, want := range []string{`breachstats_flight_calls_total{status="OK"} 2`, `breachstats_flight_calls_total{status="PermissionDenied"} 1`, "breachstats_flight_calls_open 0"} {
		if !strings.Contains(metrics.String(), want) {
			t.Errorf("want %s among the metrics, got %s", want, metrics.String())
		}
	}
}
