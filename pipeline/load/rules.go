package load

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// RulesFile is the name of the table of origin rules in a folder of reference tables.
const RulesFile = "origin_rules.csv"

// Rules tells whether text is a table of origin rules that reference.origin_rules can take: the
// header of the program's own in folder, patterns that are regular expressions, causes, origins
// and threats of the tables beside it. Every fault is reported as path:line, in one joined error.
func Rules(path string, text []byte, folder fs.FS) error {
	if len(strings.TrimSpace(string(text))) == 0 {
		return fmt.Errorf("%s: want origin rules, got an empty file", path)
	}
	if !utf8.Valid(text) {
		return fmt.Errorf("%s: want UTF-8", path)
	}
	own, err := fs.ReadFile(folder, RulesFile)
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
	rows, err := ruleRows(path, string(text), columns)
	if err != nil {
		return err
	}
	list := ruleList{path: path, columns: columns, rows: rows, causes: causes, threats: threats}
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

// ruleRow is a rule as its file has it, by column; line is counted from 1.
type ruleRow struct {
	line  int
	cells map[string]string
}

func ruleRows(path, text string, columns []string) (rows []ruleRow, err error) {
	in := csv.NewReader(strings.NewReader(text))
	in.FieldsPerRecord = -1
	for number := 0; ; number++ {
		record, err := in.Read()
		var malformed *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			if len(rows) == 0 {
				return nil, fmt.Errorf("%s:1: want rules below the header, got none", path)
			}
			return rows, nil
		case errors.As(err, &malformed):
			return nil, fmt.Errorf("%s:%d: %w", path, malformed.StartLine, malformed.Err)
		case err != nil:
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		line, _ := in.FieldPos(0)
		switch {
		case number == 0 && !slices.Equal(record, columns):
			return nil, fmt.Errorf("%s:%d: want header %q, got %s", path, line, strings.Join(columns, ","), quoted(strings.Join(record, ",")))
		case len(record) != len(columns):
			return nil, fmt.Errorf("%s:%d: want %d fields, got %d", path, line, len(columns), len(record))
		case number > 0:
			row := ruleRow{line: line, cells: map[string]string{}}
			for i, column := range columns {
				row.cells[column] = record[i]
			}
			rows = append(rows, row)
		}
	}
}

// ruleList is a table of rules while it is checked.
type ruleList struct {
	path            string
	columns         []string
	rows            []ruleRow
	causes, threats map[string]string
	bad             []error
}

// fault adds what is wrong with a line; told at such length that a terminal shows it.
func (l *ruleList) fault(line int, format string, args ...any) {
	const longest = 300 // characters
	message := []rune(fmt.Sprintf(format, args...))
	if len(message) > longest {
		message = append(message[:longest], '…')
	}
	l.bad = append(l.bad, fmt.Errorf("%s:%d: %s", l.path, line, string(message)))
}

// oneLine wants cells of one line of text, which is what a pattern looks at and a message shows.
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
	words, names, orders := map[string]string{}, map[string]int{}, map[int64]int{}
	lastDescription, rules := int64(0), 0
	for _, row := range l.rows {
		name, order := row.cells["rule"], l.order(row)
		if name == "" {
			l.fault(row.line, "rule: want a name, got a blank")
		} else if first, isKnown := names[name]; isKnown {
			l.fault(row.line, "rule: %s stands in line %d already", name, first)
		} else {
			names[name] = row.line
		}
		if first, isKnown := orders[order]; isKnown && order != 0 {
			l.fault(row.line, "rule_order: %d is that of line %d already", order, first)
		} else {
			orders[order] = row.line
		}
		switch row.cells["looks_at"] {
		case "word":
			words[name] = row.cells["pattern"]
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
		if order := l.numberOf(row); row.cells["looks_at"] != "description" && order > 0 && order < lastDescription {
			l.fault(row.line, "rule_order: want types asked after descriptions, whose last order is %d, got %d", lastDescription, order)
		}
		l.pattern(row, "pattern", words)
		l.pattern(row, "unless", words)
		l.meaning(row)
	}
	return errors.Join(l.bad...)
}

func (l *ruleList) numberOf(row ruleRow) int64 {
	order, err := strconv.ParseInt(row.cells["rule_order"], 10, 64)
	if err != nil {
		return 0
	}
	return order
}

// order is the rule's order, 0 for words and where it is wrong.
func (l *ruleList) order(row ruleRow) int64 {
	text, isWord := row.cells["rule_order"], row.cells["looks_at"] == "word"
	order := l.numberOf(row)
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
	// What means something else in lower case, in which intermediate.rule_patterns puts a pattern.
	needsCase = regexp.MustCompile(`\\[pPQ\\]|\(\?[a-z-]*[A-Z]`)
)

// longestPattern bounds a pattern, in bytes; the program's longest has 1 KB.
const longestPattern = 8 << 10

// pattern wants a regular expression of the kind that DuckDB takes (RE2, as Go's are).
func (l *ruleList) pattern(row ruleRow, column string, words map[string]string) {
	text := row.cells[column]
	if text == "" {
		if column == "pattern" {
			l.fault(row.line, "pattern: want a regular expression, got a blank")
		}
		return
	}
	size := len(text)
	for _, word := range wordInPattern.FindAllString(text, -1) {
		size += len(words[strings.Trim(word, "{}")])
	}
	if size > longestPattern {
		l.fault(row.line, "%s: want at most %d bytes with what its words stand for, got %d", column, longestPattern, size)
		return
	}
	whole := wordInPattern.ReplaceAllStringFunc(text, func(word string) string {
		known, isKnown := words[strings.Trim(word, "{}")]
		if isUsable := word == "{person}" || word == "{device}"; !isKnown || !isUsable {
			l.fault(row.line, "%s: %s stands for no word of these rules", column, word)
			return "x"
		}
		return known
	})
	compiled, err := regexp.Compile("(?i)" + whole)
	switch isDescription := row.cells["looks_at"] == "description"; {
	case err != nil:
		l.fault(row.line, "%s: want a regular expression (RE2): %s", column, strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	case needsCase.MatchString(text):
		l.fault(row.line, "%s: want no class or flag with a capital letter, since case is set aside, got %q", column, needsCase.FindString(text))
	case isDescription && leavesLine.MatchString(text):
		l.fault(row.line, "%s: want one that stays in its sentence, got %q; %s", column, leavesLine.FindString(text), insteadOfLeaving)
	case isDescription && compiled.MatchString(""):
		l.fault(row.line, "%s: want one that does not fire on no words", column)
	case isDescription:
		l.staysOnLine(row.line, column, whole)
	}
}

// staysOnLine wants a pattern, with what its words stand for, that no end of a line can match.
func (l *ruleList) staysOnLine(line int, column, whole string) {
	const longest = 100 // bytes of a pattern that are shown
	parsed, part, err := offLine(inLowerCase(whole))
	switch {
	case err != nil:
		l.fault(line, "%s: want a regular expression (RE2) in lower case too: %s", column, strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	case part != "":
		l.fault(line, "%s: want one that stays on its line, got %.*q; %s", column, longest, part, insteadOfLeaving)
	case isAnchored(parsed):
		l.fault(line, `%s: want no ^, $, \A or \z, since many narratives are looked through at once; write \b where a word begins or ends`, column)
	}
}

// meaning wants cause, origin and threat to be those of the scheme.
func (l *ruleList) meaning(row ruleRow) {
	looksAt, cause, origin, threat := row.cells["looks_at"], row.cells["cause"], row.cells["origin"], row.cells["hicp_threat"]
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
		l.fault(row.line, "cause: %q is none of causes.csv", cause)
	case origin != "internal" && origin != "external":
		l.fault(row.line, "origin: want internal or external, got %q", origin)
	case cause != "" && origin != originOfCause:
		l.fault(row.line, "origin: %s is %s, got %q", cause, originOfCause, origin)
	}
	if threat != "" && !isThreat {
		l.fault(row.line, "hicp_threat: %q is none of hicp_threats.csv", threat)
	}
}
