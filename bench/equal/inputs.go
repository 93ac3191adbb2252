package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// input is a set of exports and the way in which they are given to a program.
type input struct {
	name string
	// days has the exports of each capture, oldest first; nil for a synthetic input.
	days [][]string
	// asOf is the day as of which the list is built; empty for the newest complete capture.
	asOf string
	// isNightly: each capture has its own run, in one data folder.
	isNightly bool
	// sampleDays and sampleRows describe a synthetic input.
	sampleDays, sampleRows int
}

// parseInputs reads the value of -inputs; portal is the folder of real exports.
func parseInputs(text, portal string) ([]input, error) {
	var inputs []input
	for _, word := range strings.Split(text, ",") {
		kind, size, isSized := strings.Cut(word, ":")
		var some []input
		var err error
		switch {
		case !isSized && slices.Contains([]string{"each", "together", "nightly"}, kind), isSized && kind == "as-of":
			some, err = realInputs(kind, size, portal)
		case isSized && slices.Contains([]string{"sample", "history", "nightly"}, kind):
			some, err = syntheticInput(kind, size)
		default:
			err = errors.New("want each, together, nightly, as-of:DAY, sample:ROWS, history:DAYSxROWS or nightly:DAYSxROWS")
		}
		if err != nil {
			return nil, fmt.Errorf("-inputs %s: %w", word, err)
		}
		inputs = append(inputs, some...)
	}
	return inputs, nil
}

var namedExport = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})_[a-z0-9-]+\.csv$`)

func realInputs(kind, day, portal string) ([]input, error) {
	paths, err := filepath.Glob(filepath.Join(portal, "*.csv")) // sorted by name, and so by day
	if err != nil {
		return nil, err
	}
	days, err := byDay(paths)
	if err != nil {
		return nil, err
	}
	if len(days) == 0 {
		return nil, fmt.Errorf("-portal %s: want exports with names like 2024-10-17_archive.csv, got none", portal)
	}
	switch kind {
	case "each":
		var each []input
		for _, files := range days {
			each = append(each, input{name: dayOf(files[0]), days: [][]string{files}})
		}
		return each, nil
	case "nightly":
		return []input{{name: "real captures, one run a day", days: days, isNightly: true}}, nil
	case "as-of":
		return []input{{name: "real captures as of " + day, days: days, asOf: day}}, nil
	}
	return []input{{name: "real captures together", days: days}}, nil
}

func dayOf(path string) string { return filepath.Base(path)[:len("2024-10-17")] }

// byDay groups exports, which are sorted by name, by day. Other files are left out.
func byDay(paths []string) (days [][]string, err error) {
	for _, path := range paths {
		if !namedExport.MatchString(filepath.Base(path)) {
			continue
		}
		if path, err = filepath.Abs(path); err != nil {
			return nil, err
		}
		if last := len(days) - 1; last >= 0 && dayOf(days[last][0]) == dayOf(path) {
			days[last] = append(days[last], path)
			continue
		}
		days = append(days, []string{path})
	}
	return days, nil
}

func syntheticInput(kind, size string) ([]input, error) {
	days, rows, isHistory := strings.Cut(size, "x")
	if isHistory == (kind == "sample") {
		return nil, errors.New("want sample:ROWS, history:DAYSxROWS or nightly:DAYSxROWS")
	}
	if !isHistory {
		days, rows = "1", size
	}
	one := input{name: "synthetic " + kind + " " + size, isNightly: kind == "nightly"}
	var err error
	if one.sampleDays, err = strconv.Atoi(days); err == nil {
		one.sampleRows, err = strconv.Atoi(rows)
	}
	if err != nil || one.sampleDays < 1 || one.sampleRows < 1 {
		return nil, fmt.Errorf("want whole numbers, got %q", size)
	}
	return []input{one}, nil
}

// dataFolder and outFolder are placeholders in a command for the folders of a side.
const dataFolder, outFolder = "{data}", "{out}"

// commands returns the arguments of each call of the program. A synthetic input is first written
// below folder by the given program, so that both sides read the same files.
func (one input) commands(ctx context.Context, program, folder string) ([][]string, error) {
	days := one.days
	if one.sampleDays > 0 {
		exports := filepath.Join(folder, "exports")
		args := []string{"sample", "--days", strconv.Itoa(one.sampleDays), "--rows", strconv.Itoa(one.sampleRows), "--output", exports}
		if said, err := exec.CommandContext(ctx, program, args...).CombinedOutput(); err != nil {
			return nil, fmt.Errorf("%s %s: %w: %s", program, strings.Join(args, " "), err, said)
		}
		paths, err := filepath.Glob(filepath.Join(exports, "*.csv"))
		if err != nil {
			return nil, err
		}
		if days, err = byDay(paths); err != nil {
			return nil, err
		}
	}
	data, out := []string{"--quiet", "--data", dataFolder}, []string{"--out", outFolder}
	if !one.isNightly {
		days = [][]string{slices.Concat(days...)}
	}
	if one.asOf != "" {
		return [][]string{
			slices.Concat([]string{"import"}, data, days[0]),
			slices.Concat([]string{"build", "--as-of", one.asOf}, data),
			slices.Concat([]string{"publish"}, data, out),
		}, nil
	}
	var runs [][]string
	for _, files := range days {
		runs = append(runs, slices.Concat([]string{"run"}, data, out, files))
	}
	return runs, nil
}

// side is one of the two programs and the folder for all that it makes.
type side struct{ program, folder string }

func (s side) data() string     { return filepath.Join(s.folder, "data") }
func (s side) out() string      { return filepath.Join(s.folder, "out") }
func (s side) database() string { return filepath.Join(s.data(), "breaches.duckdb") }

// version returns the program's version, without its name.
func (s side) version(ctx context.Context) (string, error) {
	said, err := exec.CommandContext(ctx, s.program, "--version").Output()
	if err != nil {
		return "", fmt.Errorf("%s --version: %w", s.program, err)
	}
	words := strings.Fields(string(said))
	if len(words) < 2 {
		return "", fmt.Errorf("%s --version: want a name and a version, got %q", s.program, said)
	}
	return words[len(words)-1], nil
}

// done is the start of the result of do if the last call succeeded.
const done = "done"

// do runs the commands and returns how each ended: done, or its exit status and stderr, without the
// side's own folder. If one capture is refused, the next is still tried.
func (s side) do(ctx context.Context, commands [][]string) (ended string, err error) {
	if err := os.MkdirAll(s.folder, 0o755); err != nil {
		return "", err
	}
	folders := strings.NewReplacer(dataFolder, s.data(), outFolder, s.out())
	var refused []string
	isDone := false
	for _, command := range commands {
		args := make([]string, len(command))
		for i, arg := range command {
			args[i] = folders.Replace(arg)
		}
		call := exec.CommandContext(ctx, s.program, args...)
		var stderr strings.Builder
		call.Stderr = &stderr
		err := call.Run()
		var failed *exec.ExitError
		if isDone = err == nil; isDone {
			continue
		}
		if !errors.As(err, &failed) {
			return "", err
		}
		said := strings.TrimSpace(strings.ReplaceAll(stderr.String(), s.folder+string(filepath.Separator), ""))
		refused = append(refused, fmt.Sprintf("%s: exit status %d: %s", command[0], failed.ExitCode(), said))
	}
	if isDone {
		return strings.Join(append([]string{done}, refused...), "; "), nil
	}
	return strings.Join(refused, "; "), nil
}
