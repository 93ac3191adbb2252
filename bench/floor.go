package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	_ "github.com/duckdb/duckdb-go/v2" // the floor is DuckDB alone

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/pipeline"
	"github.com/breachstats/breachstats/pipeline/engine"
	"github.com/breachstats/breachstats/pipeline/origins"
	"github.com/breachstats/breachstats/pipeline/warehouse"
	models "github.com/breachstats/breachstats/sql"
)

// statement is a step of the floor. Part is its name, as in a profile.
type statement struct {
	Part string `json:"part"`
	SQL  string `json:"sql"`
}

// floorScript returns the steps of the floor, in order: read the exports with read_csv, run the
// models. Work that needs no export is done here and not measured: the order of the models, and the
// reference tables as files. database is the file to make.
func floorScript(dir, database string, exports []export, memory string) ([]statement, error) {
	options := pipeline.Options{}
	graph, err := pipeline.Graph(context.Background(), options)
	if err != nil {
		return nil, err
	}
	script := []statement{{"open", fmt.Sprintf(
		"set memory_limit = %s; set temp_directory = %s; attach %s as floor (recovery_mode no_wal_writes); use floor",
		quoted(memory), quoted(database+".tmp"), quoted(database))}}
	for _, layer := range models.Layers() {
		script = append(script, statement{"open", "create schema " + string(layer)})
	}
	var reference, derived []statement
	for _, model := range graph.Order {
		made := statement{"model " + model.Table(), model.Create() + model.Query}
		if !model.Layer.IsFilled() {
			derived = append(derived, made)
			continue
		}
		script = append(script, made)
		if model.Layer == models.Reference {
			path, err := referenceFile(dir, model.Name)
			if err != nil {
				return nil, err
			}
			var columns []string
			for _, column := range model.Header.Columns {
				columns = append(columns, column.Name)
			}
			reference = append(reference, statement{"load reference", "insert into " + model.Table() + " from " + readCSV(path, columns)})
		}
	}
	script = append(script, reference...)
	for _, functions := range []func(fs.FS, engine.Patterns) ([]engine.Function, error){origins.Functions, origins.KindFunctions} {
		rules, err := functions(data.Reference(), warehouse.Patterns{})
		if err != nil {
			return nil, err
		}
		script = append(script, statement{"load reference", warehouse.MacrosOf(rules)})
	}
	var counts []string
	for _, e := range exports {
		script = append(script, statement{"load raw.breach_reports", fmt.Sprintf(
			"insert into raw.breach_reports select %s, row_number() over () + 1, %s, 1, %s, * from %s",
			quoted(e.file()), quoted(e.day), quoted(e.view), readCSV(e.path, exportColumns))})
		size, err := sizeOf(e.path)
		if err != nil {
			return nil, err
		}
		counts = append(counts, fmt.Sprintf(
			`select %s, date %s, 1, %s, 'floor', '', '', %d, (select count(*) from raw.breach_reports where view = %s),
			'UTF-8', 0, 0, false, true, null, null`, quoted(e.file()), quoted(e.day), quoted(e.view), size, quoted(e.view)))
	}
	script = append(script,
		statement{"load raw.listings", `insert into raw.listings select source_file, source_line, view,
			captured_on, capture_no, captured_on, capture_no from raw.breach_reports`},
		statement{"load raw.snapshots", "insert into raw.snapshots " + strings.Join(counts, " union all ")},
		statement{"load raw.as_of", "insert into raw.as_of values (1, null)"})
	script = append(script, derived...)
	return append(script, statement{"swap", "checkpoint"}), nil
}

// exportColumns are the columns of the portal's exports, in order.
var exportColumns = []string{
	"entity_name", "state", "entity_type", "individuals_affected", "submission_date",
	"breach_type", "location", "business_associate_present", "web_description",
}

// readCSV returns a call of read_csv that guesses nothing: all columns are texts.
func readCSV(path string, columns []string) string {
	return fmt.Sprintf(`read_csv(%s, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', columns = {%s: 'varchar'})`,
		quoted(path), strings.Join(columns, ": 'varchar', "))
}

// referenceFile writes a reference table of the program to dir.
func referenceFile(dir, name string) (path string, err error) {
	text, err := fs.ReadFile(data.Reference(), name+".csv")
	if err != nil {
		return "", err
	}
	path = filepath.Join(dir, name+".csv")
	return path, os.WriteFile(path, text, 0o600)
}

func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// keepScript writes a script for runFloor and, beside it, as SQL for a DuckDB shell.
func keepScript(path string, script []statement) error {
	text, err := json.Marshal(script)
	if err != nil {
		return err
	}
	var plain strings.Builder
	for _, one := range script {
		fmt.Fprintf(&plain, "-- %s\n%s\n;\n\n", one.Part, one.SQL)
	}
	return errors.Join(os.WriteFile(path, text, 0o600), os.WriteFile(strings.TrimSuffix(path, ".json")+".sql", []byte(plain.String()), 0o600))
}

// runFloor is run in a separate process. It runs a script in bare DuckDB, with one thread for each
// core, and writes the time of each statement to profilePath.
func runFloor(scriptPath, profilePath string) (err error) {
	began := time.Now()
	text, err := os.ReadFile(scriptPath)
	if err != nil {
		return err
	}
	var script []statement
	if err := json.Unmarshal(text, &script); err != nil {
		return err
	}
	ctx := context.Background()
	pool, err := sql.Open("duckdb", "")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	profile, err := os.Create(profilePath)
	if err != nil {
		return err
	}
	lines := json.NewEncoder(profile)
	for _, one := range script {
		before, begin := usedSoFar(), time.Now()
		if _, err := conn.ExecContext(ctx, one.SQL); err != nil {
			return fmt.Errorf("floor: %s: %w", one.Part, err)
		}
		seconds, after := time.Since(begin).Seconds(), usedSoFar()
		if err := lines.Encode(part{
			Name: one.Part, Began: begin.Sub(began).Seconds(), Seconds: seconds,
			CPUBegan: before.CPU, CPUSeconds: after.CPU - before.CPU, PeakBytes: after.Memory,
		}); err != nil {
			return err
		}
	}
	return profile.Close()
}

// usedSoFar returns what this process has used.
func usedSoFar() (m Measured) {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err == nil {
		m.CPU = float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e9
		m.Memory = usage.Maxrss * 1024
	}
	return m
}
