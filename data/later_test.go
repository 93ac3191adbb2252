package data

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/breachstats/breachstats/torture/must"
)

// manifestsBefore returns manifests of the earlier version. Only the first is valid.
func manifestsBefore() []string {
	head := strings.Join(oldHeader, ",") + "\n"
	digest := strings.Repeat("a", 64)
	line := func(day, view, in, offset string) string {
		return day + "," + view + ",x.csv," + digest + "," + digest + ",10,2,utf-8,0,0,false,false," + in + "," + offset + ",9," + digest + ",,,,\n"
	}
	whole := line("2024-10-17", "archive", "snapshots/2024-10-17/archive.csv.zst", "0")
	const later = "snapshots/2024-10-17/archive.later"
	return []string{
		head + whole + line("2024-10-18", "archive", later, "9") + line("2024-10-19", "archive", later, "0"),
		head + line("2024-10-18", "archive", later, "0"),
		head + whole + line("2024-10-18", "all", later, "0"),
		head + line("2024-10-17", "archive", "../x", "0"),
		head + line("2024-10-18", "archive", "snapshots/2024-10-17/archive.csv.zst", "0"),
		head + line("2024-10-17", "archive", "snapshots/2024-10-17/archive.csv.zst", "3"),
		head + line("2024-10-17", "archive", "snapshots/2024-10-17/archive.csv.zst", "x"),
	}
}

// copyBefore copies a store that the earlier version wrote: eight captures of an invented list.
func copyBefore(t *testing.T) *Store {
	t.Helper()
	dir := t.TempDir()
	must.Do(t, os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "before"))))
	store := must.Get(OpenStore(dir))(t)
	return store
}

// A store of the earlier version can be read as it is, and Migrate turns it into the present form.
func TestAStoreOfTheVersionBefore(t *testing.T) {
	store := copyBefore(t)
	before := store.Snapshots()
	differences := 0
	for _, s := range before {
		if s.isDifference() {
			differences++
		}
	}
	if len(before) != 16 || differences < 10 {
		t.Fatalf("want 16 snapshots, most of them differences, got %d and %d", len(before), differences)
	}
	must.Do(t, store.Verify(t.Context()))
	for _, s := range []Snapshot{before[15], before[7], before[0]} { // in any order
		export := must.Get(store.Open(t.Context(), s))(t)
		if digest, _, err := hashOf(export); err != nil || digest != s.SHA256 {
			t.Errorf("%s: want the digest in the manifest, got %s, %v", s.File(), digest, err)
		}
	}
	migrated, err := store.Migrate(t.Context())
	if err != nil || migrated != differences {
		t.Fatalf("want %d migrated, got %d, %v", differences, migrated, err)
	}
	again := must.Get(OpenStore(store.dir))(t)
	if err := again.Verify(t.Context()); err != nil { // checks every byte, and that no file is left over
		t.Error(err)
	}
	wantBasesOf(t, again)
	for i, s := range again.Snapshots() {
		old := before[i]
		old.Stored, s.Stored = Stored{}, Stored{}
		if s != old {
			t.Errorf("want %+v, got %+v", old, s)
		}
	}
	if migrated, err := again.Migrate(t.Context()); migrated > 0 || err != nil {
		t.Errorf("want nothing left to migrate, got %d, %v", migrated, err)
	}
}

func wantBasesOf(t *testing.T, store *Store) {
	t.Helper()
	err := filepath.WalkDir(store.dir, func(path string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(path, ".later") {
			t.Errorf("want no differences left, got %s", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range store.Snapshots() {
		if s.isDifference() {
			t.Errorf("%s: want no difference, got %s", s.File(), s.Stored.In)
		}
	}
}

// Damage in a store of the earlier version is found, and the store is not changed.
func TestAStoreOfTheVersionBeforeThatIsDamaged(t *testing.T) {
	store := copyBefore(t)
	var last Snapshot
	for _, s := range store.Snapshots() {
		if s.isDifference() && s.Stored.offset > 0 {
			last = s
		}
	}
	path := store.Path(last.Stored.In)
	content := must.Get(os.ReadFile(path))(t)
	manifest := must.Get(os.ReadFile(store.manifestPath()))(t)
	flipped := []byte(string(content))
	flipped[last.Stored.offset] ^= 4
	for name, text := range map[string][]byte{"flipped": flipped, "cut": content[:last.Stored.offset]} {
		must.Do(t, os.WriteFile(path, text, 0o644))
		if _, err := store.Open(t.Context(), last); err == nil || !strings.HasPrefix(err.Error(), path+": ") {
			t.Errorf("%s: want the file named, got %v", name, err)
		}
		if err := store.Verify(t.Context()); err == nil || !strings.HasPrefix(err.Error(), path+": ") {
			t.Errorf("%s: want the file named, got %v", name, err)
		}
		if migrated, err := store.Migrate(t.Context()); migrated > 0 || err == nil || !strings.HasPrefix(err.Error(), path+": ") {
			t.Errorf("%s: want nothing migrated, got %d, %v", name, migrated, err)
		}
		if now, err := os.ReadFile(store.manifestPath()); err != nil || string(now) != string(manifest) {
			t.Errorf("%s: want the manifest unchanged, got %v", name, err)
		}
	}
}
