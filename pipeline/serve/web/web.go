// Package web answers over HTTP: every question has a URL, every answer a format.
//
//	/-/                                  the index
//	/search?q=laptop, /breach/ID         search for breaches, one breach
//	/marts/breaches.csv?state=CA         a table, filtered and sorted
//	/marts/breaches_as_of.json?day=2018-01-04
//	/queries/NAME, /sql.json?q=select+1  a worked question, any question
//	/feeds/breaches.atom, /openapi.json  for programs
//	/-/status, /-/metrics                the state of the server
//	everything else                      the published folder
//
// It never calls DuckDB: see package serve.
package web

import (
	"cmp"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"github.com/breachstats/breachstats/pipeline/serve"
)

// Options state what is served, to whom, and the limits.
type Options struct {
	Pool *serve.Pool
	// Out is the folder of published figures.
	Out string
	// Time is how long a question may take, Rows the most rows of an answer of /sql. Tables are never cut.
	Time time.Duration
	Rows int64
	// InAddress and InBody are the most bytes of SQL in a URL and in a body.
	InAddress, InBody int64
	// Hosts are the host names that requests may use, without ports; empty for any. They prevent pages of other sites
	// from asking a server on the reader's own machine (DNS rebinding).
	Hosts []string
	// Allow decides who may ask: it names the client of a request, or reports false. Nil lets anybody
	// ask and names clients by their address.
	Allow func(*http.Request) (client string, isAllowed bool)
	// IsBehindProxy states that every request comes from a proxy, which gives the client's address in X-Forwarded-For:
	// each address has its fair share, as if there were no proxy.
	IsBehindProxy bool
	// Access gets a record of each request; may be nil.
	Access *slog.Logger
	// Version is the version of the program.
	Version string
	// Metrics write additional metrics, in the text format of Prometheus.
	Metrics []func(io.Writer)
	// Mounted holds other handlers by method and path, such as "POST /mcp"; serve.ClientOf names their clients.
	Mounted map[string]http.Handler
}

// site is Options plus what is read from the database.
type site struct {
	Options
	catalogues catalogues
	parquets   parquetFiles
}

// Handler answers requests. It is safe for concurrent use.
func Handler(o Options) http.Handler {
	s := &site{Options: o}
	routes := http.NewServeMux()
	routes.HandleFunc("GET /sql", s.console)
	routes.HandleFunc("POST /sql", s.console)
	for _, f := range answerFormats {
		routes.HandleFunc("GET /sql."+f.extension, s.ask(f))
		routes.HandleFunc("POST /sql."+f.extension, s.ask(f))
	}
	routes.HandleFunc("GET /breach/{id}", s.breach)
	routes.HandleFunc("GET /search", s.search)
	routes.HandleFunc("GET /search.json", s.search)
	routes.HandleFunc("GET /queries", s.queries)
	routes.HandleFunc("GET /queries/{name}", s.query)
	routes.HandleFunc("GET /feeds/{name}", s.feed)
	routes.HandleFunc("GET /openapi.json", s.openAPI)
	routes.HandleFunc("GET /{schema}/{table}", s.table)
	routes.HandleFunc("GET /{schema}", s.schema)
	routes.HandleFunc("GET /-/{$}", s.index)
	routes.HandleFunc("GET /-/schema.json", s.words)
	routes.HandleFunc("GET /-/assets/{digest}/{name}", s.asset)
	routes.HandleFunc("GET /-/status", s.status)
	routes.HandleFunc("GET /-/metrics", s.metrics)
	routes.HandleFunc("GET /", s.published)
	routes.HandleFunc("/", s.otherMethod)
	// A separate mux, because a pattern for any method would conflict with the patterns above that match any name.
	all := http.NewServeMux()
	all.Handle("/", routes)
	for pattern, handler := range o.Mounted {
		all.Handle(pattern, handler)
	}
	return s.recorded(s.guarded(gzhttp.GzipHandler(all)))
}

// publishedPolicy lets the published page run its inline scripts and load nothing from elsewhere.
const publishedPolicy = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; script-src 'self' 'unsafe-inline'; " +
	"font-src data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guarded refuses requests from other hosts, sites or strangers, and sets the headers of every answer.
func (s *site) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Security-Policy", strictPolicy)
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Access-Control-Allow-Origin", "*") // any page may read; nothing here can be changed
		header.Set("Access-Control-Expose-Headers", "Accept-Ranges, Content-Range, ETag, Link, Retry-After, "+headerCut+", "+headerGeneration)
		switch {
		case !s.isOurHost(r.Host):
			s.problem(w, r, http.StatusMisdirectedRequest, "want the name of this server in Host, got another one")
		case r.Method == http.MethodOptions:
			// A page of another site may read, even with a token; it may not post.
			header.Set("Access-Control-Allow-Methods", "GET, HEAD")
			header.Set("Access-Control-Allow-Headers", "Accept, Authorization, If-None-Match, If-Range, Range")
			header.Set("Access-Control-Max-Age", "86400")
			w.WriteHeader(http.StatusNoContent)
		case r.Method == http.MethodPost && isCrossSite(r):
			s.problem(w, r, http.StatusForbidden, "pages of other sites may not post questions")
		default:
			client, isAllowed := s.addressOf(r), true
			if s.Allow != nil {
				client, isAllowed = s.Allow(r)
			}
			if !isAllowed {
				header.Add("WWW-Authenticate", `Bearer realm="breachstats"`)
				header.Add("WWW-Authenticate", `Basic realm="breachstats", charset="UTF-8"`) // a browser asks its user for it
				s.problem(w, r, http.StatusUnauthorized, "want a token: Authorization: Bearer TOKEN")
				return
			}
			if named, isRecorded := w.(*counted); isRecorded {
				named.client = client
			}
			next.ServeHTTP(w, r.WithContext(serve.WithClient(r.Context(), client)))
		}
	})
}

func (s *site) isOurHost(host string) bool {
	if len(s.Hosts) == 0 {
		return true
	}
	name := host
	if bare, _, err := net.SplitHostPort(host); err == nil {
		name = bare
	}
	name = strings.Trim(name, "[]")
	for _, ours := range s.Hosts {
		if strings.EqualFold(name, ours) {
			return true
		}
	}
	return false
}

// isCrossSite reports whether a browser sent the request for a page of another site. A client that sends none of these
// headers is not a browser.
func isCrossSite(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" {
		return site != "same-origin" && site != "none"
	}
	origin := r.Header.Get("Origin")
	return origin != "" && !strings.HasSuffix(origin, "://"+r.Host)
}

// addressOf returns the address of the client, without its port. Behind a proxy that is the last one in
// X-Forwarded-For, which the proxy itself wrote; the client may have forged the others.
func (s *site) addressOf(r *http.Request) string {
	if s.IsBehindProxy {
		forwarded := r.Header.Values("X-Forwarded-For")
		if len(forwarded) > 0 {
			all := strings.Split(forwarded[len(forwarded)-1], ",")
			if last := strings.TrimSpace(all[len(all)-1]); net.ParseIP(last) != nil {
				return last
			}
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// recorded writes a line for each request.
func (s *site) recorded(next http.Handler) http.Handler {
	if s.Access == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		counted := &counted{ResponseWriter: w}
		next.ServeHTTP(counted, r)
		s.Access.Info("request", "client", cmp.Or(counted.client, s.addressOf(r)), "address", s.addressOf(r), "method", r.Method, "path", r.URL.Path, "query", shortened(r.URL.RawQuery),
			"status", cmp.Or(counted.status, http.StatusOK), "bytes", counted.bytes, "seconds", time.Since(began).Seconds())
	})
}

const recordedQuery = 1000

func shortened(query string) string {
	if len(query) > recordedQuery {
		return query[:recordedQuery] + "…"
	}
	return query
}

// counted counts the bytes that are written.
type counted struct {
	http.ResponseWriter
	client string // the client that was let in; empty if none was
	status int
	bytes  int64
}

func (c *counted) WriteHeader(status int) {
	c.status = status
	c.ResponseWriter.WriteHeader(status)
}

func (c *counted) Write(body []byte) (int, error) {
	n, err := c.ResponseWriter.Write(body)
	c.bytes += int64(n)
	return n, err
}

func (c *counted) Unwrap() http.ResponseWriter { return c.ResponseWriter }
