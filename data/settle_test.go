package data

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/breachstats/breachstats/torture/must"
)

// DiscardStaged removes files that an interrupted change noted and the manifest does not name, and
// no others.
func TestDiscardStagedSettlesAnInterruptedChange(t *testing.T) {
	dir := t.TempDir()
	store := &Store{dir: dir}
	put := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, filepath.FromSlash(name))
		must.Do(t, os.MkdirAll(filepath.Dir(path), 0o755))
		must.Do(t, os.WriteFile(path, []byte(text), 0o644))
	}
	placed, foreign, cut := "snapshots/2024-10-17/archive.csv.zst", "snapshots/2024-10-18/archive.csv.zst", "snapshots/2024-10-19/archive.csv.zst"
	for _, name := range []string{placed, foreign, cut, "thesis.txt"} {
		put(name, "bytes")
	}
	put(".staging/1.zst", "bytes")
	put(".staging/unsettled", placed+"\nthesis.txt\n../../etc/nothing\nsnapshots/2024-01-01/gone.later\n"+cut)
	must.Do(t, store.DiscardStaged())
	for name, want := range map[string]bool{
		placed: false, "snapshots/2024-10-17": false, ".staging": false, // was about to be placed
		foreign: true, cut: true, "thesis.txt": true, // not noted, on a line that was cut short, or not a snapshot
	} {
		if _, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(name))); (err == nil) != want {
			t.Errorf("%s: want it to exist: %t, got %v", name, want, err)
		}
	}
}

// A note that is older than the manifest never removes a file that the manifest names.
func TestDiscardStagedKeepsWhatTheManifestNames(t *testing.T) {
	dir := t.TempDir()
	store := &Store{dir: dir}
	named := "snapshots/2024-10-17/archive.csv.zst"
	snapshot := Snapshot{Capture: Capture{Day: "2024-10-17", No: 1}, View: Archive, Source: "a.csv", Rows: 1, Bytes: 5,
		SHA256: emptySum, RowsSHA256: emptySum, Encoding: "utf-8", Stored: Stored{In: named, Bytes: 5, SHA256: emptySum}}
	must.Do(t, os.MkdirAll(filepath.Join(dir, "snapshots", "2024-10-17"), 0o755))
	must.Do(t, os.WriteFile(filepath.Join(dir, filepath.FromSlash(named)), []byte("bytes"), 0o444))
	must.Do(t, store.replaceManifest([]Snapshot{snapshot}))
	must.Do(t, store.note([]string{named}))
	must.Do(t, store.DiscardStaged())
	if _, err := os.Lstat(store.Path(named)); err != nil {
		t.Errorf("want the file kept, got %v", err)
	}
}

const emptySum = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" // of no bytes
