// Package data is what the outside world said, byte for byte: the store of portal
// exports (snapshots) with its manifest, and the reference tables that the models
// read. It keeps and hands out bytes; it never parses an export.
package data

import (
	"fmt"
	"slices"
	"strings"
)

// View says which list of the portal an export shows.
type View string

// The views of the portal. Until July 2017 the portal had one list, All; since then
// a report stands in UnderInvestigation until it is resolved or 24 months old, and in
// Archive afterwards. Part2 is the separate list of breaches of substance use disorder
// records (42 CFR Part 2); it is never added to the others.
const (
	Archive            View = "archive"
	UnderInvestigation View = "under-investigation"
	All                View = "all"
	Part2              View = "part2"
)

// Views returns every view, in the order in which they are listed and documented.
func Views() []View { return []View{Archive, UnderInvestigation, All, Part2} }

// ParseView returns the view of that name. The error names the views there are.
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
