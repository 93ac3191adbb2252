package spark

import (
	"context"
	"crypto/sha256"
	"database/sql/driver"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/formats"

	"github.com/breachstats/breachstats/pipeline/engine"
)

// remote is the Spark Connect server of these tests, which `make test-spark` starts.
func remote(t *testing.T) string {
	t.Helper()
	remote := os.Getenv("BREACHSTATS_SPARK")
	if remote == "" {
		t.Skip("BREACHSTATS_SPARK names no Spark Connect server; `make test-spark` starts one")
	}
	return remote
}

// folders are models and what is generated from them, as file, model and generated text in turn.
func folders(files ...string) (sql, generated fstest.MapFS) {
	sql, generated = fstest.MapFS{}, fstest.MapFS{}
	for ; len(files) > 0; files = files[3:] {
		sql[files[0]] = &fstest.MapFile{Data: []byte(files[1])}
		sum := sha256.Sum256([]byte(files[1]))
		head := "-- generated from sql/" + files[0] + " sha256:" + hex.EncodeToString(sum[:]) + " by tools/dialect 1; do not edit\n"
		generated[files[0]] = &fstest.MapFile{Data: []byte(head + files[2])}
	}
	return sql, generated
}

const (
	rawText    = "select\n    cast(null as varchar) as name,\n    cast(null as bigint) as people,\n    cast(null as date) as day,\n    cast(null as boolean) as is_open,\n    cast(null as double) as share\nwhere false\n"
	martText   = "-- Names and people.\n-- Key: name\n-- name  Of one.\nselect name, people, rowid from raw.reports\n"
	brokenText = "-- People.\n-- Key: name\n-- name  Of one.\nselect\n    name,\n    nothing\nfrom raw.reports\n"
	macroText  = "-- Some.\n-- Given: least\n-- Key: name\n-- name  Of one.\nselect name from marts.m where people > least order by name\n"
	testText   = "-- nobody\nselect name from marts.m where people is null;\n"
)

func modelsOfTests() (sql, generated fstest.MapFS) {
	sql, generated = folders(
		"4_marts/m.sql", martText, "-- step steps.m__known\nselect name, people, rowid from raw.reports\n;\nselect cast(name as string) as name, cast(people as bigint) as people, array(name) as names from steps.m__known\n",
		"4_marts/broken.sql", brokenText, "select name,\nnothing from raw.reports\n",
		"4_marts/f.sql", macroText, "with found as (select name from marts.m where people > :least)\nselect name from found order by name\n",
		"4_marts/m_test.sql", testText, "select name from marts.m where people is null\n",
	)
	generated["prelude.sql"] = &fstest.MapFile{Data: []byte("create or replace temporary function twice(s string) returns string return concat(s, s)\n;\nset x.y=1\n")}
	return sql, generated
}

var (
	rawReports = engine.Relation{Kind: engine.Declared, Name: "raw.reports", Path: "sql/1_raw/reports.sql", Query: rawText, Meaning: "It's one."}
	martM      = engine.Relation{Name: "marts.m", Path: "sql/4_marts/m.sql", Query: martText, Meaning: "It's a row.",
		Columns: []engine.Column{{Name: "name", Meaning: "Who's it."}, {Name: "people", Meaning: "How many."}, {Name: "names", Meaning: "Again."}}}
	macroF = engine.Relation{Kind: engine.Macro, Name: "marts.f", Path: "sql/4_marts/f.sql", Query: macroText, Given: []string{"least"}}
)

func optionsOf(t *testing.T, storage string) Options {
	t.Helper()
	o := Options{Remote: remote(t), Storage: Storage{Path: storage}, Settings: []string{"spark.sql.shuffle.partitions=2"}}
	o.SQL, o.Generated = modelsOfTests()
	return o
}

// made makes one build of a few rows, and does not publish it.
func made(t *testing.T, o Options, names ...string) *Spark {
	t.Helper()
	ctx := t.Context()
	s, err := Create(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Schemas(ctx, []string{"raw", "marts"}); err != nil {
		t.Fatal(err)
	}
	add := func(r engine.Relation) {
		t.Helper()
		if _, err := s.Make(ctx, r); err != nil {
			t.Fatal(err)
		}
		if err := s.Comment(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	add(rawReports)
	err = s.Append(ctx, "raw", "reports", func(add func(...driver.Value) error) error {
		for i, name := range names {
			if err := add(name, int64(i), time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC), i%2 == 0, 0.1); err != nil {
				return err
			}
		}
		return add(nil, nil, nil, nil, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	add(martM)
	add(macroF)
	return s
}

func textOf(t *testing.T, s *Spark, query string, args ...any) string {
	t.Helper()
	rows, err := s.Query(t.Context(), query, args...)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for row := range int(rows.NumRows()) {
		var cells []string
		for i := range int(rows.NumCols()) {
			cells = append(cells, formats.Cell(rows.Column(i), row))
		}
		lines = append(lines, strings.Join(cells, "|"))
	}
	return strings.Join(lines, "\n")
}

func TestBuildIsReadAfterItIsPublished(t *testing.T) {
	o := optionsOf(t, t.TempDir())
	s := made(t, o, "Ann 'x' \\ $1", "Bob", "Çelik 𝒳")
	if err := s.Functions(t.Context(), []engine.Function{{Name: "winning_rule", Given: []string{"narrative"}, Body: "case when " + s.Patterns().Found("narrative", "(?i)bob$") + " then 'b' end"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), o); !errors.Is(err, ErrMissing) {
		t.Fatalf("want %v before it is published, got %v", ErrMissing, err)
	}
	if err := s.Publish(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(s.folder("steps.m__known")); err == nil {
		t.Error("want the steps of a model removed, got their folder")
	}
	read, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, query, want string }{
		{"texts as they were", "select name, people, names from marts.m order by people nulls last", "Ann 'x' \\ $1|0|Ann 'x' \\ $1\nBob|1|Bob\nÇelik 𝒳|2|Çelik 𝒳\n||"},
		{"every type, and the number of a row", "select * from raw.reports where rowid >= 2 order by rowid", "Çelik 𝒳|2|2024-02-29|true|0.1|2\n|||||3"},
		{"a macro", "select * from marts.f(0) where name <> 'x' order by name desc", "Çelik 𝒳\nBob"},
		{"a macro with an alias, in a join", "select a.name from marts.f(1) as a join marts.m using (name)", "Çelik 𝒳"},
		{"a function of rules", "select reference.winning_rule(name) from marts.m where people = 1", "b"},
		{"no rows", "select name from marts.m where false", ""},
		{"a message larger than 4 MB", "select repeat('x', 6000000) as t", strings.Repeat("x", 6_000_000)},
		{"what a column means", "select comment from information_schema_of_tests", ""},
	} {
		if strings.Contains(c.query, "information_schema") {
			c.query, c.want = "describe marts.m", "name|string|Who's it.\npeople|bigint|How many.\nnames|array<string>|Again."
		}
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, textOf(t, read, c.query)); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
	if got := textOf(t, read, "select name from marts.m where name = ? and people = ?", "Ann 'x' \\ $1", 0); got != "Ann 'x' \\ $1" {
		t.Errorf("want the row of the arguments, got %q", got)
	}
}

// A driver that is killed leaves its build as it is; the next build of the storage removes it.
func TestE3BuildThatIsNotPublishedLeavesTheOneBefore(t *testing.T) {
	o := optionsOf(t, t.TempDir())
	if err := made(t, o, "first").Publish(); err != nil {
		t.Fatal(err)
	}
	killed := made(t, o, "second")
	read, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if got := textOf(t, read, "select name from marts.m where name is not null"); got != "first" {
		t.Errorf("want the build that was published, got %q", got)
	}
	third := made(t, o, "third")
	if _, err := os.Stat(killed.folder("marts.m")); err == nil {
		t.Errorf("want what a killed driver left removed, got %s", killed.folder("marts.m"))
	}
	if err := third.Publish(); err != nil {
		t.Fatal(err)
	}
	if got := textOf(t, read, "select name from marts.m where name is not null"); got != "first" {
		t.Errorf("want the build before still read by whoever opened it, got %q", got)
	}
	fourth := made(t, o, "fourth")
	filled := engine.Relation{Kind: engine.Declared, Name: "raw.known", Path: "k", Query: "select cast(null as varchar) as name"}
	if _, err := fourth.Make(t.Context(), filled); err != nil {
		t.Fatal(err)
	}
	if isFilled, err := fourth.FromPrevious(t.Context(), "raw.known", "select name from marts.m where name is not null"); err != nil || !isFilled {
		t.Fatalf("want a table filled from the published build, got %t, %v", isFilled, err)
	}
	if got := textOf(t, fourth, "select name from raw.known"); got != "third" {
		t.Errorf("want the name of the published build, got %q", got)
	}
	if err := fourth.Discard(t.Context()); err != nil {
		t.Fatal(err)
	}
	if entries, err := filepath.Glob(filepath.Join(o.Path, buildsFolder, "*")); err != nil || len(entries) != 1 {
		t.Errorf("want the published build alone, got %v, %v", entries, err)
	}
}

func TestErrorsOfStatementsNameTheModel(t *testing.T) {
	s := made(t, optionsOf(t, t.TempDir()), "Ann")
	_, err := s.Make(t.Context(), engine.Relation{Name: "marts.broken", Path: "sql/4_marts/broken.sql", Query: brokenText})
	if err == nil || !strings.HasPrefix(err.Error(), "sql/4_marts/broken.sql:6: [UNRESOLVED_COLUMN") || strings.Contains(err.Error(), "\n") {
		t.Errorf("want the model, the line of the column and one line, got %v", err)
	}
	_, err = s.Make(t.Context(), engine.Relation{Name: "marts.none", Path: "sql/4_marts/none.sql", Query: "select 1"})
	if err == nil || !strings.Contains(err.Error(), "sql/4_marts/none.sql:1: want sql/spark/4_marts/none.sql") {
		t.Errorf("want the generated text missed, got %v", err)
	}
	rows := 0
	count := func(batch arrow.RecordBatch) error { rows += int(batch.NumRows()); return nil }
	if err := s.Ask(t.Context(), engine.Statement{Path: "sql/4_marts/m_test.sql", Line: 2, SQL: "not this"}, count); err != nil || rows != 1 {
		t.Errorf("want the one row of the generated test, got %d, %v", rows, err)
	}
	if err := s.Ask(t.Context(), engine.Statement{Path: "sql/4_marts/m_test.sql", Line: 3}, count); err == nil {
		t.Error("want a test without a generated text refused")
	}
	if _, err := s.Query(t.Context(), "select * from marts.gone"); err == nil || !strings.Contains(err.Error(), "TABLE_OR_VIEW_NOT_FOUND") {
		t.Errorf("want the missing table named, got %v", err)
	}
}

func TestE1NoServer(t *testing.T) {
	sql, generated := modelsOfTests()
	o := Options{Remote: "sc://127.0.0.1:1", Storage: Storage{Path: t.TempDir()}, SQL: sql, Generated: generated}
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	defer stop()
	if _, err := Create(ctx, o); err == nil || !strings.Contains(err.Error(), "sc://127.0.0.1:1: no Spark Connect server answers") {
		t.Errorf("want the server named that does not answer, got %v", err)
	}
}
