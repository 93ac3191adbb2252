package torture

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Where a file of ours should stand and a folder does, or the other way round, is told in one line
// that names it; nothing else changes, and without it the command does its work.
func TestD3FilesAndFoldersInTheWay(t *testing.T) {
	list := journeys(t, "changing", "^(import|build|publish only|publish|forget)$")
	named := map[string]*journey{}
	for _, one := range list {
		named[one.name] = one
	}
	for _, test := range []struct {
		journey, path string
		isFile        bool // a file is in the way, otherwise a folder with a file
		isMoved       bool // instead of what stands there
	}{
		{"import", "d/manifest.csv", false, true},
		{"import", "d/snapshots", true, true},
		{"import", "d/snapshots/2024-06-28/archive.later", false, false},
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
		folder := filepath.Join(t.TempDir(), "case")
		copyFolder(t, one.base, folder)
		path := filepath.Join(folder, test.path)
		aside := filepath.Join(filepath.Dir(folder), "aside")
		if test.isMoved {
			if err := os.Rename(path, aside); err != nil {
				t.Fatal(err)
			}
		}
		inTheWay := path
		if !test.isFile {
			inTheWay = filepath.Join(path, "a file")
		}
		mustMake(t, filepath.Dir(inTheWay))
		if err := os.WriteFile(inTheWay, []byte("somebody's\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		end := called(t, folder, one.args...)
		faults := wantTold(end, 0)
		if content, err := os.ReadFile(inTheWay); end.status == 1 && (err != nil || string(content) != "somebody's\n") {
			faults = append(faults, "what stood in the way is gone")
		}
		if end.status == 1 && !strings.Contains(end.stderr, test.path) {
			faults = append(faults, "want the path named")
		}
		if end.status == 1 {
			if err := os.RemoveAll(path); err != nil {
				t.Fatal(err)
			}
			if test.isMoved {
				if err := os.Rename(aside, path); err != nil {
					t.Fatal(err)
				}
			}
		}
		faults = append(faults, one.judge(t, folder, end)...)
		if len(faults) > 0 {
			t.Errorf("%s with %s in the way: exit status %d: %q\n    %s", test.journey, test.path, end.status, end.stderr, strings.Join(faults, "\n    "))
		}
		_ = os.RemoveAll(filepath.Dir(folder))
	}
}

// A data folder and a database may be symlinks, which stay links; one that leads nowhere, or round
// in a circle, is told.
func TestD3Symlinks(t *testing.T) {
	one := journeys(t, "changing", "^build$")[0]
	for _, test := range []struct{ name, link, target string }{
		{"data folder", "d", "elsewhere/d"},
		{"database", "d/breaches.duckdb", "elsewhere/b.duckdb"},
	} {
		folder := filepath.Join(t.TempDir(), "case")
		copyFolder(t, one.base, folder)
		link, target := filepath.Join(folder, test.link), filepath.Join(t.TempDir(), test.target)
		mustMake(t, filepath.Dir(target))
		if err := os.Rename(link, target); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(target, link); err != nil {
			t.Fatal(err)
		}
		mustCall(t, folder, "query", "select 1", "--data", "d")
		mustCall(t, folder, one.args...)
		if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
			t.Errorf("%s: want the link to stay one, got %v, %v", test.name, info, err)
		}
		if faults := one.wantWhole(t, folder, true); len(faults) > 0 {
			t.Errorf("%s: %q", test.name, faults)
		}
		if err := os.Remove(link); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(filepath.Base(link), link); err != nil { // to itself
			t.Fatal(err)
		}
		for _, args := range [][]string{{"query", "select 1"}, {"build"}} {
			end := called(t, folder, append(args, "--quiet", "--data", "d")...)
			isWorked := args[0] == "build" && test.name == "database" && end.status == 0 // a link to itself is replaced
			if faults := wantTold(end, 0); !isWorked && (end.status != 1 || len(faults) > 0) {
				t.Errorf("%s in a circle: %v: want it told, got %d: %q %q", test.name, args, end.status, end.stderr, faults)
			}
		}
	}
}
