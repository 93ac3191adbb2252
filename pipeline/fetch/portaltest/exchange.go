package portaltest

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/breachstats/breachstats/data"
)

const (
	sessionCookie  = "JSESSIONID"
	affinityCookie = "asig_persistence"
	largestPost    = 1 << 20
)

// exchange is one request and its answer.
type exchange struct {
	p      *Portal
	w      http.ResponseWriter
	r      *http.Request
	page   string // below Base, without ;jsessionid
	form   url.Values
	faults map[Fault]Strike
}

// answer is a response before the wire does anything to it.
type answer struct {
	status int
	kind   string // Content-Type
	body   []byte
	name   string // of the file, for an export
}

func pageAnswer(body []byte) answer {
	return answer{status: http.StatusOK, kind: "text/html;charset=UTF-8", body: body}
}

func partialAnswer(body []byte) answer {
	return answer{status: http.StatusOK, kind: "text/xml;charset=UTF-8", body: body}
}

// toFront answers with a 302 to the front page of the portal.
func (x *exchange) toFront() answer {
	x.w.Header().Set("Location", Base+FrontPage)
	return answer{status: http.StatusFound}
}

// has says whether a fault strikes this request.
func (x *exchange) has(f Fault) bool {
	_, strikes := x.faults[f]
	return strikes
}

// receive reads the request, finds out what strikes it, and records it.
func (x *exchange) receive() {
	p, r := x.p, x.r
	seen := Recorded{
		Time: time.Now(), Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery,
		ContentType: r.Header.Get("Content-Type"), Header: r.Header.Clone(),
		UserAgent: r.UserAgent(), Referer: r.Referer(), Origin: r.Header.Get("Origin"),
	}
	for _, cookie := range r.Cookies() {
		seen.HasSession = seen.HasSession || cookie.Name == sessionCookie
		seen.HasAffinity = seen.HasAffinity || cookie.Name == affinityCookie
	}
	r.Body = http.MaxBytesReader(x.w, r.Body, largestPost)
	x.form = url.Values{}
	if strings.HasPrefix(seen.ContentType, "multipart/form-data") {
		if r.ParseMultipartForm(largestPost) == nil {
			x.form = r.MultipartForm.Value
		}
	} else if r.ParseForm() == nil {
		x.form = r.PostForm
	}
	seen.Form = x.form
	path, _, _ := strings.Cut(r.URL.Path, ";")
	x.page = strings.TrimPrefix(path, Base)

	p.mu.Lock()
	defer p.mu.Unlock()
	step, view := x.purpose()
	x.faults = map[Fault]Strike{}
	for _, s := range p.strike(step, view) {
		x.faults[s.Fault] = s
		seen.Faults = append(seen.Faults, s.Fault)
	}
	seen.Step = step
	p.requests = append(p.requests, seen)
	p.shut(x.w, len(p.requests))
}

// purpose returns what the request is for and which list it is about. The mutex is held.
func (x *exchange) purpose() (Step, data.View) {
	page := x.gridPage()
	switch {
	case page == "":
		return StepOther, ""
	case x.r.Method != http.MethodPost:
		l := x.p.layout(page, x.page)
		return StepPage, l.tab.view(page)
	}
	if x.isAJAX() {
		for _, panel := range x.form[x.p.quirks.TabView+"_newTab"] {
			return StepTab, x.p.quirks.tabOf(panel).view(page)
		}
		return StepTab, ""
	}
	for name := range x.form {
		if !strings.HasPrefix(name, formID+":") || x.form.Get(name) != name {
			continue
		}
		if s := x.session(); s != nil {
			if v := s.views[x.state()]; v != nil {
				return StepExport, v.tab.view(page)
			}
		}
		return StepExport, ""
	}
	return StepOther, ""
}

// gridPage is the grid that the path shows, or "".
func (x *exchange) gridPage() string {
	switch {
	case x.page == HIPAAPage || x.page == Part2Page:
		return x.page
	case x.page == ReportPage && x.p.quirks.GridAtReport:
		return HIPAAPage
	default:
		return ""
	}
}

// isAJAX says whether the request means to be one of JSF's own script, right or not.
func (x *exchange) isAJAX() bool {
	return x.r.Header.Get("Faces-Request") != "" ||
		x.form.Has("javax.faces.partial.ajax") || x.form.Has("jakarta.faces.partial.ajax")
}

// state is the ViewState that was posted, under either name.
func (x *exchange) state() string {
	if state := x.form.Get("javax.faces.ViewState"); state != "" {
		return state
	}
	return x.form.Get("jakarta.faces.ViewState")
}

// session is that of the request's cookies: both must be there and belong together. The
// mutex is held.
func (x *exchange) session() *session {
	id, err := x.r.Cookie(sessionCookie)
	if err != nil {
		return nil
	}
	host, err := x.r.Cookie(affinityCookie)
	if err != nil {
		return nil
	}
	if s := x.p.sessions[id.Value]; s != nil && s.affinity == host.Value {
		return s
	}
	return nil
}

// greet returns the session of a GET, begun where there is none. The mutex is held.
func (x *exchange) greet() *session {
	s := x.session()
	isCrippled := x.has(FaultT5NoSessionCookie) || x.has(FaultT5NoAffinityCookie)
	if s != nil && !isCrippled {
		return s
	}
	s = x.p.begin()
	if !x.has(FaultT5NoSessionCookie) {
		http.SetCookie(x.w, &http.Cookie{Name: sessionCookie, Value: s.id, Path: "/ocr", Secure: true, HttpOnly: true})
	}
	if !x.has(FaultT5NoAffinityCookie) {
		x.setHost(s.affinity)
	}
	return s
}

func (x *exchange) setHost(value string) {
	http.SetCookie(x.w, &http.Cookie{Name: affinityCookie, Value: value, Path: "/", Secure: true})
}

// answer runs the state machine. The mutex is held.
func (x *exchange) answer() answer {
	isPost := x.r.Method == http.MethodPost
	switch page := x.gridPage(); {
	case !isPost && x.r.Method != http.MethodGet && x.r.Method != http.MethodHead:
		return answer{status: http.StatusMethodNotAllowed}
	case page != "" && isPost:
		return x.post(page)
	case page != "":
		return x.open(page)
	}
	switch x.page {
	case ReportPage:
		return x.toFront()
	case FrontPage:
		return pageAnswer(x.p.frontPage(x.greet()))
	case ErrorPage:
		return pageAnswer(noticePage("Error", "An unexpected error has occurred. Please try again later."))
	default:
		return answer{status: http.StatusNotFound, kind: "text/html", body: noticePage("404", "Not Found")}
	}
}

// open answers a plain GET of a grid.
func (x *exchange) open(page string) answer {
	if x.has(FaultT13OtherPage) {
		if page == Part2Page {
			page = HIPAAPage
		} else {
			page = Part2Page
		}
	}
	l := x.p.layout(page, page)
	if x.page == ReportPage {
		l.path = ReportPage
	}
	tabs := []Tab{HelpTab, OpenTab, ArchiveTab}
	switch {
	case l.tabs == nil:
	case x.has(FaultT11ArchiveTabAbsent):
		l.tabs, l.first, l.tab = []Tab{OpenTab}, OpenTab, OpenTab
	case x.has(FaultT11ThirdTabFirst):
		l.tabs, l.first, l.tab = tabs, OpenTab, OpenTab
	case x.has(FaultT11ThirdTabVisible):
		l.tabs, l.first, l.tab = tabs, HelpTab, HelpTab
	}
	return pageAnswer(x.gridOf(x.greet(), l))
}
