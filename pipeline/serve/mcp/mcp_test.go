package mcp

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/breachstats/breachstats/pipeline/serve"
	"github.com/breachstats/breachstats/pipeline/serve/servetest"
	"github.com/breachstats/breachstats/pipeline/serve/web"
	"github.com/breachstats/breachstats/pipeline/warehouse/warehousetest"
)

func TestMain(m *testing.M) {
	servetest.WorkIfAsked()
	os.Exit(m.Run())
}

// listOf is a small list of a day.
func listOf(day string) string {
	return `
	create schema marts;
	create table marts.breach_versions as from (values ('0123456789abcdef', 1, 'Alder Clinic', 500), ('0123456789abcdef', 2, 'Alder Clinic', 700)) t(breach_id, version, entity_name, individuals);
	comment on table marts.breach_versions is 'One row per breach and version. Key: breach_id, version.';
	comment on column marts.breach_versions.individuals is 'People affected.';
	create table marts.shown_list as select date '` + day + `' as captured_on, date '` + day + `' as as_of_on, false as is_synthetic;
	create table marts.years as from (values (2009, true), (2023, false), (2024, true)) t(year, is_partial_year);
	create macro marts.breaches_as_of(as_of_day) as table select * from marts.years where year < as_of_day;`
}

// session is a client of the protocol's own library at a server that has the tools at /mcp.
func session(t *testing.T) (client *mcp.ClientSession, database string, pool *serve.Pool, url string) {
	t.Helper()
	database = filepath.Join(t.TempDir(), "breaches.duckdb")
	warehousetest.Publish(t, database, listOf("2024-10-17"))
	pool = servetest.Open(t, serve.Options{Database: database, Workers: 1, Queue: 8, Wait: 2 * time.Minute})
	tools := Handler(Options{Pool: pool, Time: 5 * time.Second, SQL: 20000, Version: "test"})
	server := httptest.NewServer(web.Handler(web.Options{Pool: pool, Out: t.TempDir(), Time: 10 * time.Second, Rows: 1000, InAddress: 8000, InBody: 20000,
		Hosts: []string{"127.0.0.1"}, Mounted: map[string]http.Handler{"GET /mcp": tools, "POST /mcp": tools}}))
	t.Cleanup(server.Close)
	client, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).
		Connect(t.Context(), &mcp.StreamableClientTransport{Endpoint: server.URL + "/mcp", DisableStandaloneSSE: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return client, database, pool, server.URL
}

func called(t *testing.T, client *mcp.ClientSession, tool string, arguments map[string]any) (text string, isError bool) {
	t.Helper()
	result, err := client.CallTool(t.Context(), &mcp.CallToolParams{Name: tool, Arguments: arguments})
	if err != nil {
		t.Fatalf("%s: %v", tool, err)
	}
	for _, content := range result.Content {
		text += content.(*mcp.TextContent).Text
	}
	return text, result.IsError
}

const note = "The list as the portal showed it on 2024-10-17. Partial years, not to be compared with whole ones: 2009, 2024.\n"

func TestTools(t *testing.T) {
	client, _, _, _ := session(t)
	listed, err := client.ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, tool := range listed.Tools {
		names = append(names, tool.Name)
		if !tool.Annotations.ReadOnlyHint {
			t.Errorf("%s: want it marked as one that reads", tool.Name)
		}
	}
	if got := strings.Join(names, " "); got != "breach columns question tables" {
		t.Errorf("want four tools, got %s", got)
	}
	for _, c := range []struct {
		name, tool string
		arguments  map[string]any
		want       []string
		isError    bool
	}{
		{"tables", "tables", nil, []string{note, `{"table":"marts.breach_versions","meaning":"One row per breach and version.`, "marts.breaches_as_of(as_of_day)"}, false},
		{"columns", "columns", map[string]any{"table": "marts.breach_versions"}, []string{note, `{"column":"individuals","type":"INTEGER","meaning":"People affected."}`}, false},
		{"columns of no table", "columns", map[string]any{"table": "marts.nope"}, []string{"there is no table marts.nope"}, false},
		{"a question", "question", map[string]any{"sql": "select max(individuals) as n from marts.breach_versions"}, []string{note + "{\"n\":700}\n"}, false},
		{"no row", "question", map[string]any{"sql": "select 1 where false"}, []string{note + "no row\n"}, false},
		{"many rows", "question", map[string]any{"sql": "select i from range(5000) t(i)"}, []string{"{\"i\":999}\ncut after 1000 rows; there are more\n"}, false},
		{"much text", "question", map[string]any{"sql": "select repeat('x', 30000) as x from range(9)"}, []string{"cut after 3 rows; there are more\n"}, false},
		{"a mistake", "question", map[string]any{"sql": "select\nbogus from marts.years"}, []string{"line 2"}, true},
		{"a write", "question", map[string]any{"sql": "drop table marts.years"}, []string{"nothing here can be changed"}, true},
		{"a question without end", "question", map[string]any{"sql": "select count(*) from range(1000000000000) a, range(1000000) b"}, []string{"5s"}, true},
		{"too long", "question", map[string]any{"sql": "select '" + strings.Repeat("x", 20000) + "'"}, []string{"at most 20000 bytes"}, true},
		{"a breach", "breach", map[string]any{"breach_id": "0123456789abcdef"}, []string{note, `"individuals":500}`, `"individuals":700}`}, false},
		{"no breach", "breach", map[string]any{"breach_id": "' or 'a'='a"}, []string{"there is no breach"}, false},
		{"no argument", "breach", map[string]any{}, []string{"breach_id"}, true},
	} {
		got, isError := called(t, client, c.tool, c.arguments)
		for _, want := range c.want {
			if !strings.Contains(got, want) || isError != c.isError {
				t.Errorf("%s: want %q, error %v; got %.300q, %v", c.name, want, c.isError, got, isError)
			}
		}
	}
}

// The note is of the database that answers.
func TestTheNoteFollowsTheDatabase(t *testing.T) {
	client, database, pool, _ := session(t)
	if got, _ := called(t, client, "question", map[string]any{"sql": "select 1 as a"}); !strings.Contains(got, "2024-10-17") {
		t.Errorf("got %s", got)
	}
	before := pool.Generation()
	warehousetest.Publish(t, database, listOf("2025-01-02"))
	for late := time.Now().Add(2 * time.Minute); pool.Generation() == before; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(late) {
			t.Fatal("want the newer database served")
		}
	}
	if got, _ := called(t, client, "question", map[string]any{"sql": "select 1 as a"}); !strings.Contains(got, "2025-01-02") {
		t.Errorf("want the new day, got %s", got)
	}
}

// A page of another site, and another name than ours, get nowhere.
func TestMCPIsGuarded(t *testing.T) {
	_, _, _, url := session(t)
	for name, header := range map[string]http.Header{
		"another site": {"Origin": {"https://evil.example"}}, "the same by a newer browser": {"Sec-Fetch-Site": {"cross-site"}}, "another name": {"Host": {"evil.example"}},
	} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/mcp", strings.NewReader(`{"jsonrpc":"2.0","id":1,"method":"tools/list"}`))
		if err != nil {
			t.Fatal(err)
		}
		request.Header = header
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Accept", "application/json, text/event-stream")
		request.Host = header.Get("Host")
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusForbidden && answer.StatusCode != http.StatusMisdirectedRequest {
			t.Errorf("%s: want it refused, got %d", name, answer.StatusCode)
		}
	}
}
