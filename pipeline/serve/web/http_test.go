package web

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/breachstats/breachstats/pipeline/serve"
)

// The header Accept decides where the address does not, by its weights.
func TestAcceptDecides(t *testing.T) {
	s := serveSample(t, nil)
	for _, c := range []struct{ accept, want string }{
		{"text/csv", "text/csv"},
		{"application/json", "application/json"},
		{"text/html;q=0.5, text/csv", "text/csv"},
		{"text/csv;q=0.5, application/json;q=0.9", "application/json"},
		{"text/html, text/csv;q=0.9", "text/html"},
		{"application/vnd.apache.parquet", "application/vnd.apache.parquet"},
		{"*/*", "application/json"},
		{"", "application/json"},
		{"nonsense;;;", "application/json"},
	} {
		for _, path := range []string{"/marts/captures", "/queries/how-many-breaches-per-year"} {
			if answer := s.get(t, http.MethodGet, path, http.Header{"Accept": {c.accept}}); answer.status != 200 || !strings.HasPrefix(answer.header.Get("Content-Type"), c.want) {
				t.Errorf("%s for %q: want %s, got %d, %s", path, c.accept, c.want, answer.status, answer.header.Get("Content-Type"))
			}
		}
	}
}

// ranged reads an answer by parts, as a reader of Parquet does; it counts what it got.
type ranged struct {
	t        *testing.T
	of       served
	path     string
	size, at int64
	got      *int64
	tag      string
}

func (r *ranged) ReadAt(into []byte, from int64) (int, error) {
	if from >= r.size {
		return 0, io.EOF
	}
	answer := r.of.get(r.t, http.MethodGet, r.path, http.Header{"Range": {fmt.Sprintf("bytes=%d-%d", from, from+int64(len(into))-1)}, "If-Match": {r.tag}, "Accept-Encoding": {"gzip, zstd"}})
	if answer.status != http.StatusPartialContent {
		return 0, fmt.Errorf("want a part, got %d: %.100s", answer.status, answer.body)
	}
	n := copy(into, answer.body)
	if *r.got += int64(n); n < len(into) {
		return n, io.EOF
	}
	return n, nil
}

func (r *ranged) Seek(by int64, from int) (int64, error) {
	switch from {
	case io.SeekCurrent:
		by += r.at
	case io.SeekEnd:
		by += r.size
	}
	r.at = by
	return by, nil
}

// W12: Parquet is read in parts, and a part beyond its end is refused.
func TestW12PartsOfParquet(t *testing.T) {
	s := serveSample(t, nil)
	for _, path := range []string{"/marts/breach_versions.parquet", "/sql.parquet?q=from+marts.breach_versions", "/queries/what-is-in-this-database.parquet"} {
		head := s.get(t, http.MethodHead, path, http.Header{"Accept-Encoding": {"gzip"}})
		var size int64
		if _, err := fmt.Sscan(head.header.Get("Content-Length"), &size); err != nil || head.status != 200 || head.header.Get("Accept-Ranges") != "bytes" || head.body != "" {
			t.Fatalf("%s: got %d, %s", path, head.status, head.header)
		}
		var got int64
		read := &ranged{t: t, of: s, path: path, size: size, got: &got, tag: head.header.Get("ETag")}
		opened, err := file.NewParquetReader(read)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if opened.NumRows() == 0 || size > 100_000 && got > size/2 {
			t.Errorf("%s: got %d rows from %d of %d bytes", path, opened.NumRows(), got, size)
		}
		whole := s.get(t, http.MethodGet, path, http.Header{"Accept-Encoding": {"gzip"}})
		if whole.header.Get("Content-Encoding") != "" || int64(len(whole.body)) != size {
			t.Errorf("%s: want the bytes that its parts are of, got %d of %d, %s", path, len(whole.body), size, whole.header)
		}
		for ask, want := range map[string]struct {
			status int
			body   string
		}{
			"bytes=0-3":                       {206, "PAR1"},
			"bytes=-4":                        {206, "PAR1"},
			fmt.Sprintf("bytes=%d-", size-4):  {206, "PAR1"},
			fmt.Sprintf("bytes=4-%d", size*2): {206, whole.body[4:]},
			fmt.Sprintf("bytes=%d-", size):    {416, ""},
			"bytes=99999999999999999999-":     {416, ""},
			"bytes=5-2":                       {416, ""},
			"lines=1-2":                       {416, ""},
		} {
			part := s.get(t, http.MethodGet, path, http.Header{"Range": {ask}})
			if part.status != want.status || want.status == 206 && part.body != want.body {
				t.Errorf("%s %s: want %d, got %d with %d bytes", path, ask, want.status, part.status, len(part.body))
			}
			if want.status == 416 && strings.HasPrefix(ask, "bytes=") && part.header.Get("Content-Range") != fmt.Sprintf("bytes */%d", size) && ask != "bytes=5-2" && !strings.HasPrefix(ask, "bytes=999") {
				t.Errorf("%s: want the size said, got %s", ask, part.header)
			}
		}
		if other := s.get(t, http.MethodGet, path, http.Header{"Range": {"bytes=0-3"}, "If-Match": {`"another"`}}); other.status != http.StatusPreconditionFailed {
			t.Errorf("want parts of another answer refused, got %d", other.status)
		}
		if old := s.get(t, http.MethodGet, path, http.Header{"Range": {"bytes=0-3"}, "If-Range": {`"another"`}}); old.status != 200 || len(old.body) != len(whole.body) {
			t.Errorf("want the whole for a part of another answer, got %d", old.status)
		}
	}
}

// What is kept of Parquet is bounded, and the last asked for stays.
func TestKeptParquetIsBounded(t *testing.T) {
	var p parquetFiles
	for i := range 3 * mostKept {
		p.keep(&parquetFile{key: strconv.Itoa(i), size: 1})
		if p.find("0") == nil {
			t.Fatalf("want what is asked for again and again kept, lost at %d", i)
		}
	}
	if len(p.kept) != mostKept || p.find("1") != nil {
		t.Errorf("want %d kept, got %d", mostKept, len(p.kept))
	}
	p.keep(&parquetFile{key: "large", size: mostKeptBytes})
	p.keep(&parquetFile{key: "small", size: 1})
	if len(p.kept) != 1 || p.find("small") == nil {
		t.Errorf("want the bytes bounded, got %d files", len(p.kept))
	}
}

// Answers are compressed as the client asks; what is in them is the same.
func TestAnswersAreCompressed(t *testing.T) {
	s := serveSample(t, nil)
	plain := s.get(t, http.MethodGet, "/marts/breaches.csv", nil).body
	for encoding, open := range map[string]func(io.Reader) (io.Reader, error){
		"gzip": func(in io.Reader) (io.Reader, error) { return gzip.NewReader(in) },
		"zstd": func(in io.Reader) (io.Reader, error) { return zstd.NewReader(in) },
	} {
		answer := s.get(t, http.MethodGet, "/marts/breaches.csv", http.Header{"Accept-Encoding": {encoding}})
		in, err := open(strings.NewReader(answer.body))
		if err != nil || answer.header.Get("Content-Encoding") != encoding {
			t.Fatalf("%s: %v, %s", encoding, err, answer.header)
		}
		if text, err := io.ReadAll(in); err != nil || string(text) != plain || len(answer.body) > len(plain)/2 {
			t.Errorf("%s: %v, %d of %d bytes", encoding, err, len(answer.body), len(plain))
		}
	}
}

// A page of another site may read and not post, and asks before it reads with a token.
func TestOtherSitesMayRead(t *testing.T) {
	s := serveSample(t, func(o *Options) { o.Allow = func(*http.Request) (string, bool) { return "", false } })
	before := s.get(t, http.MethodOptions, "/marts/breaches.json", http.Header{"Origin": {"https://example.org"}, "Access-Control-Request-Method": {"GET"}, "Access-Control-Request-Headers": {"authorization"}})
	if before.status != 204 || before.header.Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(before.header.Get("Access-Control-Allow-Headers"), "Authorization") || strings.Contains(before.header.Get("Access-Control-Allow-Methods"), "POST") {
		t.Errorf("got %d, %s", before.status, before.header)
	}
	refused := s.get(t, http.MethodGet, "/marts/breaches.json", nil)
	if ways := refused.header.Values("WWW-Authenticate"); refused.status != 401 || len(ways) != 2 || !strings.HasPrefix(ways[1], "Basic") {
		t.Errorf("want two ways to send a token, got %d, %s", refused.status, ways)
	}
}

// W14: 20,000 brackets, SQL of 5 MB and NUL bytes end with words, and the server goes on.
func TestW14OddSQL(t *testing.T) {
	s := serveSample(t, nil)
	for name, c := range map[string]struct {
		sql    string
		status []int
	}{
		"20,000 brackets": {strings.Repeat("(", 20_000) + "select 1" + strings.Repeat(")", 20_000), []int{400, 422}},
		"5 MB":            {"select '" + strings.Repeat("x", 5_000_000) + "'", []int{413}},
		"NUL bytes":       {"select 1\x00; drop table marts.breaches", []int{400}},
		"no UTF-8":        {"select '\xff\xfe'", []int{400}},
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.address+"/sql.json", strings.NewReader(c.sql))
		if err != nil {
			t.Fatal(err)
		}
		answer, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close() // it was read whole
		var said problemBody
		if err := json.Unmarshal(body, &said); err != nil || !slices.Contains(c.status, answer.StatusCode) || said.Error == "" {
			t.Errorf("%s: got %d: %.300s", name, answer.StatusCode, body)
		}
	}
	if got := s.value(t, "select 42"); got != "42" {
		t.Errorf("want the next question answered, got %q", got)
	}
}

// The log names the client: by its token, or by its address, which a proxy hands on and a client cannot choose.
func TestTheLogNamesTheClient(t *testing.T) {
	for _, c := range []struct {
		name          string
		change        func(*Options)
		header        http.Header
		client, place string
	}{
		{"by its address", nil, http.Header{"X-Forwarded-For": {"192.0.2.7"}}, "127.0.0.1", "127.0.0.1"},
		{"by its token", func(o *Options) { o.Allow = func(*http.Request) (string, bool) { return "newsroom", true } }, nil, "newsroom", "127.0.0.1"},
		{"behind a proxy", func(o *Options) { o.IsBehindProxy = true }, http.Header{"X-Forwarded-For": {"203.0.113.9, 192.0.2.7"}}, "192.0.2.7", "192.0.2.7"},
		{"behind a proxy that says nothing", func(o *Options) { o.IsBehindProxy = true }, http.Header{"X-Forwarded-For": {"nobody"}}, "127.0.0.1", "127.0.0.1"},
		{"turned away", func(o *Options) { o.Allow = func(*http.Request) (string, bool) { return "", false } }, nil, "127.0.0.1", "127.0.0.1"},
	} {
		logged := make(lines, 1)
		s := serveSample(t, func(o *Options) {
			o.Access = slog.New(slog.NewJSONHandler(logged, nil))
			if c.change != nil {
				c.change(o)
			}
		})
		s.get(t, http.MethodGet, "/-/status", c.header)
		var line struct{ Client, Address, Path string }
		text := <-logged // it comes after the answer
		if err := json.Unmarshal([]byte(text), &line); err != nil || line.Client != c.client || line.Address != c.place || line.Path != "/-/status" {
			t.Errorf("%s: want %s at %s, got %s, %v", c.name, c.client, c.place, text, err)
		}
	}
}

// lines hands on what is written to it, line by line.
type lines chan string

func (l lines) Write(line []byte) (int, error) {
	l <- string(line)
	return len(line), nil
}

// What is mounted is asked by every method, beside addresses that any name meets.
func TestMountedHandlersAreAsked(t *testing.T) {
	s := serveSample(t, func(o *Options) {
		o.Mounted = map[string]http.Handler{"/mcp": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, r.Method, " ", serve.ClientOf(r.Context()))
		})}
	})
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
		if answer := s.get(t, method, "/mcp", nil); answer.status != 200 || answer.body != method+" 127.0.0.1" {
			t.Errorf("%s: got %d: %s", method, answer.status, answer.body)
		}
	}
	if answer := s.get(t, http.MethodGet, "/marts", nil); answer.status != 200 {
		t.Errorf("got %d", answer.status)
	}
}
