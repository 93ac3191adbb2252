package charts

import "fmt"

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
	return Chart{
		Name:        "mccoy_perlis_entity_types",
		Title:       "McCoy and Perlis 2018: who reported breaches",
		Subtitle:    fmt.Sprintf(studySubtitle, "type of entity"),
		Description: fmt.Sprintf(studyDescription, "type of entity", "type"),
		Columns:     studyColumns("entity_type"),
		IsOptional:  true,
		IsOfStudy:   true,
		read:        func(rows *table) figure { return readStudy(rows, "entity_type", "", "") },
	}
}

func mccoyPerlisLocations() Chart {
	return Chart{
		Name:        "mccoy_perlis_locations",
		Title:       "McCoy and Perlis 2018: where the breached information was",
		Subtitle:    fmt.Sprintf(studySubtitle, "location"),
		Description: fmt.Sprintf(studyDescription, "location", "location"),
		Columns:     studyColumns("location"),
		IsOptional:  true,
		IsOfStudy:   true,
		read: func(rows *table) figure {
			return readStudy(rows, "location", "A breach with several locations counts in each, so a bar is not the number of breaches.",
				"Other and Other Portable Electronic Device are left out, as in the paper.")
		},
	}
}

func mccoyPerlisBreachTypes() Chart {
	return Chart{
		Name:        "mccoy_perlis_breach_types",
		Title:       "McCoy and Perlis 2018: how the information was breached",
		Subtitle:    fmt.Sprintf(studySubtitle, "type of breach"),
		Description: fmt.Sprintf(studyDescription, "type of breach", "type"),
		Columns:     studyColumns("breach_type"),
		IsOptional:  true,
		IsOfStudy:   true,
		read: func(rows *table) figure {
			return readStudy(rows, "breach_type", "A breach with several types counts in each, so a bar is not the number of breaches.",
				"Other and Unknown are left out, as in the paper.")
		},
	}
}
