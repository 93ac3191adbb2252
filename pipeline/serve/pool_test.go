package serve

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestAnswers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "breaches.duckdb")
	publishDatabase(t, path, 1)
	p := openPool(t, path, nil)
	for _, c := range []struct {
		name  string
		q     Question
		want  string
		fault Fault
		line  int
	}{
		{"a row", Question{SQL: "select count(*) from marts.breaches"}, "20000", "", 0},
		{"no row", Question{SQL: "select n from marts.breaches where n = 7"}, "", "", 0},
		{"arguments", Question{SQL: "select ? + 1, ?", Arguments: []Argument{{"bigint", "41"}, {"null", ""}}}, "42", "", 0},
		{"a text with a quote", Question{SQL: "select ?", Arguments: []Argument{{"varchar", `o'n"e`}}}, `o'n"e`, "", 0},
		{"a day", Question{SQL: "select cast(? as date) + 1", Arguments: []Argument{{"date", "2024-02-28"}}}, "2024-02-29", "", 0},
		{"a mistake on line 2", Question{SQL: "select 1,\nbogus from marts.breaches"}, "", FaultSQL, 2},
		{"a syntax error", Question{SQL: "selekt 1"}, "", FaultSQL, 1},
		{"a write", Question{SQL: "delete from marts.breaches"}, "", FaultRefused, 0},
		{"a file", Question{SQL: "from read_text('/etc/passwd')"}, "", FaultSQL, 0},
		{"an argument of no kind", Question{SQL: "select ?", Arguments: []Argument{{"hex", "ff"}}}, "", FaultSQL, 0},
		{"a statement that NUL cuts", Question{SQL: "select 1\n\x00; select 2"}, "", FaultSQL, 0},
		{"bytes that are no text", Question{SQL: "select '\xff'"}, "", FaultSQL, 0},
		{"a replacement character", Question{SQL: "select '\ufffd'"}, "\ufffd", "", 0},
		{"a value with NUL", Question{SQL: "select ?", Arguments: []Argument{{"varchar", "a\x00b"}}}, "", FaultSQL, 0},
		{"a number that is none", Question{SQL: "select ?", Arguments: []Argument{{"bigint", "x"}}}, "", FaultSQL, 0},
		{"where the database lies", Question{SQL: "select path from duckdb_databases() where not internal"}, "", FaultRefused, 0},
		{"the same by a view", Question{SQL: `select path from "DuckDB_databases"`}, "", FaultRefused, 0},
		{"the same by a pragma", Question{SQL: "pragma database_list"}, "", FaultRefused, 0},
		{"the same within explain", Question{SQL: "summarize from pragma_database_list"}, "", FaultRefused, 0},
		{"a setting that names a folder", Question{SQL: "select current_setting('secret_directory')"}, "", FaultRefused, 0},
		{"a table expression of a name that is refused as a function", Question{SQL: "with query as (select 7) from query"}, "7", "", 0},
	} {
		got, _, err := text(p, c.q, 10*time.Second)
		var fault Fault
		if err != nil {
			fault = FaultOf(err)
		}
		if got != c.want || fault != c.fault {
			t.Errorf("%s: want %q, fault %q; got %q, %v (%s)", c.name, c.want, c.fault, got, err, fault)
		}
		var known *Error
		if errors.As(err, &known) && c.line > 0 && known.Line != c.line {
			t.Errorf("%s: want line %d, got %d", c.name, c.line, known.Line)
		}
		if err != nil && strings.Contains(err.Error(), filepath.Dir(path)) {
			t.Errorf("%s: the error names a path of the server: %v", c.name, err)
		}
	}
}

func TestAnswersAreCutWithAWord(t *testing.T) {
	path := filepath.Join(t.TempDir(), "breaches.duckdb")
	publishDatabase(t, path, 1)
	p := openPool(t, path, nil)
	for _, c := range []struct {
		rows, want int64
		isCut      bool
	}{{0, 20000, false}, {19999, 19999, true}, {20000, 20000, false}, {20001, 20000, false}, {1, 1, true}, {8192, 8192, true}} {
		_, ending, err := text(p, Question{SQL: "select i from marts.breaches", Rows: c.rows}, 10*time.Second)
		if err != nil || ending.Rows != c.want || ending.IsCut != c.isCut {
			t.Errorf("at most %d rows: want %d, cut %v; got %+v, %v", c.rows, c.want, c.isCut, ending, err)
		}
	}
}

func TestDescribed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "breaches.duckdb")
	publishDatabase(t, path, 1)
	p := openPool(t, path, nil)
	answer, err := p.Ask(t.Context(), "a", Question{SQL: "select n, cast(? as date) as d from marts.breaches where i = ?", IsDescribed: true}, 5*time.Second, "")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Close()
	rows, err := answer.Records()
	if err != nil {
		t.Fatal(err)
	}
	if got := rows.Schema().String(); !strings.Contains(got, "d: type=date32") {
		t.Errorf("want the columns, got %s", got)
	}
	ending, err := answer.Ending()
	if got := strings.Join(ending.Parameters, " "); err != nil || got != "date bigint" && got != "varchar bigint" {
		t.Errorf("want the kinds of the parameters, got %q, %v", got, err)
	}
}

// hostile are questions that no interrupt stops, or that take all memory, while they are prepared or run.
var hostile = []string{
	"select levenshtein(repeat('a', 100000), repeat('b', 100000))",
	"select count(*) from range(1000000000000) a, range(1000000) b",
	"select length(repeat('a', 2000000000) || repeat('b', 2000000000))",
	"select list(i) from range(10000000000) t(i)",
	"with recursive r as (select 1 as i union all select i + 1 from r) select max(i) from r",
	"select regexp_replace(repeat('a', 30000000), '(a|aa)+$', 'b')",
}

// W1, W2: each hostile question ends within its limit, and a small one is answered meanwhile.
func TestW1HostileQuestionsEndAndW2NeighboursGoOn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "breaches.duckdb")
	publishDatabase(t, path, 1)
	p := openPool(t, path, nil)
	const limit = 2 * time.Second
	var asked sync.WaitGroup
	var slowest atomic.Int64
	for _, question := range hostile {
		asked.Go(func() {
			_, _, err := text(p, Question{SQL: question}, limit)
			if fault := FaultOf(err); err != nil && fault != FaultTime && fault != FaultMemory && fault != FaultSQL {
				t.Errorf("%s: want an end at a limit, got %v (%s)", question, err, fault)
			}
		})
	}
	stop := make(chan struct{})
	small := make(chan int)
	go func() {
		n := 0
		defer func() { small <- n }()
		for {
			select {
			case <-stop:
				return
			default:
			}
			began := time.Now()
			answer, err := p.Ask(context.Background(), "neighbour", Question{SQL: fresh("select count(*) from marts.breaches")}, 20*time.Second, "")
			if err != nil {
				t.Errorf("the neighbour: %v", err)
			} else {
				answer.Close()
				slowest.Store(max(slowest.Load(), int64(time.Since(began))))
				n++
			}
			time.Sleep(20 * time.Millisecond)
		}
	}()
	asked.Wait()
	close(stop)
	t.Logf("%d small questions meanwhile, the slowest %s; %+v", <-small, time.Duration(slowest.Load()), p.Status())
	if got, _, err := text(p, Question{SQL: fresh("select 42")}, 20*time.Second); got != "42" {
		t.Errorf("want an answer afterwards, got %q, %v", got, err)
	}
}

// W2: a client whose questions no interrupt stops has one express worker at a time, while that one is
// killed and replaced too. Another client finds one free at every moment.
func TestW2AnExpressWorkerIsLeftForOthers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "breaches.duckdb")
	publishDatabase(t, path, 1)
	p := openPool(t, path, nil)
	var asked sync.WaitGroup
	for range 6 {
		asked.Go(func() {
			if _, _, err := text(p, Question{SQL: hostile[0]}, 2*time.Second); FaultOf(err) != FaultTime {
				t.Errorf("want it ended by time, got %v", err)
			}
		})
	}
	wait(t, func() bool { return p.Status().Running == 2 })
	ended := make(chan struct{})
	go func() { asked.Wait(); close(ended) }()
	looks, taken := 0, 0
	for isOver := false; !isOver; {
		select {
		case <-ended:
			isOver = true
		case <-time.After(5 * time.Millisecond):
		}
		p.mutex.Lock()
		looks++
		if len(p.express) == 0 {
			taken++
		}
		p.mutex.Unlock()
	}
	if taken > 0 {
		t.Errorf("want an express worker free at each of %d looks, got none at %d", looks, taken)
	}
	wait(t, func() bool { return p.Status().Killed >= 6 }) // each of the six was ended by a kill
}

// The time of processors that a worker takes is its work, and a question that sleeps does none.
func TestWork(t *testing.T) {
	before := workOf(os.Getpid())
	if before == 0 && runtime.GOOS != "linux" {
		t.Skip("this system does not say how long a process worked")
	}
	for begun := time.Now(); workOf(os.Getpid())-before < 100*time.Millisecond; {
		if time.Since(begun) > time.Minute {
			t.Fatal("want a loop to count as work")
		}
	}
	at := asking{process: &process{command: &exec.Cmd{Process: &os.Process{Pid: os.Getpid()}}}, bounds: bounds{work: 50 * time.Millisecond}}
	at.began, at.worked = time.Now().Add(-time.Second), before
	if !at.hasWorked() {
		t.Error("want a question that worked for 100 ms past 50 ms of work")
	}
	at.worked = workOf(os.Getpid())
	if at.hasWorked() {
		t.Error("want a question that only waited for a second not past 50 ms of work")
	}
	at.began, at.worked = time.Now().Add(time.Minute), before // no time has passed yet, however late this machine looks
	if at.hasWorked() {
		t.Error("want 50 ms on several processors to last 50 ms")
	}
}

// W13: workers that are killed from outside are replaced.
func TestW13KilledWorkersAreReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "breaches.duckdb")
	publishDatabase(t, path, 1)
	p := openPool(t, path, nil)
	for range 3 {
		for pid := range p.Status().Resident {
			process, err := os.FindProcess(pid)
			if err != nil {
				t.Fatal(err)
			}
			_ = process.Kill()
		}
		var got string
		var err error
		for range 5 { // a worker that is found gone is an error of that question
			if got, _, err = text(p, Question{SQL: fresh("select 42")}, 10*time.Second); got == "42" {
				break
			}
			if FaultOf(err) != FaultServer {
				t.Fatal(err)
			}
		}
		if got != "42" {
			t.Fatalf("want an answer, got %q, %v", got, err)
		}
	}
}

// W3: the database is replaced under its readers: no error, and no answer of two generations.
func TestW3DatabaseIsReplacedUnderReaders(t *testing.T) {
	path := filepath.Join(t.TempDir(), "breaches.duckdb")
	publishDatabase(t, path, 0)
	p := openPool(t, path, func(o *Options) { o.Queue = 100 })
	stop := make(chan struct{})
	var readers sync.WaitGroup
	var answers atomic.Int64
	for range 6 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				got, _, err := text(p, Question{SQL: fresh("select distinct n from marts.breaches")}, 10*time.Second)
				if err != nil || strings.Contains(got, " ") || got == "" {
					t.Errorf("got %q, %v", got, err)
					return
				}
				answers.Add(1)
			}
		})
	}
	swaps := 10
	if testing.Short() {
		swaps = 4
	}
	for n := 1; n <= swaps; n++ {
		publishDatabase(t, path, n)
		wait(t, func() bool { return p.Status().Swaps >= int64(n) })
		if got, _, err := text(p, Question{SQL: fresh("select max(n) from marts.breaches")}, 10*time.Second); got != strconv.Itoa(n) {
			t.Errorf("swap %d: got %q, %v", n, got, err)
		}
	}
	close(stop)
	readers.Wait()
	t.Logf("%d answers through %d swaps", answers.Load(), swaps)
}

// W16: a database that is gone or damaged does not take the place of the one that is open.
func TestW16DatabaseGoneOrDamaged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "breaches.duckdb")
	publishDatabase(t, path, 1)
	p := openPool(t, path, nil)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	time.Sleep(3 * lookForDatabase)
	if got, _, err := text(p, Question{SQL: fresh("select max(n) from marts.breaches")}, 10*time.Second); got != "1" {
		t.Errorf("gone: got %q, %v", got, err)
	}
	if err := os.WriteFile(path, []byte("no database at all, but long enough for a header"), 0o600); err != nil {
		t.Fatal(err)
	}
	wait(t, func() bool { return p.Status().Refused != "" })
	if got, _, err := text(p, Question{SQL: fresh("select max(n) from marts.breaches")}, 10*time.Second); got != "1" {
		t.Errorf("damaged: got %q, %v", got, err)
	}
	publishDatabase(t, path, 2)
	wait(t, func() bool { return p.Status().Refused == "" })
	if got, _, err := text(p, Question{SQL: fresh("select max(n) from marts.breaches")}, 10*time.Second); got != "2" {
		t.Errorf("repaired: got %q, %v", got, err)
	}
}

// W4: a reader that takes its time holds no worker.
func TestW4SlowReadersHoldNoWorker(t *testing.T) {
	path := filepath.Join(t.TempDir(), "breaches.duckdb")
	publishDatabase(t, path, 1)
	p := openPool(t, path, nil)
	var slow []*Answer
	for range 6 {
		answer, err := p.Ask(t.Context(), "slow", Question{SQL: "select i, repeat('x', 1000) from marts.breaches"}, 10*time.Second, "")
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Close()
		slow = append(slow, answer)
	}
	if got, _, err := text(p, Question{SQL: fresh("select 42")}, 5*time.Second); got != "42" {
		t.Fatalf("got %q, %v", got, err)
	}
	for _, answer := range slow {
		bytes, err := io.Copy(io.Discard, answer)
		if ending, ended := answer.Ending(); bytes < 20_000_000 || err != nil || ended != nil || ending.Rows != 20000 {
			t.Errorf("want the whole answer, got %d bytes, %+v, %v, %v", bytes, ending, err, ended)
		}
	}
}

// A full queue, and a question that has waited long enough, are refused with a word.
func TestBusy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "breaches.duckdb")
	publishDatabase(t, path, 1)
	p := openPool(t, path, func(o *Options) { o.Workers, o.Queue, o.Wait = 1, 2, time.Second })
	faults := make(chan error, 6)
	for range cap(faults) {
		go func() {
			_, _, err := text(p, Question{SQL: hostile[1]}, 4*time.Second)
			faults <- err
		}()
	}
	found := map[Fault]int{}
	for range cap(faults) {
		found[FaultOf(<-faults)]++
	}
	if found[FaultBusy] < 3 || found[FaultTime] < 1 || found[FaultBusy]+found[FaultTime] != cap(faults) {
		t.Errorf("want some refused and some ended by time, got %v", found)
	}
}

// A client that goes away ends its question.
func TestClientGoesAway(t *testing.T) {
	path := filepath.Join(t.TempDir(), "breaches.duckdb")
	publishDatabase(t, path, 1)
	p := openPool(t, path, nil)
	ctx, stop := context.WithCancel(t.Context())
	time.AfterFunc(200*time.Millisecond, stop)
	if _, err := p.Ask(ctx, "a", Question{SQL: hostile[1]}, time.Minute, ""); FaultOf(err) != FaultEnded {
		t.Errorf("want it ended, got %v", err)
	}
	wait(t, func() bool { return p.Status().Running == 0 })
	if _, err := p.Ask(t.Context(), "a", Question{SQL: "select 1"}, time.Minute, "another"); FaultOf(err) != FaultChanged {
		t.Errorf("want another generation refused, got %v", err)
	}
}
