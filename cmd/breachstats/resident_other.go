//go:build !linux

package main

// residentBytes is 0 where only Linux would tell: there DuckDB's own limit and that of Go's heap hold.
func residentBytes() int64 { return 0 }
