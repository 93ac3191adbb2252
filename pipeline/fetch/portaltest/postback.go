package portaltest

import (
	"net/http"
	"slices"
	"strings"
)

// post answers a post to a grid. Whatever is not right about it gets a page with status
// 200; a session that is not known here, the front page.
func (x *exchange) post(page string) answer {
	p := x.p
	s := x.session()
	switch {
	case s == nil:
		return x.toFront()
	case x.has(FaultT5SessionLost):
		delete(p.sessions, s.id)
		return x.toFront()
	case x.has(FaultT5AffinityIgnored):
		x.setHost(p.host())
		return x.toFront()
	case p.quirks.SessionInURL && !strings.HasSuffix(x.r.URL.Path, ";jsessionid="+s.id):
		return x.toFront()
	case x.has(FaultT7ViewExpired), x.has(FaultT7ViewExpired500):
		return x.expired()
	case x.state() == "": // as good as a GET
		return pageAnswer(x.gridOf(s, p.layout(page, x.page)))
	}
	v := p.restore(s, x.state(), page)
	switch {
	case v == nil:
		return x.expired()
	case x.has(FaultT4Rerender), !x.isComplete(v):
		return x.again(s, v)
	case x.isAJAX():
		return x.switchTab(s, v)
	default:
		return x.export(s, v)
	}
}

// again renders the page as it stood.
func (x *exchange) again(s *session, v *view) answer {
	return pageAnswer(x.gridOf(s, v.layout))
}

// isComplete says whether the post brings back everything that the form held.
func (x *exchange) isComplete(v *view) bool {
	if x.form.Get(formID) != formID || !x.form.Has(v.faces+".ViewState") {
		return false
	}
	for _, name := range v.hidden {
		if !x.form.Has(name) {
			return false
		}
	}
	return v.window == "" || x.form.Get(v.faces+".ClientWindow") == v.window
}

// expired answers a post whose view is gone.
func (x *exchange) expired() answer {
	if x.isAJAX() {
		return partialAnswer(partialRedirect(ErrorPage))
	}
	a := pageAnswer(expiredPage(x.page))
	if x.has(FaultT7ViewExpired500) {
		a.status = http.StatusInternalServerError
	}
	return a
}

// switchTab answers an AJAX post.
func (x *exchange) switchTab(s *session, v *view) answer {
	field := func(name string) string { return x.form.Get(v.faces + "." + name) }
	tabView := x.p.quirks.TabView
	isScript := x.r.Header.Get("Faces-Request") == "partial/ajax" &&
		x.r.Header.Get("X-Requested-With") == "XMLHttpRequest" && field("partial.ajax") == "true"
	isSwitch := v.tabs != nil && field("source") == tabView &&
		slices.Contains(strings.Fields(field("partial.execute")), tabView) &&
		field("behavior.event") == "tabChange" && field("partial.event") == "tabChange"
	to := x.p.quirks.tabOf(x.form.Get(tabView + "_newTab"))
	switch {
	case !isScript:
		return x.again(s, v)
	case x.has(FaultT7PartialRedirect):
		return partialAnswer(partialRedirect(FrontPage))
	case x.has(FaultT7PartialError):
		return partialAnswer(partialError(v.faces))
	case isSwitch && !slices.Contains(v.tabs, to):
		return partialAnswer(partialRedirect(ErrorPage))
	}
	shown, kept := v.layout, v.layout
	if isSwitch && !x.has(FaultT12TabSwitchIgnored) {
		shown.tab = to
		// An index that names another tab takes the export back to where it was.
		if x.form.Get(tabView+"_activeIndex") == v.index(to) && !x.has(FaultT12ExportUnswitched) {
			kept.tab = to
		}
	}
	targets := strings.Fields(field("partial.render"))
	if !isSwitch || x.has(FaultT12FragmentWithoutTab) {
		targets = nil
	}
	return partialAnswer(x.fragmentOf(s, v, shown, kept, targets))
}

// export answers the post of a command.
func (x *exchange) export(s *session, v *view) answer {
	isMultipart := strings.HasPrefix(x.r.Header.Get("Content-Type"), "multipart/form-data")
	wanted := x.p.quirks.Encoding
	if wanted == MultipartOnly && !isMultipart || wanted == URLEncodedOnly && isMultipart {
		return x.again(s, v)
	}
	format := x.posted(s, v)
	tab := v.tab
	if v.tabs != nil && x.form.Get(x.p.quirks.TabView+"_activeIndex") != v.index(tab) {
		tab = v.first
	}
	if format == "" || tab == HelpTab || x.has(FaultT10CommandIDChanges) {
		return x.again(s, v)
	}
	if x.has(FaultT10CommandMeansXLS) {
		format = XLS
	}
	l := x.p.lists.of(v.page, tab)
	if x.has(FaultT13OtherRegime) {
		if v.page == Part2Page {
			l = x.p.lists.open
		} else {
			l = x.p.lists.part2
		}
	}
	a := x.exportOf(l, format)
	if x.has(FaultT16RowMoves) {
		x.p.lists.moveRow()
	}
	return a
}

// posted is the format whose command was posted, as <id>=<id>; of several the first on the
// page, of none "". A command older than the view is not known any more.
func (x *exchange) posted(s *session, v *view) Format {
	isPosted := map[Format]bool{}
	for name := range x.form {
		c, isCommand := s.commands[name]
		if isCommand && x.form.Get(name) == name && c.page == v.page && c.render >= v.render {
			isPosted[c.format] = true
		}
	}
	for _, format := range x.p.quirks.Exporters {
		if isPosted[format] {
			return format
		}
	}
	return ""
}
