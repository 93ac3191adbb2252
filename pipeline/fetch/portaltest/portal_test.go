package portaltest

import (
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestEveryAnswerIsNew(t *testing.T) {
	c := visit(t, small(t, Quirks{}))
	var states, ids, headers []string
	for range 3 {
		page := c.open()
		states = append(states, c.form.Get("javax.faces.ViewState"))
		ids = append(ids, commands(page.text)...)
		headers = append(headers, strings.SplitN(c.export(page.text).text, "\n", 2)[0])
		fragment := c.change("Archive")
		states = append(states, c.form.Get("javax.faces.ViewState"))
		ids = append(ids, commands(fragment.text)...)
	}
	for what, values := range map[string][]string{"states": states, "ids": ids, "headers": headers} {
		count := len(values)
		slices.Sort(values)
		if got := len(slices.Compact(values)); got != count {
			t.Errorf("%s: %d of %d differ", what, got, count)
		}
	}
	if !regexp.MustCompile(`^-?\d+:-?\d+$`).MatchString(states[0]) {
		t.Errorf("state %q", states[0])
	}
}

func TestStaleStateExportsTheWrongTab(t *testing.T) {
	c := visit(t, small(t, Quirks{}))
	c.open()
	stale := c.form.Get("javax.faces.ViewState")
	id := commands(c.change("Archive").text)[0]
	if got := rowsOf(c.post(c.with(id, id)).text); got != archiveRows {
		t.Errorf("new state: %q", got)
	}
	if got := rowsOf(c.post(c.with(id, id, "javax.faces.ViewState", stale)).text); got != openRows {
		t.Errorf("stale state: %q", got)
	}
	if got := rowsOf(c.post(c.with(id, id, "ocrForm:j_idt31_activeIndex", "0")).text); got != openRows {
		t.Errorf("new state, old index: %q", got)
	}
	old := commands(c.page)[0]
	if got := c.post(c.with(old, old)); !isGrid(got) || !strings.Contains(got.text, "<h2>Archive</h2>") {
		t.Errorf("old command, new state: %.200s", got.text)
	}
}

func isGrid(r reply) bool {
	return r.StatusCode == http.StatusOK && strings.HasPrefix(r.text, "<!DOCTYPE html>") && strings.Contains(r.text, tableID)
}

func TestAPostThatIsNotRightGetsThePageAgain(t *testing.T) {
	p := small(t, Quirks{ClientWindow: true})
	for _, name := range []string{
		"ocrForm", "headerNavigation", "ocrForm:j_idt31_activeIndex", "ocrForm:reportResultTable_rowExpansionState",
		"javax.faces.ViewState", "javax.faces.ClientWindow",
	} {
		c := visit(t, p)
		id := commands(c.open().text)[0]
		if !c.form.Has(name) {
			t.Fatalf("page has no %s", name)
		}
		if got := c.post(c.with(id, id, name, "-")); !isGrid(got) {
			t.Errorf("without %s: %d %.200s", name, got.StatusCode, got.text)
		}
		if got := c.ajax(c.switching("Archive", name, "-")); name != "ocrForm:j_idt31_activeIndex" && !isGrid(got) {
			t.Errorf("tab switch without %s: %d %.200s", name, got.StatusCode, got.text)
		}
		if got := c.post(c.with(id, id)); rowsOf(got.text) != openRows {
			t.Errorf("with %s: %.200s", name, got.text)
		}
	}
	c := visit(t, p)
	id := commands(c.open().text)[0]
	for _, pairs := range [][]string{{}, {id, ""}, {"ocrForm:j_idt1", "ocrForm:j_idt1"}, {id, id, "javax.faces.ClientWindow", "x"}} {
		if got := c.post(c.with(pairs...)); !isGrid(got) {
			t.Errorf("%q: %d %.200s", pairs, got.StatusCode, got.text)
		}
	}
}

func TestTabSwitchMustBeExact(t *testing.T) {
	const tabView = "ocrForm:j_idt31"
	p := small(t, Quirks{})
	for name, test := range map[string]struct {
		pairs []string
		want  string
	}{
		"index instead of id": {[]string{tabView + "_newTab", "1"}, `<redirect url="/ocr/breach/error_breach.jsf">`},
		"unknown panel":       {[]string{tabView + "_newTab", tabView + ":helpTab"}, `<redirect url="/ocr/breach/error_breach.jsf">`},
		"no event":            {[]string{"javax.faces.behavior.event", "-"}, `<changes><update id="j_id1:javax.faces.ViewState:0">`},
		"no partial event":    {[]string{"javax.faces.partial.event", "-"}, `<changes><update id="j_id1:javax.faces.ViewState:0">`},
		"another source":      {[]string{"javax.faces.source", tableID}, `<changes><update id="j_id1:javax.faces.ViewState:0">`},
		"nothing to execute":  {[]string{"javax.faces.partial.execute", "-"}, `<changes><update id="j_id1:javax.faces.ViewState:0">`},
		"not partial":         {[]string{"javax.faces.partial.ajax", "-"}, `<!DOCTYPE html>`},
		"a state of before":   {[]string{"javax.faces.ViewState", "1:2"}, `<redirect url="/ocr/breach/error_breach.jsf">`},
	} {
		t.Run(name, func(t *testing.T) {
			c := visit(t, p)
			c.open()
			if got := c.ajax(c.switching("Archive", test.pairs...)); !strings.Contains(got.text, test.want) {
				t.Errorf("want %s, got %d %.300s", test.want, got.StatusCode, got.text)
			}
		})
	}
	c := visit(t, p)
	c.open()
	if got := c.post(c.switching("Archive")); !isGrid(got) {
		t.Errorf("without the headers: %.200s", got.text)
	}
	got := c.ajax(c.switching("Archive", "javax.faces.partial.render", resultsID))
	if !strings.Contains(got.text, `<update id="`+resultsID) || len(commands(got.text)) != 0 {
		t.Error("rendered more or less than was asked for")
	}
}

func TestSessionNeedsBothCookies(t *testing.T) {
	p := small(t, Quirks{})
	for _, kept := range []string{"", sessionCookie, affinityCookie} {
		c := visit(t, p)
		page := c.open()
		cookies := page.Cookies()
		if len(cookies) != 2 || !cookies[0].Secure || cookies[0].Name != sessionCookie || cookies[0].Path != "/ocr" {
			t.Fatalf("cookies %v", cookies)
		}
		c.http.Jar = nil
		id := commands(page.text)[0]
		request := c.encoded(c.with(id, id))
		for _, cookie := range cookies {
			if cookie.Name == kept {
				request.AddCookie(cookie)
			}
		}
		got := c.do(request)
		if got.StatusCode != http.StatusOK || path.Base(got.Request.URL.Path) != FrontPage || isGrid(got) {
			t.Errorf("with %q only: %d %s", kept, got.StatusCode, got.Request.URL)
		}
	}
}

func TestEveryFaultIsListed(t *testing.T) {
	seen := map[Fault]bool{}
	for _, f := range Faults() {
		usual, possible := strikesAt(f)
		if seen[f] || usual == 0 || usual&^possible != 0 {
			t.Errorf("%s: listed twice or without a step", f)
		}
		seen[f] = true
	}
	const faults = 53
	if len(seen) != faults {
		t.Errorf("want %d faults, got %d", faults, len(seen))
	}
}
