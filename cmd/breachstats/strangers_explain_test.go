package main

import (
	"path/filepath"
	"testing"

	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// Explain analyze runs what it explains, and DuckDB lets a copy write to the file of the database that is
// open, and to its log, whatever else is forbidden. So nothing but a select is explained, and nothing else
// is copied.
func TestD8StrangersExplain(t *testing.T) {
	tier.Long(t, "each question of a stranger that explains")
	strangersHome(t)
	ask := asker(t)
	for want, statements := range strangersExplain(t) {
		for _, statement := range statements {
			t.Run(want+"/"+statement, func(t *testing.T) { ask(t, statement, want) })
		}
	}
}

// meddlers do more than read, and DuckDB would explain them.
var meddlers = []string{
	"pragma disable_optimizer", "pragma enable_profile", "pragma database_list", "set variable x = 1",
	"set threads = 1", "reset threads", "create temp table t as select 1", "create temp macro f() as 1", "create temp view v as select 1",
	"create temp table t as pivot marts.breaches on state using count(*)", "prepare p as select 1", "execute p", "deallocate p",
	"call checkpoint()", "call pragma_version()", "begin", "commit", "rollback", "vacuum", "checkpoint",
	"force checkpoint", "load json", "install httpfs",
	"drop table marts.breaches", "insert into marts.breaches from marts.breaches", "delete from marts.breaches",
	"update marts.breaches set state = 'X'", "pivot marts.breaches on state using count(*)",
	"with a as (pivot marts.breaches on state using count(*)) from a",
}

// strangersExplain are questions of strangers that explain, or copy, in the home of strangers, by what is
// said of them, nothing of those that are answered.
func strangersExplain(t *testing.T) map[string][]string {
	t.Helper()
	const overwrite = "copy (select 1) to 'data/breaches.duckdb' (format csv, use_tmp_file false)"
	refused := append(copies(t), "export database 'data/breaches.duckdb'")
	for _, statement := range append(copies(t), meddlers...) {
		refused = append(refused, "explain analyze "+statement, "explain "+statement)
	}
	for _, begin := range []string{
		"/* x */ explain (analyze) ", "/* x */ explain /* y */ (analyze) /* z */ ", "-- x\r\n\t EXPLAIN\n--y\nANALYZE ",
		"explain (analyze, format json) ", "explain ( format 'json' , analyze true ) ", `explain (format "json", analyze) `,
		"explain(analyse)", "explain analyse ", "explain verbose ", "explain analyze verbose ",
		"explain /* a /* b */ */ analyze ", "explain /*/*/*/ */ */ */ analyze ", "explain analyze -- a\r",
		"explain\u00a0analyze ", "\u00a0explain analyze\u2003", "\ufeffexplain analyze ", "", "/* x */ ",
	} {
		refused = append(refused, begin+overwrite)
	}
	return map[string][]string{
		noReader: refused,
		noSyntax: { // DuckDB explains none of these; should it once, the test says so
			"explain analyze export database 'data/breaches.duckdb'", "explain analyze import database '.'",
			"explain analyze attach ':memory:' as x", "explain analyze detach breaches", "explain analyze use marts",
			"explain analyze explain select 1", "explain -- a\rselect 1 --\n analyze " + overwrite,
			"explain explain " + overwrite, "explain analyze explain analyze " + overwrite,
		},
		several: {"explain analyze select 1; " + overwrite},
		"": {
			"explain select count(*) from marts.breaches", "explain analyze select count(*) from marts.breaches",
			"explain (select 1)", "explain analyze (select 1)", "explain (analyze) (select 1)", "explain (format json) select 1",
			"explain (analyze, format json) select 1", "/* x */ explain -- y\n analyse /* z */ from marts.breaches",
			"\ufeffexplain select 1", "explain from (select 1)", "explain with a as materialized (select 1) from a", "explain values (1)",
			"explain table marts.breaches", "explain describe marts.breaches", "explain analyze summarize marts.breaches",
			"explain show tables", "explain from (pivot marts.breaches on state in ('CA') using count(*))",
			"/* x */ pivot marts.breaches on state using count(*)", "(pivot marts.breaches on state using count(*))",
			"with a as (pivot marts.breaches on state using count(*)) from a", "unpivot (select 1 as a, 2 as b) on a, b",
		},
	}
}

// copies are statements that would write or read the file of the database or its log.
func copies(t *testing.T) []string {
	t.Helper()
	absolute := must.Get(filepath.Abs("data/breaches.duckdb"))(t)
	var all []string
	for _, path := range []string{"data/breaches.duckdb", "data/breaches.duckdb.wal", absolute, absolute + ".wal"} {
		to := " to '" + path + "' "
		all = append(all,
			"copy (select 1)"+to+"(format csv, use_tmp_file false)", "copy (select 1)"+to+"(format csv)",
			"copy (select 1)"+to+"(format parquet, use_tmp_file false)",
			"copy (select 'DUCK'::blob)"+to+"(format blob, use_tmp_file false)",
			"copy (pivot marts.breaches on state using count(*))"+to+"(format csv, use_tmp_file false)",
			"copy marts.breaches from '"+path+"' (format csv)",
		)
	}
	return all
}
