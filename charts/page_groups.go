package charts

import "slices"

// leadingFigures open the page, before the list to search.
var leadingFigures = []string{"breaches_by_year", "individuals_by_year", "breaches_by_year_and_type"}

// pageGroup is a part of the page that folds. Its id is unique on the page.
type pageGroup struct {
	ID, Title, Note string
	names           []string // of its figures, with a chart or without; a figure that no group names is a trend
	Figures         []PageFigure
	Tables          []PageFile // figures without a chart, by name
}

// pageGroups are the parts that fold, in the order of the page.
func pageGroups() []pageGroup {
	return []pageGroup{
		{ID: "trends", Title: "Trends", Note: "How the numbers move over years, months and days."},
		{ID: "who", Title: "Who reports", Note: "Providers, plans, clearing houses and those who work for them.", names: []string{
			"breaches_by_year_and_entity_type", "business_associates", "repeat_reporters_by_year",
		}},
		{ID: "where", Title: "Where", Note: "In which state, and on what the information was.", names: []string{
			"breaches_by_state", "breaches_by_year_and_location", "states_by_year",
		}},
		{ID: "origins", Title: "Origins", Note: "Inside or outside, by which cause, and what would have helped.", names: []string{
			"origin_by_year", "origin_sensitivity", "causes", "hicp_threats_by_year", "hicp_practices", "corrected_origin_by_year",
		}},
		{ID: "sizes", Title: "Sizes", Note: "How many people a breach affects, and the largest.", names: []string{
			"breach_sizes", "sizes_by_year", "largest_breaches", "concentration", "lorenz_curve",
		}},
		{ID: "list-changes", Title: "How the list changes", Note: "What the portal added, revised and removed between captures.", names: []string{
			"listed_by_capture", "revised_years", "case_durations", "revision_sizes", "revisions", "totals_by_capture",
		}},
		{ID: "studies", Title: "Studies", Note: "What papers printed, counted again.", names: []string{
			"mccoy_perlis_entity_types", "mccoy_perlis_locations", "mccoy_perlis_breach_types", "oaic_comparison",
		}},
		{ID: "methods", Title: "Methods and checks", Note: "What was checked, and from which files all of it was made."},
	}
}

// groupFigures puts figures, and tables without a chart, in the order of the page: those that lead, then the groups.
func groupFigures(figures []PageFigure, tables []PageFile) (leading []PageFigure, groups []pageGroup) {
	groups = pageGroups()
	groupOf := func(name string) *pageGroup {
		return &groups[max(0, slices.IndexFunc(groups, func(g pageGroup) bool { return slices.Contains(g.names, name) }))]
	}
	for _, name := range leadingFigures {
		for _, figure := range figures {
			if figure.Name == name {
				leading = append(leading, figure)
			}
		}
	}
	for _, figure := range figures {
		if !slices.Contains(leadingFigures, figure.Name) {
			group := groupOf(figure.Name)
			group.Figures = append(group.Figures, figure)
		}
	}
	for _, table := range tables {
		group := groupOf(table.Name)
		group.Tables = append(group.Tables, table)
	}
	return leading, groups
}

// PageOrder gives the names of figures in the order of the page. In a group those without a chart come last.
func PageOrder(names []string) []string {
	var figures []PageFigure
	var tables []PageFile
	for _, chart := range All() {
		if slices.Contains(names, chart.Name) {
			figures = append(figures, PageFigure{Name: chart.Name})
		}
	}
	for _, name := range names {
		if !slices.ContainsFunc(figures, func(f PageFigure) bool { return f.Name == name }) {
			tables = append(tables, PageFile{Name: name})
		}
	}
	leading, groups := groupFigures(figures, tables)
	ordered := make([]string, 0, len(names))
	for _, figure := range leading {
		ordered = append(ordered, figure.Name)
	}
	for _, group := range groups {
		for _, figure := range group.Figures {
			ordered = append(ordered, figure.Name)
		}
		for _, table := range group.Tables {
			ordered = append(ordered, table.Name)
		}
	}
	return ordered
}

// pagePicks are the filters of the list that a mark of a chart can set, by the name of the chart, separated by blanks. The script
// finds the values in the text of the mark, all of them or none. Only marks whose text has the word behind a colon are taken. A
// chart is not here if the list, filtered so, would not hold as many breaches as the mark counts.
var pagePicks = map[string]string{
	"breaches_by_year":                 "year",
	"individuals_by_year":              "year",
	"sizes_by_year":                    "year",
	"breaches_by_year_and_type":        "type year",
	"breaches_by_year_and_location":    "location year",
	"breaches_by_year_and_entity_type": "entity year",
	"breaches_by_state":                "state",
	"origin_by_year":                   "origin:both year",
}

// newestOnTheRight are the charts whose newest value stands at the right end, so that a narrow window shows that end first.
var newestOnTheRight = []string{
	"breaches_by_year", "individuals_by_year", "sizes_by_year", "breaches_by_month", "breaches_by_year_and_type", "breaches_by_year_and_location",
	"breaches_by_year_and_entity_type", "origin_by_year", "hicp_threats_by_year", "listed_by_capture", "revised_years",
	"mccoy_perlis_entity_types", "mccoy_perlis_locations", "mccoy_perlis_breach_types",
}

// Picks are the filters of the list that the chart of a figure sets.
func (f PageFigure) Picks() string { return pagePicks[f.Name] }

// IsNewestRight reports that the chart's newest value stands at its right end.
func (f PageFigure) IsNewestRight() bool { return slices.Contains(newestOnTheRight, f.Name) }
