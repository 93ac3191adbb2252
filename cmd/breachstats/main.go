// Command breachstats turns exports of the HHS OCR breach portal into a DuckDB database, checked
// tables, charts and CSV files.
package main

import (
	"os"
	"runtime/debug"
	"time"
)

func main() {
	if os.Getenv("GOGC") == "" {
		// The process runs for a second and holds little: collecting garbage less often saves a tenth of that time.
		debug.SetGCPercent(400)
	}
	p := &program{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, now: time.Now}
	os.Exit(p.run(os.Args[1:]))
}
