package warehouse

import (
	"bytes"
	"context"
	"database/sql/driver"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestSwapKeepsReadersOfTheOldDatabase(t *testing.T) {
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "b.duckdb")
	swapIn := func(value string) {
		t.Helper()
		w, err := Create(ctx, path, 0, Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Exec(ctx, "create table t as select "+value+" as v"); err != nil {
			t.Fatal(err)
		}
		if err := Swap(ctx, w, path); err != nil {
			t.Fatal(err)
		}
	}
	read := func(w *Warehouse) string {
		t.Helper()
		rows, err := w.Query(ctx, "select v from t")
		if err != nil {
			t.Fatal(err)
		}
		return rows.Column(0).ValueStr(0)
	}
	swapIn("1")
	reader, err := Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	if got := read(reader); got != "1" {
		t.Fatalf("want 1, got %s", got)
	}
	swapIn("2")
	if got := read(reader); got != "1" {
		t.Errorf("want the open reader to keep 1, got %s", got)
	}
	if err := reader.Close(); err != nil {
		t.Fatal(err)
	}
	reader, err = Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if got := read(reader); got != "2" {
		t.Errorf("want a new reader to get 2, got %s", got)
	}
	left, err := filepath.Glob(path + ".*")
	if err != nil || len(left) > 0 {
		t.Errorf("want nothing beside the database, got %v, %v", left, err)
	}
}

// errorOfSync is DuckDB's of a disk that did not take what was written.
type errorOfSync struct{}

func (errorOfSync) Error() string { return "FATAL Error: fsync failed!\n\nStack Trace:\n" }

func TestASyncThatFailsIsNoCrash(t *testing.T) {
	const want = "the disk did not store what was written (fsync failed): it may be full or failing"
	if got := oneLine(errorOfSync{}); got.Error() != want {
		t.Errorf("want %q, got %q", want, got)
	}
}

// Whenever an interrupt comes, nothing is left of a database that was only begun.
func TestCreateLeavesNothingWhenItIsInterrupted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "breaches.duckdb")
	for n := range 30 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(n)*time.Millisecond/2)
		w, err := Create(ctx, path, 0, Limits{})
		cancel()
		if err == nil {
			if err := Discard(w); err != nil {
				t.Fatal(err)
			}
		}
		if left, err := filepath.Glob(path + "*"); err != nil || len(left) > 0 {
			t.Fatalf("%d half milliseconds: want nothing left, got %q, %v", n, left, err)
		}
	}
}

func TestOpenD5NotADatabase(t *testing.T) {
	dir := t.TempDir()
	cases := []struct{ name, content, want string }{
		{"missing", "", "no database yet"},
		{"empty", "", "got an empty file"},
		{"foreign", strings.Repeat("this is a letter, not a database\n", 1000), "not a valid DuckDB database file"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(dir, c.name)
			if c.name != "missing" {
				if err := os.WriteFile(path, []byte(c.content), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			_, err := Open(t.Context(), path)
			if err == nil || !strings.HasPrefix(err.Error(), path+": ") || !strings.Contains(err.Error(), c.want) {
				t.Errorf("want %s: …%s…, got %v", path, c.want, err)
			}
		})
	}
	if _, err := Open(t.Context(), dir); err == nil || !strings.Contains(err.Error(), "got a folder") {
		t.Errorf("want a folder refused, got %v", err)
	}
	if _, err := Create(t.Context(), dir, 0, Limits{}); err == nil || !strings.Contains(err.Error(), "got a folder") {
		t.Errorf("want a folder refused, got %v", err)
	}
}

func TestOpenD8IsConfined(t *testing.T) {
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "b.duckdb")
	w, err := Create(ctx, path, 0, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Exec(ctx, "create table t as select 1 as v"), Swap(ctx, w, path)); err != nil {
		t.Fatal(err)
	}
	reader, err := Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	database, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	secret := filepath.Join(t.TempDir(), "secret.csv")
	if err := os.WriteFile(secret, []byte("a\n1\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"insert into t values (2)", "drop table t", "create table u as select 1",
		"select * from read_csv('" + secret + "')", "select * from read_text('" + secret + "')",
		"select * from '" + secret + "'", "select * from glob('/*')",
		"copy t to '" + secret + "'", "attach '" + secret + "' as other", "install icu", "load spatial",
		"set enable_external_access = true", "set threads = 1", "reset lock_configuration", "export database '/tmp/x'",
		// DuckDB allows the paths of a database that is attached, whatever else is forbidden.
		"copy (select 1) to '" + path + "' (format csv, use_tmp_file false)", "copy (select 1) to '" + path + ".wal' (format csv)",
		"explain analyze copy (select 1) to '" + path + "' (format csv, use_tmp_file false)", "from read_blob('" + path + "')",
		"copy (pivot t on v using count(*)) to '" + path + "' (format csv, use_tmp_file false)",
	} {
		if err := reader.Exec(ctx, statement); err == nil {
			t.Errorf("want %q refused", statement)
		}
		if content, err := os.ReadFile(path); err != nil || !bytes.Equal(content, database) {
			t.Fatalf("after %q: want the database as it was, got %d bytes, %v", statement, len(content), err)
		}
	}
	if beside, err := filepath.Glob(path + "*"); err != nil || len(beside) != 1 {
		t.Errorf("want the database alone, got %q, %v", beside, err)
	}
	if content, err := os.ReadFile(secret); err != nil || string(content) != "a\n1\n" {
		t.Errorf("want the file untouched, got %q, %v", content, err)
	}
}

func TestAppendIsAllOrNothing(t *testing.T) {
	w, err := Memory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := w.Exec(t.Context(), "create schema s; create table s.t (v bigint)"); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("line 2 is broken")
	err = w.Append(t.Context(), "s", "t", func(add func(...driver.Value) error) error {
		return errors.Join(add(int64(1)), broken)
	})
	if !errors.Is(err, broken) {
		t.Errorf("want %v, got %v", broken, err)
	}
	rows, err := w.Query(t.Context(), "select count(*) from s.t")
	if err != nil || rows.Column(0).ValueStr(0) != "0" {
		t.Errorf("want no row, got %v, %v", rows, err)
	}
}

// What DuckDB refuses ends the filling, however many rows are made meanwhile; those that it takes are
// in the order in which they were added.
func TestAppendGoesOnBesideTheFilling(t *testing.T) {
	w, err := Memory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := w.Exec(t.Context(), "create table t (v bigint, w varchar)"); err != nil {
		t.Fatal(err)
	}
	const rows = 3*batchValues + 1
	added := 0
	err = w.Append(t.Context(), "", "t", func(add func(...driver.Value) error) error {
		for {
			if err := add("no number", "text"); err != nil {
				return err
			}
			added++
		}
	})
	if err == nil || !strings.Contains(err.Error(), "cast") || added > 4*batchValues {
		t.Errorf("want what was refused, soon, got %v after %d rows", err, added)
	}
	err = w.Append(t.Context(), "", "t", func(add func(...driver.Value) error) error {
		for i := range rows {
			if err := add(int64(i), "text"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]int64{
		"select count(*) from t":                     rows,
		"select count(*) from t where v <> rowid":    0,
		"select count(*) from t where w <> 'text'":   0,
		"select count(distinct v) - count(*) from t": 0,
	} {
		if got, err := w.Number(t.Context(), query); err != nil || got != want {
			t.Errorf("%s: want %d, got %d, %v", query, want, got, err)
		}
	}
}

// Text becomes what the columns are of, in order, or the error says which cannot and no row is there.
func TestAppendTextCasts(t *testing.T) {
	w, err := Memory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := w.Exec(t.Context(), "create schema s; create table s.t (v bigint, d date)"); err != nil {
		t.Fatal(err)
	}
	rows := func(last driver.Value) error {
		return w.AppendText(t.Context(), "s.t", 2, func(add func(...driver.Value) error) error {
			return errors.Join(add("1", "2024-10-17"), add(nil, nil), add(last, nil))
		})
	}
	if err := rows("twelve"); err == nil || !strings.Contains(err.Error(), "'twelve'") {
		t.Errorf("want what cannot be cast, got %v", err)
	}
	if n, err := w.Number(t.Context(), "select count(*) from s.t"); err != nil || n != 0 {
		t.Errorf("want no row, got %d, %v", n, err)
	}
	if err := rows("12"); err != nil {
		t.Fatal(err)
	}
	if n, err := w.Number(t.Context(), "select sum((rowid + 1) * coalesce(v, 100))::bigint + count(d) from s.t"); err != nil || n != 1+200+36+1 {
		t.Errorf("want the three rows in order, got %d, %v", n, err)
	}
}

func TestQueryD5DamagedDatabase(t *testing.T) {
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "b.duckdb")
	w, err := Create(ctx, path, 0, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Exec(ctx, "create table t as select 'text ' || i as v from range(100000) r(i)"), Swap(ctx, w, path)); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	damaged := 0
	for at := 3 * 4096; at < len(content); at += 256 << 10 { // a bit of each block
		flipped := append([]byte{}, content...)
		flipped[at+100] ^= 4
		if err := os.WriteFile(path, flipped, 0o644); err != nil {
			t.Fatal(err)
		}
		reader, err := Open(ctx, path)
		if err == nil {
			_, err = reader.Query(ctx, "select count(distinct v), min(v), max(v) from t")
			reader.Close()
		}
		if err == nil {
			continue // a block that the query does not read
		}
		damaged++
		told := AtLine("sql/t.sql", 1, err)
		if !errors.Is(told, ErrDamaged) || !strings.HasPrefix(told.Error(), path+": ") || strings.Contains(told.Error(), "\n") {
			t.Errorf("byte %d: want one line that names the database, got %v", at, told)
		}
	}
	if damaged == 0 {
		t.Error("want damage that shows, or this test shows nothing")
	}
}

// What a process that is gone spilled is removed by the next build; what a running one did stays.
func TestCreateRemovesWhatWasSpilled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a [b.duckdb")
	gone, mine, foreign := path+spilled+"999999999", SpillBeside(path), path+spilled+"notes"
	for _, folder := range []string{gone, mine, foreign} {
		if err := os.Mkdir(folder, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	w, err := Create(t.Context(), path, 0, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = Discard(w) })
	for folder, isKept := range map[string]bool{gone: false, mine: true, foreign: true} {
		if _, err := os.Stat(folder); (err == nil) != isKept {
			t.Errorf("%s: want kept %v, got %v", folder, isKept, err)
		}
	}
}

// Descriptions are most of a database: they are compressed, and short texts are not slower for it.
func TestLongTextsAreCompressed(t *testing.T) {
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "b.duckdb")
	w, err := Create(ctx, path, 0, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	err = w.Exec(ctx, `
		create table t as
		select 'row ' || i as short, repeat(md5(cast(i as varchar)) || ' a laptop was stolen. ', 10) as long
		from range(5000) as rows (i)`)
	if err != nil {
		t.Fatal(err)
	}
	if err := Swap(ctx, w, path); err != nil {
		t.Fatal(err)
	}
	again, err := Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = again.Close() })
	for _, c := range []struct {
		column   string
		wantZSTD bool
	}{{"short", false}, {"long", true}} {
		used, err := again.strings(ctx, "select distinct compression from pragma_storage_info('t') where segment_type = 'VARCHAR' and column_name = '"+c.column+"'")
		if err != nil {
			t.Fatal(err)
		}
		if hasZSTD := strings.Join(used, ",") == "ZSTD"; hasZSTD != c.wantZSTD {
			t.Errorf("%s: want zstd %t, got %s", c.column, c.wantZSTD, used)
		}
	}
}
