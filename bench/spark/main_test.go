package main

import (
	"strings"
	"testing"
)

func TestReportSaysHowEachGrows(t *testing.T) {
	text := report([]measured{
		{rows: 8000, duckdb: 1, spark: 20, sparkCPU: 10, shuffled: 1e6, largest: 5e5, models: map[string]float64{"marts.a": 1, "marts.b": 2}},
		{rows: 80000, duckdb: 5, spark: 40, sparkCPU: 50, shuffled: 1e7, stages: 60, tasks: 90, largest: 5e6, stored: 7e6, models: map[string]float64{"marts.a": 9, "marts.b": 3}},
	})
	for _, want := range []string{
		"| 80000 | 5.0 | 0.0 | 40.0 | 50.0 | 10 | 60 | 90 | 5.0 | 7 |", "exponent 0.30 on Spark and 0.70 on DuckDB, the CPU of tasks with 0.70, the shuffled bytes with 1.00",
		"seconds that they add: marts.a (1.0 s, then 9.0 s), marts.b (2.0 s, then 3.0 s).",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("want %q in\n%s", want, text)
		}
	}
}

func TestReportSaysThatABuildWasEnded(t *testing.T) {
	text := report([]measured{
		{rows: 8000, duckdb: 1, spark: 20, shuffled: 1e6, models: map[string]float64{"marts.a": 1}},
		{rows: 80000, duckdb: 5, spark: 60, sparkCPU: 90, shuffled: 1e7, stages: 6, tasks: 9, largest: 5e6, stored: 7e6, models: map[string]float64{"marts.a": 9}, isEnded: true},
	})
	for _, want := range []string{
		"| 80000 | 5.0 | 0.0 | more than 60.0 | more than 90.0 | more than 10 | more than 6 | more than 9 | 5.0 | more than 7 |",
		"The build of 80000 reports was ended by the limit, after these models: marts.a (1.0 s, then 9.0 s).",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("want %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "exponent") {
		t.Errorf("want no exponent of a build that was ended, got\n%s", text)
	}
}
