package torture

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/breachstats/breachstats/pipeline/fetch/portaltest"
	"github.com/breachstats/breachstats/torture/must"
)

// journey is a command line of the program, the folders that it begins with, and the two states in
// which it may leave them: as they were, and done.
type journey struct {
	name string
	args []string
	// base holds d, the data folder, and o, the published figures, as the command finds them.
	base         string
	before, done picture
	// names are the files and folders that stand there when all went well.
	names []string
	// isDated tells that captures are named by the clock.
	isDated bool
	// isLoud tells that it says what it does, too, because it may go on after a fault.
	isLoud bool
	// calls are those that fail, "changing" or "reading".
	calls string
	ops   []op
	// said is what it prints.
	said string
	// verdicts are those on states that were looked at, by what stands there.
	verdicts sync.Map
}

// prepared are the folders with which journeys begin, of small samples, and the journeys that were
// taken already, by their calls and name.
var prepared struct {
	once                            sync.Once
	root                            string
	later                           []string
	empty, first, imported, rebuilt string
	taken                           map[string]*journey
}

// prepare makes them: nothing, a capture with its figures, two more captures, and those built.
func prepare(t *testing.T) {
	t.Helper()
	prepared.once.Do(func() {
		program(t) // makes the folder, too
		p, root := &prepared, built.folder
		if made := os.Getenv(inNamespace); made != "" {
			root = made
		}
		p.root, p.taken = root, map[string]*journey{}
		day := func(day string) []string {
			return []string{filepath.Join(root, "days", day+"_archive.csv"), filepath.Join(root, "days", day+"_under-investigation.csv")}
		}
		p.later = append(day("2024-06-29"), day("2024-06-30")...)
		p.empty, p.first = filepath.Join(root, "empty"), filepath.Join(root, "first")
		p.imported, p.rebuilt = filepath.Join(root, "imported"), filepath.Join(root, "rebuilt")
		if root != built.folder {
			return
		}
		mustCall(t, root, "sample", "--rows", "120", "--days", "3", "--captured", "2024-06-30", "--output", "days", "--quiet")
		mustMake(t, p.empty)
		mustMake(t, p.first)
		mustCall(t, p.first, append([]string{"run", "--quiet", "--data", "d", "--out", "o"}, day("2024-06-28")...)...)
		copyFolder(t, p.first, p.imported)
		mustCall(t, p.imported, append([]string{"import", "--quiet", "--data", "d"}, p.later...)...)
		copyFolder(t, p.imported, p.rebuilt)
		mustCall(t, p.rebuilt, "build", "--quiet", "--data", "d")
	})
}

// journeys gives the journeys whose calls of a set shall fail and whose name matches a pattern, each
// taken once without a fault.
func journeys(t *testing.T, calls, pattern string) []*journey {
	t.Helper()
	prepare(t)
	empty, first, imported, rebuilt, later := prepared.empty, prepared.first, prepared.imported, prepared.rebuilt, prepared.later

	archive, open, part2 := portaltest.Samples(t, 120, 20, 1, time.Now())
	portal := portaltest.New(t, portaltest.Options{Archive: archive, UnderInvestigation: open, Part2: part2})
	asked := []string{"--interval", "0s", "--allow-few-rows", "--url", portal.URL()}

	list := []*journey{
		{name: "first run", base: empty, args: append([]string{"run", "--out", "o"}, later...)},
		{name: "import", base: first, args: append([]string{"import"}, later...)},
		{name: "build", base: imported, args: []string{"build"}},
		{name: "publish", base: rebuilt, args: []string{"publish", "--out", "o"}},
		{name: "publish only", base: rebuilt, args: []string{"publish", "--out", "p", "--only", "breaches_by_year"}},
		{name: "run", base: first, args: append([]string{"run", "--out", "o"}, later...)},
		{name: "forget", base: imported, args: []string{"snapshots", "forget", "2024-06-28", "archive"}},
		{name: "fetch", base: empty, args: append([]string{"fetch"}, asked...), isDated: true},
		{name: "run from the portal", base: empty, args: append([]string{"run", "--out", "o"}, asked...), isDated: true},
	}
	if calls == "reading" {
		list = []*journey{
			{name: "import", base: first, args: append([]string{"import"}, later...), isLoud: true},
			{name: "build", base: imported, args: []string{"build"}},
			{name: "publish", base: rebuilt, args: []string{"publish", "--out", "o"}},
			{name: "forget", base: imported, args: []string{"snapshots", "forget", "2024-06-28", "archive"}},
			{name: "check", base: rebuilt, args: []string{"check"}},
			{name: "verify", base: rebuilt, args: []string{"verify"}},
			{name: "query", base: rebuilt, args: []string{"query", "from figures.breaches_by_year", "--format", "csv"}},
			{name: "cat", base: rebuilt, args: []string{"snapshots", "cat", "2024-06-30", "archive"}},
			{name: "list", base: rebuilt, args: []string{"snapshots"}},
			{name: "diff", base: rebuilt, args: []string{"diff", "--format", "csv"}},
			{name: "status", base: rebuilt, args: []string{"status", "--out", "o"}},
		}
	}
	chosen := regexp.MustCompile(pattern)
	list = slices.DeleteFunc(list, func(one *journey) bool { return !chosen.MatchString(one.name) })
	for i, one := range list {
		key := calls + " " + one.name
		if known := prepared.taken[key]; known != nil {
			list[i] = known
			continue
		}
		one.calls, one.args = calls, append(one.args, "--data", "d")
		if !one.isLoud {
			one.args = append(one.args, "--quiet")
		}
		one.take(t)
		if !one.isDated { // the portal ends with the test
			prepared.taken[key] = one
		}
	}
	return list
}

// take takes the journey once, without a fault.
func (j *journey) take(t *testing.T) {
	t.Helper()
	j.before = j.look(t, j.base)
	folder := filepath.Join(t.TempDir(), "case")
	copyFolder(t, j.base, folder)
	end := traced(t, folder, j.calls, j.command(t), func(op) (none errno) { return none })
	if end.status != 0 {
		t.Fatalf("%s: want exit status 0, got %d: %s", j.name, end.status, end.stderr)
	}
	j.ops, j.said, j.done = end.ops, end.stdout, j.look(t, folder)
	j.names = slices.DeleteFunc(j.namesIn(t, folder), unfinished.MatchString)
	if len(j.ops) < 3 {
		t.Fatalf("%s: want calls on files, saw %q", j.name, j.ops)
	}
	t.Logf("%s: %d calls", j.name, len(j.ops))
}

func (j *journey) command(t *testing.T) []string { return append([]string{program(t)}, j.args...) }

// copyFolder copies a prepared folder to a place of its own.
func copyFolder(t *testing.T, from, to string) {
	t.Helper()
	must.Do(t, os.CopyFS(to, os.DirFS(from)))
}

func mustMake(t *testing.T, folder string) {
	t.Helper()
	must.Do(t, os.MkdirAll(folder, 0o755))
}
