package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// secret stands in a file beside the database, and in no answer.
const secret = "WORD-THAT-NO-ANSWER-HOLDS"

// strangersHome makes a folder with a database in data and files that no question may read, and
// goes there.
func strangersHome(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
	t.Setenv("BREACHSTATS_DATA", "")
	t.Setenv("STRANGER", secret)
	ofStrangers.into(t, ".", func() {
		printed(t, "sample", "--rows", "1000", "--captured", "2024-10-17", "--view", "all", "--output", "2024-10-17_all.csv")
		printed(t, "import", "2024-10-17_all.csv", "--quiet")
		printed(t, "build", "--quiet")
	})
	for name, text := range map[string]string{"s.csv": secret + "\n1\n", "s.json": `{"a": "` + secret + `"}`, "s.sql": "select '" + secret + "'"} {
		must.Do(t, os.WriteFile(name, []byte(text), 0o600))
	}
}

var ofStrangers start

// footprint is every file of the current folder with the checksum of its bytes.
func footprint(t *testing.T) map[string][32]byte {
	t.Helper()
	files := map[string][32]byte{}
	err := filepath.WalkDir(".", func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		files[path] = sha256.Sum256(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

const strangersDatabase = "data/breaches.duckdb"

// noReader is the error for a statement that would do more than read.
const noReader = "nothing here can be changed"

// asker asks one question of strangersHome, wants it refused with one line that holds want, or answered
// where that is empty, and wants every file as it was before the question.
func asker(t *testing.T) func(t *testing.T, statement, want string) {
	before := footprint(t)
	database := must.Get(os.ReadFile(strangersDatabase))(t)
	return func(t *testing.T, statement, want string) {
		t.Helper()
		var stdout, stderr bytes.Buffer
		status := run([]string{"query", "--format", "csv"}, strings.NewReader(statement), &stdout, &stderr)
		told := stderr.String()
		switch {
		case want == "" && status != exitDone:
			t.Errorf("want an answer, got %d: %s", status, told)
		case want != "" && (status != exitFailed || !strings.Contains(told, want)):
			t.Errorf("want exit status 1 and %q, got %d: %.300s", want, status, told)
		case want != "" && (!strings.HasPrefix(told, "breachstats: query:") || strings.Count(told, "\n") != 1):
			t.Errorf("want one line that says where, got %q", told)
		}
		if strings.Contains(stdout.String()+told, secret) && !strings.Contains(statement, secret) {
			t.Errorf("the secret got out: %.300s", stdout.String()+told)
		}
		after := footprint(t)
		if sameFiles(before, after) {
			return
		}
		t.Errorf("want every file as it was, got %d files, not %d", len(after), len(before))
		// The next question is asked of what was there.
		bad := []error{os.WriteFile(strangersDatabase, database, 0o600)}
		for path := range after {
			if _, isKnown := before[path]; !isKnown {
				bad = append(bad, os.Remove(path))
			}
		}
		must.Do(t, errors.Join(bad...))
	}
}

// What is said of questions that are refused.
const (
	noFile    = "LocalFileSystem has been disabled"
	noMeddler = "is not allowed in questions"
	noSyntax  = "Parser Error"
	several   = "want one statement"
)

// strangersSQL are questions of strangers by what is said of them, nothing of those that are answered.
var strangersSQL = map[string][]string{
	noFile: {
		"from read_csv('s.csv')", "from read_csv_auto('s.csv')", "from read_text('s.csv')", "from read_text(['s.csv'])",
		"from read_blob('s.csv')", "from read_blob('data/manifest.csv')", "from glob('*')", "from sniff_csv('s.csv')",
		"from read_json('s.json')", "from read_json_objects('s.json')", "from read_ndjson('s.json')", "from read_parquet('s.csv')",
		"from parquet_metadata('s.csv')", "from parquet_schema('s.csv')", "from 's.csv'", `from "s.csv"`, "from 's.json'",
		"from query_table('s.csv')", "from read_csv('/dev/stdin')", "from read_text('/proc/self/environ')",
		"from read_text('file:s.csv')", "from 'https://example.org/a.csv'", "from read_csv('http://127.0.0.1:9/a.csv')",
		"from which_secret('s3://a', 's3')", "from duckdb_secrets()", "explain analyze from read_text('s.csv')",
		"select (select content from read_text('s.csv'))",
		"with a as materialized (from read_text('s.csv')) from a", "describe from read_csv('s.csv')",
		"summarize from read_csv('s.csv')",
		"from read_blob('data/breaches.duckdb')", "from read_text('data/breaches.duckdb.wal')",
		"explain analyze from read_blob('data/breaches.duckdb')", "pivot (from read_csv('s.csv')) on a",
	},
	noReader: {
		"copy (select 1) to 'x'", "copy marts.breaches from 's.csv'", "copy (select 1) to '/dev/stdout'",
		"export database 'x'", "import database '.'", "execute p",
		"create secret s (type s3)", "create persistent secret s (type http)",
		"attach 'x.duckdb'", "attach ':memory:' as x", "attach 'data/breaches.duckdb' as again", "detach breaches", "use marts",
		"install httpfs", "force install httpfs from community", "load httpfs", "load json", "load './x.duckdb_extension'",
		"set threads = 64", "set memory_limit = '1TB'", "set enable_external_access = true", "set lock_configuration = false",
		"set temp_directory = 'x'", "set search_path = 'raw'", "set variable x = 1", "reset enable_external_access",
		"pragma threads = 64", "pragma disable_optimizer", "pragma enable_verification", "pragma force_checkpoint",
		"pragma add_parquet_key('k', '0123456789112345')",
		"create table t as select 1", "create temp table t as select 1", "create temp macro f() as 1", "create macro f() as 1",
		"create view v as select 1", "create sequence q", "drop table marts.breaches", "drop schema marts cascade",
		"alter table marts.breaches rename to x", "insert into marts.breaches from marts.breaches",
		"update marts.breaches set state = 'X'", "delete from marts.breaches", "truncate marts.breaches",
		"with a as (select 1) delete from marts.breaches", "comment on table marts.breaches is 'x'",
		"checkpoint", "force checkpoint", "vacuum", "analyze", "call checkpoint()", "call pragma_version()",
		"begin", "commit", "rollback", "prepare p as select 1", "deallocate p", "drop secret s",
	},
	noMeddler: {
		"call enable_logging(level = 'trace', storage = 'file', storage_path = 'x')", "call enable_logging()",
		"from enable_logging(level = 'trace', storage = 'file', storage_path = 'x')", `from "Enable_Logging"()`,
		"from system.main.enable_logging()", "select 1 where exists (from enable_logging())",
		"explain analyze from enable_logging()", "from disable_logging()", "from truncate_duckdb_logs()", "select write_log('x')",
		"from enable_profiling(format = 'json', save_location = 'x')", "call disable_profiling()", "from enable_peg_parser()",
		"from query('from enable' || '_logging()')", "from query('from ''s.csv''')", "from query /* of one */ ('select 1')",
		"explain from query('select 1')",
		"from json_execute_serialized_sql(json_serialize_sql('from read_text(''s.csv'')'))",
		"pragma json_execute_serialized_sql(json_serialize_sql('select 1'))",
	},
	several: {
		"select 1; select 2", "select 1; copy (select 1) to 'x'", "drop table marts.breaches; select 1", "begin; select 1",
		"set threads = 1; select 1", "select 1 /* ; */; select 2", "pivot marts.breaches on state; select 1",
	},
	noSyntax: {
		".read s.sql", ".shell id", `\! id`, "kill 1", "do $$ begin end $$", "lock table marts.breaches",
		"select " + strings.Repeat("(", 10_000) + "1" + strings.Repeat(")", 10_000),
		"select " + strings.Repeat("(select ", 3000) + "1" + strings.Repeat(")", 3000),
		"select " + strings.Repeat("1+", 50_000) + "1", "select " + strings.Repeat("not ", 50_000) + "true",
		"select " + strings.Repeat("[", 10_000) + "1" + strings.Repeat("]", 10_000),
		"select null::int" + strings.Repeat("[]", 10_000),
	},
	"have 0 want 1":           {"select ?", "select $1", "select $name"},
	"does not exist":          {"select getenv('STRANGER')", "from '/etc/passwd'", "select nextval('q')"},
	"cannot be null":          {"from arrow_scan(null, null, null)"},
	"unredacted":              {"from duckdb_secrets(redact = false)"},
	"maximum supported":       {"select repeat('x', 10000000000)"},
	"Lists larger":            {"select range(1000000000000000)"},
	"invalid repetition size": {"select regexp_matches('a', '((a{1,100}){1,100}){1,100}')"},
	"got byte 0x00":           {"select 1\x00 as a", "select 1 \x00; drop table marts.breaches"},
	"got byte 0xff":           {"select '\xff'", "select 1 as \"\xff\""},
	"at most 4000000 bytes":   {"select '" + strings.Repeat("x", 5_000_000) + "'"},
	"empty query":             {";", "-- nothing", strings.Repeat(";", 10_000)},
	"": {
		"pragma database_list", "pragma version", "from duckdb_settings()", "select current_setting('home_directory')",
		"explain select 1", "explain analyze select count(*) from marts.breaches", "describe marts.breaches", "show all tables",
		"summarize marts.breaches", "pivot marts.breaches on state using count(*)", "table marts.breaches", "values (1)",
		"from marts.breaches", "select 'a;b'", "select 1;", "select 'query (1)', 'enable_logging'", "select 1 as query",
		"with recursive r(n) as (select 1 union all select n + 1 from r where n < 9) select max(n) from r",
		"from sql_auto_complete('select * from ''s')", "select regexp_matches(repeat('a', 100000), '(a*)*b')",
		"select chr(0) as a, chr(27) as b", "select " + strings.Repeat("1, ", 1000) + "1",
	},
}

// What a stranger asks is refused with one line and exit status 1, or does no harm; whatever it is, no
// file is read, written or made, and no setting outlives its refusal.
func TestD8StrangersSQL(t *testing.T) {
	tier.Long(t, "each question of a stranger")
	strangersHome(t)
	ask := asker(t)
	for want, statements := range strangersSQL {
		for _, statement := range statements {
			t.Run(want+"/"+statement[:min(60, len(statement))], func(t *testing.T) { ask(t, statement, want) })
		}
	}
}

func sameFiles(a, b map[string][32]byte) bool {
	for path, sum := range a {
		if b[path] != sum {
			return false
		}
	}
	return len(a) == len(b)
}

const tooLong, tooMuch = "stopped after 1s; --timeout 2s allows more", "stopped at 400MB of memory; --max-memory 800MB allows more"

// strangersLimits are questions that would not end, or fill the machine, and what may be said of each.
var strangersLimits = []struct {
	name, statement string
	want            []string
}{
	{"a recursion without end", "with recursive r as (select 1 as n union all select n + 1 from r) select max(n) from r", []string{tooLong}},
	{"a cross join", "select count(*) from range(1000000000) a(i), range(100000) b(j) where i * j % 7 = 3", []string{tooLong, tooMuch}},
	{"a long sleep", "select sleep_ms(100000)", []string{tooLong}},
	{"an optimiser without end", "select " + strings.Repeat("true and ", 50_000) + "true", []string{tooLong, tooMuch}},
	{"one endless call", "select levenshtein(repeat('a', 500000), repeat('b', 500000))", []string{tooLong}},
	{"an endless range", "from range(1000000000000000)", []string{tooMuch, tooLong}},
	{"a list beyond memory", "select len(generate_series(1, 2000000000))", []string{tooMuch, tooLong}},
	{"a sort beyond memory", "from range(2000000000) t(i) order by hash(i)", []string{tooMuch, tooLong}},
	{"a text beyond memory", "select lpad('x', 2000000000, 'yz')", []string{tooMuch, tooLong}},
	{"rows without end", "from repeat_row(1, 2, num_rows = 1000000000000)", []string{tooMuch, tooLong}},
	{"a table of its own", "select i, i || ' ' || i from range(10000000) t(i)", []string{tooMuch, tooLong}},
}

// What would never end, or fill the machine, ends near its limits with exit status 1 and one line that names
// the limit, also where DuckDB itself does not stop: while it binds and optimises, and in what it allocates
// past its own count.
func TestD8StrangersLimits(t *testing.T) {
	tier.Long(t, "questions that run into their limits")
	strangersHome(t)
	before := footprint(t)
	for _, c := range strangersLimits {
		t.Run(c.name, func(t *testing.T) {
			command := programCommand(t, "query", "--timeout", "1s", "--max-memory", "400MB", "--output", "answer")
			command.Stdin = strings.NewReader(c.statement)
			var stderr bytes.Buffer
			command.Stderr = &stderr
			begin := time.Now()
			_ = command.Run()
			told := strings.TrimSuffix(stderr.String(), "\n")
			if status := command.ProcessState.ExitCode(); status != exitFailed ||
				!slices.ContainsFunc(c.want, func(want string) bool { return told == "breachstats: query: "+want }) {
				t.Errorf("want exit status 1 and one of %q, got %d: %.500s", c.want, status, told)
			}
			if took := time.Since(begin); took > time.Minute {
				t.Errorf("want it ended soon after a second, took %s", took)
			}
			usage, isKnown := command.ProcessState.SysUsage().(*syscall.Rusage)
			if isKnown && runtime.GOOS == "linux" && usage.Maxrss > 1_500_000 {
				t.Errorf("want little more than 400 MB held, got %d kB", usage.Maxrss)
			}
		})
	}
	if after := footprint(t); !sameFiles(before, after) {
		t.Errorf("want every file as it was, and none left of the answers, got %d files, not %d", len(after), len(before))
	}
}

func TestQueryLimitsFlags(t *testing.T) {
	strangersHome(t)
	for _, c := range []struct {
		flags []string
		want  string // empty: it runs
	}{
		{[]string{"--timeout", "5m", "--max-memory", "1GiB", "--threads", "1"}, ""},
		{[]string{"--max-memory", "500 mb"}, ""},
		{[]string{"--timeout", "0s"}, "--timeout: want more than 0s"},
		{[]string{"--timeout", "-1s"}, "--timeout: want more than 0s"},
		{[]string{"--timeout", "60"}, "missing unit"},
		{[]string{"--max-memory", "100MB"}, "--max-memory: want at least 200MB, got 100MB"},
		{[]string{"--max-memory", "2"}, "want a whole number of MB or GB"},
		{[]string{"--max-memory", "-2GB"}, "want a whole number of MB or GB"},
		{[]string{"--max-memory", "99999999999999999999GB"}, "want a whole number of MB or GB"},
		{[]string{"--threads", "-1"}, "--threads: want 1 to 1024"},
	} {
		var stdout, stderr bytes.Buffer
		status := run(append([]string{"query", "select current_setting('threads') as n"}, c.flags...), strings.NewReader(""), &stdout, &stderr)
		switch {
		case c.want == "" && status != exitDone, c.want != "" && status != exitWrongCommand:
			t.Errorf("%q: got exit status %d: %s", c.flags, status, stderr.String())
		case !strings.Contains(stderr.String(), c.want):
			t.Errorf("%q: want %q, got %s", c.flags, c.want, stderr.String())
		}
	}
}
