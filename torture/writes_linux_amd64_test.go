package torture

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
)

type errno = syscall.Errno

// ways in which a call ends otherwise than it should.
var ways = []struct {
	name  string
	fault errno
	stays bool // every later call that takes space fails, too
}{
	{"no space", syscall.ENOSPC, false},
	{"disk full", syscall.ENOSPC, true},
	{"not permitted", syscall.EACCES, false},
	{"disk fault", syscall.EIO, false},
	{"killed", killIt, false},
	{"interrupted", interruptIt, false},
	{"terminated", terminateIt, false},
}

// Every call that changes a file fails once, in every way: nothing is ever half done, and the next
// run succeeds.
func TestEveryWriteFailsOnce(t *testing.T) {
	list := journeys(t)
	type tried struct{ journey, way, number int }
	var cases []tried
	for i, one := range list {
		for way := range ways {
			for number := 1; number <= one.ops; number++ {
				cases = append(cases, tried{i, way, number})
			}
		}
	}
	random := rand.New(rand.NewPCG(*seed, 0))
	random.Shuffle(len(cases), func(a, b int) { cases[a], cases[b] = cases[b], cases[a] })
	possible := len(cases)
	if !*all {
		cases = cases[:min(possible, few)]
	}
	book := openBook(t, *state)
	var next sync.Mutex
	var shards sync.WaitGroup
	survived, missed := 0, 0
	for range 2 {
		shards.Go(func() {
			for {
				next.Lock()
				if len(cases) == 0 || t.Failed() && !*all {
					next.Unlock()
					return
				}
				at := cases[0]
				cases = cases[1:]
				next.Unlock()
				one, way := list[at.journey], ways[at.way]
				name := fmt.Sprintf("%s, %s at call %d", one.name, way.name, at.number)
				if book.holds(name) {
					continue
				}
				struck, faults := one.suffer(t, way.fault, at.number, way.stays)
				next.Lock()
				switch {
				case len(faults) > 0:
					t.Errorf("%s: %s", name, strings.Join(faults, "\n    "))
				case !struck:
					missed++
				default:
					survived++
					book.add(name)
				}
				next.Unlock()
			}
		})
	}
	shards.Wait()
	t.Logf("%d faults struck and survived, %d came after the end of a shorter run; %d cases in all (seed %d)", survived, missed, possible, *seed)
}

// few is how many cases a usual test tries, and quick are the journeys that it takes.
const (
	few   = 10
	quick = "^(import|publish only|forget|fetch)$"
)

// takesSpace tells which calls fail on a full disk.
var takesSpace = []string{"open", "write", "copy", "fsync", "mkdir", "link", "truncate"}

// suffer runs a journey with a fault at one call, and once more without.
func (j *journey) suffer(t *testing.T, fault errno, number int, stays bool) (struck bool, faults []string) {
	folder, err := os.MkdirTemp("", "torture") //nolint:usetesting // thousands of them must go one by one
	if err != nil {
		t.Error(err)
		return false, nil
	}
	defer os.RemoveAll(folder)
	folder = filepath.Join(folder, "case")
	copyFolder(t, j.base, folder)
	var at op
	end := traced(t, folder, j.command(t), func(o op) errno {
		switch {
		case o.number == number:
			at, struck = o, true
			return fault
		case stays && o.number > number && slices.Contains(takesSpace, o.kind):
			return fault
		}
		return 0
	})
	if struck {
		faults = wantTold(end, fault)
	}
	faults = append(faults, j.wantWhole(t, folder, end.status == 0)...)
	again := called(t, folder, j.args...)
	if again.status != 0 && !j.isRepeated(again) {
		faults = append(faults, fmt.Sprintf("and then: exit status %d: %s", again.status, again.stderr))
	}
	for _, fault := range j.wantWhole(t, folder, true) {
		faults = append(faults, "after the next run: "+fault)
	}
	names := slices.DeleteFunc(j.namesIn(t, folder), func(name string) bool {
		return unfinished.MatchString(name)
	})
	if !slices.Equal(names, j.names) {
		faults = append(faults, fmt.Sprintf("after the next run: left behind %q, missing %q", without(names, j.names), without(j.names, names)))
	}
	if len(faults) > 0 {
		faults = append([]string{fmt.Sprintf("%s of %s: exit status %d: %q", at.kind, at.path, end.status, end.stderr)}, faults...)
	}
	return struck, faults
}

// isRepeated tells that a command has nothing left to do, which forget calls an error.
func (j *journey) isRepeated(end ended) bool {
	return j.name == "forget" && strings.Contains(end.stderr, "not in d/manifest.csv")
}

var (
	crashed   = regexp.MustCompile(`(?i)panic|goroutine \d|SIG[A-Z]+:|terminate called|stack trace|internal error|fatal error`)
	namesPath = regexp.MustCompile(`(^|[\s"'(/])(\.?[dop])[/:.]`)
)

// wantTold says what is wrong with the way in which a run that was struck ended.
func wantTold(end ended, fault errno) (faults []string) {
	if crashed.MatchString(end.stderr) {
		faults = append(faults, "a crash is shown")
	}
	if fault == killIt {
		return faults
	}
	lines := strings.Split(strings.TrimSuffix(end.stderr, "\n"), "\n")
	switch {
	case end.status == 0 && end.stderr == "":
	case fault > signalled && end.status == 1 && end.stderr == "breachstats: interrupted\n":
	case end.status != 1:
		faults = append(faults, "want exit status 0 or 1")
	case len(lines) != 1 || !strings.HasPrefix(lines[0], "breachstats: "):
		faults = append(faults, fmt.Sprintf("want one line of a message, got %d", len(lines)))
	case !namesPath.MatchString(strings.TrimPrefix(lines[0], "breachstats: ")):
		faults = append(faults, "want a message that names the path")
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
