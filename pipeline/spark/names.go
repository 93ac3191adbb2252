package spark

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	models "github.com/breachstats/breachstats/sql"
)

// schemas are the names that stand in front of tables in the models' SQL: the layers, and those of the
// tables that the program makes beside them.
func schemas() []string {
	names := []string{"meta", stepsSchema}
	for _, layer := range models.Layers() {
		names = append(names, string(layer))
	}
	return names
}

// stepsSchema has the tables of the steps of models.
const stepsSchema = "steps"

// token is a part of a statement: a word of letters, digits and _, or anything between words, where texts,
// quoted names and comments are one token each.
type token struct {
	text   string
	isWord bool
}

// tokens cuts a statement in Spark's SQL; together they are its text.
func tokens(sql string) []token {
	var all []token
	for at := 0; at < len(sql); {
		end, isWord := at+1, false
		switch c := sql[at]; {
		case isWordByte(c):
			isWord = true
			for end < len(sql) && isWordByte(sql[end]) {
				end++
			}
		case c == '\'' || c == '"':
			for end < len(sql) && sql[end] != c {
				if sql[end] == '\\' {
					end++
				}
				end++
			}
			end = min(end+1, len(sql))
		case c == '`':
			end = endOf(sql, end, "`")
		case strings.HasPrefix(sql[at:], "--"):
			end = endOf(sql, end, "\n")
		case strings.HasPrefix(sql[at:], "/*"):
			end = endOf(sql, end, "*/")
		}
		all = append(all, token{sql[at:end], isWord})
		at = end
	}
	return all
}

func endOf(sql string, from int, mark string) int {
	if at := strings.Index(sql[from:], mark); at >= 0 {
		return from + at + len(mark)
	}
	return len(sql)
}

func isWordByte(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c >= 0x80
}

// named is where a statement names something with a schema: token at is the schema, at+2 the name.
func named(all []token, at int) bool {
	if !all[at].isWord || at+2 >= len(all) || all[at+1].text != "." || !all[at+2].isWord || at > 0 && all[at-1].text == "." {
		return false
	}
	return slices.Contains(schemas(), strings.ToLower(all[at].text))
}

// mapped is a statement with the schemas of a build in place of the models', and with functions of rules
// under the names that a session has for them.
func mapped(sql string, schemaOf func(name string) string) string {
	all := tokens(sql)
	var out strings.Builder
	for at := 0; at < len(all); at++ {
		if !named(all, at) {
			out.WriteString(all[at].text)
			continue
		}
		if strings.EqualFold(all[at].text, string(models.Reference)) && isRule(all[at+2].text) {
			out.WriteString(functionName(all[at+2].text))
			at += 2
			continue
		}
		out.WriteString(schemaOf(strings.ToLower(all[at].text)))
	}
	return out.String()
}

// functionName is what a session calls a function of rules: one that is temporary has no schema.
func functionName(name string) string { return string(models.Reference) + "__" + strings.ToLower(name) }

func isRule(name string) bool {
	return slices.ContainsFunc(models.RuleMacros(), func(m models.RuleMacro) bool { return strings.EqualFold(m.Name, name) })
}

// macro is a select with parameters.
type macro struct {
	given []string
	body  string // a parameter stands as :name
}

// expanded is a statement with the text of each macro that it calls in place of the call. A macro that calls
// another one with constants reads a relation instead, which keep names for the text of that call: several
// macros share a step, and Spark plans each text on its own.
func expanded(sql string, macros map[string]macro, keep func(body string) (name string, err error)) (string, error) {
	return expandedIn(sql, macros, keep, false)
}

func expandedIn(sql string, macros map[string]macro, keep func(string) (string, error), isInMacro bool) (string, error) {
	all := tokens(sql)
	var out strings.Builder
	for at := 0; at < len(all); at++ {
		var called macro
		isCall := false
		if named(all, at) && at+3 < len(all) {
			called, isCall = macros[strings.ToLower(all[at].text+"."+all[at+2].text)]
			isCall = isCall && all[at+3].text == "("
		}
		if !isCall {
			out.WriteString(all[at].text)
			continue
		}
		name := all[at].text + "." + all[at+2].text
		given, after, err := arguments(all, at+4)
		if err != nil {
			return "", fmt.Errorf("%s: %w", name, err)
		}
		body, err := called.with(given)
		if err == nil {
			body, err = expandedIn(body, macros, keep, true)
		}
		if err != nil {
			return "", fmt.Errorf("%s: %w", name, err)
		}
		relation := "(" + body + ")"
		if isInMacro && !slices.ContainsFunc(given, readsSomething) {
			if relation, err = keep(body); err != nil {
				return "", fmt.Errorf("%s: %w", name, err)
			}
		}
		out.WriteString(relation)
		if !hasAlias(all[after:]) {
			out.WriteString(" as " + all[at+2].text)
		}
		at = after - 1
	}
	return out.String(), nil
}

// hasAlias reports that a table which ends before these tokens is given a name by them.
func hasAlias(all []token) bool {
	for _, t := range all {
		if strings.TrimSpace(t.text) == "" || strings.HasPrefix(t.text, "--") || strings.HasPrefix(t.text, "/*") {
			continue
		}
		return strings.HasPrefix(t.text, "`") || t.isWord && !slices.Contains(afterTable, strings.ToLower(t.text))
	}
	return false
}

// afterTable are the words that may follow a table that has no alias.
var afterTable = []string{"where", "group", "order", "having", "limit", "offset", "join", "left", "right", "inner", "full", "cross", "semi", "anti",
	"natural", "on", "using", "union", "intersect", "except", "window", "lateral", "qualify", "tablesample", "pivot", "unpivot", "cluster", "distribute", "sort"}

// arguments reads the arguments of a call from behind its bracket, and gives the token behind its end.
func arguments(all []token, at int) (given []string, after int, err error) {
	depth := 0
	var now strings.Builder
	for ; at < len(all); at++ {
		switch text := all[at].text; {
		case text == ")" && depth == 0:
			if strings.TrimSpace(now.String()) != "" || len(given) > 0 {
				given = append(given, strings.TrimSpace(now.String()))
			}
			return given, at + 1, nil
		case text == "," && depth == 0:
			given = append(given, strings.TrimSpace(now.String()))
			now.Reset()
			continue
		case text == "(" || text == "[":
			depth++
		case text == ")" || text == "]":
			depth--
		}
		now.WriteString(all[at].text)
	}
	return nil, at, errors.New("want the call closed by a bracket")
}

// with is a macro's select with arguments in place of its parameters.
func (m macro) with(given []string) (string, error) {
	if len(given) != len(m.given) {
		return "", fmt.Errorf("want arguments %s, got %d", strings.Join(m.given, ", "), len(given))
	}
	all := tokens(m.body)
	var out strings.Builder
	for at := 0; at < len(all); at++ {
		if all[at].text == ":" && at+1 < len(all) && (at == 0 || all[at-1].text != ":") {
			if i := slices.Index(m.given, all[at+1].text); i >= 0 {
				value := given[i]
				if len(tokens(value)) > 1 { // without brackets, a call inside a call has the same text
					value = "(" + value + ")"
				}
				out.WriteString(value)
				at++
				continue
			}
		}
		out.WriteString(all[at].text)
	}
	return out.String(), nil
}

// readsSomething reports that an argument is no constant: it has a word that may name a column, or a query.
func readsSomething(argument string) bool {
	return slices.ContainsFunc(tokens(argument), func(t token) bool {
		isNumber := '0' <= t.text[0] && t.text[0] <= '9'
		return t.text[0] == '`' || t.isWord && !isNumber && !slices.Contains(ofConstants, strings.ToLower(t.text))
	})
}

// ofConstants are the words of an argument that reads nothing.
var ofConstants = []string{"array", "date", "timestamp", "timestamp_ntz", "cast", "as", "string", "int", "bigint", "double", "null", "true", "false"}

// literal is a text as a constant of Spark's SQL.
func literal(text string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(text) + "'"
}
