package web

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/breachstats/breachstats/pipeline/serve"
)

// status answers the state of the server as JSON: serve.Status and the program's version.
func (s *site) status(w http.ResponseWriter, _ *http.Request) {
	now := s.Pool.Status()
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if now.Workers == 0 {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_ = json.NewEncoder(w).Encode(struct { // a client that is gone needs no status
		Version string `json:"version"`
		serve.Status
	}{s.Version, now})
}

// metrics answers the same in the text format of Prometheus.
func (s *site) metrics(w http.ResponseWriter, _ *http.Request) {
	now := s.Pool.Status()
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	metric := func(name, kind, help string, value any) {
		fmt.Fprintf(w, "# HELP breachstats_%s %s\n# TYPE breachstats_%s %s\nbreachstats_%s %v\n", name, help, name, kind, name, value)
	}
	metric("questions_waiting", "gauge", "Questions that wait for a worker.", now.Waiting)
	metric("questions_running", "gauge", "Questions that a worker is answering.", now.Running)
	metric("workers", "gauge", "Running workers.", now.Workers)
	metric("questions_answered_total", "counter", "Questions with a complete answer.", now.Answered)
	metric("answers_reused_total", "counter", "Answers that needed no worker, because the same question had been answered before.", now.Reused)
	metric("workers_killed_total", "counter", "Workers that were ended at a limit or died.", now.Killed)
	metric("database_swaps_total", "counter", "Databases that replaced another.", now.Swaps)
	fmt.Fprint(w, "# HELP breachstats_questions_failed_total Questions without a complete answer, by fault.\n# TYPE breachstats_questions_failed_total counter\n")
	for _, fault := range slices.Sorted(maps.Keys(now.Faults)) {
		fmt.Fprintf(w, "breachstats_questions_failed_total{fault=%q} %d\n", fault, now.Faults[fault])
	}
	var resident int64
	for _, bytes := range now.Resident {
		resident += bytes
	}
	metric("workers_resident_bytes", "gauge", "Memory of all workers.", resident)
	for _, more := range s.Metrics {
		more(w)
	}
}
