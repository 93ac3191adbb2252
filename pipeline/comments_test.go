package pipeline

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"

	"github.com/breachstats/breachstats/pipeline/warehouse"
	"github.com/breachstats/breachstats/torture/must"
)

// withoutComment lists the tables, views, columns and macros of every schema that have no comment.
const withoutComment = `
	with seen as (
		select 'table ' || schema_name || '.' || table_name as name, comment
		from duckdb_tables() where not internal
		union all
		select 'view ' || schema_name || '.' || view_name, comment
		from duckdb_views() where not internal
		union all
		select 'column ' || schema_name || '.' || table_name || '.' || column_name, comment
		from duckdb_columns() where not internal
		union all
		select 'macro ' || schema_name || '.' || function_name, comment
		from duckdb_functions() where not internal
	)
	select name from seen
	where coalesce(trim(comment), '') = ''
	order by name`

// uncommented runs withoutComment and returns the names.
func uncommented(t *testing.T, w *warehouse.Warehouse) []string {
	t.Helper()
	rows := must.Get(w.Query(t.Context(), withoutComment))(t)
	var names []string
	for row := range int(rows.NumRows()) {
		names = append(names, rows.Column(0).ValueStr(row))
	}
	return names
}

// People get the database without this program, so comments in it must explain everything.
func TestDatabaseSaysWhatEverythingMeans(t *testing.T) {
	t.Parallel()
	o, _ := buildAll(t, textExport("2024-10-17", data.Archive, exportText(plain("Clinic"))),
		textExport("2024-10-17", data.UnderInvestigation, exportText(plain("Hospital"))))
	w := must.Get(warehouse.Open(t.Context(), o.Database()))(t)
	t.Cleanup(func() { _ = w.Close() })
	if diff := cmp.Diff([]string(nil), uncommented(t, w)); diff != "" {
		t.Errorf("without a comment (+):\n%s", diff)
	}

	// The comment of a macro describes its columns too, since DuckDB keeps no comments for them.
	list, _, err := o.Models()
	if err != nil {
		t.Fatal(err)
	}
	macros := 0
	for _, model := range list {
		if !model.IsMacro() {
			continue
		}
		macros++
		rows := must.Get(w.Query(t.Context(), "select comment from duckdb_functions() where schema_name || '.' || function_name = '"+model.Table()+"'"))(t)
		if rows.NumRows() != 1 {
			t.Fatalf("%s: want one macro, got %d", model.Table(), rows.NumRows())
		}
		for _, column := range model.Header.Columns {
			if !strings.Contains(rows.Column(0).ValueStr(0), "\n"+column.Name+": "+column.Comment) {
				t.Errorf("%s: want its comment to explain %s, got %q", model.Table(), column.Name, rows.Column(0).ValueStr(0))
			}
		}
	}
	if macros == 0 {
		t.Error("want macros among the models, got none")
	}
}

// Missing comments of every kind are found; otherwise the test above could not fail.
func TestUncommentedFindsEveryKind(t *testing.T) {
	w := must.Get(warehouse.Memory(t.Context()))(t)
	t.Cleanup(func() { _ = w.Close() })
	must.Do(t, w.Exec(t.Context(), `
		create schema s;
		create table s.told (a int, b int);
		comment on table s.told is 'One row.';
		comment on column s.told.a is 'It.';
		create table s.untold (c int);
		comment on column s.untold.c is ' ';
		create view s.looked as select 1 as d;
		create macro s.called(e) as table select e`))
	want := []string{"column s.looked.d", "column s.told.b", "column s.untold.c", "macro s.called", "table s.untold", "view s.looked"}
	if diff := cmp.Diff(want, uncommented(t, w)); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// Older programs can read the file: it has the oldest format with zstd, which versions from 1.2 on
// read. A driver with a newer default would lock older readers out.
func TestDatabaseIsReadByOlderPrograms(t *testing.T) {
	t.Parallel()
	o, _ := buildAll(t, textExport("2024-10-17", data.Archive, exportText(plain("Clinic"))))
	got := ask(t, o, "select tags['storage_version'] from duckdb_databases() where not internal")
	if diff := cmp.Diff([]string{"v1.2.0+"}, got); diff != "" {
		t.Errorf("storage version: want -, got +:\n%s", diff)
	}
}

// The numbers in the traps of docs/sql.md are true of the real list.
func TestRealNumbersOfTheSQLPage(t *testing.T) {
	t.Parallel()
	o, _ := buildOnce(t, allRealExports(t)...)
	for _, c := range []struct {
		name, ask string
		want      []string
	}{
		{"a placeholder that became the largest count", `
			select valid_from, individuals, individuals = (select max(individuals) from marts.breach_versions)
			from marts.breach_versions
			where entity_name = 'Change Healthcare, Inc.' order by valid_from`,
			[]string{"2024-10-17|500|false", "2026-05-03|192700000|true"}},
		{"business associates before and after 2015", `
			select year, count(*) filter (where entity_type = 'Business Associate'), count(*) filter (where has_business_associate)
			from marts.breaches where vanished_on is null and year in (2014, 2015) group by all order by year`,
			[]string{"2014|74|79", "2015|14|45"}},
		{"one entity, three names", `
			select distinct entity_name from marts.breaches
			where vanished_on is null and entity_name in ('Humana Inc', 'Humana Inc.', 'Humana Inc [Case 18652]') order by all`,
			[]string{"Humana Inc", "Humana Inc [Case 18652]", "Humana Inc."}},
		{"one event, two of the ten largest", `
			select entity_name from (
				select entity_name, year from marts.breaches where vanished_on is null order by individuals desc nulls last limit 10
			) where year = 2019 order by all`,
			[]string{"Laboratory Corporation of America Holdings dba LabCorp", "Optum360, LLC"}},
		{"a second report that vanished", `
			select vanished_on is null from marts.breaches where individuals = 78800000 order by all`,
			[]string{"false", "true"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, ask(t, o, c.ask)); diff != "" {
				t.Errorf("page -, list +:\n%s", diff)
			}
		})
	}
}
