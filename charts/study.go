package charts

import (
	"fmt"
	"strings"
)

// study is a figure of a published paper, drawn as of the day on which its authors read the list.
type study struct {
	stacks
	counting      string // how a breach of several categories counts; empty if it can have only one
	leftOut       string // what the paper leaves out; empty if nothing
	asOf          string
	breaches      number
	reconstructed number
}

// dated is a figure of its own day, which its caption names instead of the capture.
type dated interface {
	// source states the list and day of the figure, without a full stop.
	source() string
}

func readStudy(rows *table, category, counting, leftOut string) figure {
	read := readGrid(rows, category)
	if read == nil {
		return nil
	}
	drawn := study{
		stacks: stacks{read}, counting: counting, leftOut: leftOut,
		breaches: rows.number("all_breaches", 0), reconstructed: rows.number("all_reconstructed", 0),
	}
	if day, ok := rows.day("as_of_on", 0); ok {
		drawn.asOf = day.Format("2006-01-02")
	}
	return drawn
}

func (f study) source() string {
	return "Source: HHS OCR breach portal, as of " + fullDay(f.asOf)
}

func (f study) caveats() []string {
	var caveats []string
	if f.reconstructed.value > 0 {
		caveats = append(caveats, fmt.Sprintf(
			"%s of %s breaches are reconstructed: submitted by that day, but first listed by a later capture.",
			count(f.reconstructed.value), count(f.breaches.value)))
	}
	for _, caveat := range []string{f.counting, f.leftOut} {
		if caveat != "" {
			caveats = append(caveats, caveat)
		}
	}
	return append(caveats, f.stacks.caveats()...)
}

// studyColumns returns the columns of a figure of a paper.
func studyColumns(category string) []Column {
	return append(gridColumns(category), intColumn("all_breaches"), intColumn("all_reconstructed"), dateColumn("as_of_on"))
}

const studySubtitle = "Breaches of 500 or more individuals on the HHS OCR portal as of 4 January 2018, by %s and year of submission, " +
	"drawn after McCoy and Perlis, JAMA 2018;320:1282"

const studyDescription = "Stacked vertical bars, one for each year from 2010 to 2017, of the number of breaches by %s. " +
	"Below each bar stand the individuals affected in breaches from 2010 to the end of that year, for each %s."

func mccoyPerlisEntityTypes() Chart {
	return mccoyPerlis("entity_type", "type of entity", "who reported breaches", "", "")
}

func mccoyPerlisLocations() Chart {
	return mccoyPerlis("location", "location", "where the breached information was",
		"A breach with several locations counts in each, so a bar is not the number of breaches.",
		"Other and Other Portable Electronic Device are left out, as in the paper.")
}

func mccoyPerlisBreachTypes() Chart {
	return mccoyPerlis("breach_type", "type of breach", "how the information was breached",
		"A breach with several types counts in each, so a bar is not the number of breaches.",
		"Other and Unknown are left out, as in the paper.")
}

// mccoyPerlis is a figure of the paper by the categories of a column; by names these. several and leftOut are the
// notes of readStudy.
func mccoyPerlis(column, by, title, several, leftOut string) Chart {
	each, _, _ := strings.Cut(by, " ")
	return Chart{
		Name:        "mccoy_perlis_" + column + "s",
		Title:       "McCoy and Perlis 2018: " + title,
		Subtitle:    fmt.Sprintf(studySubtitle, by),
		Description: fmt.Sprintf(studyDescription, by, each),
		Columns:     studyColumns(column),
		IsOptional:  true,
		IsOfStudy:   true,
		read:        func(rows *table) figure { return readStudy(rows, column, several, leftOut) },
	}
}
