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
// what a reader needs to trust both. The numbers of studies are on a page of their own, StudiesPage.
//
// It is one file that shows all without another: charts, style, script and the list are inside it. Its content
// security policy allows nothing else but what its script loads, and that is the descriptions of the breaches, from
// DescriptionsFile beside it. Every text is escaped. All but searching, sorting, choosing in a chart and the switch
// between light and dark works without a script.
type Page struct {
	Version string
	Capture string   // "captured 17 October 2024"
	AsOf    string   // the day that the numbers are of: "17 October 2024"
	Notices []string // sentences that no output may leave out, shown first

	IsSynthetic bool
	// Numbers are the headline.
	Numbers []PageNumber
	Figures []PageFigure
	// Tables are figures without a chart, by name, without the .csv of their files.
	Tables []PageFile
	// List is the list to search, made by PackList; left out when empty.
	List PageList
	// DescriptionCharacters are those of the DescriptionsFile.
	DescriptionCharacters string
	// ListNote says that the list is not whole; empty where it is.
	ListNote string
	// Changes is nil where there is no capture to compare with.
	Changes *PageChanges
	Studies []PageStudy
	// Warnings are the checks that do not hold and stop nothing, Checks those that hold.
	Warnings, Checks, Snapshots PageTable
	// Provenance are pairs of what identifies the publication, such as the sha256 of the models.
	Provenance []PageIdentity
	Files      []PageFile
	// Citation is how to cite the publication, in a sentence.
	Citation string
	// Dataset is the publication as JSON-LD of schema.org; left out when nil.
	Dataset any
}

// PageNumber is one number, or another short text, and what it is.
type PageNumber struct{ Label, Value string }

// PageIdentity identifies something that the page was made of. InCitation has it named where the
// page says how to cite it.
type PageIdentity struct {
	Label, Value string
	InCitation   bool
}

// PageFile is a file beside the page, and what it holds.
type PageFile struct{ Name, Holds string }

// PageFigure is one figure: its chart is NAME.svg and NAME.png, its data NAME.csv.
type PageFigure struct {
	Name, Title, Subtitle string
	// Notice is a sentence that a reader of this figure may not miss; empty for none.
	Notice string
	// PlainTitle says what is seen, for the contents.
	PlainTitle string
	// Caption stands below the chart. HasNotice reports that a notice at the top of the page is of this figure.
	Caption   string
	HasNotice bool
	// Row says what one row of the data is.
	Row string
	// Citation is how to cite the figure, in a sentence.
	Citation string
	// SVG is the chart's Image.Inline, and Phone the same for a narrow page; nil where there is none.
	SVG, Phone []byte
	// Data are the rows of the chart, in order.
	Data PageTable
	// Columns are those of Data with their meaning.
	Columns []PageColumn
	// Path and SQL are the model's file and text.
	Path, SQL string
}

// PageColumn is a column and what it means.
type PageColumn struct{ Name, Meaning string }

// PageChanges is what changed between two captures.
type PageChanges struct {
	Old, New string // the captures
	// Kinds counts the changes by kind; Parts lists those that matter most.
	Kinds PageTable
	Parts []PagePart
}

// PagePart is a table under a heading.
type PagePart struct {
	Name, Title, Note string // Name is unique on the page
	Table             PageTable
}

// PageStudy is a study whose numbers stand beside those of the list.
type PageStudy struct {
	Name, Citation, URL string
	// ReadOn is the day as of which it read the list, YYYY-MM-DD.
	ReadOn string
	// Verdict counts its numbers: "of 36 numbers 26 are the same, 4 within tolerance, 6 differ".
	Verdict string
	Table   PageTable
}

// Render writes the page as HTML: the same page, the same bytes.
func (p Page) Render() ([]byte, error) {
	shown := pageShown{Page: p}
	shown.Leading, shown.Groups = groupFigures(p.Figures, p.Tables)
	var drawings [][]byte
	for _, figure := range p.Figures {
		drawings = append(drawings, figure.SVG, figure.Phone)
	}
	// Whole elements, so that their bytes are those of the hash; base64 needs no escape.
	if p.List.base64 != "" {
		shown.List = template.HTML(`<script type="application/octet-stream" id="packed-list">` + p.List.base64 + "</script>")
	}
	if p.Dataset != nil {
		// JSON as this library writes it has no < that could end the element.
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

// pageShown is what the templates of a page show.
type pageShown struct {
	Page
	Leading                   []PageFigure
	Groups                    []pageGroup
	List, JSON, Style, Script template.HTML
	Policy                    string
	IsOfStudies               bool
}

// render writes the page of a template, with its style, its script, and the fonts for its characters and more.
func (s pageShown) render(name, style, script, more string) ([]byte, error) {
	layout, err := template.New("page").Funcs(template.FuncMap{"words": words, "sentence": sentence}).ParseFS(pageFolder, "page/*.html")
	if err != nil {
		return nil, err
	}
	script = "(() => {\n'use strict';\n" + script + "})();\n"
	s.Script = template.HTML("<script>" + script + "</script>")
	// The body first: the fonts in the head must have its characters.
	var head, body bytes.Buffer
	if err := layout.ExecuteTemplate(&body, name, s); err != nil {
		return nil, err
	}
	fonts, err := PageFonts(characters(s.Capture, body.String(), style, more))
	if err != nil {
		return nil, fmt.Errorf("page: %w", err)
	}
	style = fonts.CSS() + "\n" + style
	loads := " 'strict-dynamic'" // what the script itself loads, wherever the page lies, and no other script
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

// pageText reads parts of the page's style or script as one text.
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

// characters are the distinct characters of texts, in order.
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

// Has reports that a file stands beside the page.
func (p Page) Has(name string) bool {
	return slices.ContainsFunc(p.Files, func(f PageFile) bool { return f.Name == name })
}

// cspHash is the source expression of a content security policy that allows one inline element.
func cspHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// words writes the name of a column as words: breaches_without_count as breaches without count.
func words(name string) string { return strings.ReplaceAll(name, "_", " ") }

// sentence is a sentence as HTML, with what stands between backticks as code.
func sentence(text string) template.HTML {
	if strings.Count(text, "`")%2 == 1 {
		return template.HTML(template.HTMLEscapeString(text)) // one of a name
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

// drawnFigure is a figure with its drawings as elements.
type drawnFigure struct {
	PageFigure
	Large, Small template.HTML
}

// Draw gives a figure with its drawings. They are this package's own, in which every text is escaped.
func (s pageShown) Draw(figure PageFigure) drawnFigure {
	return drawnFigure{figure, template.HTML(figure.SVG), template.HTML(figure.Phone)}
}
