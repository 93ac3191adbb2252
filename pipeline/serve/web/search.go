package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits of a search.
const (
	foundOnPage = 20
	mostWords   = 10
	mostSearch  = 500 // bytes
	mostOffset  = 1_000_000
	aroundWords = 320 // bytes of a description that a result shows
)

// searched holds the parameters of a search.
type searched struct {
	Words  string // as given
	terms  []string
	offset int
}

// searchTerms matches the terms of a search: words, and phrases in quotes.
var searchTerms = regexp.MustCompile(`"([^"]*)"|\S+`)

func searchOf(given url.Values) (searched, error) {
	s := searched{Words: strings.TrimSpace(given.Get("q"))}
	if len(s.Words) > mostSearch {
		return s, fmt.Errorf("q: want at most %d bytes, got %d", mostSearch, len(s.Words))
	}
	if !utf8.ValidString(s.Words) || strings.ContainsRune(s.Words, 0) {
		return s, errors.New("q: want words, got bytes that are not text")
	}
	for _, found := range searchTerms.FindAllStringSubmatch(s.Words, -1) {
		term := strings.TrimSpace(found[1])
		if !strings.HasPrefix(found[0], `"`) || !strings.HasSuffix(found[0], `"`) || len(found[0]) == 1 {
			term = strings.Trim(found[0], `"`)
		}
		if term = strings.Join(strings.Fields(term), " "); term != "" {
			s.terms = append(s.terms, term)
		}
	}
	if len(s.terms) > mostWords {
		return s, fmt.Errorf("q: want at most %d words, got %d", mostWords, len(s.terms))
	}
	if given.Has(offset) {
		n, err := strconv.Atoi(given.Get(offset))
		if err != nil || n < 0 || n > mostOffset {
			return s, fmt.Errorf("%s: want a whole number up to %d, got %q", offset, mostOffset, given.Get(offset))
		}
		s.offset = n
	}
	return s, nil
}

// statement finds the breaches of which some version has every term in its name or description. Breaches with the most
// terms in the name come first, then the newest. Each is shown by the newest version that has the terms.
func (s searched) statement() (statement string, values []string) {
	var held, named []string
	for _, term := range s.terms {
		values = append(values, strings.ToLower(term))
		at := "$" + strconv.Itoa(len(values))
		held = append(held, "(contains(name, "+at+") or contains(words, "+at+"))")
		named = append(named, "cast(contains(name, "+at+") as integer)")
	}
	return `
		with texts as (
			select breach_id, version, submitted_on, lower(entity_name) as name, coalesce(lower(description), '') as words
			from marts.breach_versions
		),
		held as (
			select breach_id, max(version) as version, max(` + strings.Join(named, " + ") + `) as words_in_name,
				max(submitted_on) as day
			from texts
			where ` + strings.Join(held, " and ") + `
			group by breach_id
		),
		shown as (
			select *, count(*) over () as breaches
			from held
			order by words_in_name desc, day desc, breach_id
			limit ` + strconv.Itoa(foundOnPage) + ` offset ` + strconv.Itoa(s.offset) + `
		)
		select breaches.breach_id, version.entity_name, breaches.entity_name as name_now, breaches.state, breaches.submitted_on,
			breaches.individuals, breaches.vanished_on, version.version, version.description, shown.breaches as found
		from shown
		join marts.breach_versions as version using (breach_id, version)
		join marts.breaches using (breach_id)
		order by words_in_name desc, day desc, breaches.breach_id`, values
}

// searchShown is the body of a page of results.
type searchShown struct {
	searched
	HasWords       bool
	Breaches       string // how many were found
	First, Last    int
	Found          []foundShown
	Previous, Next string // URLs; empty for none
}

type foundShown struct {
	Row           record
	Name, Excerpt []segment
	Individuals   string
}

// search answers /search and /search.json.
func (s *site) search(w http.ResponseWriter, r *http.Request) {
	asked, err := searchOf(r.URL.Query())
	if err != nil {
		s.problem(w, r, http.StatusBadRequest, err.Error())
		return
	}
	isJSON := r.URL.Path == "/search.json" || !wantsPage(r)
	if isJSON && len(asked.terms) == 0 {
		s.problem(w, r, http.StatusBadRequest, "want words in q, as /search.json?q=clinic")
		return
	}
	if !isJSON && s.isFresh(w, r) {
		return
	}
	shown := searchShown{searched: asked, HasWords: len(asked.terms) > 0}
	var rows *rowset
	generation := s.Pool.Generation()
	if shown.HasWords {
		generation, err = s.converse(r, func(c *conversation) (err error) {
			statement, values := asked.statement()
			rows, err = c.ask(0, statement, values...)
			return err
		})
		if err != nil {
			s.refuse(w, r, err)
			return
		}
		if shown.take(rows.records()); len(shown.Found) == 0 && asked.offset > 0 {
			s.problem(w, r, http.StatusNotFound, fmt.Sprintf("%s: fewer breaches than %d have these words", offset, asked.offset+1))
			return
		}
	}
	if isJSON {
		s.searchJSON(w, r, shown, rows, generation)
		return
	}
	p := page{Title: "Search", Here: "/search", Body: shown}
	if shown.HasWords {
		p.Title = "Search: " + asked.Words
		p.Formats = []formatLink{{"JSON", "/search.json?" + r.URL.RawQuery}}
	}
	s.show(w, r, http.StatusOK, "search", generation, p)
}

func (shown *searchShown) take(found []record) {
	pattern := wordPattern(shown.terms)
	shown.Breaches = "0"
	for _, one := range found {
		result := foundShown{Row: one, Name: marked(one["entity_name"], pattern),
			Excerpt: marked(excerpt(one["description"], pattern, aroundWords), pattern), Individuals: thousands(one["individuals"])}
		shown.Breaches = one["found"]
		shown.Found = append(shown.Found, result)
	}
	shown.First, shown.Last = shown.offset+1, shown.offset+len(found)
	at := func(from int) string {
		return "/search?" + url.Values{"q": {shown.Words}, offset: {strconv.Itoa(from)}}.Encode()
	}
	if shown.offset > 0 {
		shown.Previous = at(max(0, shown.offset-foundOnPage))
	}
	if total, err := strconv.Atoi(shown.Breaches); err == nil && shown.Last < total {
		shown.Next = at(shown.Last)
	}
}

func (s *site) searchJSON(w http.ResponseWriter, r *http.Request, shown searchShown, rows *rowset, generation string) {
	found, err := rows.json()
	var next *string
	if shown.Next != "" {
		address := strings.Replace(shown.Next, "/search?", "/search.json?", 1)
		next = &address
	}
	total, _ := strconv.Atoi(shown.Breaches)
	var body []byte
	if err == nil {
		body, err = json.Marshal(struct {
			Query    string          `json:"q"`
			Breaches int             `json:"breaches"`
			Next     *string         `json:"next"`
			Rows     json.RawMessage `json:"rows"`
		}{shown.Words, total, next, found})
	}
	if err != nil {
		s.problem(w, r, http.StatusInternalServerError, "the server could not answer")
		return
	}
	s.sendJSON(w, r, generation, string(body)+"\n")
}
