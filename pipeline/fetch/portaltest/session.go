package portaltest

import (
	"fmt"
	"slices"
	"strconv"
)

const firstID = 361 // generated ids are counted on from here

// layout is what a page shows and how its names are written.
type layout struct {
	page  string // HIPAAPage or Part2Page
	path  string // that the page was asked for under; differs for ReportPage only
	faces string // javax.faces or jakarta.faces
	tabs  []Tab  // nil: no tab view
	first Tab    // visible after a plain GET
	tab   Tab    // visible now
}

// index is the place of a tab, as _activeIndex names it.
func (l *layout) index(t Tab) string { return strconv.Itoa(slices.Index(l.tabs, t)) }

// view is what a ViewState stands for: one rendered page, or one fragment of it.
type view struct {
	layout
	render int      // number of the page or fragment
	hidden []string // names of the inputs that a post must bring back
	window string   // value of ClientWindow, or ""
}

// command is what the id of an exporter's link stands for.
type command struct {
	format Format
	page   string
	render int // number of the page or fragment that shows the link
}

// session is what one host of the portal remembers of one client.
type session struct {
	id, affinity string
	views        map[string]*view
	newest       []string // view states, oldest first
	commands     map[string]command
}

// begin opens a session. The mutex is held.
func (p *Portal) begin() *session {
	s := &session{
		id:       fmt.Sprintf("%016X%016X", p.random(), p.random()),
		affinity: p.host(),
		views:    map[string]*view{},
		commands: map[string]command{},
	}
	p.sessions[s.id] = s
	return s
}

// host draws the value by which the load balancer knows a host. The mutex is held.
func (p *Portal) host() string { return fmt.Sprintf("!%x", p.random()) }

// remember gives v a new ViewState; the oldest of the session dies. The mutex is held.
func (p *Portal) remember(s *session, v *view) string {
	state := fmt.Sprintf("%d:%d", int64(p.random()), int64(p.random()))
	s.views[state] = v
	s.newest = append(s.newest, state)
	if len(s.newest) > p.quirks.StatesKept {
		delete(s.views, s.newest[0])
		s.newest = s.newest[1:]
	}
	return state
}

// restore returns what a ViewState stands for on a page, or nil where it died or never
// lived. The mutex is held.
func (p *Portal) restore(s *session, state, page string) *view {
	v := s.views[state]
	if v == nil || v.page != page {
		return nil
	}
	if p.quirks.SingleUse {
		delete(s.views, state)
	}
	return v
}

// id generates the client id of a component: never the same twice. The mutex is held.
func (p *Portal) id() string {
	p.ids++
	return formID + ":" + p.quirks.IDPrefix + strconv.Itoa(p.ids)
}

// layout is that of a page after a plain GET.
func (p *Portal) layout(page, path string) layout {
	q := &p.quirks
	l := layout{page: page, path: path, faces: q.faces(), tabs: q.Tabs, first: q.Visible}
	if page == Part2Page {
		l.tabs, l.first = []Tab{OpenTab, ArchiveTab}, OpenTab
	}
	if q.NoTabView || page == Part2Page && q.Part2NoTabs {
		l.tabs, l.first = nil, OpenTab
	}
	l.tab = l.first
	return l
}
