package publish

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func put(t *testing.T, path, content string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(content), 0o644)); err != nil {
		t.Fatal(err)
	}
}

func wantContent(t *testing.T, path, want string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil || string(content) != want {
		t.Errorf("%s: want %q, got %q, %v", path, want, content, err)
	}
}

// If folders cannot be exchanged, two renames do it, and the next run repairs one that died between them.
func TestRenameTwiceAndRestore(t *testing.T) {
	dir := t.TempDir()
	next, out := filepath.Join(dir, ".out.publishing"), filepath.Join(dir, "out")
	put(t, filepath.Join(out, "a"), "old")
	put(t, filepath.Join(next, "a"), "new")
	if err := renameTwice(next, out); err != nil {
		t.Fatal(err)
	}
	wantContent(t, filepath.Join(out, "a"), "new")
	wantContent(t, filepath.Join(next, "a"), "old")

	// Killed after the first rename: nothing is published, the old folder stands aside.
	if err := os.Rename(out, asideOf(next)); err != nil {
		t.Fatal(err)
	}
	if err := restore(next, out); err != nil {
		t.Fatal(err)
	}
	wantContent(t, filepath.Join(out, "a"), "new")
	for _, left := range []string{next, asideOf(next)} {
		if _, err := os.Lstat(left); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: want it gone, got %v", left, err)
		}
	}
}

func TestTakePlaceExchangesFolders(t *testing.T) {
	dir := t.TempDir()
	next, out := filepath.Join(dir, "next"), filepath.Join(dir, "out")
	put(t, filepath.Join(next, "a"), "first")
	if err := takePlace(next, out); err != nil {
		t.Fatal(err)
	}
	wantContent(t, filepath.Join(out, "a"), "first")
	put(t, filepath.Join(next, "a"), "second")
	if err := takePlace(next, out); err != nil {
		t.Fatal(err)
	}
	wantContent(t, filepath.Join(out, "a"), "second")
	wantContent(t, filepath.Join(next, "a"), "first")
}
