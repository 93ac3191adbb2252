package main

import (
	"strings"

	"github.com/spf13/cobra"
)

// mostSuggested is the most names that an error suggests.
const mostSuggested = 3

// didYouMean suggests the known names that resemble what was asked: "; did you mean marts.breaches?", or ";"
// alone if none does. The caller adds a sentence. A name may lack its schema, and its case does not matter.
func didYouMean(asked string, known []string) string {
	var whole []string
	nearBy := &cobra.Command{SuggestionsMinimumDistance: 2}
	byShort := map[string][]string{}
	for _, name := range known {
		short := name[strings.LastIndex(name, ".")+1:]
		if strings.EqualFold(short, asked) || strings.EqualFold(name, asked) {
			whole = append(whole, name)
		}
		if len(byShort[short]) == 0 {
			nearBy.AddCommand(&cobra.Command{Use: short, Run: func(*cobra.Command, []string) {}})
		}
		byShort[short] = append(byShort[short], name)
	}
	if len(whole) == 0 {
		short := asked[strings.LastIndex(asked, ".")+1:]
		for _, near := range nearBy.SuggestionsFor(short) {
			whole = append(whole, byShort[near]...)
		}
	}
	if len(whole) == 0 || asked == "" {
		return ";"
	}
	return "; did you mean " + strings.Join(whole[:min(len(whole), mostSuggested)], " or ") + "?"
}
