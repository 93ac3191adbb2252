package publish

import (
	"strconv"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/breachstats/breachstats/formats"
)

// The columns of changes.rows, in their order.
const (
	breachID = iota
	changeKind
	changedColumn
	entityName
	stateCode
	submittedOn
	oldValue
	newValue
	individuals
	entityType
	breachTypes
	locations
	description
)

// changed is a value of the changes as text; empty for null.
func (e *Edition) changed(column, row int) string {
	return strings.Join(strings.Fields(formats.Cell(e.changes.rows.Column(column), row)), " ")
}

// feedEntry makes the entry of one breach, whose changes are the rows from first to before end.
func (e *Edition) feedEntry(feed, updated string, first, end int) atomEntry {
	entry := atomEntry{
		ID:      tagAuthority + feed + "/" + e.capture.Name + "/" + e.changed(breachID, first),
		Updated: updated,
		Link:    atomLink{Rel: "alternate", Type: "text/html", Href: "index.html"},
	}
	var told []string
	isTold := map[string]bool{}
	for row := first; row < end; row++ {
		kind := e.changed(changeKind, row)
		if kind == "moved" {
			kind = "archived"
			if e.changed(newValue, row) != "archive" {
				kind = "reopened"
			}
		}
		if !isTold[kind] {
			isTold[kind] = true
			entry.Categories = append(entry.Categories, atomCategory{Term: kind, Label: kindWords[kind]})
		}
		told = append(told, e.changeInWords(kind, row))
	}
	entry.Title = e.entryTitle(entry.Categories[0], first)
	entry.Summary = strings.Join(append(told, e.reportInWords(first),
		"Seen between the captures of "+inWords(dayOf(e.changes.before))+" and "+inWords(e.capture.CapturedOn)+"."), " ")
	return entry
}

func (e *Edition) entryTitle(kind atomCategory, row int) string {
	title := kind.Label + ": " + e.changed(entityName, row)
	if state := e.changed(stateCode, row); state != "" {
		title += ", " + state
	}
	if kind.Term == "revised" {
		return title + ": " + columnInWords(e.changed(changedColumn, row)) + " " + e.fromTo(row)
	}
	return title + ": " + peopleInWords(e.changed(individuals, row))
}

// changeInWords describes one change in a sentence.
func (e *Edition) changeInWords(kind string, row int) string {
	switch kind {
	case "added":
		return "New on the list."
	case "vanished":
		return "No longer on the list."
	case "archived":
		return "Moved to the archive: resolved, or older than 24 months."
	case "reopened":
		return "Moved back from the archive: listed as under investigation again."
	case "described":
		return "OCR has described it: " + cutAt(e.changed(newValue, row), 1500)
	}
	words := columnInWords(e.changed(changedColumn, row))
	return strings.ToUpper(words[:1]) + words[1:] + ": " + e.fromTo(row) + "."
}

// fromTo formats an old and a new value.
func (e *Edition) fromTo(row int) string {
	value := func(column int) string {
		text := e.changed(column, row)
		switch {
		case text == "":
			return "not stated"
		case e.changed(changedColumn, row) == "individuals":
			return thousands(text)
		}
		return cutAt(text, 300)
	}
	return value(oldValue) + " → " + value(newValue)
}

// reportInWords describes the breach as it is listed.
func (e *Edition) reportInWords(row int) string {
	words := e.changed(entityName, row)
	if kind := e.changed(entityType, row); kind != "" {
		words += " (" + kind + ")"
	}
	if state := e.changed(stateCode, row); state != "" {
		words += ", " + state
	}
	if day := e.changed(submittedOn, row); day != "" {
		words += ", reported on " + inWords(day)
	}
	words += ": " + peopleInWords(e.changed(individuals, row))
	if types := e.changed(breachTypes, row); types != "" {
		words += "; " + types
	}
	if places := e.changed(locations, row); places != "" {
		words += "; " + places
	}
	return words + "."
}

func columnInWords(column string) string { return strings.ReplaceAll(column, "_", " ") }

func peopleInWords(number string) string {
	switch number {
	case "":
		return "number of individuals not stated"
	case "1":
		return "1 individual"
	}
	return thousands(number) + " individuals"
}

// thousands formats a whole number with commas; any other text is unchanged.
func thousands(number string) string {
	value, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return number
	}
	return message.NewPrinter(language.English).Sprintf("%d", value)
}

// cutAt shortens a text to a number of characters, at a blank if possible, and ends it with an ellipsis.
func cutAt(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	kept := string(runes[:most-1])
	if blank := strings.LastIndexByte(kept, ' '); blank > len(kept)/2 {
		kept = kept[:blank]
	}
	return kept + "…"
}

// dayOf is the day in the name of a capture: 2024-10-17 of 2024-10-17.2.
func dayOf(capture string) string {
	day, _, _ := strings.Cut(capture, ".")
	return day
}
