package portaltest

import (
	"bytes"
	"fmt"
	"html"
	"slices"
	"strings"
)

// The parts of a grid page that a tab switch renders again.
const (
	formID    = "ocrForm"
	tableID   = formID + ":reportResultTable"
	reportsID = formID + ":breachReports"
	resultsID = formID + ":results"
)

// rendering writes one page or fragment.
type rendering struct {
	bytes.Buffer
	x      *exchange
	s      *session
	l      layout
	list   list
	number int      // of the page or fragment
	hidden []string // names of the hidden inputs written
}

// render begins a page or a fragment that shows l. The mutex is held.
func (x *exchange) render(s *session, l layout) *rendering {
	x.p.renders++
	return &rendering{x: x, s: s, l: l, list: x.p.lists.of(l.page, l.tab), number: x.p.renders}
}

// gridOf renders a whole grid page and remembers its view. The mutex is held.
func (x *exchange) gridOf(s *session, l layout) []byte {
	if x.has(FaultT6ViewStateJakarta) {
		l.faces = "jakarta.faces"
	}
	r := x.render(s, l)
	r.head("Breach Portal")
	action := Base + l.path
	if x.p.quirks.SessionInURL {
		action += ";jsessionid=" + s.id
	}
	fmt.Fprintf(r, `<form id="%s" name="%[1]s" method="post" action="%s"`, formID, action)
	if x.p.quirks.Enctype || x.p.quirks.Encoding == MultipartOnly {
		r.WriteString(` enctype="multipart/form-data"`)
	} else {
		r.WriteString(` enctype="application/x-www-form-urlencoded"`)
	}
	r.WriteString(">\n")
	fmt.Fprintf(r, `<input type="hidden" name="%s" value="%[1]s" />`+"\n", formID)
	r.input("headerNavigation", "headerNavigation", "")
	for _, title := range []string{"File a Breach Notice", "Help"} {
		r.link(x.p.id(), html.EscapeString(title))
	}
	r.tabView()
	r.reports()
	r.results()
	v := &view{layout: l, render: r.number, hidden: r.hidden}
	if x.p.quirks.ClientWindow {
		name := l.faces + ".ClientWindow"
		v.window = fmt.Sprintf("%s:%d", s.id[:8], r.number)
		r.input(name, "j_id1:"+name+":0", v.window)
		v.hidden = r.hidden
	}
	state := x.p.remember(s, v)
	if !x.has(FaultT6ViewStateMissing) {
		name := l.faces + ".ViewState"
		fmt.Fprintf(r, `<input type="hidden" name="%s" id="j_id1:%[1]s:0" value="%s" autocomplete="off" />`+"\n", name, state)
	}
	r.WriteString("</form>\n")
	r.foot()
	return r.Bytes()
}

// fragmentOf renders a partial response with the targets of a post to v: they show one
// layout, and the new view stands for the other. The mutex is held.
func (x *exchange) fragmentOf(s *session, v *view, shown, kept layout, targets []string) []byte {
	if x.has(FaultT6ViewStateJakarta) {
		shown.faces, kept.faces = "jakarta.faces", "jakarta.faces"
	}
	next := &view{layout: kept, window: v.window, hidden: slices.Clone(v.hidden)}
	var out bytes.Buffer
	out.WriteString(`<?xml version='1.0' encoding='UTF-8'?>` + "\n" + `<partial-response id="j_id1"><changes>`)
	update := func(id, content string) {
		content = strings.ReplaceAll(content, "]]>", "]]]]><![CDATA[>")
		fmt.Fprintf(&out, `<update id="%s"><![CDATA[%s]]></update>`, id, content)
	}
	r := x.render(s, shown)
	next.render = r.number
	if targets != nil {
		r.panel(shown.tab)
		update(x.p.quirks.TabView, r.String())
	}
	for _, part := range []struct {
		id    string
		write func()
	}{{reportsID, r.reports}, {resultsID, r.results}} {
		if slices.Contains(targets, part.id) {
			r.Reset()
			part.write()
			update(part.id, r.String())
		}
	}
	for _, name := range r.hidden {
		if !slices.Contains(next.hidden, name) {
			next.hidden = append(next.hidden, name)
		}
	}
	state := x.p.remember(s, next)
	if !x.has(FaultT6ViewStateMissing) {
		update("j_id1:"+kept.faces+".ViewState:0", state)
	}
	if next.window != "" {
		update("j_id1:"+kept.faces+".ClientWindow:0", next.window)
	}
	out.WriteString(`</changes></partial-response>`)
	return out.Bytes()
}

// input writes a hidden input that a post must bring back.
func (r *rendering) input(name, id, value string) {
	fmt.Fprintf(r, `<input type="hidden" id="%s" name="%s" value="%s" autocomplete="off" />`+"\n", id, name, html.EscapeString(value))
	r.hidden = append(r.hidden, name)
}

// link writes a command link around content.
func (r *rendering) link(id, content string) {
	click := fmt.Sprintf(`mojarra.jsfcljs(document.getElementById('%s'),{'%s':'%[2]s'},'');return false`, formID, id)
	if r.x.p.quirks.EscapedClicks {
		click = html.EscapeString(click)
	}
	fmt.Fprintf(r, `<a id="%s" href="#" class="ui-commandlink ui-widget" onclick="%s">%s</a>`+"\n", id, click, content)
}

// tabView writes the tabs. Only the visible panel has content.
func (r *rendering) tabView() {
	if r.l.tabs == nil {
		return
	}
	q := &r.x.p.quirks
	fmt.Fprintf(r, `<div id="%s" class="ui-tabs ui-widget ui-widget-content ui-corner-all ui-tabs-top" data-widget="tabs">`, q.TabView)
	r.WriteString(`<ul class="ui-tabs-nav ui-helper-reset ui-widget-header ui-corner-all" role="tablist">` + "\n")
	for i, t := range r.l.tabs {
		class := ""
		if t == r.l.tab {
			class = " ui-tabs-selected ui-state-active"
		}
		fmt.Fprintf(r, `<li class="ui-tabs-header ui-state-default%s ui-corner-top" role="tab" aria-expanded="%t" aria-selected="%[2]t" data-index="%d">`,
			class, t == r.l.tab, i)
		fmt.Fprintf(r, `<a href="#%s" tabindex="-1">%s</a></li>`+"\n", q.panel(t), t.title())
	}
	r.WriteString(`</ul><div class="ui-tabs-panels">`)
	for _, t := range r.l.tabs {
		if t == r.l.tab {
			fmt.Fprintf(r, `<div id="%s" class="ui-tabs-panel ui-widget-content ui-corner-bottom" role="tabpanel" aria-hidden="false">`, q.panel(t))
			r.panel(t)
		} else {
			fmt.Fprintf(r, `<div id="%s" class="ui-tabs-panel ui-widget-content ui-corner-bottom ui-helper-hidden" role="tabpanel" aria-hidden="true">`, q.panel(t))
		}
		r.WriteString("</div>")
	}
	r.WriteString("</div>\n")
	name := q.TabView + "_activeIndex"
	r.input(name, name, r.l.index(r.l.tab))
	fmt.Fprintf(r, `</div><script id="%s_s" type="text/javascript">$(function(){PrimeFaces.cw("TabView","tabs",{id:"%[1]s",dynamic:true,cache:false});});</script>`+"\n", q.TabView)
}

// panel writes what stands in a tab above the table.
func (r *rendering) panel(t Tab) {
	switch t {
	case ArchiveTab:
		r.WriteString("<p>This page archives all resolved breach reports and/or reports older than 24 months.</p>")
	case HelpTab:
		r.WriteString("<p>Questions and answers for people whose records were part of a breach.</p>")
	default:
		r.WriteString("<p>Cases that are currently under investigation by the Office for Civil Rights.</p>")
	}
}

// reports writes the heading and the exporters of the visible tab.
func (r *rendering) reports() {
	fmt.Fprintf(r, `<div id="%s">`, reportsID)
	if r.l.tab != HelpTab {
		title := "Cases Currently Under Investigation"
		if r.l.tab == ArchiveTab {
			title = "Archive"
		}
		if r.l.page == Part2Page {
			title = "Part 2 " + title
		}
		fmt.Fprintf(r, "<h2>%s</h2>\n", title)
		r.exporters()
	}
	r.WriteString("</div>\n")
}

// exporters writes the links that export the list, side by side.
func (r *rendering) exporters() {
	x := r.x
	if x.has(FaultT8NoExporters) {
		return
	}
	for _, format := range x.p.quirks.Exporters {
		if x.has(FaultT9OnlyXLS) && format != XLS {
			continue
		}
		id := x.p.id()
		r.s.commands[id] = command{format: format, page: r.l.page, render: r.number}
		r.link(id, x.icon(format))
	}
}

// icon is the picture in an exporter's link.
func (x *exchange) icon(format Format) string {
	file := map[Format]string{XLS: "excel", PDF: "pdf", CSV: "csv", XML: "xml"}[format]
	alt, title, src := string(format), "Export as "+string(format), file+".png"
	switch x.p.quirks.Icons {
	case IconsFull:
	case IconsAlt:
		title, src = "", fmt.Sprintf("%d.png", len(file)*7+int(file[0]))
	case IconsTitle:
		alt, src = "", fmt.Sprintf("%d.png", len(file)*7+int(file[0]))
	case IconsFile:
		alt, title = "", ""
	}
	switch {
	case x.has(FaultT8IconFont):
		return fmt.Sprintf(`<i class="fa fa-file-%s-o" aria-hidden="true"></i>`, file)
	case format != CSV:
	case x.has(FaultT8IconMissing):
		return ""
	case x.has(FaultT8IconRenamed):
		alt, title, src = "Text", "Download as text", "text.png"
	}
	picture := fmt.Sprintf(`<img id="%s" src="/ocr/breach/resources/images/%s" alt="%s"`, x.p.id(), src, alt)
	if title != "" {
		picture += fmt.Sprintf(` title="%s"`, title)
	}
	return picture + " />"
}
