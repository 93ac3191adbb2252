package portaltest

import (
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/breachstats/breachstats/torture/must"
)

// client is a scripted browser: it reads pages with patterns that fit this portal alone,
// and posts what a test asks for.
type client struct {
	t    *testing.T
	p    *Portal
	http *http.Client
	page string     // of the last GET
	form url.Values // hidden inputs of the last page, and what fragments changed
}

// reply is one answer, read whole.
type reply struct {
	*http.Response
	text string
	err  error // of reading the body
}

func visit(t *testing.T, p *Portal) *client {
	t.Helper()
	jar := must.Get(cookiejar.New(nil))(t)
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &client{t: t, p: p, http: &http.Client{Jar: jar, Transport: transport, Timeout: 20 * time.Second}}
}

func (c *client) try(request *http.Request) (reply, error) {
	c.t.Helper()
	response, err := c.http.Do(request)
	if err != nil {
		return reply{}, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	return reply{Response: response, text: string(body), err: err}, nil
}

func (c *client) do(request *http.Request) reply {
	c.t.Helper()
	r, err := c.try(request)
	if err != nil {
		c.t.Fatal(err)
	}
	return r
}

func (c *client) request(method, page string, body io.Reader) *http.Request {
	c.t.Helper()
	target := page
	if !strings.HasPrefix(page, "http") {
		target = c.p.URL() + page
	}
	request, err := http.NewRequestWithContext(c.t.Context(), method, target, body)
	if err != nil {
		c.t.Fatal(err)
	}
	return request
}

var (
	formTag     = regexp.MustCompile(`<form id="ocrForm"[^>]*action="([^"]*)"`)
	hiddenInput = regexp.MustCompile(`<input type="hidden"[^>]*>`)
	nameOf      = regexp.MustCompile(` name="([^"]*)"`)
	valueOf     = regexp.MustCompile(` value="([^"]*)"`)
	commandLink = regexp.MustCompile(`onclick="mojarra\.jsfcljs\([^{]*\{'([^']*)':[^>]*>(<[^>]*>)?`)
	stateUpdate = regexp.MustCompile(`<update id="j_id1:(javax|jakarta)\.faces\.ViewState:0"><!\[CDATA\[([^\]]*)\]\]>`)
)

// open gets the page of the HIPAA list and keeps its form.
func (c *client) open() reply {
	c.t.Helper()
	r := c.do(c.request(http.MethodGet, HIPAAPage, nil))
	c.read(r.text)
	return r
}

func (c *client) read(page string) {
	c.page, c.form = page, url.Values{}
	_, ocrForm, _ := strings.Cut(page, `<form id="ocrForm"`)
	for _, input := range hiddenInput.FindAllString(ocrForm, -1) {
		c.form.Set(first(nameOf, input), html.UnescapeString(first(valueOf, input)))
	}
}

func first(pattern *regexp.Regexp, text string) string {
	if found := pattern.FindStringSubmatch(text); found != nil {
		return found[1]
	}
	return ""
}

// commands are the ids of the links of a page or fragment that export CSV, by the word in their icon.
func commands(text string) []string {
	var ids []string
	for _, link := range commandLink.FindAllStringSubmatch(html.UnescapeString(text), -1) {
		if strings.Contains(strings.ToLower(link[2]), "csv") {
			ids = append(ids, link[1])
		}
	}
	return ids
}

// with is the form with some values set, or removed where the value is "-".
func (c *client) with(pairs ...string) url.Values {
	values := url.Values{}
	for name := range c.form {
		values.Set(name, c.form.Get(name))
	}
	for i := 0; i < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
		if pairs[i+1] == "-" {
			values.Del(pairs[i])
		}
	}
	return values
}

func (c *client) action() string {
	at, err := url.Parse(c.p.URL())
	if err != nil {
		c.t.Fatal(err)
	}
	at.Path = first(formTag, c.page)
	return at.String()
}

// post sends values urlencoded to the form's action.
func (c *client) post(values url.Values) reply {
	c.t.Helper()
	return c.do(c.encoded(values))
}

func (c *client) encoded(values url.Values) *http.Request {
	c.t.Helper()
	request := c.request(http.MethodPost, c.action(), strings.NewReader(values.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return request
}

// export posts the CSV command that text shows.
func (c *client) export(text string) reply {
	c.t.Helper()
	ids := commands(text)
	if len(ids) != 1 {
		c.t.Fatalf("want one CSV command, got %q", ids)
	}
	return c.post(c.with(ids[0], ids[0]))
}

// switching are the values that switch to the tab of a title.
func (c *client) switching(title string, pairs ...string) url.Values {
	c.t.Helper()
	faces := "javax.faces."
	if c.form.Has("jakarta.faces.ViewState") {
		faces = "jakarta.faces."
	}
	tabView := ""
	for name := range c.form {
		if before, isIndex := strings.CutSuffix(name, "_activeIndex"); isIndex {
			tabView = before
		}
	}
	tab := regexp.MustCompile(`data-index="(\d)"><a href="#([^"]*)"[^>]*>` + title).FindStringSubmatch(c.page)
	if tab == nil {
		c.t.Fatalf("no tab %s", title)
	}
	return c.with(append([]string{
		faces + "partial.ajax", "true", faces + "source", tabView, faces + "partial.execute", tabView,
		faces + "partial.render", "ocrForm:breachReports ocrForm:results",
		faces + "behavior.event", "tabChange", faces + "partial.event", "tabChange",
		tabView + "_newTab", tab[2], tabView + "_activeIndex", tab[1],
	}, pairs...)...)
}

func (c *client) ajax(values url.Values) reply {
	c.t.Helper()
	request := c.encoded(values)
	request.Header.Set("Faces-Request", "partial/ajax")
	request.Header.Set("X-Requested-With", "XMLHttpRequest")
	return c.do(request)
}

// change switches to the tab of a title and takes the new state along.
func (c *client) change(title string) reply {
	c.t.Helper()
	values := c.switching(title)
	r := c.ajax(values)
	if found := stateUpdate.FindStringSubmatch(r.text); found != nil {
		c.form.Set(found[1]+".faces.ViewState", found[2])
	}
	for _, input := range hiddenInput.FindAllString(r.text, -1) {
		c.form.Set(first(nameOf, input), html.UnescapeString(first(valueOf, input)))
	}
	for name := range values {
		if strings.HasSuffix(name, "_activeIndex") {
			c.form.Set(name, values.Get(name))
		}
	}
	return r
}

// rowsOf is an export without its header line.
func rowsOf(export string) string {
	_, rows, _ := strings.Cut(export, "\n")
	return rows
}

// The exports of small portals.
const (
	hipaaHeaderLine = `"Name of Covered Entity","State","Covered Entity Type","Individuals Affected","Breach Submission Date",` +
		`"Type of Breach","Location of Breached Information","Business Associate Present","Web Description"` + "\n"
	part2HeaderLine = `"Name of Part 2 Program","State","Individuals Affected","Breach Submission Date",` +
		`"Type of Breach","Location of Breached Information","Qualified Service Organization Present","Web Description"` + "\n"
	openRows = `"Alpha & Sons (synthetic)","TX","Healthcare Provider","501","08/03/2026","Theft","Laptop","No",""` + "\n" +
		`"Beta (synthetic)","","Health Plan","","08/02/2026","Loss","Other","No",""` + "\n"
	archiveRows = `"Gamma ""Old"" (synthetic) ","CA","Business Associate","9000","01/05/2024","Hacking/IT Incident","Email, Other","Yes","Two` + "\r\n" + `lines."` + "\n" +
		`"Delta (synthetic)","OH","Healthcare Provider","700","01/04/2024","Theft","Laptop","No","One."` + "\n" +
		`"Epsilon (synthetic)","WA","Healthcare Provider","800","01/03/2024","Loss","Other","No","One."` + "\n"
	part2Rows = `"Zeta (synthetic)","NY","600","08/01/2026","Theft","Laptop","No",""` + "\n"
)

// small starts a portal with lists of a few rows.
func small(t *testing.T, quirks Quirks) *Portal {
	t.Helper()
	return New(t, Options{
		Archive:            []byte(hipaaHeaderLine + archiveRows),
		UnderInvestigation: []byte(hipaaHeaderLine + openRows),
		Part2:              []byte(part2HeaderLine + part2Rows),
		Quirks:             quirks,
	})
}
