package sample

import (
	"bytes"
	"strconv"
)

// The headers of the two lists, as the portal printed them until 2025.
var (
	hipaaHeader = [...]string{
		"Name of Covered Entity", "State", "Covered Entity Type", "Individuals Affected",
		"Breach Submission Date", "Type of Breach", "Location of Breached Information",
		"Business Associate Present", "Web Description",
	}
	part2Header = [...]string{
		"Name of Part 2 Program", "State", "Individuals Affected", "Breach Submission Date",
		"Type of Breach", "Location of Breached Information",
		"Qualified Service Organization Present", "Web Description",
	}
)

// appendHeader appends the header row of a list.
func appendHeader(line []byte, part2 bool) []byte {
	header := hipaaHeader[:]
	if part2 {
		header = part2Header[:]
	}
	for i, column := range header {
		if i > 0 {
			line = append(line, ',')
		}
		line = append(line, '"')
		line = append(line, column...)
		line = append(line, '"')
	}
	return append(line, '\n')
}

// appendRow appends r as the portal writes it: every field in double quotes, quotes inside a
// field doubled, a line feed at the end. Part 2 rows lack the entity type.
func appendRow(line []byte, r *report, part2 bool) []byte {
	line = append(line, '"')
	line = appendDoubled(line, r.name)
	if r.blankAfter {
		line = append(line, ' ')
	}
	line = append(line, `","`...)
	line = append(line, r.state...)
	line = append(line, `","`...)
	if !part2 {
		line = append(line, r.entityType...)
		line = append(line, `","`...)
	}
	if r.individuals > 0 {
		line = strconv.AppendInt(line, r.individuals, 10)
	}
	line = append(line, `","`...)
	line = append(line, r.date...)
	line = append(line, `","`...)
	line = appendSet(line, r.types, breachTypes[:])
	line = append(line, `","`...)
	line = appendSet(line, r.places, locations[:])
	line = append(line, `","`...)
	if r.associate {
		line = append(line, "Yes"...)
	} else {
		line = append(line, "No"...)
	}
	line = append(line, `","`...)
	line = appendDoubled(line, r.text)
	return append(line, '"', '\n')
}

// appendSet appends the values whose bits are set, in their order, joined by ", ".
func appendSet(line []byte, set uint, values []string) []byte {
	start := len(line)
	for i, value := range values {
		if set&(1<<i) == 0 {
			continue
		}
		if len(line) > start {
			line = append(line, ", "...)
		}
		line = append(line, value...)
	}
	return line
}

// appendDoubled appends text with every double quote doubled.
func appendDoubled(line, text []byte) []byte {
	for {
		at := bytes.IndexByte(text, '"')
		if at < 0 {
			return append(line, text...)
		}
		line = append(line, text[:at+1]...)
		line = append(line, '"')
		text = text[at+1:]
	}
}
