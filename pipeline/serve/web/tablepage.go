package web

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/breachstats/breachstats/pipeline/serve"
)

// What a page of a table shows.
const (
	rowsOnPage     = 50
	mostRowsOnPage = 1000
	longestCell    = 240 // bytes of a text; the other formats have the whole text
	valuesOfFacet  = 10
	mostFacets     = 6
	// facetValues is roughly how many values a column may have to be counted without being asked for.
	facetValues = 70
)

// tableShown is the body of a page of a table.
type tableShown struct {
	relation
	Shown          rowsShown
	Total          string
	First, Last    uint64
	Previous, Next string
	Facets         []facetShown
	Filters        []filterShown
	SQL            string // URL of the console with the same question
}

type rowsShown struct {
	Label   string
	Columns []columnShown
	Rows    [][]cellShown
}

type columnShown struct{ Name, Kind, Sorted, Address string }

type cellShown struct {
	Text    string
	IsNull  bool
	Address string
}

type facetShown struct {
	Column string
	Values []valueShown
	IsCut  bool
}

type valueShown struct{ Value, Count, Address string }

// filterShown is a filter in words, with the URL that removes it.
type filterShown struct{ Words, Address string }

// tablePage answers with some rows of a table, the meaning of its columns, counts of values, and links.
func (s *site) tablePage(w http.ResponseWriter, r *http.Request, of relation) {
	given := r.URL.Query()
	if of.isMacro() && len(given) == 0 && len(of.Parameters) > 0 {
		s.show(w, r, http.StatusOK, "macro", s.Pool.Generation(), page{Title: of.Schema + "." + of.Name, Here: "/-/", Body: of})
		return
	}
	q, err := selection(of, given)
	if err == nil && q.size > mostRowsOnPage {
		err = fmt.Errorf("%s: want at most %d rows on a page, got %d; the other formats have no limit", size, mostRowsOnPage, q.size)
	}
	if err != nil {
		s.problem(w, r, http.StatusBadRequest, err.Error())
		return
	}
	if s.isFresh(w, r) {
		return
	}
	if q.size == 0 {
		q.size = rowsOnPage
	}
	facets := q.facets
	slices.Sort(facets)
	facets = slices.Compact(facets)
	if len(facets) > mostFacets {
		s.problem(w, r, http.StatusBadRequest, fmt.Sprintf("%s: want at most %d columns, got %d", facet, mostFacets, len(facets)))
		return
	}
	if len(facets) == 0 && !of.isMacro() {
		if facets, err = s.facetsOf(r, of); err != nil {
			s.refuse(w, r, err)
			return
		}
	}
	var rows, total, counts *rowset
	generation, err := s.converse(r, func(c *conversation) (err error) {
		if rows, err = c.put(q.question()); err != nil {
			return err
		}
		if total, err = c.put(serve.Question{SQL: "select count(*) from " + q.from + q.where, Arguments: q.arguments}); err != nil {
			return err
		}
		if len(facets) > 0 {
			counts, err = c.put(facetQuestion(q, facets))
		}
		return err
	})
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	shown := tableShown{relation: of, Total: total.cells()[0][0].Text, Filters: filtersShown(r.URL.Path, given, of)}
	shown.Shown = q.rowsShown(rows, r.URL.Path, given)
	shown.turns(q, uint64(len(shown.Shown.Rows)), rows.isCut, r.URL.Path, given)
	if counts != nil {
		shown.Facets = facetsShown(counts, facets, r.URL.Path, given)
	}
	shown.SQL = "/sql?" + url.Values{"q": {"select *\nfrom " + of.Schema + "." + of.Name + macroCall(of) + "\nlimit 100"}}.Encode()
	whole := maps.Clone(given)
	for _, key := range []string{size, offset, facet} {
		whole.Del(key)
	}
	s.show(w, r, http.StatusOK, "table", generation, page{Title: of.Schema + "." + of.Name, Here: "/-/", Body: shown,
		Formats: formatLinks(r.URL.Path, whole.Encode())})
}

// macroCall returns the call of a macro in SQL, with its parameters as placeholders; empty for a table.
func macroCall(of relation) string {
	if !of.isMacro() {
		return ""
	}
	return "(" + strings.Join(of.Parameters, ", ") + ")"
}

// changed returns a URL with some parameters set; an empty value removes the parameter.
func changed(path string, given url.Values, pairs ...string) string {
	given = maps.Clone(given)
	given.Del(offset)
	for i := 0; i < len(pairs); i += 2 {
		given.Del(pairs[i])
		if pairs[i+1] != "" {
			given.Set(pairs[i], pairs[i+1])
		}
	}
	if len(given) == 0 {
		return path
	}
	return path + "?" + given.Encode()
}

func (q selected) rowsShown(rows *rowset, path string, given url.Values) rowsShown {
	shown := rowsShown{Label: "Rows of " + q.of.Schema + "." + q.of.Name}
	kinds := rows.kinds()
	for i, name := range rows.names() {
		column := columnShown{Name: name, Kind: kinds[i], Address: changed(path, given, sortUp, name, sortDown, "")}
		if name == q.sorted {
			column.Sorted = "ascending"
			column.Address = changed(path, given, sortUp, "", sortDown, name)
			if q.isDescending {
				column.Sorted = "descending"
				column.Address = changed(path, given, sortUp, "", sortDown, "")
			}
		}
		shown.Columns = append(shown.Columns, column)
	}
	shown.Rows = cellsShown(rows)
	return shown
}

// cellsShown returns the values for a page: long texts are cut, and ids of breaches link to their page.
func cellsShown(rows *rowset) [][]cellShown {
	names := rows.names()
	var shown [][]cellShown
	for _, row := range rows.cells() {
		line := make([]cellShown, len(row))
		for j, cell := range row {
			line[j] = cellShown{Text: excerpt(cell.Text, nil, longestCell), IsNull: cell.IsNull}
			if names[j] == "breach_id" && breachID.MatchString(cell.Text) {
				line[j].Address = "/breach/" + cell.Text
			}
		}
		shown = append(shown, line)
	}
	return shown
}

func (t *tableShown) turns(q selected, rows uint64, hasMore bool, path string, given url.Values) {
	t.First, t.Last = q.offset+1, q.offset+rows
	if rows == 0 {
		t.First = 0
	}
	if q.offset > 0 {
		before := ""
		if q.offset > q.size {
			before = strconv.FormatUint(q.offset-q.size, 10)
		}
		t.Previous = changed(path, given, offset, before)
	}
	if hasMore {
		t.Next = changed(path, given, offset, strconv.FormatUint(q.offset+q.size, 10))
	}
}

// filtersShown returns the filters of a URL in words.
func filtersShown(path string, given url.Values, of relation) []filterShown {
	words := map[string]string{"": " is ", "ne": " is not ", "gt": " above ", "gte": " at least ", "lt": " below ", "lte": " at most ", "contains": " contains ", "in": " is one of "}
	var shown []filterShown
	for _, key := range slices.Sorted(maps.Keys(given)) {
		name, operator, _ := strings.Cut(key, "__")
		if strings.HasPrefix(key, "_") || of.typeOf(name) == "" {
			continue
		}
		for i, value := range given[key] {
			rest := maps.Clone(given)
			rest[key] = slices.Delete(slices.Clone(given[key]), i, i+1)
			if len(rest[key]) == 0 {
				delete(rest, key)
			}
			text := name + words[operator] + value
			if operator == "isnull" {
				text = name + map[bool]string{true: " is blank", false: " is not blank"}[value != "0"]
			}
			shown = append(shown, filterShown{text, changed(path, rest)})
		}
	}
	return shown
}

// facetsOf returns the columns of a table whose values are counted: texts, lists of texts, booleans and years with few
// values, but more than one.
func (s *site) facetsOf(r *http.Request, of relation) ([]string, error) {
	known, err := s.catalogues.of(r.Context(), s.Pool)
	if err != nil {
		return nil, err
	}
	key := of.Schema + "." + of.Name
	known.facetMutex.Lock()
	names, isKnown := known.facetNames[key]
	known.facetMutex.Unlock()
	if isKnown {
		return names, nil
	}
	if names, err = s.readFacets(r.Context(), clientOf(r), of); err != nil {
		return nil, err
	}
	known.facetMutex.Lock()
	defer known.facetMutex.Unlock()
	if known.facetNames == nil {
		known.facetNames = map[string][]string{}
	}
	known.facetNames[key] = names
	return names, nil
}

func (s *site) readFacets(ctx context.Context, client string, of relation) ([]string, error) {
	var candidates, counts []string
	for _, column := range of.Columns {
		if column.Type == "VARCHAR" || column.Type == "VARCHAR[]" || column.Type == "BOOLEAN" || column.Name == "year" {
			candidates = append(candidates, column.Name)
			counts = append(counts, "approx_count_distinct("+quoted(column.Name)+")")
		}
	}
	names := []string{}
	if len(candidates) == 0 {
		return names, nil
	}
	c := &conversation{pool: s.Pool, ctx: ctx, client: client, limit: s.Time}
	rows, err := c.ask(1, "select "+strings.Join(counts, ", ")+" from "+quoted(of.Schema)+"."+quoted(of.Name))
	if err != nil {
		return nil, err
	}
	for i, cell := range rows.cells()[0] {
		isList := of.typeOf(candidates[i]) == "VARCHAR[]" // a few values make many different lists
		if n, err := strconv.Atoi(cell.Text); err == nil && n > 1 && (n <= facetValues || isList && n <= 20*facetValues) && len(names) < mostFacets {
			names = append(names, candidates[i])
		}
	}
	return names, nil
}

// facetQuestion counts the rows of a selection for each value of the columns, most frequent first. A row with a list
// counts for each of its values.
func facetQuestion(q selected, facets []string) serve.Question {
	var parts []string
	for i, name := range facets {
		value, from := quoted(name), "chosen"
		if strings.HasSuffix(q.of.typeOf(name), "[]") {
			from = "(select case when len(" + value + ") > 0 then unnest(" + value + ") end as " + value + " from chosen)"
		}
		parts = append(parts, fmt.Sprintf("(select %d as facet, cast(%s as varchar) as value, count(*) as n from %s group by all order by n desc, value limit %d)",
			i, value, from, valuesOfFacet+1))
	}
	return serve.Question{SQL: "with chosen as materialized (select " + quotedList(facets) + " from " + q.from + q.where + ") from (" +
		strings.Join(parts, " union all ") + ") order by facet, n desc, value", Arguments: q.arguments}
}

func quotedList(names []string) string {
	list := slices.Compact(slices.Sorted(slices.Values(names)))
	for i, name := range list {
		list[i] = quoted(name)
	}
	return strings.Join(list, ", ")
}

func facetsShown(counts *rowset, facets []string, path string, given url.Values) []facetShown {
	shown := make([]facetShown, len(facets))
	for i, name := range facets {
		shown[i].Column = name
	}
	for _, row := range counts.cells() {
		i, err := strconv.Atoi(row[0].Text)
		if err != nil || i >= len(facets) {
			continue
		}
		one := &shown[i]
		if len(one.Values) == valuesOfFacet {
			one.IsCut = true
			continue
		}
		value := valueShown{Value: row[1].Text, Count: thousands(row[2].Text), Address: changed(path, given, facets[i], row[1].Text)}
		switch {
		case row[1].IsNull:
			value.Value, value.Address = blank, changed(path, given, facets[i]+"__isnull", "1")
		case row[1].Text == "":
			value.Address = ""
		}
		one.Values = append(one.Values, value)
	}
	return slices.DeleteFunc(shown, func(f facetShown) bool { return len(f.Values) == 0 })
}
