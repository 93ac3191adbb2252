package main

import (
	"bytes"
	"os"
	"strconv"
)

// residentBytes is the memory that this process holds now, or 0 if the kernel does not report it: field 2 of
// /proc/self/statm, in pages (proc_pid_statm(5)).
func residentBytes() int64 {
	text, err := os.ReadFile("/proc/self/statm")
	fields := bytes.Fields(text)
	if err != nil || len(fields) < 2 {
		return 0
	}
	pages, err := strconv.ParseInt(string(fields[1]), 10, 64)
	if err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}
