package fetch

import (
	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
)

// ids are the elements of a page by their id, in the order of the page: one look at the page for
// all that is asked of it. An id may hold any character; that two elements share one is wrong and
// does happen.
type ids map[string][]*html.Node

// idsOf reads the ids within a part of a page.
func idsOf(part *goquery.Selection) ids {
	all := ids{}
	for _, root := range part.Nodes {
		for node := range root.Descendants() {
			if id, hasID := idOf(node); hasID {
				all[id] = append(all[id], node)
			}
		}
	}
	return all
}

func idOf(node *html.Node) (id string, hasID bool) {
	if node.Type != html.ElementNode {
		return "", false
	}
	for _, attribute := range node.Attr {
		if attribute.Key == "id" {
			return attribute.Val, true
		}
	}
	return "", false
}

// isPanel tells whether the first element by that id is a panel of tabs.
func (all ids) isPanel(id string) bool {
	if len(all[id]) == 0 {
		return false
	}
	element := goquery.Selection{Nodes: all[id][:1]}
	return element.AttrOr("role", "") == "tabpanel" || element.HasClass("ui-tabs-panel")
}

// around are the elements that hold an element by that id.
func (all ids) around(id string) map[*html.Node]bool {
	holders := map[*html.Node]bool{}
	for _, node := range all[id] {
		for holder := node.Parent; holder != nil && !holders[holder]; holder = holder.Parent {
			holders[holder] = true
		}
	}
	return holders
}

// standing is the first element by that id that was not removed from the part, nor was anything
// around it; nil when there is none. Those that were removed are forgotten.
func (all ids) standing(id string, part *goquery.Selection) *html.Node {
	for ; len(all[id]) > 0; all[id] = all[id][1:] {
		top := all[id][0]
		for top.Parent != nil {
			top = top.Parent
		}
		if top == part.Nodes[0] {
			return all[id][0]
		}
	}
	return nil
}
