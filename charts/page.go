package charts

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
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
// what a reader needs to trust both.
//
// It is one file that loads nothing: charts, style, script and the list are inside it, and its
// content security policy allows nothing else. Every text is escaped. All but searching, sorting
// and the switch between light and dark works without a script.
type Page struct {
	Version string
	Capture string   // "captured 17 October 2024 (sha256: …)"
	AsOf    string   // the day that the numbers are of: "17 October 2024"
	Notices []string // sentences that no output may leave out, shown first

	IsSynthetic bool
	// Numbers are the headline.
	Numbers []PageNumber
	Figures []PageFigure
	// List is the list to search, made by PackList; left out when empty.
	List PageList
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
	// Row says what one row of the data is.
	Row string
	// SVG is the chart's Image.Inline.
	SVG []byte
	// Data are the rows of the chart, in order.
	Data PageTable
	// Columns are those of Data with their meaning.
	Columns []PageColumn
	// Path and SQL are the model's file and text.
	Path, SQL string
}

// PageColumn is a column and what it means.
type PageColumn struct{ Name, Meaning string }

// PageChanges tells what changed between two captures.
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
	layout, err := template.New("page").Funcs(template.FuncMap{"words": words}).ParseFS(pageFolder, "page/*.html")
	if err != nil {
		return nil, err
	}
	style, script, err := pageParts()
	if err != nil {
		return nil, err
	}
	shown := struct {
		Page
		Charts              map[string]template.HTML
		List, Style, Script template.HTML
		Policy              string
	}{Page: p, Charts: map[string]template.HTML{}}
	var drawings [][]byte
	for _, figure := range p.Figures {
		drawings = append(drawings, figure.SVG)
		// The chart is this package's own drawing, in which every text is escaped.
		shown.Charts[figure.Name] = template.HTML(figure.SVG)
	}
	// Whole elements, so that their bytes are those of the hash; base64 needs no escape.
	if p.List.base64 != "" {
		shown.List = template.HTML(`<script type="application/octet-stream" id="packed-list">` + p.List.base64 + "</script>")
	}
	shown.Script = template.HTML("<script>" + script + "</script>")
	style += darkRules(drawings)
	// The body first: the fonts in the head must have its characters.
	var head, body bytes.Buffer
	if err := layout.ExecuteTemplate(&body, "page.html", shown); err != nil {
		return nil, err
	}
	fonts, err := PageFonts(characters(p.Capture, body.String(), style, p.List.characters))
	if err != nil {
		return nil, fmt.Errorf("page: %w", err)
	}
	style = fonts.CSS() + "\n" + style
	shown.Policy = "default-src 'none'; script-src " + cspHash(script) + "; style-src " + cspHash(style) +
		"; font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
	shown.Style = template.HTML("<style>" + style + "</style>")
	if err := layout.ExecuteTemplate(&head, "head.html", shown); err != nil {
		return nil, err
	}
	return append(head.Bytes(), body.Bytes()...), nil
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

// pageParts reads the style sheets and the scripts of the page, each kind in one text.
func pageParts() (style, script string, err error) {
	read := func(names ...string) string {
		var together strings.Builder
		for _, name := range names {
			text, failed := pageFolder.ReadFile("page/" + name)
			if failed != nil && err == nil {
				err = failed
			}
			together.Write(text)
		}
		return together.String()
	}
	style = read("style.css", "list.css", "print.css")
	script = "(() => {\n'use strict';\n" + read("mode.js", "tables.js", "rows.js", "list.js", "start.js") + "})();\n"
	return style, script, err
}

// Has tells that a file stands beside the page.
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
