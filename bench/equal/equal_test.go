package main

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	models "github.com/breachstats/breachstats/sql"
	"github.com/breachstats/breachstats/torture/must"
)

// same is the database of a side: two tables, a view and a macro, as the program makes them.
const same = `
	create schema marts; create schema meta; create schema reference;
	create table marts.captures (capture varchar, captured_on date, is_complete boolean);
	insert into marts.captures values ('2024-10-17', '2024-10-17', true), ('2025-10-17', '2025-10-17', true);
	create table marts.breaches (breach_id varchar, year bigint, types varchar[]);
	insert into marts.breaches values ('a', 2024, ['Loss', 'Theft']), ('b', 2025, null), ('b', 2025, null);
	create view marts.recent as from marts.breaches where year > 2024;
	create macro marts.breaches_as_of(as_of_day) as table select * from marts.breaches where year <= year(as_of_day);
	create table meta.checks (claim varchar);
	insert into meta.checks values ('held');`

const manifest = `{
  "version": "%V",
  "models_sha256": "%M",
  "files": [
    {
      "name": "causes.csv",
      "bytes": 9
    },
    {
      "name": "index.html",
      "bytes": 14
    }
  ]
}
`

// makeSide writes the database and files of a side, and a program that prints its version.
func makeSide(t *testing.T, folder, version, models, statements string, files map[string]string) side {
	t.Helper()
	s := side{program: filepath.Join(folder, "program"), folder: folder}
	write := func(path, text string, mode os.FileMode) {
		t.Helper()
		must.Do(t, errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), mode)))
	}
	write(s.program, "#!/bin/sh\necho breachstats "+version+"\n", 0o755)
	own := strings.NewReplacer("%V", version, "%M", models)
	write(filepath.Join(s.out(), "manifest.json"), own.Replace(manifest), 0o644)
	write(filepath.Join(s.out(), "index.html"), own.Replace("<p>by %V</p>\n"), 0o644)
	write(filepath.Join(s.out(), "causes.csv"), "cause,12\n", 0o644)
	for name, text := range files {
		write(filepath.Join(s.out(), name), text, 0o644)
	}
	must.Do(t, os.MkdirAll(s.data(), 0o755))
	pool := must.Get(sql.Open("duckdb", s.database()))(t)
	if _, err := pool.ExecContext(context.Background(), same+statements); err != nil {
		t.Fatal(err)
	}
	must.Do(t, pool.Close())
	return s
}

func TestWhatDiffersIsReported(t *testing.T) {
	for _, c := range []struct {
		name    string
		version string
		// both is run on both databases, statements on the new one; files are added to the new
		// side.
		both       string
		statements string
		files      map[string]string
		schemas    string
		ignore     []string
		want       string // part of the report; empty if equal
		isEqual    bool   // equal in spite of the report
	}{
		{name: "two programs of two versions", version: "0badcab"},
		{name: "versions of two lengths", version: "0badcab-dirty"},
		{name: "an added row", statements: "insert into marts.breaches values ('c', 2025, null)", want: `marts.breaches: 1 rows only in new`},
		{name: "a missing copy of a repeated row", statements: "delete from marts.breaches where rowid = 1", want: `marts.breaches: 1 rows only in old`},
		{name: "a value in a list", statements: "update marts.breaches set types = ['Theft', 'Loss'] where breach_id = 'a'", want: `"types":["Theft","Loss"]`},
		{name: "a type", statements: "alter table marts.breaches alter year type integer", want: "columns: old year BIGINT; new year INTEGER"},
		{name: "an added column", statements: "alter table marts.breaches add column note varchar", want: "new note VARCHAR"},
		{name: "an added column, ignored", statements: "alter table marts.breaches add column note varchar",
			ignore: []string{"marts.breaches.note", "marts.recent.note", "marts.breaches_as_of.note"}},
		{name: "an added table", statements: "create table marts.more as select 1 as one", want: "only in new: table marts.more", isEqual: true},
		{name: "a missing table", statements: "drop table marts.captures; create macro marts.captures(as_of_day) as table select 1", want: "marts.captures: new has no such table"},
		{name: "a view", statements: "create or replace view marts.recent as from marts.breaches where year > 2025", want: "marts.recent: 2 rows only in old"},
		{name: "what a macro returns", statements: "create or replace macro marts.breaches_as_of(as_of_day) as table select * from marts.breaches where year < year(as_of_day)",
			want: "marts.breaches_as_of(date '2025-10-17'): 2 rows only in old"},
		{name: "a macro without known arguments", both: "create macro marts.odd(parity) as table select 1", want: "marts.odd(parity): not compared"},
		{name: "another schema", statements: "delete from meta.checks"},
		{name: "another schema, with -schemas", statements: "delete from meta.checks", schemas: "all", want: "meta.checks: 1 rows only in old"},
		{name: "a byte of a file", files: map[string]string{"causes.csv": "cause,13\n"}, want: "causes.csv: 9 bytes in old, 9 in new, they differ from byte 7 on"},
		{name: "an added file", files: map[string]string{"more.svg": "<svg/>"}, want: "only in new: file more.svg", isEqual: true},
		{name: "an added file, ignored", files: map[string]string{"more.svg": "<svg/>"}, ignore: []string{"*.svg"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			if c.version == "" {
				c.version = "f00dbee"
			}
			if c.schemas == "" {
				c.schemas = "marts"
			}
			before := makeSide(t, filepath.Join(folder, "old"), "f00dbee", strings.Repeat("a", 64), c.both, nil)
			after := makeSide(t, filepath.Join(folder, "new"), c.version, strings.Repeat("b", 64), c.both+c.statements, c.files)
			o := options{schemas: c.schemas, rowsShown: 5, calls: 4}
			for _, pattern := range c.ignore {
				must.Do(t, o.ignored.Set(pattern))
			}
			var got comparison
			must.Do(t, errors.Join(o.compareFiles(t.Context(), &got, before, after), o.compareDatabases(t.Context(), &got, before, after)))
			said := got.describe("input")
			if (c.want == "" || c.isEqual) == (len(got.differences) > 0) {
				t.Errorf("want equal: %v, got %s", c.want == "" || c.isEqual, said)
			}
			if !strings.Contains(said, c.want) {
				t.Errorf("want %q, got %s", c.want, said)
			}
			if got.tables < 2 || got.files < 3 {
				t.Errorf("want all tables and files compared, got %+v", got)
			}
			if left := o.ignored.unused(); len(left) > 0 {
				t.Errorf("want every -ignore used, got %q left", left)
			}
		})
	}
}

// Each macro of the program is called with some arguments.
func TestMacrosHaveArguments(t *testing.T) {
	list, _, err := models.Read(models.Embedded(), "sql")
	if err != nil {
		t.Fatal(err)
	}
	macros := 0
	for _, model := range list {
		if parameters := strings.Join(model.Header.Given, ", "); model.IsMacro() {
			macros++
			if arguments[parameters] == "" {
				t.Errorf("%s: want arguments for %s, got none", model.Path, parameters)
			}
		}
	}
	if macros == 0 {
		t.Error("want macros, got none")
	}
}

func TestPrograms(t *testing.T) {
	// Each program writes what a run would, or refuses. The sides differ only in their folders.
	script := func(t *testing.T, refusal string) string {
		t.Helper()
		path := filepath.Join(t.TempDir(), "program")
		if err := os.WriteFile(path, []byte("#!/bin/sh\necho \"$4/snapshots: "+refusal+"\" >&2\nexit 3\n"), 0o755); err != nil { //nolint:gosec // it is a program
			t.Fatal(err)
		}
		return path
	}
	portal := t.TempDir()
	must.Do(t, os.WriteFile(filepath.Join(portal, "2024-10-17_archive.csv"), nil, 0o600))
	for _, c := range []struct {
		name           string
		before, after  string
		inputs         string
		status         int
		stdout, stderr string
	}{
		{"both refuse with the same message", "no capture", "no capture", "each", 0, "both refuse it: run: exit status 3: data/snapshots: no capture", ""},
		{"each refuses with its own message", "no capture", "no such capture", "together", 1, "new: run: exit status 3: data/snapshots: no such capture", ""},
		{"unknown input", "", "", "some", 2, "", "-inputs some: want each"},
		{"rows that are not a number", "", "", "history:30", 2, "", "-inputs history:30: want"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var stdout, stderr strings.Builder
			status := run(t.Context(), []string{
				"-old", script(t, c.before), "-new", script(t, c.after), "-inputs", c.inputs, "-portal", portal,
				"-work", t.TempDir(),
			}, &stdout, &stderr)
			if status != c.status || !strings.Contains(stdout.String(), c.stdout) || !strings.Contains(stderr.String(), c.stderr) {
				t.Errorf("want %d, %q, %q, got %d, %q, %q", c.status, c.stdout, c.stderr, status, stdout.String(), stderr.String())
			}
		})
	}
}
