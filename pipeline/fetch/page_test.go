package fetch

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/torture/must"
)

// linksBeforeIDs is a page with links to ids that it does not have, and elements that have one.
func linksBeforeIDs(links, elements int) string {
	var text strings.Builder
	text.WriteString(`<th>Name of Covered Entity</th><form id="f"><input name="javax.faces.ViewState" value="1">`)
	for i := range links {
		fmt.Fprintf(&text, `<a href="#t%d">x</a>`, i)
	}
	return text.String() + strings.Repeat(`<i id=a></i>`, elements)
}

func TestPageOfTooManyElementsIsRefused(t *testing.T) {
	_, _, err := judgePage(t.Context(), data.Archive, answer{body: []byte(linksBeforeIDs(249, mostElements))})
	wantFault(t, err, ErrUntrusted, "want the page of the HIPAA list with at most 200000 elements, got 200254")
}

func TestPageIsLeftWhenTheContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s := &session{run: &run{base: address.JoinPath("../")}, view: data.Archive}
	g := grid{got: answer{url: address, body: []byte(linksBeforeIDs(2, 2)), status: 200}}
	if err := s.readGrid(ctx, &g, hipaa); !errors.Is(err, context.Canceled) {
		t.Errorf("want the context's error, got %v", err)
	}
	part := `<?xml version="1.0"?><partial-response><changes><update id="a">x</update></changes></partial-response>`
	g.form = form{action: address}
	if err := s.takeOver(ctx, &g, answer{url: address, body: []byte(part)}, tab{}); !errors.Is(err, context.Canceled) {
		t.Errorf("want the context's error, got %v", err)
	}
}

// Ids that stand twice, in panels within panels: what is about the tab stays, and no more.
func TestPanelsWhoseIDsStandTwice(t *testing.T) {
	page := must.Get(parsePage([]byte(`<div id="b">one <i id="c">two</i></div><div id="c">three <b id="w">four</b></div>
		<div id="b">five</div><div id="d">six</div><p id="w">seven</p>`)))(t)
	list := tabs{list: []tab{{panel: "b"}, {panel: "c"}, {panel: "w"}, {panel: "b"}, {panel: "none"}}}
	if got := plain(list.only(page, list.list[2])); got != "three four six seven" {
		t.Errorf("want the panels of other tabs left out, got %q", got)
	}
	if got := plain(page.Selection); got != "one two three four five six seven" {
		t.Errorf("want the page as it was, got %q", got)
	}
}
