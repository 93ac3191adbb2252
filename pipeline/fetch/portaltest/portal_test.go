package portaltest

import (
	"net/http"
	"net/http/httptest"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/breachstats/breachstats/data"
)

var damagedHeader = regexp.MustCompile(`^"javax\.faces\.component\.UIPanel@[0-9a-f]+",("[^"]*",){6}"javax\.faces\.component\.UIPanel@[0-9a-f]+","Web Description"\n`)

func TestBothListsOfADefaultPortal(t *testing.T) {
	p := New(t, Options{})
	c := visit(t, p)
	page := c.open(HIPAAPage)
	if !strings.Contains(page.text, "Name of Covered Entity") || strings.Contains(page.text, "Part 2 Program") {
		t.Error("page does not say which report it is")
	}
	if got := strings.Count(page.text, "<tr data-ri="); got != pageRows {
		t.Errorf("want %d rows on the page, got %d", pageRows, got)
	}
	panel := regexp.MustCompile(`<div id="ocrForm:j_idt31:archiveTab"[^>]*></div>`)
	if !panel.MatchString(page.text) {
		t.Error("archive panel is not empty")
	}
	export := c.export(page.text)
	checkExport(t, export, "922", page.text)

	c.open(HIPAAPage)
	fragment := c.change("Archive")
	if !strings.HasPrefix(fragment.text, "<?xml") {
		t.Fatalf("no partial response: %.200s", fragment.text)
	}
	archive := c.export(fragment.text)
	checkExport(t, archive, "7085", fragment.text)
	if rowsOf(archive.text) == rowsOf(export.text) {
		t.Error("both tabs export the same rows")
	}
}

func checkExport(t *testing.T, export reply, count, grid string) {
	t.Helper()
	if export.StatusCode != http.StatusOK || export.Header.Get("Content-Type") != "text/csv;charset=UTF-8" ||
		export.Header.Get("Content-Disposition") != `attachment; filename="breach_report.csv"` || export.ContentLength >= 0 {
		t.Errorf("header of the export: %d %v, length %d", export.StatusCode, export.Header, export.ContentLength)
	}
	if first(rowCount, grid) != count || first(displaying, grid) != count {
		t.Errorf("want %s on the grid, got %s and %s", count, first(rowCount, grid), first(displaying, grid))
	}
	if !damagedHeader.MatchString(export.text) {
		t.Errorf("header line %.300s", export.text)
	}
	if parsed := parse([]byte(export.text)); strconv.Itoa(parsed.count) != count {
		t.Errorf("want %s rows, got %d", count, parsed.count)
	}
}

func TestPart2(t *testing.T) {
	c := visit(t, small(t, Quirks{}))
	page := c.open(Part2Page)
	if !strings.Contains(page.text, "Name of Part 2 Program") || strings.Contains(page.text, "Name of Covered Entity") {
		t.Error("page does not say which report it is")
	}
	export := c.export(page.text)
	header, rows, _ := strings.Cut(export.text, "\n")
	if rows != part2Rows || strings.Count(header, "UIPanel@") != 2 || !strings.HasSuffix(header, `","Web Description"`) {
		t.Errorf("export %q", export.text)
	}
}

func TestAListWithoutRows(t *testing.T) {
	o := smallOptions(Quirks{HealthyHeader: true})
	o.Part2 = HeaderOnly(data.Part2)
	c := visit(t, New(t, o))
	page := c.open(Part2Page)
	if first(rowCount, page.text) != "0" || !strings.Contains(page.text, "(Displaying 0 - 0 of 0)") || !strings.Contains(page.text, "No records found") {
		t.Error("grid does not say 0")
	}
	if export := c.export(page.text); export.text != part2HeaderLine {
		t.Errorf("export %q", export.text)
	}
}

func TestRowsComeByteForByte(t *testing.T) {
	c := visit(t, small(t, Quirks{HealthyHeader: true}))
	if got := c.export(c.open(HIPAAPage).text).text; got != hipaaHeaderLine+openRows {
		t.Errorf("open %q", got)
	}
	fragment := c.change("Archive")
	if got := c.export(fragment.text).text; got != hipaaHeaderLine+archiveRows {
		t.Errorf("archive %q", got)
	}
	if !strings.Contains(c.page, "Alpha &amp; Sons") {
		t.Error("page does not escape its values")
	}
}

func TestEveryAnswerIsNew(t *testing.T) {
	c := visit(t, small(t, Quirks{}))
	var states, ids, headers []string
	for range 3 {
		page := c.open(HIPAAPage)
		states = append(states, c.form.Get("javax.faces.ViewState"))
		ids = append(ids, commands(page.text, "csv")...)
		headers = append(headers, strings.SplitN(c.export(page.text).text, "\n", 2)[0])
		fragment := c.change("Archive")
		states = append(states, c.form.Get("javax.faces.ViewState"))
		ids = append(ids, commands(fragment.text, "csv")...)
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
	c.open(HIPAAPage)
	stale := c.form.Get("javax.faces.ViewState")
	id := commands(c.change("Archive").text, "csv")[0]
	if got := rowsOf(c.post(c.with(id, id)).text); got != archiveRows {
		t.Errorf("new state: %q", got)
	}
	if got := rowsOf(c.post(c.with(id, id, "javax.faces.ViewState", stale)).text); got != openRows {
		t.Errorf("stale state: %q", got)
	}
	if got := rowsOf(c.post(c.with(id, id, "ocrForm:j_idt31_activeIndex", "0")).text); got != openRows {
		t.Errorf("new state, old index: %q", got)
	}
	old := commands(c.page, "csv")[0]
	if got := c.post(c.with(old, old)); !isGrid(got) || !strings.Contains(got.text, "<h2>Archive</h2>") {
		t.Errorf("old command, new state: %.200s", got.text)
	}
}

// isGrid says whether an answer is a grid page with status 200.
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
		id := commands(c.open(HIPAAPage).text, "csv")[0]
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
	id := commands(c.open(HIPAAPage).text, "csv")[0]
	for _, pairs := range [][]string{{}, {id, ""}, {"ocrForm:j_idt1", "ocrForm:j_idt1"}, {id, id, "javax.faces.ClientWindow", "x"}} {
		if got := c.post(c.with(pairs...)); !isGrid(got) {
			t.Errorf("%q: %d %.200s", pairs, got.StatusCode, got.text)
		}
	}
}

func TestEveryExporterWritesItsFormat(t *testing.T) {
	c := visit(t, small(t, Quirks{}))
	page := c.open(HIPAAPage)
	for word, start := range map[string]string{"xls": "\xd0\xcf\x11\xe0", "pdf": "%PDF-", "xml": "<?xml", "csv": `"javax`} {
		ids := commands(page.text, word)
		if len(ids) != 1 {
			t.Fatalf("%s: %q", word, ids)
		}
		got := c.post(c.with(ids[0], ids[0]))
		if !strings.HasPrefix(got.text, start) || !strings.Contains(got.Header.Get("Content-Disposition"), "breach_report."+word) {
			t.Errorf("%s: %v %.40q", word, got.Header, got.text)
		}
	}
	csv, xls := commands(page.text, "csv")[0], commands(page.text, "xls")[0]
	if got := c.post(c.with(csv, csv, xls, xls)); !strings.HasPrefix(got.text, "\xd0\xcf") {
		t.Errorf("two commands: want the first on the page, got %.40q", got.text)
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
			c.open(HIPAAPage)
			if got := c.ajax(c.switching("Archive", test.pairs...)); !strings.Contains(got.text, test.want) {
				t.Errorf("want %s, got %d %.300s", test.want, got.StatusCode, got.text)
			}
		})
	}
	c := visit(t, p)
	c.open(HIPAAPage)
	if got := c.post(c.switching("Archive")); !isGrid(got) {
		t.Errorf("without the headers: %.200s", got.text)
	}
	got := c.ajax(c.switching("Archive", "javax.faces.partial.render", resultsID))
	if !strings.Contains(got.text, `<update id="`+resultsID) || len(commands(got.text, "csv")) != 0 {
		t.Error("rendered more or less than was asked for")
	}
}

func TestSessionNeedsBothCookies(t *testing.T) {
	p := small(t, Quirks{})
	for _, kept := range []string{"", sessionCookie, affinityCookie} {
		c := visit(t, p)
		page := c.open(HIPAAPage)
		cookies := page.Cookies()
		if len(cookies) != 2 || !cookies[0].Secure || cookies[0].Name != sessionCookie || cookies[0].Path != "/ocr" {
			t.Fatalf("cookies %v", cookies)
		}
		c.http.Jar = nil
		id := commands(page.text, "csv")[0]
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

func TestPagesBesideTheGrids(t *testing.T) {
	c := visit(t, small(t, Quirks{}))
	for page, want := range map[string]string{ReportPage: FrontPage, FrontPage: FrontPage, ErrorPage: ErrorPage} {
		got := c.do(c.request(http.MethodGet, page, nil))
		if got.StatusCode != http.StatusOK || path.Base(got.Request.URL.Path) != want || isGrid(got) {
			t.Errorf("%s: %d %s", page, got.StatusCode, got.Request.URL)
		}
	}
	var ends []string
	for range 2 {
		front := c.do(c.request(http.MethodGet, FrontPage, nil))
		c.read(front.text)
		c.page = strings.Replace(front.text, `name="ocrForm"`, "", 1)
		request := c.encoded(c.form)
		request.URL.Path = Base + FrontPage
		ends = append(ends, path.Base(c.do(request).Request.URL.Path))
	}
	if !slices.Equal(ends, []string{wizardPage, HIPAAPage}) {
		t.Errorf("links of the front page end at %q", ends)
	}
	if got := c.do(c.request(http.MethodGet, "nothing.jsf", nil)); got.StatusCode != http.StatusNotFound {
		t.Errorf("want 404, got %d", got.StatusCode)
	}
}

func TestMoveReplacesTheLists(t *testing.T) {
	p := small(t, Quirks{HealthyHeader: true})
	c := visit(t, p)
	p.Move(nil, []byte(hipaaHeaderLine+archiveRows+openRows), nil)
	page := c.open(HIPAAPage)
	if got := c.export(page.text).text; got != hipaaHeaderLine+archiveRows+openRows || first(rowCount, page.text) != "5" {
		t.Errorf("open %q", got)
	}
	if got := rowsOf(c.export(c.change("Archive").text).text); got != archiveRows {
		t.Errorf("archive %q", got)
	}
}

func TestRequestsAreRecorded(t *testing.T) {
	p := small(t, Quirks{}, Strike{Fault: FaultT13OtherRegime})
	c := visit(t, p)
	c.open(HIPAAPage)
	fragment := c.change("Archive")
	c.export(fragment.text)
	got := p.Requests()
	if len(got) != 3 || got[0].Step != StepPage || got[1].Step != StepTab || got[2].Step != StepExport {
		t.Fatalf("requests %+v", got)
	}
	if got[0].HasSession || !got[1].HasSession || !got[2].HasAffinity {
		t.Error("cookies")
	}
	last := got[2]
	if last.Method != http.MethodPost || last.Path != Base+HIPAAPage || last.ContentType != "application/x-www-form-urlencoded" ||
		last.Form.Get("ocrForm") != "ocrForm" || last.UserAgent != "Go-http-client/1.1" || time.Since(last.Time) > time.Minute ||
		!slices.Equal(last.Faults, []Fault{FaultT13OtherRegime}) {
		t.Errorf("last request %+v", last)
	}
}

func TestHandler(t *testing.T) {
	p := NewHandler(smallOptions(Quirks{}))
	w := httptest.NewRecorder()
	p.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, Base+HIPAAPage, nil))
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "rowCount:2") {
		t.Errorf("%d %.200s", w.Code, w.Body)
	}
}

func TestRealExports(t *testing.T) {
	archive, open := Real(t, "2022-04-04")
	c := visit(t, New(t, Options{Archive: archive, UnderInvestigation: open}))
	if got := first(rowCount, c.open(HIPAAPage).text); got != "871" {
		t.Errorf("open: %s", got)
	}
	if got := first(rowCount, c.change("Archive").text); got != "3699" {
		t.Errorf("archive: %s", got)
	}
}

func TestSamples(t *testing.T) {
	day := time.Date(2026, time.September, 4, 0, 0, 0, 0, time.UTC)
	archive, open, part2 := Samples(t, 500, 0, 3, day)
	c := visit(t, New(t, Options{Archive: archive, UnderInvestigation: open, Part2: part2}))
	if got := first(rowCount, c.open(Part2Page).text); got != "0" {
		t.Errorf("Part 2: %s", got)
	}
	if a, o := parse(archive), parse(open); a.count+o.count < 500 {
		t.Errorf("%d and %d rows", a.count, o.count)
	}
}
