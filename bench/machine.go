package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
)

// Machine is the computer on which everything was measured.
type Machine struct {
	Processor string `json:"processor"`
	Cores     int    `json:"cores"`
	Memory    int64  `json:"memory_bytes"` // 0 if unknown
	System    string `json:"system"`
	Go        string `json:"go"`
	DuckDB    string `json:"duckdb"`
	Program   string `json:"program"`
	// Load is the mean number of processes that wanted to run in the minute before the bench. If it
	// is more than a few tenths, the times are not reliable.
	Load string `json:"load_average_before"`
}

func (b *bench) machine() (m Machine, err error) {
	m = Machine{Cores: runtime.NumCPU(), System: runtime.GOOS + "/" + runtime.GOARCH, Go: runtime.Version()}
	m.Processor = field("/proc/cpuinfo", "model name")
	if kilobytes := field("/proc/meminfo", "MemTotal"); kilobytes != "" {
		_, err = fmt.Sscanf(kilobytes, "%d kB", &m.Memory)
		m.Memory *= 1024
	}
	if load, readErr := os.ReadFile("/proc/loadavg"); readErr == nil {
		m.Load, _, _ = strings.Cut(string(load), " ")
	}
	program, versionErr := programOf(b.binary)
	m.Program = program
	duckdb, duckdbErr := answer(b.self, "-duckdb")
	m.DuckDB = strings.TrimSpace(duckdb)
	return m, errors.Join(err, versionErr, duckdbErr)
}

// programOf returns the version that a program prints.
func programOf(binary string) (string, error) {
	version, err := answer(binary, "--version")
	return strings.TrimSpace(version), err
}

// field returns the value of the first line "NAME : value" of a file; empty if there is none.
func field(path, name string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		if key, value, is := strings.Cut(line, ":"); is && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// duckDB returns the version of DuckDB in the program and the floor.
func duckDB() (version string, err error) {
	pool, err := sql.Open("duckdb", "")
	if err != nil {
		return "", err
	}
	err = pool.QueryRowContext(context.Background(), "select version()").Scan(&version)
	return version, errors.Join(err, pool.Close())
}
