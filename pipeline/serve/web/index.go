package web

import (
	"net/http"
	"strings"
)

// schemaMeanings describes the schemas for readers.
var schemaMeanings = map[string]string{
	"marts":      "Breaches, their versions and captures: for questions.",
	"figures":    "One table for each published figure.",
	"reference":  "Facts from elsewhere, with their source: rules, codes, studies.",
	"evaluation": "How the rules of origin score against labels that people gave.",
	"meta":       "How this database was built and checked.",
}

// schemaOrder is the order in which schemas are shown.
var schemaOrder = []string{"marts", "figures", "reference", "evaluation", "meta"}

// schemaShown is a schema with its tables, on a page.
type schemaShown struct {
	Name, Meaning string
	Relations     []relation
}

// Row is the first sentence of a relation's comment, which says what one row is.
func (r relation) Row() string {
	text, _, _ := strings.Cut(r.Comment, "\n")
	if end := sentenceEnd.FindStringIndex(text); end != nil {
		return strings.TrimSpace(text[:end[1]])
	}
	return text
}

// Paragraphs are the lines of a relation's comment.
func (r relation) Paragraphs() []string { return strings.Split(r.Comment, "\n") }

// IsMacro reports whether the relation needs arguments.
func (r relation) IsMacro() bool { return r.isMacro() }

func (c *catalogue) schemas() []schemaShown {
	var shown []schemaShown
	for _, name := range schemaOrder {
		one := schemaShown{Name: name, Meaning: schemaMeanings[name]}
		for _, relation := range c.Relations {
			if relation.Schema == name {
				one.Relations = append(one.Relations, relation)
			}
		}
		if len(one.Relations) > 0 {
			shown = append(shown, one)
		}
	}
	return shown
}

// index answers /-/, the list of what the server offers.
func (s *site) index(w http.ResponseWriter, r *http.Request) {
	known, err := s.catalogues.of(r.Context(), s.Pool)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	if !wantsPage(r) && acceptsJSON(r) {
		s.schemasJSON(w, r, known, known.schemas())
		return
	}
	if !s.isFresh(w, r) {
		s.show(w, r, http.StatusOK, "index", known.generation, page{Title: "What is here", Here: "/-/", Body: known.schemas(), Feed: "/feeds/breaches.atom"})
	}
}

// schema lists the tables of a schema. A name that is not a schema is a file of the publication.
func (s *site) schema(w http.ResponseWriter, r *http.Request) {
	known, err := s.catalogues.of(r.Context(), s.Pool)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	for _, one := range known.schemas() {
		if one.Name != r.PathValue("schema") {
			continue
		}
		if wantsPage(r) {
			if !s.isFresh(w, r) {
				s.show(w, r, http.StatusOK, "schema", known.generation, page{Title: one.Name, Here: "/-/", Body: one})
			}
			return
		}
		s.schemasJSON(w, r, known, []schemaShown{one})
		return
	}
	s.published(w, r)
}

func acceptsJSON(r *http.Request) bool {
	f, isFormat := formatOf("", r)
	return isFormat && f.extension == "json"
}

// wordColumn and wordTable describe a column and a table for programs, such as the completion of the console.
type wordColumn struct {
	Name    string `json:"name"`
	Type    string `json:"type"`
	Comment string `json:"comment"`
}

type wordTable struct {
	Schema     string       `json:"schema"`
	Name       string       `json:"name"`
	Comment    string       `json:"comment"`
	Columns    []wordColumn `json:"columns"`
	Parameters []string     `json:"parameters,omitempty"`
}

// words answers /-/schema.json: every table with its columns, and what they mean.
func (s *site) words(w http.ResponseWriter, r *http.Request) {
	known, err := s.catalogues.of(r.Context(), s.Pool)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	s.schemasJSON(w, r, known, known.schemas())
}

func (s *site) schemasJSON(w http.ResponseWriter, r *http.Request, known *catalogue, schemas []schemaShown) {
	tables := []wordTable{}
	for _, schema := range schemas {
		for _, relation := range schema.Relations {
			table := wordTable{Schema: relation.Schema, Name: relation.Name, Comment: relation.Comment, Columns: []wordColumn{}, Parameters: relation.Parameters}
			for _, column := range relation.Columns {
				table.Columns = append(table.Columns, wordColumn(column))
			}
			tables = append(tables, table)
		}
	}
	s.sendValue(w, r, known.generation, tables)
}
