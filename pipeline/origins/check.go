package origins

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Check checks that text is a valid table of origin rules: it has the header of the program's own
// table in folder, its patterns are regular expressions, and its causes, origins and threats are
// those of the tables in folder. Every fault is reported as path:line, in one joined error.
func Check(path string, text []byte, folder fs.FS) error {
	if len(strings.TrimSpace(string(text))) == 0 {
		return fmt.Errorf("%s: want origin rules, got an empty file", path)
	}
	if !utf8.Valid(text) {
		return fmt.Errorf("%s: want UTF-8", path)
	}
	own, err := fs.ReadFile(folder, File)
	if err != nil {
		return err
	}
	header, _, _ := strings.Cut(string(own), "\n")
	causes, err := columnOf(folder, "causes.csv", "cause", "origin")
	if err != nil {
		return err
	}
	threats, err := columnOf(folder, "hicp_threats.csv", "hicp_threat", "hicp_threat")
	if err != nil {
		return err
	}
	columns := strings.Split(strings.TrimRight(header, "\r"), ",")
	rows, err := readRows(path, text, columns)
	if err != nil {
		return err
	}
	list := ruleList{path: path, columns: columns, rows: rows, defined: wordsOf(rows), causes: causes, threats: threats}
	if err := list.oneLine(); err != nil {
		return err
	}
	return list.check()
}

// columnOf maps one column of a reference table to another.
func columnOf(folder fs.FS, file, from, to string) (map[string]string, error) {
	text, err := fs.ReadFile(folder, file)
	if err != nil {
		return nil, err
	}
	records, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	values := map[string]string{}
	fromAt, toAt := slices.Index(records[0], from), slices.Index(records[0], to)
	for _, record := range records[1:] {
		values[record[fromAt]] = record[toAt]
	}
	return values, nil
}

// ruleList is a table of rules that is being checked.
type ruleList struct {
	path            string
	columns         []string
	rows            []ruleRow
	defined         words
	causes, threats map[string]string
	bad             []error
}

// fault adds a fault of a line, cut to a length that fits in a terminal.
func (l *ruleList) fault(line int, format string, args ...any) {
	const longest = 300 // characters
	message := []rune(fmt.Sprintf(format, args...))
	if len(message) > longest {
		message = append(message[:longest], '…')
	}
	l.bad = append(l.bad, fmt.Errorf("%s:%d: %s", l.path, line, string(message)))
}

// oneLine requires every cell to be one line of text, so that messages can show it.
func (l *ruleList) oneLine() error {
	for _, row := range l.rows {
		for _, column := range l.columns {
			if cell := row.cells[column]; column != "note" && strings.ContainsFunc(cell, unicode.IsControl) {
				l.fault(row.line, "%s: want one line of text, got %s", column, quoted(cell))
			}
		}
	}
	return errors.Join(l.bad...)
}

func (l *ruleList) check() error {
	names, orders := map[string]int{}, map[int64]int{}
	lastDescription, rules := int64(0), 0
	for _, row := range l.rows {
		name, order := row.cells["rule"], l.order(row)
		if name == "" {
			l.fault(row.line, "rule: want a name, got a blank")
		} else if first, isKnown := names[name]; isKnown {
			l.fault(row.line, "rule: %s is already in line %d", name, first)
		} else {
			names[name] = row.line
		}
		if first, isKnown := orders[order]; isKnown && order != 0 {
			l.fault(row.line, "rule_order: %d is already used in line %d", order, first)
		} else {
			orders[order] = row.line
		}
		switch row.looksAt() {
		case "word":
		case "description":
			lastDescription = max(lastDescription, order)
			rules++
		default:
			rules++
		}
	}
	if rules == 0 {
		l.fault(1, "want a rule that looks at descriptions or types, got words only")
	}
	for _, row := range l.rows {
		if order := row.order(); row.looksAt() != "description" && order > 0 && order < lastDescription {
			l.fault(row.line, "rule_order: want rules of types after those of descriptions, whose last order is %d, got %d", lastDescription, order)
		}
		l.pattern(row, "pattern")
		l.pattern(row, "unless")
		l.meaning(row)
	}
	return errors.Join(l.bad...)
}

// order returns the rule's order; 0 for words and for an invalid order.
func (l *ruleList) order(row ruleRow) int64 {
	text, isWord := row.cells["rule_order"], row.looksAt() == "word"
	order := row.order()
	switch {
	case isWord && text != "":
		l.fault(row.line, "rule_order: want a blank for a word, got %q", text)
		return 0
	case !isWord && order < 100:
		l.fault(row.line, "rule_order: want a whole number of 100 or more, got %q", text)
		return 0
	}
	return order
}

var (
	wordInPattern = regexp.MustCompile(`\{[a-z]+\}`)
	// Parts of a pattern whose meaning would change in lower case.
	needsCase = regexp.MustCompile(`\\[pPQ\\]|\(\?[a-z-]*[A-Z]`)
	// Named groups, which Go supports and DuckDB does not.
	namedGroup = regexp.MustCompile(`\(\?<`)
)

// longestPattern is the largest length of a pattern in bytes. The program's longest has 1 KB.
const longestPattern = 8 << 10

// pattern requires a regular expression that DuckDB accepts (RE2, like Go's).
func (l *ruleList) pattern(row ruleRow, column string) {
	text := row.cells[column]
	if text == "" {
		if column == "pattern" {
			l.fault(row.line, "pattern: want a regular expression, got a blank")
		}
		return
	}
	size := len(text) + strings.Count(text, "{person}")*len(l.defined.person) + strings.Count(text, "{device}")*len(l.defined.device)
	if size > longestPattern {
		l.fault(row.line, "%s: want at most %d bytes with its words filled in, got %d", column, longestPattern, size)
		return
	}
	unknown := l.unknownWord(row, text)
	parsed, err := syntax.Parse(inLowerCase(l.defined.fill(text)), syntax.Perl)
	switch {
	case unknown != "" && row.looksAt() == "word":
		l.fault(row.line, "%s: want no word within a word, got %s", column, unknown)
	case unknown != "":
		l.fault(row.line, "%s: %s is not a word of these rules", column, unknown)
	case needsCase.MatchString(text):
		l.fault(row.line, "%s: want no class or flag with a capital letter, because case is ignored, got %q", column, needsCase.FindString(text))
	case namedGroup.MatchString(text):
		l.fault(row.line, "%s: want groups without a name, got %q", column, namedGroup.FindString(text))
	case err != nil:
		l.notAnExpression(row, column, text, err)
	case row.looksAt() != "word" && mayBeEmpty(parsed):
		l.fault(row.line, "%s: must not match the empty text", column)
	}
}

// notAnExpression reports an invalid regular expression. Some are invalid only in lower case, such
// as [Z-a].
func (l *ruleList) notAnExpression(row ruleRow, column, text string, err error) {
	in := " in lower case too"
	if _, asWritten := syntax.Parse("(?i)"+l.defined.fill(text), syntax.Perl); asWritten != nil {
		in, err = "", asWritten
	}
	l.fault(row.line, "%s: want a regular expression (RE2)%s: %s", column, in, strings.TrimPrefix(err.Error(), "error parsing regexp: "))
}

// unknownWord returns the first word in a pattern that these rules do not define; empty if there is
// none. A word must not use another word.
func (l *ruleList) unknownWord(row ruleRow, text string) string {
	known := map[string]string{"{person}": l.defined.person, "{device}": l.defined.device}
	for _, word := range wordInPattern.FindAllString(text, -1) {
		if row.looksAt() == "word" || known[word] == "" {
			return word
		}
	}
	return ""
}

// meaning requires cause, origin and threat to be those of the scheme.
func (l *ruleList) meaning(row ruleRow) {
	looksAt, cause, origin, threat := row.looksAt(), row.cells["cause"], row.cells["origin"], row.cells["hicp_threat"]
	originOfCause, isCause := l.causes[cause]
	_, isThreat := l.threats[threat]
	switch {
	case !slices.Contains([]string{"description", "type", "naive-type", "word"}, looksAt):
		l.fault(row.line, "looks_at: want description, type, naive-type or word, got %q", looksAt)
	case looksAt == "word" && cause+origin+threat != "":
		l.fault(row.line, "want no cause, origin or threat for a word, got %q", strings.Trim(cause+" "+origin+" "+threat, " "))
	case looksAt == "word":
	case cause == "" && looksAt != "naive-type":
		l.fault(row.line, "cause: want one of causes.csv, got a blank")
	case cause != "" && !isCause:
		l.fault(row.line, "cause: %q is not in causes.csv", cause)
	case origin != "internal" && origin != "external":
		l.fault(row.line, "origin: want internal or external, got %q", origin)
	case cause != "" && origin != originOfCause:
		l.fault(row.line, "origin: %s is %s, got %q", cause, originOfCause, origin)
	}
	if threat != "" && !isThreat {
		l.fault(row.line, "hicp_threat: %q is not in hicp_threats.csv", threat)
	}
}
