package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
)

// part is a line of the output of --profile: one part of a process's work.
type part struct {
	Name       string  `json:"part"`
	Began      float64 `json:"began"`
	Seconds    float64 `json:"seconds"`
	CPUBegan   float64 `json:"cpu_began"`
	CPUSeconds float64 `json:"cpu_seconds"`
	PeakBytes  int64   `json:"peak_bytes"`
}

// Share is the time that one part of a process took. If parts ran at the same time, each gets an
// equal share of that time, so the shares add up to the time in which anything ran.
type Share struct {
	Part string `json:"part"`
	// Wall and CPU are seconds.
	Wall float64 `json:"wall_seconds"`
	CPU  float64 `json:"cpu_seconds"`
	// Memory is the peak of the process up to the end of the part, in bytes.
	Memory int64 `json:"peak_bytes_by_then"`
}

func readParts(path string) (parts []part, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(bytes.NewReader(text))
	for lines.Scan() {
		var one part
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		parts = append(parts, one)
	}
	return parts, lines.Err()
}

// shares divides a process's time among its parts, largest first. Parts with the same name are
// merged.
func shares(parts []part) []Share {
	type moment struct {
		at, cpu float64
		part    int
		isEnd   bool
	}
	var moments []moment
	for i, p := range parts {
		moments = append(moments, moment{p.Began, p.CPUBegan, i, false}, moment{p.Began + p.Seconds, p.CPUBegan + p.CPUSeconds, i, true})
	}
	slices.SortStableFunc(moments, func(a, b moment) int { return cmp.Compare(a.at, b.at) })
	byName := map[string]*Share{}
	for _, p := range parts {
		if byName[p.Name] == nil {
			byName[p.Name] = &Share{Part: p.Name}
		}
		byName[p.Name].Memory = max(byName[p.Name].Memory, p.PeakBytes)
	}
	active := map[int]bool{}
	for i, m := range moments {
		if i > 0 && len(active) > 0 {
			// For two moments at almost the same time, the clocks of wall and CPU may disagree
			// about the order.
			wall, cpu := m.at-moments[i-1].at, max(0, m.cpu-moments[i-1].cpu)
			for p := range active {
				byName[parts[p].Name].Wall += wall / float64(len(active))
				byName[parts[p].Name].CPU += cpu / float64(len(active))
			}
		}
		if m.isEnd {
			delete(active, m.part)
		} else {
			active[m.part] = true
		}
	}
	var all []Share
	for _, share := range byName {
		all = append(all, *share)
	}
	slices.SortFunc(all, func(a, b Share) int { return cmp.Or(cmp.Compare(b.Wall, a.Wall), cmp.Compare(a.Part, b.Part)) })
	return all
}

// The stages of a run, in order. Together they cover all of its time.
var stages = []string{"import", "load", "models", "checks", "swap", "publish", "the rest"}

// stageOf returns the stage of a part.
func stageOf(name string) string {
	kind, of, _ := strings.Cut(name, " ")
	switch {
	case kind == "load", kind == "order", kind == "model" && (strings.HasPrefix(of, "raw.") || strings.HasPrefix(of, "reference.")):
		return "load"
	case kind == "model":
		return "models"
	case kind == "check":
		return "checks"
	case kind == "import", kind == "swap", kind == "publish":
		return kind
	}
	return "the rest"
}

// byStage adds up shares. "the rest" is the time outside all parts: the start and end of the
// process, and the time between parts.
func byStage(whole Measured, all []Share) []Share {
	sums := map[string]*Share{}
	for _, stage := range stages {
		sums[stage] = &Share{Part: stage}
	}
	rest := sums["the rest"]
	rest.Wall, rest.CPU, rest.Memory = whole.Wall, whole.CPU, whole.Memory
	for _, share := range all {
		rest.Wall -= share.Wall
		rest.CPU -= share.CPU
		sum := sums[stageOf(share.Part)]
		sum.Wall += share.Wall
		sum.CPU += share.CPU
		if sum != rest {
			sum.Memory = max(sum.Memory, share.Memory)
		}
	}
	var listed []Share
	for _, stage := range stages {
		listed = append(listed, *sums[stage])
	}
	return listed
}

// of returns the stage with that name.
func of(listed []Share, stage string) Share {
	for _, share := range listed {
		if share.Part == stage {
			return share
		}
	}
	return Share{Part: stage}
}

// beginningWith returns the shares whose names start with a word, without it, largest first.
func beginningWith(all []Share, word string) (found []Share) {
	for _, share := range all {
		if name, is := strings.CutPrefix(share.Part, word+" "); is {
			share.Part = name
			found = append(found, share)
		}
	}
	return found
}

// further are the models that answer more than counts by year, place and origin: events, cases, vendors,
// inequality, kinds of data and the projection. They have a limit of their own.
var further = []string{
	"entity_words", "incidents", "kind_rules", "kind_labels", "entity_keys", "events", "cases", "breach_kinds", "kind_scores", "projection",
	"business_associates", "concentration", "lorenz_curve", "revision_sizes", "states_by_year", "weekdays", "repeat_reporters_by_year",
	"events_by_year", "events_by_kind", "case_durations", "kinds_by_year", "outcomes", "corrected_origin_by_year",
}

var modelOfPart = regexp.MustCompile(`^(?:model|check) .*[./]([a-z0-9_]+?)(?:_test)?(?:\.sql:\d+)?$`)

// furtherShare is the share of the processor time of a run that further and their checks take.
func furtherShare(whole Measured, all []Share) float64 {
	var sum float64
	for _, share := range all {
		if found := modelOfPart.FindStringSubmatch(share.Part); found != nil && slices.Contains(further, found[1]) {
			sum += share.CPU
		}
	}
	return sum / whole.CPU
}

// median returns the middle one of the values; 0 if there is none.
func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}
