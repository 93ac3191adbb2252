// Package data keeps what others published, byte for byte: the store of the portal's exports with
// its manifest, and the reference tables that the models read. It never parses an export.
package data

import (
	"fmt"
	"slices"
	"strings"
)

// View names one of the portal's lists.
type View string

// The views of the portal. Until July 2017 the portal had one list, All. Since then a report is in
// UnderInvestigation until it is resolved or 24 months old, and in Archive afterwards. Part2 is the
// separate list of breaches of substance use disorder records (42 CFR Part 2); its reports are
// never added to those of the other views.
const (
	Archive            View = "archive"
	UnderInvestigation View = "under-investigation"
	All                View = "all"
	Part2              View = "part2"
)

// Views returns all views, in the order in which they are listed.
func Views() []View { return []View{Archive, UnderInvestigation, All, Part2} }

// ParseView returns the view with that name. The error lists the valid names.
func ParseView(name string) (View, error) {
	if view := View(name); slices.Contains(Views(), view) {
		return view, nil
	}
	var names []string
	for _, view := range Views() {
		names = append(names, string(view))
	}
	return "", fmt.Errorf("want one of %s, got %q", strings.Join(names, ", "), name)
}
