package charts

import "slices"

// leadingFigures open the page, before the list to search.
var leadingFigures = []string{"breaches_by_year", "individuals_by_year", "breaches_by_year_and_type"}

// pageGroup is a part of the page that folds. Its id is unique on the page.
type pageGroup struct {
	ID, Title, Note string
	names           []string // of its figures; a figure that no group names is a trend
	Figures         []PageFigure
}

// pageGroups are the parts that fold, in the order of the page.
func pageGroups() []pageGroup {
	return []pageGroup{
		{ID: "trends", Title: "Trends", Note: "How the numbers move over years and months."},
		{ID: "who", Title: "Who reports", Note: "Providers, plans, clearing houses and those who work for them.", names: []string{
			"breaches_by_year_and_entity_type",
		}},
		{ID: "where", Title: "Where", Note: "In which state, and on what the information was.", names: []string{
			"breaches_by_state", "breaches_by_year_and_location",
		}},
		{ID: "origins", Title: "Origins", Note: "Inside or outside, by which cause, and what would have helped.", names: []string{
			"origin_by_year", "origin_sensitivity", "causes", "hicp_threats_by_year", "hicp_practices",
		}},
		{ID: "sizes", Title: "Sizes", Note: "How many people a breach affects, and the largest.", names: []string{
			"breach_sizes", "sizes_by_year", "largest_breaches",
		}},
		{ID: "list-changes", Title: "How the list changes", Note: "What the portal added, revised and removed between captures.", names: []string{
			"listed_by_capture", "revised_years",
		}},
		{ID: "studies", Title: "Studies", Note: "What papers printed, counted again.", names: []string{
			"mccoy_perlis_entity_types", "mccoy_perlis_locations", "mccoy_perlis_breach_types", "oaic_comparison",
		}},
		{ID: "methods", Title: "Methods and checks", Note: "What was checked, and from which files all of it was made."},
	}
}

// groupFigures puts figures in the order of the page: those that lead, then the groups.
func groupFigures(figures []PageFigure) (leading []PageFigure, groups []pageGroup) {
	groups = pageGroups()
	for _, name := range leadingFigures {
		for _, figure := range figures {
			if figure.Name == name {
				leading = append(leading, figure)
			}
		}
	}
	for _, figure := range figures {
		if slices.Contains(leadingFigures, figure.Name) {
			continue
		}
		at := max(0, slices.IndexFunc(groups, func(g pageGroup) bool { return slices.Contains(g.names, figure.Name) }))
		groups[at].Figures = append(groups[at].Figures, figure)
	}
	return leading, groups
}

// PageOrder gives the names of figures in the order of the page. Names of tables without a chart keep their order, at the end.
func PageOrder(names []string) []string {
	var figures []PageFigure
	for _, chart := range All() {
		if slices.Contains(names, chart.Name) {
			figures = append(figures, PageFigure{Name: chart.Name})
		}
	}
	leading, groups := groupFigures(figures)
	ordered := make([]string, 0, len(names))
	for _, figure := range leading {
		ordered = append(ordered, figure.Name)
	}
	for _, group := range groups {
		for _, figure := range group.Figures {
			ordered = append(ordered, figure.Name)
		}
	}
	for _, name := range names {
		if !slices.Contains(ordered, name) {
			ordered = append(ordered, name)
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
