// Command breachstats turns exports of the HHS OCR breach portal into a DuckDB database, checked
// tables, charts and CSV files.
package main

import "os"

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
