package web

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/breachstats/breachstats/pipeline/serve"
	"github.com/breachstats/breachstats/pipeline/serve/servetest"
	"github.com/breachstats/breachstats/pipeline/warehouse/warehousetest"
)

func TestMain(m *testing.M) {
	servetest.WorkIfAsked()
	var err error
	if sampleFolder, err = os.MkdirTemp("", "breachstats-web-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	status := m.Run()
	_ = os.RemoveAll(sampleFolder) // a folder for temporary files
	os.Exit(status)
}

const breaches = `
	create schema marts;
	create table marts.breaches as
	from (values
		('a1', 'Alder Clinic', 'CA', 500, date '2023-01-02', ['Theft', 'Loss']),
		('b2', 'Birch "Health" Plan', 'NY', 12000, date '2023-05-01', ['Hacking/IT Incident']),
		('c3', '=Cedar & <b>Sons</b>', null, cast(null as integer), date '2024-02-29', null)
	) t(breach_id, entity_name, state, individuals, submitted_on, breach_types);
	comment on table marts.breaches is 'One row per breach.';
	comment on column marts.breaches.state is 'Postal code; null where blank.';
	create macro marts.breaches_as_of(as_of_day) as table select * from marts.breaches where submitted_on <= as_of_day;`

// site serves a small database and a folder with one page.
func testSite(t *testing.T, change func(*Options)) (ask func(method, path string, header http.Header, body string) reply) {
	t.Helper()
	folder := t.TempDir()
	database := filepath.Join(folder, "breaches.duckdb")
	warehousetest.Publish(t, database, breaches)
	out := filepath.Join(folder, "out")
	for name, text := range map[string]string{"index.html": "<h1>the page</h1>", ".hidden": "no", "marts/breaches.txt": "a file"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(out, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(out, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pool := servetest.Open(t, serve.Options{Database: database, Workers: 1, Queue: 8, Wait: 2 * time.Minute})
	o := Options{Pool: pool, Out: out, Time: time.Minute, Rows: 1000, InAddress: 8000, InBody: 20000, Hosts: []string{"127.0.0.1"}, Version: "test"}
	if change != nil {
		change(&o)
	}
	server := httptest.NewServer(Handler(o))
	t.Cleanup(server.Close)
	return func(method, path string, header http.Header, body string) reply {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, server.URL+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		for name, values := range header {
			r.Header[name] = values
		}
		if host := header.Get("Host"); host != "" {
			r.Host = host
		}
		answer, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return reply{answer.StatusCode, answer.Header, string(text)}
	}
}

// reply is an answer, read whole.
type reply struct {
	status int
	header http.Header
	body   string
}

func sqlPath(extension, statement string) string {
	return "/sql" + extension + "?" + url.Values{"q": {statement}}.Encode()
}

func TestEveryQuestionHasAnAddress(t *testing.T) {
	ask := testSite(t, nil)
	for _, c := range []struct {
		name, path string
		status     int
		want       string
	}{
		{"csv", sqlPath(".csv", "select state, individuals from marts.breaches order by breach_id"), 200, "state,individuals\nCA,500\nNY,12000\n,\n"},
		{"json lines", sqlPath(".jsonl", "select 1 as a"), 200, "{\"a\":1}\n"},
		{"a formula stays a text", sqlPath(".csv", "select entity_name from marts.breaches where breach_id = 'c3'"), 200, "entity_name\n'=Cedar & <b>Sons</b>\n"},
		{"a mistake", sqlPath(".json", "select\nbogus from marts.breaches"), 400, `"line":2`},
		{"a write", sqlPath(".json", "drop table marts.breaches"), 403, "nothing here can be changed"},
		{"no SQL", "/sql.json", 400, "want SQL in q"},
		{"too much SQL in an address", sqlPath(".json", "select '"+strings.Repeat("x", 9000)+"'"), 414, "send it in a body"},
		{"a table", "/marts/breaches.csv?_columns=breach_id", 200, "breach_id\na1\nb2\nc3\n"},
		{"a filter", "/marts/breaches.csv?state=NY&_columns=breach_id", 200, "breach_id\nb2\n"},
		{"a filter by number and day", "/marts/breaches.csv?individuals__gte=500&submitted_on__lt=2023-02-01&_columns=breach_id", 200, "breach_id\na1\n"},
		{"a list that holds a value", "/marts/breaches.csv?breach_types=Loss&_columns=breach_id", 200, "breach_id\na1\n"},
		{"a list that does not", "/marts/breaches.csv?breach_types__ne=Loss&_columns=breach_id", 200, "breach_id\nb2\n"},
		{"what is null", "/marts/breaches.csv?state__isnull=1&_columns=breach_id", 200, "breach_id\nc3\n"},
		{"what is not null", "/marts/breaches.csv?state__isnull=0&_columns=breach_id", 200, "breach_id\na1\nb2\n"},
		{"a word within", "/marts/breaches.csv?entity_name__contains=cLiNiC&_columns=breach_id", 200, "breach_id\na1\n"},
		{"one of some", "/marts/breaches.csv?state__in=CA,NY&_columns=breach_id", 200, "breach_id\na1\nb2\n"},
		{"sorted, sliced", "/marts/breaches.csv?_sort_desc=individuals&_size=1&_offset=1&_columns=breach_id", 200, "breach_id\na1\n"},
		{"nulls come last", "/marts/breaches.csv?_sort=individuals&_columns=breach_id", 200, "breach_id\na1\nb2\nc3\n"},
		{"a name that would be SQL", "/marts/breaches.csv?" + url.Values{`state" is null or "state`: {"CA"}}.Encode(), 400, "has no column"},
		{"a value that would be SQL", "/marts/breaches.csv?" + url.Values{"state": {"CA' or 'a'='a"}, "_columns": {"breach_id"}}.Encode(), 200, "breach_id\n"},
		{"a value of another type", "/marts/breaches.csv?individuals=many", 400, "many"},
		{"an unknown operator", "/marts/breaches.csv?individuals__like=1", 400, "want one of ne, gt"},
		{"an unknown word", "/marts/breaches.csv?_limit=1", 400, "_size"},
		{"a size that is none", "/marts/breaches.csv?_size=-1", 400, "whole number"},
		{"an unknown format", "/marts/breaches.xml", 404, ""},
		{"a macro", "/marts/breaches_as_of.csv?day=2023-03-01&_columns=breach_id", 200, "breach_id\na1\n"},
		{"a macro without its argument", "/marts/breaches_as_of.csv", 400, "as_of_day"},
		{"a table that is not there", "/marts/nope.csv", 404, ""},
		{"the page", "/", 200, "<h1>the page</h1>"},
		{"a file in a folder", "/marts/breaches.txt", 200, "a file"},
		{"a hidden file", "/.hidden", 404, ""},
		{"a file outside", "/..%2fbreaches.duckdb", 404, ""},
		{"how it is", "/-/status", 200, `"workers":3`},
		{"the same for Prometheus", "/-/metrics", 200, "breachstats_workers 3\n"},
	} {
		answer := ask(http.MethodGet, c.path, nil, "")
		// A worker that was too slow for a small question, on a busy machine, is being replaced and is not counted.
		for late := time.Now().Add(time.Minute); strings.HasPrefix(c.path, "/-/") && !strings.Contains(answer.body, c.want) && time.Now().Before(late); {
			answer = ask(http.MethodGet, c.path, nil, "")
		}
		if body := answer.body; answer.status != c.status || !strings.Contains(body, c.want) || answer.status == http.StatusOK && strings.HasSuffix(c.path, ".csv") && body != c.want {
			t.Errorf("%s: want %d with %q, got %d: %s", c.name, c.status, c.want, answer.status, body)
		}
	}
}

// W15: an answer over the limit says so, in a header and in its body; a table is never cut.
func TestW15CutAnswersSaySo(t *testing.T) {
	ask := testSite(t, func(o *Options) { o.Rows = 2 })
	for extension, want := range map[string]string{
		".csv":   "breach_id\na1\nb2\n# cut after 2 rows; there are more\n",
		".jsonl": "{\"breach_id\":\"a1\"}\n{\"breach_id\":\"b2\"}\n{\"cut\": \"cut after 2 rows; there are more\"}\n",
	} {
		answer := ask(http.MethodGet, sqlPath(extension, "select breach_id from marts.breaches order by 1"), nil, "")
		if body := answer.body; body != want || !strings.Contains(answer.header.Get(headerCut), "2 rows") {
			t.Errorf("%s: got %q, %s", extension, body, answer.header)
		}
	}
	answer := ask(http.MethodGet, sqlPath(".json", "select breach_id from marts.breaches order by 1"), nil, "")
	var cut struct {
		Cut  string `json:"cut"`
		Rows []any  `json:"rows"`
	}
	if err := json.Unmarshal([]byte(answer.body), &cut); err != nil || cut.Cut == "" || len(cut.Rows) != 2 {
		t.Errorf("json: got %+v, %v", cut, err)
	}
	answer = ask(http.MethodGet, sqlPath(".csv", "select breach_id from marts.breaches order by 1 limit 2"), nil, "")
	if body := answer.body; answer.header.Get(headerCut) != "" || strings.Contains(body, "cut") {
		t.Errorf("want a whole answer without a word, got %q, %s", body, answer.header)
	}
	if body := ask(http.MethodGet, "/marts/breaches.csv?_columns=breach_id", nil, "").body; body != "breach_id\na1\nb2\nc3\n" {
		t.Errorf("want the whole table, got %q", body)
	}
}

// W8, W9: a Host that is not ours and a post from another site are refused.
func TestW8HostsAndW9OtherSites(t *testing.T) {
	ask := testSite(t, nil)
	for _, c := range []struct {
		name, method string
		header       http.Header
		want         int
	}{
		{"another host", http.MethodGet, http.Header{"Host": {"evil.example"}}, 421},
		{"our host with a port", http.MethodGet, http.Header{"Host": {"127.0.0.1:80"}}, 200},
		{"a post of our own page", http.MethodPost, http.Header{"Sec-Fetch-Site": {"same-origin"}}, 200},
		{"a post of a program", http.MethodPost, nil, 200},
		{"a post from elsewhere", http.MethodPost, http.Header{"Sec-Fetch-Site": {"cross-site"}}, 403},
		{"the same by an older browser", http.MethodPost, http.Header{"Origin": {"https://evil.example"}}, 403},
	} {
		answer := ask(c.method, sqlPath(".csv", "select 1"), c.header, "select 1")
		if answer.status != c.want {
			t.Errorf("%s: want %d, got %d: %s", c.name, c.want, answer.status, answer.body)
		}
	}
	if answer := ask(http.MethodPost, "/sql.csv", nil, "select '"+strings.Repeat("x", 30000)+"'"); answer.status != 413 {
		t.Errorf("a body that is too large: got %d", answer.status)
	}
}

// W10: with tokens nobody gets in without one.
func TestW10Tokens(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tokens.txt")
	token, err := serve.AddToken(path, "newsroom")
	if err != nil {
		t.Fatal(err)
	}
	tokens, err := serve.OpenTokens(path)
	if err != nil {
		t.Fatal(err)
	}
	ask := testSite(t, func(o *Options) {
		o.Allow = func(r *http.Request) (string, bool) {
			return tokens.Name(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
		}
	})
	for _, c := range []struct {
		name, token string
		want        int
	}{{"none", "", 401}, {"wrong", "Bearer " + strings.Repeat("0", 64), 401}, {"right", "Bearer " + token, 200}} {
		if got := ask(http.MethodGet, sqlPath(".csv", "select 1"), http.Header{"Authorization": {c.token}}, "").status; got != c.want {
			t.Errorf("%s token: want %d, got %d", c.name, c.want, got)
		}
	}
	if err := os.WriteFile(path, []byte("# nobody\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := ask(http.MethodGet, sqlPath(".csv", "select 1"), http.Header{"Authorization": {"Bearer " + token}}, "").status; got != 401 {
		t.Errorf("a token that was removed: got %d", got)
	}
}

func TestConsoleWithoutScripts(t *testing.T) {
	ask := testSite(t, nil)
	page := ask(http.MethodGet, sqlPath("", "select entity_name from marts.breaches order by breach_id desc"), nil, "").body
	for _, want := range []string{"3 rows", "=Cedar &amp; &lt;b&gt;Sons&lt;/b&gt;", "/sql.csv?q=select", "marts.breaches", "Postal code; null where blank."} {
		if !strings.Contains(page, want) {
			t.Errorf("want %q in the page, got %s", want, page)
		}
	}
	answer := ask(http.MethodGet, sqlPath("", "select\nbogus from marts.breaches"), nil, "")
	if page := answer.body; answer.status != http.StatusBadRequest || !strings.Contains(page, "Line 2: ") {
		t.Errorf("want the line of a mistake, got %d: %s", answer.status, page)
	}
	accepted := ask(http.MethodGet, sqlPath("", "select 1 as a"), http.Header{"Accept": {"text/csv"}}, "")
	if body := accepted.body; body != "a\n1\n" {
		t.Errorf("want the format that the client accepts, got %q", body)
	}
}

// An answer that the client has is not sent again while the database is the same.
func TestETag(t *testing.T) {
	ask := testSite(t, nil)
	first := ask(http.MethodGet, "/marts/breaches.csv", nil, "")
	tag := first.header.Get("ETag")
	if again := ask(http.MethodGet, "/marts/breaches.csv", http.Header{"If-None-Match": {tag}}, ""); tag == "" || again.status != 304 {
		t.Errorf("want 304 for %s, got %d", tag, again.status)
	}
	if other := ask(http.MethodGet, "/marts/breaches.json", http.Header{"If-None-Match": {tag}}, ""); other.status != 200 {
		t.Errorf("want another format sent, got %d", other.status)
	}
}
