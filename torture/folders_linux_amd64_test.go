package torture

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// If a folder is in the place of one of our files, or a file in the place of a folder, one line
// names it and nothing else changes. Once it is gone, the command succeeds.
func TestD3FilesAndFoldersInTheWay(t *testing.T) {
	tier.Long(t, "what may stand in the way of files")
	pattern := "^(import|publish only|forget)$"
	if isLong() {
		pattern = "^(import|build|publish only|publish|forget)$"
	}
	list := journeys(t, "changing", pattern)
	tried := 0
	named := map[string]*journey{}
	for _, one := range list {
		named[one.name] = one
	}
	for _, test := range []struct {
		journey, path string
		isFile        bool // a file is in the way; otherwise a folder with a file
		isMoved       bool // it replaces an existing file or folder
	}{
		{"import", "d/manifest.csv", false, true},
		{"import", "d/snapshots", true, true},
		{"import", "d/snapshots/2024-06-29/archive.from-2024-06-28.zst", false, false},
		{"import", "d/.staging", true, false},
		{"import", "d/.lock", false, true},
		{"build", "d/breaches.duckdb", false, true},
		{"build", "d/breaches.duckdb.building", false, false},
		{"build", "d/breaches.duckdb.wal", false, false},
		{"publish", "o", true, true},
		{"publish", ".o.publishing", true, false},
		{"publish", ".o.lock", false, true},
		{"publish", "o/manifest.json", false, true},
		{"publish only", "p", true, false},
		{"publish only", "p/breaches_by_year.png", false, false},
		{"forget", "d/manifest.csv", false, true},
	} {
		one := named[test.journey]
		if one == nil {
			continue
		}
		tried++
		folder := filepath.Join(t.TempDir(), "case")
		copyFolder(t, one.base, folder)
		path := filepath.Join(folder, test.path)
		aside := filepath.Join(filepath.Dir(folder), "aside")
		if test.isMoved {
			must.Do(t, os.Rename(path, aside))
		}
		inTheWay := path
		if !test.isFile {
			inTheWay = filepath.Join(path, "a file")
		}
		mustMake(t, filepath.Dir(inTheWay))
		must.Do(t, os.WriteFile(inTheWay, []byte("somebody's\n"), 0o644))
		end := called(t, folder, one.args...)
		faults := wantMessage(end, 0)
		if content, err := os.ReadFile(inTheWay); end.status == 1 && (err != nil || string(content) != "somebody's\n") {
			faults = append(faults, "what was in the way is gone")
		}
		if end.status == 1 && !strings.Contains(end.stderr, test.path) {
			faults = append(faults, "want the path named")
		}
		if end.status == 1 {
			must.Do(t, os.RemoveAll(path))
			if test.isMoved {
				must.Do(t, os.Rename(aside, path))
			}
		}
		faults = append(faults, one.judge(t, folder, end)...)
		if len(faults) > 0 {
			t.Errorf("%s with %s in the way: exit status %d: %q\n    %s", test.journey, test.path, end.status, end.stderr, strings.Join(faults, "\n    "))
		}
		_ = os.RemoveAll(filepath.Dir(folder))
	}
	if !t.Failed() {
		reportTried(t, tried, tried, "files and folders in the way")
	}
}

// A data folder and a database may be symlinks, which stay links. A circular link gives a message.
func TestD3Symlinks(t *testing.T) {
	tier.Long(t, "what may stand in the way of files")
	one := journeys(t, "changing", "^build$")[0]
	folder := filepath.Join(t.TempDir(), "case")
	copyFolder(t, one.base, folder)
	links := []struct{ path, target string }{
		{filepath.Join(folder, "d", "breaches.duckdb"), filepath.Join(t.TempDir(), "b.duckdb")},
		{filepath.Join(folder, "d"), filepath.Join(t.TempDir(), "d")},
	}
	for _, link := range links {
		must.Do(t, os.Rename(link.path, link.target))
		must.Do(t, os.Symlink(link.target, link.path))
	}
	mustCall(t, folder, "query", "select 1", "--data", "d")
	mustCall(t, folder, one.args...)
	for _, link := range links {
		if target, err := os.Readlink(link.path); err != nil || target != link.target {
			t.Errorf("%s: want the link kept, got %s, %v", link.path, target, err)
		}
	}
	if faults := one.wantWhole(t, folder, true); len(faults) > 0 {
		t.Error(faults)
	}
	for _, link := range links {
		must.Do(t, os.Remove(link.path))
		must.Do(t, os.Symlink(filepath.Base(link.path), link.path))
		for _, args := range [][]string{{"query", "select 1"}, {"status"}} {
			end := called(t, folder, append(args, "--quiet", "--data", "d")...)
			if faults := wantMessage(end, 0); end.status != 1 && !noted.MatchString(end.stdout) || len(faults) > 0 {
				t.Errorf("%s in a circle: %v: want a message, got %d: %q %q %q", link.path, args, end.status, end.stdout, end.stderr, faults)
			}
		}
	}
}
