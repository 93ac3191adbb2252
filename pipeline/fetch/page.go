package fetch

import (
	"bytes"
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/breachstats/breachstats/data"
)

// report is one of the two lists of the portal.
type report struct {
	page string // its file name
	name string // its name in messages
	// heads are headings of columns that the other list does not have.
	heads []string
}

var (
	hipaa = report{"breach_report_hip.jsf", "the HIPAA list", []string{"name of covered entity", "covered entity type"}}
	part2 = report{"breach_report_part2.jsf", "the Part 2 list", []string{"name of part 2 program", "qualified service organization"}}
)

// reportOf returns the list that a view belongs to, and the other list.
func reportOf(view data.View) (wanted, other report) {
	if view == data.Part2 {
		return part2, hipaa
	}
	return hipaa, part2
}

// parsePage parses a page or a part of one. It keeps scripts; plain leaves them out.
func parsePage(text []byte) (*goquery.Document, error) {
	return goquery.NewDocumentFromReader(bytes.NewReader(text))
}

// isAbout reports whether the page shows headings of a list's columns. The whole text counts only if no element is
// marked up as a heading.
func (r report) isAbout(page *goquery.Selection) bool {
	heads := page.Find("th, [role=columnheader], .ui-column-title")
	text := plain(heads)
	if !hipaa.isNamed(text) && !part2.isNamed(text) {
		text = plain(page)
	}
	return r.isNamed(text)
}

func (r report) isNamed(text string) bool {
	text = strings.ToLower(text)
	for _, head := range r.heads {
		if strings.Contains(text, head) {
			return true
		}
	}
	return false
}

// plain returns the text of a part of a page without scripts, with each run of blanks as one blank.
func plain(part *goquery.Selection) string {
	var words []string
	for _, node := range part.Nodes {
		words = addWords(words, node)
	}
	return strings.Join(words, " ")
}

// unseen lists the elements whose text is not visible.
var unseen = []atom.Atom{atom.Script, atom.Style, atom.Template, atom.Noscript}

func addWords(words []string, node *html.Node) []string {
	if node.Type == html.TextNode {
		return append(words, strings.Fields(node.Data)...)
	}
	if slices.Contains(unseen, node.DataAtom) {
		return words
	}
	for child := range node.ChildNodes() {
		words = addWords(words, child)
	}
	return words
}

// describe identifies a page by its title, for messages.
func describe(text []byte) string {
	page, err := parsePage(text)
	if err != nil {
		return "a page that cannot be read"
	}
	title := page.Find("title").First().Text()
	if strings.TrimSpace(title) == "" {
		title = page.Find("h1, h2").First().Text()
	}
	if strings.TrimSpace(title) == "" {
		title = plain(page.Selection)
	}
	if strings.TrimSpace(title) == "" {
		return "a page without a text"
	}
	return "a page that reads " + brief(title)
}

// judgePage refuses what is not a page of the portal, and the page of the other list. A page may name neither list, for
// example while it shows another tab: then isNamed is false. The context is checked between steps, each of which reads
// the page once.
func judgePage(ctx context.Context, view data.View, got answer) (page *goquery.Document, isNamed bool, err error) {
	wanted, other := reportOf(view)
	if err := judgeForeign(got, "the page of "+wanted.name); err != nil {
		return nil, false, err
	}
	if err := ctx.Err(); err != nil {
		return nil, false, err
	}
	page, err = parsePage(got.body)
	if err != nil {
		return nil, false, untrusted(nextLater, "want the page of %s, got HTML that cannot be read: %v", wanted.name, err).because(err)
	}
	if err := judgeSize(page.Selection, "the page of "+wanted.name); err != nil {
		return nil, false, err
	}
	if err := ctx.Err(); err != nil {
		return nil, false, err
	}
	isNamed = wanted.isAbout(page.Selection)
	switch isOther := other.isAbout(page.Selection); {
	case isOther && isNamed:
		return nil, false, untrusted(nextBrowser, "want the page of %s, got one that names %s too", wanted.name, other.name)
	case isOther:
		return nil, false, untrusted(nextLater, "want the page of %s, got %s", wanted.name, other.name)
	}
	return page, isNamed, nil
}

// Discovery searches the whole page many times, so pages are limited. The portal's page has some thousands of elements,
// a dozen links within itself, and some hundreds of fields and controls.
const (
	mostElements   = 200_000
	mostInnerLinks = 250
	mostControls   = 5_000
)

// judgeSize refuses a page with so many elements that discovery would take too long.
func judgeSize(page *goquery.Selection, wanted string) error {
	if elements := countElements(page); elements > mostElements {
		return untrusted(nextBrowser, "want %s with at most %d elements, got %d", wanted, mostElements, elements)
	}
	for _, kind := range []struct {
		selector, name string
		most           int
	}{
		{"a[href^='#']:not([href='#'])", "links within it", mostInnerLinks},
		{"a, button, form, input, select, textarea", "links, fields and buttons", mostControls},
	} {
		if found := page.Find(kind.selector).Length(); found > kind.most {
			return untrusted(nextBrowser, "want %s with at most %d %s, got %d", wanted, kind.most, kind.name, found)
		}
	}
	return nil
}

func countElements(page *goquery.Selection) int {
	elements := 0
	for _, root := range page.Nodes {
		for node := range root.Descendants() {
			if node.Type == html.ElementNode {
				elements++
			}
		}
	}
	return elements
}

// judgeForeign refuses an answer that is not a page of the portal's list.
func judgeForeign(got answer, wanted string) error {
	kind := sniff(got.body)
	switch {
	case kind == kindEmpty:
		return untrusted(nextLater, "want %s, got an empty answer", wanted)
	case bytes.Contains(got.body, []byte("ViewExpiredException")):
		return expired("a page that says ViewExpiredException")
	case kind != kindHTML:
		return untrusted(nextURL, "want %s, got %s", wanted, kind)
	}
	page, err := parsePage(got.body)
	if err == nil && page.Find("input[type=password]").Length() > 0 {
		return untrusted(nextLogin, "want %s, got a login page: %s", wanted, describe(got.body)).final()
	}
	return nil
}

var (
	rowCount   = regexp.MustCompile(`\browCount["']?\s*:\s*["']?(\d{1,9})\b`)
	displaying = regexp.MustCompile(`(?i)\b(?:displaying|showing)\s+(?:\d[\d,]*\s*(?:-|–|to)\s*)?\d[\d,]*\s+of\s+(\d[\d,]{0,12})`)
	noneOfNone = regexp.MustCompile(`\b0 of 0\b`)
)

// total reads how many rows the list has: from the script of the table and from the text of the pager. If the page has
// both, they must agree. The error names what is missing or differs.
func total(part *goquery.Selection) (int64, error) {
	var script strings.Builder
	part.Find("script").Each(func(_ int, one *goquery.Selection) { script.WriteString(one.Text() + "\n") })
	var found []int64
	for _, match := range rowCount.FindAllStringSubmatch(script.String(), -1) {
		found = append(found, number(match[1]))
	}
	text := plain(part)
	for _, match := range displaying.FindAllStringSubmatch(text, -1) {
		found = append(found, number(match[1]))
	}
	pager := plain(part.Find(".ui-paginator-current"))
	if len(found) == 0 && (noneOfNone.MatchString(pager) || part.Find(".ui-datatable-empty-message").Length() > 0) {
		return 0, nil
	}
	if len(found) == 0 {
		return 0, untrusted(nextBrowser, `want the list's total, as rowCount or "Displaying 1 - 100 of N", got none`)
	}
	for _, other := range found[1:] {
		if other != found[0] {
			return 0, untrusted(nextLater, "want one total of the list, got %d and %d", found[0], other)
		}
	}
	return found[0], nil
}

// number reads digits with commas; the patterns above let nothing else through.
func number(digits string) int64 {
	n, err := strconv.ParseInt(strings.ReplaceAll(digits, ",", ""), 10, 64)
	if err != nil {
		return -1
	}
	return n
}
