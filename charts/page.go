package charts

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

//go:embed page
var pageFolder embed.FS

// Page is out/index.html: the figures with their data and SQL, a list of breaches to search, and
// what readers need to check both. The numbers of studies are on another page; see
// [Page.RenderStudies].
//
// It is one file: charts, style, script and list are inside it. Its content security policy allows
// the script to load one more file, [DescriptionsFile] beside it, and nothing else. Every text is
// escaped. Without a script everything works but searching, sorting, selecting in a chart and the
// switch between light and dark.
type Page struct {
	Version string
	Capture string   // "captured 17 October 2024"
	AsOf    string   // the day of the list behind the numbers: "17 October 2024"
	Notices []string // warnings, shown first; every output must show them

	IsSynthetic bool
	// Numbers are the headline numbers.
	Numbers []PageNumber
	Figures []PageFigure
	// Tables are figures without a chart, named without the .csv of their files.
	Tables []PageFile
	// List is the list to search, made by [PackList]; left out if empty.
	List PageList
	// DescriptionCharacters are the characters used in [DescriptionsFile].
	DescriptionCharacters string
	// ListNote states that the list is not complete; empty if it is.
	ListNote string
	// Changes is nil if there is no earlier capture to compare with.
	Changes *PageChanges
	Studies []PageStudy
	// Warnings are failed checks that stop nothing. Checks are those that passed.
	Warnings, Checks, Snapshots PageTable
	// Provenance identifies what the publication was made of, such as the sha256 of the models.
	Provenance []PageIdentity
	Files      []PageFile
	// Citation is one sentence: how to cite the publication.
	Citation string
	// Dataset describes the publication as JSON-LD of schema.org; left out if nil.
	Dataset any
}

// PageNumber is a number, or another short text, with its label.
type PageNumber struct{ Label, Value string }

// PageIdentity identifies something that the page was made of. InCitation: it is named in the
// section on how to cite the page.
type PageIdentity struct {
	Label, Value string
	InCitation   bool
}

// PageFile is a file beside the page and a description of its content.
type PageFile struct{ Name, Holds string }

// PageFigure is one figure. Its chart is NAME.svg and NAME.png, its data NAME.csv.
type PageFigure struct {
	Name, Title, Subtitle string
	// Notice is a sentence that readers of this figure must see; empty for none.
	Notice string
	// PlainTitle describes what is shown, for the table of contents.
	PlainTitle string
	// Caption stands below the chart. HasNotice: a notice at the top of the page is about this
	// figure.
	Caption   string
	HasNotice bool
	// Row describes one row of the data.
	Row string
	// Citation is one sentence: how to cite the figure.
	Citation string
	// SVG is the chart's [Image].Inline, and Phone its [Image].Phone; nil if there is no chart.
	SVG, Phone []byte
	// Data has the rows of the chart, in order.
	Data PageTable
	// Columns are the columns of Data with their meaning.
	Columns []PageColumn
	// Path is the path of the model, SQL its text.
	Path, SQL string
}

// PageColumn is a column and its meaning.
type PageColumn struct{ Name, Meaning string }

// PageChanges lists what changed between two captures.
type PageChanges struct {
	Old, New string // the captures
	// Kinds counts the changes by kind; Parts lists the most important ones.
	Kinds PageTable
	Parts []PagePart
}

// PagePart is a table with a heading.
type PagePart struct {
	Name, Title, Note string // Name is unique on the page
	Table             PageTable
}

// PageStudy compares the numbers of a study with those of the list.
type PageStudy struct {
	Name, Citation, URL string
	// ReadOn is the day, YYYY-MM-DD, on which the study read the list.
	ReadOn string
	// Verdict sums up the comparison: "of 36 numbers 26 are the same, 4 within tolerance, 6
	// differ".
	Verdict string
	Table   PageTable
}

// Render writes the page as HTML. The same page gives the same bytes.
func (p Page) Render() ([]byte, error) {
	shown := pageShown{Page: p}
	shown.Leading, shown.Groups = groupFigures(p.Figures, p.Tables)
	var drawings [][]byte
	for _, figure := range p.Figures {
		drawings = append(drawings, figure.SVG, figure.Phone)
	}
	// The whole element is written at once, so that its bytes are those that were hashed. Base64
	// needs no escaping.
	if p.List.base64 != "" {
		shown.List = template.HTML(`<script type="application/octet-stream" id="packed-list">` + p.List.base64 + "</script>")
	}
	if p.Dataset != nil {
		// The JSON encoder escapes <, so the text cannot end the element.
		text, err := json.MarshalIndent(p.Dataset, "", " ")
		if err != nil {
			return nil, fmt.Errorf("page: dataset: %w", err)
		}
		shown.JSON = template.HTML(`<script type="application/ld+json">` + string(text) + "</script>")
	}
	style, err := pageText("style.css", "list.css", "marks.css", "print.css")
	if err != nil {
		return nil, err
	}
	script, err := pageText("mode.js", "tables.js", "copy.js", "rows.js", "search.js", "marks.js", "row.js", "breach.js", "list.js", "start.js")
	if err != nil {
		return nil, err
	}
	return shown.render("page.html", style+darkRules(drawings), script, p.List.characters+p.DescriptionCharacters)
}

// pageShown is the data of a template.
type pageShown struct {
	Page
	Leading                   []PageFigure
	Groups                    []pageGroup
	List, JSON, Style, Script template.HTML
	Policy                    string
	IsOfStudies               bool
}

// render executes a template and adds style, script, and fonts for its characters and those in
// more.
func (s pageShown) render(name, style, script, more string) ([]byte, error) {
	layout, err := template.New("page").Funcs(template.FuncMap{"words": words, "sentence": sentence}).ParseFS(pageFolder, "page/*.html")
	if err != nil {
		return nil, err
	}
	script = "(() => {\n'use strict';\n" + script + "})();\n"
	s.Script = template.HTML("<script>" + script + "</script>")
	// The body comes first, because the fonts in the head need its characters.
	var head, body bytes.Buffer
	if err := layout.ExecuteTemplate(&body, name, s); err != nil {
		return nil, err
	}
	fonts, err := PageFonts(characters(s.Capture, body.String(), style, more))
	if err != nil {
		return nil, fmt.Errorf("page: %w", err)
	}
	style = fonts.CSS() + "\n" + style
	loads := " 'strict-dynamic'" // allows what the script itself loads, at any address, and no other script
	if s.IsOfStudies {
		loads = ""
	}
	s.Policy = "default-src 'none'; script-src " + cspHash(script) + loads + "; style-src " + cspHash(style) +
		"; font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
	s.Style = template.HTML("<style>" + style + "</style>")
	if err := layout.ExecuteTemplate(&head, "head.html", s); err != nil {
		return nil, err
	}
	return append(head.Bytes(), body.Bytes()...), nil
}

// pageText joins files of the page's style or script.
func pageText(names ...string) (string, error) {
	var together strings.Builder
	for _, name := range names {
		text, err := pageFolder.ReadFile("page/" + name)
		if err != nil {
			return "", err
		}
		together.Write(text)
	}
	return together.String(), nil
}

// characters returns the distinct characters of texts, in order.
func characters(texts ...string) string {
	var plain [utf8.RuneSelf]bool
	found := map[rune]bool{}
	for _, text := range texts {
		for _, r := range text {
			if r < utf8.RuneSelf {
				plain[r] = true
			} else {
				found[r] = true
			}
		}
	}
	for r, isFound := range plain {
		if isFound {
			found[rune(r)] = true
		}
	}
	return string(slices.Sorted(maps.Keys(found)))
}

// Has reports whether a file stands beside the page.
func (p Page) Has(name string) bool {
	return slices.ContainsFunc(p.Files, func(f PageFile) bool { return f.Name == name })
}

// cspHash returns the source expression by which a content security policy allows one inline
// element.
func cspHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// words writes the name of a column as words, such as "breaches without count".
func words(name string) string { return strings.ReplaceAll(name, "_", " ") }

// sentence returns a sentence as HTML, with text between backticks as code.
func sentence(text string) template.HTML {
	if strings.Count(text, "`")%2 == 1 {
		return template.HTML(template.HTMLEscapeString(text)) // a single backtick is part of a name
	}
	var made strings.Builder
	for i, part := range strings.Split(text, "`") {
		if i%2 == 1 {
			made.WriteString("<code>" + template.HTMLEscapeString(part) + "</code>")
			continue
		}
		made.WriteString(template.HTMLEscapeString(part))
	}
	return template.HTML(made.String())
}

// drawnFigure is a figure with its drawings as HTML elements.
type drawnFigure struct {
	PageFigure
	Large, Small template.HTML
}

// Draw returns a figure with its drawings. They are safe: this package made them and escaped every
// text.
func (s pageShown) Draw(figure PageFigure) drawnFigure {
	return drawnFigure{figure, template.HTML(figure.SVG), template.HTML(figure.Phone)}
}
