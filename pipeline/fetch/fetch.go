// Package fetch pulls the exports of the HHS OCR breach portal: a form of JavaServer Faces with sessions, a state that
// changes with every answer, and names that change with every deployment. It discovers on the page whatever it can
// instead of assuming it, and judges each answer by its bytes, not by its status.
//
// Nothing here writes to disk. The caller gets every view or an error, and stores the bytes.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/breachstats/breachstats/data"
)

// DefaultBase is the portal's folder of breach reports.
const DefaultBase = "https://ocrportal.hhs.gov/ocr/breach/"

// Options state what to fetch and how. A comment ends with the default, which the zero value stands for.
type Options struct {
	// Base is the portal's folder, http or https; DefaultBase.
	Base string
	// Version and Contact identify the client to the portal's operators: the User-Agent is
	// breachstats/VERSION (+CONTACT). Contact is a URL or an e-mail address; the project's.
	Version, Contact string
	// Views are the lists to fetch, in any order; the three that the portal has. They are
	// fetched in the order under investigation, archive, Part 2, so that a report that moves
	// meanwhile is seen twice rather than never.
	Views []data.View
	// Interval is the minimum time from one request to the next; none. For the real portal use
	// DefaultInterval.
	Interval time.Duration
	// Timeout limits one request and its whole answer; 5 minutes.
	Timeout time.Duration
	// Idle limits the wait for the next byte of an answer; 60 seconds.
	Idle time.Duration
	// MaxBody limits an answer, in bytes after decompression; 200 MB.
	MaxBody int64
	// Tries limits the visits for a view; 3.
	Tries int
	// Backoff returns the wait after a failed try, counted from 1. asked is the portal's
	// Retry-After, at most MaxRetryAfter, or 0. The default is the longer of asked and 2
	// seconds times the number of tries.
	Backoff func(try int, asked time.Duration) time.Duration
	// Read is the strict reader of exports. A list with a valid header and no rows is not an
	// error: then Facts.IsEmptyList is true. An export that Read refuses is not kept.
	Read func(name string, export io.ReadSeeker, view data.View) (Facts, error)
	// Say gets each line of progress.
	Say func(format string, args ...any)
	// Progress gets the number of bytes of an answer as they arrive; may be nil.
	Progress func(view data.View, step string, bytes int64)
	// Transport sends the requests; one that takes proxies from the environment and trusts the
	// certificates that the system trusts.
	Transport http.RoundTripper
	// Now is the clock; time.Now.
	Now func() time.Time
}

// Courtesy and caution towards the portal.
const (
	// DefaultInterval is the minimum time between two requests to the real portal.
	DefaultInterval = time.Second
	// MaxRetryAfter is the longest Retry-After that is waited for.
	MaxRetryAfter = 2 * time.Minute
	// MaxRequests limits the requests of a run, redirects included; a normal run makes 8.
	MaxRequests = 40
)

// Facts are what the strict reader found in an export.
type Facts struct {
	// Rows counts reports.
	Rows int64
	// RowsSHA256 is the hex digest of the bytes after the header. The header differs from
	// answer to answer.
	RowsSHA256 string
	// Newest is the newest day of submission; zero when there is none.
	Newest time.Time
	// IsEmptyList reports a valid header without rows.
	IsEmptyList bool
}

// Download is one export that has passed every check.
type Download struct {
	View data.View
	// Body holds the bytes as the portal wrote them, decompressed.
	Body []byte
	Facts
	// GridRows is the total that the portal's page showed. It equals Rows.
	GridRows int64
	// URL is the address of the export, without a session id.
	URL string
	// Answer is how the portal answered, with the headers that describe the bytes.
	Answer data.Answer
	// RetrievedAt is when the last byte arrived, in UTC.
	RetrievedAt time.Time
}

// Portal fetches every view, or returns an error and no download. Every download passed the strict reader, has as many
// rows as its page shows, and is not a second copy of the other tab.
//
// The error is ErrUnreachable, ErrUntrusted, the context's, or one about the options.
func Portal(ctx context.Context, o Options) ([]Download, error) {
	base, err := o.complete()
	if err != nil {
		return nil, fmt.Errorf("fetch: %w", err)
	}
	if o.Transport == nil {
		own := transport()
		defer own.CloseIdleConnections()
		o.Transport = own
	}
	r := newRun(o, base)
	downloads, isSteady, err := r.capture(ctx)
	if err != nil {
		return nil, err
	}
	if isSteady {
		return downloads, nil
	}
	o.Say("the portal's list changed while it was fetched; fetching it once more")
	downloads, isSteady, err = r.capture(ctx)
	if err != nil {
		return nil, err
	}
	if !isSteady {
		o.Say("the portal's list changed again meanwhile; a report that is in both tabs is counted once")
	}
	return downloads, nil
}

// capture fetches every view and then checks whether the list changed meanwhile.
func (r *run) capture(ctx context.Context) (downloads []Download, isSteady bool, err error) {
	for _, view := range r.Views {
		download, err := retry(ctx, r, view, func() (Download, error) {
			return r.export(ctx, view, downloads)
		})
		if err != nil {
			return nil, false, err
		}
		r.Say("fetched %s: %d rows, %d bytes", view, download.Rows, len(download.Body))
		downloads = append(downloads, download)
	}
	shown := slices.DeleteFunc(slices.Clone(downloads), func(d Download) bool { return d.View == data.Part2 })
	if len(shown) < 2 {
		return downloads, true, nil
	}
	isSteady, err = retry(ctx, r, shown[0].View, func() (bool, error) { return r.isSteady(ctx, shown) })
	if err != nil {
		return nil, false, err
	}
	return downloads, isSteady, nil
}

// order lists the views of the portal, in the order in which they are fetched.
var order = []data.View{data.UnderInvestigation, data.Archive, data.Part2}

// complete fills in the defaults and refuses invalid options.
func (o *Options) complete() (*url.URL, error) {
	if o.Base == "" {
		o.Base = DefaultBase
	}
	base, err := url.Parse(o.Base)
	switch {
	case err != nil:
		return nil, fmt.Errorf("want the portal's address, got %q: %w", o.Base, err)
	case base.Scheme != "http" && base.Scheme != "https", base.Host == "":
		return nil, fmt.Errorf("want an http or https address such as %s, got %q", DefaultBase, o.Base)
	case base.User != nil || base.RawQuery != "" || base.Fragment != "":
		return nil, fmt.Errorf("want an address without user, query or fragment such as %s, got %q", DefaultBase, base.Redacted())
	case strings.HasSuffix(base.Path, ".jsf"):
		return nil, fmt.Errorf("want the folder of the portal's pages such as %s, got a page: %q", DefaultBase, o.Base)
	case !strings.HasSuffix(base.Path, "/"):
		base.Path += "/"
	}
	if len(o.Views) == 0 {
		o.Views = order
	}
	var views []data.View
	for _, view := range order {
		if slices.Contains(o.Views, view) {
			views = append(views, view)
		}
	}
	if len(views) != len(o.Views) {
		return nil, fmt.Errorf("want each of the views %s, %s, %s at most once, got %q", order[0], order[1], order[2], o.Views)
	}
	o.Views = views
	if o.Read == nil || o.Say == nil {
		return nil, errors.New("want Options.Read and Options.Say, got nil")
	}
	if o.Interval < 0 || o.Timeout < 0 || o.Idle < 0 || o.MaxBody < 0 || o.Tries < 0 {
		return nil, errors.New("want times, sizes and tries from 0 up, got a negative one")
	}
	o.putDefaults()
	if strings.ContainsFunc(o.agent(), func(r rune) bool { return r < ' ' || r > '~' }) {
		return nil, fmt.Errorf("want a contact in plain ASCII, got %q", o.Contact)
	}
	return base, nil
}

func (o *Options) putDefaults() {
	if o.Version == "" {
		o.Version = "development"
	}
	if o.Contact == "" {
		o.Contact = "https://github.com/breachstats/breachstats"
	}
	if o.Timeout == 0 {
		o.Timeout = 5 * time.Minute
	}
	if o.Idle == 0 {
		o.Idle = time.Minute
	}
	if o.MaxBody == 0 {
		o.MaxBody = 200e6
	}
	if o.Tries == 0 {
		o.Tries = 3
	}
	if o.Backoff == nil {
		o.Backoff = func(try int, asked time.Duration) time.Duration {
			return max(asked, time.Duration(try)*2*time.Second)
		}
	}
	if o.Progress == nil {
		o.Progress = func(data.View, string, int64) {}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
}

// agent returns the User-Agent, which names the program and a contact.
func (o *Options) agent() string { return fmt.Sprintf("breachstats/%s (+%s)", o.Version, o.Contact) }
