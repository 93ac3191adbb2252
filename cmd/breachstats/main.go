// Command breachstats turns exports of the HHS OCR breach portal into a DuckDB database, checked
// tables, charts and CSV files.
package main

import (
	"os"
	"runtime/debug"
)

func main() {
	if os.Getenv("GOGC") == "" {
		// The process lives for a second and holds little: collecting less often saves a tenth of it.
		debug.SetGCPercent(400)
	}
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
