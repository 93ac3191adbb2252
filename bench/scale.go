package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// captured is the day of the sample's only capture.
const captured = "2025-10-17"

// export is a file of the sample.
type export struct{ path, day, view string }

// file is the name of its snapshot.
func (e export) file() string { return "snapshots/" + e.day + "/" + e.view + ".csv" }

// Size is the cost of one number of rows.
type Size struct {
	Rows int `json:"rows"`
	// ExportBytes is the size of both exports, SampleSeconds the time to write them.
	ExportBytes   int64   `json:"export_bytes"`
	SampleSeconds float64 `json:"sample_seconds"`
	// Repeats is how often each measurement was made; the fastest counts.
	Repeats int `json:"repeats"`

	// Run is `breachstats run` in one process; Stages and Parts are its parts.
	Run    Measured `json:"run"`
	Stages []Share  `json:"stages"`
	Parts  []Share  `json:"parts"`
	// FurtherShares are the share of further and their checks in each run of this size; see
	// furtherShare.
	FurtherShares []float64 `json:"further_shares"`
	// Steps are the verbs, each in its own process; empty if not measured.
	Steps []Step `json:"steps,omitempty"`

	// Models and Checks are the numbers of models and checks, one statement each.
	Models int `json:"models"`
	Checks int `json:"checks"`

	// Nightly is the next run after the cold one; zero if not measured.
	Nightly Nightly `json:"nightly"`
	// Before is the earlier version; nil if none was given.
	Before *Before `json:"before,omitempty"`

	SnapshotBytes  int64 `json:"snapshot_bytes"`
	DatabaseBytes  int64 `json:"database_bytes"`
	PublishedBytes int64 `json:"published_bytes"`

	Floor              Measured `json:"floor"`
	FloorStages        []Share  `json:"floor_stages"`
	FloorParts         []Share  `json:"floor_parts"`
	FloorDatabaseBytes int64    `json:"floor_database_bytes"`
	// FloorDiffers lists the yearly tables in which the floor and the run differ.
	FloorDiffers []string `json:"floor_differs,omitempty"`

	Peers []Peer `json:"peers,omitempty"`
}

// Step is one verb in its own process.
type Step struct {
	Name string `json:"step"`
	Measured
}

// unchecked is the run without checks and publication, which is the work of the floor.
func (s Size) unchecked() Measured {
	checks, publish := of(s.Stages, "checks"), of(s.Stages, "publish")
	return Measured{Wall: s.Run.Wall - checks.Wall - publish.Wall, CPU: s.Run.CPU - checks.CPU - publish.CPU}
}

// unpublished is the run without publication: import and build, with checks.
func (s Size) unpublished() Measured {
	publish := of(s.Stages, "publish")
	return Measured{Wall: s.Run.Wall - publish.Wall, CPU: s.Run.CPU - publish.CPU}
}

// bench is one run of this program.
type bench struct {
	binary, self, work string
	memory             string // for --max-memory and the floor's memory_limit
	hasMemoryFlag      bool
	old                string // the earlier version; empty for none
	python             string
	peersUpTo          int
	stepsUpTo          int // largest size at which each verb is also measured in its own process
	isOnce             bool
	captures           int // daily captures of one list to measure
	// ours are the yearly tables of the run of this size, each as CSV.
	ours map[string]string
	say  func(format string, args ...any)
}

// repeats returns how often a size is measured: small ones vary more and cost little.
func repeats(rows int) int {
	switch {
	case rows <= 10_000:
		return 5
	case rows <= 100_000:
		return 3
	}
	return 1
}

// profiledUpTo is the largest size with a profile. Above it the files of the run are removed before
// the floor starts, to make room on the disk.
const profiledUpTo = 1_000_000

func (b *bench) data() string      { return filepath.Join(b.work, "data") }
func (b *bench) out() string       { return filepath.Join(b.work, "out") }
func (b *bench) floorData() string { return filepath.Join(b.work, "floor") }

// limited returns arguments with the memory limit, if the program has that flag.
func (b *bench) limited(args ...string) []string {
	verb := args[0]
	args = append(args, "--quiet", "--data", b.data())
	if b.hasMemoryFlag && !slices.Contains([]string{"import", "verify"}, verb) {
		args = append(args, "--max-memory", b.memory)
	}
	return args
}

// samples writes both views of a synthetic capture.
func (b *bench) samples(rows int) (exports []export, err error) {
	for _, view := range []string{"archive", "under-investigation"} {
		e := export{filepath.Join(b.work, captured+"_"+view+".csv"), captured, view}
		if _, err := call(b.binary, "sample", "--rows", strconv.Itoa(rows), "--captured", captured, "--view", view, "--output", e.path); err != nil {
			return nil, err
		}
		exports = append(exports, e)
	}
	return exports, nil
}

// size measures one number of rows. Runs and floors take turns, so that both meet the same
// conditions.
func (b *bench) size(rows int) (s Size, err error) {
	s = Size{Rows: rows, Repeats: repeats(rows)}
	if b.isOnce {
		s.Repeats = 1
	}
	begin := time.Now()
	exports, err := b.samples(rows)
	if err != nil {
		return s, err
	}
	s.SampleSeconds = time.Since(begin).Seconds()
	for _, e := range exports {
		size, err := sizeOf(e.path)
		if err != nil {
			return s, err
		}
		s.ExportBytes += size
	}
	b.say("%d rows: %.0f MB of exports", rows, float64(s.ExportBytes)/1e6)
	for i := range s.Repeats {
		if err := b.run(&s, exports, i == 0); err != nil {
			return s, err
		}
		if i == 0 {
			if b.ours, err = b.tables(b.data()); err != nil {
				return s, err
			}
		}
		if rows <= profiledUpTo {
			if err := b.nightly(&s.Nightly, exports, i == 0); err != nil {
				return s, err
			}
		}
		if b.old != "" {
			if err := b.before(&s, exports, i == 0); err != nil {
				return s, fmt.Errorf("the earlier version: %w", err)
			}
		}
		if rows > profiledUpTo {
			if err := removed(b.data(), b.out()); err != nil {
				return s, err
			}
		}
		if err := b.floor(&s, exports, i == 0); err != nil {
			return s, err
		}
	}
	b.say("%d rows: run %.2f s, floor %.2f s", rows, s.Run.Wall, s.Floor.Wall)
	if s.FloorDiffers, err = b.compareFloor(); err != nil {
		return s, err
	}
	if rows <= b.peersUpTo {
		if s.Peers, err = b.peers(exports, s.Repeats); err != nil {
			return s, err
		}
		asked, err := b.ask(exports, s.Repeats)
		if err != nil {
			return s, err
		}
		s.Peers = append(s.Peers, asked)
	}
	if err := removed(b.floorData()); err != nil {
		return s, err
	}
	if rows <= b.stepsUpTo {
		if s.Steps, err = b.steps(exports, s.Repeats); err != nil {
			return s, err
		}
	}
	paths := []string{b.data(), b.out()}
	for _, e := range exports {
		paths = append(paths, e.path)
	}
	return s, removed(paths...)
}

// run measures a whole run in one process, from nothing.
func (b *bench) run(s *Size, exports []export, isFirst bool) error {
	if err := removed(b.data(), b.out()); err != nil {
		return err
	}
	profile := filepath.Join(b.work, "run.jsonl")
	m, err := call(b.binary, append(b.limited(slices.Concat([]string{"run"}, paths(exports))...), "--out", b.out(), "--profile", profile)...)
	if err != nil {
		return err
	}
	parts, err := readParts(profile)
	if err != nil {
		return err
	}
	all := shares(parts)
	s.FurtherShares = append(s.FurtherShares, furtherShare(m, all))
	if !isFirst && m.Wall >= s.Run.Wall {
		return nil
	}
	s.Run, s.Parts, s.Models, s.Checks = m, all, 0, 0
	for _, part := range parts {
		switch {
		case strings.HasPrefix(part.Name, "model "):
			s.Models++
		case strings.HasPrefix(part.Name, "check "):
			s.Checks++
		}
	}
	s.Stages = byStage(m, s.Parts)
	return b.sizes(s)
}

// sizes records what a run left on disk.
func (b *bench) sizes(s *Size) (err error) {
	for _, of := range []struct {
		path string
		into *int64
	}{
		{filepath.Join(b.data(), "snapshots"), &s.SnapshotBytes},
		{filepath.Join(b.data(), "breaches.duckdb"), &s.DatabaseBytes},
		{b.out(), &s.PublishedBytes},
	} {
		if *of.into, err = sizeOf(of.path); err != nil {
			return err
		}
	}
	return nil
}

func paths(exports []export) (all []string) {
	for _, e := range exports {
		all = append(all, e.path)
	}
	return all
}

// floor measures bare DuckDB on the same exports.
func (b *bench) floor(s *Size, exports []export, isFirst bool) error {
	if err := removed(b.floorData()); err != nil {
		return err
	}
	if err := os.Mkdir(b.floorData(), 0o755); err != nil {
		return err
	}
	database := filepath.Join(b.floorData(), "breaches.duckdb")
	script, profile := filepath.Join(b.work, "floor.json"), filepath.Join(b.work, "floor.jsonl")
	if isFirst {
		statements, err := floorScript(b.work, database, exports, b.memory)
		if err != nil {
			return err
		}
		if err := keepScript(script, statements); err != nil {
			return err
		}
	}
	m, err := call(b.self, "-floor", script, "-profile", profile)
	if err != nil || !isFirst && m.Wall >= s.Floor.Wall {
		return err
	}
	parts, err := readParts(profile)
	if err != nil {
		return err
	}
	s.Floor, s.FloorParts = m, shares(parts)
	s.FloorStages = byStage(m, s.FloorParts)
	s.FloorDatabaseBytes, err = sizeOf(database)
	return err
}

// yearly are the tables to compare, as the program's queries.
var yearly = []struct{ name, query string }{
	{"breaches_by_year", "select year, breaches, individuals from figures.breaches_by_year where breaches > 0"},
	{"types_by_year", "select year, breach_type, breaches from figures.breaches_by_year_and_type where breaches > 0"},
	{"entity_types_by_year", "select year, entity_type, breaches from figures.breaches_by_year_and_entity_type where breaches > 0"},
}

// tables returns the yearly tables of the database in a folder, each as CSV.
func (b *bench) tables(folder string) (tables map[string]string, err error) {
	tables = map[string]string{}
	for _, table := range yearly {
		tables[table.name], err = answer(b.binary, "query", table.query+" order by all", "--format", "csv", "--data", folder)
		if err != nil {
			return nil, err
		}
		if strings.Count(tables[table.name], "\n") < 2 {
			return nil, fmt.Errorf("%s: want rows, got none", table.name)
		}
	}
	return tables, nil
}

// compareFloor lists the yearly tables in which the floor's database differs from the run's.
func (b *bench) compareFloor() (differs []string, err error) {
	theirs, err := b.tables(b.floorData())
	for _, table := range yearly {
		if err == nil && b.ours[table.name] != theirs[table.name] {
			differs = append(differs, table.name)
		}
	}
	return differs, err
}

// steps measures each verb in its own process.
func (b *bench) steps(exports []export, times int) (steps []Step, err error) {
	database := filepath.Join(b.data(), "breaches.duckdb")
	for _, verb := range []struct {
		name   string
		args   []string
		before []string // files to remove first
	}{
		{"import", b.limited(slices.Concat([]string{"import"}, paths(exports))...), []string{b.data()}},
		{"build, with checks", b.limited("build"), []string{database}},
		{"check", b.limited("check"), nil},
		{"publish, with checks", append(b.limited("publish"), "--out", b.out()), []string{b.out()}},
	} {
		var best Measured
		for i := range times {
			if err := removed(verb.before...); err != nil {
				return nil, err
			}
			m, err := call(b.binary, verb.args...)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", verb.name, err)
			}
			if i == 0 || m.Wall < best.Wall {
				best = m
			}
		}
		steps = append(steps, Step{verb.name, best})
	}
	return steps, nil
}
