package load

import "github.com/breachstats/breachstats/pipeline/export"

// quoted shows a value in an error of the rules.
func quoted(value string) string { return export.Quoted(value) }
