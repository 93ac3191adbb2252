package web

import (
	"bytes"
	"html/template"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"github.com/breachstats/breachstats/docs"
	"github.com/breachstats/breachstats/pipeline/serve"
)

// workedQuery is a question of docs/sql.md with the query that answers it.
type workedQuery struct {
	// Name is the heading as part of a URL: how-many-breaches-per-year.
	Name, Title, Section string
	SQL                  string
	// Note is the text of the page about it, including its trap.
	Note template.HTML
}

var (
	headings      = regexp.MustCompile(`(?m)^(##+) (.+)$`)
	codeBlocks    = regexp.MustCompile("(?ms)^```(?:sh|console)\n(.*?)^```\n?")
	queryCommands = regexp.MustCompile(`(?s)breachstats query [^"\n]*"(.*?)"`)
	noSlug        = regexp.MustCompile(`[^a-z0-9]+`)
)

// workedQueries reads docs/sql.md once. A heading of the third level with a query below it is a worked query.
var workedQueries = sync.OnceValues(func() ([]workedQuery, error) {
	var found []workedQuery
	section := ""
	places := headings.FindAllStringSubmatchIndex(docs.SQL, -1)
	for i, place := range places {
		title := docs.SQL[place[4]:place[5]]
		if place[3]-place[2] == 2 {
			section = title
			continue
		}
		end := len(docs.SQL)
		if i+1 < len(places) {
			end = places[i+1][0]
		}
		body := docs.SQL[place[1]:end]
		command := queryCommands.FindStringSubmatch(body)
		if command == nil {
			continue
		}
		note, err := noteOf(codeBlocks.ReplaceAllString(body, ""))
		if err != nil {
			return nil, err
		}
		found = append(found, workedQuery{Name: strings.Trim(noSlug.ReplaceAllString(strings.ToLower(title), "-"), "-"),
			Title: title, Section: section, SQL: unindented(command[1]), Note: note})
	}
	return found, nil
})

// unindented removes the indentation that all lines of a query share.
func unindented(query string) string {
	lines := strings.Split(strings.Trim(query, "\n "), "\n")
	least := -1
	for i, line := range lines {
		if indent := len(line) - len(strings.TrimLeft(line, " ")); i > 0 && strings.TrimSpace(line) != "" && (least < 0 || indent < least) {
			least = indent
		}
	}
	for i := range lines {
		lines[i] = strings.TrimPrefix(lines[i], strings.Repeat(" ", min(max(least, 0), len(lines[i])-len(strings.TrimLeft(lines[i], " ")))))
	}
	return strings.Join(lines, "\n")
}

// pagesOfDocs are where the other pages of the documentation can be read.
const pagesOfDocs = "https://github.com/breachstats/breachstats/blob/main/docs/"

// noteOf renders Markdown as HTML and makes its links to other pages of the documentation absolute.
func noteOf(markdown string) (template.HTML, error) {
	source := []byte(markdown)
	parser := goldmark.New()
	tree := parser.Parser().Parse(text.NewReader(source))
	docs, err := url.Parse(pagesOfDocs)
	if err != nil {
		return "", err
	}
	err = ast.Walk(tree, func(node ast.Node, isEntering bool) (ast.WalkStatus, error) {
		if link, isLink := node.(*ast.Link); isLink && isEntering {
			to, err := docs.Parse(string(link.Destination))
			if err != nil {
				return ast.WalkStop, err
			}
			link.Destination = []byte(to.String())
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		return "", err
	}
	var html bytes.Buffer
	err = parser.Renderer().Render(&html, source, tree)
	return template.HTML(html.String()), err // safe: goldmark drops HTML inside Markdown
}

// querySection holds the questions of a section, on the page that lists all.
type querySection struct {
	Title   string
	Queries []workedQuery
}

// queries lists the worked questions.
func (s *site) queries(w http.ResponseWriter, r *http.Request) {
	all, err := workedQueries()
	if err != nil {
		s.problem(w, r, http.StatusInternalServerError, "the server could not answer")
		return
	}
	if !wantsPage(r) {
		type listed struct {
			Name    string `json:"name"`
			Title   string `json:"title"`
			SQL     string `json:"sql"`
			Address string `json:"address"`
		}
		list := make([]listed, len(all))
		for i, one := range all {
			list[i] = listed{one.Name, one.Title, one.SQL, "/queries/" + one.Name + ".json"}
		}
		s.sendValue(w, r, s.Pool.Generation(), list)
		return
	}
	var sections []querySection
	for _, one := range all {
		if len(sections) == 0 || sections[len(sections)-1].Title != one.Section {
			sections = append(sections, querySection{Title: one.Section})
		}
		last := &sections[len(sections)-1]
		last.Queries = append(last.Queries, one)
	}
	s.show(w, r, http.StatusOK, "queries", s.Pool.Generation(), page{Title: "Questions", Here: "/queries", Body: sections})
}

// queryShown is the body of a page of one worked question.
type queryShown struct {
	workedQuery
	Shown   *rowsShown
	IsCut   bool
	Problem *problemBody
	Console string // address of the console with the query
	Rows    int
}

// query answers /queries/{name}[.EXTENSION].
func (s *site) query(w http.ResponseWriter, r *http.Request) {
	all, err := workedQueries()
	if err != nil {
		s.problem(w, r, http.StatusInternalServerError, "the server could not answer")
		return
	}
	file := r.PathValue("name")
	extension := strings.TrimPrefix(path.Ext(file), ".")
	f, isFormat := formatOf(extension, r)
	i := slices.IndexFunc(all, func(q workedQuery) bool { return q.Name == strings.TrimSuffix(file, path.Ext(file)) })
	if i < 0 || extension != "" && !isFormat {
		s.problem(w, r, http.StatusNotFound, "no question has the name "+shortened(file)+"; /queries lists all")
		return
	}
	one := all[i]
	q := serve.Question{SQL: one.SQL, Rows: s.Rows}
	if !isFormat && !wantsPage(r) {
		f, isFormat = answerFormats[0], true
	}
	if isFormat {
		s.answer(w, r, q, f, "")
		return
	}
	if s.isFresh(w, r) {
		return
	}
	shown := queryShown{workedQuery: one, Console: "/sql?" + url.Values{"q": {one.SQL}}.Encode()}
	generation, err := s.converse(r, func(c *conversation) error {
		rows, err := c.ask(consoleRows, one.SQL)
		if err == nil {
			answer := rows.asShown("The answer")
			shown.Shown, shown.IsCut, shown.Rows = &answer, rows.isCut, len(answer.Rows)
		}
		return err
	})
	status := http.StatusOK
	if err != nil {
		body := asProblem(err)
		shown.Problem, status, generation = &body, statusOf(serve.FaultOf(err)), ""
	}
	s.show(w, r, status, "query", generation, page{Title: one.Title, Here: "/queries", Body: shown, Formats: formatLinks("/queries/"+one.Name, "")})
}

// asShown returns an answer as a page shows it.
func (r *rowset) asShown(label string) rowsShown {
	shown := rowsShown{Label: label, Rows: cellsShown(r)}
	kinds := r.kinds()
	for i, name := range r.names() {
		shown.Columns = append(shown.Columns, columnShown{Name: name, Kind: kinds[i]})
	}
	return shown
}
