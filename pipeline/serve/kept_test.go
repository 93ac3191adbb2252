package serve

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jellydator/ttlcache/v3"
)

// askedTwice asks a question twice and reports how often the second answer needed no worker.
func askedTwice(t *testing.T, p *Pool, q Question) (first, second string, reused int64) {
	t.Helper()
	before := p.Status().Reused
	var answers [2]string
	for i := range answers {
		var err error
		if answers[i], _, err = text(p, q, 10*time.Second); err != nil {
			t.Fatalf("%s: %v", q.SQL, err)
		}
	}
	return answers[0], answers[1], p.Status().Reused - before
}

func TestAnswersThatAreKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "breaches.duckdb")
	publishDatabase(t, path, 1)
	p := openPool(t, path, nil)
	for _, sql := range []string{
		"select count(*) from marts.breaches", "select n, count(*) as c from marts.breaches group by n order by n", "from range(3)",
		"with a as (select max(i) as m from marts.breaches) select m, row_number() over () from a", "select '\"function_name\":\"random\"'",
		"select date_trunc('year', date '2024-05-01')", "select i from marts.breaches where i in (select 3 union all select 5) order by i",
	} {
		first, second, reused := askedTwice(t, p, Question{SQL: sql})
		if first != second || reused != 1 {
			t.Errorf("%s: want the same answer without a worker, got %q, then %q, %d of them kept", sql, first, second, reused)
		}
	}
	many := "select " + strings.Repeat("i, ", 2000) + "n from marts.breaches limit 1"
	for _, sql := range []string{
		"select random()", "select now()", "select current_timestamp", "select current_date", `select "current_date"`, "select Today()", "select uuid()", "select current_time",
		"select age(timestamp '2020-01-01')", "select localtimestamp", "select get_current_timestamp()", "select txid_current()", "select current_database()",
		"select count(*) from marts.breaches where random() < 0.5", "select (select now())", "with a as (select random() as r) from a", "select list_transform([1, 2], lambda x: x + random())",
		"select i from marts.breaches using sample 5", "select i from marts.breaches tablesample 1 percent", "from (from marts.breaches tablesample reservoir(5))",
		"select order_by_random from (select i as order_by_random from marts.breaches order by random() limit 5)", "select list(i order by random()) from range(3) t(i)",
		"select sum(i) over (order by random()) from range(3) t(i)", "select count(*) filter (random() < 0.5) from range(9)",
		"from duckdb_memory()", "select count(*) from duckdb_functions()", "select count(*) from information_schema.tables", "select count(*) from Duckdb_Tables",
		"describe marts.breaches", "show tables", "from (describe marts.breaches)", "explain select 1", "explain analyze select 1", "summarize marts.breaches", "pragma version",
		many, "select i from marts.breaches",
	} {
		if _, _, reused := askedTwice(t, p, Question{SQL: sql}); reused != 0 {
			t.Errorf("%.100s: want a worker to answer it each time", sql)
		}
	}
}

// An answer is kept for its question alone: other values, another number of rows and its columns are other
// questions. The answer has the same ending.
func TestAKeptAnswerIsOfItsQuestionAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "breaches.duckdb")
	publishDatabase(t, path, 1)
	p := openPool(t, path, nil)
	const sql = "select i + cast(? as bigint) from range(3) t(i) order by i"
	ask := func(value string, rows int64) string {
		got, ending, err := text(p, Question{SQL: sql, Arguments: []Argument{{"bigint", value}}, Rows: rows}, 10*time.Second)
		return fmt.Sprint(got, ending.Rows, ending.IsCut, err)
	}
	for range 2 {
		for _, c := range []struct {
			value string
			rows  int64
			want  string
		}{{"1", 0, "1 2 33 false <nil>"}, {"2", 0, "2 3 43 false <nil>"}, {"1", 2, "1 22 true <nil>"}} {
			if got := ask(c.value, c.rows); got != c.want {
				t.Errorf("value %s, at most %d rows: want %q, got %q", c.value, c.rows, c.want, got)
			}
		}
		answer, err := p.Ask(t.Context(), "a", Question{SQL: sql, IsDescribed: true}, 5*time.Second, "")
		if err != nil {
			t.Fatal(err)
		}
		if ending, err := answer.Ending(); err != nil || strings.Join(ending.Parameters, " ") != "bigint" {
			t.Errorf("want its parameters, got %+v, %v", ending, err)
		}
		answer.Close()
	}
	if status := p.Status(); status.Reused != 4 || status.Answered != 8 {
		t.Errorf("want 8 answers, 4 of them without a worker, got %+v", status)
	}
}

// Who has the end of an answer finds it counted.
func TestAnAnswerIsCountedBeforeItEnds(t *testing.T) {
	for _, failed := range []error{nil, &Error{Fault: FaultSQL, Message: "a mistake"}} {
		p := &Pool{kept: newKeptAnswers(), count: Status{Faults: map[Fault]int64{}}}
		j := newJob(t.Context(), "a", Question{SQL: "select 42"}, bounds{}, 1000)
		p.mutex.Lock() // nothing can be counted now
		go p.finish(j, Ending{}, failed)
		select {
		case <-j.done:
			t.Errorf("want an answer with the error %v counted before it ends", failed)
		case <-time.After(200 * time.Millisecond):
		}
		p.mutex.Unlock()
		<-j.done
		if got := p.Status(); got.Answered+got.Faults[FaultSQL] != 1 {
			t.Errorf("want the answer with the error %v counted, got %+v", failed, got)
		}
	}
}

// Answers do not outlive their database, and a client who means another one gets none.
func TestKeptAnswersDieWithTheirDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "breaches.duckdb")
	publishDatabase(t, path, 1)
	p := openPool(t, path, nil)
	q := Question{SQL: "select max(n) from marts.breaches"}
	for n := 1; n < 4; n++ {
		first, second, reused := askedTwice(t, p, q)
		if want := strconv.Itoa(n); first != want || second != want || reused != 1 {
			t.Errorf("database %d: got %q, then %q, %d of them kept", n, first, second, reused)
		}
		before := p.Generation()
		if n == 3 {
			break
		}
		publishDatabase(t, path, n+1)
		wait(t, func() bool { return p.Generation() != before })
		if _, err := p.Ask(context.Background(), "a", q, time.Second, before); FaultOf(err) != FaultChanged {
			t.Errorf("want no answer of the database before, got %v", err)
		}
		if left := p.kept.Len(); left != 0 {
			t.Errorf("want no answer of the database before kept, got %d", left)
		}
	}
	p.Close()
	if _, err := p.Ask(context.Background(), "a", q, time.Second, ""); err == nil {
		t.Error("want no answer of a pool that is closed")
	}
}

// The answers that were asked for longest ago make room for others.
func TestKeptAnswersHaveABound(t *testing.T) {
	kept := newKeptAnswers()
	const many = 2 * mostKept / mostAnswer
	for i := range many {
		kept.Set(strconv.Itoa(i), keptAnswer{body: make([]byte, mostAnswer)}, ttlcache.NoTTL)
		if kept.Get("0") == nil {
			t.Fatalf("want an answer kept that is asked for again and again, it is gone after %d", i)
		}
	}
	if got := kept.Len(); got >= mostKept/mostAnswer || got < mostKept/mostAnswer*9/10 {
		t.Errorf("want about %d answers of %d, got %d", mostKept/mostAnswer, many, got)
	}
	if kept.Get("1") != nil || kept.Get(strconv.Itoa(many-1)) == nil {
		t.Error("want the answer gone that was asked for longest ago, and the last one kept")
	}
}
