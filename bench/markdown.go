package main

import (
	"bytes"
	"fmt"
	"strings"
)

func (r *Report) markdown() []byte {
	var out bytes.Buffer
	m := r.Machine
	fmt.Fprintf(&out, "# What it costs, from thousands of reports to millions\n\n")
	fmt.Fprintf(&out, "Written by `make bench`. %s; %d cores of %s, %.0f GB of memory, %s, %s, DuckDB %s in program and floor alike; load average before: %s. It took %.0f s.\n\n",
		m.Program, m.Cores, m.Processor, float64(m.Memory)/1e9, m.System, m.Go, m.DuckDB, m.Load, r.Seconds)
	r.writeTargets(&out)
	r.writeScale(&out)
	r.writeGrowth(&out)
	r.writeFloor(&out)
	r.writeProfile(&out)
	r.writeSteps(&out)
	r.writePeers(&out)
	r.writeNightly(&out)
	r.writeHistory(&out)
	r.writeMethod(&out)
	return out.Bytes()
}

func (r *Report) writeTargets(out *bytes.Buffer) {
	fmt.Fprintf(out, "## Targets\n\n")
	var rows [][]string
	for _, t := range r.Targets {
		met := "missed"
		if t.IsMet {
			met = "met"
		}
		rows = append(rows, []string{t.Of, strings.TrimSpace(t.Want + " " + t.Unit), fmt.Sprintf("%.3g", t.Measured), met})
	}
	table(out, []string{"what", "want", "measured", ""}, rows)
	fmt.Fprintf(out, "Machines differ by a factor of two, so ratios decide; seconds and megabytes are of this one. pandas and polars make three tables and a chart; everything is all figures, checks and the page.\n\n")
	for _, failed := range r.Failed {
		fmt.Fprintf(out, "**Not measured: %s**\n\n", failed)
	}
}

// perSize writes a table with one column for each size.
func (r *Report) perSize(out *bytes.Buffer, corner string, lines []sizeLine) {
	header := []string{corner}
	for _, s := range r.Sizes {
		header = append(header, thousands(s.Rows)+" rows")
	}
	var rows [][]string
	for _, line := range lines {
		row := []string{line.name}
		for _, s := range r.Sizes {
			row = append(row, line.value(s))
		}
		rows = append(rows, row)
	}
	table(out, header, rows)
}

type sizeLine struct {
	name  string
	value func(Size) string
}

func (r *Report) writeScale(out *bytes.Buffer) {
	fmt.Fprintf(out, "## The whole journey, one cold process\n\n")
	fmt.Fprintf(out, "`breachstats run` from two exports and an empty folder to the published figures, and inside it each stage. While several stages run at the same time, each gets an equal share of that time, so the stages add up to the run.\n\n")
	lines := []sizeLine{
		{"exports, MB", func(s Size) string { return megabytes(s.ExportBytes) }},
		{"**run, wall s**", func(s Size) string { return seconds(s.Run.Wall) }},
	}
	for _, stage := range stages {
		lines = append(lines, sizeLine{"— " + stage + ", wall s", func(s Size) string { return seconds(of(s.Stages, stage).Wall) }})
	}
	lines = append(lines, sizeLine{"**run, CPU s**", func(s Size) string { return seconds(s.Run.CPU) }})
	for _, stage := range stages {
		lines = append(lines, sizeLine{"— " + stage + ", CPU s", func(s Size) string { return seconds(of(s.Stages, stage).CPU) }})
	}
	lines = append(lines,
		sizeLine{"**peak memory, MB**", func(s Size) string { return megabytes(s.Run.Memory) }})
	for _, stage := range stages[:len(stages)-1] {
		lines = append(lines, sizeLine{"— by the end of " + stage, func(s Size) string { return megabytes(of(s.Stages, stage).Memory) }})
	}
	lines = append(lines,
		sizeLine{"on disk: snapshots, MB", func(s Size) string { return megabytes(s.SnapshotBytes) }},
		sizeLine{"on disk: database, MB", func(s Size) string { return megabytes(s.DatabaseBytes) }},
		sizeLine{"on disk: published, MB", func(s Size) string { return megabytes(s.PublishedBytes) }},
		sizeLine{"microseconds a row, wall", func(s Size) string { return fmt.Sprintf("%.0f", s.Run.Wall/float64(s.Rows)*1e6) }},
	)
	r.perSize(out, "", lines)
	fmt.Fprintf(out, "*load*: the order of the models, reference tables, raw tables. *swap*: checkpoint, reading back, taking the place of the previous database. *the rest*: the start and end of the process, and the time between parts.\n\n")
}

func (r *Report) writeGrowth(out *bytes.Buffer) {
	if len(r.Sizes) < 2 {
		return
	}
	fmt.Fprintf(out, "## Growth\n\nThe exponent of rows in the time, by least squares over the logarithms: 1 is a straight line. Fixed costs make the smallest size flatter, so the exponent of the last three sizes is given beside that of all.\n\n")
	var rows [][]string
	for _, g := range r.Growths {
		last := "–"
		if g.Last != 0 {
			last = fmt.Sprintf("%.3f", g.Last)
		}
		rows = append(rows, []string{g.Of, fmt.Sprintf("%.3f", g.All), last})
	}
	table(out, []string{"time", "all sizes", "last three"}, rows)
}

func (r *Report) writeFloor(out *bytes.Buffer) {
	fmt.Fprintf(out, "## The floor: bare DuckDB\n\n")
	fmt.Fprintf(out, `The same machine, the same exports and the same version of DuckDB, in a cold process. It takes turns with the run and does this: `+"`read_csv`"+` of both
exports into the raw tables, the reference tables from their files, then the SQL of the same models in the same order, and a checkpoint. It uses DuckDB's defaults: a thread for each
core, every compression, and memory_limit %s. It does nothing else: it keeps no snapshots and no checksums, checks no export and repairs no text, numbers the records of a file and not its lines,
loads a report that is in both views twice, is given the order of the models, writes no comments, makes no checks, reads nothing back, replaces no
previous database, and draws nothing.

`, r.MaxMemory)
	ratio := func(what func(Size) Measured, isCPU bool) func(Size) string {
		return func(s Size) string {
			if isCPU {
				return times(what(s).CPU, s.Floor.CPU)
			}
			return times(what(s).Wall, s.Floor.Wall)
		}
	}
	whole := func(s Size) Measured { return s.Run }
	lines := []sizeLine{
		{"**floor, wall s**", func(s Size) string { return seconds(s.Floor.Wall) }},
		{"— load, wall s", func(s Size) string { return seconds(of(s.FloorStages, "load").Wall) }},
		{"— models, wall s", func(s Size) string { return seconds(of(s.FloorStages, "models").Wall) }},
		{"**floor, CPU s**", func(s Size) string { return seconds(s.Floor.CPU) }},
		{"peak memory, MB", func(s Size) string { return megabytes(s.Floor.Memory) }},
		{"database, MB", func(s Size) string { return megabytes(s.FloorDatabaseBytes) }},
		{"**import and build without checks / floor, wall**", ratio(Size.unchecked, false)},
		{"— CPU", ratio(Size.unchecked, true)},
		{"import and build with checks / floor, wall", ratio(Size.unpublished, false)},
		{"— CPU", ratio(Size.unpublished, true)},
		{"the whole run, published / floor, wall", ratio(whole, false)},
		{"— CPU", ratio(whole, true)},
		{"yearly tables agree", func(s Size) string {
			if len(s.FloorDiffers) == 0 {
				return "yes"
			}
			return "not " + strings.Join(s.FloorDiffers, ", ")
		}},
	}
	r.perSize(out, "", lines)
}

// profiledSize returns the size whose profile is shown: 800 thousand rows if they were measured.
func (r *Report) profiledSize() (s Size, isThere bool) {
	for _, one := range r.Sizes {
		if s.Rows == 0 || one.Rows <= profiledUpTo {
			s = one
		}
	}
	return s, s.Rows > 0
}

const shownParts = 10

func (r *Report) writeProfile(out *bytes.Buffer) {
	s, isThere := r.profiledSize()
	if !isThere {
		return
	}
	fmt.Fprintf(out, "## Where the time goes, at %s rows\n\n", thousands(s.Rows))
	var rows [][]string
	share := func(wall float64) string { return fmt.Sprintf("%.0f %%", 100*wall/s.Run.Wall) }
	for _, stage := range s.Stages {
		rows = append(rows, []string{stage.Part, seconds(stage.Wall), seconds(stage.CPU), share(stage.Wall)})
	}
	table(out, []string{"stage", "wall, s", "CPU, s", "of the run"}, rows)
	floors := map[string]Share{}
	for _, one := range s.FloorParts {
		floors[one.Part] = one
	}
	for _, kind := range []struct{ word, title string }{{"load", "loading"}, {"model", "model"}, {"check", "check"}, {"publish", "publication"}} {
		found := beginningWith(s.Parts, kind.word)
		rows = nil
		for _, one := range found[:min(shownParts, len(found))] {
			beside := "–"
			if floor, is := floors[kind.word+" "+one.Part]; is {
				beside = seconds(floor.Wall)
			}
			rows = append(rows, []string{"`" + one.Part + "`", seconds(one.Wall), seconds(one.CPU), share(one.Wall), beside})
		}
		if len(rows) > 0 {
			table(out, []string{kind.title, "wall, s", "CPU, s", "of the run", "floor, wall s"}, rows)
		}
	}
}

func (r *Report) writeSteps(out *bytes.Buffer) {
	var rows [][]string
	for _, s := range r.Sizes {
		for _, step := range s.Steps {
			rows = append(rows, []string{step.Name, thousands(s.Rows), seconds(step.Wall), seconds(step.CPU), megabytes(step.Memory)})
		}
	}
	if len(rows) == 0 {
		return
	}
	fmt.Fprintf(out, "## Each verb in a process of its own\n\n")
	table(out, []string{"verb", "rows", "wall, s", "CPU, s", "peak memory, MB"}, rows)
}

// writeNightly writes the nightly runs, and the earlier version beside this one.
func (r *Report) writeNightly(out *bytes.Buffer) {
	if len(r.Sizes) == 0 {
		return
	}
	fmt.Fprintf(out, "## A run each night, and the earlier version\n\n")
	fmt.Fprintf(out, "`breachstats run` gets one more capture with %d revised reports, and then a capture that is in the store already. It has the data folder and the publication of the run before.", changedReports)
	wall := func(m Measured) string {
		if m.Wall == 0 {
			return "–"
		}
		return seconds(m.Wall)
	}
	lines := []sizeLine{
		{"run, cold, wall s", func(s Size) string { return wall(s.Run) }},
		{"**one more capture, wall s**", func(s Size) string { return wall(s.Nightly.Changed) }},
		{"— times cold", func(s Size) string { return times(s.Nightly.Changed.Wall, s.Run.Wall) }},
		{"**an unchanged list, wall s**", func(s Size) string { return wall(s.Nightly.Unchanged) }},
		{"models made", func(s Size) string { return thousands(s.Models) }},
		{"checks made", func(s Size) string { return thousands(s.Checks) }},
	}
	if before := r.Sizes[0].Before; before != nil {
		fmt.Fprintf(out, " The earlier version is %s, in turns with this one.", before.Program)
		then := func(what func(*Before) string) func(Size) string {
			return func(s Size) string {
				if s.Before == nil {
					return "–"
				}
				return what(s.Before)
			}
		}
		lines = append(lines,
			sizeLine{"earlier version: run, cold, wall s", then(func(b *Before) string { return wall(b.Run) })},
			sizeLine{"earlier version: run, cold, CPU s", then(func(b *Before) string { return seconds(b.Run.CPU) })},
			sizeLine{"earlier version: peak memory, MB", then(func(b *Before) string { return megabytes(b.Run.Memory) })},
			sizeLine{"earlier version: one more capture, wall s", then(func(b *Before) string { return wall(b.Nightly.Changed) })},
			sizeLine{"earlier version: an unchanged list, wall s", then(func(b *Before) string { return wall(b.Nightly.Unchanged) })},
			sizeLine{"earlier version: models and checks", then(func(b *Before) string { return thousands(b.Models) + " and " + thousands(b.Checks) })},
			sizeLine{"earlier version: database, MB", then(func(b *Before) string { return megabytes(b.DatabaseBytes) })})
		ratios := []struct {
			name      string
			now, then func(Size) float64
		}{
			{"run, cold, wall", func(s Size) float64 { return s.Run.Wall }, func(s Size) float64 { return s.Before.Run.Wall }},
			{"run, cold, CPU", func(s Size) float64 { return s.Run.CPU }, func(s Size) float64 { return s.Before.Run.CPU }},
			{"peak memory", func(s Size) float64 { return float64(s.Run.Memory) }, func(s Size) float64 { return float64(s.Before.Run.Memory) }},
			{"one more capture, wall", func(s Size) float64 { return s.Nightly.Changed.Wall }, func(s Size) float64 { return s.Before.Nightly.Changed.Wall }},
			{"database", func(s Size) float64 { return float64(s.DatabaseBytes) }, func(s Size) float64 { return float64(s.Before.DatabaseBytes) }},
		}
		for _, ratio := range ratios {
			lines = append(lines, sizeLine{"**this / before: " + ratio.name + "**", func(s Size) string {
				if s.Before == nil {
					return "–"
				}
				return times(ratio.now(s), ratio.then(s)) // a dash if the earlier version was not measured
			}})
		}
	}
	fmt.Fprint(out, "\n\n")
	r.perSize(out, "", lines)
}

func (r *Report) writePeers(out *bytes.Buffer) {
	var rows [][]string
	var notes []string
	for _, s := range r.Sizes {
		if len(s.Peers) == 0 {
			continue
		}
		rows = append(rows, []string{"breachstats run (all figures, checks, page)", thousands(s.Rows), seconds(s.Run.Wall), seconds(s.Run.CPU), megabytes(s.Run.Memory), "–"})
		for _, p := range s.Peers {
			if p.Missing != "" {
				rows = append(rows, []string{p.Name, thousands(s.Rows), "–", "–", "–", strings.ReplaceAll(p.Missing, "|", "/")})
				continue
			}
			same := "yes"
			if len(p.Differs) > 0 {
				same = fmt.Sprintf("%d rows differ", len(p.Differs))
				notes = append(notes, fmt.Sprintf("%s, %s rows: %s", p.Name, thousands(s.Rows), strings.Join(p.Differs[:min(3, len(p.Differs))], "; ")))
			}
			rows = append(rows, []string{p.Name + " (" + p.Versions + ")", thousands(s.Rows), seconds(p.Wall), seconds(p.CPU), megabytes(p.Memory), same})
		}
	}
	if len(rows) == 0 {
		return
	}
	fmt.Fprintf(out, `## What a person would write instead

Three yearly tables (breaches and individuals, types of breach, types of entity) and one chart, from the same two files, each in a cold process, by the scripts under `+"`bench/peers`"+`. They check nothing,
keep nothing, and repair nothing; a report that is in both views counts once, as here. Their tables are compared with this program's, row by row. The list
also has the question that a person asks first, breaches by year, answered from the same two files by `+"`breachstats query --file`"+`, which writes nothing. All are measured up to %s rows, so that
the report stays within its time limit.

`, thousands(r.PeersUpTo))
	table(out, []string{"by", "rows", "wall, s", "CPU, s", "peak memory, MB", "same numbers"}, rows)
	for _, note := range notes {
		fmt.Fprintf(out, "- %s\n", note)
	}
	if len(notes) > 0 {
		fmt.Fprintln(out)
	}
}

func (r *Report) writeMethod(out *bytes.Buffer) {
	fmt.Fprintf(out, "## How it was measured\n\n")
	flag := "`--max-memory " + r.MaxMemory + "` is given to the program, and the floor has the same as DuckDB's memory_limit."
	if !r.HasMemoryFlag {
		flag = "This version of `breachstats run` takes no `--max-memory`, so its memory is DuckDB's default; the floor has memory_limit " + r.MaxMemory + "."
	}
	fmt.Fprintf(out, `Every measurement is a cold process; the exports were just written, so the file cache is warm. Runs and floors take turns: five times at 8 thousand rows, three at 80 thousand, once above; the fastest counts.
%s

The exports come from `+"`breachstats sample --rows N --captured %s`"+`: one capture, two views, with the vocabulary, the lengths of descriptions and every quirk of the real list (about 6,500 reports in 15 years). More rows
mean more reports a day in the same years, and names that recur more often: in 80 thousand rows the busiest day has about 400, in 8 million a hundred times as many. With a single capture no report is matched
with those of another, so busy days make no pairs. Writing the exports took %s.

CPU is user and system time of all threads; peak memory is the kernel's figure for the process. Parts come from `+"`breachstats run --profile FILE`"+`, which records the clock and the CPU time of the process at
the beginning and end of each.
`, flag, captured, r.sampling())
}

func (r *Report) sampling() string {
	var all []string
	for _, s := range r.Sizes {
		all = append(all, fmt.Sprintf("%s s for %s rows", seconds(s.SampleSeconds), thousands(s.Rows)))
	}
	return strings.Join(all, ", ")
}
