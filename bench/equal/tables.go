package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	_ "github.com/duckdb/duckdb-go/v2" // the driver "duckdb"
)

// pair is the two databases, attached as old and new to one connection.
type pair struct {
	conn *sql.Conn
	o    *options
	c    *comparison
}

// compareDatabases compares every table, view and macro of the chosen schemas.
func (o *options) compareDatabases(ctx context.Context, c *comparison, before, after side) (err error) {
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
	p := pair{conn: conn, o: o, c: c}
	if err := p.exec(ctx, fmt.Sprintf("attach %s as old (read_only); attach %s as new (read_only)", literal(before.database()), literal(after.database()))); err != nil {
		return err
	}
	return errors.Join(p.tables(ctx), p.macros(ctx), p.parquet(ctx, before.out(), after.out()))
}

// parquet compares the rows of published files.
func (p pair) parquet(ctx context.Context, before, after string) error {
	for _, name := range p.c.parquet {
		kept := map[string]string{}
		for side, folder := range map[string]string{"old": before, "new": after} {
			var err error
			question := "select * from read_parquet(" + literal(filepath.Join(folder, name)) + ", file_row_number = true)"
			if kept[side], err = p.keep(ctx, side, question); err != nil {
				return err
			}
		}
		if err := p.compareRelations(ctx, name, name, kept["old"], kept["new"]); err != nil {
			return err
		}
	}
	return nil
}

func (p pair) exec(ctx context.Context, statement string) error {
	if _, err := p.conn.ExecContext(ctx, statement); err != nil {
		return fmt.Errorf("%w, in: %s", err, statement)
	}
	return nil
}

// texts returns the values of a query's only column, which is text.
func (p pair) texts(ctx context.Context, query string) (values []string, err error) {
	rows, err := p.conn.QueryContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("%w, in: %s", err, query)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var value string
		if err := rows.Scan(&value); err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return values, rows.Err()
}

// where returns SQL that selects the chosen schemas, by the column that names them.
func (o *options) where(column string) string {
	if o.schemas == "all" {
		return column + " not in ('main', 'information_schema', 'pg_catalog')"
	}
	var names []string
	for _, name := range strings.Split(o.schemas, ",") {
		names = append(names, literal(name))
	}
	return column + " in (" + strings.Join(names, ", ") + ")"
}

// tables compares tables and views, in the order of their names.
func (p pair) tables(ctx context.Context) error {
	names := map[string][]string{}
	for _, side := range []string{"old", "new"} {
		var err error
		names[side], err = p.texts(ctx, fmt.Sprintf(`
			select table_schema || '.' || table_name from information_schema.tables
			where table_catalog = '%s' and %s order by 1`, side, p.o.where("table_schema")))
		if err != nil {
			return err
		}
	}
	if len(names["old"]) == 0 {
		return fmt.Errorf("-schemas %s: no table", p.o.schemas)
	}
	for _, name := range p.common("table", names["old"], names["new"]) {
		if err := p.compareTable(ctx, name); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		p.c.tables++
	}
	return nil
}

// common returns the names on both sides, without those to ignore. Names that new lacks are
// differences; names that only new has are additions.
func (p pair) common(kind string, before, after []string) []string {
	var both []string
	for _, name := range before {
		switch {
		case p.o.ignored.has(name):
		case slices.Contains(after, name):
			both = append(both, name)
		default:
			p.c.differ("%s: new has no such %s", name, kind)
		}
	}
	for _, name := range after {
		if !slices.Contains(before, name) && !p.o.ignored.has(name) {
			p.c.add(kind, name)
		}
	}
	return both
}

// compareTable compares a table or view of both sides. Each is read with its own database as the
// current one, so that a view finds its tables.
func (p pair) compareTable(ctx context.Context, name string) error {
	isView, err := p.texts(ctx, `
		select table_catalog from information_schema.tables where table_type <> 'BASE TABLE' and table_schema || '.' || table_name = `+literal(name))
	if err != nil {
		return err
	}
	relations := map[string]string{}
	for _, side := range []string{"old", "new"} {
		schema, table, _ := strings.Cut(name, ".")
		relations[side] = fmt.Sprintf("%s.%s.%s", side, quoted(schema), quoted(table))
		if slices.Contains(isView, side) {
			if relations[side], err = p.keep(ctx, side, "from "+relations[side]); err != nil {
				return err
			}
		}
	}
	return p.compareRelations(ctx, name, name, relations["old"], relations["new"])
}

// keep stores the rows of a query on one side in a temporary table and returns its name.
func (p pair) keep(ctx context.Context, side, question string) (relation string, err error) {
	relation = "temp.main." + side + "_kept"
	return relation, p.exec(ctx, fmt.Sprintf("use %s; create or replace temp table %s as %s; use memory", side, relation, question))
}

// columnsOf returns the columns of a relation with their types, in order, without those to ignore.
func (p pair) columnsOf(ctx context.Context, table, relation string) (names, typed []string, err error) {
	described, err := p.texts(ctx, fmt.Sprintf("select column_name || chr(9) || column_type from (describe %s)", relation))
	if err != nil {
		return nil, nil, err
	}
	for _, one := range described {
		name, _, _ := strings.Cut(one, "\t")
		if !p.o.ignored.has(table + "." + name) {
			names, typed = append(names, quoted(name)), append(typed, strings.Replace(one, "\t", " ", 1))
		}
	}
	return names, typed, nil
}

// compareRelations compares columns, then rows in both directions. shown is the name in the report,
// table the name by which columns are ignored.
func (p pair) compareRelations(ctx context.Context, shown, table, before, after string) error {
	names, oldTyped, err := p.columnsOf(ctx, table, before)
	if err != nil {
		return err
	}
	_, newTyped, err := p.columnsOf(ctx, table, after)
	if err != nil {
		return err
	}
	if !slices.Equal(oldTyped, newTyped) {
		p.c.differ("%s: columns: old %s; new %s", shown, strings.Join(without(oldTyped, newTyped), ", "), strings.Join(without(newTyped, oldTyped), ", "))
		return nil
	}
	columns := strings.Join(names, ", ")
	for _, way := range []struct{ name, from, less string }{{"old", before, after}, {"new", after, before}} {
		rows, err := p.texts(ctx, fmt.Sprintf(`
			with only_here as (select %[1]s from %[2]s except all select %[1]s from %[3]s)
			select cast(count(*) over () as varchar) || chr(9) || to_json(only_here) from only_here limit %[4]d`,
			columns, way.from, way.less, p.o.rowsShown))
		if err != nil {
			return err
		}
		for i, row := range rows {
			count, values, _ := strings.Cut(row, "\t")
			if i == 0 {
				p.c.differ("%s: %s rows only in %s:", shown, count, way.name)
			}
			p.c.differ("  %s", values)
		}
	}
	return nil
}

// without returns the texts that others lack, or all if both have the same ones in another order.
func without(texts, others []string) []string {
	left := slices.DeleteFunc(slices.Clone(texts), func(text string) bool { return slices.Contains(others, text) })
	if len(left) == 0 {
		return texts
	}
	return left
}

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
