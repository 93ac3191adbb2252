package pipeline

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// counted is the summary of a list: reports, people, and reports by year of submission.
type counted struct {
	reports, individuals int64
	byYear               map[int]int64
}

func (c counted) String() string {
	return fmt.Sprintf("%d reports, %d individuals, %v", c.reports, c.individuals, c.byYear)
}

// record is a record of a CSV file: its cells, and its bytes.
type record struct {
	cells []string
	bytes []byte // with its line end
}

// cut is a CSV reader that shares no code with the program's. It reads byte by byte. A quote counts
// only at the start of a cell, and only a comma or a line end may follow the closing one. The line
// end of the first line is that of all others; if it is CR, every kind of line end is accepted.
func cut(text []byte) (records []record, err error) {
	text = bytes.TrimPrefix(text, []byte("\xEF\xBB\xBF"))
	isMac := false
	if at := bytes.IndexAny(text, "\r\n"); at >= 0 {
		isMac = text[at] == '\r' && (at+1 == len(text) || text[at+1] != '\n')
	}
	// lineEnd returns the length of a line end at an offset, in bytes; 0 if there is none.
	lineEnd := func(at int) int {
		switch {
		case at == len(text):
			return 0
		case bytes.HasPrefix(text[at:], []byte("\r\n")):
			return 2
		case text[at] == '\n', isMac && text[at] == '\r', text[at] == '\r' && at+1 == len(text):
			return 1
		}
		return 0
	}
	for at := 0; at < len(text); {
		if n := lineEnd(at); n > 0 {
			at += n
			continue // a blank line
		}
		begin := at
		var cells []string
		for isOpen := true; isOpen; {
			var cell []byte
			if at < len(text) && text[at] == '"' {
				for at++; ; at++ {
					if at >= len(text) {
						return nil, fmt.Errorf("byte %d: a quote that is never closed", begin)
					}
					if text[at] != '"' {
						cell = append(cell, text[at])
					} else if at++; at < len(text) && text[at] == '"' {
						cell = append(cell, '"')
					} else {
						break
					}
				}
			} else {
				for at < len(text) && text[at] != ',' && lineEnd(at) == 0 {
					if text[at] == '"' {
						return nil, fmt.Errorf("byte %d: a quote within a cell", at)
					}
					cell = append(cell, text[at])
					at++
				}
			}
			cells = append(cells, string(cell))
			switch {
			case at < len(text) && text[at] == ',':
				at++
			case at == len(text) || lineEnd(at) > 0:
				at += lineEnd(at)
				isOpen = false
			default:
				return nil, fmt.Errorf("byte %d: something after a closing quote", at)
			}
		}
		records = append(records, record{cells: cells, bytes: text[begin:at]})
	}
	return records, nil
}

var submittedOn = regexp.MustCompile(`^([0-9]{1,2})/([0-9]{1,2})/([0-9]{2}|[0-9]{4})$`)

// withoutBlanks trims blanks around a cell, and no-break spaces in any encoding.
func withoutBlanks(cell string) string {
	if utf8.ValidString(cell) {
		return strings.TrimFunc(cell, func(r rune) bool { return unicode.Is(unicode.Zs, r) })
	}
	isBlank := func(b byte) bool { return b == ' ' || b == 0xA0 || b == 0xCA }
	for cell != "" && isBlank(cell[0]) {
		cell = cell[1:]
	}
	for cell != "" && isBlank(cell[len(cell)-1]) {
		cell = cell[:len(cell)-1]
	}
	return cell
}

// recount counts an export from the cells that cut returns. The error states why it cannot be
// counted.
func recount(text []byte) (counted, error) {
	c := counted{byYear: map[int]int64{}}
	records, err := cut(text)
	if err != nil || len(records) == 0 {
		return c, fmt.Errorf("no records: %w", err)
	}
	for i, r := range records[1:] {
		if len(r.cells) != 9 {
			return c, fmt.Errorf("record %d: %d cells", i+2, len(r.cells))
		}
		people, on := withoutBlanks(r.cells[3]), withoutBlanks(r.cells[4])
		if people != "" && people != `\N` {
			n, err := strconv.ParseUint(people, 10, 62)
			if err != nil {
				return c, fmt.Errorf("record %d: individuals %q", i+2, people)
			}
			c.individuals += int64(n)
		}
		match := submittedOn.FindStringSubmatch(on)
		if match == nil {
			return c, fmt.Errorf("record %d: submitted %q", i+2, on)
		}
		year, err := strconv.Atoi(match[3])
		if err != nil {
			return c, err
		}
		if year < 100 {
			year += 2000
		}
		c.byYear[year]++
		c.reports++
	}
	return c, nil
}

// countAndDay matches a count followed by a day, in any dialect of the list.
var countAndDay = regexp.MustCompile(
	`[,"][\pZ\x{fffd}]*(?:[0-9]*|\\N)[\pZ\x{fffd}]*"?,"?[\pZ\x{fffd}]*[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}[\pZ\x{fffd}]*"?,`)

// glance counts reports without reading quotes, by counts followed by a day. It sees a report that
// a stray quote has hidden in the description of another.
func glance(text []byte) int64 { return int64(len(countAndDay.FindAll(text, -1))) }
