package fetch

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"github.com/breachstats/breachstats/data"
)

// tab is one of the lists that a page shows in turn.
type tab struct {
	label string
	panel string // id of what it shows
	index int
}

// tabs are the tabs of a page, from left to right.
type tabs struct {
	list []tab
	// view is the id of the element that holds them all.
	view string
	// active is the index of the tab that is shown; -1 when the page is not clear about it.
	active int
	// update is what the page asks to have drawn anew when another tab is chosen.
	update string
}

// tabWord is the word, in lower case, by which a view's tab is known.
func tabWord(view data.View) string {
	if view == data.Archive {
		return "archive"
	}
	return "investigation"
}

// find returns the tab that shows a view. Whole labels count before parts of them, and those
// before ids.
func (t tabs) find(view data.View) (tab, bool) {
	word := tabWord(view)
	for _, isIt := range []func(tab) bool{
		func(one tab) bool { return strings.EqualFold(one.label, word) },
		func(one tab) bool { return strings.Contains(strings.ToLower(one.label), word) },
		func(one tab) bool { return strings.Contains(strings.ToLower(one.panel), word) },
	} {
		if i := slices.IndexFunc(t.list, isIt); i >= 0 {
			return t.list[i], true
		}
	}
	return tab{}, false
}

// labels lists the tabs for a message.
func (t tabs) labels() string {
	if len(t.list) == 0 {
		return "no tabs"
	}
	var names []string
	for _, one := range t.list {
		names = append(names, brief(one.label))
	}
	return "the tabs " + strings.Join(names, ", ")
}

// findTabs reads the tabs of a page: links to panels of the same page, in one list of tabs.
// Of several such lists it is the one that has a tab for a view.
func findTabs(page *goquery.Document, f form) tabs {
	ids := idsOf(page.Selection)
	groups := map[*html.Node]*tabGroup{}
	var inOrder []*tabGroup
	page.Find("a[href^='#']").Each(func(_ int, link *goquery.Selection) {
		panel := strings.TrimPrefix(link.AttrOr("href", "#"), "#")
		list := link.Closest("[role=tablist], .ui-tabs-nav")
		if panel == "" || (list.Length() == 0 && !ids.isPanel(panel) && holderOf(f.fields, panel) == "") {
			return
		}
		var key *html.Node
		if list.Length() > 0 {
			key = list.Nodes[0]
		}
		if groups[key] == nil {
			groups[key] = &tabGroup{link: link, marked: -1}
			inOrder = append(inOrder, groups[key])
		}
		groups[key].add(link, panel)
	})
	if len(inOrder) == 0 {
		return tabs{}
	}
	chosen := inOrder[0]
	for _, group := range slices.Backward(inOrder) {
		_, hasArchive := group.find(data.Archive)
		_, hasOpen := group.find(data.UnderInvestigation)
		if hasArchive || hasOpen {
			chosen = group
		}
	}
	t := chosen.tabs
	t.view = tabView(page, f, t.list[0].panel, chosen.link)
	t.active = activeTab(f.fields, t, chosen.marked)
	t.update = findUpdate(page, t.view)
	return t
}

// tabGroup is one list of tabs while it is read.
type tabGroup struct {
	tabs
	link   *goquery.Selection // the first
	marked int                // index of the tab that is drawn as chosen; -1 when none is
}

func (g *tabGroup) add(link *goquery.Selection, panel string) {
	head := link.Closest("li, [role=tab]")
	if link.AttrOr("aria-selected", "") == "true" || head.AttrOr("aria-selected", "") == "true" ||
		head.HasClass("ui-tabs-selected") || head.HasClass("ui-state-active") {
		g.marked = len(g.list)
	}
	g.list = append(g.list, tab{label: plain(link), panel: panel, index: len(g.list)})
}

// activeTab is the index of the tab that is shown, or -1 when what the form says and what is
// drawn differ.
func activeTab(f fields, t tabs, marked int) int {
	value, isSaid := f.get(t.view + activeIndex)
	index, err := strconv.Atoi(strings.TrimSpace(value))
	switch {
	case !isSaid || err != nil || index < 0 || index >= len(t.list):
		return max(marked, 0)
	case marked >= 0 && marked != index:
		return -1
	}
	return index
}

const activeIndex = "_activeIndex"

// holderOf is the longest id before _activeIndex among the fields with which a panel's id begins.
func holderOf(f fields, panel string) string {
	longest := ""
	for _, one := range f {
		id, isIndex := strings.CutSuffix(one.name, activeIndex)
		if isIndex && id != "" && strings.HasPrefix(panel, id) && len(id) > len(longest) {
			longest = id
		}
	}
	return longest
}

var tabWidget = regexp.MustCompile(`PrimeFaces\.cw\(\s*["']TabView["']\s*,[^{]*\{\s*id\s*:\s*["']([^"']+)["']`)

// tabView finds the id of what holds the tabs, by the best evidence that the page gives.
func tabView(page *goquery.Document, f form, panel string, link *goquery.Selection) string {
	if id := holderOf(f.fields, panel); id != "" {
		return id
	}
	id := ""
	link.Parents().EachWithBreak(func(_ int, parent *goquery.Selection) bool {
		candidate := parent.AttrOr("id", "")
		_, isField := f.fields.get(candidate + activeIndex)
		if candidate != "" && (isField || parent.HasClass("ui-tabs")) {
			id = candidate
		}
		return id == ""
	})
	if id != "" {
		return id
	}
	var fromFields []string
	for _, one := range f.fields {
		if before, isIndex := strings.CutSuffix(one.name, activeIndex); isIndex && before != "" {
			fromFields = append(fromFields, before)
		}
	}
	if len(fromFields) == 1 {
		return fromFields[0]
	}
	if widget := tabWidget.FindStringSubmatch(scripts(page)); widget != nil {
		return widget[1]
	}
	if at := strings.LastIndex(panel, ":"); at > 0 {
		return panel[:at]
	}
	return panel
}

// scripts are all scripts of a page, one after the other.
func scripts(page *goquery.Document) string {
	var all strings.Builder
	page.Find("script").Each(func(_ int, one *goquery.Selection) { all.WriteString(one.Text() + "\n") })
	return all.String()
}

// findUpdate is what the script of the tabs asks to have drawn anew; empty when no script says.
func findUpdate(page *goquery.Document, view string) string {
	for _, call := range ajaxCall.FindAllStringSubmatch(scripts(page), -1) {
		settings := ajaxSettings(call[1])
		event := settings["e"] + settings["event"]
		if event == "tabChange" && settings["s"]+settings["source"] == view {
			return settings["u"] + settings["update"]
		}
	}
	return ""
}

// render is what is to be drawn anew when another tab is chosen: what the page's script says,
// or the elements that the portal is known to draw anew, by whatever prefix this page gives them.
func (t tabs) render(page *goquery.Document, f form) string {
	if t.update != "" && !strings.Contains(t.update, "@") {
		return t.update
	}
	var ids []string
	for _, known := range []string{"breachReports", "results"} {
		id := f.id + ":" + known
		page.Find("[id]").EachWithBreak(func(_ int, one *goquery.Selection) bool {
			if has := one.AttrOr("id", ""); strings.HasSuffix(has, known) && (has == known || !isWordEnd(has, known)) {
				id = has
				return false
			}
			return true
		})
		ids = append(ids, id)
	}
	return strings.Join(ids, " ")
}

// isWordEnd tells whether known is only the end of a longer word in an id.
func isWordEnd(id, known string) bool {
	before := id[len(id)-len(known)-1]
	return before >= 'a' && before <= 'z' || before >= 'A' && before <= 'Z' || before >= '0' && before <= '9'
}

// only returns the part of a page that is about one tab: its panel where that holds the list,
// or else everything but the panels of the other tabs.
func (t tabs) only(page *goquery.Document, wanted tab) *goquery.Selection {
	part := page.Clone()
	ids := idsOf(part)
	around := ids.around(wanted.panel)
	for _, other := range t.list {
		if other.panel == wanted.panel {
			continue
		}
		if panel := ids.standing(other.panel, part); panel != nil && !around[panel] {
			panel.Parent.RemoveChild(panel)
		}
	}
	return part
}
