package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow/flight"
	"github.com/apache/arrow-go/v18/arrow/flight/flightsql"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"

	"github.com/breachstats/breachstats/torture/tier"
)

// overHTTP asks a question; the answer is CSV, the error what the server says.
func (s served) overHTTP(ctx context.Context, client *http.Client, statement string) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.HTTP+"sql.csv", strings.NewReader(statement))
	if err != nil {
		return "", err
	}
	request.Header.Set("Content-Type", "text/plain")
	answer, err := client.Do(request)
	if err != nil {
		return "", err
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%d: %s", answer.StatusCode, text)
	}
	return string(text), err
}

// flightClient is a client of the server's Flight SQL.
func (s served) flightClient(t *testing.T) *flightsql.Client {
	t.Helper()
	client, err := flightsql.NewClient(bare(s.Flight), nil, nil, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return client
}

// readText is how many bytes of an answer are looked at.
const readText = 1 << 20

// overFlight asks a question; the answer is rows as text, of a large one the first.
func overFlight(ctx context.Context, client *flightsql.Client, statement string) (string, error) {
	info, err := client.Execute(ctx, statement)
	if err != nil {
		return "", err
	}
	rows, err := client.DoGet(ctx, info.GetEndpoint()[0].GetTicket())
	if err != nil {
		return "", err
	}
	defer rows.Release()
	var text strings.Builder
	for rows.Next() {
		record := rows.RecordBatch()
		for i := range int(record.NumRows()) {
			if text.Len() > readText {
				break // more is not looked at, but fetched
			}
			for _, column := range record.Columns() {
				text.WriteString(column.ValueStr(i) + ",")
			}
			text.WriteString("\n")
		}
	}
	return text.String(), rows.Err()
}

// from is a client of HTTP that comes from an address of this machine, as another reader does.
func from(address string) *http.Client {
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(address)}}
	return &http.Client{Transport: &http.Transport{DialContext: dialer.DialContext}}
}

// stranger is a question and whether it must be refused.
type stranger struct {
	statement string
	isRefused bool
}

// strangersPrepared run for many seconds, or into much memory, while they are prepared: DuckDB computes
// constants as it plans, and nothing interrupts that. The last one doubles its plan 40 times.
var strangersPrepared = []string{
	"select levenshtein(repeat('a', 100000), repeat('b', 100000))", "select damerau_levenshtein(repeat('a', 50000), repeat('b', 50000))",
	"select length(repeat('a', 2000000000) || repeat('b', 2000000000))", "select length(lpad('x', 2000000000, 'yz'))",
	"select regexp_replace(repeat('a', 30000000), '(a|aa)+$', 'b')", "select format('{:>1000000000}', 'x')",
	"select len(range(1000000000))", "select length(to_json(range(100000000)))", "select list_sort(range(300000000))[1]",
	doubledPlan(40),
}

func doubledPlan(times int) string {
	var sql strings.Builder
	sql.WriteString("with a0 as (select 1 as x)")
	for i := range times {
		fmt.Fprintf(&sql, ", a%d as not materialized (select p.x from a%d as p, a%d as q)", i+1, i, i)
	}
	fmt.Fprintf(&sql, " select count(*) from a%d", times)
	return sql.String()
}

// strangers are all questions of strangers, each once, and what neither HTTP nor Flight may choke on.
func strangers(t *testing.T) (all []stranger) {
	t.Helper()
	for _, questions := range []map[string][]string{strangersSQL, strangersExplain(t)} {
		for want, statements := range questions {
			for _, statement := range statements {
				all = append(all, stranger{statement, want != ""})
			}
		}
	}
	for _, c := range strangersLimits {
		all = append(all, stranger{c.statement, false}) // over HTTP some are cut after their first rows
	}
	for _, statement := range strangersPrepared {
		all = append(all, stranger{statement, false})
	}
	for _, statement := range []string{
		"select " + strings.Repeat("(", 20_000) + "1" + strings.Repeat(")", 20_000), "select " + strings.Repeat("[", 20_000), "", " ", "\x00",
	} {
		all = append(all, stranger{statement, true})
	}
	slices.SortFunc(all, func(a, b stranger) int { return strings.Compare(a.statement, b.statement) })
	return slices.CompactFunc(all, func(a, b stranger) bool { return a.statement == b.statement })
}

// neighbour asks a small question again and again until stop is called, which returns how long each took.
func neighbour(t *testing.T, s served) (stop func() []time.Duration) {
	t.Helper()
	client := from("127.0.0.2")
	ctx, end := context.WithCancel(t.Context())
	took := make(chan []time.Duration, 1)
	go func() {
		var all []time.Duration
		for ctx.Err() == nil {
			began := time.Now()
			// A question that was asked before needs no worker, so each is another one.
			answer, err := s.overHTTP(t.Context(), client, fmt.Sprintf("select count(*) as n from marts.breaches where %d >= 0", len(all)))
			if err != nil || answer != "n\n1000\n" {
				t.Errorf("the neighbour: got %q, %v", answer, err)
			}
			all = append(all, time.Since(began))
			time.Sleep(20 * time.Millisecond)
		}
		took <- all
	}()
	return func() []time.Duration {
		end()
		all := <-took
		slices.Sort(all)
		return all
	}
}

// W1, W2, W4, W5, W14: whatever strangers ask over HTTP and Flight ends near its limit, a neighbour's small
// question is answered meanwhile, and no file changes.
func TestW1StrangersAskAServer(t *testing.T) {
	tier.Long(t, "each question of a stranger, of a server")
	strangersHome(t)
	before := footprint(t)
	const limit = 2 * time.Second
	s := serving(t, "data", "--timeout", "2s", "--flight-timeout", "2s", "--prepare-timeout", "2s", "--wait", "60s", "--queue", "100")
	if _, err := s.overHTTP(t.Context(), http.DefaultClient, "select count(*) from marts.breaches"); err != nil {
		t.Fatal(err)
	}
	client := s.flightClient(t)
	defer crowd(t, s, client)()
	stop := neighbour(t, s)
	garbled := garble(t, s, client)
	asked := make(chan stranger)
	var askers sync.WaitGroup
	var slowest time.Duration
	var slowestName string
	var mutex sync.Mutex
	ask := func(how string, q stranger, call func() (string, error)) {
		began := time.Now()
		answer, err := call()
		took := time.Since(began)
		name := fmt.Sprintf("%s: %.80q", how, q.statement)
		mutex.Lock()
		if took > slowest {
			slowest, slowestName = took, name
		}
		mutex.Unlock()
		switch {
		case took > 30*limit: // over Flight its limit twice, each time after the wait for a worker, and a machine that does other things
			t.Errorf("%s: want it ended near %s, took %s", name, limit, took)
		case q.isRefused && err == nil:
			t.Errorf("%s: want it refused, got %.100q", name, answer)
		case strings.Contains(answer, secret), err != nil && strings.Contains(err.Error(), secret) && !strings.Contains(q.statement, secret):
			t.Errorf("%s: the secret got out", name)
		}
	}
	for range 4 {
		askers.Go(func() {
			web := from("127.0.0.3")
			for q := range asked {
				ask("HTTP", q, func() (string, error) { return s.overHTTP(t.Context(), web, q.statement) })
				ask("Flight", q, func() (string, error) { return overFlight(t.Context(), client, q.statement) })
			}
		})
	}
	all := strangers(t)
	for _, q := range all {
		asked <- q
	}
	close(asked)
	askers.Wait()
	took := stop()
	messages := garbled()
	t.Logf("%d questions over HTTP and Flight, the slowest %s (%s), and %d messages that mean nothing; the neighbour asked %d times, median %s, 99 in 100 within %s, slowest %s",
		len(all), slowest, slowestName, messages, len(took), took[len(took)/2], took[len(took)*99/100], took[len(took)-1])
	if took[len(took)/2] > time.Second || took[len(took)-1] > 5*time.Second { // ten times what is wanted of a machine that does nothing else
		t.Errorf("the neighbour: want each answer within 500 ms, or ten times that on a busy machine")
	}
	if after := footprint(t); !sameFiles(before, after) {
		t.Errorf("want every file as it was, got %d files, not %d", len(after), len(before))
	}
}

// crowd is a thousand connections that say nothing and readers that do not read, until it is dispersed.
func crowd(t *testing.T, s served, client *flightsql.Client) (disperse func()) {
	t.Helper()
	ctx, leave := context.WithCancel(t.Context())
	var idle []net.Conn
	for i := range 1000 {
		address := bare([]string{s.HTTP, s.Flight}[i%2])
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
		if err != nil {
			t.Errorf("connection %d: %v", i, err)
			break
		}
		idle = append(idle, conn)
	}
	const large = "select i, repeat('x', 1000) as x from range(50000) t(i)"
	info, err := client.Execute(ctx, large)
	var slow *flight.Reader
	if err == nil {
		slow, err = client.DoGet(ctx, info.GetEndpoint()[0].GetTicket())
	}
	if err != nil {
		t.Error(err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.HTTP+"sql.csv?q="+url.QueryEscape(large), nil)
	if err != nil {
		t.Fatal(err)
	}
	unread, err := from("127.0.0.4").Do(request) //nolint:bodyclose // it is closed at the end of the test
	if err != nil {
		t.Error(err)
	}
	return func() {
		leave()
		if unread != nil {
			_ = unread.Body.Close()
		}
		if slow != nil {
			slow.Release()
		}
		for _, conn := range idle {
			_ = conn.Close()
		}
	}
}

// garble sends what is empty, forged or cut, again and again, until stop is called, which returns how many
// messages were sent. Each must be an error of that message alone.
func garble(t *testing.T, s served, client *flightsql.Client) (stop func() int) {
	t.Helper()
	info, err := client.Execute(t.Context(), "select 42")
	if err != nil {
		t.Fatal(err)
	}
	good := info.GetEndpoint()[0].GetTicket().GetTicket()
	forged := bytes.Replace(good, []byte("42"), []byte("43"), 1)
	if bytes.Equal(good, forged) {
		t.Fatal("want the statement in the ticket, to forge it")
	}
	ticket := func(body []byte) func(context.Context) error {
		return func(ctx context.Context) error {
			rows, err := client.DoGet(ctx, &flight.Ticket{Ticket: body})
			if err != nil {
				return err
			}
			defer rows.Release()
			rows.Next()
			return rows.Err()
		}
	}
	post := func(path, kind, body string) func(context.Context) error {
		return func(context.Context) error {
			answer, err := http.Post(s.HTTP+path, kind, strings.NewReader(body)) //nolint:noctx // it ends within the limits of the server
			if err != nil {
				return status.Error(codes.Unavailable, err.Error())
			}
			defer func() { _ = answer.Body.Close() }()
			if answer.StatusCode < 400 || answer.StatusCode >= 500 {
				return nil
			}
			return errors.New(answer.Status)
		}
	}
	messages := map[string]func(context.Context) error{
		"an empty ticket": ticket(nil), "garbage for a ticket": ticket([]byte("garbage")), "a forged ticket": ticket(forged),
		"a cut ticket": ticket(good[:len(good)-1]), "zeros for a ticket": ticket(make([]byte, 100_000)),
		"an empty put": func(ctx context.Context) error {
			put, err := client.Client.DoPut(ctx)
			if err == nil {
				err = put.Send(&flight.FlightData{})
			}
			if err == nil {
				_, err = put.Recv()
			}
			return err
		},
		"an empty descriptor": func(ctx context.Context) error {
			_, err := client.Client.GetFlightInfo(ctx, &flight.FlightDescriptor{})
			return err
		},
		"an empty question": post("sql.csv", "text/plain", ""), "an empty message of an assistant": post("mcp", "application/json", ""),
		"half a message of an assistant": post("mcp", "application/json", `{"jsonrpc": "2.0", "id"`),
	}
	ctx, end := context.WithCancel(t.Context())
	sent := make(chan int, 1)
	go func() {
		n := 0
		defer func() { sent <- n }()
		for {
			for name, send := range messages {
				if err := send(t.Context()); err == nil || status.Code(err) == codes.Unavailable {
					t.Errorf("%s: want it refused, got %v", name, err)
				}
				n++
			}
			select {
			case <-ctx.Done():
				return
			case <-time.After(time.Second):
			}
		}
	}()
	return func() int {
		end()
		return <-sent
	}
}
