package portaltest

import (
	"bytes"
	"fmt"
	"html"
	"strings"

	"github.com/breachstats/breachstats/data"
)

// head writes what stands above every grid, a search form of the site among it.
func (r *rendering) head(title string) {
	fmt.Fprintf(r, `<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head id="j_idt2"><title>U.S. Department of Health &amp; Human Services - Office for Civil Rights - %s</title>
<script type="text/javascript" src="/ocr/%s.resource/primefaces.js.jsf?ln=primefaces&amp;v=12.0.0"></script></head>
<body><form id="searchForm" action="https://search.hhs.gov/search" method="get"><input type="hidden" name="affiliate" value="hhs" /><input type="text" name="query" /></form>
<h1>Breach Portal: Notice to the Secretary of HHS Breach of Unsecured Protected Health Information</h1>
`, title, r.l.faces)
}

func (r *rendering) foot() { r.WriteString("</body></html>\n") }

// results writes the table of the visible tab with its first rows.
func (r *rendering) results() {
	fmt.Fprintf(r, `<div id="%s">`, resultsID)
	if r.l.tab != HelpTab {
		r.table()
	}
	r.WriteString("</div>\n")
}

func (r *rendering) table() {
	columns := hipaaColumns
	if r.l.tab.view(r.l.page) == data.Part2 {
		columns = part2Columns
	}
	first, last := 1, min(pageRows, r.list.count)
	if r.list.count == 0 {
		first = 0
	}
	current := fmt.Sprintf("(Displaying %d - %d of %d)", first, last, r.list.count)
	fmt.Fprintf(r, `<div id="%s" class="ui-datatable ui-widget">`, tableID)
	fmt.Fprintf(r, `<div id="%s_paginator_top" class="ui-paginator ui-paginator-top ui-widget-header" role="navigation"><span class="ui-paginator-current">%s</span>`, tableID, current)
	fmt.Fprintf(r, `<select id="%s_rppDD" name="%[1]s_rppDD" class="ui-paginator-rpp-options"><option value="50">50</option><option value="100" selected="selected">100</option></select></div>`+"\n", tableID)
	r.WriteString(`<div class="ui-datatable-tablewrapper"><table role="grid"><thead><tr role="row"><th class="ui-state-default" role="columnheader">Expand All</th>` + "\n")
	for _, column := range columns {
		fmt.Fprintf(r, `<th id="%s:%s" class="ui-state-default ui-sortable-column" role="columnheader" aria-label="%s"><span class="ui-column-title">%[3]s</span></th>`+"\n",
			tableID, strings.TrimPrefix(r.x.p.id(), formID+":"), column)
	}
	fmt.Fprintf(r, `</tr></thead><tbody id="%s_data" class="ui-datatable-data ui-widget-content">`+"\n", tableID)
	for i, row := range r.list.first {
		fmt.Fprintf(r, `<tr data-ri="%d" class="ui-widget-content" role="row"><td role="gridcell"><div class="ui-row-toggler ui-icon ui-icon-circle-triangle-e" tabindex="0" role="button" aria-label="Toggle Row"></div></td>`, i)
		for at, value := range row {
			if at == len(row)-1 {
				value = "" // the description comes when the row is unfolded
			}
			fmt.Fprintf(r, `<td role="gridcell">%s</td>`, html.EscapeString(value))
		}
		r.WriteString("</tr>\n")
	}
	if r.list.count == 0 {
		fmt.Fprintf(r, `<tr class="ui-widget-content ui-datatable-empty-message"><td colspan="%d">No records found.</td></tr>`+"\n", len(columns)+1)
	}
	r.WriteString("</tbody></table></div>\n")
	fmt.Fprintf(r, `<div id="%s_paginator_bottom" class="ui-paginator ui-paginator-bottom ui-widget-header" role="navigation"><span class="ui-paginator-current">%s</span></div></div>`+"\n", tableID, current)
	r.input(tableID+"_rowExpansionState", tableID+"_rowExpansionState", "")
	fmt.Fprintf(r, `<script id="%s_s" type="text/javascript">$(function(){PrimeFaces.cw("DataTable","reportResultTable",{id:"%[1]s",paginator:{id:['%[1]s_paginator_top','%[1]s_paginator_bottom'],rows:%d,rowCount:%d,page:0,currentPageTemplate:'(Displaying {startRecord} \x2D {endRecord} of {totalRecords})'},expansion:true});});</script>`+"\n",
		tableID, pageRows, r.list.count)
}

// frontPage is the landing page: command links of its own form. The mutex is held.
func (p *Portal) frontPage(s *session) []byte {
	faces := p.quirks.faces()
	state := p.remember(s, &view{layout: layout{page: FrontPage, faces: faces}})
	var out bytes.Buffer
	fmt.Fprintf(&out, "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Breach Portal</title></head><body><h1>Welcome to the Breach Portal</h1>\n"+
		`<form id="%s" method="post" action="%s%s"><input type="hidden" name="%[1]s" value="%[1]s" />`+"\n", formID, Base, FrontPage)
	for _, title := range []string{"File a Breach Report", "View HIPAA Breach Reports", "View Part 2 Breach Reports"} {
		fmt.Fprintf(&out, `<a href="#" onclick="mojarra.jsfcljs(document.getElementById('%s'),{'%s':'%[2]s'},'');return false">%s</a>`+"\n", formID, p.id(), title)
	}
	fmt.Fprintf(&out, `<input type="hidden" name="%s.ViewState" id="j_id1:%[1]s.ViewState:0" value="%s" autocomplete="off" /></form></body></html>`+"\n", faces, state)
	return out.Bytes()
}

// noticePage is a page of the portal that holds nothing to work with.
func noticePage(title, text string) []byte {
	return fmt.Appendf(nil, "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Breach Portal</title></head><body><h1>%s</h1><p>%s</p></body></html>\n", title, text)
}

func expiredPage(page string) []byte {
	return fmt.Appendf(nil, "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Error</title></head><body><h1>An Error Occurred:</h1>"+
		"<pre>javax.faces.application.ViewExpiredException: viewId:/breach/%s - View /breach/%[1]s could not be restored.</pre></body></html>\n", page)
}

// proxyPage is the login page of a network between client and portal.
func proxyPage() []byte {
	return []byte("<html><head><title>GuestNet - Sign in to continue</title></head><body><h2>Welcome to GuestNet</h2>" +
		`<form action="http://login.guestnet.invalid/auth" method="post"><input type="hidden" name="token" value="f81d4fae" />` +
		`<input name="user" /><input name="password" type="password" /><input type="submit" value="Log in" /></form></body></html>` + "\n")
}

func partialRedirect(page string) []byte {
	return fmt.Appendf(nil, "<?xml version='1.0' encoding='UTF-8'?>\n"+`<partial-response id="j_id1"><redirect url="%s%s"></redirect></partial-response>`, Base, page)
}

func partialError(faces string) []byte {
	return fmt.Appendf(nil, "<?xml version='1.0' encoding='UTF-8'?>\n"+`<partial-response id="j_id1"><error><error-name>class %s.application.ViewExpiredException</error-name>`+
		`<error-message><![CDATA[viewId:/breach/%s - View /breach/%[2]s could not be restored.]]></error-message></error></partial-response>`, faces, HIPAAPage)
}

// exportOf is the list in a format, as its exporter answers.
func (x *exchange) exportOf(l list, format Format) answer {
	a := answer{status: 200}
	switch format {
	case XLS:
		a.kind, a.name, a.body = "application/vnd.ms-excel", "breach_report.xls", spreadsheet()
	case PDF:
		a.kind, a.name, a.body = "application/pdf", "breach_report.pdf", []byte("%PDF-1.5\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n")
	case XML:
		a.kind, a.name = "text/xml;charset=UTF-8", "breach_report.xml"
		a.body = fmt.Appendf(nil, "<?xml version=\"1.0\"?>\n<reportResultTable rows=\"%d\">\n</reportResultTable>\n", l.count)
	default:
		a.kind, a.name = "text/csv;charset=UTF-8", "breach_report.csv"
		a.body = append(x.header(l), l.rows...)
		if x.has(FaultB8HeaderOnly) {
			a.body = x.header(l)
		}
		if x.has(FaultB9OtherFormat) {
			a.body = spreadsheet()
		}
	}
	return a
}

// header is the header line of an export, damaged as the portal damages it.
func (x *exchange) header(l list) []byte {
	columns := append([]string(nil), l.columns...)
	isKnown := len(columns) == len(hipaaColumns) || len(columns) == len(part2Columns)
	isDamaged := !x.p.quirks.HealthyHeader && isKnown
	isChanged := x.has(FaultB3HeaderChanged) && isKnown
	if !isDamaged && !isChanged {
		return bytes.Clone(l.header)
	}
	if isDamaged {
		for _, at := range []int{0, len(columns) - 2} {
			columns[at] = fmt.Sprintf("javax.faces.component.UIPanel@%x", uint32(x.p.random()))
		}
	}
	if isChanged {
		columns[1] = "State/Territory"
	}
	return quoted(columns)
}

// spreadsheet begins as an OLE2 file, which an XLS is.
func spreadsheet() []byte {
	const sector = 512
	file := make([]byte, 3*sector)
	copy(file, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	return file
}
