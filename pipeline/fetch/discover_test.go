package fetch

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/torture/must"
)

func wantFault(t *testing.T, err error, kind error, want string) {
	t.Helper()
	switch {
	case err == nil:
		t.Fatalf("want %q, got no error", want)
	case !errors.Is(err, kind):
		t.Errorf("want a kind %v, got %v", kind, err)
	case !strings.Contains(err.Error(), want):
		t.Errorf("want %q, got %q", want, err)
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("want one line, got %q", err)
	}
}

var address = &url.URL{Scheme: "https", Host: "ocrportal.hhs.gov", Path: "/ocr/breach/breach_report_hip.jsf"}

func TestCSVCommandIsFoundByWhatItSays(t *testing.T) {
	onclick := func(id string) string {
		return `onclick="mojarra.jsfcljs(document.getElementById('ocrForm'),{'` + id + `':'` + id + `'},'');return false"`
	}
	id := func(name string) fields { return fields{{name, name}} }
	cases := []struct {
		name, html string
		want       fields
	}{
		{"by the icon's alt", `<a href="#" ` + onclick("f:1") + `><img alt="CSV" src="x.png"></a>`, id("f:1")},
		{"by the icon's title", `<a href="#" ` + onclick("f:2") + `><img title="Export as CSV"></a>`, id("f:2")},
		{"by the icon's file", `<a href="#" ` + onclick("f:3") + `><img src="/ocr/resources/csv.png;jsessionid=1?ln=i"></a>`, id("f:3")},
		{"by an icon font", `<a href="#" ` + onclick("f:4") + `><span class="fa fa-file-csv"></span></a>`, id("f:4")},
		{"by the link's title", `<a href="#" title="Export list (CSV)" ` + onclick("f:5") + `></a>`, id("f:5")},
		{"by the link's text", `<a href="#" ` + onclick("f:6") + `>Download csv</a>`, id("f:6")},
		{"by aria-label", `<button name="f:7" aria-label="CSV"><i class="pi pi-file"></i></button>`, id("f:7")},
		{"the last of four, whatever the order",
			`<a href="#" ` + onclick("f:9") + `><img alt="XML"></a><a href="#" ` + onclick("f:10") + `><img alt="PDF"></a>
			 <a href="#" ` + onclick("f:11") + `><img alt="XLS"></a><a href="#" ` + onclick("f:12") + `><img alt="CSV"></a>`, id("f:12")},
		{"what is said counts more than the file", `<a href="#" ` + onclick("f:13") + `><img alt="XLS" src="csv.png"></a>`, nil},
		{"two formats on one link say nothing", `<a href="#" ` + onclick("f:14") + `>CSV or XLS</a>`, nil},
		{"a firm named CSV is none", `<table><tr data-ri="0"><td><a href="#" ` + onclick("f:15") + `>CSV Health</a></td></tr></table>`, nil},
		{"a link that leads elsewhere is none", `<a id="x" href="/help/csv.html">What is CSV?</a>`, nil},
		{"an anchor without a name is none", `<a href="#">CSV</a>`, nil},
		{"with quotes written as entities", `<a onclick="mojarra.jsfcljs(document.getElementById(&#39;f&#39;),{&#39;f:17&#39;:&#39;f:17&#39;},&#39;&#39;)">CSV</a>`, id("f:17")},
		{"with several values", `<a onclick="mojarra.jsfcljs(document.getElementById('f'),{'f:20':'f:20','kind':'all'},'')">CSV</a>`, fields{{"f:20", "f:20"}, {"kind", "all"}}},
		{"by the link's own id", `<a id="f:23" href="#" onclick="start()">CSV</a>`, id("f:23")},
		{"a button by its value", `<input type="submit" name="f:24" value="CSV">`, fields{{"f:24", "CSV"}}},
	}
	for _, c := range cases {
		page := must.Get(parsePage([]byte(`<form id="ocrForm">` + c.html + `</form>`)))(t)
		got, _ := findCSV(exporters(page.Selection))
		if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(field{})); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestMissingCSVNamesWhatIsThere(t *testing.T) {
	page := must.Get(parsePage([]byte(`<form><a id="a" href="#"><img src="excel.gif"></a><a id="b" href="#"><img alt="PDF"></a><a id="c" href="#">PDF</a></form>`)))(t)
	if got := seen(exporters(page.Selection)); got != "exporters for XLS, PDF only" {
		t.Errorf("got %q", got)
	}
}

func TestFormSendsWhatABrowserWould(t *testing.T) {
	cases := []struct {
		name, html, action, state string
		want                      fields
	}{
		{"all kinds of fields", `<form id="search"><input name="q"><input type="hidden" name="javax.faces.ViewState" value="other"></form>
			<form id="ocrForm" action="/ocr/breach/breach_report_hip.jsf;jsessionid=A1?x=1#top" method="post">
			<input type="hidden" name="ocrForm" value="ocrForm"><input type="hidden" name="headerNavigation">
			<input type="hidden" name="t_activeIndex" value="0">
			<input type="text" name="filter" value="a"><input type="text" name="off" value="b" disabled>
			<input type="checkbox" name="ticked" checked><input type="checkbox" name="unticked" value="1">
			<input type="submit" name="go" value="Go"><input type="hidden" value="nameless">
			<select name="rpp"><option value="10">10</option><option value="100" selected>100</option></select>
			<select name="first"><option>one</option><option>two</option></select>
			<a id="c" href="#"><img alt="CSV"></a>
			<input type="hidden" name="javax.faces.ViewState" value="1:-2" autocomplete="off"></form>`,
			"https://ocrportal.hhs.gov/ocr/breach/breach_report_hip.jsf;jsessionid=A1?x=1", "javax.faces.ViewState",
			fields{
				{"ocrForm", "ocrForm"}, {"headerNavigation", ""}, {"t_activeIndex", "0"}, {"filter", "a"}, {"ticked", "on"},
				{"rpp", "100"}, {"first", "one"}, {"javax.faces.ViewState", "1:-2"},
			}},
		{"jakarta, another name, no action", `<form name="reports"><input type="hidden" name="jakarta.faces.ViewState" value="s"></form>`,
			"https://ocrportal.hhs.gov/ocr/breach/breach_report_hip.jsf", "jakarta.faces.ViewState",
			fields{{"jakarta.faces.ViewState", "s"}, {"reports", "reports"}}},
		{"a relative action", `<form id="f" action="other.jsf"><input type="hidden" name="javax.faces.ViewState" value="s"></form>`,
			"https://ocrportal.hhs.gov/ocr/breach/other.jsf", "javax.faces.ViewState",
			fields{{"javax.faces.ViewState", "s"}, {"f", "f"}}},
		{"the form of the CSV export", `<form id="a"><input type="hidden" name="javax.faces.ViewState" value="1"></form>
			<form id="b"><a id="c" href="#">CSV</a><input type="hidden" name="javax.faces.ViewState" value="2"></form>`,
			"https://ocrportal.hhs.gov/ocr/breach/breach_report_hip.jsf", "javax.faces.ViewState",
			fields{{"javax.faces.ViewState", "2"}, {"b", "b"}}},
		{"no state", `<form id="ocrForm"><input type="hidden" name="javax.faces.ViewState" value=""></form>`,
			"https://ocrportal.hhs.gov/ocr/breach/breach_report_hip.jsf", "", fields{{"javax.faces.ViewState", ""}, {"ocrForm", "ocrForm"}}},
	}
	for _, c := range cases {
		page := must.Get(parsePage([]byte(c.html)))(t)
		f, isThere := readForm(page, address)
		if !isThere || f.action.String() != c.action || f.state != c.state {
			t.Errorf("%s: want %s with %q, got %v with %q", c.name, c.action, c.state, f.action, f.state)
		}
		if diff := cmp.Diff(c.want, f.fields, cmp.AllowUnexported(field{})); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
	page := must.Get(parsePage([]byte("<p>no form")))(t)
	if _, isThere := readForm(page, address); isThere {
		t.Error("want no form")
	}
}

func TestTotalIsReadTwiceAndMustAgree(t *testing.T) {
	cases := []struct {
		name, html string
		want       int64
		err        string
	}{
		{"script only", `<script>PrimeFaces.cw("DataTable","w",{id:"t",paginator:{rows:100,rowCount:698,page:0}});</script>`, 698, ""},
		{"text only", `<span class="ui-paginator-current">(Displaying 1 - 100 of 7,143)</span>`, 7143, ""},
		{"both, and two pagers", `<span>(Displaying 1 - 100 of 698)</span><script>x({"rowCount": 698})</script><b>Displaying 1 to 100 of 698</b>`, 698, ""},
		{"an empty list", `<span class="ui-paginator-current">(Displaying 0 - 0 of 0)</span><script>({rowCount:0})</script>`, 0, ""},
		{"an empty list, said otherwise", `<span class="ui-paginator-current">(0 of 0)</span>`, 0, ""},
		{"an empty list, said by the table", `<table><tr class="ui-datatable-empty-message"><td>No records found.</td></tr></table>`, 0, ""},
		{"pages are no rows", `<span class="ui-paginator-current">(1 of 7)</span>`, 0, "want the list's total"},
		{"they differ", `<span>(Displaying 1 - 100 of 699)</span><script>({rowCount:698})</script>`, 0, "want one total of the list, got 698 and 699"},
		{"neither", `<p>rowCount:5 in a text is none</p>`, 0, "want the list's total"},
	}
	for _, c := range cases {
		page := must.Get(parsePage([]byte(c.html)))(t)
		got, err := total(page.Selection)
		switch {
		case c.err != "":
			wantFault(t, err, ErrUntrusted, c.err)
		case err != nil || got != c.want:
			t.Errorf("%s: want %d, got %d, %v", c.name, c.want, got, err)
		}
	}
}

func TestTabsAreFoundByTheirLinks(t *testing.T) {
	type found struct {
		view          string
		archive, open int
		panel         string
		active        int
		labels        string
	}
	list := func(items string) string { return `<ul class="ui-tabs-nav" role="tablist">` + items + `</ul>` }
	cases := []struct {
		name, html string
		want       found
	}{
		{"as the portal has them", `<form id="ocrForm"><div id="ocrForm:j_idt31" class="ui-tabs">` + list(`
			<li class="ui-state-active" aria-selected="true"><a href="#ocrForm:j_idt31:underInvTab">Under Investigation</a></li>
			<li><a href="#ocrForm:j_idt31:archiveTab">Archive</a></li>`) + `</div>
			<input type="hidden" name="ocrForm:j_idt31_activeIndex" value="0"></form>`,
			found{"ocrForm:j_idt31", 1, 0, "ocrForm:j_idt31:archiveTab", 0, `the tabs "Under Investigation", "Archive"`}},
		{"archive first, help last, opaque panels", `<form id="ocrForm">` + list(`
			<li><a href="#ocrForm:x:9">ARCHIVE (7,143)</a></li><li><a href="#ocrForm:x:8">Currently under investigation</a></li>
			<li><a href="#ocrForm:x:7">Help</a></li>`) + `<input type="hidden" name="ocrForm:x_activeIndex" value="2"></form>`,
			found{"ocrForm:x", 0, 1, "ocrForm:x:9", 2, `the tabs "ARCHIVE (7,143)", "Currently under investigation", "Help"`}},
		{"panels named after what holds them", `<form id="f">` + list(`<li><a href="#f:t:a">Archive</a></li>`) + `</form>`,
			found{"f:t", 0, -1, "f:t:a", 0, `the tabs "Archive"`}},
		{"links outside a list of tabs", `<form id="f"><a href="#f:t:a">Archive</a><input type="hidden" name="f:t_activeIndex" value="0"></form>`,
			found{"", -1, -1, "", 0, "no tabs"}},
		{"the drawn tab and the index differ", `<form id="ocrForm">` + list(`<li><a href="#f:t:a">Archive</a></li>
			<li aria-selected="true"><a href="#f:t:b">Under Investigation</a></li>`) + `<input type="hidden" name="f:t_activeIndex" value="0"></form>`,
			found{"f:t", 0, 1, "f:t:a", -1, `the tabs "Archive", "Under Investigation"`}},
		{"no index, only classes", `<form id="f"><a id="c" href="#">CSV</a><div class="ui-tabs" id="tv">` + list(`<li><a href="#p1">Open: under investigation</a></li>
			<li class="ui-tabs-selected"><a href="#p2">Archive</a></li>`) + `</div></form>`,
			found{"tv", 1, 0, "p2", 1, `the tabs "Open: under investigation", "Archive"`}},
	}
	for _, c := range cases {
		page := must.Get(parsePage([]byte(c.html)))(t)
		f, _ := readForm(page, address)
		list := findTabs(page, f)
		got := found{view: list.view, archive: -1, open: -1, active: list.active, labels: list.labels()}
		if one, isThere := list.find(data.Archive); isThere {
			got.archive, got.panel = one.index, one.panel
		}
		if one, isThere := list.find(data.UnderInvestigation); isThere {
			got.open = one.index
		}
		if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(found{})); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestPanelsOfOtherTabsDoNotCount(t *testing.T) {
	page := must.Get(parsePage([]byte(`<form id="f"><ul role="tablist"><li><a href="#p1">Under Investigation</a></li><li><a href="#p2">Archive</a></li></ul>
		<div id="p1"><a id="one" href="#">CSV</a>Displaying 1 - 3 of 3</div><div id="p2"><a id="two" href="#">CSV</a>Displaying 1 - 5 of 5</div></form>`)))(t)
	f, _ := readForm(page, address)
	list := findTabs(page, f)
	archive, _ := list.find(data.Archive)
	part := list.only(page, archive)
	rows, err := total(part)
	csv, _ := findCSV(exporters(part))
	if err != nil || rows != 5 || csv[0].name != "two" {
		t.Errorf("want 5 rows and the command two, got %d and %v, %v", rows, csv, err)
	}
}

func TestPageMustBeTheListThatWasAskedFor(t *testing.T) {
	const head = `<html><title>Breach Portal</title><table><th>%</th></table>`
	cases := []struct {
		name, html string
		view       data.View
		isNamed    bool
		err        string
	}{
		{"the HIPAA list", strings.Replace(head, "%", "Name of Covered\n Entity", 1), data.Archive, true, ""},
		{"the HIPAA list with a link to the other", strings.Replace(head, "%", "Name of Covered Entity", 1) + "<a>Name of Part 2 Program</a>", data.Archive, true, ""},
		{"the Part 2 list", strings.Replace(head, "%", "Name of Part 2 Program", 1), data.Part2, true, ""},
		{"without headings", `<p>Name of Covered Entity</p>`, data.Archive, true, ""},
		{"a script does not count", `<p>Hello</p><script>"Name of Covered Entity"</script>`, data.Archive, false, ""},
		{"the other list", strings.Replace(head, "%", "Name of Part 2 Program", 1), data.Archive, false, "want the page of the HIPAA list, got the Part 2 list"},
		{"both lists", strings.Replace(head, "%", "Name of Part 2 Program</th><th>Name of Covered Entity", 1), data.Part2, false, "got one that names the HIPAA list too"},
		{"a login page", `<title>Sign in</title><input type="password">`, data.Part2, false, `got a login page: a page that reads "Sign in"`},
		{"JSON", `{"error":"x"}`, data.Part2, false, "want the page of the Part 2 list, got JSON"},
		{"nothing", ` `, data.Part2, false, "got an empty answer"},
		{"an expired view", `<p>javax.faces.application.ViewExpiredException</p>`, data.Part2, false, "got an expired view"},
		{"nested without end", strings.Repeat("<b>", 5000), data.Part2, false, "got HTML that cannot be read"},
	}
	for _, c := range cases {
		_, isNamed, err := judgePage(t.Context(), c.view, answer{body: []byte(c.html)})
		switch {
		case c.err != "":
			wantFault(t, err, ErrUntrusted, c.err)
		case err != nil || isNamed != c.isNamed:
			t.Errorf("%s: want named %t, got %t, %v", c.name, c.isNamed, isNamed, err)
		}
	}
}

func TestPartialResponses(t *testing.T) {
	const head = `<?xml version="1.0" encoding="UTF-8"?><partial-response id="j_id1">`
	cases := []struct{ name, xml, html, state, err string }{
		{"changes", head + `<changes><update id="a"><![CDATA[<p>1</p>]]></update><update id="b"><![CDATA[x]]]]><![CDATA[>y]]></update>
			<update id="j_id1:javax.faces.ClientWindow:0"><![CDATA[w]]></update><update id="j_id1:javax.faces.ViewState:0"><![CDATA[1:2]]></update></changes></partial-response>`,
			"<p>1</p>\nx]]>y\n", "1:2", ""},
		{"jakarta", head + `<changes><update id="jakarta.faces.ViewState"><![CDATA[s]]></update><extension ln="x">{}</extension></changes></partial-response>`, "", "s", ""},
		{"a redirect", head + `<redirect url="/ocr/breach/error_breach.jsf;jsessionid=1"></redirect></partial-response>`, "", "", `got a redirect to "/ocr/breach/error_breach.jsf"`},
		{"an error", head + `<error><error-name>class java.lang.NullPointerException</error-name><error-message><![CDATA[no
			tab]]></error-message></error></partial-response>`, "", "", `the portal's error "class java.lang.NullPointerException": "no tab"`},
		{"an expired view", head + `<error><error-name>class javax.faces.application.ViewExpiredException</error-name></error></partial-response>`, "", "", "got an expired view"},
		{"cut", head + `<changes><update id="a"><![CDATA[<p>`, "", "", "got XML that cannot be read"},
		{"another root", `<html/>`, "", "", "got XML that cannot be read"},
	}
	for _, c := range cases {
		got, err := parsePartial([]byte(c.xml))
		switch {
		case c.err != "":
			wantFault(t, err, ErrUntrusted, c.err)
		case err != nil || string(got.html) != c.html || got.state != c.state:
			t.Errorf("%s: got %q, %q, %v", c.name, got.html, got.state, err)
		}
	}
}

func TestSniff(t *testing.T) {
	cases := []struct{ bytes, want string }{
		{"\"Name of Covered Entity\",\"State\"\n", kindText},
		{"\xEF\xBB\xBF\"Name\"", kindText},
		{"", kindEmpty}, {" \n", kindEmpty},
		{"\n<!DOCTYPE html><html>", kindHTML}, {"<HTML>", kindHTML}, {`<?xml version="1.0"?><!DOCTYPE html>`, kindHTML},
		{`<?xml version="1.0"?><partial-response>`, kindPartial}, {`<?xml version="1.0"?><table>`, kindXML},
		{"PK\x03\x04", kindXLSX}, {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", kindXLS}, {"%PDF-1.4", kindPDF},
		{"\x1F\x8B\x08", kindGzip}, {"{}", kindJSON}, {"\xFF\xFEN\x00", kindUTF16}, {"abc\x00", kindBinary},
	}
	for _, c := range cases {
		if got := sniff([]byte(c.bytes)); got != c.want {
			t.Errorf("%q: want %s, got %s", c.bytes, c.want, got)
		}
	}
}
