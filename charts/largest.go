package charts

import "strings"

// shownLargest is how many of the largest breaches are drawn: as many as fit, and as the table has.
const shownLargest = 20

// readLargest reads the first of the largest breaches, in the order of the
// table. A breach that is reported twice is hatched.
func readLargest(rows *table) figure {
	var read rowBars
	hasDuplicate := false
	for row := range min(rows.rows, shownLargest) {
		individuals := rows.number("individuals", row)
		one := rowBar{
			name:   rows.text("entity_name", row, notStated),
			value:  individuals,
			shown:  unknown,
			fill:   accentColour,
			isPale: rows.is("is_duplicate", row),
		}
		if individuals.isKnown {
			one.shown = people(individuals.value)
		}
		if year, ok := rows.whole("year", row); ok {
			one.aside = yearName(year)
		}
		one.tip = largestTip(rows, row, individuals)
		hasDuplicate = hasDuplicate || one.isPale
		read.rows = append(read.rows, one)
	}
	if len(read.rows) == 0 {
		return nil
	}
	if waiting := rows.number("larger_waiting", len(read.rows)-1); waiting.isKnown && waiting.value > 0 {
		read.notes = append(read.notes, "Not shown: "+count(waiting.value)+" larger"+verb(waiting.value, " breach", " breaches")+" of newer captures.")
	}
	if rows.rows > shownLargest {
		read.notes = append(read.notes, "The table lists "+count(float64(rows.rows))+" breaches.")
	}
	if hasDuplicate {
		read.notes = append(read.notes, "Hatched: a report that the portal lists again, alike in every value.")
	}
	return &read
}

// largestTip is all that the table says of a breach.
func largestTip(rows *table, row int, individuals number) string {
	var known []string
	for _, column := range []string{"entity_name", "state", "entity_type"} {
		if text := rows.text(column, row, ""); text != "" {
			known = append(known, text)
		}
	}
	if individuals.isKnown {
		known = append(known, count(individuals.value)+" individuals")
	}
	if day, ok := rows.day("submitted_on", row); ok {
		known = append(known, "submitted on "+fullDay(day.Format("2006-01-02")))
	}
	for _, column := range []string{"breach_types", "locations"} {
		if text := rows.text(column, row, ""); text != "" {
			known = append(known, text)
		}
	}
	return strings.Join(known, "; ")
}
