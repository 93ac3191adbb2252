package torture

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/breachstats/breachstats/torture/tier"
)

// Every call that changes a file fails once, in every way. Nothing is ever half done, and the next
// run succeeds.
func TestEveryWriteFailsOnce(t *testing.T) {
	tier.Long(t, "each call on a file, with a fault")
	pattern := *only
	if pattern == "" && !isLong() {
		pattern = quick
	}
	everyCallFailsOnce(t, journeys(t, "changing", pattern), []way{
		{"no space", syscall.ENOSPC, false},
		{"disk full", syscall.ENOSPC, true},
		{"not permitted", syscall.EACCES, false},
		{"disk fault", syscall.EIO, false},
		{"killed", killIt, false},
		{"interrupted", interruptIt, false},
		{"terminated", terminateIt, false},
	})
}

// Figures that cannot be synced to disk do not replace others, and one message says so.
func TestFiguresThatAreNotOnTheDisk(t *testing.T) {
	tier.Long(t, "each call on a file, with a fault")
	one := journeys(t, "changing", "^publish$")[0]
	_, struck, faults := one.suffer(t, way{"disk full", syscall.ENOSPC, true}, op{"fsync", ".o.publishing/causes.csv", 1})
	if !struck || len(faults) > 0 {
		t.Errorf("struck: %t: %s", struck, strings.Join(faults, "\n    "))
	}
}

// Every call that reads a file fails once. The message names the path, nothing changes, and any
// output is right.
func TestEveryReadFailsOnce(t *testing.T) {
	tier.Long(t, "each call on a file, with a fault")
	pattern := *only
	if pattern == "" && !isLong() {
		pattern = "^(import|verify|query)$"
	}
	everyCallFailsOnce(t, journeys(t, "reading", pattern), []way{
		{"disk fault", syscall.EIO, false},
		{"not permitted", syscall.EACCES, false},
	})
}

// quick are the journeys of a usual test.
const quick = "^(import|publish only|forget|fetch)$"

// takesSpace are the calls that can fail on a full disk.
var takesSpace = []string{"open", "write", "copy", "fsync", "mkdir", "link", "truncate"}

// suffer runs a journey with a fault at one call and judges the result.
func (j *journey) suffer(t *testing.T, w way, target op) (end ended, struck bool, faults []string) {
	folder, err := os.MkdirTemp("", "torture") //nolint:usetesting // there are thousands: each is removed after its case
	if err != nil {
		t.Error(err)
		return end, false, nil
	}
	defer os.RemoveAll(folder)
	folder = filepath.Join(folder, "case")
	copyFolder(t, j.base, folder)
	end = traced(t, folder, j.calls, j.command(t), func(o op) errno {
		switch {
		case o == target:
			struck = true
			return w.fault
		case w.stays && struck && slices.Contains(takesSpace, o.kind):
			return w.fault
		}
		return 0
	})
	if struck {
		faults = wantMessage(j.errorsOf(end), w.fault)
	}
	if j.calls == "reading" && end.status == 0 && end.stdout != j.said && !noted.MatchString(end.stdout) {
		faults = append(faults, fmt.Sprintf("exit status 0 and another answer: %q", end.stdout))
	}
	if w.fault == interruptIt || w.fault == terminateIt {
		if isLong() && end.left > soon() {
			faults = append(faults, fmt.Sprintf("left %s after the signal", end.left))
		}
		if left := without(j.namesIn(t, folder), j.mayStand(t)); len(left) > 0 {
			faults = append(faults, fmt.Sprintf("left behind %q", left))
		}
	}
	if struck && w.fault < signalled && end.status != 0 {
		faults = append(faults, j.wantOldWhere(t, folder, target)...)
	}
	faults = append(faults, j.judge(t, folder, end)...) // runs the command again
	if len(faults) > 0 {
		faults = append([]string{fmt.Sprintf("exit status %d: %q", end.status, end.stderr)}, faults...)
	}
	return end, struck, faults
}

// wantOldWhere requires the figures, or the database, to be the old ones if a call on the new ones
// failed: files that may not be on disk must not replace others.
func (j *journey) wantOldWhere(t *testing.T, folder string, failed op) []string {
	isOf := func(unfinished string) bool {
		return failed.kind != "unlink" && failed.kind != "list" && (failed.path == unfinished || strings.HasPrefix(failed.path, unfinished+"/") || strings.HasPrefix(failed.path, unfinished+"."))
	}
	switch {
	case isOf(".o.publishing"):
		if figuresIn(t, filepath.Join(folder, "o")) != figuresIn(t, filepath.Join(j.base, "o")) {
			return []string{"figures that may not be on disk replaced the old ones"}
		}
	case isOf("d/breaches.duckdb.building"):
		if now, _ := os.ReadFile(filepath.Join(folder, "d", "breaches.duckdb")); fmt.Sprintf("%x", sha256.Sum256(now)) != j.before.database && (now != nil || j.before.database != "") {
			return []string{"a database that may not be on disk replaced the old one"}
		}
	}
	return nil
}

// judge requires the content of a folder to be complete, and the next run to succeed and leave
// nothing behind. The verdict depends only on the content, so each state is judged once.
func (j *journey) judge(t *testing.T, folder string, end ended) []string {
	isDone, isApart := end.status == 0, strings.Contains(end.stderr, "; the new export is stored without it\n")
	key := fmt.Sprint(isDone, isApart, stateOf(t, folder))
	verdict, _ := j.verdicts.LoadOrStore(key, sync.OnceValue(func() (faults []string) {
		faults = j.wantWhole(t, folder, isDone)
		again := called(t, folder, j.args...)
		if again.status != 0 && !j.isRepeated(again) {
			faults = append(faults, fmt.Sprintf("and then: exit status %d: %s", again.status, again.stderr))
		}
		for _, fault := range j.wantWhole(t, folder, true) {
			faults = append(faults, "after the next run: "+fault)
		}
		names := slices.DeleteFunc(j.namesIn(t, folder), unfinished.MatchString)
		if !slices.Equal(names, j.names) && !isApart {
			faults = append(faults, fmt.Sprintf("after the next run: left behind %q, missing %q", without(names, j.names), without(j.names, names)))
		}
		return faults
	}))
	return verdict.(func() []string)()
}

// errorsOf keeps only the error messages of a journey's output.
func (j *journey) errorsOf(end ended) ended {
	if j.isLoud {
		lines := strings.SplitAfter(end.stderr, "\n")
		end.stderr = strings.Join(slices.DeleteFunc(lines, func(line string) bool { return !strings.HasPrefix(line, "breachstats: ") }), "")
	}
	return end
}

// mayStand lists the names that a folder may have after an interruption: those before it, those of
// a run that succeeded, and lock files.
func (j *journey) mayStand(t *testing.T) []string {
	return append(append(j.namesIn(t, j.base), j.names...), "d", "d/.lock", ".o.lock")
}

// soon is how long a program may take to end after a signal: a second, or longer if more programs
// are running than there are processors.
func soon() time.Duration {
	load := 0.0
	if text, err := os.ReadFile("/proc/loadavg"); err == nil {
		_, _ = fmt.Sscan(string(text), &load)
	}
	return time.Duration(max(1, 2*load/float64(runtime.NumCPU())) * float64(time.Second))
}

// isRepeated reports that a command had nothing left to do, which forget treats as an error.
func (j *journey) isRepeated(end ended) bool {
	return j.name == "forget" && strings.Contains(end.stderr, "not in d/manifest.csv")
}

var (
	crashed   = regexp.MustCompile(`(?i)panic|goroutine \d|SIG[A-Z]+:|terminate called|stack trace|internal error|fatal error`)
	namesPath = regexp.MustCompile(`(^|[\s"'(/])(\.?[dop][/:.]|case: )`)
	// noted matches how status, which continues, reports what cannot be read. If the first bytes of
	// a database cannot be read, DuckDB says that it is not a database.
	noted = regexp.MustCompile(`(?mi)^FAULT .*[ /"]?[do]/.*(permission denied|input/output error|too many levels of symbolic links|not a valid DuckDB database file)`)
)

// wantMessage returns what is wrong with the way in which a run with a fault ended.
func wantMessage(end ended, fault errno) (faults []string) {
	if crashed.MatchString(end.stderr) {
		faults = append(faults, "it shows a crash")
	}
	if fault == killIt {
		return faults
	}
	lines := strings.Split(strings.TrimSuffix(end.stderr, "\n"), "\n")
	switch {
	case end.status == 0 && end.stderr == "":
	case fault > signalled && end.status == 130 && end.stderr == "breachstats: interrupted\n":
	case end.status != 1:
		faults = append(faults, "want exit status 0 or 1")
	case len(lines) != 1 || !strings.HasPrefix(lines[0], "breachstats: "):
		faults = append(faults, fmt.Sprintf("want a message of one line, got %d", len(lines)))
	case !namesPath.MatchString(strings.TrimPrefix(lines[0], "breachstats: ")):
		faults = append(faults, "want a message that names the path")
	case fault == syscall.ENOSPC && !strings.Contains(lines[0], "; free some space there and run it again"):
		faults = append(faults, "want a message with advice")
	}
	return faults
}

func without(list, taken []string) (rest []string) {
	for _, one := range list {
		if !slices.Contains(taken, one) {
			rest = append(rest, one)
		}
	}
	return rest
}
