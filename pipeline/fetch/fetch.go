// Package fetch pulls the exports of the HHS OCR breach portal: a form of JavaServer Faces with
// sessions, a state that changes with every answer, and names that change with every
// deployment. Nothing is assumed that can be discovered on the page, and no answer is
// believed for its status: each is judged by its bytes.
//
// Nothing here writes to disk. Whoever calls gets every view or an error, and stores the bytes.
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

// Options say what to fetch and how. The zero value of a field has the stated default.
type Options struct {
	// Base is the portal's folder, http or https; DefaultBase.
	Base string
	// Version and Contact tell the portal's keepers who asks: the User-Agent is
	// breachstats/VERSION (+CONTACT). Contact is a URL or an address; the project's.
	Version, Contact string
	// Views are the lists to fetch; the three that the portal has. They are fetched in
	// the order under investigation, archive, Part 2, whatever the order here, so that a
	// filing that moves meanwhile is seen twice rather than never.
	Views []data.View
	// Interval is the least time from one request to the next; none when 0. The portal
	// is owed DefaultInterval.
	Interval time.Duration
	// Timeout bounds one request with its whole answer; 5 minutes.
	Timeout time.Duration
	// Idle bounds the wait for the next byte of an answer; 60 seconds.
	Idle time.Duration
	// MaxBody bounds an answer, in bytes after decompression; 200 MB.
	MaxBody int64
	// Tries bounds the handshakes for a view; 3.
	Tries int
	// Backoff is the wait after a failed try, counted from 1; asked is what the portal's
	// Retry-After wants, at most MaxRetryAfter, or 0. The default is the longer of asked
	// and 2 seconds a try.
	Backoff func(try int, asked time.Duration) time.Duration
	// Read is the strict reader of exports. A list with a healthy header and no rows is
	// no error: Facts says IsEmptyList. Whatever it refuses is not kept.
	Read func(name string, export io.ReadSeeker, view data.View) (Facts, error)
	// Say gets each line of progress.
	Say func(format string, args ...any)
	// Progress gets the bytes of an answer as they come; not called when nil.
	Progress func(view data.View, step string, bytes int64)
	// Transport carries the requests; by default one that takes proxies from the
	// environment and trusts the certificates that the system trusts.
	Transport http.RoundTripper
	// Now is the clock; time.Now.
	Now func() time.Time
}

// Courtesy and caution towards the portal.
const (
	// DefaultInterval is the least time between two requests to the real portal.
	DefaultInterval = time.Second
	// MaxRetryAfter is the longest Retry-After that is waited for.
	MaxRetryAfter = 2 * time.Minute
	// MaxRequests bounds the requests of a run, redirects included; a healthy one makes 8.
	MaxRequests = 40
)

// Facts are what the strict reader found in an export.
type Facts struct {
	// Rows counts reports.
	Rows int64
	// RowsSHA256 is the hex digest of the bytes behind the header, which differs from
	// answer to answer.
	RowsSHA256 string
	// Newest is the newest day of submission; zero when there is none.
	Newest time.Time
	// IsEmptyList tells of a healthy header with no row under it.
	IsEmptyList bool
}

// Download is one export, judged.
type Download struct {
	View data.View
	// Body holds the bytes as the portal wrote them, decompressed.
	Body []byte
	Facts
	// GridRows is the total that the portal's page showed. It equals Rows.
	GridRows int64
	// URL is the address that the export was asked from, without a session id.
	URL string
	// Answer is how the portal answered; its headers are those that say what the bytes are.
	Answer data.Answer
	// RetrievedAt is when the last byte arrived, in UTC.
	RetrievedAt time.Time
}

// Portal fetches every view, or returns an error and nothing. Every download passed the
// strict reader, has as many rows as its page says, and is not the other tab again.
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
		o.Say("the portal's list changed again meanwhile; a report that stands in both tabs is counted once")
	}
	return downloads, nil
}

// capture fetches every view and then looks whether the list changed meanwhile.
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

// order is the order of fetching, and the views that the portal has.
var order = []data.View{data.UnderInvestigation, data.Archive, data.Part2}

// complete puts in the defaults and refuses what makes no sense.
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
		return nil, errors.New("want a reader of exports and a taker of lines, got none")
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

// agent is the honest User-Agent.
func (o *Options) agent() string { return fmt.Sprintf("breachstats/%s (+%s)", o.Version, o.Contact) }
