package main

import (
	"context"
	"database/sql/driver"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/pipeline/build"
	"github.com/breachstats/breachstats/pipeline/load"
	"github.com/breachstats/breachstats/pipeline/origins"
	"github.com/breachstats/breachstats/pipeline/warehouse"
	models "github.com/breachstats/breachstats/sql"
)

// classifying lists the models that turn distinct descriptions into causes and origins, in order.
var classifying = []string{"intermediate.narratives", "intermediate.described_origins"}

// origins measures the cost of classifying 10,000, 100,000 and 1,000,000 distinct descriptions on
// one thread. They are the descriptions of the exports at portal or, if there are none, of the
// synthetic sample, each made distinct by a number at its end.
func (b *bench) origins(out io.Writer, portal string) error {
	previous := runtime.GOMAXPROCS(1) // DuckDB uses the same number of threads
	defer runtime.GOMAXPROCS(previous)
	texts, source, err := b.descriptions(portal)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\n## Classifying descriptions, one thread\n\nFrom %d distinct descriptions of %s, each repeated with a number at its end.\n\n", len(texts), source)
	fmt.Fprintln(out, "| descriptions | narratives, ms | rules, ms | CPU ms per 10,000 | ratio |\n| ---: | ---: | ---: | ---: | ---: |")
	first := 0.0
	for _, n := range []int{10_000, 100_000, 1_000_000} {
		runs := 1
		if n == 10_000 {
			runs = 5
		}
		best := []float64{}
		for range runs {
			spent, err := classify(texts, n)
			if err != nil {
				return err
			}
			if len(best) == 0 || sum(spent) < sum(best) {
				best = spent
			}
		}
		each := sum(best) * 10_000 / float64(n)
		if first == 0 {
			first = each
		}
		fmt.Fprintf(out, "| %d | %.0f | %.0f | %.0f | %.2f |\n", n, best[0], best[1], each, each/first)
	}
	return nil
}

func sum(values []float64) (total float64) {
	for _, value := range values {
		total += value
	}
	return total
}

// descriptions returns the distinct descriptions of real exports or of the sample, sorted.
func (b *bench) descriptions(portal string) (texts []string, source string, err error) {
	paths, err := filepath.Glob(filepath.Join(portal, "*.csv"))
	if err != nil {
		return nil, "", err
	}
	source = "real exports"
	if len(paths) == 0 {
		source = "the synthetic sample"
		exports, err := b.samples(10_000)
		if err != nil {
			return nil, "", err
		}
		for _, e := range exports {
			paths = append(paths, e.path)
		}
	}
	isSeen := map[string]bool{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, "", err
		}
		in := csv.NewReader(strings.NewReader(string(text)))
		in.FieldsPerRecord, in.LazyQuotes = -1, true
		for {
			record, err := in.Read()
			if errors.Is(err, io.EOF) {
				break
			}
			if err == nil && len(record) == 9 && len(record[8]) > 20 {
				isSeen[strings.TrimSpace(record[8])] = true
			}
		}
	}
	for text := range isSeen {
		texts = append(texts, text)
	}
	slices.Sort(texts)
	return texts, source, nil
}

// classify runs the models on n descriptions and returns the CPU milliseconds of each.
func classify(texts []string, n int) (spent []float64, err error) {
	ctx := context.Background()
	w, err := warehouse.Memory(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	list, _, err := models.Read(models.Embedded(), "sql")
	if err != nil {
		return nil, err
	}
	byTable := map[string]models.Model{}
	for _, model := range list {
		byTable[model.Table()] = model
	}
	rules := byTable["reference.origin_rules"]
	if err := errors.Join(build.Schemas(ctx, w), build.Tables(ctx, w, build.Graph{}, []models.Model{rules})); err != nil {
		return nil, err
	}
	var columns []string
	for _, column := range rules.Header.Columns {
		columns = append(columns, column.Name)
	}
	if err := load.Reference(ctx, w, data.Reference(), rules.Name, columns); err != nil {
		return nil, err
	}
	if err := origins.Load(ctx, w, data.Reference()); err != nil {
		return nil, err
	}
	err = w.Exec(ctx, "create table staging.descriptions (report_no bigint, description varchar); create table intermediate.reports (report_no bigint, description_no bigint)")
	if err != nil {
		return nil, err
	}
	err = w.Append(ctx, "staging", "descriptions", func(add func(...driver.Value) error) error {
		for i := range n {
			text := texts[i%len(texts)]
			if round := i / len(texts); round > 0 {
				text += " Report " + strconv.Itoa(round) + "."
			}
			if err := add(int64(i+1), text); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = w.Exec(ctx, "insert into intermediate.reports select report_no, report_no from staging.descriptions")
	}
	for _, table := range classifying {
		if err != nil {
			return nil, err
		}
		before := cpu()
		err = build.Tables(ctx, w, build.Graph{}, []models.Model{byTable[table]})
		spent = append(spent, cpu()-before)
	}
	return spent, err
}

// cpu is the CPU time of this process, in milliseconds.
func cpu() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	milliseconds := func(t syscall.Timeval) float64 { return float64(t.Sec)*1000 + float64(t.Usec)/1000 }
	return milliseconds(usage.Utime) + milliseconds(usage.Stime)
}
