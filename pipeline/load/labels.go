package load

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// LabelColumns are the names of columns in a file of labels. If an entry has several columns, the
// first value that is not blank counts. If an entry is empty, the known names are tried.
type LabelColumns struct {
	Origin, Cause, Description []string
	// AreLabelsAlone accepts a file that has neither descriptions nor types.
	AreLabelsAlone bool
}

// Label is a labelled breach. A field that the file does not have is empty.
type Label struct {
	// Line is the line on which the row starts, counted from 1.
	Line int
	// Origin is in lower case; Cause and Confidence are as in the file.
	Name, Origin, Cause, Confidence string
	// ID identifies the breach. Submitted is its day of submission, YYYY-MM-DD.
	ID, Submitted string
	// Description and the portal's types, as published.
	Description, Types, Locations, Associate string
}

// knownLabelColumns lists the usual names of columns in files of labels. The first group that the
// file has counts. Within a group, the first value that is not blank counts.
var knownLabelColumns = map[string][][]string{
	"origin":      {{"origin"}, {"adjudicated_origin", "vcdb_origin_jb"}, {"label_origin"}},
	"cause":       {{"cause_code"}, {"cause"}, {"label_cause"}},
	"description": {{"web_description"}, {"hhs_web_description"}, {"description"}, {"Web Description"}},
	"name":        {{"name"}, {"hhs_name"}, {"entity_name"}, {"Name of Covered Entity"}},
	"confidence":  {{"confidence"}},
	"id":          {{"breach_id"}, {"label_no"}},
	"submitted":   {{"submitted_on"}, {"submission_date"}, {"Breach Submission Date"}},
	"types":       {{"hhs_type"}, {"breach_types"}, {"Type of Breach"}},
	"locations":   {{"hhs_location"}, {"locations"}, {"Location of Breached Information"}},
	"associate":   {{"hhs_ba"}, {"has_business_associate"}, {"Business Associate Present"}},
}

// Labels reads a file of labels. It must have a column of origins, and one of descriptions or of
// types. Every malformed line is reported as path:line.
func Labels(path, text string, columns LabelColumns) ([]Label, error) {
	in := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	in.FieldsPerRecord = -1
	header, err := in.Read()
	if errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: want labels, got an empty file", path)
	}
	if err != nil {
		return nil, fmt.Errorf("%s:1: %w", path, err)
	}
	at := map[string][]int{}
	for field, groups := range knownLabelColumns {
		at[field] = columnsAt(header, groups)
	}
	for field, named := range map[string][]string{"origin": columns.Origin, "cause": columns.Cause, "description": columns.Description} {
		if len(named) == 0 {
			continue
		}
		if at[field] = columnsAt(header, [][]string{named}); at[field] == nil {
			return nil, fmt.Errorf("%s:1: want columns %s, got %s", path, strings.Join(named, ", "), strings.Join(header, ", "))
		}
	}
	switch {
	case at["origin"] == nil:
		return nil, fmt.Errorf("%s:1: want a column origin, or its name by --origin-column, got %s", path, strings.Join(header, ", "))
	case at["description"] == nil && at["types"] == nil && !columns.AreLabelsAlone:
		return nil, fmt.Errorf("%s:1: want a column web_description, or its name by --description-column, got %s", path, strings.Join(header, ", "))
	}
	var list []Label
	var bad []error
	for {
		record, err := in.Read()
		var malformed *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			if len(list)+len(bad) == 0 {
				bad = append(bad, fmt.Errorf("%s:1: want labels below the header, got none", path))
			}
			return list, errors.Join(bad...)
		case errors.As(err, &malformed):
			return nil, errors.Join(append(bad, fmt.Errorf("%s:%d: %w", path, malformed.StartLine, malformed.Err))...)
		case err != nil:
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		line, _ := in.FieldPos(0)
		if len(record) != len(header) {
			bad = append(bad, fmt.Errorf("%s:%d: want %d fields, got %d", path, line, len(header), len(record)))
			continue
		}
		cell := func(field string) string {
			for _, i := range at[field] {
				if value := strings.TrimSpace(record[i]); value != "" {
					return value
				}
			}
			return ""
		}
		list = append(list, Label{
			Line: line, Name: cell("name"), Origin: strings.ToLower(cell("origin")), Cause: cell("cause"), Confidence: cell("confidence"),
			ID: cell("id"), Submitted: dayOf(cell("submitted")),
			Description: cell("description"), Types: cell("types"), Locations: cell("locations"), Associate: cell("associate"),
		})
	}
}

// dayOf reads a day in the form YYYY-MM-DD or the portal's, and returns YYYY-MM-DD; empty for
// anything else.
func dayOf(text string) string {
	for _, layout := range []string{time.DateOnly, "1/2/2006"} {
		if day, err := time.Parse(layout, text); err == nil {
			return day.Format(time.DateOnly)
		}
	}
	return ""
}

// columnsAt returns the indexes of the columns of the first group that the header has; nil for
// none.
func columnsAt(header []string, groups [][]string) []int {
	for _, group := range groups {
		var places []int
		for _, name := range group {
			if i := slices.Index(header, name); i >= 0 {
				places = append(places, i)
			}
		}
		if len(places) == len(group) {
			return places
		}
	}
	return nil
}
