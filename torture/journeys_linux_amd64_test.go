package torture

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/breachstats/breachstats/pipeline/fetch/portaltest"
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
	ops     int // calls that change a file
}

// journeys prepares all journeys, of small samples, and takes each once without a fault.
func journeys(t *testing.T) []*journey {
	t.Helper()
	root := t.TempDir()
	mustCall(t, root, "sample", "--rows", "300", "--days", "3", "--captured", "2024-06-30", "--output", "days", "--quiet")
	day := func(day string) []string {
		return []string{filepath.Join(root, "days", day+"_archive.csv"), filepath.Join(root, "days", day+"_under-investigation.csv")}
	}
	later := append(day("2024-06-29"), day("2024-06-30")...)
	empty, first := filepath.Join(root, "empty"), filepath.Join(root, "first")
	mustMake(t, empty)
	mustMake(t, first)
	mustCall(t, first, append([]string{"run", "--quiet", "--data", "d", "--out", "o"}, day("2024-06-28")...)...)
	imported := filepath.Join(root, "imported")
	copyFolder(t, first, imported)
	mustCall(t, imported, append([]string{"import", "--quiet", "--data", "d"}, later...)...)
	rebuilt := filepath.Join(root, "rebuilt")
	copyFolder(t, imported, rebuilt)
	mustCall(t, rebuilt, "build", "--quiet", "--data", "d")

	archive, open, part2 := portaltest.Samples(t, 300, 20, 1, time.Now())
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
	pattern := *only
	if pattern == "" && !*all {
		pattern = quick
	}
	chosen := regexp.MustCompile(pattern)
	list = slices.DeleteFunc(list, func(one *journey) bool { return !chosen.MatchString(one.name) })
	for _, one := range list {
		one.args = append(one.args, "--quiet", "--data", "d")
		one.before = one.look(t, one.base)
		folder := filepath.Join(t.TempDir(), "case")
		copyFolder(t, one.base, folder)
		end := traced(t, folder, one.command(t), func(op) (none errno) { return none })
		if end.status != 0 {
			t.Fatalf("%s: want exit status 0, got %d: %s", one.name, end.status, end.stderr)
		}
		one.ops, one.done = len(end.ops), one.look(t, folder)
		one.names = slices.DeleteFunc(one.namesIn(t, folder), unfinished.MatchString)
		if one.ops < 5 {
			t.Fatalf("%s: want it to change files, saw %d calls", one.name, one.ops)
		}
		t.Logf("%s: %d calls change a file", one.name, one.ops)
	}
	return list
}

func (j *journey) command(t *testing.T) []string { return append([]string{program(t)}, j.args...) }

// copyFolder copies a prepared folder to a place of its own.
func copyFolder(t *testing.T, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

func mustMake(t *testing.T, folder string) {
	t.Helper()
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
}
