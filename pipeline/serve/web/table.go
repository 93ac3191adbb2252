package web

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/breachstats/breachstats/pipeline/serve"
)

// table answers /{schema}/{table}[.EXTENSION] with every row that passes the filters, or with a page for a browser.
func (s *site) table(w http.ResponseWriter, r *http.Request) {
	schema, file := r.PathValue("schema"), r.PathValue("table")
	extension := strings.TrimPrefix(path.Ext(file), ".")
	known, err := s.catalogues.of(r.Context(), s.Pool)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	wanted, isKnown := known.find(schema, strings.TrimSuffix(file, path.Ext(file)))
	f, isFormat := formatOf(extension, r)
	switch {
	case !isKnown, extension != "" && !isFormat:
		s.published(w, r) // a file in a folder of the publication
		return
	case extension == "" && wantsPage(r):
		s.tablePage(w, r, wanted)
		return
	case !isFormat:
		f = answerFormats[0]
	}
	q, err := selection(wanted, r.URL.Query())
	if err != nil {
		s.problem(w, r, http.StatusBadRequest, err.Error())
		return
	}
	s.answerPart(w, r, q, f)
}

// answerPart answers a selection. If _size leaves rows out, the header Link gives the next part.
func (s *site) answerPart(w http.ResponseWriter, r *http.Request, q selected, f answerFormat) {
	if q.size == 0 {
		s.answer(w, r, q.question(), f, "")
		return
	}
	given := r.URL.Query()
	given.Set(offset, strconv.FormatUint(q.offset+q.size, 10))
	s.answer(w, r, q.question(), f, r.URL.Path+"?"+given.Encode())
}

// operators maps what follows two underscores in the name of a filter, as in individuals__gte=500.
var operators = map[string]string{"": "=", "ne": "<>", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}

// Parameters that begin with an underscore are not columns.
const (
	sortUp   = "_sort"      // sort by this column, smallest first
	sortDown = "_sort_desc" // sort by this column, largest first
	size     = "_size"      // at most this number of rows
	offset   = "_offset"    // skip this number of rows
	columns  = "_columns"   // columns, joined by commas
	facet    = "_facet"     // count the values of this column, on a page only
)

// mostRows limits _size and _offset.
const mostRows = 1_000_000_000

// builder builds a question in which every value is a parameter.
type builder struct {
	arguments []serve.Argument
	filters   []string
}

// selected is the question of a URL in its parts: the rows of a relation that pass all filters.
type selected struct {
	of           relation
	from, where  string // where is empty, or begins with the keyword
	list         string // columns; empty for all
	sorted       string // name of the sort column; empty for none
	isDescending bool
	facets       []string
	size, offset uint64 // size 0 means all rows
	arguments    []serve.Argument
}

// question returns the selection in SQL. Rows with the same value in the sort column are sorted by all other columns,
// so that the parts of an answer fit together. The limit is one row more than the size, so that the answer shows
// whether there are more.
func (q selected) question() serve.Question {
	statement := "select " + cmp.Or(q.list, "*") + " from " + q.from + q.where + q.order()
	if q.size > 0 {
		statement += " limit " + strconv.FormatUint(q.size+1, 10)
	}
	if q.offset > 0 {
		statement += " offset " + strconv.FormatUint(q.offset, 10)
	}
	return serve.Question{SQL: statement, Arguments: q.arguments, Rows: int64(q.size)}
}

func (q selected) order() string {
	if q.sorted == "" {
		return ""
	}
	order := " order by " + quoted(q.sorted) + map[bool]string{true: " desc"}[q.isDescending] + " nulls last"
	for _, column := range q.of.Columns {
		if column.Name != q.sorted {
			order += ", " + quoted(column.Name)
		}
	}
	return order
}

// selection reads the parameters of an address.
func selection(of relation, given url.Values) (selected, error) {
	var b builder
	given = maps.Clone(given)
	q := selected{of: of, from: quoted(of.Schema) + "." + quoted(of.Name)}
	if of.isMacro() {
		arguments, err := b.macroArguments(of, given)
		if err != nil {
			return q, err
		}
		q.from += "(" + arguments + ")"
	}
	for _, key := range slices.Sorted(maps.Keys(given)) {
		for _, value := range given[key] {
			var err error
			if strings.HasPrefix(key, "_") {
				err = q.take(key, value)
			} else {
				err = b.filter(of, key, value)
			}
			if err != nil {
				return q, err
			}
		}
	}
	if len(b.filters) > 0 {
		q.where = " where " + strings.Join(b.filters, " and ")
	}
	q.arguments = b.arguments
	return q, nil
}

// take reads a parameter that is not a column.
func (q *selected) take(key, value string) (err error) {
	switch key {
	case sortUp, sortDown:
		q.sorted, q.isDescending = value, key == sortDown
		_, err = q.of.column(value)
	case size:
		if q.size, err = numbered(key, value); err == nil && q.size == 0 {
			err = fmt.Errorf("%s: want 1 or more, got %q", key, value)
		}
	case offset:
		q.offset, err = numbered(key, value)
	case facet:
		q.facets = append(q.facets, value)
		_, err = q.of.column(value)
	case columns:
		var names []string
		for name := range strings.SplitSeq(value, ",") {
			column, err := q.of.column(name)
			if err != nil {
				return err
			}
			names = append(names, column)
		}
		q.list = strings.Join(names, ", ")
	default:
		err = fmt.Errorf("want one of %s, %s, %s, %s, %s, %s or a column, got %q", columns, facet, sortUp, sortDown, size, offset, key)
	}
	return err
}

func numbered(key, value string) (uint64, error) {
	n, err := strconv.ParseUint(value, 10, 63)
	if err != nil || n > mostRows {
		return 0, fmt.Errorf("%s: want a whole number up to %d, got %q", key, mostRows, value)
	}
	return n, nil
}

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// column returns the quoted name of a column. DuckDB checks the columns of a macro.
func (r relation) column(name string) (string, error) {
	if r.isMacro() || slices.ContainsFunc(r.Columns, func(c columnInfo) bool { return c.Name == name }) {
		return quoted(name), nil
	}
	names := make([]string, len(r.Columns))
	for i, c := range r.Columns {
		names[i] = c.Name
	}
	return "", fmt.Errorf("%s.%s has no column %q; it has %s", r.Schema, r.Name, name, strings.Join(names, ", "))
}

func (r relation) typeOf(name string) string {
	for _, c := range r.Columns {
		if c.Name == name {
			return c.Type
		}
	}
	return ""
}

// filter adds a condition: column=value, column__gte=value, column__contains=word, column__in=a,b,
// column__isnull=1. For a column of lists, = means that the list contains the value.
func (b *builder) filter(of relation, key, value string) error {
	name, operator, _ := strings.Cut(key, "__")
	column, err := of.column(name)
	if err != nil {
		return err
	}
	kind := of.typeOf(name)
	isList := strings.HasSuffix(kind, "[]")
	sign, isComparison := operators[operator]
	switch {
	case operator == "isnull":
		b.filters = append(b.filters, column+" is "+map[bool]string{true: "", false: "not "}[value != "0"]+"null")
	case operator == "contains":
		b.filters = append(b.filters, "contains(lower(cast("+column+" as varchar)), lower("+b.value(value, "")+"))")
	case operator == "in":
		var values []string
		for one := range strings.SplitSeq(value, ",") {
			values = append(values, b.value(one, kind))
		}
		b.filters = append(b.filters, column+" in ("+strings.Join(values, ", ")+")")
	case isList && (operator == "" || operator == "ne"):
		not := map[string]string{"": "", "ne": "not "}[operator]
		b.filters = append(b.filters, not+"list_contains("+column+", "+b.value(value, strings.TrimSuffix(kind, "[]"))+")")
	case isComparison:
		b.filters = append(b.filters, column+" "+sign+" "+b.value(value, kind))
	default:
		return fmt.Errorf("%s: want one of ne, gt, gte, lt, lte, contains, in, isnull after the underscores, got %q", key, operator)
	}
	return nil
}

// value adds an argument and returns how the statement names it, cast to the type of its column.
func (b *builder) value(text, kind string) string {
	b.arguments = append(b.arguments, serve.Argument{Kind: "varchar", Text: text})
	if kind == "" || kind == "VARCHAR" {
		return "?"
	}
	return "cast(? as " + kind + ")"
}

// macroArguments returns the arguments of a macro and removes them from given. A parameter is found by its name or by
// the end of its name: day for as_of_day.
func (b *builder) macroArguments(of relation, given url.Values) (string, error) {
	arguments := make([]string, len(of.Parameters))
	for i, parameter := range of.Parameters {
		found := ""
		for _, key := range slices.Sorted(maps.Keys(given)) {
			if key == parameter || strings.HasSuffix(parameter, "_"+key) {
				found = key
			}
		}
		if found == "" {
			return "", fmt.Errorf("%s.%s: want %s in the address", of.Schema, of.Name, strings.Join(of.Parameters, " and "))
		}
		value := given.Get(found)
		delete(given, found)
		kind := "VARCHAR"
		if _, err := time.Parse(time.DateOnly, value); err == nil && strings.HasSuffix(parameter, "day") {
			kind = "DATE"
		}
		arguments[i] = b.value(value, kind)
	}
	return strings.Join(arguments, ", "), nil
}
