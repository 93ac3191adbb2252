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

// journey is a command line of the program, the folders with which it starts, and the two states in
// which it may leave them: unchanged, and done.
type journey struct {
	name string
	args []string
	// base has d, the data folder, and o, the published figures, as the command finds them.
	base         string
	before, done picture
	// names are the files and folders after a run without faults.
	names []string
	// isDated: captures are named by the clock.
	isDated bool
	// isLoud: it runs without --quiet, because it may continue after a fault.
	isLoud bool
	// calls is the set of calls that fail, "changing" or "reading".
	calls string
	ops   []op
	// said is what it prints.
	said string
	// verdicts are the results for states that were judged, by the content of the folders.
	verdicts sync.Map
}

// prepared has the folders with which journeys start, made from small samples, and the journeys
// that were run already, by their calls and name.
var prepared struct {
	once                            sync.Once
	root                            string
	later                           []string
	empty, first, imported, rebuilt string
	taken                           map[string]*journey
}

// prepare makes the folders: an empty one, one with a capture and its figures, one with two more
// captures, and one with these built.
func prepare(t *testing.T) {
	t.Helper()
	prepared.once.Do(func() {
		program(t) // makes the folder too
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

// journeys returns the journeys for a set of calls whose name matches a pattern. Each was run once
// without faults.
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
		if !one.isDated { // the stand-in portal ends with the test
			prepared.taken[key] = one
		}
	}
	return list
}

// take runs the journey once, without faults.
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

// copyFolder copies a prepared folder.
func copyFolder(t *testing.T, from, to string) {
	t.Helper()
	must.Do(t, os.CopyFS(to, os.DirFS(from)))
}

func mustMake(t *testing.T, folder string) {
	t.Helper()
	must.Do(t, os.MkdirAll(folder, 0o755))
}
