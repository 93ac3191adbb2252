package export

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/breachstats/breachstats/data"
)

// Columns that the reader itself needs.
const (
	entityHeader      = "Name of Covered Entity"
	programHeader     = "Name of Part 2 Program"
	descriptionHeader = "Web Description"
)

// Columns returns the headers of a view's export, in order: nine for the lists of the HIPAA report,
// eight for the Part 2 report.
func Columns(view data.View) ([]string, error) {
	switch view {
	case data.Archive, data.UnderInvestigation, data.All:
		return hipaaColumns(), nil
	case data.Part2:
		return part2Columns(), nil
	}
	_, err := data.ParseView(string(view))
	return nil, fmt.Errorf("view: %w", err)
}

func hipaaColumns() []string {
	return []string{
		entityHeader,
		"State",
		"Covered Entity Type",
		"Individuals Affected",
		"Breach Submission Date",
		"Type of Breach",
		"Location of Breached Information",
		"Business Associate Present",
		descriptionHeader,
	}
}

func part2Columns() []string {
	return []string{
		programHeader,
		"State",
		"Individuals Affected",
		"Breach Submission Date",
		"Type of Breach",
		"Location of Breached Information",
		"Qualified Service Organization Present",
		descriptionHeader,
	}
}

// panelPattern matches what the portal has written since 2026 for a header that its page builds
// from parts: the name of a Java object, with another hash in every answer.
const panelPattern = `^javax\.faces\.component\.UIPanel@[0-9a-f]+$`

// headerReader recognises headers.
type headerReader struct{ panel *regexp.Regexp }

func newHeaderReader() headerReader { return headerReader{regexp.MustCompile(panelPattern)} }

// matches reports whether the headers are the wanted ones, and whether one was repaired. Only the
// first column and the last but one are repaired, only if they have the name of a Java object, and
// only if every other header is right.
func (h headerReader) matches(got, want []string) (matches, repaired bool) {
	if len(got) != len(want) {
		return false, false
	}
	for i := range want {
		switch {
		case got[i] == want[i]:
		case h.isRepairable(i, got[i], want):
			repaired = true
		default:
			return false, false
		}
	}
	return true, repaired
}

func (h headerReader) isRepairable(column int, got string, want []string) bool {
	return (column == 0 || column == len(want)-2) && h.panel.MatchString(got)
}

// check returns one message for everything that is wrong with the header, or none.
func (h headerReader) check(got, want []string) (wrong []string, repaired bool) {
	matches, repaired := h.matches(got, want)
	if matches {
		return nil, repaired
	}
	if message := h.otherReport(got, want); message != "" {
		return []string{message}, false
	}
	var differ []string
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] && !h.isRepairable(i, got[i], want) {
			differ = append(differ, fmt.Sprintf("want %q in column %d, got %s", want[i], i+1, Quoted(got[i])))
		}
	}
	switch {
	case !h.resembles(got, want):
		return []string{fmt.Sprintf("want header %q in column 1, got %s: the header line is missing",
			want[0], Quoted(got[0]))}, false
	case len(got) == len(want):
		return differ, false
	}
	message := fmt.Sprintf("want %d columns, got %d", len(want), len(got))
	switch {
	case len(got) == 1 && strings.ContainsAny(got[0], ";\t|"):
		message += ": want commas between the columns"
	case len(differ) > 0:
		message += ": " + differ[0]
	case len(got) > len(want):
		message += fmt.Sprintf(": want none after column %d, got %s", len(want), Quoted(got[len(want)]))
	default:
		message += fmt.Sprintf(": want %q in column %d, got none", want[len(got)], len(got)+1)
	}
	return []string{message}, false
}

// resembles reports whether any header is a wanted one, in any column and case.
func (h headerReader) resembles(got, want []string) bool {
	if len(got) == 1 {
		return strings.HasPrefix(strings.ToLower(got[0]), strings.ToLower(want[0]))
	}
	return slices.ContainsFunc(got, func(header string) bool {
		return h.panel.MatchString(header) || slices.ContainsFunc(want, func(name string) bool {
			return strings.EqualFold(strings.TrimSpace(header), name)
		})
	})
}

// otherReport returns a message if the export is a valid one of the other report, else "".
func (h headerReader) otherReport(got, want []string) string {
	if isPart2, _ := h.matches(got, part2Columns()); isPart2 && want[0] == entityHeader {
		return fmt.Sprintf("want the %d columns of the HIPAA report, got the %d of the Part 2 report: use --view part2",
			len(want), len(got))
	}
	if isHIPAA, _ := h.matches(got, hipaaColumns()); isHIPAA && want[0] == programHeader {
		return fmt.Sprintf("want the %d columns of the Part 2 report, got the %d of the HIPAA report: "+
			"use --view archive, under-investigation or all", len(want), len(got))
	}
	return ""
}

// isHeaderAgain reports whether a row is a header of either report.
func (h headerReader) isHeaderAgain(values []string) bool {
	if len(values) < 2 || values[1] != "State" {
		return false
	}
	values = slices.Clone(values)
	values[0] = strings.TrimPrefix(values[0], "\uFEFF")
	for _, columns := range [][]string{hipaaColumns(), part2Columns()} {
		if again, _ := h.matches(values, columns); again {
			return true
		}
	}
	return false
}
