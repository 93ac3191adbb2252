package web

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/pipeline"
	"github.com/breachstats/breachstats/pipeline/sample"
	"github.com/breachstats/breachstats/pipeline/serve"
	"github.com/breachstats/breachstats/pipeline/serve/servetest"
)

// sampleFolder is where the tests of this package have a built sample, made once; see TestMain.
var sampleFolder string

// builtSample is the database of two captures of a sample of 1,500 reports.
var builtSample = sync.OnceValues(func() (string, error) {
	o := pipeline.Options{Data: filepath.Join(sampleFolder, "data"), Version: "test", Threads: 1, Say: func(string, ...any) {}}
	totals, err := data.Reference().Open("published_yearly_totals.csv")
	if err != nil {
		return "", err
	}
	defer func() { _ = totals.Close() }()
	known, err := sample.ReadTotals(totals)
	if err != nil {
		return "", err
	}
	var exports []pipeline.Export
	for _, day := range []string{"2022-03-31", "2025-10-17"} {
		for _, view := range []data.View{data.Archive, data.UnderInvestigation} {
			listed, err := time.Parse(time.DateOnly, day)
			if err != nil {
				return "", err
			}
			var text bytes.Buffer
			if err := sample.Write(&text, sample.Options{Rows: 1500, Seed: 3, View: view, Totals: known, ListedOn: listed,
				CapturedOn: time.Date(2025, 10, 17, 0, 0, 0, 0, time.UTC)}); err != nil {
				return "", err
			}
			name := fmt.Sprintf("%s_%s.csv", day, view)
			export, err := pipeline.FileExport(name, day, string(view))
			if err != nil {
				return "", err
			}
			export.Open = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text.Bytes())), nil }
			exports = append(exports, export)
		}
	}
	if err := pipeline.Import(context.Background(), o, exports); err != nil {
		return "", err
	}
	results, err := pipeline.Build(context.Background(), o)
	for _, result := range results {
		if result.Failing > 0 && !result.IsWarning && err != nil {
			err = fmt.Errorf("%w: %+v", err, result)
		}
	}
	return o.Database(), err
})

// served is a server over the sample.
type served struct{ address string }

func serveSample(t *testing.T, change func(*Options)) served {
	t.Helper()
	database, err := builtSample()
	if err != nil {
		t.Fatal(err)
	}
	pool := servetest.Open(t, serve.Options{Database: database, Workers: 2, Queue: 32, Wait: 2 * time.Minute})
	o := Options{Pool: pool, Out: t.TempDir(), Time: time.Minute, Rows: 1000, InAddress: 8000, InBody: 1_000_000, Hosts: []string{"127.0.0.1"}, Version: "test"}
	if change != nil {
		change(&o)
	}
	server := httptest.NewServer(Handler(o))
	t.Cleanup(server.Close)
	return served{server.URL}
}

// page is how a browser asks; nothing is how a program does.
var asPage = http.Header{"Accept": {"text/html,application/xhtml+xml,*/*;q=0.8"}}

// get is an answer as it came, not decompressed.
func (s served) get(t *testing.T, method, path string, header http.Header) reply {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.address+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, values := range header {
		r.Header[name] = values
	}
	answer, err := (&http.Transport{DisableCompression: true, DisableKeepAlives: true}).RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{answer.StatusCode, answer.Header, string(body)}
}

// value is the one value that a question gives.
func (s served) value(t *testing.T, question string) string {
	t.Helper()
	answer := s.get(t, http.MethodGet, "/sql.csv?"+url.Values{"q": {question}}.Encode(), nil)
	lines := bytes.Split([]byte(answer.body), []byte("\n"))
	if answer.status != http.StatusOK || len(lines) < 2 {
		t.Fatalf("%s: got %d: %s", question, answer.status, answer.body)
	}
	return string(lines[1])
}
