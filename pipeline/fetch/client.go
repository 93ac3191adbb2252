package fetch

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"time"

	"golang.org/x/time/rate"

	"github.com/breachstats/breachstats/data"
)

// run is the state of one call of Portal, which its sessions share.
type run struct {
	Options
	base     *url.URL
	limiter  *rate.Limiter
	requests int
	// prefersMultipart records the steps for which the portal needs posts as multipart.
	prefersMultipart map[string]bool
}

func newRun(o Options, base *url.URL) *run {
	limit := rate.Inf
	if o.Interval > 0 {
		limit = rate.Every(o.Interval)
	}
	return &run{Options: o, base: base, limiter: rate.NewLimiter(limit, 1), prefersMultipart: map[string]bool{}}
}

// transport returns the default transport: proxies from the environment, certificates always verified, and a time
// limit on every step that supports one.
func transport() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.TLSHandshakeTimeout = 20 * time.Second
	t.MaxResponseHeaderBytes = 1 << 20
	return t
}

// session is one visit to the portal: a cookie jar and what is needed for requests.
type session struct {
	*run
	view   data.View
	client *http.Client
}

// session starts a new visit with an empty jar.
func (r *run) session(view data.View) *session {
	jar, err := cookiejar.New(nil)
	if err != nil {
		panic(err) // documented to be nil
	}
	s := &session{run: r, view: view}
	s.client = &http.Client{Transport: r.Transport, Jar: jar, CheckRedirect: s.mayFollow}
	return s
}

// turn waits until the next request is due, and counts it.
func (r *run) turn(ctx context.Context) error {
	if r.requests >= MaxRequests {
		return unreachable(nextLater, "want an export within %d requests, got no valid one", MaxRequests).final()
	}
	r.requests++
	if err := r.limiter.Wait(ctx); err != nil {
		return &interruption{cause: cmp.Or(context.Cause(ctx), context.DeadlineExceeded)}
	}
	return nil
}

// mayFollow lets redirects lead to the portal's own host only.
func (s *session) mayFollow(request *http.Request, via []*http.Request) error {
	target := request.URL
	if target.Host != s.base.Host || (s.base.Scheme == "https" && target.Scheme != "https") {
		return untrusted(nextLogin, "want an answer of %s, got a redirect to %s://%s, which may be a login page",
			s.base.Host, target.Scheme, target.Host).final()
	}
	if len(via) > 5 {
		return untrusted(nextLater, "want an answer, got more than 5 redirects, the last to %s", shown(target).Path)
	}
	return s.turn(request.Context())
}

// answer is a complete answer of the portal.
type answer struct {
	url    *url.URL // the URL that answered, after redirects
	status int
	header http.Header
	body   []byte
	at     time.Time // when the last byte arrived
}

// Why a request was given up.
var (
	errIdle = errors.New("no byte came in time")
	errSlow = errors.New("the answer took too long")
)

// do sends one request and reads the complete answer, at most limit bytes. Any status but 200 is an error.
func (s *session) do(ctx context.Context, step string, request *http.Request, limit int64) (answer, error) {
	if err := s.turn(ctx); err != nil {
		return answer{}, s.broken(ctx, ctx, step, request, err)
	}
	asking, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer time.AfterFunc(s.Timeout, func() { cancel(errSlow) }).Stop()
	idle := time.AfterFunc(s.Idle, func() { cancel(errIdle) })
	defer idle.Stop()

	request = request.WithContext(asking)
	request.Header.Set("User-Agent", s.agent())
	request.Header.Set("Accept-Encoding", "gzip")
	response, err := s.client.Do(request)
	if err != nil {
		return answer{}, s.broken(ctx, asking, step, request, err)
	}
	defer response.Body.Close()
	body, err := readBody(response, limit, func(total int64) {
		idle.Reset(s.Idle)
		s.Progress(s.view, step, total)
	})
	if err != nil {
		return answer{}, s.broken(ctx, asking, step, request, err)
	}
	got := answer{url: response.Request.URL, status: response.StatusCode, header: response.Header, body: body, at: s.Now().UTC()}
	if err := s.judgeStatus(got); err != nil {
		return answer{}, at(err, s.view, step, shown(got.url).Path)
	}
	return got, nil
}

// get requests a page of the portal.
func (s *session) get(ctx context.Context, step, page string) (answer, error) {
	request, err := http.NewRequest(http.MethodGet, s.base.JoinPath(page).String(), http.NoBody)
	if err != nil {
		return answer{}, err
	}
	request.Header.Set("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
	return s.do(ctx, step, request, maxPage(s.MaxBody))
}

// post sends a form as a browser on the page referer would. headers are pairs of name and value.
func (s *session) post(ctx context.Context, step string, f form, referer *url.URL, limit int64, headers ...string) (answer, error) {
	body, contentType, err := f.fields.encode(s.prefersMultipart[step])
	if err != nil {
		return answer{}, err
	}
	request, err := http.NewRequest(http.MethodPost, f.action.String(), bytes.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	request.Header.Set("Content-Type", contentType)
	request.Header.Set("Origin", f.action.Scheme+"://"+f.action.Host)
	request.Header.Set("Referer", shown(referer).String())
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	return s.do(ctx, step, request, limit)
}

// maxPage limits the size of a page in bytes, because pages are parsed whole; the real ones have less than 1 MB.
func maxPage(maxBody int64) int64 { return min(maxBody, 32e6) }

// shown returns an address without its session id, for messages and records.
func shown(address *url.URL) *url.URL {
	clean := *address
	clean.Path = withoutSession(clean.Path)
	clean.RawPath, clean.User = "", nil
	return &clean
}

func withoutSession(path string) string {
	before, _, _ := strings.Cut(path, ";")
	return before
}

// samePage reports whether two addresses are the same page of the portal.
func samePage(a, b *url.URL) bool {
	return cmp.Or(withoutSession(a.Path), "/") == cmp.Or(withoutSession(b.Path), "/")
}
