package fetch

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/torture/bounds"
)

// Whatever a page holds, discovery ends, and what it finds can be sent to the portal's host.
func FuzzPage(f *testing.F) {
	f.Add(`<form id="ocrForm" action="/ocr/breach/x.jsf;jsessionid=1"><th>Name of Covered Entity</th><ul role="tablist">
		<li><a href="#t:a">Under Investigation</a></li><li><a href="#t:b">Archive</a></li></ul><input type="hidden" name="t_activeIndex" value="1">
		<a onclick="mojarra.jsfcljs(document.getElementById('ocrForm'),{'a:b':'a:b'},'')"><img alt="CSV"></a>(Displaying 1 - 2 of 3)
		<select name="s"><option value="1">1</select><input type="hidden" name="javax.faces.ViewState" value="1:2"></form>`)
	f.Add(`<form><input type="image" name="x" src="csv.png"><input name="jakarta.faces.ViewState" value="s"><script>rowCount:"7"</script></form>`)
	f.Add(`<table><form action="://"><tr><td><a href="#" id="\">CSV</a><a onclick="mojarra.jsfcljs(document.getElementById('`)
	f.Add(`<a href="#"></a><a href="#x"></a><div id="x" role="tabpanel"><div id="x">`)
	f.Add(linksBeforeIDs(249, 2_000))
	f.Fuzz(func(t *testing.T, text string) {
		defer bounds.Start(t, len(text), 4<<10, 4<<20)()
		at := &url.URL{Scheme: "https", Host: "ocrportal.hhs.gov", Path: "/ocr/breach/breach_report_hip.jsf"}
		s := &session{run: &run{base: at.JoinPath("../")}, view: data.Archive}
		g := grid{got: answer{url: at, body: []byte(text), status: 200}}
		if err := s.readGrid(t.Context(), &g, hipaa); err != nil {
			one(t, err)
			return
		}
		if g.form.action.Host != at.Host || g.form.action.Scheme != at.Scheme || g.form.state == "" {
			t.Errorf("want a form with a state for %s, got %+v", at.Host, g.form)
		}
		for _, isMultipart := range []bool{false, true} {
			if _, _, err := g.form.fields.encode(isMultipart); err != nil {
				t.Errorf("want fields that can be sent, got %v", err)
			}
		}
		if wanted, isTabbed, err := g.wantedTab(data.Archive); err == nil && isTabbed {
			if wanted.panel == "" || wanted.index < 0 || wanted.index >= len(g.tabs.list) || g.tabs.view == "" {
				t.Errorf("want a tab with a place, got %+v of %+v", wanted, g.tabs)
			}
			g.part = g.tabs.only(g.page, wanted)
		} else if err != nil {
			one(t, err)
		}
		if csv, err := g.command(); err != nil {
			one(t, err)
		} else if len(csv) == 0 {
			t.Error("want a command that sends something")
		}
		if rows, err := total(g.part); err != nil {
			one(t, err)
		} else if rows < 0 {
			t.Errorf("want a total from 0 up, got %d", rows)
		}
	})
}

// A page may be as large as one is accepted; whatever it repeats, discovery ends soon.
func TestHostilePagesEnd(t *testing.T) {
	const size = 1 << 20
	many := func(piece string) string { return strings.Repeat(piece, size/len(piece)) }
	const state = `<input type="hidden" name="javax.faces.ViewState" value="1">`
	for name, text := range map[string]string{
		"links to panels":      `<form id="f"><th>Name of Covered Entity</th><ul role="tablist">` + state + many(`<li><a href="#a">Archive</a></li>`) + `</ul></form>`,
		"links without a list": `<form id="f"><th>Name of Covered Entity</th>` + state + many(`<a href="#a" id="b">x</a>`) + `</form>`,
		"panels":               `<form id="f"><th>Name of Covered Entity</th>` + state + many(`<a href="#p">Archive</a><div role="tabpanel" id="p">`) + `</form>`,
		"forms":                many(`<form action="x"><th>Name of Covered Entity</th>` + state + `</form>`),
		"fields":               `<form id="f"><th>Name of Covered Entity</th>` + state + many(`<input name="a_activeIndex" value="1">`) + `</form>`,
		"different fields":     `<form id="f"><th>Name of Covered Entity</th>` + state + numbered(size, `<input name="f%d_activeIndex"><a href="#f%[1]d">x</a>`) + `</form>`,
		"commands":             `<form id="f"><th>Name of Covered Entity</th>` + state + many(`<a onclick="mojarra.jsfcljs(document.getElementById('f'),{'a':'a'},'')"><img alt="CSV"></a>`) + `</form>`,
		"totals":               `<form id="f"><th>Name of Covered Entity</th>` + state + many(`Displaying 1 - 2 of 3 `) + `</form>`,
		"depth":                `<form id="f">` + state + many(`<div>`) + `<th>Name of Covered Entity</th>`,
		"scripts":              `<form id="f"><th>Name of Covered Entity</th>` + state + many(`<script>PrimeFaces.cw("TabView",</script>`) + `</form>`,
	} {
		t.Run(name, func(t *testing.T) {
			defer bounds.Start(t, len(text), 4<<10, 4<<20)()
			at := &url.URL{Scheme: "https", Host: "ocrportal.hhs.gov", Path: "/ocr/breach/breach_report_hip.jsf"}
			s := &session{run: &run{base: at.JoinPath("../")}, view: data.Archive}
			g := grid{got: answer{url: at, body: []byte(text), status: 200}}
			if err := s.readGrid(t.Context(), &g, hipaa); err != nil {
				one(t, err)
				return
			}
			if wanted, isTabbed, err := g.wantedTab(data.Archive); err == nil && isTabbed {
				g.part = g.tabs.only(g.page, wanted)
			}
			_, _ = g.command()
			_, _ = total(g.part)
		})
	}
}

// So may a partial response.
func TestHostilePartsEnd(t *testing.T) {
	const begin = `<?xml version="1.0" encoding="UTF-8"?><partial-response><changes><update id="javax.faces.ViewState">1</update><update id="a"><![CDATA[<th>Name of Covered Entity</th>`
	const end = `]]></update></changes></partial-response>`
	for name, text := range map[string]string{
		"fields":  begin + numbered(1<<20, `<input name="f%d">`) + end,
		"links":   begin + numbered(1<<20, `<a href="#f%d">CSV</a>`) + end,
		"depth":   begin + strings.Repeat("<div>", 200_000) + end,
		"updates": begin + end[:12] + strings.Repeat(`<update id="a">x</update>`, 40_000) + end[12:],
	} {
		t.Run(name, func(t *testing.T) {
			defer bounds.Start(t, len(text), 4<<10, 4<<20)()
			at := &url.URL{Scheme: "https", Host: "ocrportal.hhs.gov", Path: "/ocr/breach/breach_report_hip.jsf"}
			s := &session{run: &run{base: at.JoinPath("../")}, view: data.Archive}
			g := grid{form: form{id: "f", action: at, state: "javax.faces.ViewState", prefix: "javax.faces"}, isNamed: true}
			g.tabs = tabs{view: "t", list: []tab{{label: "Archive", panel: "t:a"}, {label: "Open", panel: "t:b", index: 1}}}
			if err := s.takeOver(t.Context(), &g, answer{url: at, body: []byte(text), status: 200}, g.tabs.list[0]); err != nil {
				one(t, err)
			}
		})
	}
}

// numbered repeats a piece with other numbers until it has a size.
func numbered(size int, piece string) string {
	var text strings.Builder
	for i := 0; text.Len() < size; i++ {
		fmt.Fprintf(&text, piece, i)
	}
	return text.String()
}

// Whatever a partial response holds, it is a fragment with a state, or refused in one line.
func FuzzPartial(f *testing.F) {
	const head = `<?xml version="1.0" encoding="UTF-8"?><partial-response>`
	f.Add(head + `<changes><update id="a"><![CDATA[<th>Name of Covered Entity</th><a id="c" href="#">CSV</a>Displaying 1 - 2 of 2]]></update><update id="j:javax.faces.ViewState:0"><![CDATA[1:2]]></update></changes></partial-response>`)
	f.Add(head + `<redirect url="/x;jsessionid=1"/></partial-response>`)
	f.Add(head + `<error><error-name>a</error-name><error-message>b</error-message></error></partial-response>`)
	f.Add(`<partial-response><changes><update id="` + strings.Repeat("x", 100))
	f.Fuzz(func(t *testing.T, text string) {
		defer bounds.Start(t, len(text), 4<<10, 4<<20)()
		at := &url.URL{Scheme: "https", Host: "ocrportal.hhs.gov", Path: "/ocr/breach/breach_report_hip.jsf"}
		s := &session{run: &run{base: at.JoinPath("../")}, view: data.Archive}
		g := grid{form: form{id: "f", action: at, state: "javax.faces.ViewState", prefix: "javax.faces"}, isNamed: true}
		g.tabs = tabs{view: "t", list: []tab{{label: "Archive", panel: "t:a"}, {label: "Open", panel: "t:b", index: 1}}}
		if err := s.takeOver(t.Context(), &g, answer{url: at, body: []byte(text), status: 200}, g.tabs.list[0]); err != nil {
			one(t, err)
			return
		}
		if state, _ := g.form.fields.get("javax.faces.ViewState"); state == "" || g.part == nil {
			t.Errorf("want a new state and a part of the page, got %q", state)
		}
	})
}

// one checks an error of what the portal sent: of the kind untrusted, in one line.
func one(t *testing.T, err error) {
	t.Helper()
	if !errors.Is(err, ErrUntrusted) || strings.ContainsAny(err.Error(), "\n\r") {
		t.Errorf("want one line about what cannot be trusted, got %q", err)
	}
}
