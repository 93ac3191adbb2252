package portaltest

import (
	"net/http"
	"path"
	"regexp"
	"strings"
	"testing"
	"time"
)

// both exports both lists of the HIPAA page, each from a page of its own, and compares
// them with what the portal holds.
func both(t *testing.T, p *Portal) {
	t.Helper()
	c := visit(t, p)
	page := c.open(HIPAAPage)
	for title, want := range map[string]string{"Under Investigation": openRows, "Archive": archiveRows} {
		c := visit(t, p)
		c.open(HIPAAPage)
		text := c.page
		if isVisible := regexp.MustCompile(`aria-selected="true"[^>]*><a[^>]*>` + title).MatchString(page.text); !isVisible {
			text = c.change(title).text
		}
		if got := rowsOf(c.export(text).text); got != want {
			t.Errorf("%s: %.300q", title, got)
		}
	}
}

func TestQuirksThatAClientMayOverlook(t *testing.T) {
	third := []Tab{HelpTab, OpenTab, ArchiveTab}
	for name, test := range map[string]struct {
		quirks Quirks
		want   string // pattern of the page
	}{
		"today":              {Quirks{}, `'ocrForm:j_idt\d+'`},
		"another prefix":     {Quirks{IDPrefix: "ocr-x_"}, `'ocrForm:ocr-x_\d+'`},
		"another tab view":   {Quirks{TabView: "ocrForm:tabs-2"}, `href="#ocrForm:tabs-2:archiveTab"`},
		"opaque panels":      {Quirks{OpaquePanels: true}, `<a href="#ocrForm:j_idt31:j_idt47"[^>]*>Archive`},
		"archive first":      {Quirks{Tabs: []Tab{ArchiveTab, OpenTab}}, `rowCount:3`},
		"third tab last":     {Quirks{Tabs: []Tab{OpenTab, ArchiveTab, HelpTab}}, `Help for Consumers`},
		"third tab first":    {Quirks{Tabs: third, Visible: OpenTab}, `_activeIndex" value="1"`},
		"third tab visible":  {Quirks{Tabs: third}, `_activeIndex" value="0"`},
		"CSV first":          {Quirks{Exporters: []Format{CSV, XML, XLS, PDF}}, `(?s)alt="CSV".*alt="XML".*alt="XLS".*alt="PDF"`},
		"escaped clicks":     {Quirks{EscapedClicks: true}, `getElementById\(&#39;ocrForm&#39;\)`},
		"jakarta":            {Quirks{Jakarta: true}, `name="jakarta.faces.ViewState" id="j_id1:jakarta`},
		"client window":      {Quirks{ClientWindow: true}, `name="javax.faces.ClientWindow"`},
		"enctype":            {Quirks{Enctype: true}, `enctype="multipart/form-data"`},
		"urlencoded only":    {Quirks{Encoding: URLEncodedOnly}, `enctype="application/x-www-form-urlencoded"`},
		"session in the URL": {Quirks{SessionInURL: true}, `action="/ocr/breach/breach_report_hip.jsf;jsessionid=[0-9A-F]{32}"`},
		"compressed":         {Quirks{Gzip: true}, `rowCount:2`},
		"no chunks":          {Quirks{CloseDelimits: true}, `rowCount:2`},
		"icons by alt":       {Quirks{Icons: IconsAlt}, `/\d+\.png" alt="CSV" />`},
		"icons by title":     {Quirks{Icons: IconsTitle}, `/\d+\.png" alt="" title="Export as CSV" />`},
		"icons by file":      {Quirks{Icons: IconsFile}, `/csv\.png" alt="" />`},
	} {
		t.Run(name, func(t *testing.T) {
			p := small(t, test.quirks)
			if page := visit(t, p).open(HIPAAPage).text; !regexp.MustCompile(test.want).MatchString(page) {
				t.Errorf("page lacks %s:\n%s", test.want, page)
			}
			both(t, p)
		})
	}
}

func TestMultipartOnly(t *testing.T) {
	for _, test := range []struct {
		encoding              Encoding
		urlencoded, multipart bool
	}{{AnyEncoding, true, true}, {URLEncodedOnly, true, false}, {MultipartOnly, false, true}} {
		c := visit(t, small(t, Quirks{Encoding: test.encoding}))
		id := commands(c.open(HIPAAPage).text, "csv")[0]
		for what, got := range map[string]reply{"urlencoded": c.post(c.with(id, id)), "multipart": c.postMultipart(c.with(id, id))} {
			isDecoded := test.urlencoded
			if what == "multipart" {
				isDecoded = test.multipart
			}
			if isDecoded && rowsOf(got.text) != openRows || !isDecoded && !isGrid(got) {
				t.Errorf("%d: %s: %.200s", test.encoding, what, got.text)
			}
		}
	}
}

func TestThirdTabHasNothing(t *testing.T) {
	c := visit(t, small(t, Quirks{Tabs: []Tab{HelpTab, OpenTab, ArchiveTab}}))
	page := c.open(HIPAAPage)
	if strings.Contains(page.text, "rowCount") || len(commands(page.text, "csv")) != 0 {
		t.Error("help has a table or exporters")
	}
}

func TestPagesWithoutTabs(t *testing.T) {
	c := visit(t, small(t, Quirks{NoTabView: true}))
	page := c.open(HIPAAPage)
	if strings.Contains(page.text, "_activeIndex") || rowsOf(c.export(page.text).text) != openRows {
		t.Error("HIPAA page")
	}
	c = visit(t, small(t, Quirks{Part2NoTabs: true}))
	page = c.open(Part2Page)
	if strings.Contains(page.text, "_activeIndex") || rowsOf(c.export(page.text).text) != part2Rows {
		t.Error("Part 2 page")
	}
	if !strings.Contains(c.open(HIPAAPage).text, "_activeIndex") {
		t.Error("HIPAA page has no tabs")
	}
}

func TestPart2HasAnEmptyArchive(t *testing.T) {
	c := visit(t, small(t, Quirks{}))
	c.open(Part2Page)
	fragment := c.change("Archive")
	if got := c.export(fragment.text).text; first(rowCount, fragment.text) != "0" || rowsOf(got) != "" {
		t.Errorf("%q", got)
	}
}

func TestSessionInURLIsDemanded(t *testing.T) {
	c := visit(t, small(t, Quirks{SessionInURL: true}))
	id := commands(c.open(HIPAAPage).text, "csv")[0]
	request := c.encoded(c.with(id, id))
	request.URL.Path = Base + HIPAAPage
	if got := c.do(request); path.Base(got.Request.URL.Path) != FrontPage {
		t.Errorf("%s", got.Request.URL)
	}
}

func TestGridUnderItsOldName(t *testing.T) {
	c := visit(t, small(t, Quirks{GridAtReport: true}))
	page := c.open(ReportPage)
	if path.Base(page.Request.URL.Path) != ReportPage || rowsOf(c.export(page.text).text) != openRows {
		t.Error("no grid at breach_report.jsf")
	}
}

func TestViewStatesDie(t *testing.T) {
	t.Run("after use", func(t *testing.T) {
		c := visit(t, small(t, Quirks{SingleUse: true}))
		id := commands(c.open(HIPAAPage).text, "csv")[0]
		if got := c.post(c.with(id, id)); rowsOf(got.text) != openRows {
			t.Errorf("first: %.200s", got.text)
		}
		if got := c.post(c.with(id, id)); !strings.Contains(got.text, "ViewExpiredException") || got.StatusCode != http.StatusOK {
			t.Errorf("second: %.200s", got.text)
		}
		if got := c.ajax(c.switching("Archive")); !strings.Contains(got.text, "<redirect url=") {
			t.Errorf("script: %.200s", got.text)
		}
	})
	t.Run("with age", func(t *testing.T) {
		const life = 50 * time.Millisecond
		c := visit(t, small(t, Quirks{StateLife: life}))
		id := commands(c.open(HIPAAPage).text, "csv")[0]
		time.Sleep(2 * life)
		if got := c.post(c.with(id, id)); !strings.Contains(got.text, "ViewExpiredException") {
			t.Errorf("%.200s", got.text)
		}
	})
	t.Run("when there are too many", func(t *testing.T) {
		c := visit(t, small(t, Quirks{StatesKept: 2}))
		id := commands(c.open(HIPAAPage).text, "csv")[0]
		values := c.with(id, id)
		c.open(HIPAAPage)
		if got := c.post(values); rowsOf(got.text) != openRows {
			t.Errorf("one later: %.200s", got.text)
		}
		c.open(HIPAAPage)
		if got := c.post(values); !strings.Contains(got.text, "ViewExpiredException") {
			t.Errorf("two later: %.200s", got.text)
		}
	})
	t.Run("on another page", func(t *testing.T) {
		c := visit(t, small(t, Quirks{}))
		id := commands(c.open(HIPAAPage).text, "csv")[0]
		request := c.encoded(c.with(id, id))
		request.URL.Path = Base + Part2Page
		if got := c.do(request); !strings.Contains(got.text, "ViewExpiredException") {
			t.Errorf("%.200s", got.text)
		}
	})
}

func TestOldNamesAreNotHeardUnderJakarta(t *testing.T) {
	c := visit(t, small(t, Quirks{Jakarta: true}))
	id := commands(c.open(HIPAAPage).text, "csv")[0]
	state := c.form.Get("jakarta.faces.ViewState")
	if got := c.post(c.with(id, id, "jakarta.faces.ViewState", "-", "javax.faces.ViewState", state)); !isGrid(got) {
		t.Errorf("%.200s", got.text)
	}
}
