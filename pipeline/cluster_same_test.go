package pipeline

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"

	"github.com/breachstats/breachstats/pipeline/spark"
	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// argument is what a macro is called with, as each engine writes it.
type argument struct{ duckdb, spark string }

func same(texts ...string) []argument {
	var all []argument
	for _, text := range texts {
		all = append(all, argument{text, text})
	}
	return all
}

// argumentsFor are five calls of a macro by the names of its parameters.
func argumentsFor(t *testing.T, w *warehouse.Warehouse, given []string) []argument {
	t.Helper()
	text := func(query string) []string {
		rows, err := w.Query(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		var quoted []string
		for _, line := range linesOf(rows) {
			quoted = append(quoted, "'"+strings.ReplaceAll(line, "'", "''")+"'")
		}
		for len(quoted) < 5 {
			quoted = append(quoted, "'none of these'")
		}
		return quoted[:5]
	}
	lists := func(one []string) []argument {
		var all []argument
		for i := range 5 {
			items := strings.Join(one[:i+1], ", ")
			all = append(all, argument{"[" + items + "]", "array(" + items + ")"})
		}
		return all
	}
	days := []string{"date '2009-09-23'", "date '2018-01-04'", "date '2024-12-31'", "date '2025-10-14'", "date '2030-01-01'"}
	captures := text("select distinct capture from marts.captures order by capture limit 4")
	studies := text("select study from marts.studies order by why_not is not null, study")
	switch strings.Join(given, ", ") {
	case "as_of_day":
		return same(days...)
	case "days_asked":
		return lists(days)
	case "one_capture, other_capture":
		return same(captures[0]+", "+captures[1], captures[1]+", "+captures[0], captures[0]+", "+captures[0], captures[2]+", "+captures[3], captures[4]+", "+captures[0])
	case "study_asked":
		return same(studies...)
	case "studies_asked":
		return lists(studies)
	case "breach_asked":
		return same(text("select breach_id from marts.breaches order by breach_id")...)
	case "half_asked":
		return same(text("select distinct half from reference.kind_labels order by half")...)
	case "sample_size, seed":
		return same("10, 1", "2000000000, 3", "10, 2", "0, 1", "1, 1") // the second needs more than 32 bits
	}
	t.Fatalf("want arguments for %v", given)
	return nil
}

// wantSameMacros compares five calls of every macro. Where BREACHSTATS_SPARK_CALLS is 1, it compares only the second
// of the five, because a cluster plans a call for seconds.
func wantSameMacros(t *testing.T, o, other Options) {
	t.Helper()
	w, err := warehouse.Open(t.Context(), o.Database())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	s, err := OpenCluster(t.Context(), other)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	list, _, err := o.Models()
	if err != nil {
		t.Fatal(err)
	}
	type call struct {
		macro string
		with  argument
	}
	var calls []call
	isShort, macros := os.Getenv("BREACHSTATS_SPARK_CALLS") == "1", 0
	for _, model := range list {
		if !model.IsMacro() {
			continue
		}
		macros++
		arguments := argumentsFor(t, w, model.Header.Given)
		if len(arguments) != 5 {
			t.Errorf("%s: want five calls, got %d", model.Table(), len(arguments))
		}
		if isShort {
			arguments = arguments[1:2]
		}
		for _, with := range arguments {
			calls = append(calls, call{model.Table(), with})
		}
	}
	if macros < 20 {
		t.Errorf("want at least 20 macros, got %d", macros)
	}
	var lanes errgroup.Group
	lanes.SetLimit(2) // a cluster mostly plans so small a select
	for _, c := range calls {
		lanes.Go(func() error {
			wantPart(t, c.macro+"("+c.with.spark+")", func(t *testing.T) {
				began := time.Now()
				wantSameRows(t, w, s, "select * from "+c.macro+"("+c.with.duckdb+")", "select * from "+c.macro+"("+c.with.spark+")")
				t.Logf("%.1f s", time.Since(began).Seconds())
			})
			return nil
		})
	}
	_ = lanes.Wait()
}

// wantPart is a part of a comparison. That it failed is printed when it ends, as tools/spark/lib.sh looks for these
// words where the time is up before the whole comparison ends.
func wantPart(t *testing.T, name string, compare func(*testing.T)) {
	t.Helper()
	if !t.Run(name, compare) {
		t.Errorf("%s: cluster and DuckDB differ", name)
	}
}

// wantSameRows wants the same rows, in any order, and types from both engines.
func wantSameRows(t *testing.T, w *warehouse.Warehouse, s *spark.Spark, here, there string) {
	t.Helper()
	one, err := w.Query(t.Context(), here)
	if err != nil {
		t.Fatal(err)
	}
	other, err := s.Query(t.Context(), there)
	if err != nil {
		t.Fatal(err)
	}
	rows, others := linesOf(one), linesOf(other)
	slices.Sort(rows)
	slices.Sort(others)
	if diff := cmp.Diff(append(rows, typesOf(one)...), append(others, typesOf(other)...)); diff != "" {
		t.Errorf("DuckDB -, cluster +:\n%.3000s", diff)
	}
}

// typesOf are the columns of a record with their types.
func typesOf(rows arrow.RecordBatch) []string {
	var all []string
	for _, field := range rows.Schema().Fields() {
		all = append(all, field.Name+" "+field.Type.ID().String())
	}
	return all
}

func wantSameFiles(t *testing.T, here, there string) {
	t.Helper()
	one, another := filesIn(t, here), filesIn(t, there)
	if diff := cmp.Diff(slices.Sorted(maps.Keys(one)), slices.Sorted(maps.Keys(another))); diff != "" {
		t.Errorf("published files: DuckDB -, cluster +:\n%s", diff)
	}
	for name, content := range one {
		if !bytes.Equal(content, another[name]) {
			t.Errorf("%s: want the same bytes, got %d and %d", name, len(content), len(another[name]))
		}
	}
}

func filesIn(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		all[name], err = os.ReadFile(filepath.Join(folder, name))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
