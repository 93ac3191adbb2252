// Command spark measures what a build costs on Spark beside DuckDB on the same machine, as it grows: seconds, CPU,
// shuffled bytes, the largest partition, the exponent of growth, and the models that hold it back.
//
//	bench/spark/run.sh 8000,80000,800000
//
// It asks the server's own status API for what its stages did, so the server runs with spark.ui.enabled.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"math"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

type options struct {
	binary, remote, ui, work, report string
	rows                             []int
	limit                            time.Duration
}

func main() {
	var o options
	var rows string
	flag.StringVar(&o.binary, "binary", "bin/breachstats", "the program")
	flag.StringVar(&o.remote, "remote", "", "its Spark Connect server, sc://HOST:PORT")
	flag.StringVar(&o.ui, "ui", "", "the server's status pages, http://HOST:PORT")
	flag.StringVar(&o.work, "work", "", "folder for data and tables")
	flag.StringVar(&o.report, "report", "bin/spark.md", "file of the report")
	flag.StringVar(&rows, "rows", "8000,80000,800000", "reports in the sample, one size after the other")
	flag.DurationVar(&o.limit, "limit", 40*time.Minute, "for each build on Spark; one that takes longer is ended, and what its stages did until then is reported")
	flag.Parse()
	for _, text := range strings.Split(rows, ",") {
		n, err := strconv.Atoi(text)
		if err != nil {
			fail(err)
		}
		o.rows = append(o.rows, n)
	}
	var runs []measured
	for _, n := range o.rows {
		run, err := o.measure(context.Background(), n)
		if err != nil {
			fail(err)
		}
		runs = append(runs, run)
		fmt.Println(line(run))
		// After each size, so that an interrupted run leaves what it had.
		if err := os.WriteFile(o.report, []byte(report(runs)), 0o644); err != nil {
			fail(err)
		}
		if run.isEnded {
			return
		}
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "bench/spark:", err)
	os.Exit(1)
}

// measured is what one size took.
type measured struct {
	rows                    int
	duckdb, duckdbCPU       float64 // seconds
	spark, sparkCPU         float64 // seconds; CPU of Spark's tasks
	shuffled, largest, read int64   // bytes written to shuffles, of the largest task's input, of all inputs
	stages, tasks           int     // of Spark
	stored                  int64   // bytes of the tables on Spark's storage
	models                  map[string]float64
	isEnded                 bool // the build on Spark took longer than the limit
}

// measure builds a sample of n reports with both engines.
func (o options) measure(ctx context.Context, n int) (measured, error) {
	m := measured{rows: n}
	folder := filepath.Join(o.work, strconv.Itoa(n))
	data, export := filepath.Join(folder, "data"), filepath.Join(folder, "2025-10-17_all.csv")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return m, err
	}
	if _, _, err := o.run(ctx, "sample", "--rows", strconv.Itoa(n), "--output", export); err != nil {
		return m, err
	}
	if _, _, err := o.run(ctx, "import", export, "--data", data); err != nil {
		return m, err
	}
	var err error
	if m.duckdb, m.duckdbCPU, err = o.run(ctx, "build", "--data", data); err != nil {
		return m, err
	}
	// Both begin without a build before them, whose ids they would take over.
	if err := os.Remove(filepath.Join(data, "breaches.duckdb")); err != nil {
		return m, err
	}
	before, err := o.stages(ctx)
	if err != nil {
		return m, err
	}
	profile := filepath.Join(folder, "profile.jsonl")
	limited, done := context.WithTimeout(ctx, o.limit)
	defer done()
	m.spark, _, err = o.run(limited, "build", "--data", data, "--engine", "spark", "--remote", o.remote, "--storage", filepath.Join(folder, "tables"), "--profile", profile)
	if m.isEnded = limited.Err() != nil; m.isEnded {
		m.spark, err = o.limit.Seconds(), nil
	}
	if err != nil {
		return m, err
	}
	after, err := o.stages(ctx)
	if err != nil {
		return m, err
	}
	for id, stage := range after {
		if _, was := before[id]; was {
			continue
		}
		m.sparkCPU += float64(stage.CPU) / 1e9
		m.shuffled += stage.Shuffled
		m.stages++
		m.tasks += stage.Tasks
		m.read += stage.Input
		if largest, err := o.largest(ctx, id, stage); err == nil {
			m.largest = max(m.largest, largest)
		}
	}
	if m.stored, err = bytesIn(filepath.Join(folder, "tables")); err != nil {
		return m, err
	}
	m.models, err = modelsIn(profile)
	return m, errors.Join(err, os.RemoveAll(folder))
}

// bytesIn is the size of all files in a folder.
func bytesIn(folder string) (total int64, err error) {
	err = filepath.WalkDir(folder, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		total += info.Size()
		return nil
	})
	return total, err
}

// run runs the program and returns the seconds that it took and the CPU seconds of its process.
func (o options) run(ctx context.Context, args ...string) (took, cpu float64, err error) {
	command := exec.CommandContext(ctx, o.binary, append(args, "--quiet")...)
	command.Stderr = os.Stderr
	began := time.Now()
	if err := command.Run(); err != nil {
		return 0, 0, fmt.Errorf("%s: %w", strings.Join(args, " "), err)
	}
	usage := command.ProcessState.SysUsage().(*syscall.Rusage)
	return time.Since(began).Seconds(), time.Duration(usage.Utime.Nano() + usage.Stime.Nano()).Seconds(), nil
}

// stage is what the status API says of a stage.
type stage struct {
	ID       int    `json:"stageId"`
	Attempt  int    `json:"attemptId"`
	Status   string `json:"status"`
	CPU      int64  `json:"executorCpuTime"` // nanoseconds
	Input    int64  `json:"inputBytes"`
	Shuffled int64  `json:"shuffleWriteBytes"`
	Read     int64  `json:"shuffleReadBytes"`
	Tasks    int    `json:"numTasks"`
}

func (o options) application(ctx context.Context) (string, error) {
	var all []struct {
		ID string `json:"id"`
	}
	if err := get(ctx, o.ui+"/api/v1/applications", &all); err != nil || len(all) == 0 {
		return "", fmt.Errorf("%s: want one application, got %d, %w", o.ui, len(all), err)
	}
	return o.ui + "/api/v1/applications/" + all[0].ID, nil
}

func (o options) stages(ctx context.Context) (map[string]stage, error) {
	base, err := o.application(ctx)
	if err != nil {
		return nil, err
	}
	var all []stage
	if err := get(ctx, base+"/stages?status=complete", &all); err != nil {
		return nil, err
	}
	byID := map[string]stage{}
	for _, s := range all {
		byID[fmt.Sprintf("%d/%d", s.ID, s.Attempt)] = s
	}
	return byID, nil
}

// largest is what the task of a stage read that read most.
func (o options) largest(ctx context.Context, id string, s stage) (int64, error) {
	if s.Tasks == 1 {
		return s.Read + s.Input, nil
	}
	base, err := o.application(ctx)
	if err != nil {
		return 0, err
	}
	var tasks struct {
		Input struct {
			Bytes []float64 `json:"bytesRead"`
		} `json:"inputMetrics"`
		Shuffle struct {
			Bytes []float64 `json:"readBytes"`
		} `json:"shuffleReadMetrics"`
	}
	if err := get(ctx, base+"/stages/"+id+"/taskSummary?quantiles=1.0", &tasks); err != nil {
		return 0, err
	}
	most := 0.0
	for _, bytes := range slices.Concat(tasks.Input.Bytes, tasks.Shuffle.Bytes) {
		most = max(most, bytes)
	}
	return int64(most), nil
}

func get(ctx context.Context, address string, into any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", address, answer.Status)
	}
	return json.Unmarshal(text, into)
}

// modelsIn are the seconds of each model in a profile.
func modelsIn(path string) (map[string]float64, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	models := map[string]float64{}
	for line := range strings.Lines(string(text)) {
		var part struct {
			Part    string  `json:"part"`
			Seconds float64 `json:"seconds"`
		}
		if err := json.Unmarshal([]byte(line), &part); err != nil {
			return nil, err
		}
		if model, isModel := strings.CutPrefix(part.Part, "model "); isModel {
			models[model] = part.Seconds
		}
	}
	return models, nil
}

const megabyte = 1e6

func line(m measured) string {
	than := ""
	if m.isEnded {
		than = "more than "
	}
	return fmt.Sprintf("| %d | %.1f | %.1f | %s%.1f | %s%.1f | %s%.0f | %s%d | %s%d | %.1f | %s%.0f |", m.rows, m.duckdb, m.duckdbCPU, than, m.spark, than, m.sparkCPU,
		than, float64(m.shuffled)/megabyte, than, m.stages, than, m.tasks, float64(m.largest)/megabyte, than, float64(m.stored)/megabyte)
}

// report is a Markdown table of the sizes, the exponents from each to the next, and the models that grow most.
func report(runs []measured) string {
	var out strings.Builder
	out.WriteString("| reports | DuckDB, s | its CPU, s | Spark, s | CPU of its tasks, s | shuffled, MB | stages | tasks | largest task reads, MB | tables, MB |\n" +
		"| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n")
	for _, m := range runs {
		out.WriteString(line(m) + "\n")
	}
	for i := 1; i < len(runs); i++ {
		one, other := runs[i-1], runs[i]
		if other.isEnded {
			fmt.Fprintf(&out, "\nThe build of %d reports was ended by the limit, after these models: %s.\n", other.rows, strings.Join(slowest(one, other), ", "))
			continue
		}
		fmt.Fprintf(&out, "\nFrom %d to %d reports the seconds grow with exponent %.2f on Spark and %.2f on DuckDB, the CPU of tasks with %.2f, the shuffled bytes with %.2f.\n",
			one.rows, other.rows, exponent(one, other, one.spark, other.spark), exponent(one, other, one.duckdb, other.duckdb),
			exponent(one, other, one.sparkCPU, other.sparkCPU),
			exponent(one, other, float64(one.shuffled), float64(other.shuffled)))
		out.WriteString("Models by the seconds that they add: " + strings.Join(slowest(one, other), ", ") + ".\n")
	}
	return out.String()
}

// exponent is that of what grows from one size to another: 1 where it grows as the reports do.
func exponent(one, other measured, from, to float64) float64 {
	if from <= 0 || to <= 0 {
		return 0
	}
	return math.Log(to/from) / math.Log(float64(other.rows)/float64(one.rows))
}

// slowest are the five models that take most more seconds at the larger size, with both.
func slowest(one, other measured) []string {
	var names []string
	for name := range other.models {
		names = append(names, name)
	}
	more := func(name string) float64 { return other.models[name] - one.models[name] }
	slices.SortFunc(names, func(a, b string) int {
		switch {
		case more(a) > more(b):
			return -1
		case more(a) < more(b):
			return 1
		}
		return strings.Compare(a, b)
	})
	var shown []string
	for _, name := range names[:min(5, len(names))] {
		shown = append(shown, fmt.Sprintf("%s (%.1f s, then %.1f s)", name, one.models[name], other.models[name]))
	}
	return shown
}
