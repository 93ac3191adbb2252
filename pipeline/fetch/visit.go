package fetch

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"github.com/breachstats/breachstats/data"
)

// Steps of a visit, as messages name them.
const (
	stepGrid   = "grid"
	stepTab    = "tab"
	stepExport = "export"
)

// grid is the portal's page, with one tab shown, ready for the next step.
type grid struct {
	page *goquery.Document
	got  answer
	form form
	tabs tabs
	// isNamed reports that the page names the list that it shows.
	isNamed bool
	// part is the part of the page about the tab that is shown.
	part *goquery.Selection
	// rows is the total of that tab.
	rows int64
}

// export makes one visit for one view: it gets the page, switches to the tab if necessary, gets the export, and judges
// it. others are the views that were fetched already.
func (r *run) export(ctx context.Context, view data.View, others []Download) (Download, error) {
	s := r.session(view)
	g, err := s.open(ctx)
	if err != nil {
		return Download{}, err
	}
	wanted, isTabbed, err := g.wantedTab(view)
	if err != nil {
		return Download{}, at(err, view, stepGrid, shown(g.got.url).Path)
	}
	step := stepGrid
	switch {
	case isTabbed && g.tabs.active != wanted.index:
		step = stepTab
		err = s.choose(ctx, &g, wanted)
	case isTabbed:
		g.part = g.tabs.only(g.page, wanted)
	}
	if err != nil {
		return Download{}, err
	}
	if err := ctx.Err(); err != nil {
		return Download{}, err
	}
	csv, err := g.command()
	if err == nil {
		g.rows, err = total(g.part)
	}
	if err != nil {
		return Download{}, at(err, view, step, shown(g.got.url).Path)
	}
	f := g.form
	for _, param := range csv {
		f.fields.set(param.name, param.value)
	}
	got, err := s.post(ctx, stepExport, f, g.got.url, s.MaxBody, "Accept", "text/csv,text/html;q=0.9,*/*;q=0.8")
	if err != nil {
		return Download{}, err
	}
	download, err := s.judgeExport(got, g, others)
	if err != nil {
		return Download{}, at(err, view, stepExport, shown(got.url).Path)
	}
	return download, nil
}

// open starts the session: it gets the page of the list, and reads its form and tabs.
func (s *session) open(ctx context.Context) (grid, error) {
	wanted, _ := reportOf(s.view)
	got, err := s.get(ctx, stepGrid, wanted.page)
	if err != nil {
		return grid{}, err
	}
	g := grid{got: got}
	if err := s.readGrid(ctx, &g, wanted); err != nil {
		return grid{}, at(err, s.view, stepGrid, s.base.Path+wanted.page)
	}
	return g, nil
}

func (s *session) readGrid(ctx context.Context, g *grid, wanted report) error {
	asked := s.base.JoinPath(wanted.page)
	if !samePage(asked, g.got.url) {
		return untrusted(nextLater, "want the page of %s, got a redirect to %s", wanted.name, shown(g.got.url).Path)
	}
	page, isNamed, err := judgePage(ctx, s.view, g.got)
	if err != nil {
		return err
	}
	f, isThere := readForm(page, g.got.url)
	if err := ctx.Err(); err != nil {
		return err
	}
	list := findTabs(page, f)
	own, hasTab := list.find(s.view)
	switch {
	case !isNamed && (!hasTab || own.index == list.active):
		return untrusted(nextURL, "want the page of %s, got %s", wanted.name, describe(g.got.body))
	case !isThere:
		return untrusted(nextBrowser, "want a form around the list, got a page without one")
	case f.action.Host != s.base.Host || f.action.Scheme != g.got.url.Scheme:
		return untrusted(nextBrowser, "want a form that is sent to %s, got one for %s", s.base.Host, f.action.Host).final()
	case f.state == "":
		return untrusted(nextBrowser, "want the state of the page in a hidden input named %s.ViewState, got none", prefixes[0])
	}
	g.page, g.form, g.tabs, g.isNamed = page, f, list, isNamed
	g.part = page.Selection
	return nil
}

// wantedTab finds the tab of a view. The page of Part 2 shows one list, so its tab is needed only if that page has
// tabs. A page of HIPAA reports must have tabs, or name the list that it shows.
func (g grid) wantedTab(view data.View) (wanted tab, isTabbed bool, err error) {
	wanted, isTabbed = g.tabs.find(view)
	switch {
	case isTabbed || view == data.Part2:
		return wanted, isTabbed, nil
	case view == data.UnderInvestigation && len(g.tabs.list) == 0 && strings.Contains(strings.ToLower(plain(g.page.Selection)), "under investigation"):
		return tab{}, false, nil
	}
	return tab{}, false, untrusted(nextBrowser, "want a tab about %q, got %s", tabWord(view), g.tabs.labels())
}

// command finds the CSV export among the exporters of the tab that is shown.
func (g grid) command() (fields, error) {
	found := exporters(g.part)
	csv, isThere := findCSV(found)
	if !isThere {
		return nil, untrusted(nextBrowser, "want a link or button that exports CSV, got %s", seen(found))
	}
	return csv, nil
}

// choose switches to another tab, and takes the list, its export command and the new state from the answer.
func (s *session) choose(ctx context.Context, g *grid, wanted tab) error {
	f := g.form
	prefix, view := f.prefix, g.tabs.view
	index := strconv.Itoa(wanted.index)
	f.fields = f.fields.with(
		prefix+".partial.ajax", "true",
		prefix+".source", view,
		prefix+".partial.execute", view,
		prefix+".partial.render", f.id+":breachReports "+f.id+":results",
		prefix+".behavior.event", "tabChange",
		prefix+".partial.event", "tabChange",
		view+"_newTab", wanted.panel,
		view+activeIndex, index,
	)
	got, err := s.post(ctx, stepTab, f, g.got.url, maxPage(s.MaxBody),
		"Faces-Request", "partial/ajax", "X-Requested-With", "XMLHttpRequest", "Accept", "application/xml, text/xml, */*; q=0.01")
	if err != nil {
		return err
	}
	if err := s.takeOver(ctx, g, got, wanted); err != nil {
		return at(err, s.view, stepTab, shown(got.url).Path)
	}
	return nil
}

func (s *session) takeOver(ctx context.Context, g *grid, got answer, wanted tab) error {
	list, other := reportOf(s.view)
	if !samePage(g.form.action, got.url) {
		return untrusted(nextLater, "want the tab %q, got a redirect to %s", wanted.label, shown(got.url).Path)
	}
	if sniff(got.body) != kindPartial {
		if err := judgeForeign(got, "a partial response"); err != nil {
			return err
		}
		return rerendered("want a partial response with the tab %q, got %s", wanted.label, describe(got.body))
	}
	piece, err := parsePartial(got.body)
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	part, err := parsePage(piece.html)
	if err != nil {
		return untrusted(nextLater, "want a part of the page, got HTML that cannot be read: %v", err).because(err)
	}
	if err := judgeSize(part.Selection, "a part of the page"); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	isNamed := list.isAbout(part.Selection)
	switch {
	case other.isAbout(part.Selection) && !isNamed:
		return untrusted(nextLater, "want the tab %q of %s, got %s", wanted.label, list.name, other.name)
	case !isNamed && !g.isNamed:
		return untrusted(nextBrowser, "want the tab %q of %s, got a part of a page that names no list", wanted.label, list.name)
	}
	if piece.state == "" {
		return untrusted(nextBrowser, "want the new state of the page, got a partial response without %s.ViewState", g.form.prefix)
	}
	var pairs []string
	for _, one := range readFields(part.Selection) {
		pairs = append(pairs, one.name, one.value)
	}
	pairs = append(pairs, g.form.state, piece.state, g.tabs.view+activeIndex, strconv.Itoa(wanted.index))
	g.form.fields = g.form.fields.with(pairs...)
	g.part = g.tabs.only(part, wanted)
	return nil
}

// rerendered reports that the portal showed its page again instead of carrying out the post.
func rerendered(format string, args ...any) *fault {
	f := untrusted("try again later; if that does not help, "+nextBrowser, format, args...)
	f.isRerender = true
	return f
}

// isSteady checks whether the tab that the page shows has as many rows as when it was fetched.
func (r *run) isSteady(ctx context.Context, downloads []Download) (bool, error) {
	g, err := r.session(downloads[0].View).open(ctx)
	if err != nil {
		return false, err
	}
	for _, download := range downloads {
		tab, isTabbed := g.tabs.find(download.View)
		if isTabbed && g.tabs.active != tab.index {
			continue
		}
		part := g.part
		if isTabbed {
			part = g.tabs.only(g.page, tab)
		}
		rows, err := total(part)
		if err != nil {
			return false, at(err, download.View, stepGrid, shown(g.got.url).Path)
		}
		return rows == download.GridRows, nil
	}
	return true, nil
}

// kept lists the headers that describe the bytes of an answer.
var kept = []string{
	"Content-Disposition", "Content-Encoding", "Content-Language", "Content-Length", "Content-Type",
	"Date", "ETag", "Last-Modified", "Server", "Via",
}

func keptHeaders(header http.Header) map[string]string {
	chosen := map[string]string{}
	for _, name := range kept {
		if values := header.Values(name); len(values) > 0 {
			chosen[name] = strings.Join(values, ", ")
		}
	}
	return chosen
}
