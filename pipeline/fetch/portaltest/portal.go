// Package portaltest is a stand-in for the breach portal of the HHS Office for Civil
// Rights, for tests only: the pages, the JSF session and the exports of
// https://ocrportal.hhs.gov/ocr/breach/, on loopback, with synthetic lists.
//
// It is as strict as the portal: a post that is not exactly right gets a page with status
// 200, never an error status. How a deployment looks is set by Quirks; what goes wrong, and
// when, by Strikes of the faults in fault.go. It shares no code with the client.
package portaltest

import (
	"crypto/x509"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"
)

// Base is the path under which the portal's pages stand.
const Base = "/ocr/breach/"

// The pages of the portal, below Base.
const (
	ReportPage = "breach_report.jsf"
	FrontPage  = "breach_frontpage.jsf"
	HIPAAPage  = "breach_report_hip.jsf"
	Part2Page  = "breach_report_part2.jsf"
	ErrorPage  = "error_breach.jsf"
)

// Portal is one deployment of the portal: its lists, its sessions and its faults. It may
// be asked from several goroutines.
type Portal struct {
	quirks  Quirks
	network network
	done    chan struct{} // closed when hanging answers should end
	closing sync.Once

	mu       sync.Mutex // guards what follows
	seed     uint64
	lists    lists
	sessions map[string]*session
	ids      int // number of the newest component id
	renders  int // pages and fragments rendered
	armed    []*armed
	requests []Recorded
}

// Recorded is one request that reached the portal, as it came.
type Recorded struct {
	Time        time.Time
	Method      string
	Path        string // with ;jsessionid where one was sent
	Query       string
	ContentType string
	Form        url.Values // of the body, urlencoded or multipart
	Header      http.Header
	UserAgent   string
	Referer     string
	Origin      string
	HasSession  bool    // a JSESSIONID cookie came along
	HasAffinity bool    // an asig_persistence cookie came along
	Step        Step    // what the request was for
	Faults      []Fault // what struck it
}

// New starts a portal on a free port of 127.0.0.1. The test closes it when it ends. A
// strike that could never hit fails the test.
func New(tb testing.TB, o Options) *Portal {
	tb.Helper()
	p, err := build(o)
	if err != nil {
		tb.Fatalf("portaltest: %v", err)
	}
	if err := p.listen(o.TLS); err != nil {
		tb.Fatalf("portaltest: %v", err)
	}
	tb.Cleanup(p.Close)
	return p
}

// NewHandler returns a portal that is not served yet; it implements http.Handler, so a
// program can serve it under any address. Faults of the connection (T1 refused, T2) need
// New and do nothing here. It panics where New would fail the test.
func NewHandler(o Options) *Portal {
	p, err := build(o)
	if err != nil {
		panic("portaltest: " + err.Error())
	}
	return p
}

func build(o Options) (*Portal, error) {
	lists, err := o.lists()
	if err != nil {
		return nil, err
	}
	p := &Portal{
		quirks:   o.Quirks.filled(),
		done:     make(chan struct{}),
		seed:     o.Seed,
		lists:    lists,
		sessions: map[string]*session{},
		ids:      firstID,
	}
	return p, p.arm(o.Faults)
}

// URL is the address of the pages: it ends in /ocr/breach/. It is empty for a portal of
// NewHandler.
func (p *Portal) URL() string { return p.network.url }

// RootCAs holds the authority of the portal's certificate, for a client that is to trust
// it. It is nil without Options.TLS.
func (p *Portal) RootCAs() *x509.CertPool { return p.network.roots }

// Close ends answers that hang and frees the port. New calls it when the test ends.
func (p *Portal) Close() {
	p.closing.Do(func() {
		close(p.done)
		p.network.close()
	})
}

// Move replaces the lists, as a day does; nil leaves a list as it is. Open sessions see
// the new lists in their next answer.
func (p *Portal) Move(archive, underInvestigation, part2 []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for list, export := range map[*list][]byte{
		&p.lists.archive: archive, &p.lists.open: underInvestigation, &p.lists.part2: part2,
	} {
		if export != nil {
			*list = parse(export)
		}
	}
}

// Strike lets more faults strike from now on. It panics on a strike that could never hit.
func (p *Portal) Strike(faults ...Strike) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.arm(faults); err != nil {
		panic("portaltest: " + err.Error())
	}
}

// Heal ends all faults but a refused connection and a bad certificate.
func (p *Portal) Heal() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.armed = slices.DeleteFunc(p.armed, func(a *armed) bool { return a.steps&StepConnect == 0 })
}

// Requests returns the requests that came so far, oldest first.
func (p *Portal) Requests() []Recorded {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.requests)
}

// ServeHTTP answers one request.
func (p *Portal) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := &exchange{p: p, w: w, r: r}
	x.receive()
	if x.preempt() {
		return
	}
	p.mu.Lock()
	a := x.answer()
	p.mu.Unlock()
	x.send(a)
}

// random returns the next number of the portal's own sequence, so that equal requests to
// portals with equal seeds get equal answers. The mutex is held.
func (p *Portal) random() uint64 {
	p.seed += 0x9e3779b97f4a7c15
	return mixed(p.seed)
}

// mixed is the finisher of SplitMix64.
func mixed(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
