package charts

import "slices"

// leadingFigures are shown first, above the list to search.
var leadingFigures = []string{"breaches_by_year", "individuals_by_year", "breaches_by_year_and_type"}

// pageGroup is a section of the page that can be folded. Its id is unique on the page.
type pageGroup struct {
	ID, Title, Note string
	names           []string // of its figures, with or without a chart; figures in no group are added to Trends
	Figures         []PageFigure
	Tables          []PageFile // figures without a chart, by name
}

// pageGroups returns the groups in the order of the page.
func pageGroups() []pageGroup {
	return []pageGroup{
		{ID: "trends", Title: "Trends", Note: "How the numbers move over years, months and days."},
		{ID: "who", Title: "Who reports", Note: "Providers, plans, clearing houses and those who work for them.", names: []string{
			"breaches_by_year_and_entity_type", "business_associates", "repeat_reporters_by_year",
		}},
		{ID: "where", Title: "Where", Note: "In which state, and on which device or medium.", names: []string{
			"breaches_by_state", "breaches_by_year_and_location", "states_by_year",
		}},
		{ID: "origins", Title: "Origins", Note: "Internal or external, the cause, and what would have helped.", names: []string{
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
		{ID: "methods", Title: "Methods and checks", Note: "What was checked, and the files behind every number."},
	}
}

// groupFigures sorts figures, and tables without a chart, into the leading ones and the groups.
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

// PageOrder sorts names of figures in the order of the page. In each group, those without a chart
// come last.
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

// pagePicks lists, for each chart, the filters of the list that a click on a mark sets, separated
// by spaces. The script finds the values in the text of the mark; if one is missing it sets no
// filter. A word after a colon restricts a filter to marks whose text has the word. A chart is left
// out if the filtered list would not have as many breaches as the mark counts.
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

// newestOnTheRight lists the charts with the newest value at the right end. In a narrow window they
// are scrolled to that end.
var newestOnTheRight = []string{
	"breaches_by_year", "individuals_by_year", "sizes_by_year", "breaches_by_month", "breaches_by_year_and_type", "breaches_by_year_and_location",
	"breaches_by_year_and_entity_type", "origin_by_year", "hicp_threats_by_year", "listed_by_capture", "revised_years",
	"mccoy_perlis_entity_types", "mccoy_perlis_locations", "mccoy_perlis_breach_types",
}

// Picks returns the filters of the list that a click in the figure's chart sets; see pagePicks.
func (f PageFigure) Picks() string { return pagePicks[f.Name] }

// IsNewestRight reports whether the chart has its newest value at the right end.
func (f PageFigure) IsNewestRight() bool { return slices.Contains(newestOnTheRight, f.Name) }
