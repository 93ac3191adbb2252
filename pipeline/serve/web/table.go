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

// table answers /{schema}/{table}[.EXTENSION]: every row, of those that the filters leave.
func (s *site) table(w http.ResponseWriter, r *http.Request) {
	schema, file := r.PathValue("schema"), r.PathValue("table")
	extension := strings.TrimPrefix(path.Ext(file), ".")
	known, err := s.catalogues.of(r.Context(), s.Pool)
	if err != nil {
		refuse(w, r, err)
		return
	}
	wanted, isKnown := known.find(schema, strings.TrimSuffix(file, path.Ext(file)))
	f, isFormat := formatOf(extension, r)
	switch {
	case !isKnown, extension != "" && !isFormat:
		http.FileServer(publishedFolder(s.Out)).ServeHTTP(w, r) // a file in a folder of the publication
		return
	case !isFormat:
		f = answerFormats[0]
	}
	q, err := selection(wanted, r.URL.Query())
	if err != nil {
		problem(w, r, http.StatusBadRequest, err.Error())
		return
	}
	s.answer(w, r, q, f)
}

// operators are those behind two underscores in the name of a filter, as in individuals__gte=500.
var operators = map[string]string{"": "=", "ne": "<>", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}

// Names in an address that begin with an underscore are no columns.
const (
	sortUp   = "_sort"      // a column, the least first
	sortDown = "_sort_desc" // a column, the greatest first
	size     = "_size"      // at most so many rows
	offset   = "_offset"    // leave out so many rows
	columns  = "_columns"   // columns, joined by commas
)

// builder makes a question, whose values are all parameters.
type builder struct {
	arguments []serve.Argument
	filters   []string
}

// selection is the question of an address: the rows of a relation that meet all its filters.
func selection(of relation, given url.Values) (serve.Question, error) {
	var b builder
	given = maps.Clone(given)
	from := quoted(of.Schema) + "." + quoted(of.Name)
	if of.isMacro() {
		arguments, err := b.macroArguments(of, given)
		if err != nil {
			return serve.Question{}, err
		}
		from += "(" + arguments + ")"
	}
	var rest clauses
	for _, key := range slices.Sorted(maps.Keys(given)) {
		for _, value := range given[key] {
			var err error
			if strings.HasPrefix(key, "_") {
				err = rest.take(of, key, value)
			} else {
				err = b.filter(of, key, value)
			}
			if err != nil {
				return serve.Question{}, err
			}
		}
	}
	statement := "select " + cmp.Or(rest.list, "*") + " from " + from
	if len(b.filters) > 0 {
		statement += " where " + strings.Join(b.filters, " and ")
	}
	return serve.Question{SQL: statement + rest.order + rest.limit + rest.offset, Arguments: b.arguments}, nil
}

// clauses are the parts of a statement that are no filters; each is empty where it is not asked for.
type clauses struct{ list, order, limit, offset string }

func (c *clauses) take(of relation, key, value string) (err error) {
	switch key {
	case sortUp, sortDown:
		var column string
		if column, err = of.column(value); err == nil {
			c.order = " order by " + column + map[string]string{sortUp: "", sortDown: " desc"}[key] + " nulls last"
		}
	case size:
		c.limit, err = numbered(" limit ", key, value)
	case offset:
		c.offset, err = numbered(" offset ", key, value)
	case columns:
		var names []string
		for name := range strings.SplitSeq(value, ",") {
			column, err := of.column(name)
			if err != nil {
				return err
			}
			names = append(names, column)
		}
		c.list = strings.Join(names, ", ")
	default:
		err = fmt.Errorf("want one of %s, %s, %s, %s, %s or a column, got %q", columns, sortUp, sortDown, size, offset, key)
	}
	return err
}

func numbered(clause, key, value string) (string, error) {
	n, err := strconv.ParseUint(value, 10, 63)
	if err != nil {
		return "", fmt.Errorf("%s: want a whole number, got %q", key, value)
	}
	return clause + strconv.FormatUint(n, 10), nil
}

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// column is the quoted name of a column. Those of a macro are left to DuckDB.
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
// column__isnull=1. Of a column of lists, = means that the list holds the value.
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
		return fmt.Errorf("%s: want one of ne, gt, gte, lt, lte, contains, in, isnull behind the underscores, got %q", key, operator)
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

// macroArguments are the arguments of a macro, which it takes out of given. A parameter goes by its
// name or by the end of it: day for as_of_day.
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
