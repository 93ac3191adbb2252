//go:build !linux

package main

// residentBytes is 0: only Linux reports it. Elsewhere DuckDB's own limit and that of Go's heap apply.
func residentBytes() int64 { return 0 }
