package fetch

import (
	"slices"
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"github.com/breachstats/breachstats/data"
)

// tab is one of the lists of a page, which shows one at a time.
type tab struct {
	label string
	panel string // id of its content
	index int
}

// tabs are the tabs of a page, from left to right.
type tabs struct {
	list []tab
	// view is the id of the element that contains all tabs.
	view string
	// active is the index of the tab that is shown; -1 if the form and the page disagree.
	active int
}

// tabWord is the word, in lower case, that identifies a view's tab.
func tabWord(view data.View) string {
	if view == data.Archive {
		return "archive"
	}
	return "investigation"
}

// find returns the tab of a view: the first whose label has the view's word.
func (t tabs) find(view data.View) (tab, bool) {
	i := slices.IndexFunc(t.list, func(one tab) bool {
		return strings.Contains(strings.ToLower(one.label), tabWord(view))
	})
	if i < 0 {
		return tab{}, false
	}
	return t.list[i], true
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

// findTabs reads the first list of tabs on a page: links to panels of the same page.
func findTabs(page *goquery.Document, f form) tabs {
	t, marked := tabs{}, -1
	list := page.Find("[role=tablist], .ui-tabs-nav").First()
	list.Find("a[href^='#']").Each(func(_ int, link *goquery.Selection) {
		panel := strings.TrimPrefix(link.AttrOr("href", ""), "#")
		if panel == "" {
			return
		}
		head := link.Closest("li, [role=tab]")
		if head.AttrOr("aria-selected", "") == "true" || head.HasClass("ui-tabs-selected") {
			marked = len(t.list)
		}
		t.list = append(t.list, tab{label: plain(link), panel: panel, index: len(t.list)})
	})
	if len(t.list) > 0 {
		t.view = tabView(list, f.fields, t.list[0].panel)
		t.active = activeTab(f.fields, t, marked)
	}
	return t
}

// activeTab returns the index of the tab that is shown, or -1 if the form and the page name different tabs.
func activeTab(f fields, t tabs, marked int) int {
	value, isThere := f.get(t.view + activeIndex)
	index, err := strconv.Atoi(strings.TrimSpace(value))
	switch {
	case !isThere || err != nil || index < 0 || index >= len(t.list):
		return max(marked, 0)
	case marked >= 0 && marked != index:
		return -1
	}
	return index
}

const activeIndex = "_activeIndex"

// tabView finds the id of the element that contains the tabs. The form has a field of that id, and the ids of the
// panels begin with it. Without such a field it is the element around the tabs, or else the part of a panel's id before
// the last colon.
func tabView(list *goquery.Selection, f fields, panel string) string {
	longest := ""
	for _, one := range f {
		id, isIndex := strings.CutSuffix(one.name, activeIndex)
		if isIndex && strings.HasPrefix(panel, id) && len(id) > len(longest) {
			longest = id
		}
	}
	if longest != "" {
		return longest
	}
	if id := list.Closest(".ui-tabs").AttrOr("id", ""); id != "" {
		return id
	}
	if colon := strings.LastIndex(panel, ":"); colon > 0 {
		return panel[:colon]
	}
	return panel
}

// only returns a copy of a page without the panels of the other tabs. It keeps a panel that contains the wanted one.
func (t tabs) only(page *goquery.Document, wanted tab) *goquery.Selection {
	part := page.Clone()
	others, around := map[string]bool{}, map[*html.Node]bool{}
	for _, one := range t.list {
		others[one.panel] = one.panel != wanted.panel
	}
	panels := part.Find("[id]").FilterFunction(func(_ int, one *goquery.Selection) bool {
		id := one.AttrOr("id", "")
		if id == wanted.panel {
			for holder := one.Nodes[0].Parent; holder != nil && !around[holder]; holder = holder.Parent {
				around[holder] = true
			}
		}
		return others[id]
	})
	panels.FilterFunction(func(_ int, one *goquery.Selection) bool { return !around[one.Nodes[0]] }).Remove()
	return part
}
