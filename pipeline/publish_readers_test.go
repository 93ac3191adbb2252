package pipeline

import (
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/breachstats/breachstats/torture/tier"
)

// R, pandas and DuckDB read the booleans of a CSV file as booleans, without any option.
func TestTruthsAreReadByEveryReader(t *testing.T) {
	tier.Long(t, "the CSV files in R and pandas")
	t.Parallel()
	o, _ := buildAll(t, textExport(day, "archive", oddReports()))
	if _, err := Publish(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(o.Out, "breaches_by_year.csv")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	isPartial, isWhole := strings.Count(string(text), ",TRUE,"), strings.Count(string(text), ",FALSE,")
	if isPartial == 0 || isWhole == 0 || strings.Contains(strings.ToLower(string(text)), ",true,false") {
		t.Fatalf("want years of both kinds, got\n%s", text)
	}
	want := fmt.Sprintf("%d %d", isPartial, isWhole)
	// Use another DuckDB, as users do who download the file: a built database may not open files.
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	var got string
	err = db.QueryRowContext(t.Context(), `
		select count(*) filter (where is_partial_year) || ' ' || count(*) filter (where not is_partial_year)
		from (select is_partial_year from read_csv($1))
		where typeof(is_partial_year) = 'BOOLEAN'`, file).Scan(&got)
	if err != nil || got != want {
		t.Errorf("DuckDB: want %s, got %s, %v", want, got, err)
	}
	for _, reader := range []struct{ name, program, script string }{
		{"R", "Rscript", `x <- read.csv(commandArgs(TRUE)[1])$is_partial_year; stopifnot(is.logical(x)); cat(sum(x), sum(!x))`},
		{"pandas", "python3", `import sys, pandas; x = pandas.read_csv(sys.argv[1]).is_partial_year; assert x.dtype == bool, x.dtype; print(x.sum(), (~x).sum())`},
	} {
		t.Run(reader.name, func(t *testing.T) {
			flag := "-e"
			if reader.program == "python3" {
				flag = "-c"
				if err := exec.CommandContext(t.Context(), "python3", "-c", "import pandas").Run(); err != nil {
					t.Skip("pandas is not installed; R and DuckDB may read the file")
				}
			}
			path, err := exec.LookPath(reader.program)
			if err != nil {
				t.Skipf("%s is not installed", reader.program)
			}
			got, err := exec.CommandContext(t.Context(), path, flag, reader.script, file).CombinedOutput()
			if err != nil || strings.TrimSpace(string(got)) != want {
				t.Errorf("want %s, got %s, %v", want, got, err)
			}
		})
	}
}
