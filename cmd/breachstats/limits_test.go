package main

import "testing"

// DuckDB's part of --max-memory leaves room for what it does not count, and is enough to begin with.
func TestMemoryOfABuildIsShared(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name         string
		memory, want int64
	}{
		{"no limit", 0, 0},
		{"the least", 200_000_000, 150_000_000},
		{"a little more", 400_000_000, 200_000_000},
		{"the usual", 2_000_000_000, 1_000_000_000},
	} {
		l := limits{memory: byteSize(c.memory), threads: 3}
		if got := l.spilling(); got.Memory != c.want || got.Threads != 3 {
			t.Errorf("%s: want %d bytes and 3 threads, got %d and %d", c.name, c.want, got.Memory, got.Threads)
		}
	}
}
